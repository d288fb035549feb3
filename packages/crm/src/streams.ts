// Streams as they are known here: folded, cached, read on.
import type { Dated, Fold, NewEvent } from '@eventcrm/domain'
import type { Codec, DecodedEvent, EventStore, Instant } from '@eventcrm/event-store'
import { commandIdsAfter, firstRevisionOf, StreamCache, type Known } from './stream-cache.ts'

/** An event that was decided, and by which of the commands sent together. */
export interface Decided {
  readonly event: NewEvent
  readonly part: number
}

/** What a command came to. */
export interface Outcome {
  /** What was decided; none when nothing would change. */
  readonly events: readonly NewEvent[]
  /** Revision of the stream's last event, -1 for a stream without events. */
  readonly revision: number
  /** Position of the last event; null when nothing changed. `crm.projected` waits for it. */
  readonly position: string | null
}

/** What commands sent together came to in one stream. */
export interface StreamOutcome {
  readonly decided: readonly Decided[]
  readonly revision: number
  readonly position: string | null
}

/**
 * Milliseconds for which what is known of another stream is taken for current. A decision looks at other streams without locking them;
 * this is how far behind it may be. Reading on costs some 70 µs on SQLite, which an import of many rows would pay for each.
 */
const currentFor = 1000

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
  /** What another stream adds up to, at most so much behind. */
  current(of: Fold<Dated>, stream: string, fresh: boolean): Known | Promise<Known> {
    const cached = this.#cache.get(stream)
    if (cached && !fresh && performance.now() - cached.readAt < currentFor) return cached
    return this.#readOn(of, stream, cached)
  }
  remember(stream: string, known: Known): void {
    this.#cache.set(stream, known)
  }
  forget(stream: string): void {
    this.#cache.forget(stream)
  }

  /** What a command came to that the stream has already. */
  async outcomeOf(commandId: string, stream: string, known: Known): Promise<StreamOutcome | undefined> {
    const first = firstRevisionOf(known, commandId)
    if (first === null) return undefined
    const decided: Decided[] = []
    let place: Omit<StreamOutcome, 'decided'> | undefined
    for await (const recorded of this.#events.readStream(stream, { from: first ?? 0 })) {
      if (recorded.metadata.commandId !== commandId) {
        if (place) break // events of one command are written together
        continue
      }
      const { type, data, commandIndex: part = 0 } = this.#codec.decode(recorded)
      decided.push({ event: { type, data }, part })
      place = { revision: recorded.revision, position: recorded.position }
    }
    return place && { decided, ...place }
  }

  /** What a command came to that was written just now behind what was known, by whomever. */
  async outcomeBehind(of: Fold<Dated>, stream: string, was: Known, commandId: string): Promise<StreamOutcome> {
    const decided: Decided[] = []
    let place: Omit<StreamOutcome, 'decided'> = { revision: was.revision, position: null }
    await this.#readOn(of, stream, was, event => {
      if (event.commandId !== commandId) return
      decided.push({ event: { type: event.type, data: event.data }, part: event.commandIndex ?? 0 })
      place = { revision: event.revision, position: event.position }
    })
    return { decided, ...place }
  }

  async #readOn(
    of: Fold<Dated>,
    stream: string,
    cached: Known | undefined,
    each?: (event: DecodedEvent) => void,
  ): Promise<Known> {
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
      each?.(event)
    }
    const now = this.#cache.get(stream)
    // a command, or another reading, may have got further meanwhile
    if (now && now !== cached && now.revision >= revision) return now
    const readAt = performance.now()
    // what was cached may have been carried on since, list of commands and all: then only those read here are known for sure
    const before = now === cached ? (cached?.commandIds ?? []) : []
    const commandIds = cached && added.length === 0 && now === cached ? before : commandIdsAfter([...before], added)
    const known = { revision, state, lastOccurredAt, lastRecordedAt, commandIds, readAt }
    // A stream without events is remembered too: whoever asks for its state is about to write its first.
    this.#cache.set(stream, known)
    return known
  }
}
