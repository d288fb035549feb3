import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import { defineState } from '../kernel/state.ts'
import { customerCodeSeriesEvents } from './events.ts'

/** The code of a number: `KH00042`. A number with more digits than there is room for is written out. */
export const customerCodeInSeries = (
  number: number,
  { prefix, width }: { readonly prefix: string; readonly width: number },
): string => `${prefix}${String(number).padStart(width, '0')}`

/** The last of the numbers that customer codes were made of, where nobody chose one. Each event says all of it, so the last is enough. */
export interface CustomerCodeSeriesState extends Dated {
  readonly number: number
  readonly ownerId: string | null
}

const initialState: CustomerCodeSeriesState = { ...unopened, number: 0, ownerId: null }

const last = { en: 'last number of a customer code', vi: 'số cuối cùng của mã khách hàng' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<CustomerCodeSeriesState> = { number: last, ownerId: last }

export const customerCodeSeriesState = defineState({
  category: 'customerCodeSeries',
  idField: 'seriesId',
  events: customerCodeSeriesEvents,
  initialState,
  fieldWords,
  bounds: {},
  evolve: {
    CustomerCodeNumberTaken: (s, { number, ownerId }, on) => set(s, on, { number, ownerId }),
  },
})

/** The company's series. It goes on whatever form the codes have. */
export const theCustomerCodeSeries = { fold: customerCodeSeriesState, id: '00000000-0000-4000-8000-000000000001' }
