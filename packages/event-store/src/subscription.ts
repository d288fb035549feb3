// What subscriptions of stores that are read page by page have in common: when a page is delivered, how waiting ends.
import type { Page, RecordedEvent } from './event-store.ts'
import type { Position } from './log.ts'

/** Wakes those who wait for more of a log. */
export class News {
  #count = 0
  readonly #waiting = new Set<() => void>()

  /** How much news there has been. Noted before looking, so that what comes while looking is not missed. */
  get count(): number {
    return this.#count
  }

  announce(): void {
    this.#count++
    const wakes = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of wakes) wake()
  }

  /**
   * Resolves once there is more news than was noted.
   * @param atMost milliseconds after which it resolves anyway
   */
  async after(noted: number, atMost?: number): Promise<void> {
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

/** A stretch of the log as a store reads it for a subscription. */
export interface Stretch {
  readonly events: readonly RecordedEvent[]
  /** Where the stretch ends. */
  readonly upTo: Position | null
  /** Whether the log ended there when it was read. */
  readonly atEnd: boolean
}

export interface SubscriptionSource {
  /** Called when an iteration begins; what it returns reads the stretch behind the one it read last. */
  begin(): () => Stretch | Promise<Stretch>
  readonly news: News
  /** Milliseconds after which to look without news. */
  readonly lookEvery?: number
  /** Whether the store has been closed; closing is news. */
  closed(): boolean
}

/** A subscription: pages of events, then each new one. Nothing is read ahead of the page that was asked for. */
export const subscription = (source: SubscriptionSource, signal?: AbortSignal): AsyncIterable<Page> => ({
  [Symbol.asyncIterator]() {
    const { news } = source
    let left = false
    const ended = () => left || source.closed() || signal?.aborted === true
    const wake = () => {
      news.announce()
    }
    const pages = async function* (): AsyncGenerator<Page, void, undefined> {
      const read = source.begin()
      let upTo: Position | null = null
      let caughtUp = false
      signal?.addEventListener('abort', wake)
      try {
        while (!ended()) {
          const noted = news.count
          const stretch = await read()
          if (ended()) return
          if (stretch.events.length > 0 || (stretch.atEnd && (!caughtUp || stretch.upTo !== upTo))) {
            upTo = stretch.upTo
            caughtUp ||= stretch.atEnd
            yield { events: stretch.events, upTo, caughtUp }
          } else if (stretch.atEnd) {
            await news.after(noted, source.lookEvery)
          }
        }
      } catch (error) {
        if (!ended()) throw error
      } finally {
        signal?.removeEventListener('abort', wake)
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
