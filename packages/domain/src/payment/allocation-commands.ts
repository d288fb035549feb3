import { z } from 'zod'
import { same } from '../kernel/change.ts'
import { moneyGiven, showMoney } from '../kernel/money.ts'
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

/**
 * What of a payment pays which invoice. A request takes a part out of the remainder; a process has the invoice take it, and tells the
 * payment what came of that.
 */
export const allocationCommands = {
  allocate: command({
    describe: 'Has a part of the remainder pay an invoice: up to its outstanding, on any day from the payment’s on',
    rejects: [
      'ALLOCATION_EXISTS',
      'MORE_THAN_REMAINDER',
      'PAYMENT_BOUNCED',
      'PAYMENT_CURRENCY_MISMATCH',
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
    decide: ({ paymentId, allocationId, invoiceId, instalment = null, amount }, state, _, day) => {
      const there = state.allocations.get(allocationId)
      if (there)
        return same(described(state, allocationId, there), { allocationId, invoiceId, instalment, amount })
          ? []
          : reject('ALLOCATION_EXISTS', { field: 'allocationId', allocationId })
      const refused = notSpendable(state, paymentId) ?? otherCurrency(state, amount)
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
    decide: ({ allocationId }, state) => {
      const there = state.allocations.get(allocationId)
      if (!there) return unknown(allocationId)
      if (there.status !== 'requested') return []
      return [
        events.PaymentAllocated(described(state, allocationId, there)),
        // its bounce has undone those that stood then
        ...(state.bounce ? [events.PaymentAllocationUndoRequested({ allocationId })] : []),
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
      return [events.PaymentAllocationUndoRequested({ allocationId })]
    },
  }),

  completeUndo: command({
    describe:
      'States that a part pays its invoice no longer; the process that asked it says so, and nobody else needs to',
    rejects: ['ALLOCATION_STANDS', 'ALLOCATION_UNKNOWN', 'MORE_THAN_ALLOCATED', 'PAYMENT_CURRENCY_MISMATCH'],
    schema: z.strictObject({
      paymentId,
      allocationId,
      amount: moneyGiven.describe('What was left of it, as the invoice says'),
    }),
    decide: ({ allocationId, amount }, state) => {
      const there = state.allocations.get(allocationId)
      if (!there) return unknown(allocationId)
      if (there.status === 'undone') return []
      const bounces = there.status === 'allocated' && state.bounce?.allocationIds.includes(allocationId)
      if (there.status !== 'undoing' && !bounces)
        return reject('ALLOCATION_STANDS', { field: 'allocationId', allocationId })
      const refused = otherCurrency(state, amount)
      if (refused) return refused
      if (amount.minorUnits > leftOf(state, allocationId))
        return reject('MORE_THAN_ALLOCATED', { field: 'amount', allocationId })
      return [events.PaymentAllocationUndone({ allocationId, invoiceId: there.invoiceId, amount })]
    },
  }),

  release: command({
    describe:
      'Puts into the remainder what a credit note left without anything to pay; the process of the credit note says so, and nobody else needs to',
    rejects: ['ALLOCATION_UNKNOWN', 'MORE_THAN_ALLOCATED', 'PAYMENT_CURRENCY_MISMATCH'],
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
      const refused = otherCurrency(state, amount) ?? tooEarly(`allocations/${allocationId}/on`, there.on, day)
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
