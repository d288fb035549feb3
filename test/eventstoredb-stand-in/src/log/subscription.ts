// What a subscription is sent and in which order: first what is there already, page by page, then each event as it comes.
import { filterBy, type Filter, type FilterBy } from './filter.ts'
import { allIndex, readStream, type AllStart, type StreamStart } from './reader.ts'
import { tombstoneOf } from './stream-metadata.ts'
import type { EventLog, RecordedEvent } from './event-log.ts'
import type { Version } from '../version.ts'

export type Notice =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'checkpoint'; readonly event: RecordedEvent }
  | { readonly kind: 'caughtUp' }
  | { readonly kind: 'streamDeleted' }

export interface Source {
  /** What comes next. Undefined when there is nothing to send before the log goes on. */
  next(): Notice | undefined
}

/** A subscriber who is this far behind while events come is read to from the log again, as one who has just begun. */
const liveBuffer = 32

/** Of one stream; also of one that is not there yet. */
export const streamSource = (log: EventLog, stream: string, from: StreamStart): Source => {
  const { length } = log.stream(stream).events
  let next = from === 'start' ? 0 : from === 'end' ? length : Number(from) + 1
  let isLive = false
  return {
    next() {
      const event = isLive ? log.stream(stream).events[next] : firstVisible(log, stream, next)
      if (event !== undefined) {
        next = Number(event.revision) + 1
        return { kind: 'event', event }
      }
      const tombstone = tombstoneOf(log, stream)
      if (tombstone !== undefined) {
        if (!isLive) return { kind: 'streamDeleted' }
        isLive = false
        return { kind: 'event', event: tombstone }
      }
      if (isLive) return undefined
      isLive = true
      return { kind: 'caughtUp' }
    },
  }
}

const firstVisible = (log: EventLog, stream: string, next: number): RecordedEvent | undefined => {
  const read = readStream(log, stream, BigInt(next), 'forwards')
  if (read.kind !== 'events') return undefined
  const [event] = read.events
  return event
}

export interface AllFilter extends FilterBy {
  /** How many events a page looks at. */
  readonly window: number
  /** After how many pages a checkpoint is told. */
  readonly interval: number
}

/** Of the whole log. Undefined when no event stands at the position, though the log goes beyond it. */
export const allSource = (
  log: EventLog,
  from: AllStart,
  filter: AllFilter | undefined,
  version: Version,
): Source | undefined => {
  const index = allIndex(log, from)
  if (index === undefined) return undefined
  // The event at the position was seen: it counts among those that a page looks at, but is not sent again. Beyond the end,
  // all are passed over that will ever come up to the position.
  const after = typeof from === 'number' ? from : (log.events[index - 1]?.position ?? -1)
  return new AllSource(log, index, after, filter, version)
}

class AllSource implements Source {
  readonly #log: EventLog
  readonly #matches: Filter | undefined
  readonly #window: number
  readonly #every: number
  readonly #version: Version
  readonly #queue: Notice[] = []
  #next: number
  #after: number
  #considered = 0
  #isLive = false
  #checkpoint: number

  constructor(log: EventLog, next: number, after: number, filter: AllFilter | undefined, version: Version) {
    this.#log = log
    this.#next = next
    this.#after = after
    this.#checkpoint = after
    this.#matches = filter && filterBy(filter)
    this.#window = filter?.window ?? liveBuffer
    this.#every = this.#window * (filter?.interval ?? 1)
    this.#version = version
  }

  next(): Notice | undefined {
    for (;;) {
      const notice = this.#queue.shift()
      if (notice !== undefined) return notice
      if (this.#isLive && this.#log.events.length - this.#next > liveBuffer) this.#isLive = false
      if (!this.#isLive) this.#readPage()
      else if (this.#next < this.#log.events.length) this.#takeLive()
      else return undefined
    }
  }

  #readPage() {
    const end = Math.min(this.#next + this.#window, this.#log.events.length)
    const page = this.#log.events.slice(this.#next, end)
    const isLast = end === this.#log.events.length && page.length < this.#window
    const sent = page.filter(event => this.#send(event))
    this.#next = end
    this.#considered += this.#window
    if (this.#considered >= this.#every) {
      this.#considered %= this.#every
      this.#tellCheckpoint(sent.at(-1) ?? (isLast ? undefined : page.at(-1)))
    }
    if (!isLast) return
    if (this.#version === '26.1') this.#tellCheckpoint(this.#log.events[end - 1])
    this.#isLive = true
    this.#considered = 0
    this.#queue.push({ kind: 'caughtUp' })
  }

  #takeLive() {
    const event = this.#log.events[this.#next++]
    if (event === undefined) return
    this.#send(event)
    if (++this.#considered < this.#every) return
    this.#considered = 0
    this.#tellCheckpoint(event)
  }

  #send(event: RecordedEvent): boolean {
    if (event.position <= this.#after) return false
    this.#after = event.position
    if (this.#matches?.(event) === false) return false
    this.#queue.push({ kind: 'event', event })
    return true
  }

  /** Without a filter every event says where the subscriber is. */
  #tellCheckpoint(event: RecordedEvent | undefined) {
    if (this.#matches === undefined || event === undefined || event.position <= this.#checkpoint) return
    this.#checkpoint = event.position
    this.#queue.push({ kind: 'checkpoint', event })
  }
}
