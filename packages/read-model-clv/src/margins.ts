// How much of revenue is margin, on every day.
import { company, day, id, type Day } from '@eventcrm/domain'
import { dated, defineView, insertStep, type View } from '@eventcrm/projection'
import { z } from 'zod'

const step = z.object({ ...dated, margin: z.number().describe('Percent of revenue since, at most two decimals') })
export const marginsDocument = z.object({
  companyId: id('company'),
  foundedOn: day.nullable().describe('Day on which the company was founded here; days before count as this one'),
  margin: z.number().describe('Percent of revenue that is margin, at most two decimals'),
  steps: z.array(step).describe('What it was set to when, by day and position'),
})
type Document = z.output<typeof marginsDocument>
export interface MarginsDocument extends Document {} // a name for hovers and errors

/** All of revenue unless set otherwise by that day; before the company was founded, as at the end of the day on which it was. */
export const marginAsOf = (
  { foundedOn, steps }: Pick<MarginsDocument, 'foundedOn' | 'steps'>,
  asOf: Day | null,
): number => {
  const until = asOf !== null && foundedOn !== null && asOf < foundedOn ? foundedOn : asOf
  return steps.findLast(({ day }) => until === null || day <= until)?.margin ?? 100
}

const unset = (companyId: string): MarginsDocument => ({ companyId, foundedOn: null, margin: 100, steps: [] })

/** One document, of the company. */
export const margins: View<MarginsDocument> = defineView({
  name: 'margins',
  version: 1,
  describe: 'How much of revenue is margin, and since when',
  document: marginsDocument,
  aggregates: [company],
  on: {
    CompanyFounded: (document, { streamId, occurredOn }) => ({
      ...(document ?? unset(streamId)),
      foundedOn: occurredOn,
    }),
    CompanyMarginSet: (document, { streamId, data, occurredOn, position }) => {
      const known = document ?? unset(streamId)
      insertStep(known.steps, { day: occurredOn, position, margin: data.to })
      return Object.assign(known, { margin: marginAsOf(known, null) })
    },
  },
})
