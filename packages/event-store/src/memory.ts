import { checkAppendSize } from './append-size.ts'
import { checkAppend, checkExpectedRevision } from './append.ts'
import { RevisionConflict, StoreClosed } from './errors.ts'
import type { Appended, EventStore, ExpectedRevision, RecordedEvent, StoredEvent } from './event-store.ts'
import {
  canHaveEvents,
  categoriesOf,
  checkNamespace,
  defaultNamespace,
  parseStreamName,
  placeOf,
  positionOf,
  type Position,
  type StreamName,
} from './log.ts'
import { isNode } from './personal-values.ts'
import { checkPageSize, checkRead } from './read.ts'
import { ChangeNotifier, subscription } from './subscription.ts'

const freeze = (value: unknown): void => {
  if (!isNode(value)) return
  Object.freeze(value)
  for (const key in value) freeze(value[key])
}

/** What in-memory event stores share: a log that outlives them. */
export class MemoryLog {
  /** @internal */
  readonly events: RecordedEvent[] = []
  /** @internal */
  readonly streams = new Map<StreamName, RecordedEvent[]>()
  /** @internal */
  readonly changes = new ChangeNotifier()
}

export interface MemoryEventStoreOptions {
  /** That of the streams that it reads and writes; 'crm' when left out. */
  readonly namespace?: string
  /** For several stores over one log, as companies in a cluster have them. A new one when left out. */
  readonly log?: MemoryLog
}

/** The in-memory event store: the double for tests, and a log for a session. The events given to it are frozen. */
export const createMemoryEventStore = ({
  namespace = defaultNamespace,
  log: shared = new MemoryLog(),
}: MemoryEventStoreOptions = {}): EventStore => {
  checkNamespace(namespace)
  const { events: log, streams, changes } = shared
  let closed = false

  const open = () => {
    if (closed) throw new StoreClosed()
  }
  const wanted = (categories: readonly string[] | undefined) => {
    if (!categories) return (event: RecordedEvent) => event.stream.startsWith(`${namespace}.`)
    const known = new Set(categoriesOf(namespace, categories))
    return (event: RecordedEvent) => known.has(parseStreamName(event.stream).category)
  }
  const append = (stream: StreamName, expected: ExpectedRevision, events: readonly StoredEvent[]): Appended => {
    open()
    checkAppend(namespace, stream, expected, events)
    checkAppendSize(events)
    const there = streams.get(stream) ?? []
    const checked = checkExpectedRevision(expected, events, there.length - 1, revision => there[revision]?.id)
    if (checked.kind === 'conflict') throw new RevisionConflict(stream, expected, checked.actual)
    if (checked.kind === 'written')
      return { revision: checked.revision, position: there[checked.revision]?.position ?? '' }
    if (there.length === 0) streams.set(stream, there)
    let position: Position = ''
    for (const event of events) {
      position = positionOf(log.length + 1)
      freeze(event)
      const recorded = Object.freeze({ ...event, stream, revision: there.length, position })
      there.push(recorded)
      log.push(recorded)
    }
    changes.notify()
    return { revision: there.length - 1, position }
  }

  return {
    namespace,

    append: async (stream, expected, events) => append(stream, expected, events),

    async *readStream(stream, { from, direction = 'forwards', limit } = {}) {
      open()
      const isStream = canHaveEvents(namespace, stream)
      checkRead({ from, limit })
      if (!isStream) return
      const events = streams.get(stream) ?? []
      const step = direction === 'forwards' ? 1 : -1
      let revision = step === 1 ? (from ?? 0) : Math.min(from ?? Infinity, events.length - 1)
      for (let left = limit ?? Infinity; left > 0; left--, revision += step) {
        const event = events[revision]
        if (!event) return
        yield event
        open()
      }
    },

    async *readAll({ from, direction = 'forwards', categories, limit } = {}) {
      open()
      checkRead({ limit })
      const want = wanted(categories)
      const step = direction === 'forwards' ? 1 : -1
      const first = from === undefined ? undefined : placeOf(from) - 1
      let index = step === 1 ? Math.max(first ?? 0, 0) : Math.min(first ?? Infinity, log.length - 1)
      for (let left = limit ?? Infinity; left > 0; index += step) {
        const event = log[index]
        if (!event) return
        if (!want(event)) continue
        left--
        yield event
        open()
      }
    },

    subscribe({ after, categories, pageSize = 500, signal } = {}) {
      const begin = () => {
        open()
        checkPageSize(pageSize)
        const want = wanted(categories)
        let index = after === undefined ? 0 : placeOf(after)
        let upTo = after ?? null
        return () => {
          const events: RecordedEvent[] = []
          for (; index < log.length && events.length < pageSize; index++) {
            const event = log[index]
            if (event && want(event)) events.push(event)
            upTo = positionOf(index + 1)
          }
          return { events, upTo, atEnd: index >= log.length }
        }
      }
      return subscription({ begin, changes, closed: () => closed }, signal)
    },

    async head({ categories } = {}) {
      open()
      return log.findLast(wanted(categories))?.position ?? null
    },

    async close() {
      closed = true
      changes.notify()
    },
  }
}
