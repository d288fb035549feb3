// The questions of docs/analyst-questions.md, on SQLite and on MongoDB, and what the report says of the same.
import { createMemoryEventStore } from '@eventcrm/event-store'
import { openMongoDB } from '@eventcrm/mongodb'
import { createProjector, type DocumentStore } from '@eventcrm/projection'
import { pipelineReadModel, type PipelineReport } from '@eventcrm/read-model-pipeline'
import { openSqlite } from '@eventcrm/sqlite'
import fc from 'fast-check'
import { Decimal128, Long, MongoClient, type Db } from 'mongodb'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentsOfCompany } from '../packages/crm/src/company/company-documents.ts'
import { directoryReadModel } from '../packages/read-model-directory/src/index.ts'
import { histories } from '../packages/read-model-pipeline/test/histories.ts'
import { ask, write } from '../packages/read-model-pipeline/test/stores.ts'
import { sharedServer, testDatabase } from './mongodb/server.ts'

const server = await sharedServer()

interface Question {
  readonly title: string
  readonly sql: string
  readonly mongosh: string
}
const page = readFileSync(new URL('../docs/analyst-questions.md', import.meta.url), 'utf8')
  // the histories of the tests are of ten years before
  .replaceAll('2026-', '2016-')
const questions: readonly Question[] = Array.from(
  page.matchAll(/## \d+\. (.*?)\n.*?```sql\n(.*?)```\n\n```js\n(.*?)```/gs),
  ([, title = '', sql = '', mongosh = '']) => ({ title, sql, mongosh }),
)

type Row = Readonly<Record<string, unknown>>
/** Numbers of any type as text, since each driver has its own. */
const shown = (rows: readonly Row[]): readonly Row[] =>
  rows.map(row =>
    Object.fromEntries(
      Object.entries(row)
        .map(([name, value]): [string, unknown] => [
          name,
          value instanceof Decimal128 || value instanceof Long || typeof value === 'number' || typeof value === 'bigint'
            ? String(value)
            : value,
        ])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  )

const inMongosh = async (db: Db, code: string): Promise<readonly Row[]> => {
  const shell = new Proxy(db, { get: (of, name) => of.collection(String(name)) })
  const cursor: unknown = new Function('db', `return ${code}`)(shell) // eslint-disable-line @typescript-eslint/no-implied-eval -- code of this repository
  if (!(typeof cursor === 'object' && cursor !== null && 'toArray' in cursor && typeof cursor.toArray === 'function'))
    throw new Error('A question is one call of aggregate or find')
  return (await cursor.toArray()) as readonly Row[]
}

/** What the report says, for those questions that it answers too; of VND, whose amounts are their minor units. */
const fromReport = (now: PipelineReport, then: PipelineReport): Readonly<Record<string, readonly Row[]>> => {
  const [vnd, past] = [now, then].map(({ currencies }) => currencies.find(({ currency }) => currency === 'VND'))
  if (!vnd || !past) throw new Error('There is nothing in VND')
  /** Null first, as both databases have it. */
  const byText = (field: string) => (a: Row, b: Row) =>
    JSON.stringify([a[field] ?? '']) < JSON.stringify([b[field] ?? '']) ? -1 : 1
  return {
    'What is open, by stage': vnd.stages
      .map(({ stageId, count, value, weighted }) => ({
        ...{ stageId, opportunities: count },
        ...{ worth: value.amount, weighted: weighted.amount },
      }))
      .sort(byText('stageId')),
    'What is open, by salesperson': vnd.salespeople
      .filter(({ open }) => open.count > 0)
      .map(({ ownerId, open }) => ({ ownerId, opportunities: open.count, worth: open.value.amount }))
      .sort(byText('ownerId')),
    'Won and lost, month by month': vnd.months
      .filter(({ won, lost }) => won.count + lost.count > 0)
      .map(({ month, won, lost }) => ({ month, won: won.count, lost: lost.count, worth: won.value.amount })),
    'Why deals are lost': vnd.lostReasons
      .map(({ reasonId, count, value }) => ({ reasonId, lost: count, worth: value.amount }))
      .sort((a, b) => b.lost - a.lost || byText('reasonId')(a, b)),
    'The win rate': [
      {
        won: vnd.won.count,
        closed: vnd.won.count + vnd.lost.count,
        wonWorth: vnd.won.value.amount,
        closedWorth: BigInt(vnd.won.value.amount) + BigInt(vnd.lost.value.amount),
      },
    ],
    'Who sold most': vnd.salespeople
      .filter(({ won }) => won.count > 0)
      .map(({ ownerId, won }) => ({ ownerId, won: won.count, worth: won.value.amount })),
    'The best customers, with their names': (vnd.bestCustomers ?? []).map(({ customerId, won }) => ({
      ...{ customerId, name: null },
      ...{ won: won.count, worth: won.value.amount },
    })),
    'What was open on a past day': [{ opportunities: past.open.count, worth: past.open.value.amount }],
    'What had been won by a past day': [{ opportunities: past.won.count, worth: past.won.value.amount }],
  }
}

describe.skipIf(server === null)('the questions of analysts, on both stores,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eventcrm-questions-'))
  const file = join(folder, 'crm.sqlite')
  const database = server === null ? undefined : testDatabase(server)
  const client = new MongoClient(database?.url ?? 'mongodb://127.0.0.1/')
  const db = client.db(`${database?.base ?? ''}_crm`)
  let reports: Readonly<Record<string, readonly Row[]>> = {}

  beforeAll(async () => {
    const [history = []] = fc.sample(histories({ minLength: 400, maxLength: 400 }), { numRuns: 1, seed: 7 })
    const events = createMemoryEventStore()
    await write(events, history)
    const [sqlite, mongodb] = [await openSqlite(file), await openMongoDB(database?.url ?? '')]
    const of = (store: DocumentStore) => documentsOfCompany(store, 'crm')
    const [views, rollups] = [
      [...pipelineReadModel.views, ...directoryReadModel.views],
      [...pipelineReadModel.rollups, ...directoryReadModel.rollups],
    ]
    for (const documents of [of(sqlite.documents), of(mongodb.documents)])
      await createProjector({ events, documents, views, rollups }).catchUp()
    const documents = of(mongodb.documents)
    reports = fromReport(await ask(documents, { asOf: '2016-05-31' }), await ask(documents, { asOf: '2016-03-15' }))
    await sqlite.close()
    await mongodb.close()
  })
  afterAll(async () => {
    await client.close()
    await database?.remove()
    rmSync(folder, { recursive: true })
  })

  it('are fifteen', () => {
    expect(questions).toHaveLength(15)
    expect(Object.keys(reports).filter(title => !questions.some(question => question.title === title))).toEqual([])
  })

  it.each(questions)('have one answer: $title', async ({ title, sql, mongosh }) => {
    const file_ = new DatabaseSync(file, { readOnly: true })
    const statement = file_.prepare(sql)
    statement.setReadBigInts(true)
    const rows = shown(statement.all())
    file_.close()
    expect(rows.length).toBeGreaterThan(0)
    expect(shown(await inMongosh(db, mongosh))).toEqual(rows)
    const reported = reports[title]
    if (reported) expect(rows).toEqual(shown(reported))
  })
})
