import { z } from 'zod'
import type { Day } from '../kernel/dated.ts'
import { id } from '../kernel/values.ts'
import { invoiceEvents as events } from './events.ts'
import { allocationsOf, coverableFrom } from './outstanding.ts'
import {
  allocationId,
  amountGiven,
  command,
  invoiceId,
  moneyIn,
  mostOf,
  notIssued,
  otherCurrency,
  reject,
  tooManyMovements,
} from './rules.ts'

/** The later of two days: what is undone before it was there is undone from then on. */
export const laterDay = (a: Day, b: Day): Day => (a > b ? a : b)

/** What payments pay of it. Each may be dated on any day from the invoice's on, whatever was recorded before. */
export const allocationCommands = {
  allocate: command({
    describe:
      'Has part of a payment pay it, up to what is outstanding on that day and every later one; the payment’s process says so',
    rejects: ['ALLOCATION_EXISTS', 'CURRENCY_MISMATCH', 'INSTALMENT_UNKNOWN', 'NOT_ISSUED', 'OUTSTANDING_EXCEEDED'],
    schema: z.strictObject({
      invoiceId,
      allocationId,
      paymentId: id('payment'),
      instalment: z.int().min(1).nullish().describe('Instalment that it is meant for, 1 the first; null none'),
      amount: amountGiven.describe('How much, in the invoice’s currency'),
    }),
    dependsOn: ['status'],
    decide: ({ invoiceId, allocationId, paymentId, instalment = null, amount }, state, _, on) => {
      const there = state.movements.find(({ kind, id }) => kind === 'allocation' && id === allocationId)
      const mismatch = otherCurrency(state, amount)
      if (there) {
        const isSame =
          !mismatch &&
          there.paymentId === paymentId &&
          there.instalment === instalment &&
          there.amount === amount.minorUnits
        return isSame ? [] : reject('ALLOCATION_EXISTS', { field: 'allocationId', allocationId })
      }
      if (state.status !== 'issued') return notIssued(state, invoiceId)
      if (mismatch) return mismatch
      const known = state.issued?.instalments.map(({ instalment: one }) => one) ?? []
      if (instalment !== null && !known.includes(instalment))
        return reject('INSTALMENT_UNKNOWN', { field: 'instalment', instalment, known })
      const most = coverableFrom(state, on)
      if (amount.minorUnits > most) return reject('OUTSTANDING_EXCEEDED', { field: 'amount', ...mostOf(state, most) })
      // an undoing of it has room too
      return (
        tooManyMovements(state, 2) ?? [events.InvoicePaymentAllocated({ allocationId, paymentId, instalment, amount })]
      )
    },
  }),

  undoAllocation: command({
    describe:
      'Has part of a payment pay it no more, as far as no credit note has freed it; one that began later, from then on',
    rejects: ['ALLOCATION_UNKNOWN'],
    schema: z.strictObject({ invoiceId, allocationId }),
    dependsOn: ['status'],
    decide: ({ allocationId }, state, _, on) => {
      const there = allocationsOf(state).find(one => one.allocationId === allocationId)
      if (!there) return reject('ALLOCATION_UNKNOWN', { field: 'allocationId', allocationId })
      const { paymentId, left, on: began } = there
      if (left === 0) return []
      const amount = moneyIn(state, left)
      return [events.InvoiceAllocationUndone({ allocationId, paymentId, amount, on: laterDay(on, began) })]
    },
  }),
}
