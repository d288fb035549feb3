// An invoice, and what may happen to it: what the tests of invoices share.
import { did, pooled, type History } from '../../testkit/src/index.ts'
import { contact, invoice, type InputsOf } from '../src/index.ts'

export const invoiceId = pooled('invoice')
export const customerId = pooled('contact')
export const managerId = pooled('staff member')
export const payment = (n: number) => pooled('payment', n)
export const allocation = (n: number) => pooled('allocation', n)
export const creditNote = (n: number) => pooled('credit note', n)
export const writeOff = (n: number) => pooled('write-off', n)
export const vnd = (amount: number) => ({ amount, currency: 'VND' })

export const customer: History = did(
  contact.register({ contactId: customerId, kind: 'organisation', name: 'Việt Tiến' }),
  '2026-01-01',
)

type Draft = InputsOf<typeof invoice>['draft']
/** 1,100 with 10 % tax, due on its date unless told otherwise. */
export const draft = (other: Partial<Draft> = {}): Draft => ({
  invoiceId,
  customerId,
  lines: [{ description: 'Máy in', unitPrice: vnd(1000), taxRate: 10 }],
  ...other,
})

export const drafted = (other: Partial<Draft> = {}, on = '2026-01-05') => did(invoice.draft(draft(other)), on)
export const issued = (on = '2026-01-10', number = 1): readonly History[] => [
  did(invoice.issue({ invoiceId }), on),
  did(invoice.completeIssue({ invoiceId, number }), on),
]
export const allocated = (n: number, amount: number, on: string): History =>
  did(invoice.allocate({ invoiceId, allocationId: allocation(n), paymentId: payment(n), amount: vnd(amount) }), on)
export const undone = (n: number, on: string): History =>
  did(invoice.undoAllocation({ invoiceId, allocationId: allocation(n) }), on)
export const credited = (n: number, amount: number, on: string, number = n): readonly History[] => [
  did(invoice.credit({ invoiceId, creditNoteId: creditNote(n), amount: vnd(amount) }), on),
  did(invoice.completeCredit({ invoiceId, creditNoteId: creditNote(n), number }), on),
]
export const writtenOff = (n: number, amount: number, on: string): History =>
  did(invoice.writeOff({ invoiceId, writeOffId: writeOff(n), amount: vnd(amount) }), on)
