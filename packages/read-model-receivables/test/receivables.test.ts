// The reports against a plain double-entry ledger of the same history, dated back and forth: equal to the minor unit on every day asked for.
import { invoiceState, overdueToRaise, type Day } from '@eventcrm/domain'
import { createMemoryDocumentStore, documentsOf, type DocumentStore } from '@eventcrm/projection'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { invoices, payments } from '../src/index.ts'
import { customerIds, dayAt, lastDay, Ledger, ownerIds } from './ledger.ts'
import { expectSameOnDays, expectSameReport, expectSameStatement } from './same-as-ledger.ts'
import { ask, codec, logOf, projectorOf, write } from './stores.ts'

const projected = async (ledger: Ledger): Promise<DocumentStore> => {
  const documents = createMemoryDocumentStore()
  await projectorOf(await logOf(ledger.happenings), documents).catchUp()
  return documents
}

const all = async (documents: DocumentStore) => {
  const [ofInvoices, ofPayments] = await documents.query([{ find: invoices.collection }, { find: payments.collection }])
  return { invoices: documentsOf(invoices, ofInvoices), payments: documentsOf(payments, ofPayments) }
}

const moment = fc.record({
  asOf: fc.nat(lastDay + 120).map(dayAt),
  limits: fc.constantFrom([30, 60, 90, 120], [0], [7, 14, 400]),
})

describe('random histories of invoices, payments and credit notes', () => {
  it('come to what a double-entry ledger comes to, as of any day', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 1, max: 120 }),
        fc.array(moment, { minLength: 3, maxLength: 3 }),
        fc.record({ customer: fc.constantFrom(...customerIds), owner: fc.constantFrom(...ownerIds, null) }),
        async (seed, actions, moments, { customer, owner }) => {
          const ledger = new Ledger(seed).live(actions)
          const documents = await projected(ledger)
          for (const asked of moments) {
            await expectSameReport(documents, ledger, asked)
            await expectSameReport(documents, ledger, { ...asked, customer })
            await expectSameReport(documents, ledger, { ...asked, owner })
            const from = asked.asOf > dayAt(200) ? dayAt(200) : null
            await expectSameStatement(documents, ledger, { customer, from, to: asked.asOf })
          }
        },
      ),
      { numRuns: rounds(60, 3000) },
    )
  })

  const many = rounds(400, 10_000)
  it(`of ${String(many)} invoices, payments and credit notes come to the same`, async () => {
    const [seed = 0] = fc.sample(fc.integer(), 1)
    const ledger = new Ledger(seed).live(many * 2)
    const documents = await projected(ledger)
    await expectSameOnDays(documents, ledger, seed)
    console.log(
      `${String(ledger.happenings.length)} events, ${String(ledger.postings.length)} postings, seed ${String(seed)}`,
    )
  })

  it('leave documents that say what the aggregates’ states say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 100 }), async (seed, actions) => {
        const ledger = new Ledger(seed).live(actions)
        const events = await logOf(ledger.happenings)
        const documents = createMemoryDocumentStore()
        await projectorOf(events, documents).catchUp()
        const states = new Map<string, typeof invoiceState.initialState>()
        for await (const recorded of events.readAll()) {
          const event = codec.decode(recorded)
          if (event.stream.includes('.invoice-'))
            states.set(
              event.streamId,
              invoiceState.evolve(states.get(event.streamId) ?? invoiceState.initialState, event),
            )
        }
        const found = await all(documents)
        expect(found.invoices).toHaveLength(states.size)
        for (const document of found.invoices) {
          invoices.check(document)
          const state = states.get(document.invoiceId)
          if (!state) throw new TypeError('an invoice of none')
          const { status, movements } = state
          expect(document.status).toBe(status)
          expect(document.movements.map(({ kind, on, id, amount }) => ({ kind, on, id, amount }))).toEqual(
            movements.map(({ kind, on, id, amount }) => ({ kind, on, id, amount })),
          )
          expect(document.overdueFrom).toBe(overdueToRaise(state, '9999-12-31')[0]?.on ?? null)
        }
        for (const document of found.payments) payments.check(document)
        const owed = new Map(found.invoices.map(one => [one.invoiceId, one.outstanding]))
        for (const [id, balance] of ledger.balances('receivable', '9999-12-31')) expect(owed.get(id)).toBe(balance)
        const advances = new Map(found.payments.map(one => [one.paymentId, one.advance]))
        for (const [id, balance] of ledger.balances('advance', '9999-12-31')) expect(advances.get(id)).toBe(balance)
        // since that day nothing is left, and on the day before there was something
        const dayBefore = (day: Day) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
        for (const [account, documents] of [
          [
            'receivable',
            found.invoices.filter(one => one.issuedOn !== null).map(one => [one.invoiceId, one.openUntil]),
          ],
          [
            'advance',
            // what was paid out is added up, whichever day it is
            found.payments.filter(one => one.kind === 'received').map(one => [one.paymentId, one.openUntil]),
          ],
        ] as const)
          for (const [id = '', until = null] of documents) {
            const days = ledger.postings.filter(({ of }) => of === id).map(({ on }) => on)
            const left = (day: Day) => ledger.balance(account, day, ({ of }) => of === id)
            expect(until === null).toBe(left('9999-12-31') !== 0n)
            if (until === null) continue
            for (const day of [until, ...days.filter(on => on >= until)]) expect(left(day)).toBe(0n)
            if (days.some(on => on < until)) expect(left(dayBefore(until))).not.toBe(0n)
          }
      }),
      { numRuns: rounds(60, 3000) },
    )
  })
})

describe('a report while documents go on', () => {
  it('is of one position, whatever is paid, issued and undone while it reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 20, max: 120 }),
        fc.nat(90),
        moment,
        async (seed, actions, share, { asOf }) => {
          const { happenings } = new Ledger(seed).live(actions)
          const events = await logOf(happenings.slice(0, Math.ceil((happenings.length * share) / 100)))
          const documents = createMemoryDocumentStore()
          await projectorOf(events, documents).catchUp()
          const before = await ask(documents, { asOf, top: 1000 })
          let written = Math.ceil((happenings.length * share) / 100)
          let asked = 0
          const going = {
            query: (async queries => {
              // the first question fixes the position
              if (asked++ > 0 && written < happenings.length) {
                const to = Math.min(happenings.length, written + 1 + Math.floor(happenings.length / 6))
                await write(events, happenings.slice(0, to), written)
                written = to
                await projectorOf(events, documents).catchUp()
              }
              return documents.query(queries)
            }) as DocumentStore['query'],
          }
          const answer = await ask(going, { asOf, top: 1000 })
          expect(answer.position).toBe(before.position)
          expect(answer.currencies).toEqual(before.currencies)
        },
      ),
      { numRuns: rounds(60, 3000) },
    )
  })
})
