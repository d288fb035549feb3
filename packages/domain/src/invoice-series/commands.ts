import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { id, line } from '../kernel/values.ts'
import { invoiceSeriesEvents as events, type InvoiceSeriesEvents } from './events.ts'
import type { InvoiceSeriesInputs } from './inputs.ts'
import { invoiceSeriesState, type InvoiceSeriesState } from './state.ts'

const reject = defineRejections({
  NUMBER_NOT_NEXT: {
    en: 'It is not the number after the last one of the series',
    vi: 'Đây không phải số kế tiếp của dãy hóa đơn',
  },
})

const command = commandOf(invoiceSeriesState)

export type InvoiceSeriesRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'invoiceSeries',
  'seriesId',
  InvoiceSeriesEvents,
  InvoiceSeriesState,
  InvoiceSeriesRejection,
  InvoiceSeriesInputs
>
export interface InvoiceSeriesAggregate extends Inferred {} // a name for hovers and declarations

/** The numbers of invoices and credit notes, without gaps. Command handling takes them; nobody else needs to. */
export const invoiceSeries: InvoiceSeriesAggregate = defineAggregate({
  state: invoiceSeriesState,
  rejections: reject,
  commands: {
    take: command({
      describe: 'Gives the next number to an invoice or a credit note, dated no earlier than the last number',
      rejects: ['NUMBER_NOT_NEXT'],
      creates: true,
      schema: z.strictObject({
        seriesId: id('invoice series'),
        number: z.int().min(1).describe('The number after the last'),
        ownerId: z.uuid().toLowerCase().describe('Invoice or credit note that gets it'),
        invoiceId: id('invoice').describe('The invoice, or the one that is credited'),
        symbol: line(30).describe('Symbol of the series'),
        year: z.int().min(1900).max(2199).describe('Year of the series'),
      }),
      decide: ({ number, ownerId, invoiceId, symbol, year }, state, _, on) => {
        if (number === state.number && ownerId === state.ownerId && invoiceId === state.invoiceId) return []
        return number === state.number + 1
          ? [events.InvoiceNumberAssigned({ number, on, ownerId, invoiceId, symbol, year })]
          : reject('NUMBER_NOT_NEXT', { field: 'number', expected: state.number + 1 })
      },
    }),
  },
})
