import { madeCustomerWords, type MakesCustomer } from '../contact/made-customer.ts'
import {
  addPart,
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
import type { Personal } from '../kernel/personal.ts'
import { defineState } from '../kernel/state.ts'
import type { Words } from '../kernel/words.ts'
import { paymentEvents } from './events.ts'

type Received = DataOf<typeof paymentEvents.PaymentReceived>
type Made = DataOf<typeof paymentEvents.PaymentMade>
export type PaymentPurpose = Made['purpose']

/** A part of a payment that pays an invoice. */
export interface PaymentAllocation {
  readonly invoiceId: string
  readonly instalment: number | null
  /** Minor units of the payment's currency. */
  readonly amount: number
  /** It is out of the remainder from this day on, unless it is refused. */
  readonly on: Day
  /** Asked for, there, not taken by the invoice, about to be undone, or undone. */
  readonly status: 'requested' | 'allocated' | 'refused' | 'undoing' | 'undone'
}

/** What is in the remainder again, from a day on. */
export interface AmountReturned {
  readonly allocationId: string
  /** The credit note that released it; null where the allocation was undone. */
  readonly creditNoteId: string | null
  /** Minor units of the payment's currency. */
  readonly amount: number
  readonly on: Day
}

/** Money that came in or was paid out. */
export interface PaymentState extends Dated, MakesCustomer {
  readonly status: 'unknown' | 'received' | 'made'
  /** What it was recorded with, to tell the same sent again from another one under its id. */
  readonly recorded: Received | Made | null
  readonly customerId: string | null
  readonly amount: StoredMoney
  /** Null unless it bounced: from that day on it counts nothing. */
  readonly bounce: {
    readonly on: Day
    readonly reason: Personal<string> | null
    /** The allocations that it undoes. */
    readonly allocations: readonly { readonly allocationId: string; readonly invoiceId: string }[]
  } | null
  readonly bounceCompleted: boolean
  /** By their ids. They add up and set nothing of each other, so each may be dated on any day from the payment's on. */
  readonly allocations: Parts<PaymentAllocation>
  /** By allocation, and credit note where one released it. */
  readonly returned: Parts<AmountReturned>
  /** The credit notes of which every payment has what they released, of those that told this payment so. */
  readonly released: Parts<{ readonly invoiceId: string; readonly creditNoteId: string }>
}

/** The most allocations of a payment, counted with those refused and undone. */
const mostAllocations = 1000
/** Of each allocation every credit note of its invoice may release something, and what is left may be undone. */
const mostReleased = mostAllocations * 100

const initialState: PaymentState = {
  ...unopened,
  status: 'unknown',
  recorded: null,
  madeCustomer: null,
  customerId: null,
  amount: { minorUnits: 0, currency: '' },
  bounce: null,
  bounceCompleted: false,
  allocations: noParts(),
  returned: noParts(),
  released: noParts(),
}

const allocation: Words = { en: 'allocation', vi: 'khoản phân bổ' }
const returned: Words = { en: 'amount returned to the remainder', vi: 'số tiền trở lại phần còn dư' }
const released: Words = { en: 'release by a credit note', vi: 'phần được hóa đơn điều chỉnh giảm giải phóng' }
const bounce: Words = { en: 'bounce', vi: 'việc khoản thu bị trả lại' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<PaymentState> = {
  status: { en: 'payment', vi: 'khoản thanh toán' },
  recorded: { en: 'payment', vi: 'khoản thanh toán' },
  madeCustomer: madeCustomerWords,
  customerId: { en: 'customer', vi: 'khách hàng' },
  amount: { en: 'amount', vi: 'số tiền' },
  bounce,
  bounceCompleted: bounce,
  'allocations.invoiceId': allocation,
  'allocations.instalment': allocation,
  'allocations.amount': allocation,
  'allocations.on': allocation,
  'allocations.status': allocation,
  'returned.allocationId': returned,
  'returned.creditNoteId': returned,
  'returned.amount': returned,
  'returned.on': returned,
  'released.invoiceId': released,
  'released.creditNoteId': released,
}

const recordedAs = (
  status: 'received' | 'made',
  state: PaymentState,
  recorded: Received | Made,
  on: Occurrence,
): PaymentState => {
  const { customerId, amount } = recorded
  return set(state, on, { status, recorded, customerId, amount })
}

/** What a credit note is known by among those of all invoices. */
export const creditNoteKey = ({
  invoiceId,
  creditNoteId,
}: {
  readonly invoiceId: string
  readonly creditNoteId: string
}) => `${invoiceId}/${creditNoteId}`

export const paymentState = defineState({
  category: 'payment',
  idField: 'paymentId',
  events: paymentEvents,
  initialState,
  personOf: ({ recorded }) => recorded?.personId ?? null,
  fieldWords,
  bounds: { allocations: mostAllocations, returned: mostReleased + mostAllocations, released: mostReleased },
  evolve: {
    PaymentReceived: (s, e, on) =>
      set(recordedAs('received', s, e, on), on, { madeCustomer: e.makesCustomer ? 'asked' : null }),
    PaymentMadeCustomer: (s, _, on) => set(s, on, { madeCustomer: 'made' }),
    PaymentCustomerRefused: (s, _, on) => set(s, on, { madeCustomer: 'refused' }),
    PaymentMade: (s, e, on) => recordedAs('made', s, e, on),
    PaymentAllocationRequested: (s, { allocationId, invoiceId, instalment, amount }, on) =>
      addPart(s, on, 'allocations', allocationId, {
        ...{ invoiceId, instalment, amount: amount.minorUnits, on: on.day, status: 'requested' },
      }),
    PaymentAllocated: (s, e, on) => setPart(s, on, 'allocations', e.allocationId, { status: 'allocated' }),
    PaymentAllocationRefused: (s, e, on) => setPart(s, on, 'allocations', e.allocationId, { status: 'refused' }),
    PaymentAllocationUndoRequested: (s, e, on) => setPart(s, on, 'allocations', e.allocationId, { status: 'undoing' }),
    PaymentAllocationUndone: (s, { allocationId, amount }, on) =>
      addPart(setPart(s, on, 'allocations', allocationId, { status: 'undone' }), on, 'returned', allocationId, {
        ...{ allocationId, creditNoteId: null, amount: amount.minorUnits, on: on.day },
      }),
    PaymentAllocationReleased: (s, { allocationId, creditNoteId, amount }, on) =>
      addPart(s, on, 'returned', `${allocationId}/${creditNoteId}`, {
        ...{ allocationId, creditNoteId, amount: amount.minorUnits, on: on.day },
      }),
    PaymentReleaseCompleted: (s, e, on) => addPart(s, on, 'released', creditNoteKey(e), e),
    PaymentBounced: (s, { reason, allocations }, on) => set(s, on, { bounce: { on: on.day, reason, allocations } }),
    PaymentBounceCompleted: (s, _, on) => set(s, on, { bounceCompleted: true }),
  },
})
