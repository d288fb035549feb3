// Where what a store found gets its type again. This version of the view or rollup wrote it, so it is not checked again.
import type { Document, Found } from './filter.ts'
import type { DaysRow, Group, MonthRow, RowsOf } from './rollup.ts'
import type { Measures, Sums } from './sums.ts'
import type { View } from './view.ts'

/** A view's documents that a store found. */
export const documentsOf = <Doc>(_view: View<Doc>, { documents }: Found): readonly Doc[] =>
  documents.map(({ document }) => document as Doc)

interface Keyed {
  readonly key: string
}

/** A rollup's months that a store found. */
export const monthsOf = <Facet extends Group, Line extends Group, M extends Measures>(
  _rollup: RowsOf<Facet, Line, M>,
  { documents }: Found,
): readonly (MonthRow<Facet, Line, M> & Keyed)[] =>
  documents.map(({ key, document }) => ({ key, ...(document as unknown as MonthRow<Facet, Line, M>) }))

/** A rollup's days that a store found. */
export const daysOf = <Facet extends Group, Line extends Group, M extends Measures>(
  _rollup: RowsOf<Facet, Line, M>,
  { documents }: Found,
): readonly (DaysRow<Facet, Line, M> & Keyed)[] =>
  documents.map(({ key, document }) => ({ key, ...(document as unknown as DaysRow<Facet, Line, M>) }))

export const monthIn = (document: Document | undefined): MonthRow | undefined =>
  document as unknown as MonthRow | undefined
export const daysIn = (document: Document | undefined): DaysRow | undefined =>
  document as unknown as DaysRow | undefined

/** Sums have the measures that were added up, without those that came to nothing. */
export const measuresIn = <M extends Measures>(sums: Sums): Partial<M> => sums as Partial<M>
