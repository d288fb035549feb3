/** What Ctrl-C does: something long ends by itself at a good place; anything else ends at once. */
export class Stop {
  #under: AbortController | undefined

  /** Runs something that ends by itself when its signal says so. */
  async during<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    this.#under = controller
    try {
      return await run(controller.signal)
    } finally {
      this.#under = undefined
    }
  }

  /** Asks what is under way to end; false when nothing will, or was asked before. */
  ask(): boolean {
    if (!this.#under || this.#under.signal.aborted) return false
    this.#under.abort()
    return true
  }
}
