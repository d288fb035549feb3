// Receivables of what commands and processes leave, at random and dated back and forth: what a customer owes is the outstanding less the advance,
// on every day.
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCrm, createMemoryStores, isRejected, type Crm } from '../src/index.ts'

const id = (kind: number, n: number) => `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
const customers = [id(1, 1), id(1, 2)]
const dayAt = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
const lastDay = 120
const vnd = (amount: number) => ({ amount: String(amount), currency: 'VND' })

const drawn = fc.record({
  what: fc.constantFrom(
    ...(['invoice', 'payment', 'allocate', 'allocate', 'allocate', 'allocate', 'allocate', 'undo', 'undo'] as const),
    ...(['credit', 'credit', 'writeOff', 'undoWriteOff', 'cancel', 'bounce', 'make', 'issue'] as const),
  ),
  which: fc.nat(5),
  other: fc.nat(5),
  customer: fc.constantFrom(...customers),
  on: fc.nat(lastDay).map(dayAt),
  amount: fc.integer({ min: 1, max: 1500 }),
  all: fc.boolean(),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

/** Carries one out. What is refused changes nothing. */
const act = async (crm: Crm, { what, which, other, customer, on, amount, all }: Drawn, n: number): Promise<void> => {
  const [invoiceId, paymentId, at] = [id(2, which), id(3, other), { at: on }]
  const [customerId, own] = [customer, id(4, n)]
  const lines = [{ unitPrice: vnd(amount), taxRate: 10 }]
  const some = all ? {} : { amount: vnd(amount) }
  switch (what) {
    case 'invoice':
      await crm.invoices.record({ invoiceId, customerId, number: String(which), lines }, at)
      break
    case 'issue':
      await crm.invoices.draft({ invoiceId, customerId, lines }, at)
      await crm.invoices.issue({ invoiceId }, at)
      break
    case 'payment':
      await crm.payments.receive({ paymentId, customerId, amount: vnd(amount) }, at)
      break
    case 'make':
      await crm.payments.make({ paymentId, customerId, amount: vnd(amount), purpose: 'refund' }, at)
      break
    case 'allocate':
      await crm.payments.allocate({ paymentId, allocationId: own, invoiceId, amount: vnd(amount % 400 || 1) }, at)
      break
    case 'undo':
      for (const allocationId of (await crm.state('payments', paymentId)).allocations.keys()) {
        await crm.payments.undoAllocation({ paymentId, allocationId }, at)
        break
      }
      break
    case 'bounce':
      await crm.payments.bounce({ paymentId }, at)
      break
    case 'credit':
      await crm.invoices.credit({ invoiceId, creditNoteId: own, ...some }, at)
      break
    case 'writeOff':
      await crm.invoices.writeOff({ invoiceId, writeOffId: own, ...some }, at)
      break
    case 'undoWriteOff':
      for (const { kind, id: writeOffId } of (await crm.state('invoices', invoiceId)).movements)
        if (kind === 'writeOff') await crm.invoices.undoWriteOff({ invoiceId, writeOffId }, at)
      break
    case 'cancel':
      await crm.invoices.cancel({ invoiceId }, at)
  }
}

it('of what commands and processes leave, a customer owes the outstanding less the advance on every day', async () => {
  const accepted = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 30, maxLength: 70, size: 'max' }), async all => {
      const crm = await createCrm({
        ...{ stores: createMemoryStores(), actor: 'lan', clock: () => new Date('2026-06-30T05:00:00Z') },
        company: { currency: 'VND', timeZone: 'UTC', foundedOn: '2025-01-01' },
        ...{ project: false, runProcesses: true },
      })
      try {
        for (const [n, contactId] of customers.entries())
          await crm.contacts.register({ contactId, kind: 'organisation', name: String(n) }, { at: '2025-12-01' })
        for (let which = 0; which < 4; which++)
          for (const what of ['invoice', 'payment'] as const) {
            const customer = customers[which % 2] ?? ''
            await act(crm, { what, which, other: which, customer, on: dayAt(which), amount: 1500, all: true }, 0)
          }
        for (const [n, one] of all.entries())
          try {
            await act(crm, one, n)
            accepted.set(one.what, (accepted.get(one.what) ?? 0) + 1)
          } catch (error) {
            if (!isRejected(error)) throw error
          }
        await crm.processes.settle()
        await crm.catchUp()
        for (const customer of customers) {
          const days = [...new Set(all.map(({ on }) => on))].filter((_, n) => n % 3 === 0).sort()
          for (const asOf of [...days, '2026-06-30']) {
            const { currencies } = await crm.reports.statement({ customer, asOf })
            const report = await crm.reports.receivables({ customer, asOf })
            for (const { closing, outstanding, advance } of currencies) {
              expect(Number(outstanding.amount)).toBeGreaterThanOrEqual(0)
              expect(Number(closing.amount)).toBe(Number(outstanding.amount) - Number(advance.amount))
              const [total] = report.currencies
              expect(total?.outstanding.amount ?? '0').toBe(outstanding.amount)
              expect(total?.advances.amount ?? '0').toBe(advance.amount)
            }
          }
        }
      } finally {
        await crm.close()
      }
    }),
    { numRuns: rounds(15, 1000) },
  )
  // no law passes on histories in which nothing happens
  for (const what of ['allocate', 'undo', 'credit', 'writeOff', 'bounce', 'make'])
    expect(accepted.get(what), what).toBeGreaterThan(1)
})
