// What lists and reports may ask of documents. Every document store translates it; nothing else reaches a database.
import type { Json } from '@eventcrm/event-store'

export type Scalar = string | number | boolean | null

/** A document as stored: what JSON makes of it. Half a surrogate pair becomes U+FFFD, as in every database. */
export type Document = { readonly [key: string]: Json }

/** A document that holds bigints, as it is written. */
export type StorableDocument = { readonly [key: string]: Storable }
export type Storable = Json | bigint | readonly Storable[] | StorableDocument

/** The dotted paths of a document's fields: 'owner', 'stage.name'. Arrays end a path. */
export type FieldOf<D> = D extends readonly unknown[]
  ? never
  : D extends object
    ? { [K in keyof D & string]: K | `${K}.${FieldOf<NonNullable<D[K]>>}` }[keyof D & string]
    : never

/**
 * A condition on a document.
 *
 * Missing equals null. `equals`, `in`: same type and value, so no array and no object. `from` (≥), `to` (≤), `above` (>),
 * `below` (<): of one type with the bound; null is in no range. Bounds given together all hold, and are of one type. Strings
 * compare by code point. `prefix`: a string that begins so, case and accents counting. `contains`: an array that has the
 * scalar as an element. `containsPrefix`: an array that has a string as an element which begins so. `and` of none is true, `or`
 * of none false. `not` is true of whatever its condition is false of.
 *
 * A path is keys of letters, digits and underscores, a letter first; behind a scalar everything is missing. Strings are
 * well-formed Unicode, numbers finite. At most 1000 conditions, nested at most 32 deep; lists may be long.
 */
export type Filter<D = Document> =
  | { readonly field: FieldOf<D>; readonly equals: Scalar }
  | { readonly field: FieldOf<D>; readonly in: readonly Scalar[] }
  | {
      readonly field: FieldOf<D>
      readonly from?: string | number
      readonly to?: string | number
      readonly above?: string | number
      readonly below?: string | number
    }
  | { readonly field: FieldOf<D>; readonly prefix: string }
  | { readonly field: FieldOf<D>; readonly contains: Scalar }
  | { readonly field: FieldOf<D>; readonly containsPrefix: string }
  | { readonly and: readonly Filter<D>[] }
  | { readonly or: readonly Filter<D>[] }
  | { readonly not: Filter<D> }

/**
 * Sorted by fields that hold scalars: null and missing first, then numbers, strings by code point, false, true. The document's
 * key breaks ties, in the direction of the last field. At most 8 fields, each once.
 */
export interface Sort<D = Document> {
  readonly field: FieldOf<D>
  readonly direction?: 'ascending' | 'descending'
}

export interface Find<D = Document> {
  readonly where?: Filter<D>
  /** By key when left out. */
  readonly sort?: readonly Sort<D>[]
  /** 1 or more; all when left out. */
  readonly limit?: number
  /** `next` of the page before, with the same sort: goes on behind it, also when documents came or went meanwhile. */
  readonly after?: string
}

export interface Found<D = Document> {
  readonly documents: readonly { readonly key: string; readonly document: D }[]
  /** For the next page; null on the last. */
  readonly next: string | null
}

/** Bounds of strings, by code point. At least one; all that are given hold. */
export interface TextRange {
  readonly from?: string
  readonly to?: string
  readonly above?: string
  readonly below?: string
}

/** Documents that have the same values in some fields. */
export interface Grouped {
  /** In the order of the fields asked for; null where one is missing. */
  readonly values: readonly Scalar[]
  readonly count: number
  /** In the order of the fields asked for, exact. */
  readonly sums: readonly bigint[]
}
