import { defineProcess, leg, type Answer, type Leg } from '../kernel/process.ts'
import { lead } from '../lead/commands.ts'
import { givenByTurn } from './given-by-turn.ts'

/**
 * Gives a lead that nobody has to whose turn it is by the company's rules. The turn is taken first, in the stream in which all turns of a
 * month stand one after the other; where the lead can't be given after all, say because somebody gave it by hand meanwhile, the turn goes back.
 */
export const leadAssignment = defineProcess({
  name: 'leadAssignment',
  version: 1,
  describe: 'Gives a lead that nobody has to whose turn it is by the company’s assignment rules',
  aggregates: [lead],
  requests: {
    LeadAssignmentRequested: {
      key: ({ streamId }) => streamId,
      *steps({ streamId: leadId, occurredOn, data: { requestId } }): Generator<Leg, void, Answer> {
        const code = yield* givenByTurn({ requestId, leadId }, occurredOn, ({ staffMemberId: ownerId, team, rule }) =>
          lead.completeAssignment({ leadId, requestId, ownerId, teamId: team?.teamId ?? null, rule }),
        )
        if (code !== undefined) yield leg('refused', lead.refuseAssignment({ leadId, requestId, code }))
      },
    },
  },
  outcomes: {
    // by hand it has a salesperson, and the step still ends by itself, so that a turn taken meanwhile goes back
    LeadAssigned: ({ streamId, data }) => (data.rule === null ? null : streamId),
    LeadAssignmentRefused: { key: ({ streamId }) => streamId, refusal: ({ data }) => data.code },
  },
})
