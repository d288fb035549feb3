// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
import type { MoneyInput } from '../kernel/money.ts'

/**
 * Starts selling a product or service.
 */
export interface ProductListInput {
  /** Which product. A UUID. */
  readonly productId: string
  /** Product code. At most 60 characters. */
  readonly code: string
  /** Name. At most 200 characters. */
  readonly name: string
  /** Product group. At most 60 characters. */
  readonly group?: string | undefined
  /** What one unit is: piece, hour …. At most 60 characters. */
  readonly unit?: string | undefined
  /** List price of a unit. */
  readonly listPrice?: MoneyInput | undefined
}

/**
 * Gives a product another code.
 */
export interface ProductChangeCodeInput {
  /** Which product. A UUID. */
  readonly productId: string
  /** Product code. At most 60 characters. */
  readonly code: string
}

/**
 * Gives a product another name.
 */
export interface ProductRenameInput {
  /** Which product. A UUID. */
  readonly productId: string
  /** Name. At most 200 characters. */
  readonly name: string
}

/**
 * Puts a product into another group.
 */
export interface ProductRegroupInput {
  /** Which product. A UUID. */
  readonly productId: string
  /** Product group; null none. At most 60 characters. */
  readonly group: string | null
}

/**
 * Says what one unit of a product is.
 */
export interface ProductSetUnitInput {
  /** Which product. A UUID. */
  readonly productId: string
  /** What one unit is: piece, hour …; null none. At most 60 characters. */
  readonly unit: string | null
}

/**
 * Sets the list price of a product that is sold; what was offered before keeps its price.
 */
export interface ProductChangePriceInput {
  /** Which product. A UUID. */
  readonly productId: string
  /** List price of a unit; null none. */
  readonly listPrice: MoneyInput | null
}

/**
 * Stops selling a product; where it was sold it stays.
 */
export interface ProductRetireInput {
  /** Which product. A UUID. */
  readonly productId: string
}

/**
 * Sells a retired product again.
 */
export interface ProductRestoreInput {
  /** Which product. A UUID. */
  readonly productId: string
}

/**
 * What a caller gives for each command of `product`.
 */
export interface ProductInputs {
  /**
   * Starts selling a product or service.
   *
   * Rejected with `ALREADY_LISTED`, `PRODUCT_RETIRED`.
   */
  readonly list: ProductListInput
  /**
   * Gives a product another code.
   *
   * Rejected with `PRODUCT_UNKNOWN`.
   */
  readonly changeCode: ProductChangeCodeInput
  /**
   * Gives a product another name.
   *
   * Rejected with `PRODUCT_UNKNOWN`.
   */
  readonly rename: ProductRenameInput
  /**
   * Puts a product into another group.
   *
   * Rejected with `PRODUCT_UNKNOWN`.
   */
  readonly regroup: ProductRegroupInput
  /**
   * Says what one unit of a product is.
   *
   * Rejected with `PRODUCT_UNKNOWN`.
   */
  readonly setUnit: ProductSetUnitInput
  /**
   * Sets the list price of a product that is sold; what was offered before keeps its price.
   *
   * Rejected with `PRODUCT_UNKNOWN`, `PRODUCT_RETIRED`.
   */
  readonly changePrice: ProductChangePriceInput
  /**
   * Stops selling a product; where it was sold it stays.
   *
   * Rejected with `PRODUCT_UNKNOWN`.
   */
  readonly retire: ProductRetireInput
  /**
   * Sells a retired product again.
   *
   * Rejected with `PRODUCT_UNKNOWN`.
   */
  readonly restore: ProductRestoreInput
}
