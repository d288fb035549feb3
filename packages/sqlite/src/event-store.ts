import {
  AppendOutcomeUnknown,
  checkAppend,
  checkPageSize,
  checkRead,
  checkTextSize,
  canHaveEvents,
  categoriesOf,
  checkExpectedRevision,
  ChangeNotifier,
  placeOf,
  positionOf,
  RevisionConflict,
  StoreClosed,
  StreamIncomplete,
  subscription,
  textsOf,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type StoredEvent,
} from '@eventcrm/event-store'
import { turn } from './backoff.ts'
import type { Connection, Database } from './connection.ts'
import { CommitUnknown } from './errors.ts'
import { eventColumns, numberIn, selectEvents, textIn } from './row-decoder.ts'

/**
 * Events of other processes are seen within so many milliseconds; this process's own at once. A look takes 4 µs; a process that
 * does nothing else but wait on a subscription takes 0.2 % of a core.
 */
export const pollInterval = 200

/** Events read at once, which takes 1.5 ms of the event loop. From 100 on the rate is the same. */
const pageSize = 500

/** Positions looked through at once, 2 ms, so that rare events of a namespace or of some categories don't hold up the event loop. */
const window = 5000

type Direction = 'forwards' | 'backwards'

// CROSS JOIN fixes the order in which the tables are read: events first, so that they come out sorted
const select = (where: string, order: string) =>
  `SELECT ${eventColumns} FROM events CROSS JOIN streams USING (stream) WHERE ${where} ORDER BY ${order} LIMIT ?`
const among = {
  all: 'position BETWEEN ? AND ? AND name BETWEEN ? AND ?',
  some: 'position BETWEEN ? AND ? AND category IN (SELECT value FROM json_each(?))',
}
const inLog = {
  forwards: { all: select(among.all, 'position'), some: select(among.some, 'position') },
  backwards: { all: select(among.all, 'position DESC'), some: select(among.some, 'position DESC') },
}
const ofStream = 'stream = (SELECT stream FROM streams WHERE name = ?)'
const inStream = {
  forwards: select(`${ofStream} AND revision >= ?`, 'revision'),
  backwards: select(`${ofStream} AND revision <= ?`, 'revision DESC'),
}

const endOfStream = `SELECT max(revision) AS last FROM events WHERE ${ofStream}`

/** Position of the log's last event; 0 when it has none. */
const endOf = (db: Database): number =>
  numberIn(db.prepare('SELECT max(position) AS last FROM events').get(), 'last') ?? 0

interface StreamLook {
  readonly stream: string
  /** The revision to begin at, inclusive. */
  readonly at: number
  readonly direction: Direction
  /** At least 1. */
  readonly limit: number
}

/** A stream's events from a revision on, up to the first that is missing; `gap` is that one. */
const lookInStream = (db: Database, { stream, at, direction, limit }: StreamLook) => {
  const { events, cut } = selectEvents(db.prepare(inStream[direction]), stream, at, limit)
  const step = direction === 'forwards' ? 1 : -1
  // read backwards from behind the end, the last is the first there is
  let next = step === 1 ? at : Math.min(at, numberIn(db.prepare(endOfStream).get(stream), 'last') ?? -1)
  for (const [i, { revision }] of events.entries()) {
    if (revision !== next) return { events: events.slice(0, i), cut, gap: next }
    next += step
  }
  const isLost = step === -1 && next >= 0 && !cut && events.length < limit
  return { events, cut, gap: isLost ? next : null }
}

/** Which events are looked for, and what the statement needs to be told of that. */
interface Wanted {
  readonly which: keyof typeof among
  readonly named: readonly string[]
}

/**
 * Those of a namespace, or of some of its categories. Of a name's letters none stands behind `~`. By the name, which every reader sees: a category that
 * is damaged hides nothing from who reads all.
 */
const wanted = (namespace: string, categories: readonly string[] | undefined): Wanted =>
  categories
    ? { which: 'some', named: [JSON.stringify(categoriesOf(namespace, categories))] }
    : { which: 'all', named: [`${namespace}.`, `${namespace}.~`] }

interface Look {
  /** The position to begin at, inclusive. */
  readonly at: number
  readonly direction: Direction
  readonly want: Wanted
  /** At least 1. */
  readonly limit: number
}

/** The log's events from a position on, the position to go on from, and whether there is anything to go on to. */
const look = (db: Database, { at, direction, want, limit }: Look) => {
  const forwards = direction === 'forwards'
  const end = forwards ? endOf(db) : 1
  const edge = forwards ? Math.min(at + window - 1, end) : Math.max(at - window + 1, end)
  const between = forwards ? [at, edge] : [edge, at]
  const statement = db.prepare(inLog[direction][want.which])
  const { events, cut } = selectEvents(statement, ...between, ...want.named, limit)
  const last = events.at(-1)
  // With fewer than asked for, everything up to the edge was looked through.
  const seen = last && (cut || events.length === limit) ? placeOf(last.position) : edge
  return {
    events,
    next: forwards ? Math.max(at, seen + 1) : seen - 1,
    atEnd: forwards ? seen >= end : seen <= end,
  }
}

/** An event as its row, made before the append waits, so that later changes of what was given come too late. */
const rowOf = (event: StoredEvent) => ({ id: event.id, ...textsOf(event) })

/** The append as a job of the queue. A conflict is returned, since a job that throws costs the others of its group a second run. */
const append = (
  db: Database,
  name: string,
  category: string,
  expected: ExpectedRevision,
  events: readonly ReturnType<typeof rowOf>[],
): Appended | RevisionConflict => {
  const found = db
    .prepare(
      'SELECT stream, (SELECT max(revision) FROM events WHERE events.stream = streams.stream) AS last FROM streams WHERE name = ?',
    )
    .get(name)
  const known = numberIn(found, 'stream')
  const at = (revision: number) =>
    db.prepare('SELECT position, id FROM events WHERE stream = ? AND revision = ?').get(known, revision)
  const checked = checkExpectedRevision(expected, events, numberIn(found, 'last') ?? -1, revision =>
    textIn(at(revision), 'id'),
  )
  if (checked.kind === 'conflict') return new RevisionConflict(name, expected, checked.actual)
  if (checked.kind === 'written') {
    return { revision: checked.revision, position: positionOf(numberIn(at(checked.revision), 'position') ?? 0) }
  }
  const stream =
    known ?? db.prepare('INSERT INTO streams (name, category) VALUES (?, ?)').run(name, category).lastInsertRowid
  const insert = db.prepare(
    'INSERT INTO events (stream, revision, id, type, data, metadata, personal) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  let revision = checked.from - 1
  let position: number | bigint = 0
  for (const { id, type, data, metadata, personal } of events) {
    position = insert.run(stream, ++revision, id, type, data, metadata, personal).lastInsertRowid
  }
  return { revision, position: positionOf(Number(position)) }
}

/**
 * The event store over a connection, for one namespace of the file.
 * @param release called once, when the store is closed and its appends are done
 */
export const createSqliteEventStore = (
  connection: Connection,
  namespace: string,
  release: () => Promise<void>,
): EventStore => {
  const changes = new ChangeNotifier()
  const appending = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  const open = () => {
    if (closing) throw new StoreClosed()
  }
  const read = <T>(job: (db: Database) => T): Promise<T> => {
    open()
    return connection.read(job)
  }

  const store: EventStore = {
    namespace,

    async append(stream, expected, events) {
      open()
      const { category } = checkAppend(namespace, stream, expected, events)
      const rows = events.map(rowOf)
      checkTextSize(rows)
      const writing = connection.write(db => append(db, stream, category, expected, rows))
      appending.add(writing)
      try {
        const outcome = await writing
        if (outcome instanceof RevisionConflict) throw outcome
        changes.notify()
        return outcome
      } catch (error) {
        if (error instanceof CommitUnknown) throw new AppendOutcomeUnknown(error.message, { cause: error.cause })
        throw error
      } finally {
        appending.delete(writing)
      }
    },

    async *readStream(stream, { from, direction = 'forwards', limit } = {}) {
      open()
      const isStream = canHaveEvents(namespace, stream)
      checkRead({ from, limit })
      if (!isStream) return
      const step = direction === 'forwards' ? 1 : -1
      let at = from ?? (step === 1 ? 0 : Number.MAX_SAFE_INTEGER)
      for (let left = limit ?? Infinity; left > 0;) {
        const size = Math.min(left, pageSize)
        const { events, cut, gap } = await read(db => lookInStream(db, { stream, at, direction, limit: size }))
        yield* events
        if (gap !== null) throw new StreamIncomplete(stream, gap)
        const last = events.at(-1)
        if (!last || (!cut && events.length < size)) return
        at = last.revision + step
        left -= events.length
        await turn()
      }
    },

    async *readAll({ from, direction = 'forwards', categories, limit } = {}) {
      checkRead({ limit })
      const want = wanted(namespace, categories)
      const start = from === undefined ? undefined : placeOf(from)
      let at = direction === 'forwards' ? (start ?? 1) : Math.min(start ?? Infinity, await read(endOf))
      for (let left = limit ?? Infinity; left > 0;) {
        const size = Math.min(left, pageSize)
        const { events, next, atEnd } = await read(db => look(db, { at, direction, want, limit: size }))
        yield* events
        if (atEnd) return
        at = next
        left -= events.length
        await turn()
      }
    },

    subscribe({ after, categories, pageSize: size = pageSize, signal } = {}) {
      const want = wanted(namespace, categories)
      const begin = () => {
        open()
        checkPageSize(size)
        const start = after === undefined ? 1 : placeOf(after) + 1
        let at = start
        let atEnd = true
        return async () => {
          if (!atEnd) await turn()
          const found = await read(db => look(db, { at, direction: 'forwards', want, limit: size }))
          at = found.next
          atEnd = found.atEnd
          return { events: found.events, upTo: at > start ? positionOf(at - 1) : (after ?? null), atEnd }
        }
      }
      return subscription({ begin, changes, pollEvery: pollInterval, closed: () => closing !== undefined }, signal)
    },

    async head({ categories } = {}) {
      for await (const { position } of store.readAll({
        direction: 'backwards',
        limit: 1,
        ...(categories && { categories }),
      }))
        return position
      return null
    },

    close() {
      closing ??= Promise.allSettled(appending).then(release)
      changes.notify()
      return closing
    },
  }
  return store
}
