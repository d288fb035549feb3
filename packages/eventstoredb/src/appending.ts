// An append that comes to an answer, or says that it has none.
import {
  AppendOutcomeUnknown,
  AppendTooLarge,
  largestAppend,
  RevisionConflict,
  StreamIncomplete,
  type Appended,
  type ExpectedRevision,
  type Position,
} from '@eventcrm/event-store'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import { ClusterRefused } from './errors.ts'
import { detailsOf, faultOf } from './faults.ts'
import { Tries, type Patience } from './patience.ts'
import { positionAt } from './recorded.ts'
import { unreachable } from './refusals.ts'
import type { Wire } from './wire.ts'

export interface Append {
  readonly stream: string
  readonly expected: ExpectedRevision
  /** How many events it has. */
  readonly count: number
  /** How large they are. */
  readonly bytes: () => number
  readonly request: readonly streams.AppendReq[]
}

export interface Appending extends Patience {
  readonly wire: Wire
  /** The position of a stream's event; undefined when it is not there. */
  readonly positionOf: (stream: string, revision: number) => Promise<Position | undefined>
}

/**
 * Rejects when no answer came in time, whatever the call does: a call ends at its deadline only once there is a connection (trap 1: a batched
 * append of the client never does).
 */
const inTime = async <T>(timeout: number, work: (deadline: number, ending: AbortSignal) => Promise<T>): Promise<T> => {
  const ending = new AbortController()
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    ending.abort()
    reject(new Error('No answer came in time'))
  }, timeout)
  try {
    return await Promise.race([work(Date.now() + timeout, ending.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

/** The stream's last revision as an answer tells it. Texts and kinds are told apart by the message, never read as numbers unseen (trap 5). */
const actualOf = (answer: streams.AppendResp.WrongExpectedVersion): ExpectedRevision =>
  answer.hasCurrentRevision() ? Number(answer.getCurrentRevision()) : 'noStream'

const placeOf = async (
  { stream, expected, count }: Append,
  answer: streams.AppendResp.Success,
  { positionOf }: Appending,
): Promise<Appended> => {
  const revision = Number(answer.getCurrentRevision())
  // Behind what was expected: the stream had been deleted, or its events are gone, and this append revived it.
  const last = (expected === 'noStream' ? -1 : expected) + count
  if (revision !== last) throw new StreamIncomplete(stream, 0, revision - count + 1)
  // An append that is recognised may be told without its position (trap 6).
  const told = answer.getPosition()
  const position = told ? positionAt(told.getCommitPosition()) : await positionOf(stream, revision)
  if (position === undefined) throw new StreamIncomplete(stream, revision)
  return { revision, position }
}

/**
 * Sends the append until there is an answer: the same messages each time, so that the server recognises what it has. An append whose outcome is
 * unknown may still be on its way, whichever comes second is recognised.
 */
export const sendAppend = async (append: Append, appending: Appending): Promise<Appended> => {
  const { stream, expected, request } = append
  const { wire, retryFor, timeout } = appending
  const tries = new Tries(appending, never)
  let isUnknown = false
  for (;;) {
    try {
      const answer = await inTime(timeout, (deadline, ending) => wire.append(request, deadline, ending))
      tries.wentWell()
      const conflict = answer.getWrongExpectedVersion()
      if (conflict) throw new RevisionConflict(stream, expected, actualOf(conflict))
      const success = answer.getSuccess()
      if (success) return await placeOf(append, success, appending)
      throw new Error('The answer to an append is neither yes nor no')
    } catch (error) {
      if (isAnswer(error)) throw error
      const fault = faultOf(error)
      switch (fault.kind) {
        case 'refused':
          throw new ClusterRefused(fault.why, { cause: error })
        case 'tooLarge':
          throw new AppendTooLarge(append.bytes(), fault.largest ?? largestAppend)
        case 'streamDeleted':
          throw new StreamIncomplete(stream, 0, null)
        case 'noSuchPosition':
        case 'unknown':
          // Whatever is no definite no may have been written (trap 3).
          isUnknown = true
          break
        case 'notDone':
      }
      if (await tries.again()) continue
      if (isUnknown)
        throw new AppendOutcomeUnknown(
          `EventStoreDB did not say in ${String(retryFor / 1000)} s whether the append was written (${detailsOf(error)}): send the identical one again`,
          { cause: error },
        )
      throw unreachable(retryFor, error)
    }
  }
}

/** What was said of the append itself. That its position could not be looked up is no answer: it is sent again. */
const isAnswer = (error: unknown): boolean =>
  error instanceof RevisionConflict || error instanceof StreamIncomplete || error instanceof ClusterRefused

/** Appends under way are waited for when the store is closed, never ended. */
const never = new AbortController().signal
