import type { Stores } from '@eventcrm/crm'
import { AsyncLocalStorage } from 'node:async_hooks'

/** A step under way. */
interface RunningStep {
  readonly time: Date
  /** Every earlier step has handed in its events. */
  readonly before: Promise<void>
  /** How many times it appends yet. Once the last is handed in, the next step need not wait for it to be written; null where it must. */
  appendsLeft: number | null
  /** Lets the next step's events through. */
  readonly pass: () => void
}

/**
 * Has steps under way together, and the log as if one had come after the other: each is recorded at its own time, and hands in its
 * events behind those of the steps before it. What waits to be written then shares a sync of the disk, which takes most of a demo's time.
 */
export class Conductor {
  readonly #running = new AsyncLocalStorage<RunningStep>()
  readonly #start: Date
  #last: Promise<void> = Promise.resolve()

  /** @param start what the clock shows outside of any step: an instant */
  constructor(start: string) {
    this.#start = new Date(start)
  }

  /** The clock that the CRM goes by. */
  readonly now = (): Date => this.#running.getStore()?.time ?? this.#start

  /** The store that the CRM appends to. */
  inOrder(events: Stores['events']): Stores['events'] {
    return {
      namespace: events.namespace,
      append: async (stream, expected, stored) => {
        const step = this.#running.getStore()
        await step?.before
        const appending = events.append(stream, expected, stored)
        if (step && step.appendsLeft !== null && --step.appendsLeft <= 0) step.pass()
        return appending
      },
      readStream: (stream, options) => events.readStream(stream, options),
      readAll: options => events.readAll(options),
      subscribe: options => events.subscribe(options),
      head: options => events.head(options),
      close: () => events.close(),
    }
  }

  /**
   * Runs a step after those that were given before it.
   * @param appends how many times it appends, at most; null where that can't be told beforehand
   */
  async run<T>(instant: string, appends: number | null, step: () => Promise<T>): Promise<T> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    const pass = () => void before.then(() => resolve())
    try {
      return await this.#running.run({ time: new Date(instant), before, appendsLeft: appends, pass }, step)
    } finally {
      pass()
    }
  }
}
