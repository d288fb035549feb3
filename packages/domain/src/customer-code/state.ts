import { set, undated, type Dated } from '../kernel/dated.ts'
import { defineState } from '../kernel/state.ts'
import { customerCodeEvents } from './events.ts'

/** Who holds one customer code. The stream's id is made from the code, so that two claims of it meet there. */
export interface CustomerCodeState extends Dated {
  /** The contact that holds the code; null while it is free. */
  readonly ownerId: string | null
}

const initialState: CustomerCodeState = { ...undated, ownerId: null }

export const customerCodeState = defineState({
  category: 'customerCode',
  idField: 'codeId',
  events: customerCodeEvents,
  initialState,
  evolve: {
    CustomerCodeClaimed: (s, e, on) => set(s, on, { ownerId: e.ownerId }),
    CustomerCodeReleased: (s, _, on) => set(s, on, { ownerId: null }),
  },
})
