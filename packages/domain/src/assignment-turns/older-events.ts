// Versions of the turns' events that were released and have been replaced. They decode for ever.
import { z } from 'zod'
import { olderVersion } from '../kernel/events.ts'
import { id } from '../kernel/values.ts'

const turn = {
  requestId: id('assignment request'),
  leadId: id('lead'),
  staffMemberId: id('staff member'),
  team: z
    .object({
      teamId: id('sales team'),
      lastId: id('staff member').nullable(),
      owed: z.array(id('staff member')),
    })
    .nullable(),
}
const ofLead = <Turn>(turn: Turn) => ({ ...turn, contactId: null })

export const olderAssignmentTurnsEvents = {
  AssignmentTurnTaken: [olderVersion(z.object({ ...turn, rule: z.string() }), taken => ofLead(taken))],
  AssignmentTurnGivenBack: [olderVersion(z.object({ ...turn, code: z.string() }), back => ofLead(back))],
} as const
