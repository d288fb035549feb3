import type { Day } from '@eventcrm/domain'
import type { Document, StorableDocument } from './filter.ts'
import { monthOf } from './months.ts'
import { groupKey, rowKey, type Entry, type Group } from './rollup.ts'
import { daysIn, totalIn } from './row-decoder.ts'
import { addTo, isNothing, withoutZeros, type Sums } from './sums.ts'

interface RowDelta {
  readonly key: string
  readonly facet: Group
  readonly series: Group
  readonly month: string
  readonly days: Map<Day, Sums>
}
type ByMonth = Map<string, RowDelta>

const inside = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

/** What is to be added to a rollup's rows. */
export class RollupDelta {
  // one map in the other: joining the three keys for every entry cost a third of all booking
  readonly #rows = new Map<string, Map<string, ByMonth>>()

  add(entries: readonly Entry[], sign: 1 | -1): void {
    for (const { day, facet, series, add, reversal } of entries) {
      const ofFacet = inside(this.#rows, groupKey(facet), () => new Map<string, ByMonth>())
      const byMonth = inside(ofFacet, groupKey(series), () => new Map<string, RowDelta>())
      const month = monthOf(day)
      const { days } = inside(byMonth, month, () => {
        return { key: rowKey(facet, series, month), facet, series, month, days: new Map<Day, Sums>() }
      })
      addTo(
        inside(days, day, () => ({})),
        add,
        reversal ? (sign === 1 ? -1 : 1) : sign,
      )
    }
  }

  *#changed(): Iterable<RowDelta> {
    for (const ofFacet of this.#rows.values())
      for (const byMonth of ofFacet.values())
        for (const row of byMonth.values()) if (row.days.values().some(sums => !isNothing(sums))) yield row
  }

  /** Keys of the rows that change. */
  keys(): string[] {
    return Array.from(this.#changed(), ({ key }) => key)
  }

  /**
   * The months and days as they become; null for one that holds nothing any more.
   * @throws RangeError when a count is no longer exact
   */
  *applied(months: ReadonlyMap<string, Document>, days: ReadonlyMap<string, Document>): Iterable<ChangedRow> {
    for (const { key, facet, series, month, days: added } of this.#changed()) {
      const total = totalIn(months.get(key))
      const sums: Record<Day, Sums> = daysIn(days.get(key))
      for (const [day, more] of added) {
        const was = sums[day]
        if (was) addTo(was, more, 1)
        addTo(total, more, 1)
        const that = withoutZeros(was ?? more)
        if (isEmpty(that)) Reflect.deleteProperty(sums, day)
        else sums[day] = that
      }
      // what came and went within the month leaves its days, and a total of nothing
      yield {
        key,
        month: isNothing(total) ? null : { facet, series, month, total: withoutZeros(total) },
        days: isEmpty(sums) ? null : { facet, series, month, days: sums },
        isNew: { month: !months.has(key), days: !days.has(key) },
      }
    }
  }
}

const isEmpty = (record: object): boolean => {
  for (const _ in record) return false
  return true
}

/** A row as it becomes, in both collections. */
export interface ChangedRow {
  readonly key: string
  readonly month: StorableDocument | null
  readonly days: StorableDocument | null
  /** Whether there was no such row yet, by collection. */
  readonly isNew: { readonly month: boolean; readonly days: boolean }
}
