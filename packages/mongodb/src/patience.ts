// How long a call is tried again. While the server is away all calls share one time, so that whoever makes several after each other, or closes
// the store, does not wait for each anew.
import { asFault, isAway, mayPass } from './errors.ts'

/** Milliseconds for which the driver looks for a primary before it says that there is none: short, since a call is tried again. */
export const longestSearch = 2000

/** Milliseconds before it is tried again: longer each time and by chance, so that those who wait don't meet again. */
const pause = (attempt: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, Math.min(500, 5 * 1.5 ** attempt) * (0.5 + Math.random() / 2)))

/** The tries of one call. */
export class Tries {
  readonly #patience: Patience
  readonly #until: number
  #failed = 0

  constructor(patience: Patience) {
    this.#patience = patience
    this.#until = performance.now() + patience.milliseconds
  }

  /** Whether there may be another try after this fault. */
  get areLeft(): boolean {
    return performance.now() < Math.min(this.#until, this.#patience.until)
  }

  /** Notes what a try came to. */
  failed(error: unknown): void {
    this.#patience.note(isAway(error))
  }

  wentWell(): void {
    this.#patience.note(false)
  }

  pause(): Promise<void> {
    return pause(this.#failed++)
  }
}

export class Patience {
  readonly milliseconds: number
  #awaySince: number | undefined

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds
  }

  /** Until when a server that is away is waited for. */
  get until(): number {
    return this.#awaySince === undefined ? Infinity : this.#awaySince + this.milliseconds
  }

  note(isAway: boolean): void {
    if (!isAway) this.#awaySince = undefined
    else this.#awaySince ??= performance.now()
  }

  /** The tries of a call that begins now. */
  begin(): Tries {
    return new Tries(this)
  }
}

/** Does it again for as long as that may help. */
export const insist = async <T>(tries: Tries, work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      const done = await work()
      tries.wentWell()
      return done
    } catch (error) {
      tries.failed(error)
      if (!mayPass(error) || !tries.areLeft) throw asFault(error)
    }
    await tries.pause()
  }
}
