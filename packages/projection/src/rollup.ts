// Totals over what a view's documents contribute: one row per group and month, and the days of a month in a row of their own. The sum
// of everything up to a day reads the months before it and the days of its own, and so grows with the calendar alone: rows with
// their days inside were read several times as slowly at ten times the opportunities.
import type { Day } from '@eventcrm/domain'
import type { z } from 'zod'
import type { Document, FieldOf } from './filter.ts'
import type { Measures } from './sums.ts'
import { collectionOf, type View } from './view.ts'

export type Group = Readonly<Record<string, string | number | boolean | null>>

/** What a document adds, on a day. A later entry takes back what an earlier one added. */
export interface Entry<Facet extends Group = Group, Line extends Group = Group, M extends Measures = Measures> {
  readonly day: Day
  /** Whom the total is for: all, an owner, a team; facets are not crossed. */
  readonly facet: Facet
  /** What is added up: open in a stage, won, lost for a reason. */
  readonly line: Line
  /** Whole numbers and histograms of them. */
  readonly add: M
  /** It is taken away instead. */
  readonly takesBack?: true
}

/** What tells a row from others. */
export interface RowOf<Facet extends Group = Group, Line extends Group = Group> {
  readonly facet: Facet
  readonly line: Line
  /** 'YYYY-MM' */
  readonly month: string
}
/** A group's sums in a month. */
export interface MonthRow<
  Facet extends Group = Group,
  Line extends Group = Group,
  M extends Measures = Measures,
> extends RowOf<Facet, Line> {
  readonly total: Partial<M>
}
/** A group's sums on each day of a month on which there are any. */
export interface DaysRow<
  Facet extends Group = Group,
  Line extends Group = Group,
  M extends Measures = Measures,
> extends RowOf<Facet, Line> {
  readonly days: Readonly<Record<Day, Partial<M>>>
}

export interface Rollup<
  Doc = Document,
  Facet extends Group = Group,
  Line extends Group = Group,
  M extends Measures = Measures,
> {
  readonly view: View<Doc>
  readonly name: string
  readonly version: number
  /** Where its months are kept. */
  readonly collection: string
  /** Where the days of each month are kept, under the same keys. */
  readonly daysCollection: string
  readonly describe: string
  readonly facet: z.ZodType<Facet>
  readonly line: z.ZodType<Line>
  readonly measures: z.ZodType<M>
  readonly indexes: readonly (readonly string[])[]
  entries(document: Doc): readonly Entry<Facet, Line, M>[]
}
/** Any rollup, for the code that runs them all. Methods compare loosely, so every rollup is one. */
export type AnyRollup = Rollup

/** What a rollup's rows hold, whatever its documents. */
export type RowsOf<Facet extends Group, Line extends Group, M extends Measures> = Pick<
  Rollup<unknown, Facet, Line, M>,
  'collection' | 'daysCollection' | 'facet' | 'line' | 'measures'
>

/**
 * A rollup of a view. Nobody writes an increment: the projector books the difference between what a document contributed before
 * a batch of events and what it contributes after it.
 */
export const defineRollup = <Doc, Facet extends Group, Line extends Group, M extends Measures>(
  view: View<Doc>,
  definition: {
    readonly name: string
    readonly version: number
    readonly describe: string
    readonly facet: z.ZodType<Facet>
    readonly line: z.ZodType<Line>
    readonly measures: z.ZodType<M>
    /** Fields of `facet`, `line` and `month` that rows are searched by. */
    readonly indexes?: readonly (readonly FieldOf<RowOf<Facet, Line>>[])[]
    /** A pure function of the document; called any number of times. */
    readonly entries: (document: Doc) => readonly Entry<Facet, Line, M>[]
  },
): Rollup<Doc, Facet, Line, M> => ({
  indexes: [],
  ...definition,
  view,
  collection: collectionOf(definition.name, definition.version),
  daysCollection: collectionOf(`${definition.name}Days`, definition.version),
})

/**
 * What is there from one day on until another: nothing while it lasts.
 * @param until the first day on which it is no longer there; null: it has no end yet
 */
export const during = <F extends Group, L extends Group, M extends Measures>(
  from: Day,
  until: Day | null,
  facet: F,
  line: L,
  add: M,
): readonly Entry<F, L, M>[] => {
  if (until === null) return [{ day: from, facet, line, add }]
  return from < until
    ? [
        { day: from, facet, line, add },
        { day: until, facet, line, add, takesBack: true },
      ]
    : []
}

const canonicals = new WeakMap<Group, string>()
/** A group as text: the same for equal groups, whatever the order of their keys. */
export const groupKey = (group: Group): string => {
  let known = canonicals.get(group)
  if (known === undefined) {
    known = JSON.stringify(
      Object.keys(group)
        .sort()
        .map(name => [name, group[name]]),
    )
    canonicals.set(group, known)
  }
  return known
}

/** A row's key: its facet, its line and its month. */
export const rowKey = (facet: Group, line: Group, month: string): string => groupKey(facet) + groupKey(line) + month
/** The key of a row without its month, which spares making it anew from the groups. */
export const groupOf = (rowKey: string): string => rowKey.slice(0, -'YYYY-MM'.length)
