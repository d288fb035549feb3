// The rules of an append, in one place for every store that decides them itself.
import type { ExpectedRevision, StoredEvent } from './event-store.ts'
import { checkStream, type StreamName } from './log.ts'

/** What an append comes to, by the revision it expects. */
export type RevisionCheck =
  /** To be written, the first event at this revision. */
  | { readonly kind: 'write'; readonly from: number }
  /** Written before; the batch's last event is at this revision. */
  | { readonly kind: 'written'; readonly revision: number }
  | { readonly kind: 'conflict'; readonly actual: ExpectedRevision }

/**
 * That an append has the form the port asks for.
 * @param namespace for which the store is opened
 * @returns the stream's category, with its namespace
 * @throws TypeError for no events, a stream name of another form or namespace, or an expectation that is no revision
 */
export const checkAppend = (
  namespace: string,
  stream: StreamName,
  expected: ExpectedRevision,
  events: readonly StoredEvent[],
): { readonly category: string } => {
  if (events.length === 0) throw new TypeError('An append needs at least one event')
  if (expected !== 'noStream' && !(Number.isSafeInteger(expected) && expected >= 0)) {
    throw new TypeError(`The expected revision is 0, 1, 2 … or 'noStream'; what was given is not`)
  }
  return checkStream(namespace, stream)
}

/**
 * What an append comes to, by where its stream is. At the stream's end it is written, whatever its ids. Behind the end it was
 * written before if every event's id stands where the event would; bodies are not compared. Everything else is a conflict.
 * @param current revision of the stream's last event, -1 when it has none
 * @param idAt id of the event at a revision of the stream, which it has
 */
export const checkExpectedRevision = (
  expected: ExpectedRevision,
  events: readonly Pick<StoredEvent, 'id'>[],
  current: number,
  idAt: (revision: number) => string | undefined,
): RevisionCheck => {
  const from = expected === 'noStream' ? 0 : expected + 1
  const last = from + events.length - 1
  if (from === current + 1) return { kind: 'write', from }
  if (last <= current && events.every(({ id }, i) => idAt(from + i) === id)) return { kind: 'written', revision: last }
  return { kind: 'conflict', actual: current === -1 ? 'noStream' : current }
}
