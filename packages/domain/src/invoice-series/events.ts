// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { day, id } from '../kernel/values.ts'

const events = defineEvents({
  InvoiceNumberAssigned: z
    .object({
      number: z.int().describe('The number: the one after the last, 1 the first'),
      on: day.describe('Date of the invoice or credit note: not before that of the last number'),
      ownerId: z.uuid().describe('Invoice or credit note that has it'),
      invoiceId: id('invoice').describe('The invoice, or the one that is credited'),
      symbol: z.string().describe('Symbol of the series'),
      year: z.int().describe('Year of the series'),
    })
    .describe('The next number of a series was given to an invoice or a credit note'),
})

type Inferred = typeof events
export interface InvoiceSeriesEvents extends Inferred {} // a name for hovers and errors
export const invoiceSeriesEvents: InvoiceSeriesEvents = events
