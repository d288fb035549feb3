import { invoice, outstandingOn, payment, remainderOn } from '@eventcrm/domain'
import { createMemoryStores, type Stores } from '../src/index.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { idOf, openWith, type LeadsCrm } from './leads.ts'
import {
  credit,
  creditNote,
  customerId,
  expectBalanced,
  first,
  invoice1,
  invoice2,
  payment1,
  payment2,
  second,
  setTheScene,
  third,
  vnd,
} from './payments.ts'

import { endingAt } from './transfers.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const open = async (stores: Omit<Stores, 'close'> = createMemoryStores()) => {
  const crm = await openWith(stores)
  closing.push(() => crm.close())
  await setTheScene(crm)
  return crm
}
const typesOf = async (crm: LeadsCrm, paymentId: string) => {
  const types: string[] = []
  for await (const { type } of crm.history('payments', paymentId)) types.push(type.replace('Payment', ''))
  return types
}
const remainder = async (crm: LeadsCrm, paymentId: string) => {
  const { allocations, returned } = await crm.state('payments', paymentId)
  return { allocations: [...allocations.values()].map(({ status }) => status), returned: returned.size }
}
const pay = (allocationId: string, amount: number, invoiceId = invoice1, paymentId = payment1) => ({
  ...{ paymentId, allocationId, invoiceId, amount: vnd(amount) },
})
const balanced = async (crm: LeadsCrm) => {
  await crm.processes.settle()
  expect((await crm.status()).processes.every(({ open, failing }) => open === 0 && failing.length === 0)).toBe(true)
  await expectBalanced(crm, [invoice1, invoice2], [payment1, payment2])
}

describe('a part of a payment', () => {
  it('pays an invoice once that has taken it', async () => {
    const crm = await open()
    const { position } = await crm.payments.allocate(pay(first, 600), { at: '2026-01-20' })
    await crm.projected(position)
    expect(await typesOf(crm, payment1)).toEqual(['Received', 'AllocationRequested', 'Allocated'])
    expect((await crm.state('invoices', invoice1)).movements).toMatchObject([{ on: '2026-01-20', amount: 600 }])
    await balanced(crm)
  })
  it('goes back into the remainder when the invoice refuses it', async () => {
    const crm = await open()
    await crm.payments.allocate(pay(first, 700), { at: '2026-02-20' })
    const refused = crm.payments.allocate(pay(second, 400), { at: '2026-01-20' })
    await expect(refused).rejects.toMatchObject({
      code: 'OUTSTANDING_EXCEEDED',
      details: { most: '300' },
      words: { vi: expect.stringContaining('còn phải thu') as string },
    })
    expect((await typesOf(crm, payment1)).at(-1)).toBe('AllocationRefused')
    // and all of it can pay something else
    await crm.payments.allocate(pay(third, 800, invoice2), { at: '2026-01-20' })
    // sent again, it comes to the same as it did
    await expect(crm.payments.allocate(pay(second, 400))).rejects.toMatchObject({ code: 'OUTSTANDING_EXCEEDED' })
    expect(await crm.payments.allocate(pay(first, 700))).toMatchObject({ position: expect.any(String) as string })
    await balanced(crm)
  })
  it('tells at once what the payment itself refuses', async () => {
    const crm = await open()
    await expect(crm.payments.allocate(pay(first, 1501))).rejects.toMatchObject({ code: 'MORE_THAN_REMAINDER' })
    await expect(crm.payments.allocate(pay(first, 1), { at: '2026-01-09' })).rejects.toMatchObject({
      code: 'NOT_ISSUED',
    })
    expect(await typesOf(crm, payment1)).toEqual(['Received'])
  })
  it('pays its invoice no longer once that is undone', async () => {
    const crm = await open()
    await crm.payments.allocate(pay(first, 1000), { at: '2026-01-20' })
    await crm.payments.undoAllocation({ paymentId: payment1, allocationId: first }, { at: '2026-02-01' })
    expect((await crm.state('invoices', invoice1)).movements).toMatchObject([
      { on: '2026-01-20', amount: 1000 },
      { on: '2026-02-01', amount: -1000 },
    ])
    await crm.payments.allocate(pay(second, 1000, invoice1, payment2), { at: '2026-02-01' })
    // nothing is left to undo
    await crm.payments.undoAllocation({ paymentId: payment1, allocationId: first }, { at: '2026-02-03' })
    await balanced(crm)
  })
  it('pays invoices of the same customer alone, whatever it was merged into since', async () => {
    const crm = await open()
    const [other, another, ofOther] = [idOf(2), idOf(3), idOf(23)]
    for (const contactId of [other, another])
      await crm.contacts.register({ contactId, kind: 'organisation', name: 'Đại Phát' }, { at: '2026-01-01' })
    await crm.invoices.record(
      { invoiceId: ofOther, customerId: other, number: '9', lines: [{ unitPrice: vnd(1000) }] },
      { at: '2026-01-10' },
    )
    const pays = () => crm.payments.allocate(pay(first, 100, ofOther), { at: '2026-01-20' })
    await expect(pays()).rejects.toMatchObject({ code: 'OTHER_CUSTOMER', details: { customerId: other } })
    await crm.contacts.merge({ ids: [other, another], survivorId: another }, { at: '2026-03-01' })
    await expect(pays()).rejects.toMatchObject({ code: 'OTHER_CUSTOMER', details: { customerId: another } })
    await crm.contacts.merge({ ids: [customerId, another], survivorId: customerId }, { at: '2026-03-02' })
    await pays()
    await balanced(crm)
  })
  it('is carried to its invoice by whoever runs the processes', async () => {
    const crm = await open()
    await crm.send([payment.allocate(pay(first, 1000)), payment.allocate(pay(second, 500, invoice2))], {
      at: '2026-01-20',
    })
    await crm.send([payment.allocate(pay(third, 600, invoice2, payment2))], { at: '2026-01-20' })
    await balanced(crm)
    const { allocations } = await crm.state('payments', payment2)
    expect([...allocations.values()].map(({ status }) => status)).toEqual(['refused'])
  })
})

describe('a payment that bounced', () => {
  it('pays nothing from that day on, nor what it was to pay later', async () => {
    const crm = await open()
    await crm.payments.allocate(pay(first, 600), { at: '2026-01-20' })
    await crm.payments.allocate(pay(second, 600, invoice2), { at: '2026-03-20' })
    await crm.payments.bounce({ paymentId: payment1, reason: 'Séc không bảo chứng' }, { at: '2026-02-10' })
    expect((await typesOf(crm, payment1)).slice(-4)).toEqual([
      ...['Bounced', 'AllocationUndone', 'AllocationUndone', 'BounceCompleted'],
    ])
    expect((await crm.state('invoices', invoice1)).movements.map(({ on }) => on)).toEqual(['2026-01-20', '2026-02-10'])
    expect((await crm.state('invoices', invoice2)).movements.map(({ on }) => on)).toEqual(['2026-03-20', '2026-03-20'])
    await expect(crm.payments.allocate(pay(third, 1))).rejects.toMatchObject({ code: 'PAYMENT_BOUNCED' })
    // said again, it is the same
    await crm.payments.bounce({ paymentId: payment1 }, { at: '2026-02-10' })
    await balanced(crm)
  })
  it('paid and pays the same on every day, wherever its process was when it bounced', async () => {
    /** What is outstanding of the invoice and left of the payment, on each day of three months. */
    const bouncedAfter = async (
      writes: number,
    ): Promise<{ readonly days: readonly string[]; readonly all: boolean }> => {
      const stores = createMemoryStores()
      const before = await openWith(stores, { runProcesses: false })
      await setTheScene(before)
      await before.send([payment.allocate(pay(first, 600)), payment.allocate(pay(second, 300))], { at: '2026-01-20' })
      await before.close()
      let done = 0
      const cut = await openWith(endingAt(stores, writes, true, () => done++))
      await cut.processes.settle().catch(() => undefined)
      await cut.close().catch(() => undefined)
      const sends = await openWith(stores, { runProcesses: false })
      await sends.send([payment.bounce({ paymentId: payment1 })], { at: '2026-02-10' })
      await sends.close()
      const crm = await openWith(stores)
      closing.push(() => crm.close())
      await balanced(crm)
      const [pays, paid] = [await crm.state('payments', payment1), await crm.state('invoices', invoice1)]
      const days = Array.from({ length: 90 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))
      return {
        days: days.map(day => `${day} ${String(outstandingOn(paid, day))} ${String(remainderOn(pays, day))}`),
        all: done < writes,
      }
    }
    const settled = await bouncedAfter(Infinity)
    expect(settled.days).toContain('2026-02-09 100 600')
    expect(settled.days).toContain('2026-02-10 1000 0')
    for (let writes = 1; ; writes++) {
      const { days, all } = await bouncedAfter(writes)
      expect(days, `bounced after ${String(writes)} writes`).toEqual(settled.days)
      if (all) break
    }
  })
  it('has what was under way refused, or undone', async () => {
    const crm = await open()
    await crm.send([payment.allocate(pay(first, 600)), payment.allocate(pay(second, 800, invoice2))], {
      at: '2026-01-20',
    })
    await crm.payments.allocate(pay(third, 700, invoice2, payment2), { at: '2026-01-20' })
    await crm.payments.bounce({ paymentId: payment1 }, { at: '2026-02-10' })
    await balanced(crm)
    expect(await remainder(crm, payment1)).toEqual({ allocations: ['undone', 'refused'], returned: 1 })
  })
})

describe('a credit note', () => {
  it('releases what it credits beyond the outstanding, the latest first', async () => {
    const crm = await open()
    await crm.payments.allocate(pay(first, 500), { at: '2026-01-20' })
    await crm.payments.allocate(pay(second, 400, invoice1, payment2), { at: '2026-02-20' })
    await credit(crm, { invoiceId: invoice1, creditNoteId: creditNote, amount: 700 }, '2026-02-01')
    await balanced(crm)
    expect([...(await crm.state('payments', payment2)).returned.values()]).toEqual([
      { allocationId: second, creditNoteId: creditNote, amount: 400, on: '2026-02-20' },
    ])
    // already on its day a part of what was paid by then has nothing to pay
    expect([...(await crm.state('payments', payment1)).returned.values()]).toEqual([
      { allocationId: first, creditNoteId: creditNote, amount: 200, on: '2026-02-01' },
    ])
    await crm.payments.undoAllocation({ paymentId: payment1, allocationId: first }, { at: '2026-01-25' })
    await crm.payments.bounce({ paymentId: payment2 }, { at: '2026-03-01' })
    await balanced(crm)
    expect((await crm.state('payments', payment1)).returned.get(first)?.amount).toBe(300)
  })
  it('may be for all, also of what an allocation that is undone pays', async () => {
    const crm = await open()
    await crm.payments.allocate(pay(first, 1000), { at: '2026-01-20' })
    await credit(crm, { invoiceId: invoice1, creditNoteId: creditNote }, '2026-02-01')
    // before the payment has heard of it
    await crm.payments.undoAllocation({ paymentId: payment1, allocationId: first }, { at: '2026-01-25' })
    await balanced(crm)
    const { returned } = await crm.state('payments', payment1)
    expect([...returned.values()].map(({ amount }) => amount).sort()).toEqual([0, 1000])
  })
  it('leaves nothing to release where nothing was paid', async () => {
    const crm = await open()
    await credit(crm, { invoiceId: invoice1, creditNoteId: creditNote, amount: 700 }, '2026-02-01')
    await crm.send([invoice.writeOff({ invoiceId: invoice1, writeOffId: first, amount: vnd(300) })], {
      at: '2026-02-05',
    })
    await balanced(crm)
  })
})
