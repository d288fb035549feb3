/** Runs work that shares a key one after the other, in the order of asking; all else at the same time. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>()

  /**
   * Starts `work` when whatever was asked before for any of these keys is done, however it ended. Since all places are taken at once,
   * nobody waits in a circle.
   * @returns what `work` comes to
   */
  async run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before: Promise<unknown>[] = []
    for (const key of keys) {
      const last = this.#last.get(key)
      if (last) before.push(last)
    }
    const mine = before.length === 0 ? work() : Promise.allSettled(before).then(work)
    for (const key of keys) this.#last.set(key, mine)
    try {
      return await mine
    } finally {
      for (const key of keys) if (this.#last.get(key) === mine) this.#last.delete(key)
    }
  }
}
