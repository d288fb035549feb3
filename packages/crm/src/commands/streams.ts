// Streams as this process knows them: folded, cached, read on.
import type { Dated, Fact, Fold, StreamHistory } from '@eventcrm/domain'
import type { Codec, DecodedEvent, EventStore } from '@eventcrm/event-store'
import { later } from './command-time.ts'
import type { EventOfCommand, StreamOutcome } from './outcome.ts'
import { RecentCache } from './recent-cache.ts'
import { currentFor, StreamHistories } from './stream-histories.ts'
import { commandIdsAfter, firstRevisionOf, type StreamSnapshot } from './stream-snapshot.ts'

export class Streams {
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #histories: StreamHistories
  // at about 2 kB each, 10,000 are some 20 MB
  readonly #cache = new RecentCache<StreamSnapshot>(10_000)
  /** What is being read to be current, so that many who look at the same stream at once have it read once. */
  readonly #reading = new Map<string, Promise<StreamSnapshot>>()

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
    this.#histories = new StreamHistories(events, codec)
  }

  /** What the stream adds up to, as known here; read when it is not known. */
  async known(fold: Fold<Dated>, stream: string): Promise<StreamSnapshot> {
    return this.#cache.get(stream) ?? this.latest(fold, stream)
  }

  /** What the stream adds up to, at most a second behind. */
  async recent(fold: Fold<Dated>, stream: string): Promise<StreamSnapshot> {
    const cached = this.#cache.get(stream)
    if (cached && performance.now() - cached.readAt < currentFor) return cached
    const underWay = this.#reading.get(stream)
    if (underWay) return underWay
    const reading = this.latest(fold, stream)
    this.#reading.set(stream, reading)
    try {
      return await reading
    } finally {
      this.#reading.delete(stream)
    }
  }

  /** What the stream adds up to in the log now. */
  async latest(fold: Fold<Dated>, stream: string): Promise<StreamSnapshot> {
    return this.#readOn(fold, stream, this.#cache.get(stream))
  }

  /**
   * What another stream was on each day.
   * @param fresh true: with all that the log has now; false: at most a second behind
   */
  async history(fold: Fold<Dated>, stream: string, fresh: boolean): Promise<StreamHistory<Dated>> {
    return this.#histories.get(fold, stream, fresh)
  }

  /** Keeps what a stream adds up to once these facts have been appended to it. */
  remember(stream: string, snapshot: StreamSnapshot, appended: readonly Fact[]): void {
    this.#cache.set(stream, snapshot)
    this.#histories.follow(stream, snapshot.revision + 1 - appended.length, appended)
  }

  forget(stream: string): void {
    this.#cache.forget(stream)
    this.#histories.forget(stream)
  }

  /** What a command came to that the stream has already; undefined when it has not. */
  async outcomeOf(commandId: string, stream: string, snapshot: StreamSnapshot): Promise<StreamOutcome | undefined> {
    const first = firstRevisionOf(snapshot, commandId)
    if (first === null) return undefined
    const events: EventOfCommand[] = []
    let place: Omit<StreamOutcome, 'events'> | undefined
    for await (const recorded of this.#events.readStream(stream, { from: first ?? 0 })) {
      if (recorded.metadata.commandId !== commandId) {
        if (place) break // events of one command are written together
        continue
      }
      const { type, data, commandIndex = 0 } = this.#codec.decode(recorded)
      events.push({ event: { type, data }, commandIndex })
      place = { revision: recorded.revision, position: recorded.position }
    }
    return place && { events, ...place }
  }

  /** What a command came to that was written just now behind the snapshot, by whomever. */
  async outcomeBehind(
    fold: Fold<Dated>,
    stream: string,
    snapshot: StreamSnapshot,
    commandId: string,
  ): Promise<StreamOutcome> {
    const events: EventOfCommand[] = []
    let place: Omit<StreamOutcome, 'events'> = { revision: snapshot.revision, position: null }
    await this.#readOn(fold, stream, snapshot, ({ type, data, revision, position, ...event }) => {
      if (event.commandId !== commandId) return
      events.push({ event: { type, data }, commandIndex: event.commandIndex ?? 0 })
      place = { revision, position }
    })
    return { events, ...place }
  }

  async #readOn(
    fold: Fold<Dated>,
    stream: string,
    base: StreamSnapshot | undefined,
    each?: (event: DecodedEvent) => void,
  ): Promise<StreamSnapshot> {
    const from = (base?.revision ?? -1) + 1
    let { revision, lastOccurredAt, lastRecordedAt } = base ?? {
      revision: -1,
      lastOccurredAt: '',
      lastRecordedAt: '',
    }
    const read: Fact[] = []
    const readIds: string[] = []
    for await (const recorded of this.#events.readStream(stream, { from })) {
      const event = this.#codec.decode(recorded)
      revision = event.revision
      lastOccurredAt = later(lastOccurredAt, event.occurredAt)
      lastRecordedAt = later(lastRecordedAt, event.recordedAt)
      readIds.push(event.commandId)
      read.push({ type: event.type, data: event.data, occurredOn: event.occurredOn })
      each?.(event)
    }
    const now = this.#cache.get(stream)
    // a command, or another reading, may have got further meanwhile
    if (now && now !== base && now.revision >= revision) return now
    // The list of commands grows in place: once its snapshot was replaced, only what was read here is known for sure.
    const before = base && now === base ? base.commandIds : []
    const commandIds = readIds.length === 0 ? before : commandIdsAfter(fold, [...before], readIds)
    const state = fold.evolveAll(base?.state ?? fold.initialState, read)
    const snapshot = { revision, state, lastOccurredAt, lastRecordedAt, commandIds, readAt: performance.now() }
    // A stream without events is remembered too: whoever asks for its state is about to write its first.
    this.#cache.set(stream, snapshot)
    if (base) this.#histories.follow(stream, from, read)
    return snapshot
  }
}
