// The fifteen questions of docs/analyst.md, each as it stands there, against the reports of the same company.
import { createCrm, type Crm } from '@eventcrm/crm'
import { createDemo } from '@eventcrm/demo'
import { openMongoDB } from '@eventcrm/mongodb'
import { openSqlite } from '@eventcrm/sqlite'
import { opportunities, type OpportunityDocument } from '@eventcrm/read-model-pipeline'
import { Decimal128, Long, MongoClient, type Db } from 'mongodb'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedServer, testDatabase } from './mongodb/server.ts'

const server = await sharedServer()

const page = readFileSync(new URL('../docs/analyst.md', import.meta.url), 'utf8')
const questions = [
  ...page.matchAll(/^### \d+\. (.+)$[\s\S]*?^```sql\n([\s\S]*?)^```[\s\S]*?^```js\n([\s\S]*?)^```/gm),
].map(([, title = '', sql = '', mongosh = '']) => ({ title, sql, mongosh }))

let folder: string
let crm: Crm
let documents: readonly OpportunityDocument[]
let database: DatabaseSync
const mongodb = server === null ? undefined : testDatabase(server)
const client = mongodb && new MongoClient(mongodb.url)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventcrm-analyst-'))
  const file = join(folder, 'crm.sqlite')
  const demo = createDemo({ seed: 3, opportunities: 300 })
  const stores = await openSqlite(file)
  for (const [name, secret] of Object.entries(demo.secrets)) await stores.keys.secret(name, secret)
  crm = await createCrm({ ...demo.crmOptions(stores), project: false })
  await demo.play(crm)
  await crm.catchUp()
  documents = (await crm.find(opportunities, {})).documents.map(({ document }) => document)
  database = new DatabaseSync(file, { readOnly: true })
  if (mongodb) {
    const { documents, close } = await openMongoDB(mongodb.url)
    const copy = await createCrm({ stores: { ...stores, documents }, project: false })
    await copy.catchUp()
    await copy.close()
    await close()
  }
}, 60_000)
afterAll(async () => {
  database.close()
  await crm.close()
  await client?.close()
  await mongodb?.remove()
  await rm(folder, { recursive: true })
})

type Rows = readonly Readonly<Record<string, unknown>>[]

const report = async (asked: Parameters<Crm['reports']['pipeline']>[0] = {}) => {
  const { currencies } = await crm.reports.pipeline({ asOf: '2025-12-31', top: 1000, ...asked })
  const [vnd] = currencies
  if (!vnd || currencies.length > 1) throw new Error('The demo sells in VND alone')
  return vnd
}
const year = { from: '2025-01-01', to: '2025-12-31' }
const worth = ({ count, value }: { readonly count: number; readonly value: { readonly amount: string } }) => ({
  count,
  worth: Number(value.amount),
})
const open = () => documents.filter(({ status }) => status === 'open')
const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000

/** What each question must come to, by the report or, where it has no such figure, by the documents. */
const answers: Readonly<Record<string, () => Promise<Rows>>> = {
  'What is open in each stage?': async () =>
    (await report()).stages.map(({ stageId, weighted, ...figures }) => ({
      ...{ stageId, ...worth(figures) },
      weighted: Number(weighted.amount),
    })),
  'What is open with each salesperson?': async () =>
    (await report()).salespeople
      .filter(row => row.open.count > 0)
      .map(row => ({ ownerId: row.ownerId, ...worth(row.open) })),
  'Which deals are stuck?': async () =>
    open()
      .filter(one => one.stage.rottingDays !== null && days(one.enteredStageOn, '2025-12-31') > one.stage.rottingDays)
      .map(({ opportunityId, title, ownerId, enteredStageOn }) => ({ opportunityId, title, ownerId, enteredStageOn })),
  'Which deals should have closed by now?': async () =>
    open()
      .filter(one => one.expectedCloseOn !== null && one.expectedCloseOn < '2025-12-31')
      .map(({ opportunityId, expectedCloseOn, slips }) => ({ opportunityId, expectedCloseOn, slips })),
  'What was won in each month?': async () =>
    (await report()).months.filter(({ won }) => won.count > 0).map(({ month, won }) => ({ month, ...worth(won) })),
  'Who won how much in 2025?': async () =>
    (await report(year)).salespeople
      .filter(({ won }) => won.count > 0)
      .map(({ ownerId, won }) => ({ ownerId, ...worth(won) })),
  'What did each team win?': async () =>
    (await report()).teams.filter(({ won }) => won.count > 0).map(({ teamId, won }) => ({ teamId, ...worth(won) })),
  'Why did we lose?': async () => (await report()).lostReasons.map(row => ({ reasonId: row.reasonId, ...worth(row) })),
  'What share of deals do we win?': async () => [{ winRate: (await report(year)).winRate.byCount }],
  'How long does a sale take?': async () => {
    const { won, cycle } = await report()
    return [{ count: won.count, days: cycle.mean }]
  },
  'Who are our best customers?': async () =>
    ((await report({ top: 10 })).bestCustomers ?? []).map(({ customerId, won }) => ({ customerId, ...worth(won) })),
  'How much was open at the end of June 2025?': async () => [worth((await report({ asOf: '2025-06-30' })).open)],
  'What stood in each stage at the end of June 2025?': async () =>
    (await report({ asOf: '2025-06-30' })).stages.map(row => ({ stageId: row.stageId, ...worth(row) })),
  'Who has which customers’ biggest open deals?': async () => {
    const biggest = open()
      .toSorted((a, b) => b.minorUnits - a.minorUnits)
      .slice(0, 5)
    const names = await crm.names(
      biggest.flatMap(({ customerId, ownerId }) => [customerId, ownerId]).filter(id => id !== null),
    )
    const name = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
    return biggest.map(({ opportunityId, customerId, ownerId, minorUnits }) => ({
      ...{ opportunityId, customer: name(customerId), owner: name(ownerId), worth: minorUnits },
    }))
  },
  'What came in each month?': async () =>
    [...Map.groupBy(documents, ({ openedOn }) => openedOn.slice(0, 7))].map(([month, of]) => ({
      month,
      count: of.length,
    })),
}

/** Numbers of each driver's own as plain ones. */
const plain = (value: unknown): unknown =>
  value instanceof Decimal128 || value instanceof Long || typeof value === 'bigint' ? Number(value.toString()) : value

/** Rows as they are compared: those that tie may stand in any order. */
const sorted = (rows: Rows) =>
  rows
    .map(row =>
      JSON.stringify(
        Object.entries(row)
          .map(([name, value]) => [name, plain(value)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
    .toSorted()

const inSql = (sql: string): Rows => database.prepare(sql).all()

/** A question as mongosh would answer it: one call of `aggregate` or `find`. */
const inMongosh = async (db: Db, code: string): Promise<Rows> => {
  const shell = new Proxy(db, { get: (of, name) => of.collection(String(name)) })
  const cursor: unknown = new Function('db', `return ${code}`)(shell) // eslint-disable-line @typescript-eslint/no-implied-eval -- code of this repository
  if (!(typeof cursor === 'object' && cursor !== null && 'toArray' in cursor && typeof cursor.toArray === 'function'))
    throw new Error('A question is one call of aggregate or find')
  return (await cursor.toArray()) as Rows
}

it('are fifteen, each with an answer to compare with', () => {
  expect(questions.map(({ title }) => title)).toEqual(Object.keys(answers))
  expect(questions).toHaveLength(15)
})

describe.each(questions)('$title', ({ title, sql, mongosh }) => {
  const expected = async () => {
    const rows = sorted((await answers[title]?.()) ?? [])
    expect(rows.length).toBeGreaterThan(0)
    return rows
  }

  it('in SQL', async () => {
    expect(sorted(inSql(sql))).toEqual(await expected())
  })

  it.skipIf(server === null)('in mongosh', async () => {
    if (client) expect(sorted(await inMongosh(client.db(`${mongodb.base}_crm`), mongosh))).toEqual(await expected())
  })
})
