import type { Day } from '@eventcrm/domain'
import type { Document } from './filter.ts'
import { monthOf } from './months.ts'
import { groupKey, rowKey, type Entry, type Group } from './rollup.ts'
import { daysIn, monthIn } from './row-decoder.ts'
import { addTo, isNothing, withoutZeros, type Sums } from './sums.ts'

interface Booked {
  readonly key: string
  readonly facet: Group
  readonly line: Group
  readonly month: string
  readonly days: Map<Day, Sums>
}
type ByMonth = Map<string, Booked>

const inside = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

/** What is to be added to a rollup's rows. */
export class Bookings {
  // one map in the other: joining the three keys for every entry cost a third of all booking
  readonly #rows = new Map<string, Map<string, ByMonth>>()

  book(entries: readonly Entry[], sign: 1 | -1): void {
    for (const { day, facet, line, add, takesBack } of entries) {
      const ofFacet = inside(this.#rows, groupKey(facet), () => new Map<string, ByMonth>())
      const byMonth = inside(ofFacet, groupKey(line), () => new Map<string, Booked>())
      const month = monthOf(day)
      const { days } = inside(byMonth, month, () => {
        return { key: rowKey(facet, line, month), facet, line, month, days: new Map<Day, Sums>() }
      })
      addTo(
        inside(days, day, () => ({})),
        add,
        takesBack ? (sign === 1 ? -1 : 1) : sign,
      )
    }
  }

  *#changed(): Iterable<Booked> {
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
   * @throws RangeError when a sum is no longer exact
   */
  *applied(months: ReadonlyMap<string, Document>, days: ReadonlyMap<string, Document>): Iterable<BookedRow> {
    for (const { key, facet, line, month, days: added } of this.#changed()) {
      const total = withoutZeros(monthIn(months.get(key))?.total ?? {})
      const sums: Record<Day, Sums> = {}
      const were = daysIn(days.get(key))?.days ?? {}
      for (const day in were) if (!added.has(day)) sums[day] = withoutZeros(were[day] ?? {})
      for (const [day, more] of added) {
        const that = withoutZeros(were[day] ?? {})
        addTo(that, more, 1)
        addTo(total, more, 1)
        if (!isNothing(that)) sums[day] = withoutZeros(that)
      }
      // what came and went within the month leaves its days, and a total of nothing
      yield {
        key,
        month: isNothing(total) ? null : { facet, line, month, total: withoutZeros(total) },
        days: isEmpty(sums) ? null : { facet, line, month, days: sums },
      }
    }
  }
}

const isEmpty = (record: object): boolean => {
  for (const _ in record) return false
  return true
}

/** A row as it becomes, in both collections. */
export interface BookedRow {
  readonly key: string
  readonly month: Document | null
  readonly days: Document | null
}
