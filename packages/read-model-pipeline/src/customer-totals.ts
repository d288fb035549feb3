import { currencyCode, id } from '@eventcrm/domain'
import { defineRollup, memoizeByText, monthOf, type Contribution } from '@eventcrm/projection'
import { z } from 'zod'
import { entriesOf } from './contributions.ts'
import { closingOf, type Life } from './opportunity-timeline.ts'
import { opportunities } from './opportunities.ts'

const facet = z.object({
  customerId: id('contact').describe('Customer'),
  currency: currencyCode.describe('ISO 4217'),
})
export type CustomerFacet = z.output<typeof facet>

const series = z.object({
  status: z.literal('won').describe('Won'),
  pipelineId: id('pipeline').describe('Pipeline they are in'),
  closedIn: z.string().describe('Month of closing, YYYY-MM'),
})
export type CustomerSeries = z.output<typeof series>

const measures = z.object({
  count: z.int().describe('Opportunities'),
  minorUnits: z.bigint().describe('Their amounts, in minor units of the currency'),
})
export type CustomerMeasures = z.output<typeof measures>

const months = memoizeByText<CustomerSeries>()

/** What it adds as it stands: a win, to the customer whom it is for, also one linked after the closing. */
export const customerContributions = (
  life: Life,
): readonly Contribution<CustomerFacet, CustomerSeries, CustomerMeasures>[] => {
  const { customerId, currency, minorUnits } = life
  const closing = closingOf(life)
  if (closing?.status !== 'won' || customerId === null) return []
  const { pipelineId } = life.stage
  const closedIn = monthOf(closing.on)
  return [
    {
      facet: { customerId, currency },
      series: months(pipelineId + closedIn, () => ({ status: 'won', pipelineId, closedIn })),
      add: { count: 1, minorUnits: BigInt(minorUnits) },
    },
  ]
}

/** Won by customer. Open ones and losses are left out: nothing asks for them, and they would treble the rows. */
export const customerTotals = defineRollup(opportunities, {
  name: 'customerTotals',
  version: 3,
  describe: 'Opportunities won by customer, pipeline and month of closing, as of any day',
  facet,
  series,
  measures,
  entries: ({ steps }) => entriesOf(steps, customerContributions),
})
