// Reads of one stream and of `$all`, both ways, as lists over the log: nothing is copied but what is answered.
import { isVisible, isDeleted, tombstoneOf, visibleFrom } from './stream-metadata.ts'
import type { EventLog, RecordedEvent } from './event-log.ts'
import type { Filter } from './filter.ts'

/** As it is sent: a link that is resolved comes with the event it points to, if that is still there. */
export interface ResolvedEvent {
  readonly event: RecordedEvent | undefined
  readonly link: RecordedEvent | undefined
}

export type Direction = 'forwards' | 'backwards'
export type StreamStart = 'start' | 'end' | bigint
export type AllStart = 'start' | 'end' | number

export type StreamRead =
  | { readonly kind: 'notFound' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'events'; readonly events: Iterable<RecordedEvent>; readonly last: bigint }

/** Of a stream that exists, `last` is the revision at its end. What is hidden by its metadata is left out. */
export const readStream = (log: EventLog, stream: string, from: StreamStart, direction: Direction): StreamRead => {
  if (tombstoneOf(log, stream) !== undefined) return { kind: 'deleted' }
  const { events } = log.stream(stream)
  const last = events.at(-1)
  if (last === undefined || isDeleted(log, stream)) return { kind: 'notFound' }
  const visible = visibleFrom(log, stream)
  const isShown = (event: RecordedEvent) => event.created >= visible.notBefore
  const span = { events, first: visible.first, from: indexFrom(from, events.length), isShown }
  return { kind: 'events', events: direction === 'forwards' ? upwards(span) : downwards(span), last: last.revision }
}

interface Span {
  readonly events: readonly RecordedEvent[]
  readonly first: number
  readonly from: number
  readonly isShown: (event: RecordedEvent) => boolean
}

const indexFrom = (from: StreamStart, length: number) => {
  if (from === 'start') return 0
  return from === 'end' || from > BigInt(length) ? length : Number(from)
}

function* upwards({ events, first, from, isShown }: Span): Generator<RecordedEvent> {
  const { length } = events
  for (let i = Math.max(first, from); i < length; i++) {
    const event = events[i]
    if (event !== undefined && isShown(event)) yield event
  }
}

function* downwards({ events, first, from, isShown }: Span): Generator<RecordedEvent> {
  for (let i = Math.min(from, events.length - 1); i >= first; i--) {
    const event = events[i]
    if (event !== undefined && isShown(event)) yield event
  }
}

/**
 * The whole log, from a position on. Forwards it begins with the event at the position, backwards with the one before it.
 * Undefined when no event stands at the position, though the log goes beyond it.
 */
export const readAll = (
  log: EventLog,
  from: AllStart,
  direction: Direction,
  filter: Filter,
): Iterable<RecordedEvent> | undefined => {
  const index = allIndex(log, from)
  if (index === undefined) return undefined
  return direction === 'forwards' ? allUpwards(log.events, index, filter) : allDownwards(log.events, index - 1, filter)
}

export const allIndex = (log: EventLog, from: AllStart): number | undefined => {
  if (from === 'start') return 0
  if (from === 'end') return log.events.length
  const index = log.indexAt(from)
  return from >= log.end || log.events[index]?.position === from ? index : undefined
}

function* allUpwards(events: readonly RecordedEvent[], from: number, filter: Filter): Generator<RecordedEvent> {
  const { length } = events
  for (let i = from; i < length; i++) {
    const event = events[i]
    if (event !== undefined && filter(event)) yield event
  }
}

function* allDownwards(events: readonly RecordedEvent[], from: number, filter: Filter): Generator<RecordedEvent> {
  for (let i = from; i >= 0; i--) {
    const event = events[i]
    if (event !== undefined && filter(event)) yield event
  }
}

const linkType = '$>'

export const resolve = (log: EventLog, event: RecordedEvent): ResolvedEvent => {
  if (event.type !== linkType) return { event, link: undefined }
  const [, revision, stream] = /^(\d+)@(.*)$/su.exec(Buffer.from(event.data).toString('utf8')) ?? []
  const target = stream === undefined ? undefined : log.stream(stream).events[Number(revision)]
  return { event: target !== undefined && isVisible(log, target) ? target : undefined, link: event }
}
