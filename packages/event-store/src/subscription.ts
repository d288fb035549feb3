// What subscriptions of stores that are read page by page have in common: when a page is delivered, how waiting ends.
import type { Page, RecordedEvent } from './event-store.ts'
import type { Position } from './log.ts'

/** Counts the changes of a log, its closing among them, and wakes those who wait for the next one. */
export class ChangeNotifier {
  #count = 0
  readonly #waiting = new Set<() => void>()

  /** How many changes there have been. Note it before reading, so that a change during the reading is not missed. */
  get count(): number {
    return this.#count
  }

  notify(): void {
    this.#count++
    const wakes = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of wakes) wake()
  }

  /**
   * Resolves once there are more changes than were noted.
   * @param atMost milliseconds after which it resolves anyway
   */
  async next(noted: number, atMost?: number): Promise<void> {
    if (this.#count !== noted) return
    await new Promise<void>(resolve => {
      const timer = atMost === undefined ? undefined : setTimeout(() => wake(), atMost)
      const wake = () => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        resolve()
      }
      this.#waiting.add(wake)
    })
  }
}

/** The next part of the log, as a store reads it for a subscription. */
export interface LogSlice {
  readonly events: readonly RecordedEvent[]
  /** Everything up to here was looked through. */
  readonly upTo: Position | null
  /** Whether the log ended there when it was read. */
  readonly atEnd: boolean
}

export interface SubscriptionSource {
  /** Called when an iteration begins; what it returns reads the slice behind the one it read last. */
  begin(): () => LogSlice | Promise<LogSlice>
  /** Called when an iteration that has begun is over, however it ends. */
  end?(): void
  readonly changes: ChangeNotifier
  /** Milliseconds after which to read again without a change being told, for logs that other processes write to. */
  readonly pollEvery?: number
  /** Whether the store has been closed; closing is a change. */
  closed(): boolean
}

/** A subscription: pages of events, then each new one. Nothing is read ahead of the page that was asked for. */
export const subscription = (source: SubscriptionSource, signal?: AbortSignal): AsyncIterable<Page> => ({
  [Symbol.asyncIterator]() {
    const { changes } = source
    let left = false
    const ended = () => left || source.closed() || signal?.aborted === true
    const wake = () => {
      changes.notify()
    }
    const pages = async function* (): AsyncGenerator<Page, void, undefined> {
      const read = source.begin()
      let upTo: Position | null = null
      let caughtUp = false
      signal?.addEventListener('abort', wake)
      try {
        while (!ended()) {
          const noted = changes.count
          const slice = await read()
          if (ended()) return
          if (slice.events.length > 0 || (slice.atEnd && (!caughtUp || slice.upTo !== upTo))) {
            upTo = slice.upTo
            caughtUp ||= slice.atEnd
            yield { events: slice.events, upTo, caughtUp }
          } else if (slice.atEnd) {
            await changes.next(noted, source.pollEvery)
          }
        }
      } catch (error) {
        if (!ended()) throw error
      } finally {
        signal?.removeEventListener('abort', wake)
        source.end?.()
      }
    }
    const iteration = pages()
    return {
      next: () => iteration.next(),
      // A generator that waits would be left only after its wait: it is woken first.
      return: () => {
        left = true
        wake()
        return iteration.return()
      },
    }
  },
})
