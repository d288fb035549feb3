import type { Day } from '@eventcrm/domain'
import type { Filter, Found } from './filter.ts'
import { groupKey, groupOf, type Entry, type Group, type RowOf, type RowsOf } from './rollup.ts'
import { daysOf, measuresIn, monthsOf } from './row-decoder.ts'
import { addTo, isNothing, withoutZeros, type Measures, type Sums } from './sums.ts'
import { wholeMonths } from './whole-months.ts'

/** A group's sum over a time. */
export interface Sum<Facet, Series, M> {
  readonly facet: Facet
  readonly series: Series
  readonly sum: Partial<M>
}

/** From one day to another, both included; from the beginning when left out. */
export interface Days {
  readonly from?: Day
  readonly to: Day
}

interface Question {
  readonly find: string
  readonly where: Filter
}

/**
 * The two questions whose answers a sum over days adds up: whole months, and the days of months that are not whole.
 * @param where what else the rows must be: their facets and series
 */
export function rowsOver<Facet extends Group, Series extends Group, M extends Measures>(
  rollup: RowsOf<Facet, Series, M>,
  where: readonly Filter<RowOf<Facet, Series>>[],
  days: Days,
): readonly [months: Question, days: Question]
export function rowsOver(
  { collection, daysCollection }: { readonly collection: string; readonly daysCollection: string },
  where: readonly Filter[],
  { from = null, to }: { readonly from?: Day | null; readonly to: Day },
): readonly [Question, Question] {
  const { whole, inPart } = wholeMonths(from, to)
  return [
    { find: collection, where: { and: [...where, { field: 'month', ...whole }] } },
    { find: daysCollection, where: { and: [...where, { field: 'month', in: inPart }] } },
  ]
}

/** Sums entries or rows over days, by group. */
export class GroupSums<Facet extends Group, Series extends Group, M extends Measures> {
  readonly #groups = new Map<string, { readonly facet: Facet; readonly series: Series; readonly sums: Sums }>()

  #of(key: string, facet: Facet, series: Series): Sums {
    let group = this.#groups.get(key)
    if (!group) this.#groups.set(key, (group = { facet, series, sums: {} }))
    return group.sums
  }

  /** Adds the answers to the questions of `rowsOver` for the same days. */
  addRows(rollup: RowsOf<Facet, Series, M>, months: Found, days: Found, { from = '', to }: Days): void {
    for (const { key, facet, series, total } of monthsOf(rollup, months))
      addTo(this.#of(groupOf(key), facet, series), total, 1)
    for (const { key, facet, series, days: sums } of daysOf(rollup, days)) {
      const of = this.#of(groupOf(key), facet, series)
      for (const day in sums) if (day <= to && day >= from) addTo(of, sums[day] ?? {}, 1)
    }
  }

  addEntry({ day, facet, series, add, reversal }: Entry<Facet, Series, M>, { from = '', to }: Days): void {
    if (day > to || day < from) return
    addTo(this.#of(groupKey(facet) + groupKey(series), facet, series), add, reversal ? -1 : 1)
  }

  /** Groups that come to nothing are left out. */
  groups(): readonly Sum<Facet, Series, M>[] {
    return this.#groups
      .values()
      .filter(({ sums }) => !isNothing(sums))
      .map(({ facet, series, sums }) => ({ facet, series, sum: measuresIn<M>(withoutZeros(sums)) }))
      .toArray()
  }
}
