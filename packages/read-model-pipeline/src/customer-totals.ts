import { currencyCode, id } from '@eventcrm/domain'
import { defineRollup, during, type Entry } from '@eventcrm/projection'
import { z } from 'zod'
import { monthOf } from './calendar.ts'
import { closingsOf, statesOf, type Closing, type Step } from './opportunity-timeline.ts'
import { opportunities } from './opportunities.ts'

const facet = z.object({
  customerId: id('contact').describe('Customer'),
  currency: currencyCode.describe('ISO 4217'),
})
export type CustomerFacet = z.output<typeof facet>

const line = z.object({
  line: z.enum(['won', 'lost']).describe('Won or lost'),
  closedIn: z.string().describe('Month of closing, YYYY-MM'),
})
export type CustomerLine = z.output<typeof line>

const measures = z.object({
  count: z.int().describe('Opportunities'),
  amount: z.int().describe('Their amounts, in minor units of the currency'),
})
export type CustomerMeasures = z.output<typeof measures>

export type CustomerEntry = Entry<CustomerFacet, CustomerLine, CustomerMeasures>

/** What a closing adds to the customer whom it was for on that day. */
export const customerEntries = ({ status, on, at: { customerId }, states }: Closing): readonly CustomerEntry[] =>
  customerId === null
    ? []
    : states.flatMap(({ from, until, amount, currency }) =>
        during(from, until, { customerId, currency }, { line: status, closedIn: monthOf(on) }, { count: 1, amount }),
      )

/** Won and lost by customer. Open ones are left out: they would cost a row for each stage, and nothing asks for them. */
export const customerTotals = defineRollup(opportunities, {
  name: 'customerTotals',
  version: 1,
  describe: 'Opportunities won and lost by customer and month of closing, as of any day',
  facet,
  line,
  measures,
  entries: ({ steps }: { readonly steps: readonly Step[] }) => closingsOf(statesOf(steps)).flatMap(customerEntries),
})
