// What the commands of a batch are about to append to one stream.
import type { Dated, Day, Decided, Fact, NewEvent, StreamHistory } from '@eventcrm/domain'
import type { Instant, StoredEvent } from '@eventcrm/event-store'
import type { CheckedCommand } from './check-command.ts'
import { later, recordingTime, type CommandTime } from './command-time.ts'
import type { EventOfCommand, StreamOutcome } from './outcome.ts'
import type { StreamSnapshot } from './stream-snapshot.ts'

/** An event that was decided and not yet written. */
export interface PendingEvent extends EventOfCommand {
  readonly occurredAt: Instant
  readonly occurredOn: Day
}

export class PendingStream {
  readonly aggregate: CheckedCommand['aggregate']
  readonly id: string
  readonly stream: string
  /** What the stream added up to before. */
  readonly snapshot: StreamSnapshot
  /** When it is written down. */
  readonly recordedAt: Instant
  /** The events as they go into the store. */
  stored: readonly StoredEvent[] = []
  /** Once the stream has the command's events, or when it had them before. */
  outcome: StreamOutcome | null
  readonly #events: PendingEvent[] = []
  #state: Dated
  #lastOccurredAt: Instant
  #history:
    { readonly base: StreamHistory<Dated>; readonly length: number; readonly history: StreamHistory<Dated> } | undefined

  constructor(
    { aggregate, id, stream }: CheckedCommand,
    snapshot: StreamSnapshot,
    outcome: StreamOutcome | null,
    now: Instant,
  ) {
    this.aggregate = aggregate
    this.id = id
    this.stream = stream
    this.snapshot = snapshot
    this.outcome = outcome
    this.recordedAt = recordingTime(now, snapshot.lastRecordedAt)
    this.#state = snapshot.state
    this.#lastOccurredAt = snapshot.lastOccurredAt
  }

  /** What it adds up to with what was decided. */
  get state(): Dated {
    return this.#state
  }
  get lastOccurredAt(): Instant {
    return this.#lastOccurredAt
  }
  get events(): readonly PendingEvent[] {
    return this.#events
  }
  get facts(): readonly Fact[] {
    return this.#factsFrom(0)
  }

  /** The stream's history with what was decided here. */
  historyOn(base: StreamHistory<Dated>): StreamHistory<Dated> {
    const known = this.#history?.base === base ? this.#history : { base, length: 0, history: base }
    const { length } = this.#events
    const history = length > known.length ? known.history.with(this.#factsFrom(known.length)) : known.history
    this.#history = { base, length, history }
    return history
  }

  #factsFrom(index: number): readonly Fact[] {
    return this.#events.slice(index).map(({ event: { type, data }, occurredOn }) => ({ type, data, occurredOn }))
  }

  add({ events, state }: Decided, commandIndex: number, time: CommandTime): void {
    this.#state = state
    if (events.length > 0) this.#lastOccurredAt = later(this.#lastOccurredAt, time.occurredAt)
    for (const event of events) this.#events.push({ event, commandIndex, ...time })
  }

  /** What one of the commands came to here. */
  eventsOf(commandIndex: number): readonly NewEvent[] {
    const events = this.outcome?.events ?? []
    return events.filter(event => event.commandIndex === commandIndex).map(({ event }) => event)
  }
}
