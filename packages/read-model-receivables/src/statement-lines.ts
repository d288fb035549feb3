// What a statement of account is made of: what a customer owes more or less since a day.
import type { Day } from '@eventcrm/domain'
import type { InvoiceDocument } from './invoices.ts'
import type { PaymentDocument } from './payments.ts'

export type StatementKind =
  'invoice' | 'creditNote' | 'writeOff' | 'writeOffUndone' | 'cancellation' | 'payment' | 'bounce' | 'paidOut'

/** An invoice that a payment pays. */
export interface PaidInvoice {
  readonly invoiceId: string
  readonly symbol: string | null
  readonly number: string | null
}

/** A line, in minor units. */
export interface Line {
  readonly day: Day
  readonly position: string
  readonly kind: StatementKind
  /** The invoice or payment. */
  readonly id: string
  /** Of the series of the number; null none. */
  readonly symbol: string | null
  /** Of an invoice or credit note. */
  readonly number: string | null
  readonly reference: string | null
  /** How a payment was made; null not said. */
  readonly method: string | null
  /** What a payment pays. */
  readonly pays: readonly PaidInvoice[]
  readonly currency: string
  /** What the customer owes more; less where it is less than 0. */
  readonly amount: number
}

/** The lines of an invoice: what parts of payments pay is none, since the payments are. */
export const linesOfInvoice = (document: InvoiceDocument): readonly Line[] => {
  const { invoiceId, symbol, number, currency, total, issuedOn, issuedAt, cancelledOn, cancelledAt, movements } =
    document
  if (issuedOn === null || issuedAt === null) return []
  const line = { id: invoiceId, symbol, number, reference: null, method: null, pays: [], currency }
  return [
    { ...line, kind: 'invoice', day: issuedOn, position: issuedAt, amount: total },
    ...movements.flatMap(
      ({ kind, on: day, position, amount, symbol: seriesOfNote, number: ofNote }): readonly Line[] =>
        kind === 'credit'
          ? [{ ...line, kind: 'creditNote', symbol: seriesOfNote, number: ofNote, day, position, amount: -amount }]
          : kind === 'writeOff' || kind === 'writeOffUndone'
            ? [{ ...line, kind, day, position, amount: -amount }]
            : [],
    ),
    ...(cancelledOn === null || cancelledAt === null
      ? []
      : [{ ...line, kind: 'cancellation', day: cancelledOn, position: cancelledAt, amount: -total } as const]),
  ]
}

/**
 * The lines of a payment: it lessens what is owed whether it pays invoices or not.
 * @param pays what it pays
 */
export const linesOfPayment = (document: PaymentDocument, pays: readonly PaidInvoice[]): readonly Line[] => {
  const { paymentId, kind, reference, method, currency, amount, paidOn, paidAt, bouncedOn, bouncedAt } = document
  const line = { id: paymentId, symbol: null, number: null, reference, method, pays: [], currency }
  if (kind === 'made') return [{ ...line, kind: 'paidOut', day: paidOn, position: paidAt, amount }]
  return [
    { ...line, kind: 'payment', pays, day: paidOn, position: paidAt, amount: -amount },
    ...(bouncedOn === null || bouncedAt === null
      ? []
      : [{ ...line, kind: 'bounce', day: bouncedOn, position: bouncedAt, amount } as const]),
  ]
}
