// Totals over what a view's documents contribute: one row per group and month, and the days of a month in a row of their own. The sum
// of everything up to a day reads the months before it and the days of its own, and so grows with the calendar alone: rows with
// their days inside were read several times as slowly at ten times the opportunities.
import type { Day } from '@eventcrm/domain'
import { z } from 'zod'
import type { Document, FieldOf } from './filter.ts'
import type { Measures } from './sums.ts'
import { collectionOf, daysCollectionOf, type View } from './view.ts'

export type Group = Readonly<Record<string, string | number | boolean | null>>

/** What a document adds, on a day. */
export interface Entry<Facet extends Group = Group, Series extends Group = Group, M extends Measures = Measures> {
  readonly day: Day
  /**
   * Whom the total is for: all, an owner, an owner in a team. There is a row for every facet and series that occur together, so fields
   * are crossed only where few pairs of their values occur: owner and team, but not owner and customer.
   */
  readonly facet: Facet
  /** What is added up: open in a stage, won, lost for a reason. */
  readonly series: Series
  /** Sums (bigint), counts (whole numbers) and histograms of counts. */
  readonly add: M
  /** It takes back what an earlier entry added. */
  readonly reversal?: true
}

/** What tells a row from others. */
export interface RowOf<Facet extends Group = Group, Series extends Group = Group> {
  readonly facet: Facet
  readonly series: Series
  /** 'YYYY-MM' */
  readonly month: string
}
/** A group's sums in a month. */
export interface MonthRow<
  Facet extends Group = Group,
  Series extends Group = Group,
  M extends Measures = Measures,
> extends RowOf<Facet, Series> {
  readonly total: Partial<M>
}
/** A group's sums on each day of a month on which there are any. */
export interface DaysRow<
  Facet extends Group = Group,
  Series extends Group = Group,
  M extends Measures = Measures,
> extends RowOf<Facet, Series> {
  readonly days: Readonly<Record<Day, Partial<M>>>
}

export interface Rollup<
  Doc = Document,
  Facet extends Group = Group,
  Series extends Group = Group,
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
  readonly series: z.ZodType<Series>
  /** Sums are `z.bigint()`, counts `z.int()`, histograms `z.record(z.string(), z.int())`. */
  readonly measures: z.ZodType<M>
  readonly indexes: readonly (readonly string[])[]
  entries(document: Doc): readonly Entry<Facet, Series, M>[]
}
/** Any rollup, for the code that runs them all. Methods compare loosely, so every rollup is one. */
export type AnyRollup = Rollup

/** What the rows of a rollup's two collections are. */
export const rowSchemas = ({
  facet,
  series,
  measures,
}: AnyRollup): { readonly months: z.ZodType; readonly days: z.ZodType } => {
  const row = { facet, series, month: z.string() }
  const sums = measures instanceof z.ZodObject ? measures.partial() : measures
  return {
    months: z.strictObject({ ...row, total: sums }),
    days: z.strictObject({ ...row, days: z.record(z.string(), sums) }),
  }
}

/** What a rollup's rows hold, whatever its documents. */
export type RowsOf<Facet extends Group, Series extends Group, M extends Measures> = Pick<
  Rollup<unknown, Facet, Series, M>,
  'collection' | 'daysCollection' | 'facet' | 'series' | 'measures'
>

/**
 * A rollup of a view. Nobody writes an increment: the projector books the difference between what a document contributed before
 * a batch of events and what it contributes after it.
 */
export const defineRollup = <Doc, Facet extends Group, Series extends Group, M extends Measures>(
  view: View<Doc>,
  definition: {
    readonly name: string
    readonly version: number
    readonly describe: string
    readonly facet: z.ZodType<Facet>
    readonly series: z.ZodType<Series>
    readonly measures: z.ZodType<M>
    /** Fields of `facet`, `series` and `month` that rows are searched by. */
    readonly indexes?: readonly (readonly FieldOf<RowOf<Facet, Series>>[])[]
    /**
     * What a document adds. A pure function of the document, called any number of times: once before a batch of events changes
     * it and once after, and when the rollup is booked from finished documents. What it throws stops the view.
     */
    readonly entries: (document: Doc) => readonly Entry<Facet, Series, M>[]
  },
): Rollup<Doc, Facet, Series, M> => ({
  indexes: [],
  ...definition,
  view,
  collection: collectionOf(definition.name, definition.version),
  daysCollection: daysCollectionOf(definition.name, definition.version),
})

/**
 * What is there from one day on until another: nothing while it lasts.
 * @param until the first day on which it is no longer there; null: it has no end yet
 */
export const during = <F extends Group, S extends Group, M extends Measures>(
  from: Day,
  until: Day | null,
  facet: F,
  series: S,
  add: M,
): readonly Entry<F, S, M>[] => {
  if (until === null) return [{ day: from, facet, series, add }]
  return from < until
    ? [
        { day: from, facet, series, add },
        { day: until, facet, series, add, reversal: true },
      ]
    : []
}

const canonicals = new WeakMap<Group, string>()
/**
 * A group as text: the same for equal groups, whatever the order of their keys. The group is frozen, since its text is kept: a fold that
 * changed a part of its document which entries gave as a group would otherwise bend totals in silence.
 */
export const groupKey = (group: Group): string => {
  let known = canonicals.get(group)
  if (known === undefined) {
    Object.freeze(group)
    known = JSON.stringify(
      Object.keys(group)
        .sort()
        .map(name => [name, group[name]]),
    )
    canonicals.set(group, known)
  }
  return known
}

/** A row's key: its facet, its series and its month. */
export const rowKey = (facet: Group, series: Group, month: string): string => groupKey(facet) + groupKey(series) + month
/** The key of a row without its month, which spares making it anew from the groups. */
export const groupOf = (rowKey: string): string => rowKey.slice(0, -'YYYY-MM'.length)
