import { hash } from 'node:crypto'

/** Numbers kept for a row: 64 bits of its key's digest, and its number. */
const width = 3

/** Tells which row had a key before. A table of 32-bit numbers, at most half full: 24 to 48 bytes a row. */
export class RowsByKey {
  #table = new Uint32Array(1024 * width)
  #rows = 0

  /** The last row before this one that had the key; null when it is the first. */
  see(key: string, row: number): number | null {
    if ((this.#rows + 1) * 2 * width > this.#table.length) this.#grow()
    const digest = hash('sha1', key, 'buffer')
    const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)]
    const at = placeOf(this.#table, high, low)
    const before = this.#table[at + 2] ?? 0
    this.#table.set([high, low, row], at)
    if (before !== 0) return before
    this.#rows++
    return null
  }

  /** Memory that it takes. */
  get bytes(): number {
    return this.#table.byteLength
  }

  #grow(): void {
    const [before, table] = [this.#table, new Uint32Array(this.#table.length * 2)]
    for (let at = 0; at < before.length; at += width) {
      const [high = 0, low = 0, row = 0] = before.subarray(at, at + width)
      if (row !== 0) table.set([high, low, row], placeOf(table, high, low))
    }
    this.#table = table
  }
}

/** Where a digest stands in a table, or would. A row of 0 is a free place. */
const placeOf = (table: Uint32Array, high: number, low: number): number => {
  const places = table.length / width
  for (let place = low % places; ; place = (place + 1) % places) {
    const at = place * width
    if (table[at + 2] === 0 || (table[at] === high && table[at + 1] === low)) return at
  }
}
