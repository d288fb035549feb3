import { currencyCode, id } from '@eventcrm/domain'
import { defineRollup, during, monthOf, type Entry } from '@eventcrm/projection'
import { z } from 'zod'
import { closingsOf, statesOf, type Closing, type Step } from './opportunity-timeline.ts'
import { opportunities } from './opportunities.ts'

const facet = z.object({
  customerId: id('contact').describe('Customer'),
  currency: currencyCode.describe('ISO 4217'),
})
export type CustomerFacet = z.output<typeof facet>

const line = z.object({
  line: z.literal('won').describe('Won'),
  closedIn: z.string().describe('Month of closing, YYYY-MM'),
})
export type CustomerLine = z.output<typeof line>

const measures = z.object({
  count: z.int().describe('Opportunities'),
  amount: z.int().describe('Their amounts, in minor units of the currency'),
})
export type CustomerMeasures = z.output<typeof measures>

export type CustomerEntry = Entry<CustomerFacet, CustomerLine, CustomerMeasures>

/** What a win adds to the customer whom it was for on that day. */
export const customerEntries = ({ status, on, at: { customerId }, states }: Closing): readonly CustomerEntry[] => {
  if (status !== 'won' || customerId === null) return []
  const line: CustomerLine = { line: 'won', closedIn: monthOf(on) }
  return states.flatMap(({ from, until, amount, currency }) =>
    during(from, until, { customerId, currency }, line, { count: 1, amount }),
  )
}

/** Won by customer. Open ones and losses are left out: nothing asks for them, and they would treble the rows. */
export const customerTotals = defineRollup(opportunities, {
  name: 'customerTotals',
  version: 1,
  describe: 'Opportunities won by customer and month of closing, as of any day',
  facet,
  line,
  measures,
  entries: ({ steps }: { readonly steps: readonly Step[] }) => closingsOf(statesOf(steps)).flatMap(customerEntries),
})
