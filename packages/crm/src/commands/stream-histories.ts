// Other streams as of any day: each is read once, and followed from there.
import { historyOf, type Dated, type Fact, type Fold, type StreamHistory } from '@eventcrm/domain'
import type { Codec, EventStore } from '@eventcrm/event-store'
import { RecentCache } from './recent-cache.ts'

/**
 * Milliseconds for which what is known of another stream is taken for current. A decision looks at other streams without locking them;
 * this is how far behind it may be. Reading on costs some 70 µs on SQLite, which an import of many rows would pay for each.
 */
export const currentFor = 1000

interface KnownHistory {
  /** Revision of the last event in it; -1 for none. */
  readonly revision: number
  readonly history: StreamHistory<Dated>
  /** When the log was last read on from here, in milliseconds of this process. */
  readonly readAt: number
}

export class StreamHistories {
  readonly #events: EventStore
  readonly #codec: Codec
  // A stream that is looked at has a handful of facts, some 2 kB; the one with thousands is a team or two.
  readonly #cache = new RecentCache<KnownHistory>(10_000)
  /** What is being read, so that many who look at the same stream at once have it read once. */
  readonly #reading = new Map<string, Promise<StreamHistory<Dated>>>()
  /** Of streams that are being read: the last revision that this process has written meanwhile. A reading goes on up to there. */
  readonly #written = new Map<string, number>()

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** @param fresh true: with all that the log has now; false: at most a second behind */
  async get(fold: Fold<Dated>, stream: string, fresh: boolean): Promise<StreamHistory<Dated>> {
    const cached = this.#cache.get(stream)
    if (fresh) return this.#readOn(fold, stream, cached)
    if (cached && performance.now() - cached.readAt < currentFor) return cached.history
    const underWay = this.#reading.get(stream)
    if (underWay) return underWay
    const reading = this.#readOn(fold, stream, cached)
    this.#reading.set(stream, reading)
    try {
      return await reading
    } finally {
      this.#reading.delete(stream)
      this.#written.delete(stream)
    }
  }

  async #readOn(fold: Fold<Dated>, stream: string, cached: KnownHistory | undefined): Promise<StreamHistory<Dated>> {
    let { revision, history } = cached ?? { revision: -1, history: historyOf(fold) }
    const facts: Fact[] = []
    do
      for await (const recorded of this.#events.readStream(stream, { from: revision + 1 })) {
        facts.push(this.#codec.decode(recorded))
        revision = recorded.revision
      }
    while (revision < (this.#written.get(stream) ?? -1))
    if (facts.length > 0)
      history = history.with(facts.map(({ type, data, occurredOn }) => ({ type, data, occurredOn })))
    const now = this.#cache.get(stream)
    // a command, or another reading, may have got further meanwhile
    if (now && now.revision > revision) return now.history
    this.#cache.set(stream, { revision, history, readAt: performance.now() })
    return history
  }

  /**
   * Follows a stream that was written to or read on, if it is known here.
   * @param from revision of the first of the facts
   */
  follow(stream: string, from: number, facts: readonly Fact[]): void {
    if (this.#reading.has(stream)) this.#written.set(stream, from + facts.length - 1)
    const known = this.#cache.get(stream)
    if (!known) return
    const { revision, history } = known
    const missing = facts.slice(Math.max(0, revision + 1 - from))
    if (revision + 1 < from) this.#cache.forget(stream)
    else if (missing.length > 0)
      this.#cache.set(stream, {
        revision: revision + missing.length,
        history: history.with(missing),
        readAt: performance.now(),
      })
  }

  forget(stream: string): void {
    this.#cache.forget(stream)
  }
}
