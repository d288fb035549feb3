// How much of revenue is margin, on every day.
import { company, id, type Day } from '@eventcrm/domain'
import { dated, defineView, insertStep, type View } from '@eventcrm/projection'
import { z } from 'zod'

const step = z.object({ ...dated, margin: z.number().describe('Percent of revenue since, at most two decimals') })
export const marginsDocument = z.object({
  companyId: id('company'),
  margin: z.number().describe('Percent of revenue that is margin, at most two decimals'),
  steps: z.array(step).describe('What it was set to when, by day and position'),
})
type Document = z.output<typeof marginsDocument>
export interface MarginsDocument extends Document {} // a name for hovers and errors

/** One document, once the margin has been set. */
export const margins: View<MarginsDocument> = defineView({
  name: 'margins',
  version: 1,
  describe: 'How much of revenue is margin, and since when',
  document: marginsDocument,
  aggregates: [company],
  on: {
    CompanyMarginSet: (document, { streamId, data, occurredOn, position }) => {
      const known = document ?? { companyId: streamId, margin: 100, steps: [] }
      insertStep(known.steps, { day: occurredOn, position, margin: data.to })
      return Object.assign(known, { margin: marginAsOf(known.steps, '9999-12-31') })
    },
  },
})

/** All of revenue unless set otherwise by that day. */
export const marginAsOf = (steps: readonly z.output<typeof step>[], asOf: Day): number =>
  steps.findLast(({ day }) => day <= asOf)?.margin ?? 100
