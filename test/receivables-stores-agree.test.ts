// Random histories of invoices and payments in memory, in SQLite and on MongoDB: every document, list and report must be the same.
import { createMemoryDocumentStore, type DocumentStore } from '@eventcrm/projection'
import { openMongoDB } from '@eventcrm/mongodb'
import { openSqlite } from '@eventcrm/sqlite'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { invoices, invoicesList, payments } from '../packages/read-model-receivables/src/index.ts'
import { customerIds, dayAt, lastDay, Ledger, ownerIds } from '../packages/read-model-receivables/test/ledger.ts'
import { ask, askStatement, logOf, projectorOf } from '../packages/read-model-receivables/test/stores.ts'
import { sharedServer, testDatabase } from './mongodb/server.ts'

const server = await sharedServer()
const folder = mkdtempSync(join(tmpdir(), 'eventcrm-receivables-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
let files = 0

const day = fc.nat(lastDay + 60).map(dayAt)
const range = fc.record({ from: day }).map(given => given)
const amount = fc.record({ currency: fc.constantFrom('VND', 'USD'), from: fc.constantFrom('0', '1', '5000', '300000') })
const listed = fc.record(
  {
    filter: fc.record(
      {
        overdue: fc.boolean().map(is => ({ is })),
        status: fc.constantFrom('issued', 'cancelled', 'draft').map(is => ({ is })),
        settlement: fc.constantFrom('open', 'partlySettled', 'settled', null).map(is => ({ is })),
        customer: fc.constantFrom(...customerIds).map(is => ({ is })),
        owner: fc.constantFrom(...ownerIds, null).map(is => ({ is })),
        issuedOn: range,
        nextDueOn: range,
        outstanding: amount,
        total: amount,
        number: fc.constantFrom({ begins: '0000' }, { is: null }),
      },
      { requiredKeys: [] },
    ),
    sort: fc
      .constantFrom('issuedOn', 'number', 'outstanding', 'nextDueOn', 'settlement')
      .map(field => [{ field }] as const),
    group: fc.constantFrom('status', 'owner', 'currency', 'settlement'),
  },
  { requiredKeys: ['filter'] },
)
type Listed = typeof listed extends fc.Arbitrary<infer T> ? T : never

const list = async (documents: DocumentStore, asked: Listed) => {
  const nobody = { teamId: null, department: null, ofTeam: [], ofDepartment: [] }
  const { rows, groups, total } = await invoicesList.answer(
    {
      documents,
      today: () => dayAt(lastDay + 30),
      names: () => Promise.resolve(new Map()),
      colleagues: () => Promise.resolve(nobody),
    },
    { ...asked, total: true, limit: 1000 },
  )
  // groups that are as large stand in the order of each store
  const byValue = groups?.toSorted((a, b) => (String(a.value) < String(b.value) ? -1 : 1))
  return { keys: rows.map(({ key }) => key), byValue, total }
}

describe.skipIf(server === null)('the document stores agree on receivables', () => {
  it('on every document, list and report', { timeout: 600_000 }, async () => {
    const moments = fc.array(fc.record({ asOf: day, customer: fc.constantFrom(...customerIds) }), {
      minLength: 2,
      maxLength: 2,
    })
    const lists = fc.array(listed, { minLength: 6, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 20, max: 150 }),
        fc.integer({ min: 5, max: 60 }),
        moments,
        lists,
        async (seed, actions, batchSize, moments, lists) => {
          const events = await logOf(new Ledger(seed).live(actions).happenings)
          const answers = async (documents: DocumentStore) => {
            await projectorOf(events, documents, batchSize).catchUp()
            const known = await documents.query([{ find: invoices.collection }, { find: payments.collection }])
            const told: unknown[] = []
            for (const { asOf, customer } of moments)
              told.push(
                await ask(documents, { asOf, top: 1000 }),
                await ask(documents, { asOf, customer }),
                await askStatement(documents, { customer, asOf }),
              )
            for (const asked of lists) told.push(await list(documents, asked))
            return { known, told }
          }
          const database = testDatabase(server)
          const mongodb = await openMongoDB(database.url)
          const sqlite = await openSqlite(join(folder, `${String(files++)}.sqlite`))
          try {
            const expected = await answers(createMemoryDocumentStore())
            for (const documents of [sqlite.documents, mongodb.documents])
              expect(await answers(documents)).toEqual(expected)
          } finally {
            await mongodb.close()
            await sqlite.close()
            await database.remove()
          }
        },
      ),
      { numRuns: rounds(4, 200) },
    )
  })
})
