import { z } from 'zod'
import { laterDay } from './allocation-commands.ts'
import { invoiceEvents as events } from './events.ts'
import { coverableFrom } from './outstanding.ts'
import {
  amountGiven,
  command,
  invoiceId,
  moneyIn,
  mostOf,
  notIssued,
  otherCurrency,
  reason,
  reject,
  tooManyMovements,
  writeOffId,
} from './rules.ts'
import { invoiceState, type InvoiceMovement, type InvoiceState } from './state.ts'

const movementOf = ({ movements }: InvoiceState, of: InvoiceMovement['kind'], writeOffId: string) =>
  movements.find(({ kind, id }) => kind === of && id === writeOffId)

/** What is not expected to be paid any more. Each may be dated on any day from the invoice's on, whatever was recorded before. */
export const writeOffCommands = {
  writeOff: command({
    describe: 'Says that it is not expected to be paid, in part or whole',
    rejects: ['CURRENCY_MISMATCH', 'NOTHING_OUTSTANDING', 'NOT_ISSUED', 'OUTSTANDING_EXCEEDED', 'WRITE_OFF_EXISTS'],
    schema: z.strictObject({
      invoiceId,
      writeOffId,
      amount: amountGiven
        .optional()
        .describe('How much; all that is outstanding on that day and every later one when left out'),
      reason,
    }),
    dependsOn: ['status'],
    decide: ({ invoiceId, writeOffId, amount: given, reason: why = null }, state, _, on) => {
      const there = movementOf(state, 'writeOff', writeOffId)
      const mismatch = otherCurrency(state, given)
      if (there) {
        const isSame = !mismatch && (given === undefined || given.minorUnits === there.amount)
        return isSame ? [] : reject('WRITE_OFF_EXISTS', { field: 'writeOffId', writeOffId })
      }
      if (state.status !== 'issued') return notIssued(state, invoiceId)
      if (mismatch) return mismatch
      const most = coverableFrom(state, on)
      if (most <= 0) return reject('NOTHING_OUTSTANDING', { field: 'invoiceId', invoiceId })
      const amount = given?.minorUnits ?? most
      if (amount > most) return reject('OUTSTANDING_EXCEEDED', { field: 'amount', ...mostOf(state, most) })
      const personId = invoiceState.personOf(state, invoiceId)
      return (
        tooManyMovements(state, 2) ?? [
          events.InvoiceWrittenOff({ writeOffId, amount: moneyIn(state, amount), personId, reason: why }),
        ]
      )
    },
  }),

  undoWriteOff: command({
    describe: 'Expects what was written off after all; what was written off later, from then on',
    rejects: ['WRITE_OFF_UNKNOWN'],
    schema: z.strictObject({ invoiceId, writeOffId }),
    dependsOn: ['status'],
    decide: ({ writeOffId }, state, _, on) => {
      const there = movementOf(state, 'writeOff', writeOffId)
      if (!there) return reject('WRITE_OFF_UNKNOWN', { field: 'writeOffId', writeOffId })
      if (movementOf(state, 'writeOffUndone', writeOffId)) return []
      const amount = moneyIn(state, there.amount)
      return [events.InvoiceWriteOffUndone({ writeOffId, amount, on: laterDay(on, there.on) })]
    },
  }),
}
