// The one order of documents, the same in every store.
import type { Json } from '@eventcrm/event-store'
import { compareCodePoints } from './code-points.ts'
import type { Path } from './condition.ts'
import type { Document, Scalar, Storable, StorableDocument } from './filter.ts'

export interface SortField {
  readonly path: Path
  readonly descending: boolean
}

/** What a document is sorted by. What is no scalar has no place of its own among values: `{}` stands for it. */
export type SortValue = Scalar | Readonly<Record<string, never>>

/** A document's place in an order. */
export interface Place {
  readonly values: readonly SortValue[]
  readonly key: string
}

/** What stands at a path: undefined where there is nothing, also behind a scalar or an array. */
export function valueAt(document: Document, path: Path): Json | undefined
export function valueAt(document: StorableDocument, path: Path): Storable | undefined
export function valueAt(document: StorableDocument, path: Path): Storable | undefined {
  let value: Storable | undefined = document
  for (const key of path) {
    if (typeof value !== 'object' || value === null || isList(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** `Array.isArray` for what is read only. */
export const isList = (value: Storable | undefined): value is readonly Storable[] => Array.isArray(value)

const sortValue = (value: Json | undefined): SortValue =>
  value === undefined ? null : typeof value === 'object' && value !== null ? {} : value

export const placeOf = (key: string, document: Document, sort: readonly SortField[]): Place => ({
  values: sort.map(({ path }) => sortValue(valueAt(document, path))),
  key,
})

const rank = (value: SortValue) =>
  value === null
    ? 0
    : typeof value === 'number'
      ? 1
      : typeof value === 'string'
        ? 2
        : value === false
          ? 3
          : value === true
            ? 4
            : 5

const compareValues = (a: SortValue, b: SortValue): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b)
  return rank(a) - rank(b)
}

/** Whether keys that break ties go downwards: as the last field does. */
export const keysDescend = (sort: readonly SortField[]): boolean => sort.at(-1)?.descending ?? false

export const comparePlaces =
  (sort: readonly SortField[]) =>
  (a: Place, b: Place): number => {
    for (const [i, { descending }] of sort.entries()) {
      const compared = compareValues(a.values[i] ?? null, b.values[i] ?? null)
      if (compared !== 0) return descending ? -compared : compared
    }
    const compared = compareCodePoints(a.key, b.key)
    return keysDescend(sort) ? -compared : compared
  }
