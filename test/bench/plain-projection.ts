// The yardstick of projecting: a loop that anybody would write for these views alone. It holds all documents and totals in memory, and
// writes those that a batch changed, as JSON, with the bare driver: the same documents and rows, in the same batches, under the same indexes.
import type { EventStore, RecordedEvent } from '@eventcrm/event-store'
import type { AnyRollup, Entry, View } from '@eventcrm/projection'
import { DatabaseSync } from 'node:sqlite'

export interface Driver {
  make(collection: string, indexes: readonly (readonly string[])[]): void
  begin(): void
  put(collection: string, key: string, json: string | null): void
  commit(): void
  close(): void
}

export const onMemory = (): Driver => {
  const collections = new Map<string, Map<string, string>>()
  return {
    make: name => collections.set(name, new Map()),
    begin: () => undefined,
    put: (name, key, json) =>
      json === null ? collections.get(name)?.delete(key) : collections.get(name)?.set(key, json),
    commit: () => undefined,
    close: () => undefined,
  }
}

const settings = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
  PRAGMA checkpoint_fullfsync = ON; PRAGMA secure_delete = ON`

export const onRawSqlite = (file: string): Driver => {
  const db = new DatabaseSync(file)
  db.exec(settings)
  const statements = new Map<
    string,
    { readonly put: ReturnType<typeof db.prepare>; readonly remove: ReturnType<typeof db.prepare> }
  >()
  let index = 0
  return {
    make(name, indexes) {
      db.exec(`CREATE TABLE ${name} (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT`)
      for (const fields of indexes) {
        const columns = fields.map(field => `json_extract(document, '$.${field}')`).join(', ')
        db.exec(`CREATE INDEX i${String(index++)} ON ${name} (${columns})`)
      }
      statements.set(name, {
        put: db.prepare(
          `INSERT INTO ${name} (key, document) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET document = excluded.document`,
        ),
        remove: db.prepare(`DELETE FROM ${name} WHERE key = ?`),
      })
    },
    begin: () => db.exec('BEGIN IMMEDIATE'),
    put(name, key, json) {
      if (json === null) statements.get(name)?.remove.run(key)
      else statements.get(name)?.put.run(key, json)
    },
    commit: () => db.exec('COMMIT'),
    close: () => db.close(),
  }
}

type Sums = Record<string, number | bigint | Record<string, number>>
interface Total {
  readonly key: string
  readonly facet: object
  readonly series: object
  readonly month: string
  readonly total: Sums
  readonly days: Record<string, Sums>
}

const addTo = (sums: Sums, add: object, sign: 1 | -1): void => {
  for (const [name, value] of Object.entries(add) as [string, number | bigint | Record<string, number>][]) {
    const was = sums[name]
    if (typeof value === 'bigint') sums[name] = (typeof was === 'bigint' ? was : 0n) + (sign === 1 ? value : -value)
    else if (typeof value === 'number') sums[name] = (typeof was === 'number' ? was : 0) + sign * value
    else {
      const bins = typeof was === 'object' ? was : {}
      addTo(bins, value, sign)
      sums[name] = bins
    }
  }
}
const shown = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value === 0 ? undefined : value

/** A rollup's rows, kept in memory. */
class Totals {
  readonly rollup: AnyRollup
  readonly #rows = new Map<string, Total>()
  readonly #changed = new Set<Total>()

  constructor(rollup: AnyRollup) {
    this.rollup = rollup
  }

  add(entries: readonly Entry[], sign: 1 | -1): void {
    for (const { day, facet, series, add, reversal } of entries) {
      const month = day.slice(0, 7)
      const key = JSON.stringify(facet) + JSON.stringify(series) + month
      let row = this.#rows.get(key)
      if (!row) this.#rows.set(key, (row = { key, facet, series, month, total: {}, days: {} }))
      const by = reversal ? (sign === 1 ? -1 : 1) : sign
      addTo(row.total, add, by)
      addTo((row.days[day] ??= {}), add, by)
      this.#changed.add(row)
    }
  }

  write(driver: Driver): void {
    const { collection, daysCollection } = this.rollup
    for (const { key, facet, series, month, total, days } of this.#changed) {
      driver.put(collection, key, JSON.stringify({ facet, series, month, total }, shown))
      driver.put(daysCollection, key, JSON.stringify({ facet, series, month, days }, shown))
    }
    this.#changed.clear()
  }
}

/** Folds a log, checks what it makes, adds up totals and writes both. */
export const plainLoop = async <Doc>(
  events: EventStore,
  view: View<Doc>,
  rollups: readonly AnyRollup[],
  {
    driver,
    batchSize,
    booked,
  }: {
    readonly driver: Driver
    readonly batchSize: number
    /** Totals go with each batch, and not once at the end. */
    readonly booked: boolean
  },
): Promise<void> => {
  driver.make(view.collection, view.indexes)
  for (const { collection, daysCollection, indexes } of rollups)
    for (const name of [collection, daysCollection]) driver.make(name, [...indexes, ['month']])
  const documents = new Map<string, Doc>()
  const totals = rollups.map(rollup => new Totals(rollup))
  const entries = (document: Doc, sign: 1 | -1) => {
    for (const one of totals) one.add(one.rollup.entries(document as never), sign)
  }
  const take = (batch: readonly RecordedEvent[]) => {
    const touched = new Set<string>()
    for (const recorded of batch) {
      const event = view.codec.decode(recorded)
      const key = event.streamId
      const before = documents.get(key)
      if (booked && before && !touched.has(key)) entries(before, -1)
      touched.add(key)
      const document = view.fold(before, event)
      if (document) documents.set(key, document)
    }
    driver.begin()
    for (const key of touched) {
      const document = documents.get(key)
      if (!document) continue
      view.check(document)
      if (booked) entries(document, 1)
      driver.put(view.collection, key, JSON.stringify(document))
    }
    for (const one of totals) one.write(driver)
    driver.commit()
  }
  let batch: RecordedEvent[] = []
  for await (const recorded of events.readAll()) {
    if (batch.push(recorded) < batchSize) continue
    take(batch)
    batch = []
  }
  take(batch)
  if (booked) return
  for (const document of documents.values()) entries(document, 1)
  driver.begin()
  for (const one of totals) one.write(driver)
  driver.commit()
}
