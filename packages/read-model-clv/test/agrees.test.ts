// The report against a plain model of the same events, in memory, in SQLite, and on MongoDB where there is a server.
import { createMemoryEventStore } from '@eventcrm/event-store'
import { openMongoDB } from '@eventcrm/mongodb'
import { compareView, createMemoryDocumentStore, type DocumentStore } from '@eventcrm/projection'
import { openSqlite } from '@eventcrm/sqlite'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { sharedServer, testDatabase } from '../../../test/mongodb/server.ts'
import { histories, questions } from './histories.ts'
import { purchases } from '../src/index.ts'
import { answerOf } from './plain-model.ts'
import { ask, project, projected, write, type Happening } from './stores.ts'

const server = await sharedServer()
const folder = mkdtempSync(join(tmpdir(), 'eventcrm-clv-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
let files = 0

type Month = Awaited<ReturnType<typeof ask>>['currencies'][number]['months'][number]
const isEmpty = ({ newCustomers, repeatCustomers, newRevenue, repeatRevenue }: Omit<Month, 'inPart'>) =>
  newCustomers + repeatCustomers === 0 && Number(newRevenue.amount) === 0 && Number(repeatRevenue.amount) === 0

/** Of an answer what the model tells too, and months in which nothing happened left out. */
const told = ({ basis, acquisitions, currencies }: Awaited<ReturnType<typeof ask>>) => ({
  margin: basis.margin,
  acquisitions: {
    customers: acquisitions.customers,
    months: acquisitions.months.flatMap(({ month, customers }) => (customers === 0 ? [] : [{ of: month, customers }])),
    salespeople: acquisitions.salespeople.map(({ staffMemberId, customers }) => ({ of: staffMemberId, customers })),
  },
  currencies: currencies.map(({ expectations: _, months, ...figures }) => ({
    ...figures,
    months: months.flatMap(({ inPart: _, ...month }) => (isEmpty(month) ? [] : [month])),
  })),
})

const asked = fc.array(questions, { minLength: 4, maxLength: 4 })

it('every historic figure is that of a plain model, as of any day, in whatever order things were recorded', async () => {
  await fc.assert(
    fc.asyncProperty(histories, asked, async (history, questions) => {
      const documents = await projected(history)
      for (const question of questions)
        expect(told(await ask(documents, question))).toEqual(answerOf(history, question))
    }),
    { numRuns: rounds(150, 5_000) },
  )
}, 120_000)

it('every store says the same, whatever the batches', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(histories, asked, fc.integer({ min: 1, max: 60 }), async (history, questions, batchSize) => {
      const sqlite = await openSqlite(join(folder, `${String(files++)}.sqlite`))
      const database = server === null ? null : testDatabase(server)
      const mongodb = database && (await openMongoDB(database.url))
      try {
        const events = createMemoryEventStore()
        await write(events, history)
        const stores: readonly DocumentStore[] = [
          createMemoryDocumentStore(),
          sqlite.documents,
          ...(mongodb ? [mongodb.documents] : []),
        ]
        for (const documents of stores) {
          await project(events, documents, batchSize)
          for (const question of questions)
            expect(told(await ask(documents, question))).toEqual(answerOf(history, question))
        }
      } finally {
        await mongodb?.close()
        await sqlite.close()
        await database?.remove()
      }
    }),
    { numRuns: rounds(5, 200) },
  )
})

/** Invoices of which something is given back by a day that is paid only later: without what is later they would have no such part. */
const paidTooLate = (history: readonly Happening[], asOf: string): ReadonlySet<string> =>
  new Set(
    history.flatMap(({ id, on, event }) =>
      event.type === 'InvoicePaymentAllocated' &&
      on > asOf &&
      history.some(
        other =>
          other.id === id &&
          other.on <= asOf &&
          other.event !== event &&
          JSON.stringify(other.event.data).includes(String(Reflect.get(event.data, 'allocationId'))),
      )
        ? [id]
        : [],
    ),
  )

it('what happened later changes nothing of what is said as of a day, expectations among it', async () => {
  await fc.assert(
    fc.asyncProperty(histories, questions, async (all, question) => {
      const impossible = paidTooLate(all, question.asOf)
      const history = all.filter(({ id }) => !impossible.has(id))
      const isLater = ({ on, event }: Happening) => on > question.asOf && event.type !== 'PurchaseVoided'
      const events = createMemoryEventStore()
      const documents = createMemoryDocumentStore()
      const first = history.filter(one => !isLater(one))
      const of = new Set(first.filter(({ event }) => event.type === 'PurchaseRecorded').map(({ id }) => id))
      // a purchase that is recorded later is voided later
      const before = first.filter(({ event, id }) => event.type !== 'PurchaseVoided' || of.has(id))
      const later = history.filter(one => isLater(one))
      await write(events, before)
      await project(events, documents)
      const { position: _, read: __, ...said } = await ask(documents, question)
      await write(events, [...before, ...later], before.length)
      await project(events, documents)
      const { position: ___, read: ____, ...again } = await ask(documents, question)
      expect(again).toEqual(said)
    }),
    { numRuns: rounds(60, 2_000) },
  )
}, 120_000)

it('what is recorded while a report reads changes nothing of what it says', async () => {
  await fc.assert(
    fc.asyncProperty(histories, questions, fc.nat(), async (history, question, place) => {
      const known = place % (history.length + 1)
      const events = createMemoryEventStore()
      const documents = createMemoryDocumentStore()
      await write(events, history.slice(0, known))
      await project(events, documents)
      const { read: _, ...said } = await ask(documents, question)
      let isMoved = false
      const moving: DocumentStore = {
        ...documents,
        query: async queries => {
          if (!isMoved && queries.some(query => 'group' in query && query.limit !== undefined)) {
            isMoved = true
            await write(events, history, known)
            await project(events, documents)
          }
          return documents.query(queries)
        },
      }
      const { read: __, ...again } = await ask(moving, question)
      expect(again).toEqual(said)
    }),
    { numRuns: rounds(60, 2_000) },
  )
}, 120_000)

it('a document is the same however the log is folded: whose it is it gets from its invoice', async () => {
  let seen = 0
  await fc.assert(
    fc.asyncProperty(
      histories,
      fc.integer({ min: 1, max: 30 }),
      // from four on: ids that are as alike as these are parted only after very many halvings
      fc.integer({ min: 4, max: 20 }),
      async (history, batchSize, foldedAtOnce) => {
        const events = createMemoryEventStore()
        const documents = createMemoryDocumentStore()
        await write(events, history)
        await project(events, documents, batchSize)
        const differences: unknown[] = []
        const onDifference = (difference: unknown) => differences.push(difference)
        const options = { view: purchases, rollups: [], events, documents, onDifference, foldedAtOnce }
        const { compared, documents: looked } = await compareView(options)
        expect({ compared, differences }).toEqual({ compared: true, differences: [] })
        seen += looked
      },
    ),
    { numRuns: rounds(40, 2_000) },
  )
  expect(seen).toBeGreaterThan(400)
}, 120_000)
