// Whatever is paid, undone, bounced, credited and written off, in whichever order and dated on whichever day: in the end it adds up.
import { invoice, payment, remainderOn, type CommandMessage } from '@eventcrm/domain'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { createMemoryStores } from '../src/index.ts'
import { idOf, openWith } from './leads.ts'
import { codeOf, expectBalanced, invoice1, invoice2, payment1, payment2, setTheScene, vnd } from './payments.ts'

const payments = [payment1, payment2]
const invoices = [invoice1, invoice2]
const idsFrom = (from: number, count: number) => fc.nat(count - 1).map(n => idOf(from + n))
const [allocationId, creditNoteId, writeOffId] = [idsFrom(31, 5), idsFrom(41, 3), idsFrom(51, 3)]
const paymentId = fc.constantFrom(...payments)
const invoiceId = fc.constantFrom(...invoices)
const amount = fc.integer({ min: 1, max: 500 }).map(vnd)

const allocate = fc.record({ paymentId, allocationId, invoiceId, amount })
const credited = fc.record({ invoiceId, creditNoteId, amount })
const deed: fc.Arbitrary<CommandMessage> = fc.oneof(
  { weight: 8, arbitrary: allocate.map(given => payment.allocate(given)) },
  {
    weight: 8,
    arbitrary: fc.record({ paymentId, allocationId }).map(given => payment.undoAllocation(given)),
  },
  { weight: 1, arbitrary: paymentId.map(one => payment.bounce({ paymentId: one })) },
  { weight: 3, arbitrary: credited.map(given => invoice.credit(given)) },
  {
    weight: 1,
    arbitrary: fc.record({ invoiceId, writeOffId, amount }).map(given => invoice.writeOff(given)),
  },
  { weight: 1, arbitrary: fc.record({ invoiceId, writeOffId }).map(given => invoice.undoWriteOff(given)) },
  { weight: 1, arbitrary: invoiceId.map(one => invoice.cancel({ invoiceId: one })) },
)
const deeds = fc.array(
  fc.record({
    message: deed,
    at: fc.integer({ min: 5, max: 40 }).map(n => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10)),
    /** What is open by then is carried out before it, or not yet. */
    settled: fc.boolean(),
  }),
  { minLength: 20, maxLength: 60 },
)

it('adds up on every day once nothing is pending', { timeout: 120_000 }, async () => {
  const came = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(deeds, async all => {
      const crm = await openWith(createMemoryStores())
      try {
        await setTheScene(crm)
        for (const { message, at, settled } of all) {
          if (settled) await crm.processes.settle()
          const code = await codeOf(crm.send([message], { at }))
          const name = `${message.name} ${code}`
          came.set(name, (came.get(name) ?? 0) + 1)
        }
        await crm.processes.settle()
        expect((await crm.status()).processes.filter(one => one.open !== 0 || one.failing.length > 0)).toEqual([])
        for (const one of payments) {
          const state = await crm.state('payments', one)
          const ends = state.bounce ? ['refused', 'undone'] : ['allocated', 'refused', 'undone']
          for (const { status } of state.allocations.values()) expect(ends).toContain(status)
          expect(remainderOn(state, '2026-06-30') >= 0n).toBe(true)
          if (state.bounce) expect(remainderOn(state, '2026-06-30')).toBe(0n)
        }
        await expectBalanced(crm, invoices, payments)
      } finally {
        await crm.close()
      }
    }),
    { numRuns: rounds(60, 3_000) },
  )
  for (const name of ['allocate', 'undoAllocation', 'bounce', 'credit', 'writeOff'])
    expect(came.get(`${name} accepted`), name).toBeGreaterThan(5)
})
