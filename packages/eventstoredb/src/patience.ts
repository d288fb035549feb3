// How long a call is tried again, and how it waits in between. The client never does (it only connects anew): that is the adapter's work.
import { setTimeout as wait } from 'node:timers/promises'

/** A leader that dies has a successor after some 1.5 s; the waits rise to this. */
const longestWait = 1000
const shortestWait = 25

export interface Patience {
  /** Milliseconds for which a call is tried again without an answer. */
  readonly retryFor: number
  /** Milliseconds after which a call counts as unanswered. */
  readonly timeout: number
}

/** Resolves after so many milliseconds, or at the signal. */
const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined)

/** The tries of one call. What goes well in between begins the time anew. */
export class Tries {
  readonly #retryFor: number
  readonly #signal: AbortSignal
  #until: number
  #failed = 0

  constructor(retryFor: number, signal: AbortSignal) {
    this.#retryFor = retryFor
    this.#signal = signal
    this.#until = performance.now() + retryFor
  }

  wentWell(): void {
    this.#failed = 0
  }

  /** Waits for the next try, longer each time and by chance, so that many don't come at once. False when there is none. */
  async again(): Promise<boolean> {
    const now = performance.now()
    if (this.#failed === 0) this.#until = now + this.#retryFor
    const wait = Math.min(longestWait, shortestWait * 2 ** this.#failed++) * (0.5 + 0.5 * Math.random())
    if (this.#signal.aborted || now + wait > this.#until) return false
    await sleep(wait, this.#signal)
    return !this.#signal.aborted
  }
}
