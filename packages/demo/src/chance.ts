import { createHash } from 'node:crypto'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/**
 * Seeded chance: the same seed and label draw the same values, on every machine. Everything is drawn as whole numbers,
 * so that no rounding of a processor or an engine can come between two runs.
 */
export class Chance {
  readonly #generator
  readonly #label: string

  /** @param label what is drawn for: each label has chances of its own, whatever is drawn under the others */
  constructor(seed: number, label: string) {
    this.#label = `${String(seed)}/${label}`
    this.#generator = xoroshiro128plus(createHash('sha256').update(this.#label).digest().readInt32LE())
  }

  /** A whole number between two, both included. */
  int(from: number, to: number): number {
    return uniformInt(this.#generator, from, to)
  }

  /** True so many times in a hundred. */
  percent(chance: number): boolean {
    return this.int(1, 100) <= chance
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.int(0, from.length - 1)]
    if (picked === undefined) throw new RangeError(`${this.#label}: nothing to pick from`)
    return picked
  }

  /** One of the entries, each as likely as its weight says. */
  weighted<T>(...entries: readonly (readonly [T, weight: number])[]): T {
    let left = this.int(
      1,
      entries.reduce((sum, [, weight]) => sum + weight, 0),
    )
    for (const [value, weight] of entries) {
      left -= weight
      if (left <= 0) return value
    }
    throw new RangeError(`${this.#label}: nothing to pick from`)
  }

  /** So many different ones, in an order of chance; all of them when there are fewer. */
  several<T>(from: readonly T[], count: number): readonly T[] {
    const left = [...from]
    const drawn: T[] = []
    while (drawn.length < count && left.length > 0) drawn.push(...left.splice(this.int(0, left.length - 1), 1))
    return drawn
  }
}
