// Projecting and rebuilding on MongoDB against the driver's bare `bulkWrite` of the same writes in the same batches; and what the report takes as a
// company grows, on MongoDB and SQLite.
import { createMemoryEventStore, type ReadableLog } from '@eventcrm/event-store'
import { openMongoDB } from '@eventcrm/mongodb'
import { createMemoryDocumentStore, createProjector, type DocumentStore } from '@eventcrm/projection'
import type { Write } from '@eventcrm/projection/store'
import { opportunities, pipelineReadModel, pipelineReport, type PipelineQuestion } from '@eventcrm/read-model-pipeline'
import { openSqlite } from '@eventcrm/sqlite'
import { Decimal128, MongoClient, WriteConcern, type AnyBulkWriteOperation } from 'mongodb'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMongod } from '../mongodb/mongod.ts'
import { dayOf, id, lastDay, logOf, pagedLogOf, type Log } from './generated-log.ts'
import { compare, rateOf, type Row } from './ratio.ts'

const { rollups, views } = pipelineReadModel
const batchSize = 1000
/** Opportunities of the log for throughput: some 25,000 events, so that a round is long beside what V8 takes to warm up. */
const throughputOf = 8000

interface Place {
  readonly documents: DocumentStore
  readonly close: () => Promise<void>
}
type Open = () => Promise<Place>

const projectorOf = ({ events }: { readonly events: ReadableLog }, documents: DocumentStore) =>
  createProjector({ events, documents, views, rollups, batchSize })

const nothing = { events: createMemoryEventStore() }

/** The writes of each commit of a projection. */
const writesOf = async (log: Log, booked: boolean): Promise<readonly (readonly Write[])[]> => {
  const store = createMemoryDocumentStore()
  if (booked) await projectorOf(nothing, store).catchUp()
  const commits: (readonly Write[])[] = []
  await projectorOf(log, {
    ensure: collections => store.ensure(collections),
    query: queries => store.query(queries),
    close: () => store.close(),
    serve: serving => store.serve(serving),
    drop: collections => store.drop(collections),
    commit(commit) {
      if (commit.writes.length > 0) commits.push(structuredClone(commit.writes))
      return store.commit(commit)
    },
  }).catchUp()
  return commits
}

const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Decimal128.fromString(String(value))
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]))
}

type Operations = ReadonlyMap<string, AnyBulkWriteOperation<{ _id: string }>[]>

/** As anybody would write them: a replacement each. */
const operationsOf = (writes: readonly Write[]): Operations => {
  const all = new Map<string, AnyBulkWriteOperation<{ _id: string }>[]>()
  for (const { collection, key: _id, document } of writes) {
    const into = all.get(collection) ?? []
    all.set(collection, into)
    into.push(
      document === null
        ? { deleteOne: { filter: { _id } } }
        : { replaceOne: { filter: { _id }, replacement: plain(document) as object, upsert: true } },
    )
  }
  return all
}

const indexesOf = (name: string): readonly (readonly string[])[] => {
  const view = views.find(({ collection }) => collection === name)
  const rollup = rollups.find(({ collection, daysCollection }) => collection === name || daysCollection === name)
  return view?.indexes ?? [...(rollup?.indexes ?? []), ['month']]
}

/** The bare driver on a database of its own; the documents are made into BSON's types within the measured time, as ours are. */
const bare = async (client: MongoClient, log: Log, commits: readonly (readonly Write[])[], transactions: boolean) => {
  const db = client.db(`bare${String(Math.random()).slice(2)}`)
  for (const name of new Set(commits.flat().map(({ collection }) => collection)))
    for (const fields of [[], ...indexesOf(name)])
      if (fields.length === 0) await db.createCollection(name)
      else await db.collection(name).createIndex(new Map(fields.map(field => [field, 1] as const)))
  const write = async (writes: readonly Write[], session?: ReturnType<MongoClient['startSession']>) => {
    for (const [name, operations] of operationsOf(writes))
      await db
        .collection<{ _id: string }>(name)
        .bulkWrite(operations, { ordered: false, ...(session ? { session } : { writeConcern: { w: 'majority' } }) })
  }
  const rate = await rateOf(log.length, async () => {
    for (const writes of commits)
      if (transactions)
        await client.withSession(session =>
          session.withTransaction(() => write(writes, session), { writeConcern: new WriteConcern('majority') }),
        )
      else await write(writes)
  })
  await db.dropDatabase()
  return rate
}

const throughput = async (client: MongoClient, open: Open, log: Log): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (const [name, booked] of [
    ['rebuilding', false],
    ['projecting', true],
  ] as const) {
    const commits = await writesOf(log, booked)
    const ours = async () => {
      const { documents, close } = await open()
      const projector = projectorOf(booked ? nothing : log, documents)
      await projector.prepare()
      if (booked) await projector.catchUp()
      const rate = await rateOf(log.length, () => projectorOf(log, documents).catchUp())
      await close()
      return rate
    }
    const options = { unit: 'events/s', rounds: 3 }
    rows.push(
      await compare(`${name} on MongoDB against bulkWrite`, ours, () => bare(client, log, commits, false), {
        ...options,
        aim: { atLeast: 0.6 },
      }),
      await compare(
        `${name} on MongoDB against it in transactions`,
        ours,
        () => bare(client, log, commits, true),
        options,
      ),
    )
  }
  return rows
}

const repeats = 20
const questions: readonly (readonly [when: string, question: PipelineQuestion])[] = [
  ['today', { asOf: dayOf(lastDay) }],
  ['as of three months ago', { asOf: dayOf(lastDay - 92) }],
  ['today, of one salesperson', { asOf: dayOf(lastDay), owner: id(2, 7) }],
]

/** Milliseconds of a report, the server's time too. */
const taking = (documents: DocumentStore, question: PipelineQuestion) => async () => {
  const from = performance.now()
  for (let i = 0; i < repeats; i++) await pipelineReport.answer({ documents, today: () => dayOf(lastDay) }, question)
  return (performance.now() - from) / repeats
}

const reports = async (places: ReadonlyMap<string, Open>, sizes: readonly number[]): Promise<readonly Row[]> => {
  const [least = 0, ...larger] = sizes
  const rows: Row[] = []
  const smallLog = pagedLogOf(least)
  for (const size of larger) {
    const log = pagedLogOf(size)
    for (const [where, open] of places) {
      const [few, many] = [await open(), await open()]
      await projectorOf(smallLog, few.documents).catchUp()
      await projectorOf(log, many.documents).catchUp()
      for (const [when, question] of questions)
        rows.push(
          await compare(
            `the report ${where}, ${when}, at ${size.toExponential(0)} against ${least.toExponential(0)}`,
            taking(many.documents, question),
            taking(few.documents, question),
            { unit: 'ms', aim: { atMost: 1.5 }, rounds: 3 },
          ),
        )
      const { documents } = many
      rows.push(
        await compare(
          `a page of a list ${where}, at ${size.toExponential(0)} against ${least.toExponential(0)}`,
          page(documents),
          page(few.documents),
          { unit: 'µs', rounds: 3 },
        ),
      )
      await few.close()
      await many.close()
    }
  }
  return rows
}

/** Microseconds of the newest fifty that are open. */
const page = (documents: DocumentStore) => async () => {
  const from = performance.now()
  for (let i = 0; i < repeats; i++)
    await documents.query([
      {
        find: opportunities.collection,
        where: { field: 'status', equals: 'open' },
        sort: [{ field: 'openedOn', direction: 'descending' }],
        limit: 50,
      },
    ])
  return ((performance.now() - from) / repeats) * 1000
}

export const run = async (full: boolean): Promise<readonly Row[]> => {
  const given = process.env['MONGODB_URL']
  const mongod = given === undefined ? await startMongod({ cacheGB: full ? 4 : 1 }) : undefined
  const url = new URL(given ?? mongod?.url ?? '')
  const folder = mkdtempSync(join(tmpdir(), 'bench-mongodb-'))
  const client = new MongoClient(url.href)
  let n = 0
  const onMongo: Open = async () => {
    url.pathname = `/bench-${String(process.pid)}-${String(n++)}`
    const { documents, close } = await openMongoDB(url.href)
    return {
      documents,
      async close() {
        await close()
        await client.db(`${url.pathname.slice(1)}_crm`).dropDatabase()
      },
    }
  }
  const onSqlite: Open = async () => {
    const { documents, close } = await openSqlite(join(folder, `${String(n++)}.sqlite`))
    return { documents, close }
  }
  try {
    return [
      ...(await throughput(client, onMongo, await logOf(throughputOf))),
      ...(await reports(
        new Map([
          ['on MongoDB', onMongo],
          ['on SQLite', onSqlite],
        ]),
        [10_000, 100_000, ...(full ? [1_000_000] : [])],
      )),
    ]
  } finally {
    await client.close()
    await mongod?.stop()
    rmSync(folder, { recursive: true })
  }
}
