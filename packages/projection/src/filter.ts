// What lists and reports may ask of documents. Every document store translates it; nothing else reaches a database.
import type { Json } from '@eventcrm/event-store'

export type Scalar = string | number | boolean | null

/** A document as stored: plain JSON. */
export type Document = { readonly [key: string]: Json }

/** The dotted paths of a document's fields: 'owner', 'stage.name'. Arrays end a path. */
export type FieldOf<D> = D extends readonly unknown[]
  ? never
  : D extends object
    ? { [K in keyof D & string]: K | `${K}.${FieldOf<NonNullable<D[K]>>}` }[keyof D & string]
    : never

/**
 * A condition on a document.
 *
 * Missing equals null. `equals`, `in`: same type and value. `from` (≥), `to` (≤), `above` (>), `below` (<): of one type with
 * the bound; null is in no range. Strings compare by code point. `prefix`: a string that begins so, case and accents counting.
 * `contains`: an array of scalars that has the element.
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
  | { readonly and: readonly Filter<D>[] }
  | { readonly or: readonly Filter<D>[] }
  | { readonly not: Filter<D> }

/** Sorted by stored fields: null and missing first, then numbers, strings by code point, false, true; the document's key breaks ties. */
export interface Sort<D = Document> {
  readonly field: FieldOf<D>
  readonly direction?: 'ascending' | 'descending'
}

export interface Find<D = Document> {
  readonly where?: Filter<D>
  readonly sort?: readonly Sort<D>[]
  readonly limit?: number
  /** `next` of the page before: goes on behind it, also when documents came or went meanwhile. */
  readonly after?: string
}

export interface Found<D = Document> {
  readonly documents: readonly { readonly key: string; readonly document: D }[]
  /** For the next page; null on the last. */
  readonly next: string | null
}
