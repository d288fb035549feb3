/**
 * What was used last, by key, in two generations: what is used moves to the young one; when that is full, it becomes the old one, and
 * the old one is forgotten. A single map in order of use would be searched for its oldest entry behind all that were deleted.
 */
export class RecentCache<Value> {
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()
  readonly #half: number
  /** @param size at most so many values, and at least half of them */
  constructor(size: number) {
    this.#half = size / 2
  }
  get(key: string): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }
  set(key: string, value: Value): void {
    this.#young.set(key, value)
    if (this.#young.size < this.#half) return
    this.#old = this.#young
    this.#young = new Map()
  }
  forget(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}
