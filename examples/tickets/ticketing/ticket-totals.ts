import { defineRollup, during } from '@eventcrm/projection'
import { z } from 'zod'
import { ticketDocuments } from './ticket-documents.ts'

const nobody = { agentId: null, teamId: null }

/** Open and closed tickets by team, as of any day. What a ticket adds, and on which day, is all that is said here. */
export const ticketTotals = defineRollup(ticketDocuments, {
  name: 'ticketTotals',
  version: 1,
  describe: 'Open and closed tickets by team, as of any day',
  facet: z.object({ teamId: z.uuid().nullable().describe('Team it counts for; null none') }),
  series: z.object({
    status: z.enum(['open', 'closed']).describe('What is added up'),
    currency: z.string().nullable().describe('Currency of the cost; null while open'),
  }),
  measures: z.object({
    count: z.int().describe('Tickets'),
    minorUnits: z.bigint().describe('What they have cost, in minor units of the currency'),
  }),
  entries: ({ openedOn, assignments, closedOn, minorUnits, currency }) => {
    const all = [{ from: openedOn, ...nobody }, ...assignments]
    const open = all.flatMap(({ from, teamId }, i) =>
      during(
        from,
        all[i + 1]?.from ?? closedOn,
        { teamId },
        { status: 'open', currency: null },
        { count: 1, minorUnits: 0n },
      ),
    )
    if (closedOn === null || minorUnits === null) return open
    const { teamId } = all.at(-1) ?? nobody
    const add = { count: 1, minorUnits: BigInt(minorUnits) }
    return [...open, { day: closedOn, facet: { teamId }, series: { status: 'closed', currency }, add }]
  },
})
