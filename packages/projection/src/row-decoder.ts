// Where what a store found gets its type again. This version of the view or rollup wrote it, so only what tells damage is looked at.
import type { Day } from '@eventcrm/domain'
import { DocumentDamaged } from './errors.ts'
import type { Document, Find, Found } from './filter.ts'
import type { DaysRow, Group, MonthRow, RowOf, RowsOf } from './rollup.ts'
import { sumsIn, type Measures, type StoredSums, type Sums } from './sums.ts'
import type { View } from './view.ts'

/**
 * A view's documents that a store found.
 * @throws DocumentDamaged for what is plainly none
 */
export const documentsOf = <Doc>(view: View<Doc>, { documents }: Found): readonly Doc[] =>
  documents.map(({ document }) => checkedDocument(view, document))

/**
 * One of a view's documents that a store found.
 * @throws DocumentDamaged for what is plainly none
 */
export const checkedDocument = <Doc>(view: View<Doc>, document: Document): Doc => {
  if (!view.isLike(document)) checkDocument(view, document)
  return document as Doc
}

/**
 * A view's documents that a store loaded, by their keys.
 * @throws DocumentDamaged for what is plainly none
 */
export const loadedOf = <Doc>(view: View<Doc>, loaded: ReadonlyMap<string, Document>): ReadonlyMap<string, Doc> => {
  for (const document of loaded.values()) if (!view.isLike(document)) checkDocument(view, document)
  return loaded as unknown as ReadonlyMap<string, Doc>
}

/** @throws DocumentDamaged for what is no document of the view */
export const checkDocument = <Doc>(view: View<Doc>, document: Document): void => {
  try {
    view.check(document as Doc)
  } catch (cause) {
    throw new DocumentDamaged(view.name, { cause })
  }
}

/** The question for a view's documents in the store's words, which knows no types. */
export const untypedFind = <Doc>({ collection }: View<Doc>, find: Find<Doc>): Find & { readonly find: string } => ({
  ...(find as Find),
  find: collection,
})

/**
 * What a store found, as documents of the view.
 * @throws DocumentDamaged for what is none
 */
export const typedFound = <Doc>(view: View<Doc>, found: Found): Found<Doc> => {
  for (const { document } of found.documents) checkDocument(view, document)
  return found as unknown as Found<Doc>
}

interface Keyed {
  readonly key: string
}
type StoredMonth = RowOf & { readonly total: StoredSums }
type StoredDays = RowOf & { readonly days: Readonly<Record<Day, StoredSums>> }

const storedMonth = (document: Document | undefined) => document as unknown as StoredMonth | undefined
const storedDays = (document: Document | undefined) => document as unknown as StoredDays | undefined

/** A rollup's months that a store found. */
export const monthsOf = <Facet extends Group, Series extends Group, M extends Measures>(
  _rollup: RowsOf<Facet, Series, M>,
  { documents }: Found,
): readonly (MonthRow<Facet, Series, M> & Keyed)[] =>
  documents.map(
    ({ key, document }) =>
      ({ key, ...document, total: totalIn(document) }) as unknown as MonthRow<Facet, Series, M> & Keyed,
  )

/** A rollup's days that a store found. */
export const daysOf = <Facet extends Group, Series extends Group, M extends Measures>(
  _rollup: RowsOf<Facet, Series, M>,
  { documents }: Found,
): readonly (DaysRow<Facet, Series, M> & Keyed)[] =>
  documents.map(
    ({ key, document }) =>
      ({ key, ...document, days: daysIn(document) }) as unknown as DaysRow<Facet, Series, M> & Keyed,
  )

/** The sums of a month, as a copy; none without a row. */
export const totalIn = (document: Document | undefined): Sums => sumsIn(storedMonth(document)?.total)

/** The sums of each day of a month, as copies; none without a row. */
export const daysIn = (document: Document | undefined): Record<Day, Sums> => {
  const { days = {} } = storedDays(document) ?? {}
  const sums: Record<Day, Sums> = {}
  for (const day in days) sums[day] = sumsIn(days[day])
  return sums
}

/** Sums have the measures that were added up, without those that came to nothing. */
export const measuresIn = <M extends Measures>(sums: Sums): Partial<M> => sums as Partial<M>
