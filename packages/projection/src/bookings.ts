import type { Day } from '@eventcrm/domain'
import type { Document } from './filter.ts'
import { groupKey, type Entry, type Group } from './rollup.ts'
import { rowIn } from './row-decoder.ts'
import { addTo, copyOf, isEmpty, type Sums } from './sums.ts'

interface Booked {
  readonly facet: Group
  readonly line: Group
  readonly month: string
  readonly days: Map<Day, Sums>
}

/** What is to be added to a rollup's rows. */
export class Bookings {
  readonly #rows = new Map<string, Booked>()

  book(entries: readonly Entry[], sign: 1 | -1): void {
    for (const { day, facet, line, add, takesBack } of entries) {
      const month = day.slice(0, 7)
      const key = `${groupKey(facet)}${groupKey(line)}${month}`
      let row = this.#rows.get(key)
      if (!row) this.#rows.set(key, (row = { facet, line, month, days: new Map() }))
      let sums = row.days.get(day)
      if (!sums) row.days.set(day, (sums = {}))
      addTo(sums, add, takesBack ? (sign === 1 ? -1 : 1) : sign)
    }
  }

  *#changed(): Iterable<[string, Booked]> {
    for (const row of this.#rows) if (row[1].days.values().some(sums => !isEmpty(sums))) yield row
  }

  /** Keys of the rows that change. */
  keys(): string[] {
    return Array.from(this.#changed(), ([key]) => key)
  }

  /**
   * The rows as they become; null for one that holds nothing any more.
   * @throws RangeError when a sum is no longer exact
   */
  *applied(was: ReadonlyMap<string, Document>): Iterable<{ readonly key: string; readonly document: Document | null }> {
    for (const [key, { facet, line, month, days: added }] of this.#changed()) {
      const old = rowIn(was.get(key))
      const total = copyOf(old?.total ?? {})
      const days: Record<Day, Sums> = {}
      for (const day in old?.days) days[day] = copyOf(old.days[day] ?? {})
      for (const [day, sums] of added) {
        const that = (days[day] ??= {})
        addTo(that, sums, 1)
        addTo(total, sums, 1)
        if (isEmpty(that)) Reflect.deleteProperty(days, day)
      }
      yield { key, document: isEmpty(days) ? null : { facet, line, month, total, days } }
    }
  }
}
