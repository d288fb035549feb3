import type { Day } from '@eventcrm/domain'
import type { Filter } from './filter.ts'
import { groupKey, type Entry, type Group, type RollupRow, type RowsOf } from './rollup.ts'
import { measuresIn } from './row-decoder.ts'
import { addTo, isEmpty, type Measures, type Sums } from './sums.ts'

/** A group's sum over a time. */
export interface Sum<Facet, Line, M> {
  readonly facet: Facet
  readonly line: Line
  readonly sum: Partial<M>
}

/** From one day to another, both included; from the beginning when left out. */
export interface Days {
  readonly from?: Day
  readonly to: Day
}

/** The rows that a sum over these days reads. */
export function rowsWhere<Facet extends Group, Line extends Group, M extends Measures>(
  rollup: RowsOf<Facet, Line, M>,
  where: readonly Filter<RollupRow<Facet, Line, M>>[],
  days: Days,
): Filter
export function rowsWhere(_rollup: object, where: readonly Filter[], { from, to }: Days): Filter {
  return {
    and: [...where, { field: 'month', ...(from === undefined ? {} : { from: from.slice(0, 7) }), to: to.slice(0, 7) }],
  }
}

/** Sums entries or rows over days, by group. */
export class GroupSums<Facet extends Group, Line extends Group, M extends Measures> {
  readonly #groups = new Map<string, { readonly facet: Facet; readonly line: Line; readonly sums: Sums }>()

  #of(facet: Facet, line: Line): Sums {
    const key = groupKey(facet) + groupKey(line)
    let group = this.#groups.get(key)
    if (!group) this.#groups.set(key, (group = { facet, line, sums: {} }))
    return group.sums
  }

  addRow({ facet, line, month, total, days }: RollupRow<Facet, Line, M>, { from = '', to }: Days): void {
    const sums = this.#of(facet, line)
    if (month < to.slice(0, 7) && month > from.slice(0, 7)) addTo(sums, total, 1)
    else for (const day in days) if (day <= to && day >= from) addTo(sums, days[day] ?? {}, 1)
  }

  addEntry({ day, facet, line, add, takesBack }: Entry<Facet, Line, M>, { from = '', to }: Days): void {
    if (day <= to && day >= from) addTo(this.#of(facet, line), add, takesBack ? -1 : 1)
  }

  /** Groups that come to nothing are left out. */
  groups(): readonly Sum<Facet, Line, M>[] {
    return this.#groups
      .values()
      .filter(({ sums }) => !isEmpty(sums))
      .map(({ facet, line, sums }) => ({ facet, line, sum: measuresIn<M>(sums) }))
      .toArray()
  }
}
