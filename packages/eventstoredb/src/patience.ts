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
  readonly silence: Silence
}

/**
 * Since when no call of a store has gone well. All of them share it: a cluster that is away is waited for once, not anew by each call after
 * another. Faults that lie far apart belong to two silences.
 */
export class Silence {
  #since: number | undefined
  #last = 0

  end(): void {
    this.#since = undefined
  }

  /** Notes a fault. @returns since when it lasts */
  goesOn(now: number, apart: number): number {
    if (this.#since === undefined || now - this.#last > apart) this.#since = now
    this.#last = now
    return this.#since
  }
}

/** Resolves after so many milliseconds, or at the signal. */
const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined)

/** The tries of one call. What goes well in between begins the time anew. */
export class Tries {
  readonly #patience: Patience
  readonly #signal: AbortSignal
  #until = 0
  #failed = 0

  constructor(patience: Patience, signal: AbortSignal) {
    this.#patience = patience
    this.#signal = signal
  }

  wentWell(): void {
    this.#failed = 0
    this.#patience.silence.end()
  }

  /** Waits for the next try, longer each time and by chance, so that many don't come at once. False when there is none. */
  async again(): Promise<boolean> {
    const { retryFor, silence } = this.#patience
    const now = performance.now()
    if (this.#failed === 0) this.#until = now + retryFor
    const silentUntil = silence.goesOn(now, retryFor) + retryFor
    // each call has a second try: after the first one the client connects anew
    const until = this.#failed === 0 ? this.#until : Math.min(this.#until, silentUntil)
    const wait = Math.min(longestWait, shortestWait * 2 ** this.#failed++) * (0.5 + 0.5 * Math.random())
    if (this.#signal.aborted || now + wait > until) return false
    await sleep(wait, this.#signal)
    return !this.#signal.aborted
  }
}
