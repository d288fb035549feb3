import { z } from 'zod'
import { standing, standingFor, type Standing } from '../contact/standing.ts'
import type { ContactState } from '../contact/state.ts'
import { invoiceState, type InvoiceState } from '../invoice/state.ts'
import { same } from '../kernel/change.ts'
import type { Rejection } from '../kernel/command.ts'
import type { Day } from '../kernel/dated.ts'
import { moneyGiven, showMoney, type StoredMoney } from '../kernel/money.ts'
import type { Reference } from '../kernel/reference.ts'
import { id } from '../kernel/values.ts'
import { paymentEvents as events } from './events.ts'
import { leftOf, mostAllocatedFrom } from './remainder.ts'
import { allocationId, command, invoiceId, otherCurrency, paymentId, reject, someMoney, tooEarly } from './rules.ts'
import { creditNoteKey, type PaymentAllocation, type PaymentState } from './state.ts'

const code = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,59}$/)
  .describe('Why not: the code of a rejection')
const creditNoteId = id('credit note')

const unknown = (allocationId: string) => reject('ALLOCATION_UNKNOWN', { field: 'allocationId', allocationId })

/** What an event says of an allocation. */
const described = (
  state: PaymentState,
  allocationId: string,
  { invoiceId, instalment, amount }: PaymentAllocation,
) => ({
  ...{ allocationId, invoiceId, instalment, amount: { minorUnits: amount, currency: state.amount.currency } },
})

/** Why a payment pays nothing from a day on. */
export const notSpendable = ({ status, bounce }: PaymentState, paymentId: string) => {
  if (status === 'made') return reject('PAYMENT_PAID_OUT', { field: 'paymentId', paymentId })
  return bounce ? reject('PAYMENT_BOUNCED', { field: 'paymentId', paymentId, on: bounce.on }) : undefined
}

type InvoiceThere = { readonly invoice: Reference<InvoiceState> } & Standing
/** The invoice, and who its customer and that of the payment are by now. */
const invoiceThere = (invoiceId: string, { customerId }: PaymentState): InvoiceThere => ({
  invoice: { ...invoiceState.of(invoiceId), leadsTo: ({ content }) => standing(content?.customerId) },
  ...standing(customerId),
})

/** Why a payment can't pay that invoice on that day. */
const notPayable = (
  { invoiceId, amount }: { readonly invoiceId: string; readonly amount: StoredMoney },
  { customerId }: PaymentState,
  there: { readonly invoice: InvoiceState } & Readonly<Record<`contact/${string}`, ContactState>>,
  day: Day,
): Rejection | undefined => {
  const { status, issued, content } = there.invoice
  if (status === 'unknown') return reject('INVOICE_UNKNOWN', { field: 'invoiceId', invoiceId })
  // one that begins later counts as on its first day, on which it may have been issued
  if (status !== 'issued' || !issued || day < issued.on)
    return reject('NOT_ISSUED', { field: 'invoiceId', invoiceId, status, on: issued?.on })
  const whose = standingFor(there, content?.customerId ?? '')
  if (standingFor(there, customerId ?? '') !== whose)
    return reject('OTHER_CUSTOMER', { field: 'invoiceId', invoiceId, customerId: whose })
  return otherCurrency(issued.currency, amount)
}

/**
 * What of a payment pays which invoice. A request takes a part out of the remainder; a process has the invoice take it, and tells the
 * payment what came of that.
 */
export const allocationCommands = {
  allocate: command({
    describe:
      'Has a part of the remainder pay an invoice: up to its outstanding, on any day from the payment’s on. One that the invoice refused stays refused: another try takes an id of its own',
    rejects: [
      'ALLOCATION_EXISTS',
      'CURRENCY_MISMATCH',
      'INVOICE_UNKNOWN',
      'MORE_THAN_REMAINDER',
      'NOT_ISSUED',
      'OTHER_CUSTOMER',
      'PAYMENT_BOUNCED',
      'PAYMENT_PAID_OUT',
    ],
    schema: z.strictObject({
      paymentId,
      allocationId,
      invoiceId,
      instalment: z
        .int()
        .min(1)
        .max(60)
        .optional()
        .describe('Instalment that it is meant for, from 1; what is paid covers the first due whichever it names'),
      amount: someMoney.describe('How much, in the currency of both'),
    }),
    context: ({ invoiceId }, state) => invoiceThere(invoiceId, state),
    decide: ({ paymentId, allocationId, invoiceId, instalment = null, amount }, state, there, day) => {
      const before = state.allocations.get(allocationId)
      if (before)
        return same(described(state, allocationId, before), { allocationId, invoiceId, instalment, amount })
          ? []
          : reject('ALLOCATION_EXISTS', { field: 'allocationId', allocationId })
      const refused =
        notSpendable(state, paymentId) ??
        otherCurrency(state.amount.currency, amount) ??
        notPayable({ invoiceId, amount }, state, there, day)
      if (refused) return refused
      const remainder = BigInt(state.amount.minorUnits) - mostAllocatedFrom(state, day)
      if (BigInt(amount.minorUnits) > remainder) {
        const { currency } = state.amount
        const { amount: most } = showMoney({ minorUnits: remainder, currency })
        return reject('MORE_THAN_REMAINDER', { field: 'amount', most, currency })
      }
      return [events.PaymentAllocationRequested({ allocationId, invoiceId, instalment, amount })]
    },
  }),

  completeAllocation: command({
    describe: 'States that an invoice took a part; the process that asked it says so, and nobody else needs to',
    rejects: ['ALLOCATION_UNKNOWN'],
    schema: z.strictObject({ paymentId, allocationId }),
    // what its bounce undoes it undoes as of the bounce, whether the invoice had told of it by then or not
    dependsOn: (_, { bounce }) => (bounce ? ['bounce'] : []),
    decide: ({ allocationId }, state) => {
      const there = state.allocations.get(allocationId)
      if (!there) return unknown(allocationId)
      if (there.status !== 'requested') return []
      return [
        events.PaymentAllocated(described(state, allocationId, there)),
        // its bounce has undone those that stood then
        ...(state.bounce ? [events.PaymentAllocationUndoRequested({ allocationId, invoiceId: there.invoiceId })] : []),
      ]
    },
  }),

  refuseAllocation: command({
    describe: 'States that an invoice did not take a part; the process that asked it says so, and nobody else needs to',
    rejects: ['ALLOCATION_STANDS', 'ALLOCATION_UNKNOWN'],
    schema: z.strictObject({ paymentId, allocationId, code }),
    decide: ({ allocationId, code }, state) => {
      const there = state.allocations.get(allocationId)
      if (!there) return unknown(allocationId)
      // what a credit note released had been taken
      if (there.status === 'requested' && leftOf(state, allocationId) < there.amount)
        return reject('ALLOCATION_STANDS', { field: 'allocationId', allocationId })
      return there.status === 'requested' ? [events.PaymentAllocationRefused({ allocationId, code })] : []
    },
  }),

  undoAllocation: command({
    describe: 'Has a part pay its invoice no longer: it is in the remainder again, not before the day that it paid on',
    rejects: ['ALLOCATION_PENDING', 'ALLOCATION_UNKNOWN'],
    schema: z.strictObject({ paymentId, allocationId }),
    decide: ({ allocationId }, { allocations, bounce }) => {
      const there = allocations.get(allocationId)
      if (!there) return unknown(allocationId)
      if (there.status === 'requested') return reject('ALLOCATION_PENDING', { field: 'allocationId', allocationId })
      if (there.status !== 'allocated' || bounce) return []
      return [events.PaymentAllocationUndoRequested({ allocationId, invoiceId: there.invoiceId })]
    },
  }),

  completeUndo: command({
    describe:
      'States that a part pays its invoice no longer; the process that asked it says so, and nobody else needs to',
    rejects: ['ALLOCATION_STANDS', 'ALLOCATION_UNKNOWN', 'MORE_THAN_ALLOCATED', 'CURRENCY_MISMATCH'],
    schema: z.strictObject({
      paymentId,
      allocationId,
      amount: moneyGiven.optional().describe('What was left of it, as the invoice says; nothing when left out'),
    }),
    // what nobody asked to undo is undone by the bounce
    dependsOn: ({ allocationId }, { allocations }) =>
      allocations.get(allocationId)?.status === 'undoing' ? [] : ['bounce'],
    decide: ({ allocationId, amount: given }, state) => {
      const there = state.allocations.get(allocationId)
      if (!there) return unknown(allocationId)
      if (there.status === 'undone') return []
      const bounces =
        there.status === 'allocated' && state.bounce?.allocations.some(one => one.allocationId === allocationId)
      if (there.status !== 'undoing' && !bounces)
        return reject('ALLOCATION_STANDS', { field: 'allocationId', allocationId })
      const amount = given ?? { minorUnits: 0, currency: state.amount.currency }
      const refused = otherCurrency(state.amount.currency, amount)
      if (refused) return refused
      if (amount.minorUnits > leftOf(state, allocationId))
        return reject('MORE_THAN_ALLOCATED', { field: 'amount', allocationId })
      return [events.PaymentAllocationUndone({ allocationId, invoiceId: there.invoiceId, amount })]
    },
  }),

  release: command({
    describe:
      'Puts into the remainder what a credit note left without anything to pay; the process of the credit note says so, and nobody else needs to',
    rejects: ['ALLOCATION_UNKNOWN', 'MORE_THAN_ALLOCATED', 'CURRENCY_MISMATCH'],
    schema: z.strictObject({
      paymentId,
      allocationId,
      creditNoteId,
      amount: someMoney.describe('How much of that part'),
    }),
    decide: ({ allocationId, creditNoteId, amount }, state, _, day) => {
      const there = state.allocations.get(allocationId)
      if (!there) return unknown(allocationId)
      if (state.returned.has(`${allocationId}/${creditNoteId}`)) return []
      const refused =
        otherCurrency(state.amount.currency, amount) ?? tooEarly(`allocations/${allocationId}/on`, there.on, day)
      if (refused) return refused
      if (amount.minorUnits > leftOf(state, allocationId))
        return reject('MORE_THAN_ALLOCATED', { field: 'amount', allocationId })
      const { invoiceId } = there
      return [events.PaymentAllocationReleased({ allocationId, invoiceId, creditNoteId, amount })]
    },
  }),

  completeRelease: command({
    describe:
      'States that every payment knows what a credit note released; the process of the credit note says so, and nobody else needs to',
    schema: z.strictObject({ paymentId, invoiceId, creditNoteId }),
    decide: ({ invoiceId, creditNoteId }, { released }) =>
      released.has(creditNoteKey({ invoiceId, creditNoteId }))
        ? []
        : [events.PaymentReleaseCompleted({ invoiceId, creditNoteId })],
  }),
}
