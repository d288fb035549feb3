import { assignmentTurns } from '../assignment-turns/commands.ts'
import { assignmentTurnsEvents } from '../assignment-turns/events.ts'
import { assignmentTurnsOf } from '../assignment-turns/state.ts'
import { decidedIn, defineProcess, leg, type Answer, type Leg } from '../kernel/process.ts'
import { lead } from '../lead/commands.ts'

/** Why it is nobody's in the end; undefined where somebody got it. */
type Refusal = Generator<Leg, string | undefined, Answer>

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
        const code = yield* assigned(leadId, requestId, occurredOn.slice(0, 7))
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

function* assigned(leadId: string, requestId: string, month: string): Refusal {
  const turnsId = assignmentTurnsOf(month)
  // among whom the rules choose is added where it is sent
  const turn = yield leg('turn', assignmentTurns.take({ turnsId, month, requestId, leadId }))
  if (!turn.accepted) return turn.rejection.code
  const taken = decidedIn(turn.events, assignmentTurnsEvents.AssignmentTurnTaken)
  if (!taken) return undefined
  // begun anew after a crash, it may have been given back
  const kept = yield leg('kept', assignmentTurns.keep({ turnsId, requestId }))
  if (!kept.accepted) {
    const { code, details } = kept.rejection
    return typeof details['because'] === 'string' ? details['because'] : code
  }
  const { staffMemberId: ownerId, team, rule } = taken
  const given = yield leg(
    'assigned',
    lead.completeAssignment({ leadId, requestId, ownerId, teamId: team?.teamId ?? null, rule }),
  )
  if (given.accepted) return undefined
  const { code } = given.rejection
  yield leg('givenBack', assignmentTurns.giveBack({ turnsId, requestId, code }))
  return code
}
