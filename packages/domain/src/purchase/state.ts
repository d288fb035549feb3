import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import { defineState } from '../kernel/state.ts'
import { purchaseEvents } from './events.ts'

/** What somebody bought on a day, for companies that have purchases and no invoices. */
export interface PurchaseState extends Dated {
  readonly status: 'unknown' | 'recorded' | 'void'
  /** What it was recorded with, to tell the same purchase sent again from another one under its id. */
  readonly recorded: DataOf<typeof purchaseEvents.PurchaseRecorded> | null
  /** What came of making the one who bought a customer; null: nothing as yet, or it was not asked for. */
  readonly customer: 'made' | 'refused' | null
}

const initialState: PurchaseState = { ...unopened, status: 'unknown', recorded: null, customer: null }

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<PurchaseState> = {
  status: { en: 'status', vi: 'trạng thái' },
  recorded: { en: 'recording', vi: 'việc ghi nhận' },
  customer: { en: 'becoming a customer', vi: 'việc trở thành khách hàng' },
}

export const purchaseState = defineState({
  category: 'purchase',
  idField: 'purchaseId',
  events: purchaseEvents,
  initialState,
  fieldWords,
  bounds: {},
  personOf: state => state.recorded?.personId ?? null,
  evolve: {
    PurchaseRecorded: (s, e, on) => set(s, on, { status: 'recorded', recorded: e }),
    PurchaseMadeCustomer: (s, _, on) => set(s, on, { customer: 'made' }),
    PurchaseCustomerRefused: (s, _, on) => set(s, on, { customer: 'refused' }),
    PurchaseVoided: (s, _, on) => set(s, on, { status: 'void' }),
  },
})
