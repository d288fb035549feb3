import { RevisionConflict, StoreClosed } from './errors.ts'
import type { Appended, EventStore, ExpectedRevision, Page, RecordedEvent, StoredEvent } from './event-store.ts'
import { parseStreamName, type Position, type StreamName } from './log.ts'

const width = 20
const positionOf = (index: number): Position => String(index + 1).padStart(width, '0')

/** Where the events at or behind a position begin. */
const indexFrom = (position: Position): number => {
  if (!/^\d{20}$/.test(position)) throw new RangeError(`A position of this log has ${String(width)} digits; '${position}' has not`)
  return Math.max(0, Number(position) - 1)
}

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const key in value) frozen(value[key])
  }
  return value
}

/**
 * Whether the batch already stands in the stream behind the expected revision, id by id: then it was written before,
 * and is not written again. Bodies are not compared.
 */
export const alreadyWritten = (idAt: (revision: number) => string | undefined, expected: number, events: readonly StoredEvent[]): boolean =>
  events.every(({ id }, i) => idAt(expected + 1 + i) === id)

/** The in-memory event store: the double for tests, and a log for a session. The events given to it are frozen. */
export const createMemoryEventStore = (): EventStore => {
  const log: RecordedEvent[] = []
  const streams = new Map<StreamName, RecordedEvent[]>()
  const waiting = new Set<() => void>()
  let closed = false

  const open = () => {
    if (closed) throw new StoreClosed()
  }
  const wake = () => {
    const resumes = [...waiting]
    waiting.clear()
    for (const resume of resumes) resume()
  }
  const wanted = (categories: readonly string[] | undefined) => {
    if (!categories) return () => true
    const known = new Set(categories)
    return (event: RecordedEvent) => known.has(parseStreamName(event.stream).category)
  }
  const append = (stream: StreamName, expected: ExpectedRevision, events: readonly StoredEvent[]): Appended => {
    open()
    if (events.length === 0) throw new TypeError('An append needs at least one event')
    parseStreamName(stream)
    const there = streams.get(stream) ?? []
    const current = there.length - 1
    const after = expected === 'noStream' ? -1 : expected
    if (after !== current) {
      const last = there[after + events.length]
      if (last && alreadyWritten(revision => there[revision]?.id, after, events)) return { revision: last.revision, position: last.position }
      throw new RevisionConflict(stream, expected, current === -1 ? 'noStream' : current)
    }
    if (there.length === 0) streams.set(stream, there)
    let position: Position = ''
    for (const event of events) {
      position = positionOf(log.length)
      const recorded = frozen({ ...event, stream, revision: there.length, position })
      there.push(recorded)
      log.push(recorded)
    }
    if (waiting.size > 0) wake()
    return { revision: there.length - 1, position }
  }

  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- a rejection, not a throw
    append: async (stream, expected, events) => append(stream, expected, events),

    // eslint-disable-next-line @typescript-eslint/require-await -- async iteration is the port's
    async *readStream(stream, { from, direction = 'forwards', limit = Infinity } = {}) {
      open()
      const events = streams.get(stream) ?? []
      const step = direction === 'forwards' ? 1 : -1
      let revision = from ?? (step === 1 ? 0 : events.length - 1)
      if (step === -1) revision = Math.min(revision, events.length - 1)
      for (let left = limit; left > 0; left--, revision += step) {
        const event = events[revision]
        if (!event) return
        yield event
      }
    },

    // eslint-disable-next-line @typescript-eslint/require-await -- async iteration is the port's
    async *readAll({ from, direction = 'forwards', categories, limit = Infinity } = {}) {
      open()
      const want = wanted(categories)
      const step = direction === 'forwards' ? 1 : -1
      let index = from === undefined ? (step === 1 ? 0 : log.length - 1) : indexFrom(from)
      if (step === -1) index = Math.min(index, log.length - 1)
      for (let left = limit; left > 0; index += step) {
        const event = log[index]
        if (!event) return
        if (!want(event)) continue
        left--
        yield event
      }
    },

    async *subscribe({ after, categories, pageSize = 500, signal } = {}) {
      open()
      const want = wanted(categories)
      let index = after === undefined ? 0 : indexFrom(after) + 1
      let caughtUp = false
      const ended = () => closed || signal?.aborted === true
      signal?.addEventListener('abort', wake)
      try {
        while (!ended()) {
          const events: RecordedEvent[] = []
          for (; index < log.length && events.length < pageSize; index++) {
            const event = log[index]
            if (event && want(event)) events.push(event)
          }
          const reached = index >= log.length
          if (events.length > 0 || (reached && !caughtUp)) {
            caughtUp ||= reached
            yield { events, upTo: index === 0 ? null : positionOf(index - 1), caughtUp } satisfies Page
          } else if (reached) {
            await new Promise<void>(resume => waiting.add(resume))
          }
        }
      } finally {
        signal?.removeEventListener('abort', wake)
      }
    },

    // eslint-disable-next-line @typescript-eslint/require-await -- a rejection, not a throw
    async head({ categories } = {}) {
      open()
      return log.findLast(wanted(categories))?.position ?? null
    },

    // eslint-disable-next-line @typescript-eslint/require-await -- the port's
    async close() {
      closed = true
      wake()
    },
  }
}
