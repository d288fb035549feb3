import { did, given, pooled, type History } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contact,
  historyOf,
  invoice,
  mostAllocatedFrom,
  payment,
  paymentEvents as e,
  paymentState,
  remainderOn,
  type Fact,
  type NewEvent,
} from '../src/index.ts'
import { giveUsd, giveVnd, vnd } from './opportunity-past.ts'
import {
  allocate,
  allocated,
  allocation,
  bounced,
  creditNoteId,
  customerId,
  invoiced,
  invoiceId,
  known,
  one,
  otherCustomerId,
  paid,
  paymentId,
  received,
  recorded,
  refused,
  released,
  requested,
  two,
  undoAsked,
  undone,
} from './payment-past.ts'

const here = (...more: readonly History[]) => given(known, received, ...more)
const asks = (allocationId: string, minorUnits: number) =>
  e.PaymentAllocationRequested(allocation(allocationId, minorUnits))

describe('an allocation', () => {
  it('takes a part out of the remainder, on any day from the payment’s on', () => {
    here().when(allocate(one, 1000), '2026-01-10').decides(asks(one, 1000))
    here().when(allocate(one, 10), '2026-01-09').rejected('DATED_TOO_EARLY', { notBefore: '2026-01-10' })
    here(allocated('2026-03-01', one, 600))
      .when(allocate(two, 400), '2026-02-01')
      .decides(asks(two, 400))
  })
  it('names an instalment where it is meant for one', () => {
    here()
      .when(
        payment.allocate({ paymentId, allocationId: one, invoiceId, instalment: 2, amount: giveVnd(10) }),
        '2026-02-01',
      )
      .decides(e.PaymentAllocationRequested({ ...allocation(one, 10), instalment: 2 }))
  })
  it('is refused when some day would have less than nothing left', () => {
    here().when(allocate(one, 1001), '2026-02-01').rejected('MORE_THAN_REMAINDER', { field: 'amount', most: '1000' })
    here(allocated('2026-03-01', one, 600))
      .when(allocate(two, 401), '2026-02-01')
      .rejected('MORE_THAN_REMAINDER', { most: '400' })
    const inBetween = here(allocated('2026-02-01', one, 600), undone('2026-03-01', one, 600))
    inBetween.when(allocate(two, 500), '2026-02-28').rejected('MORE_THAN_REMAINDER', { most: '400' })
    inBetween.when(allocate(two, 500), '2026-03-01').decides(asks(two, 500))
  })
  it('counts while it is under way, and not at all once it was refused', () => {
    here(requested('2026-02-01', one, 600))
      .when(allocate(two, 401), '2026-02-01')
      .rejected('MORE_THAN_REMAINDER')
    here(requested('2026-02-01', one, 600), refused('2026-02-01', one))
      .when(allocate(two, 1000), '2026-02-01')
      .decides(asks(two, 1000))
  })
  it('is asked for once, in the currency of the payment', () => {
    here(requested('2026-02-01', one, 600))
      .when(allocate(one, 600), '2026-02-05')
      .nothing()
    here(requested('2026-02-01', one, 600))
      .when(allocate(one, 500), '2026-02-05')
      .rejected('ALLOCATION_EXISTS')
    here()
      .when(payment.allocate({ paymentId, allocationId: one, invoiceId, amount: giveUsd(1) }), '2026-02-05')
      .rejected('CURRENCY_MISMATCH', { expected: 'VND', currency: 'USD' })
    here().when(allocate(one, 0), '2026-02-05').invalid('amount')
  })
  it('pays an invoice that was issued by then, in its currency', () => {
    const other = pooled('invoice', 1)
    const pay = payment.allocate({ paymentId, allocationId: one, invoiceId: other, amount: giveVnd(10) })
    here().when(pay, '2026-02-05').rejected('INVOICE_UNKNOWN', { field: 'invoiceId', invoiceId: other })
    const later = here(invoiced(other, customerId, '2026-02-06'))
    later.when(pay, '2026-02-05').rejected('NOT_ISSUED', { field: 'invoiceId', on: '2026-02-06' })
    later.when(pay, '2026-02-06').decides(e.PaymentAllocationRequested({ ...allocation(one, 10), invoiceId: other }))
    here(invoiced(other, customerId, '2026-02-01'), did(invoice.cancel({ invoiceId: other }), '2026-02-04'))
      .when(pay, '2026-02-05')
      .rejected('NOT_ISSUED', { status: 'cancelled' })
    here(did(invoice.draft({ invoiceId: other, customerId, lines: [{ unitPrice: giveVnd(10) }] }), '2026-02-01'))
      .when(pay, '2026-02-05')
      .rejected('NOT_ISSUED', { status: 'draft' })
    here(invoiced(other, customerId, '2026-02-01', giveUsd(10)))
      .when(pay, '2026-02-05')
      .rejected('CURRENCY_MISMATCH', { expected: 'USD', currency: 'VND' })
  })
  it('pays an invoice of the same customer, however often the two were merged', () => {
    const [other, another] = [pooled('invoice', 1), pooled('contact', 2)]
    const pay = payment.allocate({ paymentId, allocationId: one, invoiceId: other, amount: giveVnd(10) })
    const ofOther = here(
      did(contact.register({ contactId: another, kind: 'organisation', name: 'Đại Phát' }), '2026-01-01'),
      invoiced(other, otherCustomerId),
    )
    ofOther.when(pay, '2026-02-05').rejected('OTHER_CUSTOMER', { field: 'invoiceId', customerId: otherCustomerId })
    const merged = (n: number, loserId: string, survivorId: string): readonly History[] => {
      const merge = { contactId: survivorId, mergeId: pooled('merge', n) }
      return [
        did(contact.merge({ ...merge, loserIds: [loserId] }), '2026-03-01'),
        did(contact.mergeInto({ contactId: loserId, survivorId, mergeId: merge.mergeId }), '2026-03-01'),
        did(contact.completeMerge(merge), '2026-03-01'),
      ]
    }
    const paysIt = e.PaymentAllocationRequested({ ...allocation(one, 10), invoiceId: other })
    const begun = [
      known,
      received,
      did(contact.register({ contactId: another, kind: 'organisation', name: 'Đại Phát' }), '2026-01-01'),
      invoiced(other, otherCustomerId),
    ]
    // both into a third, one of them through the other: also for a day before that was known
    given(...begun, ...merged(0, customerId, otherCustomerId))
      .when(pay, '2026-02-05')
      .decides(paysIt)
    given(...begun, ...merged(0, otherCustomerId, customerId))
      .when(pay, '2026-02-05')
      .decides(paysIt)
    given(...begun, ...merged(0, customerId, another), ...merged(1, otherCustomerId, another))
      .when(pay, '2026-02-05')
      .decides(paysIt)
    given(...begun, ...merged(0, customerId, another), ...merged(1, another, otherCustomerId))
      .when(pay, '2026-02-05')
      .decides(paysIt)
  })
  it('is told what the invoice said', () => {
    const pending = here(requested('2026-02-01', one, 600))
    const complete = payment.completeAllocation({ paymentId, allocationId: one })
    const refuse = payment.refuseAllocation({ paymentId, allocationId: one, code: 'OUTSTANDING_EXCEEDED' })
    pending.when(complete, '2026-02-01').decides(e.PaymentAllocated(allocation(one, 600)))
    pending
      .when(refuse, '2026-02-01')
      .decides(e.PaymentAllocationRefused({ allocationId: one, code: 'OUTSTANDING_EXCEEDED' }))
    here(allocated('2026-02-01', one, 600))
      .when(complete, '2026-02-01')
      .nothing()
    here(allocated('2026-02-01', one, 600))
      .when(refuse, '2026-02-01')
      .nothing()
    here().when(complete, '2026-02-01').rejected('ALLOCATION_UNKNOWN', { allocationId: one })
    // a credit note released a part of it: so the invoice had taken it
    here(requested('2026-02-01', one, 600), released('2026-02-02', one, 100))
      .when(refuse, '2026-02-01')
      .rejected('ALLOCATION_STANDS')
  })
})

describe('what comes back', () => {
  const undo = payment.undoAllocation({ paymentId, allocationId: one })
  const complete = (minorUnits: number) =>
    payment.completeUndo({ paymentId, allocationId: one, amount: giveVnd(minorUnits) })
  const release = (minorUnits: number) =>
    payment.release({ paymentId, allocationId: one, creditNoteId, amount: giveVnd(minorUnits) })

  it('is undone, not before the day that it paid on', () => {
    const there = here(allocated('2026-02-01', one, 600))
    there.when(undo, '2026-02-01').decides(e.PaymentAllocationUndoRequested({ allocationId: one, invoiceId }))
    there.when(undo, '2026-01-31').rejected('DATED_TOO_EARLY', { notBefore: '2026-02-01' })
    here(requested('2026-02-01', one, 600))
      .when(undo, '2026-02-01')
      .rejected('ALLOCATION_PENDING')
    here(undone('2026-02-01', one, 0))
      .when(undo, '2026-02-01')
      .rejected('ALLOCATION_UNKNOWN')
    here(allocated('2026-02-01', one, 600), undone('2026-02-02', one, 600))
      .when(undo, '2026-02-03')
      .nothing()
  })
  it('is as much as the invoice says was left', () => {
    const asked = here(allocated('2026-02-01', one, 600), undoAsked('2026-02-03', one))
    asked
      .when(complete(450), '2026-02-03')
      .decides(e.PaymentAllocationUndone({ allocationId: one, invoiceId, amount: vnd(450) }))
    asked.when(complete(601), '2026-02-03').rejected('MORE_THAN_ALLOCATED')
    here(allocated('2026-02-01', one, 600))
      .when(complete(600), '2026-02-03')
      .rejected('ALLOCATION_STANDS')
  })
  it('is what a credit note released, once', () => {
    here(allocated('2026-02-01', one, 600))
      .when(release(200), '2026-02-05')
      .decides(e.PaymentAllocationReleased({ allocationId: one, invoiceId, creditNoteId, amount: vnd(200) }))
    here(allocated('2026-02-01', one, 600))
      .when(release(200), '2026-01-20')
      .rejected('DATED_TOO_EARLY', {
        notBefore: '2026-02-01',
      })
    here(allocated('2026-02-01', one, 600), released('2026-02-05', one, 200))
      .when(release(200), '2026-02-05')
      .nothing()
    here(allocated('2026-02-01', one, 600))
      .when(release(601), '2026-02-05')
      .rejected('MORE_THAN_ALLOCATED')
  })
  it('is nothing of an allocation that was refused', () => {
    here(requested('2026-02-01', one, 600), refused('2026-02-01', one))
      .when(release(1), '2026-02-05')
      .rejected('MORE_THAN_ALLOCATED')
  })
  it('of a credit note is complete once', () => {
    const done = payment.completeRelease({ paymentId, invoiceId, creditNoteId })
    here(allocated('2026-02-01', one, 600))
      .when(done, '2026-02-05')
      .decides(e.PaymentReleaseCompleted({ invoiceId, creditNoteId }))
    here(allocated('2026-02-01', one, 600), paid('2026-02-05', e.PaymentReleaseCompleted({ invoiceId, creditNoteId })))
      .when(done, '2026-02-05')
      .nothing()
  })
})

describe('a bounce', () => {
  const bounce = payment.bounce({ paymentId, reason: 'Séc không bảo chứng' })
  it('names what it undoes, also what pays only later', () => {
    const bounces = (...allocationIds: string[]) =>
      e.PaymentBounced({
        personId: customerId,
        reason: 'Séc không bảo chứng',
        allocations: allocationIds.map(id => ({ allocationId: id, invoiceId })),
      })
    here().when(bounce, '2026-02-01').decides(bounces())
    here(allocated('2026-03-01', one, 600), requested('2026-01-20', two, 100))
      .when(bounce, '2026-02-01')
      .decides(bounces(one))
    here(bounced('2026-02-01')).when(payment.bounce({ paymentId }), '2026-02-01').nothing()
    here(bounced('2026-02-01')).when(bounce, '2026-02-01').rejected('PAYMENT_BOUNCED')
  })
  it('is not dated before something came back', () => {
    here(allocated('2026-02-01', one, 600), undone('2026-03-01', one, 600))
      .when(bounce, '2026-02-15')
      .rejected('DATED_TOO_EARLY', { notBefore: '2026-03-01' })
    here(allocated('2026-02-01', one, 600), undoAsked('2026-03-01', one))
      .when(bounce, '2026-02-15')
      .rejected('DATED_TOO_EARLY', { notBefore: '2026-03-01' })
    here(allocated('2026-02-01', one, 600), undoAsked('2026-03-01', one))
      .when(bounce, '2026-03-01')
      .decides(e.PaymentBounced({ personId: customerId, reason: 'Séc không bảo chứng', allocations: [] }))
  })
  it('has what was under way then undone too', () => {
    const there = here(requested('2026-02-01', one, 600), bounced('2026-02-03'))
    const complete = payment.completeAllocation({ paymentId, allocationId: one })
    // until the bounce it paid its invoice
    there.when(complete, '2026-02-01').rejected('DATED_TOO_EARLY', { notBefore: '2026-02-03' })
    there
      .when(complete, '2026-02-03')
      .decides(
        e.PaymentAllocated(allocation(one, 600)),
        e.PaymentAllocationUndoRequested({ allocationId: one, invoiceId }),
      )
  })
  it('undoes each part, and is complete', () => {
    const there = here(allocated('2026-02-01', one, 600), bounced('2026-02-03', one))
    there
      .when(payment.completeUndo({ paymentId, allocationId: one, amount: giveVnd(600) }), '2026-02-03')
      .decides(e.PaymentAllocationUndone({ allocationId: one, invoiceId, amount: vnd(600) }))
    // what it undoes is undone by it
    there.when(payment.undoAllocation({ paymentId, allocationId: one }), '2026-02-04').nothing()
    there.when(payment.completeBounce({ paymentId }), '2026-02-03').decides(e.PaymentBounceCompleted({}))
    here().when(payment.completeBounce({ paymentId }), '2026-02-03').rejected('PAYMENT_NOT_BOUNCED')
  })
})

describe('the remainder', () => {
  const days = Array.from({ length: 12 }, (_, n) => `2026-01-${String(n + 10)}`)
  const part = fc.record({
    on: fc.nat(8),
    amount: fc.integer({ min: 1, max: 300 }),
    status: fc.constantFrom('requested', 'allocated', 'refused', 'undone'),
    later: fc.nat(3),
    released: fc.nat(50),
  })
  it('is on every day what came in less what pays invoices then', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.option(fc.nat(11)), (parts, bouncedAt) => {
        const facts: Fact[] = []
        const add = (n: number, event: NewEvent) => facts.push({ ...event, occurredOn: days[n] ?? '' })
        add(0, e.PaymentReceived({ ...recorded, makesCustomer: false, amount: vnd(5000) }))
        const expected: number[] = days.map((_, n) => (bouncedAt !== null && n >= bouncedAt ? 0 : 5000))
        const pays = (from: number, amount: number) => {
          for (let n = from; n < days.length; n++) expected[n] = (expected[n] ?? 0) - amount
        }
        for (const [i, { on, amount, status, later, released }] of parts.entries()) {
          const allocationId = `a${String(i)}`
          const back = Math.min(released, amount)
          add(on, e.PaymentAllocationRequested(allocation(allocationId, amount)))
          if (status === 'refused') add(on, e.PaymentAllocationRefused({ allocationId, code: 'NO' }))
          if (status === 'refused') continue
          pays(on, amount)
          if (status === 'requested') continue
          add(on, e.PaymentAllocated(allocation(allocationId, amount)))
          if (back > 0)
            add(on + 1, e.PaymentAllocationReleased({ allocationId, invoiceId, creditNoteId, amount: vnd(back) }))
          pays(on + 1, -back)
          if (status === 'allocated') continue
          add(on + later, e.PaymentAllocationUndone({ allocationId, invoiceId, amount: vnd(amount - back) }))
          pays(on + later, back - amount)
        }
        if (bouncedAt !== null) add(bouncedAt, e.PaymentBounced({ personId: customerId, reason: null, allocations: [] }))
        const state = historyOf(paymentState).with(facts).current
        expect(days.map(day => remainderOn(state, day))).toEqual(expected.map(BigInt))
        const counted: readonly number[] = days.map((_, n) => (bouncedAt !== null && n >= bouncedAt ? 0 : 5000))
        for (const [n, day] of days.entries())
          expect(mostAllocatedFrom(state, day)).toBe(
            BigInt(Math.max(...days.slice(n).map((_, m) => (counted[n + m] ?? 0) - (expected[n + m] ?? 0)))),
          )
        expect(remainderOn(state, '2026-01-09')).toBe(0n)
      }),
    )
  })
})
