/** Work that shares a key is done one after the other, in the order of asking; all else at the same time. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Starts `work` when whatever asked before for any of these keys is done, however it ended. */
  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.flatMap(key => this.#last.get(key) ?? [])
    const mine = before.length === 0 ? work() : Promise.allSettled(before).then(work)
    for (const key of keys) this.#last.set(key, mine)
    try {
      return await mine
    } finally {
      for (const key of keys) if (this.#last.get(key) === mine) this.#last.delete(key)
    }
  }
}
