// How much one append may hold: the same for every store, so that a log can move from one to another.
import { AppendTooLarge } from './errors.ts'
import type { StoredEvent } from './event-store.ts'
import { isNode } from './personal-values.ts'

/** Bytes of JSON, personal parts included: EventStoreDB takes appends of up to 1 MiB, as it counts, unless it is told otherwise. */
export const largestAppend = 1_000_000

/** No value takes more than that as JSON: a UTF-16 unit takes six bytes at most, where it is escaped. */
const atMost = (value: unknown): number => {
  if (typeof value === 'string') return 6 * value.length + 3
  if (!isNode(value)) return 30
  let sum = 3
  for (const key in value) sum += 6 * key.length + 4 + atMost(value[key])
  return sum
}
const bytesOf = ({ type, data, metadata, personal }: StoredEvent): number =>
  Buffer.byteLength(JSON.stringify([type, data, metadata, personal]))

/** @throws AppendTooLarge */
export const checkAppendSize = (events: readonly StoredEvent[]): void => {
  let most = 0
  for (const { type, data, metadata, personal } of events)
    most += atMost(type) + atMost(data) + atMost(metadata) + atMost(personal)
  if (most <= largestAppend) return
  const bytes = events.reduce((sum, event) => sum + bytesOf(event), 0)
  if (bytes > largestAppend) throw new AppendTooLarge(bytes, largestAppend)
}
