// Streams as they are known here: folded, cached, read on.
import type { Dated, Fold, NewEvent } from '@eventcrm/domain'
import type { Codec, EventStore, Instant } from '@eventcrm/event-store'
import { commandIdsAfter, firstRevisionOf, StreamCache, type Known } from './stream-cache.ts'

/** What a command came to. */
export interface Outcome {
  /** What was decided; none when nothing would change. */
  readonly events: readonly NewEvent[]
  /** Revision of the stream's last event, -1 for a stream without events. */
  readonly revision: number
  /** Position of the last event; null when nothing changed. `crm.projected` waits for it. */
  readonly position: string | null
}

export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)

export class Streams {
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #cache = new StreamCache()

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** What the stream adds up to: as cached, or with `fresh` read on from there. */
  known(of: Fold<Dated>, stream: string, fresh: boolean): Known | Promise<Known> {
    const cached = this.#cache.get(stream)
    return cached && !fresh ? cached : this.#readOn(of, stream, cached)
  }
  remember(stream: string, known: Known): void {
    this.#cache.set(stream, known)
  }
  forget(stream: string): void {
    this.#cache.forget(stream)
  }

  /** What a command came to that the stream has already. */
  async outcomeOf(commandId: string, stream: string, known: Known): Promise<Outcome | undefined> {
    const first = firstRevisionOf(known, commandId)
    if (first === null) return undefined
    const events: NewEvent[] = []
    let place: Omit<Outcome, 'events'> | undefined
    for await (const recorded of this.#events.readStream(stream, { from: first ?? 0 })) {
      if (recorded.metadata.commandId !== commandId) {
        if (place) break // events of one command are written together
        continue
      }
      const { type, data } = this.#codec.decode(recorded)
      events.push({ type, data })
      place = { revision: recorded.revision, position: recorded.position }
    }
    return place && { events, ...place }
  }

  async #readOn(of: Fold<Dated>, stream: string, cached: Known | undefined): Promise<Known> {
    let { revision, state, lastOccurredAt, lastRecordedAt } = cached ?? {
      revision: -1,
      state: of.initialState,
      lastOccurredAt: '',
      lastRecordedAt: '',
    }
    const added: string[] = []
    for await (const recorded of this.#events.readStream(stream, { from: revision + 1 })) {
      const event = this.#codec.decode(recorded)
      revision = event.revision
      state = of.evolve(state, event)
      lastOccurredAt = later(lastOccurredAt, event.occurredAt)
      lastRecordedAt = later(lastRecordedAt, event.recordedAt)
      added.push(event.commandId)
    }
    if (cached && added.length === 0) return cached
    // a copy: another reading of the same stream may be under way
    const commandIds = commandIdsAfter([...(cached?.commandIds ?? [])], added)
    const known = { revision, state, lastOccurredAt, lastRecordedAt, commandIds }
    // A stream without events is remembered too: whoever asks for its state is about to write its first.
    this.#cache.set(stream, known)
    return known
  }
}
