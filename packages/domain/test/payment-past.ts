// A customer who paid, for the tests of payments.
import { did, past, pooled, type History } from '@eventcrm/testkit'
import { contact, invoice, payment, paymentEvents as e, paymentState, type NewEvent } from '../src/index.ts'
import { giveVnd, vnd } from './opportunity-past.ts'

export const paymentId = pooled('payment')
export const [customerId, otherCustomerId] = [pooled('contact', 0), pooled('contact', 1)]
export const invoiceId = pooled('invoice')
export const [one, two] = [pooled('allocation', 0), pooled('allocation', 1)]
export const creditNoteId = pooled('credit note')

export const recorded = {
  personId: customerId,
  customerId,
  amount: vnd(1000),
  method: null,
  reference: null,
  assignment: { ownerId: null, teamId: null, department: null },
  externalIds: [],
  custom: {},
}

/** An invoice of that day, issued with the number it has. */
export const invoiced = (invoiceId: string, customerId: string, on = '2026-01-05', price = giveVnd(5000)): History =>
  did(invoice.record({ invoiceId, customerId, number: '7', lines: [{ unitPrice: price }] }), on)

/** What happened to the payment. */
export const paid = (on: string, ...events: readonly NewEvent[]): History =>
  past(paymentState.of(paymentId), [on, ...events])
export const known: History = world => {
  for (const [n, contactId] of [customerId, otherCustomerId].entries())
    did(contact.register({ contactId, kind: 'organisation', name: `Việt Tiến ${String(n)}` }), '2026-01-01')(world)
  invoiced(invoiceId, customerId)(world)
}
export const received = paid('2026-01-10', e.PaymentReceived({ ...recorded, makesCustomer: false }))
export const made = paid('2026-01-10', e.PaymentMade({ ...recorded, purpose: 'refund' }))

/** An allocation as events say it. */
export const allocation = (allocationId: string, minorUnits: number) => ({
  ...{ allocationId, invoiceId, instalment: null, amount: vnd(minorUnits) },
})
export const requested = (on: string, allocationId: string, minorUnits: number): History =>
  paid(on, e.PaymentAllocationRequested(allocation(allocationId, minorUnits)))
export const allocated = (on: string, allocationId: string, minorUnits: number): History =>
  paid(
    on,
    e.PaymentAllocationRequested(allocation(allocationId, minorUnits)),
    e.PaymentAllocated(allocation(allocationId, minorUnits)),
  )
export const refused = (on: string, allocationId: string): History =>
  paid(on, e.PaymentAllocationRefused({ allocationId, code: 'OUTSTANDING_EXCEEDED' }))
export const undoAsked = (on: string, allocationId: string): History =>
  paid(on, e.PaymentAllocationUndoRequested({ allocationId, invoiceId }))
export const undone = (on: string, allocationId: string, minorUnits: number): History =>
  paid(
    on,
    e.PaymentAllocationUndoRequested({ allocationId, invoiceId }),
    e.PaymentAllocationUndone({ allocationId, invoiceId, amount: vnd(minorUnits) }),
  )
export const released = (on: string, allocationId: string, minorUnits: number): History =>
  paid(on, e.PaymentAllocationReleased({ allocationId, invoiceId, creditNoteId, amount: vnd(minorUnits) }))
export const bounced = (on: string, ...allocationIds: readonly string[]): History =>
  paid(
    on,
    e.PaymentBounced({
      personId: customerId,
      reason: null,
      allocations: allocationIds.map(allocationId => ({ allocationId, invoiceId })),
    }),
  )

/** Has so much of the payment pay the invoice. */
export const allocate = (allocationId: string, minorUnits: number) =>
  payment.allocate({ paymentId, allocationId, invoiceId, amount: giveVnd(minorUnits) })
