import type { Claim } from '../kernel/claim.ts'
import { set, unopened, type Dated, type Day, type FieldWords } from '../kernel/dated.ts'
import { defineState } from '../kernel/state.ts'
import { invoiceNumberEvents } from './events.ts'

/** A number that an invoice was issued under elsewhere. */
export interface RecordedNumber {
  readonly number: string
  /** Symbol of its series; null where it has none. */
  readonly symbol: string | null
  /** Date of the invoice: numbers begin again each year. */
  readonly on: Day
}

/**
 * What two invoices have in common that have the same number: year, symbol and number, whatever the case and Unicode form of their letters, and
 * however many zeros a plain number begins with. The id of the number's stream is made from it, so its result is a storage contract.
 */
export const invoiceNumberKey = ({ number, symbol, on }: RecordedNumber): string =>
  JSON.stringify(
    [on.slice(0, 4), symbol, number.replace(/^0+(?=\d+$)/, '')].map(
      part => part && part.toLowerCase().toUpperCase().normalize('NFC'),
    ),
  )

/** What having a number that was given elsewhere claims. */
export const invoiceNumberClaim = (of: RecordedNumber): Claim => ({ kind: 'invoiceNumber', key: invoiceNumberKey(of) })

/** Which invoice has one number that was given elsewhere. The stream's id is made from the number, so that two claims of it meet there. */
export interface InvoiceNumberState extends Dated {
  /** Null while it is free. */
  readonly ownerId: string | null
}

const initialState: InvoiceNumberState = { ...unopened, ownerId: null }

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<InvoiceNumberState> = {
  ownerId: { en: 'invoice that has the number', vi: 'hóa đơn mang số này' },
}

export const invoiceNumberState = defineState({
  category: 'invoiceNumber',
  idField: 'numberId',
  events: invoiceNumberEvents,
  initialState,
  fieldWords,
  bounds: {},
  evolve: {
    InvoiceNumberClaimed: (s, e, on) => set(s, on, { ownerId: e.ownerId }),
    InvoiceNumberReleased: (s, _, on) => set(s, on, { ownerId: null }),
  },
  replaced: {
    InvoiceNumberReleased: s => ({ ownerId: s.ownerId }),
  },
})
