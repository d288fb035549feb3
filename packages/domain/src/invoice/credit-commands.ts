import { z } from 'zod'
import { standardSymbol } from '../invoice-series/state.ts'
import { taxCredited } from './amounts.ts'
import { laterDay } from './allocation-commands.ts'
import { invoiceEvents as events } from './events.ts'
import { firstNumberOf, numberTaken, seriesOn, seriesReference } from './issue-commands.ts'
import { creditableFrom, releasedBy, totalOf } from './outstanding.ts'
import {
  amountGiven,
  command,
  creditNoteId,
  invoiceId,
  moneyIn,
  mostOf,
  notIssued,
  otherCurrency,
  reason,
  reject,
  symbol,
  tooManyMovements,
} from './rules.ts'
import { cameWithNumber, invoiceState, type InvoiceState, type IssuedInvoice } from './state.ts'

const creditedBefore = ({ creditNotes }: InvoiceState) =>
  [...creditNotes.values()].reduce(
    (sum, { amount, tax }) => ({ amount: sum.amount + amount.minorUnits, tax: sum.tax + tax.minorUnits }),
    { amount: 0, tax: 0 },
  )

/** The series that its credit notes go on with: its own, unless it came with its number, which may be one of another system's. */
const symbolOf = (issued: IssuedInvoice): string =>
  issued.symbol === null || cameWithNumber(issued) ? standardSymbol : issued.symbol

/** How an issued invoice is corrected: a request that fixes the amount, a number, and the credit note. */
export const creditCommands = {
  credit: command({
    describe:
      'Corrects an issued invoice by a credit note, in part or whole: it gets the next number of its series, dated no earlier than the number before, and frees payments where it credits more than is outstanding',
    rejects: ['CREDIT_EXCEEDED', 'CREDIT_NOTE_EXISTS', 'CURRENCY_MISMATCH', 'NOT_ISSUED'],
    schema: z.strictObject({
      invoiceId,
      creditNoteId,
      amount: amountGiven
        .optional()
        .describe('Amount credited, with tax; all that is neither credited nor written off when left out'),
      reason,
      symbol: symbol
        .optional()
        .describe(
          `Symbol of the series that its number is of; when left out that of the invoice, ${standardSymbol} of one issued elsewhere`,
        ),
    }),
    dependsOn: ['status'],
    needsFree: ({ invoiceId, creditNoteId }, { creditNotes }) =>
      firstNumberOf(creditNotes.get(creditNoteId), invoiceId),
    decide: ({ invoiceId, creditNoteId, amount: given, reason: why = null, symbol: of }, state, _, on) => {
      const there = state.creditNotes.get(creditNoteId)
      const mismatch = otherCurrency(state, given)
      if (there) {
        const isSame = !mismatch && (given === undefined || given.minorUnits === there.amount.minorUnits)
        return isSame ? [] : reject('CREDIT_NOTE_EXISTS', { field: 'creditNoteId', creditNoteId })
      }
      if (state.status !== 'issued' || !state.issued) return notIssued(state, invoiceId)
      if (mismatch) return mismatch
      const most = creditableFrom(state, on)
      const amount = given?.minorUnits ?? most
      if (amount > most || amount === 0) return reject('CREDIT_EXCEEDED', { field: 'amount', ...mostOf(state, most) })
      const released = releasedBy(state, on, amount)
      // with those that wait for their numbers
      const waiting = [...state.creditNotes.values()].reduce(
        (sum, note) => sum + (note.number === null ? 1 + note.released.length : 0),
        0,
      )
      const tooMany = tooManyMovements(state, waiting + 1 + released.length)
      if (tooMany) return tooMany
      const { total, tax } = state.issued
      const part = taxCredited(amount, creditedBefore(state), { total: totalOf(state), tax: tax.minorUnits })
      return [
        events.InvoiceCreditRequested({
          creditNoteId,
          amount: { ...total, minorUnits: amount },
          tax: moneyIn(state, part),
          personId: invoiceState.personOf(state, invoiceId),
          reason: why,
          ...seriesOn(of ?? symbolOf(state.issued), on),
          on,
          released: released.map(one => ({ ...one, amount: moneyIn(state, one.amount) })),
        }),
      ]
    },
  }),

  completeCredit: command({
    describe: 'Has a credit note issued under its number; its process says so, and nobody else needs to',
    rejects: ['CREDIT_NOTE_UNKNOWN', 'NUMBER_MISSING'],
    schema: z.strictObject({ invoiceId, creditNoteId, number: numberTaken }),
    gapless: {
      without: 'NUMBER_MISSING',
      field: 'number',
      of: ({ invoiceId, creditNoteId }, { creditNotes }) => {
        const { seriesId = '', symbol: of = '', year = 0 } = creditNotes.get(creditNoteId) ?? {}
        return {
          series: seriesReference(seriesId),
          taken: { ownerId: creditNoteId, invoiceId, symbol: of, year },
          isRequest: ({ type, data }) =>
            type === events.InvoiceCreditRequested.type && Reflect.get(data, 'creditNoteId') === creditNoteId,
        }
      },
      with: (given, number) => ({ ...given, number }),
    },
    decide: ({ creditNoteId, number }, state, _, on) => {
      const note = state.creditNotes.get(creditNoteId)
      if (!note) return reject('CREDIT_NOTE_UNKNOWN', { field: 'creditNoteId', creditNoteId })
      if (note.number !== null) return []
      if (number === undefined) return reject('NUMBER_MISSING', { field: 'number' })
      const { amount, tax, seriesId, symbol: of, released } = note
      const began = new Map(
        state.movements.flatMap(({ kind, id, on: day }) => (kind === 'allocation' ? [[id, day] as const] : [])),
      )
      return [
        events.InvoiceCredited({
          ...{ creditNoteId, number: String(number), seriesId, symbol: of, on, amount, tax },
          released: released.map(one => ({ ...one, on: laterDay(on, began.get(one.allocationId) ?? on) })),
        }),
      ]
    },
  }),
}
