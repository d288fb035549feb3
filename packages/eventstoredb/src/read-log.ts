// `$all`, of which the server sends only what is asked for.
import { categoriesOf, type Position, type ReadAllOptions, type RecordedEvent } from '@eventcrm/event-store'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import { first, read, type Reading } from './reading.ts'
import { commitOf, placeIn, upToFault, writtenIn } from './recorded.ts'
import { ReadFault } from './refusals.ts'
import { logRequest, type Direction, type LogStart } from './requests.ts'

/** Beginnings of the names of the streams that are asked for; none where there can be no such stream. */
export const prefixesOf = (namespace: string, categories: readonly string[] | undefined): readonly string[] =>
  categories ? categoriesOf(namespace, categories).map(category => `${category}-`) : [`${namespace}.`]

interface Part {
  readonly namespace: string
  readonly prefixes: readonly string[]
  readonly direction: Direction
  /** Forwards inclusive, backwards exclusive. */
  readonly from: LogStart
  /** At most so many events. */
  readonly limit: number
}

/** The events of a part of the log, across lost connections. What is no event of the company is passed over, and more is asked for instead. */
async function* eventsOf(
  reading: Reading,
  { namespace, prefixes, direction, from, limit }: Part,
): AsyncGenerator<readonly RecordedEvent[]> {
  let last: Position | undefined
  let left = limit
  for (let asked = 0, told = 0; told === asked && left > 0;) {
    const rest = () => {
      // a reading that goes on begins at what it had last, which comes again forwards
      asked = direction === 'forwards' && last !== undefined ? left + 1 : left
      told = 0
      return logRequest(last === undefined ? from : commitOf(last), prefixes, direction, asked)
    }
    const take = (message: streams.ReadResp): RecordedEvent | undefined => {
      const found = writtenIn(namespace, message.getEvent())
      if (!found) return undefined
      told++
      if (found.position === last) return undefined
      last = found.position
      if (found.event) left--
      return found.event
    }
    for await (const messages of read(reading, { rest })) yield* upToFault(messages, take)
  }
}

/** The event at a position, which the server leaves out where it reads backwards from there. */
const eventAt = (
  reading: Reading,
  { namespace, prefixes }: Part,
  position: Position,
): Promise<RecordedEvent | undefined> => {
  const request = logRequest(commitOf(position), prefixes, 'forwards', 1)
  return first(reading, { rest: () => request }, message =>
    placeIn(message.getEvent())?.position === position ? writtenIn(namespace, message.getEvent())?.event : undefined,
  )
}

const largest = 2n ** 63n - 1n

/** Of a log that has an event there. */
async function* fromPosition(reading: Reading, part: Part, from: Position): AsyncGenerator<readonly RecordedEvent[]> {
  let { limit } = part
  if (part.direction === 'backwards') {
    const event = await eventAt(reading, part, from)
    if (event) yield [event]
    if (event) limit--
  }
  if (limit > 0) yield* eventsOf(reading, { ...part, limit })
}

/** Of a log that has none there, since it is another's position: all that lies behind, or before, found by passing over the rest. */
async function* aroundPosition(reading: Reading, part: Part, from: Position): AsyncGenerator<readonly RecordedEvent[]> {
  const forwards = part.direction === 'forwards'
  let left = part.limit
  for await (const events of eventsOf(reading, { ...part, from: forwards ? 'start' : 'end', limit: Infinity })) {
    const wanted = events.filter(({ position }) => (forwards ? position > from : position < from)).slice(0, left)
    yield wanted
    left -= wanted.length
    if (left === 0) return
  }
}

/** @throws ClusterRefused, StoreUnavailable, StoreClosed, EventDecodeError; RangeError for what is no position */
export async function* readLog(
  reading: Reading,
  namespace: string,
  { from, direction = 'forwards', categories, limit = Infinity }: ReadAllOptions,
): AsyncGenerator<readonly RecordedEvent[]> {
  const commit = from === undefined ? undefined : commitOf(from)
  const prefixes = prefixesOf(namespace, categories)
  if (prefixes.length === 0 || limit === 0) return
  const forwards = direction === 'forwards'
  const part = { namespace, prefixes, direction, limit }
  if (from === undefined || commit === undefined || (forwards ? commit === 0n : commit > largest)) {
    yield* eventsOf(reading, { ...part, from: forwards ? 'start' : 'end' })
    return
  }
  if (forwards ? commit > largest : commit === 0n) return
  try {
    yield* fromPosition(reading, { ...part, from: commit }, from)
  } catch (error) {
    if (!(error instanceof ReadFault) || error.fault.kind !== 'noSuchPosition') throw error
    yield* aroundPosition(reading, { ...part, from: commit }, from)
  }
}
