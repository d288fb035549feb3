import { createHash } from 'node:crypto'

/** Tells equal rows apart by which of them comes first. Remembers a digest of each, some hundred bytes. */
export class Occurrences {
  readonly #seen = new Map<string, number>()

  /** How many rows like this one there were, it included. */
  of(content: readonly string[]): number {
    const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64').slice(0, 22)
    const times = (this.#seen.get(digest) ?? 0) + 1
    this.#seen.set(digest, times)
    return times
  }
}
