import { set, unopened, type Dated, type Day, type FieldWords } from '../kernel/dated.ts'
import { derivedId } from '../kernel/derived-id.ts'
import { defineState } from '../kernel/state.ts'
import { invoiceSeriesEvents } from './events.ts'

/** The last number of a series of invoices: one per symbol and year. Each event says all of it, so the last is enough. */
export interface InvoiceSeriesState extends Dated {
  readonly number: number
  readonly on: Day
  readonly ownerId: string | null
  readonly invoiceId: string | null
}

const initialState: InvoiceSeriesState = { ...unopened, number: 0, on: '', ownerId: null, invoiceId: null }

const last = { en: 'last number of the series', vi: 'số cuối cùng của dãy hóa đơn' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<InvoiceSeriesState> = { number: last, on: last, ownerId: last, invoiceId: last }

export const invoiceSeriesState = defineState({
  category: 'invoiceSeries',
  idField: 'seriesId',
  events: invoiceSeriesEvents,
  initialState,
  fieldWords,
  bounds: {},
  evolve: {
    InvoiceNumberAssigned: (s, { number, on, ownerId, invoiceId }, at) =>
      set(s, at, { number, on, ownerId, invoiceId }),
  },
})

/** The namespace that ids of series are made in. Frozen. */
const base = '00000000-0000-4000-8000-000000000002'

/** The symbol of invoices and credit notes where nobody says another. */
export const standardSymbol = 'HD'

/** The series of a symbol and a year. Frozen: streams are named by it. */
export const invoiceSeriesOf = (symbol: string, year: number): string => derivedId(base, `${String(year)}/${symbol}`)

/** The series of the invoices that were issued elsewhere under a symbol in a year: none of its numbers is given here. Frozen. */
export const recordedSeriesOf = (symbol: string | null, year: number): string =>
  derivedId(base, `recorded/${String(year)}/${symbol ?? ''}`)
