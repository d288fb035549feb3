// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { id } from '../kernel/values.ts'
import { olderAssignmentTurnsEvents } from './older-events.ts'

const turn = {
  requestId: id('assignment request'),
  leadId: id('lead').nullable().describe('Lead that it was for; null none'),
  contactId: id('contact').nullable().describe('Customer that it was for; null none'),
  staffMemberId: id('staff member').describe('Whose turn it was'),
  team: z
    .object({
      teamId: id('sales team'),
      lastId: id('staff member').nullable().describe('Who had the last turn in order; null nobody yet'),
      owed: z.array(id('staff member')).describe('Who gave a turn back and goes first, in this order'),
    })
    .nullable()
    .describe('How the turns of the team stand since; null where it was no turn within a team'),
}

const events = defineEvents(
  {
    AssignmentTurnTaken: z
      .object({ ...turn, rule: z.string().describe('Rule that it was taken by') })
      .describe('It was somebody’s turn to get a lead or a customer'),
    AssignmentTurnGivenBack: z
      .object({ ...turn, code: z.string().describe('Why it was not given: the code of a rejection') })
      .describe(
        'Somebody did not get a lead or a customer after all, and goes first the next time unless it was for want of room',
      ),
  },
  olderAssignmentTurnsEvents,
)

type Inferred = typeof events
export interface AssignmentTurnsEvents extends Inferred {} // a name for hovers and errors
export const assignmentTurnsEvents: AssignmentTurnsEvents = events
