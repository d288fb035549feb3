import { madeCustomerWords, type MakesCustomer } from '../contact/made-customer.ts'
import {
  addPart,
  addUp,
  set,
  setPart,
  unopened,
  type Dated,
  type Day,
  type FieldWords,
  type Occurrence,
} from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import type { StoredMoney } from '../kernel/money.ts'
import { noParts, type Parts } from '../kernel/parts.ts'
import { defineState } from '../kernel/state.ts'
import { invoiceEvents } from './events.ts'
import { compareMovements } from './movement-order.ts'

type Data<Type extends keyof typeof invoiceEvents> = DataOf<(typeof invoiceEvents)[Type]>

/** What an invoice says, as drafted. */
export type InvoiceContent = Readonly<Data<'InvoiceDrafted'>>
export type InvoiceLine = Readonly<InvoiceContent['lines'][number]>
export type InvoiceBuyer = Readonly<NonNullable<InvoiceContent['buyer']>>
export type IssuedInvoice = Readonly<Data<'InvoiceIssued'>>
type CreditRequested = Data<'InvoiceCreditRequested'>

/** What covers an issued invoice from a day on: paid, credited or written off; less than 0 where that is undone. */
export interface InvoiceMovement {
  readonly kind: 'allocation' | 'allocationUndone' | 'credit' | 'release' | 'writeOff' | 'writeOffUndone'
  /** The day from which it counts: not before what it undoes. */
  readonly on: Day
  /** The day of its event. */
  readonly dated: Day
  /** The allocation, credit note or write-off. */
  readonly id: string
  /** In minor units of the invoice's currency. */
  readonly amount: number
  readonly paymentId: string | null
  readonly instalment: number | null
}

/** A credit note: asked for, and numbered once its process has carried it out. */
export type InvoiceCreditNote = Readonly<Omit<CreditRequested, 'creditNoteId'>> & {
  /** Null while it waits for its number. */
  readonly number: string | null
}

/** What a customer is to pay. Personal values are there to tell whether a command would change them. */
export interface InvoiceState extends Dated, MakesCustomer {
  readonly status: 'unknown' | 'draft' | 'discarded' | 'ready' | 'issued' | 'cancelled'
  /** What it was drafted with, to tell the same draft sent again from another one under its id. */
  readonly drafted: InvoiceContent | null
  readonly content: InvoiceContent | null
  /** How often the draft was changed. */
  readonly changes: number
  /** The number that it waits for; null before. */
  readonly request: Readonly<Data<'InvoiceReadyToIssue'>> | null
  readonly issued: IssuedInvoice | null
  readonly cancelledOn: Day | null
  /** In the order in which they count, of equals the one recorded first. They add up and set no field, so that each may be dated on any day. */
  readonly movements: readonly InvoiceMovement[]
  readonly creditNotes: Parts<InvoiceCreditNote>
  /** Episodes that were raised, by instalment and first day. */
  readonly overdue: Parts<{ readonly instalment: number; readonly on: Day }>
}

/** More than people read on an invoice, pay it by or take back of it, and few enough for each decision to go through. */
export const mostChanges = 1000
export const mostLines = 500
export const mostInstalments = 60
export const mostMovements = 1000
const mostCreditNotes = 100
const mostOverdue = 5000

const initialState: InvoiceState = {
  ...unopened,
  status: 'unknown',
  drafted: null,
  content: null,
  changes: 0,
  request: null,
  issued: null,
  madeCustomer: null,
  cancelledOn: null,
  movements: [],
  creditNotes: noParts(),
  overdue: noParts(),
}

/** The movements with one more, behind those that are not after it. */
const withMovement = (movements: readonly InvoiceMovement[], more: InvoiceMovement): readonly InvoiceMovement[] =>
  movements.toSpliced(movements.findLastIndex(one => compareMovements(one, more) <= 0) + 1, 0, more)

type Moved = Pick<InvoiceMovement, 'kind' | 'id'> & {
  readonly money: StoredMoney
  readonly on?: Day
  readonly paymentId?: string
  readonly instalment?: number | null
}
const moved = (s: InvoiceState, { day }: Occurrence, { money, on = day, ...movement }: Moved): InvoiceState => {
  const sign = movement.kind === 'allocation' || movement.kind === 'credit' || movement.kind === 'writeOff' ? 1 : -1
  const amount = sign * money.minorUnits
  const more = { paymentId: null, instalment: null, ...movement, on, dated: day, amount }
  return addUp(s, { movements: withMovement(s.movements, more) })
}

export const overdueKey = (instalment: number, on: Day): string => `${String(instalment)}/${on}`

const status = { en: 'status', vi: 'tình trạng' }
const draft = { en: 'draft', vi: 'bản nháp' }
const creditNote = { en: 'credit note', vi: 'hóa đơn điều chỉnh giảm' }
const overdue = { en: 'overdue instalment', vi: 'kỳ thanh toán quá hạn' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<InvoiceState> = {
  status,
  drafted: draft,
  content: draft,
  changes: draft,
  request: { en: 'request for a number', vi: 'việc chờ cấp số' },
  madeCustomer: madeCustomerWords,
  issued: { en: 'issuing', vi: 'việc phát hành' },
  cancelledOn: { en: 'cancellation', vi: 'việc hủy hóa đơn' },
  movements: { en: 'payment', vi: 'việc thanh toán' },
  'creditNotes.amount': creditNote,
  'creditNotes.tax': creditNote,
  'creditNotes.personId': creditNote,
  'creditNotes.reason': creditNote,
  'creditNotes.seriesId': creditNote,
  'creditNotes.symbol': creditNote,
  'creditNotes.year': creditNote,
  'creditNotes.on': creditNote,
  'creditNotes.released': creditNote,
  'creditNotes.number': creditNote,
  'overdue.instalment': overdue,
  'overdue.on': overdue,
}

export const invoiceState = defineState({
  category: 'invoice',
  idField: 'invoiceId',
  events: invoiceEvents,
  initialState,
  fieldWords,
  bounds: { creditNotes: mostCreditNotes, overdue: mostOverdue },
  personOf: ({ content }) => content?.personId ?? null,
  evolve: {
    InvoiceDrafted: (s, e, on) => set(s, on, { status: 'draft', drafted: e, content: e }),
    InvoiceDraftChanged: (s, e, on) => set(s, on, { content: e, changes: s.changes + 1 }),
    InvoiceDraftDiscarded: (s, _, on) => set(s, on, { status: 'discarded' }),
    InvoiceReadyToIssue: (s, e, on) => set(s, on, { status: 'ready', request: e }),
    InvoiceIssued: (s, e, on) =>
      set(s, on, { status: 'issued', issued: e, madeCustomer: e.makesCustomer ? 'asked' : null }),
    InvoiceMadeCustomer: (s, _, on) => set(s, on, { madeCustomer: 'made' }),
    InvoiceCustomerRefused: (s, _, on) => set(s, on, { madeCustomer: 'refused' }),
    InvoicePaymentAllocated: (s, { allocationId: id, paymentId, instalment, amount: money }, on) =>
      moved(s, on, { kind: 'allocation', id, paymentId, instalment, money }),
    InvoiceAllocationUndone: (s, { allocationId: id, paymentId, amount: money, on: from }, on) =>
      moved(s, on, { kind: 'allocationUndone', id, paymentId, money, on: from }),
    InvoiceCreditRequested: (s, { creditNoteId, ...asked }, on) =>
      addPart(s, on, 'creditNotes', creditNoteId, { ...asked, number: null }),
    InvoiceCredited: (s, { creditNoteId: id, number, amount: money, released }, on) =>
      released.reduce(
        (state, { allocationId, paymentId, amount, on: from }) =>
          moved(state, on, { kind: 'release', id: allocationId, paymentId, money: amount, on: from }),
        moved(setPart(s, on, 'creditNotes', id, { number }), on, { kind: 'credit', id, money }),
      ),
    InvoiceWrittenOff: (s, { writeOffId: id, amount: money }, on) => moved(s, on, { kind: 'writeOff', id, money }),
    InvoiceWriteOffUndone: (s, { writeOffId: id, amount: money, on: from }, on) =>
      moved(s, on, { kind: 'writeOffUndone', id, money, on: from }),
    InvoiceCancelled: (s, _, on) => set(s, on, { status: 'cancelled', cancelledOn: on.day }),
    InvoiceOverdue: (s, { instalment, on: first }, on) =>
      addPart(s, on, 'overdue', overdueKey(instalment, first), { instalment, on: first }),
  },
})

/** The rejections of what names an invoice. */
export const invoiceRejections = {
  INVOICE_UNKNOWN: { en: 'There is no such invoice', vi: 'Không có hóa đơn này' },
} as const
