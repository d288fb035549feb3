import type { Claim } from '../kernel/claim.ts'
import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import { defineState } from '../kernel/state.ts'
import { customerCodeEvents } from './events.ts'

/**
 * What two customer codes have in common when they are the same code: their letters, whatever their case and Unicode form.
 * The id of the code's stream is made from it, so its result for a code is a storage contract.
 */
export const customerCodeKey = (code: string): string => code.toLowerCase().toUpperCase().normalize('NFC')

/** What holding a customer code claims. */
export const customerCodeClaim = (code: string): Claim => ({ kind: 'customerCode', key: customerCodeKey(code) })

/** Who holds one customer code. The stream's id is made from the code, so that two claims of it meet there. */
export interface CustomerCodeState extends Dated {
  /** The contact that holds the code; null while it is free. */
  readonly ownerId: string | null
}

const initialState: CustomerCodeState = { ...unopened, ownerId: null }

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<CustomerCodeState> = {
  ownerId: { en: 'holder of the customer code', vi: 'người giữ mã khách hàng' },
}

export const customerCodeState = defineState({
  category: 'customerCode',
  idField: 'codeId',
  events: customerCodeEvents,
  initialState,
  fieldWords,
  bounds: {},
  evolve: {
    CustomerCodeClaimed: (s, e, on) => set(s, on, { ownerId: e.ownerId }),
    CustomerCodeReleased: (s, _, on) => set(s, on, { ownerId: null }),
  },
  replaced: {
    CustomerCodeReleased: s => ({ ownerId: s.ownerId }),
  },
})
