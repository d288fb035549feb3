import { assignmentTurns } from '../assignment-turns/commands.ts'
import { assignmentTurnsEvents } from '../assignment-turns/events.ts'
import { assignmentTurnsOf } from '../assignment-turns/state.ts'
import type { CommandMessage } from '../kernel/command.ts'
import type { Day } from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import { decidedIn, leg, type Answer, type Leg } from '../kernel/process.ts'

const { AssignmentTurnTaken, AssignmentTurnGivenBack } = assignmentTurnsEvents

/** What is given, and which request asked for it. */
type Asked =
  { readonly requestId: string; readonly leadId: string } | { readonly requestId: string; readonly contactId: string }

/**
 * The legs that give something to whose turn it is in the month of the request: the turn, that it holds, and what the person gets it with.
 * Where others have taken the room for it meanwhile, the next turn is asked for.
 * @returns why it is nobody's in the end; undefined where somebody got it
 */
export function* givenByTurn(
  asked: Asked,
  occurredOn: Day,
  given: (turn: DataOf<typeof AssignmentTurnTaken>) => CommandMessage,
): Generator<Leg, string | undefined, Answer> {
  const { requestId } = asked
  const month = occurredOn.slice(0, 7)
  const turnsId = assignmentTurnsOf(month)
  for (let n = 1; ; n++) {
    const nth = n === 1 ? '' : `/${String(n)}`
    // among whom the rules choose is added where it is sent, and so is what room there is
    const turn = yield leg(`turn${nth}`, assignmentTurns.take({ turnsId, month, ...asked }))
    if (!turn.accepted) return turn.rejection.code
    const taken = decidedIn(turn.events, AssignmentTurnTaken)
    if (!taken) return undefined
    // begun anew after a crash, it may have been given back
    const kept = yield leg(`kept${nth}`, assignmentTurns.keep({ turnsId, requestId }))
    if (!kept.accepted) {
      const { code, details } = kept.rejection
      return typeof details['because'] === 'string' ? details['because'] : code
    }
    if (decidedIn(kept.events, AssignmentTurnGivenBack)) continue
    const got = yield leg(`assigned${nth}`, given(taken))
    if (got.accepted) return undefined
    const { code } = got.rejection
    yield leg(`givenBack${nth}`, assignmentTurns.giveBack({ turnsId, requestId, code }))
    return code
  }
}
