import { madeCustomerWords, type MakesCustomer } from '../contact/made-customer.ts'
import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import { defineState } from '../kernel/state.ts'
import { purchaseEvents } from './events.ts'

/** What somebody bought on a day, for companies that have purchases and no invoices. */
export interface PurchaseState extends Dated, MakesCustomer {
  readonly status: 'unknown' | 'recorded' | 'void'
  /** What it was recorded with, to tell the same purchase sent again from another one under its id. */
  readonly recorded: DataOf<typeof purchaseEvents.PurchaseRecorded> | null
}

const initialState: PurchaseState = { ...unopened, status: 'unknown', recorded: null, madeCustomer: null }

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<PurchaseState> = {
  status: { en: 'status', vi: 'trạng thái' },
  recorded: { en: 'recording', vi: 'việc ghi nhận' },
  madeCustomer: madeCustomerWords,
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
    PurchaseRecorded: (s, e, on) =>
      set(s, on, { status: 'recorded', recorded: e, madeCustomer: e.makesCustomer ? 'asked' : null }),
    PurchaseMadeCustomer: (s, _, on) => set(s, on, { madeCustomer: 'made' }),
    PurchaseCustomerRefused: (s, _, on) => set(s, on, { madeCustomer: 'refused' }),
    PurchaseVoided: (s, _, on) => set(s, on, { status: 'void' }),
  },
})
