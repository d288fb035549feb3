// What a server answers to an append at an expected revision, before anything is written.
import { isDeleted, metadataStreamOf, tombstoneOf } from './stream-metadata.ts'
import type { EventLog, RecordedEvent } from './event-log.ts'

export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint

export type Verdict =
  | { readonly kind: 'write' }
  /** The same events were written before: nothing is written, and the old numbers are told. */
  | { readonly kind: 'repeated'; readonly last: RecordedEvent }
  | { readonly kind: 'wrongVersion' }
  | { readonly kind: 'streamDeleted' }
  /** Ids of old in another order make a real server fail within, and it never answers. */
  | { readonly kind: 'unanswered' }

const write: Verdict = { kind: 'write' }
const wrongVersion: Verdict = { kind: 'wrongVersion' }

export const judge = (log: EventLog, stream: string, expected: Expected, ids: readonly string[]): Verdict => {
  if (tombstoneOf(log, stream) !== undefined) return { kind: 'streamDeleted' }
  if (expected === 'any' || expected === 'stream_exists') return judgeAny(log, stream, expected, ids)
  const current = BigInt(log.stream(stream).events.length) - 1n
  const wanted = expected === 'no_stream' ? -1n : expected
  if (wanted > current) return wrongVersion
  return wanted === current ? write : judgeBehind(log, stream, wanted, ids)
}

const judgeAny = (
  log: EventLog,
  stream: string,
  expected: 'any' | 'stream_exists',
  ids: readonly string[],
): Verdict => {
  if (expected === 'stream_exists') {
    if (isDeleted(log, stream)) return { kind: 'streamDeleted' }
    const isWritten = [stream, metadataStreamOf(stream)].some(name => log.stream(name).events.length > 0)
    if (!isWritten) return wrongVersion
  }
  const known = ids.map(id => log.recentIds.get(stream, id))
  const [first] = known
  const last = known.at(-1)
  if (first === undefined) return write
  if (last === undefined || known.includes(undefined)) return wrongVersion
  return last.revision + 1n < first.revision ? { kind: 'unanswered' } : { kind: 'repeated', last }
}

/** Behind the head only the very same events are taken, as a repetition; a deleted stream may begin again. */
const judgeBehind = (log: EventLog, stream: string, wanted: bigint, ids: readonly string[]): Verdict => {
  const { events } = log.stream(stream)
  const there = ids.map((_, i) => events[Number(wanted) + 1 + i])
  const same = ids.map((id, i) => there[i]?.id === id)
  const last = there.at(-1)
  if (last !== undefined && same.every(Boolean)) return { kind: 'repeated', last }
  const isBegunAgain = wanted === -1n && ids.length > 0 && same[0] === false && isDeleted(log, stream)
  return isBegunAgain ? write : wrongVersion
}
