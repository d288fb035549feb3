import { hash } from 'node:crypto'

/**
 * Remembers positive numbers below 2^32 for each key. A table of 32-bit numbers, at most three quarters full: 64 bits of the key's digest, and its
 * numbers. So with one number it takes 16 to 32 bytes a key.
 */
export class NumbersByKey {
  readonly #width: number
  #table: Uint32Array
  #keys = 0

  /** @param numbers how many each key has; the first is never 0 */
  constructor(numbers: number) {
    this.#width = 2 + numbers
    this.#table = new Uint32Array(1024 * this.#width)
  }

  get(key: string): readonly number[] | null {
    const [high, low] = digestOf(key)
    return this.#numbersAt(this.#placeOf(this.#table, high, low))
  }

  /** What the key had before; null where it had nothing. */
  put(key: string, numbers: readonly number[]): readonly number[] | null {
    if ((this.#keys + 1) * this.#width > this.#table.length * 0.75) this.#grow()
    const [high, low] = digestOf(key)
    const at = this.#placeOf(this.#table, high, low)
    const before = this.#numbersAt(at)
    if (before === null) this.#keys++
    this.#table.set([high, low, ...numbers], at)
    return before
  }

  /** Memory that it takes. */
  get bytes(): number {
    return this.#table.byteLength
  }

  #grow(): void {
    const [before, table] = [this.#table, new Uint32Array(this.#table.length * 2)]
    for (let at = 0; at < before.length; at += this.#width) {
      const entry = before.subarray(at, at + this.#width)
      const [high = 0, low = 0, first = 0] = entry
      if (first !== 0) table.set(entry, this.#placeOf(table, high, low))
    }
    this.#table = table
  }

  #numbersAt(at: number): readonly number[] | null {
    return this.#table[at + 2] === 0 ? null : [...this.#table.subarray(at + 2, at + this.#width)]
  }

  /** Where a digest stands in a table, or would. */
  #placeOf(table: Uint32Array, high: number, low: number): number {
    const places = table.length / this.#width
    for (let place = low % places; ; place = (place + 1) % places) {
      const at = place * this.#width
      if (table[at + 2] === 0 || (table[at] === high && table[at + 1] === low)) return at
    }
  }
}

const digestOf = (key: string): readonly [high: number, low: number] => {
  const digest = hash('sha1', key, 'buffer')
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)]
}
