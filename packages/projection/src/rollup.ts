// Totals over what a view's documents contribute. A rollup's rows hold a month each, with its days inside, so that the sum of
// everything up to a day reads one row per group and month.
import type { Day } from '@eventcrm/domain'
import type { z } from 'zod'
import type { Document, FieldOf } from './filter.ts'
import type { Measures } from './sums.ts'
import { collectionOf, type AnyView, type View } from './view.ts'

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

/** A group's sums in a month, and on each of its days. */
export interface RollupRow<Facet extends Group = Group, Line extends Group = Group, M extends Measures = Measures> {
  readonly facet: Facet
  readonly line: Line
  /** 'YYYY-MM' */
  readonly month: string
  readonly total: Partial<M>
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
  readonly collection: string
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
  'facet' | 'line' | 'measures'
>

/**
 * A rollup of a view. Nobody writes an increment: the projector books the difference between what a document contributed before
 * a batch of events and what it contributes after it.
 * @param definition.entries a pure function of the document; called any number of times
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
    readonly indexes?: readonly (readonly FieldOf<RollupRow<Facet, Line, M>>[])[]
    readonly entries: (document: Doc) => readonly Entry<Facet, Line, M>[]
  },
): Rollup<Doc, Facet, Line, M> => ({
  indexes: [],
  ...definition,
  view,
  collection: collectionOf(definition.name, definition.version),
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

/** What a read model brings: its views, and its rollups of them. */
export interface ReadModel {
  readonly views: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
}
