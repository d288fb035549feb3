import { opportunity } from '@eventcrm/domain'
import { defineView } from '@eventcrm/projection'
import { z } from 'zod'

const day = z.iso.date()

const document = z.object({
  priorities: z
    .array(z.object({ from: day, stars: z.int() }))
    .describe('Every priority that it had, and the day from which it had it'),
  open: z
    .array(z.object({ from: day, until: day.nullable().describe('Day of closing; null while it is open') }))
    .describe('Every time that it was open'),
})
type OpportunityPriorities = z.output<typeof document>

const known = (document: OpportunityPriorities | undefined): OpportunityPriorities => {
  if (!document) throw new TypeError('Something happened to an opportunity that was never opened')
  return document
}

const close = (given: OpportunityPriorities | undefined, day: string): OpportunityPriorities => {
  const document = known(given)
  const last = document.open.at(-1)
  if (last) last.until = day
  return document
}

/**
 * The library dates no fact before the last one that set the same field. So what is kept of one field is only ever added to at the
 * end, and nothing has to be sorted here, late entries or not.
 */
export const opportunityPriorities = defineView({
  name: 'opportunityPriorities',
  version: 1,
  describe: 'Priorities that each opportunity ever had',
  document,
  aggregates: [opportunity],
  on: {
    OpportunityOpened: (_, { data: { priority }, occurredOn }) => ({
      priorities: [{ from: occurredOn, stars: priority }],
      open: [{ from: occurredOn, until: null }],
    }),
    OpportunityPrioritySet: (document, { data: { to }, occurredOn }) => {
      const it = known(document)
      it.priorities.push({ from: occurredOn, stars: to })
      return it
    },
    MarkedWon: (document, { occurredOn }) => close(document, occurredOn),
    MarkedLost: (document, { occurredOn }) => close(document, occurredOn),
    OpportunityReopened: (document, { occurredOn }) => {
      const it = known(document)
      it.open.push({ from: occurredOn, until: null })
      return it
    },
  },
})
