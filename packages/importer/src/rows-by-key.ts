import { NumbersByKey } from './numbers-by-key.ts'
import type { HistoryPlace } from './timeline.ts'

/** Tells which row had a key before, in 16 to 32 bytes a key. */
export class RowsByKey {
  readonly #rows = new NumbersByKey(1)

  /** The last row before this one that had the key; null when it is the first. */
  see(key: string, row: number): number | null {
    return this.#rows.put(key, [row])?.[0] ?? null
  }

  /** Memory that it takes. */
  get bytes(): number {
    return this.#rows.bytes
  }
}

/** Tells where in the file something was said first, in 22 to 43 bytes each. */
export class FirstPlaces {
  readonly #places = new NumbersByKey(2)

  isFirst(about: string, row: number, column: number): boolean {
    const place = this.#places.get(about)
    if (place === null) this.#places.put(about, [row, column + 1])
    return place === null || (place[0] === row && place[1] === column + 1)
  }
}

const perDay = 24 * 60 * 60 * 1000
/** Days are counted from one that is long past, so that none is below 1. */
const dayOne = Date.UTC(-9999, 0, 1)

/** Tells how far the dated rows of a key have come, in 22 to 43 bytes a key. */
export class PlacesByKey {
  readonly #places = new NumbersByKey(2)

  get(key: string): HistoryPlace | null {
    const [number, events] = this.#places.get(key) ?? []
    if (number === undefined || events === undefined) return null
    return { day: new Date(dayOne + number * perDay).toISOString().slice(0, 10), events }
  }

  set(key: string, { day, events }: HistoryPlace): void {
    this.#places.put(key, [(Date.parse(day) - dayOne) / perDay, events])
  }
}
