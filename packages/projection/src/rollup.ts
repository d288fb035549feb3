// Totals over what a view's documents contribute. A rollup's rows hold a month each, with its days inside, so that the sum of
// everything up to a day reads one row per group and month.
import type { Day } from '@eventcrm/domain'
import type { z } from 'zod'
import type { Document, FieldOf, Filter, Found } from './filter.ts'
import { collectionOf, type View } from './view.ts'

export type Group = Readonly<Record<string, string | number | boolean | null>>
/** Counts by a whole number, such as days: what medians are read from. */
export type Histogram = Readonly<Record<string, number>>
export type Measures = Readonly<Record<string, number | Histogram>>

/** What a document adds, on a day. A later entry takes back what an earlier one added. */
export interface Entry<Facet extends Group = Group, Line extends Group = Group, M extends Measures = Measures> {
  readonly day: Day
  /** Whom the total is for: all, an owner, a team; facets are not crossed. */
  readonly facet: Facet
  /** What is added up: open in a stage, won, lost for a reason. */
  readonly line: Line
  /** Whole numbers and histograms of them. */
  readonly add: M
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

/** What is there from one day on until another: nothing while it lasts. `until` null: it has no end yet. */
export const during = <F extends Group, L extends Group, M extends Measures>(
  from: Day,
  until: Day | null,
  facet: F,
  line: L,
  add: M,
): Entry<F, L, M>[] => {
  if (until !== null && from >= until) return []
  const begins = { day: from, facet, line, add }
  return until === null ? [begins] : [begins, { day: until, facet, line, add: negative(add) }]
}

const negative = <M extends Measures>(add: M): M => {
  const taken: Record<string, number | Histogram> = {}
  for (const [name, value] of Object.entries(add)) {
    taken[name] =
      typeof value === 'number'
        ? -value
        : Object.fromEntries(Object.entries(value).map(([bin, count]) => [bin, -count]))
  }
  return taken as M
}

type Sums = Record<string, number | Record<string, number>>

/** Adds to sums in place and leaves no zero behind, so that equal totals are equal documents. */
const addTo = (sums: Sums, add: Measures, sign: 1 | -1): void => {
  for (const name in add) {
    const value = add[name]
    if (value === undefined) continue
    if (typeof value === 'number') {
      const was = sums[name]
      const sum = (typeof was === 'number' ? was : 0) + sign * value
      if (!Number.isSafeInteger(sum)) throw new RangeError(`${name} is no longer a whole number below 2^53`)
      if (sum === 0) delete sums[name]
      else sums[name] = sum
      continue
    }
    const was = sums[name]
    const bins = typeof was === 'object' ? was : {}
    addTo(bins, value, sign)
    if (isEmpty(bins)) delete sums[name]
    else sums[name] = bins
  }
}
const isEmpty = (record: object): boolean => {
  for (const _ in record) return false
  return true
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

/** What is to be added to a rollup's rows. */
export class Bookings {
  readonly #rows = new Map<
    string,
    { readonly facet: Group; readonly line: Group; readonly month: string; readonly days: Map<Day, Sums> }
  >()

  book(entries: readonly Entry[], sign: 1 | -1): void {
    for (const { day, facet, line, add } of entries) {
      const month = day.slice(0, 7)
      const key = `${groupKey(facet)}${groupKey(line)}${month}`
      let row = this.#rows.get(key)
      if (!row) this.#rows.set(key, (row = { facet, line, month, days: new Map() }))
      let sums = row.days.get(day)
      if (!sums) row.days.set(day, (sums = {}))
      addTo(sums, add, sign)
    }
  }

  /** Keys of the rows that change. */
  keys(): string[] {
    return [...this.#rows].filter(([, { days }]) => [...days.values()].some(sums => !isEmpty(sums))).map(([key]) => key)
  }

  /** The rows as they become; null for one that holds nothing any more. */
  *applied(was: ReadonlyMap<string, Document>): Iterable<{ readonly key: string; readonly document: Document | null }> {
    for (const key of this.keys()) {
      const row = this.#rows.get(key)
      if (!row) continue
      const old = was.get(key) as RollupRow | undefined
      const total = copyOf(old?.total ?? {})
      const days: Record<Day, Sums> = Object.fromEntries(
        Object.entries(old?.days ?? {}).map(([day, sums]) => [day, copyOf(sums)]),
      )
      for (const [day, sums] of row.days) {
        const that = (days[day] ??= {})
        addTo(that, sums, 1)
        addTo(total, sums, 1)
        if (isEmpty(that)) Reflect.deleteProperty(days, day)
      }
      const { facet, line, month } = row
      yield { key, document: isEmpty(days) ? null : { facet, line, month, total, days } }
    }
  }
}

const copyOf = (sums: Partial<Measures>): Sums =>
  Object.fromEntries(
    Object.entries(sums).map(([name, value]) => [name, typeof value === 'object' ? { ...value } : (value ?? 0)]),
  )

/** A group's sum over a time. */
export interface Sum<Facet, Line, M> {
  readonly facet: Facet
  readonly line: Line
  readonly sum: Partial<M>
}

/** What a rollup's rows hold. */
type Groups<Facet extends Group, Line extends Group, M extends Measures> = Pick<
  Rollup<unknown, Facet, Line, M>,
  'facet' | 'line' | 'measures'
>

/** The rows that a sum up to (or between) days reads. Both days included. */
export const rowsWhere = <Facet extends Group, Line extends Group, M extends Measures>(
  _rollup: Groups<Facet, Line, M>,
  where: readonly Filter<RollupRow<Facet, Line, M>>[],
  days: { readonly from?: Day; readonly to: Day },
): Filter => ({
  and: [
    ...(where as readonly Filter[]),
    { field: 'month', ...(days.from === undefined ? {} : { from: days.from.slice(0, 7) }), to: days.to.slice(0, 7) },
  ],
})

/** A rollup's rows that a store found. This version of it wrote them, so they are not checked again. */
export const rowsOf = <Facet extends Group, Line extends Group, M extends Measures>(
  _rollup: Groups<Facet, Line, M>,
  { documents }: Found,
): readonly RollupRow<Facet, Line, M>[] =>
  documents.map(({ document }) => document as unknown as RollupRow<Facet, Line, M>)

/** Sums entries or rows up to a day, by group. Groups that come to nothing are left out. */
export class GroupSums<Facet extends Group, Line extends Group, M extends Measures> {
  readonly #groups = new Map<string, { readonly facet: Facet; readonly line: Line; readonly sums: Sums }>()

  #of(facet: Facet, line: Line): Sums {
    const key = groupKey(facet) + groupKey(line)
    let group = this.#groups.get(key)
    if (!group) this.#groups.set(key, (group = { facet, line, sums: {} }))
    return group.sums
  }
  addRow(row: RollupRow<Facet, Line, M>, days: { readonly from?: Day; readonly to: Day }): void {
    const whole = row.month < days.to.slice(0, 7) && (days.from === undefined || row.month > days.from.slice(0, 7))
    const sums = this.#of(row.facet, row.line)
    if (whole) addTo(sums, row.total as Measures, 1)
    else
      for (const day in row.days)
        if (day <= days.to && (days.from === undefined || day >= days.from)) addTo(sums, row.days[day] as Measures, 1)
  }
  addEntry({ day, facet, line, add }: Entry<Facet, Line, M>, days: { readonly from?: Day; readonly to: Day }): void {
    if (day <= days.to && (days.from === undefined || day >= days.from)) addTo(this.#of(facet, line), add, 1)
  }
  groups(): readonly Sum<Facet, Line, M>[] {
    return [...this.#groups.values()]
      .filter(({ sums }) => !isEmpty(sums))
      .map(({ facet, line, sums }) => ({ facet, line, sum: sums as Partial<M> }))
  }
}
