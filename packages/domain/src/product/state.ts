import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import { defineState } from '../kernel/state.ts'
import type { StoredMoney } from '../kernel/money.ts'
import { productEvents } from './events.ts'

/** A product or service that is, or was, sold. */
export interface ProductState extends Dated {
  readonly status: 'unknown' | 'listed' | 'retired'
  readonly code: string
  readonly name: string
  readonly group: string | null
  /** What one unit is. */
  readonly unit: string | null
  /** List price of a unit; null none. */
  readonly listPrice: StoredMoney | null
}

const initialState: ProductState = {
  ...unopened,
  status: 'unknown',
  code: '',
  name: '',
  group: null,
  unit: null,
  listPrice: null,
}

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<ProductState> = {
  status: { en: 'status', vi: 'trạng thái' },
  code: { en: 'product code', vi: 'mã sản phẩm' },
  name: { en: 'name', vi: 'tên' },
  group: { en: 'product group', vi: 'nhóm sản phẩm' },
  unit: { en: 'unit', vi: 'đơn vị tính' },
  listPrice: { en: 'list price', vi: 'giá niêm yết' },
}

export const productState = defineState({
  category: 'product',
  idField: 'productId',
  events: productEvents,
  initialState,
  fieldWords,
  bounds: {},
  evolve: {
    ProductListed: (s, { code, name, group, unit, listPrice }, on) =>
      set(s, on, { status: 'listed', code, name, group, unit, listPrice }),
    ProductCodeChanged: (s, e, on) => set(s, on, { code: e.to }),
    ProductRenamed: (s, e, on) => set(s, on, { name: e.to }),
    ProductRegrouped: (s, e, on) => set(s, on, { group: e.to }),
    ProductUnitSet: (s, e, on) => set(s, on, { unit: e.to }),
    ProductPriceChanged: (s, e, on) => set(s, on, { listPrice: e.to }),
    ProductRetired: (s, _, on) => set(s, on, { status: 'retired' }),
    ProductRestored: (s, _, on) => set(s, on, { status: 'listed' }),
  },
  replaced: {
    ProductCodeChanged: s => ({ from: s.code }),
    ProductRenamed: s => ({ from: s.name }),
    ProductRegrouped: s => ({ from: s.group }),
    ProductUnitSet: s => ({ from: s.unit }),
    ProductPriceChanged: s => ({ from: s.listPrice }),
  },
})

/** The rejections of what only a product on sale can be given to. */
export const productRejections = {
  PRODUCT_UNKNOWN: { en: 'There is no such product', vi: 'Không có sản phẩm này' },
  PRODUCT_RETIRED: { en: 'The product is no longer sold', vi: 'Sản phẩm không còn được bán' },
} as const
