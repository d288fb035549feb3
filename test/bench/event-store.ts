// The SQLite store against the raw driver doing the same inserts with the same sync, and against SELECT and JSON.parse.
import type { StoredEvent } from '@eventcrm/event-store'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openConnection } from '../../packages/sqlite/src/connection.ts'
import { createSqliteEventStore } from '../../packages/sqlite/src/event-store.ts'
import { tables } from '../../packages/sqlite/src/schema.ts'
import { codec, newEvent, newEvents } from './new-event.ts'
import { compare, rateOf, type Row } from './ratio.ts'

const category = 'crm.opportunity'

const newStream = () => `${category}-${randomUUID()}`

const folder = mkdtempSync(join(tmpdir(), 'eventcrm-bench-'))
const newFile = () => join(folder, `${randomUUID()}.sqlite`)
const remove = (file: string) => {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
}

const openStore = async (file: string) => {
  const connection = await openConnection(file)
  return { store: createSqliteEventStore(connection, 'crm', () => connection.close()), connection }
}
const openRaw = (file: string) => {
  const db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
  db.exec(tables)
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const stream = db.prepare('INSERT INTO streams (name, category) VALUES (?, ?)')
  const event = db.prepare(
    'INSERT INTO events (stream, revision, id, type, data, metadata, personal) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  return {
    db,
    begin: () => begin.run(),
    commit: () => commit.run(),
    newStream: () => Number(stream.run(newStream(), category).lastInsertRowid),
    insert: (stream: number, revision: number, { id, type, data, metadata, personal }: StoredEvent) =>
      event.run(stream, revision, id, type, JSON.stringify(data), JSON.stringify(metadata), JSON.stringify(personal)),
  }
}

/** Events of one stream, so that three appends of four find their stream there. */
const perStream = 4

const singles = (count: number) => {
  const events = newEvents(count)
  return {
    ours: async () => {
      const file = newFile()
      const { store } = await openStore(file)
      const rate = await rateOf(count, async () => {
        let stream = ''
        for (const [i, event] of events.entries()) {
          const revision = i % perStream
          if (revision === 0) stream = newStream()
          await store.append(stream, revision === 0 ? 'noStream' : revision - 1, [event])
        }
      })
      await store.close()
      remove(file)
      return rate
    },
    raw: async () => {
      const file = newFile()
      const raw = openRaw(file)
      const rate = await rateOf(count, () => {
        let stream = 0
        for (const [i, event] of events.entries()) {
          raw.begin()
          if (i % perStream === 0) stream = raw.newStream()
          raw.insert(stream, i % perStream, event)
          raw.commit()
        }
      })
      raw.db.close()
      remove(file)
      return rate
    },
  }
}

const batches = (count: number, size: number) => {
  const events = newEvents(size)
  return {
    ours: async () => {
      const file = newFile()
      const { store } = await openStore(file)
      const rate = await rateOf(count * size, async () => {
        for (let i = 0; i < count; i++) await store.append(newStream(), 'noStream', events)
      })
      await store.close()
      remove(file)
      return rate
    },
    raw: async () => {
      const file = newFile()
      const raw = openRaw(file)
      const rate = await rateOf(count * size, () => {
        for (let i = 0; i < count; i++) {
          raw.begin()
          const stream = raw.newStream()
          for (const [revision, event] of events.entries()) raw.insert(stream, revision, event)
          raw.commit()
        }
      })
      raw.db.close()
      remove(file)
      return rate
    },
  }
}

const appenders = (count: number, appends: number) => {
  const events = newEvents(count)
  let syncs = 0
  return {
    syncsPerAppend: () => `${syncs.toFixed(3)} syncs per append`,
    ours: async () => {
      const file = newFile()
      const { store, connection } = await openStore(file)
      const rate = await rateOf(count * appends, () =>
        Promise.all(
          events.map(async event => {
            let stream = ''
            for (let i = 0; i < appends; i++) {
              const revision = i % perStream
              if (revision === 0) stream = newStream()
              await store.append(stream, revision === 0 ? 'noStream' : revision - 1, [event])
            }
          }),
        ),
      )
      const { commits, writes } = connection.statistics()
      syncs = commits / writes
      await store.close()
      remove(file)
      return rate
    },
    raw: async () => {
      const file = newFile()
      const raw = openRaw(file)
      const rate = await rateOf(count * appends, () => {
        let streams: readonly number[] = []
        for (let i = 0; i < appends; i++) {
          raw.begin()
          if (i % perStream === 0) streams = events.map(() => raw.newStream())
          for (const [n, stream] of streams.entries()) raw.insert(stream, i % perStream, events[n] ?? newEvent())
          raw.commit()
        }
      })
      raw.db.close()
      remove(file)
      return rate
    },
  }
}

const reading = async (count: number) => {
  const file = newFile()
  const { store } = await openStore(file)
  for (let i = 0; i < count; i += 100) await store.append(newStream(), 'noStream', newEvents(100))
  const select = 'SELECT * FROM events JOIN streams USING (stream) WHERE position > ? ORDER BY position LIMIT 500'
  return {
    ours: () =>
      rateOf(count, async () => {
        for await (const _ of store.readAll());
      }),
    decoding: () =>
      rateOf(count, async () => {
        for await (const event of store.readAll()) codec.decode(event)
      }),
    raw: async () => {
      const db = new DatabaseSync(file)
      const page = db.prepare(select)
      const rate = await rateOf(count, () => {
        for (let position: unknown = 0; position !== undefined;) {
          const rows = page.all(Number(position))
          for (const { data, metadata, personal } of rows) {
            JSON.parse(String(data))
            JSON.parse(String(metadata))
            JSON.parse(String(personal))
          }
          position = rows.at(-1)?.['position']
        }
      })
      db.close()
      return rate
    },
    close: () => store.close(),
  }
}

export const run = async (): Promise<readonly Row[]> => {
  const single = singles(400)
  const batch = batches(60, 100)
  const many = appenders(64, 60)
  const read = await reading(20_000)
  const rounds = 9
  try {
    return [
      await compare('single appends', single.ours, single.raw, { rounds, aim: { atLeast: 0.7 }, unit: 'events/s' }),
      await compare('batches of 100', batch.ours, batch.raw, { rounds, aim: { atLeast: 0.7 }, unit: 'events/s' }),
      await compare('64 concurrent appenders, raw: 64 per transaction', many.ours, many.raw, {
        rounds,
        aim: { atLeast: 0.6 },
        unit: 'events/s',
        note: many.syncsPerAppend,
      }),
      await compare('reading, raw: SELECT and JSON.parse', read.ours, read.raw, { rounds, unit: 'events/s' }),
      await compare('reading and decoding, raw: SELECT and JSON.parse', read.decoding, read.raw, {
        rounds,
        aim: { atLeast: 0.5 },
        unit: 'events/s',
      }),
    ]
  } finally {
    await read.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
