// How much one append may hold: the same for every store, so that a log can move from one to another.
import { AppendTooLarge } from './errors.ts'
import type { StoredEvent } from './event-store.ts'
import { isNode } from './personal-values.ts'

/** Bytes of JSON, personal parts included: EventStoreDB takes appends of up to 1 MiB, as it counts, unless it is told otherwise. */
export const largestAppend = 1_000_000

/** What EventStoreDB counts beside that: an event's type once more, and how its personal part is put into the metadata. */
const alsoStored = ({ type }: EventTexts): number => Buffer.byteLength(type) + `,"personal":`.length
const largestStored = 1024 * 1024

/** An event as the texts that a store keeps. */
export interface EventTexts {
  readonly type: string
  readonly data: string
  readonly metadata: string
  readonly personal: string
}
export const textsOf = ({ type, data, metadata, personal }: StoredEvent): EventTexts => ({
  type,
  data: JSON.stringify(data),
  metadata: JSON.stringify(metadata),
  personal: JSON.stringify(personal),
})

/** For a store that has made the texts anyway. @throws AppendTooLarge */
export const checkTextSize = (events: readonly EventTexts[]): void => {
  let units = 0
  for (const { type, data, metadata, personal } of events)
    units += type.length + data.length + metadata.length + personal.length
  if (4 * units <= largestAppend) return // a UTF-16 unit takes three bytes at most, and no event is so small that the rest is a quarter
  let bytes = 0
  let stored = 0
  for (const texts of events) {
    for (const text of [texts.type, texts.data, texts.metadata, texts.personal]) bytes += Buffer.byteLength(text)
    stored += alsoStored(texts)
  }
  // of many small events
  if (bytes + stored > largestStored) throw new AppendTooLarge(bytes + stored, largestStored)
  if (bytes > largestAppend) throw new AppendTooLarge(bytes, largestAppend)
}

/** No value takes more than that as JSON: a UTF-16 unit takes six bytes at most, where it is escaped. */
const atMost = (value: unknown): number => {
  if (typeof value === 'string') return 6 * value.length + 3
  if (!isNode(value)) return 30
  let sum = 3
  for (const key in value) sum += 6 * key.length + 4 + atMost(value[key])
  return sum
}

/** @throws AppendTooLarge */
export const checkAppendSize = (events: readonly StoredEvent[]): void => {
  let most = 0
  for (const { type, data, metadata, personal } of events)
    most += atMost(type) + atMost(data) + atMost(metadata) + atMost(personal)
  if (most > largestAppend) checkTextSize(events.map(textsOf))
}
