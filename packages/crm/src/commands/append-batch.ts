// What was decided goes into the store, one stream after the other.
import {
  AppendOutcomeUnknown,
  checkAppendSize,
  type Appended,
  type Codec,
  type EventStore,
  type StoredEvent,
} from '@eventcrm/event-store'
import { eventIdOf } from '../identity.ts'
import type { Batch } from './decide-batch.ts'
import type { PendingStream } from './pending-stream.ts'
import { pauseAfter } from './retry-conflicts.ts'
import type { RunOptions } from './run-options.ts'
import { commandIdsAfter } from './stream-snapshot.ts'
import type { Streams } from './streams.ts'

/** Resends of an append whose outcome stays unknown, before the caller hears of it. */
const resends = 5

/**
 * Appends; while the outcome is unknown, sends the identical events again.
 * @param revision of the stream's last event, -1 for none
 */
export const appendForSure = async (
  events: EventStore,
  stream: string,
  revision: number,
  stored: readonly StoredEvent[],
): Promise<Appended> => {
  for (let resend = 0; ; resend++) {
    try {
      return await events.append(stream, revision === -1 ? 'noStream' : revision, stored)
    } catch (error) {
      if (!(error instanceof AppendOutcomeUnknown) || resend >= resends) throw error
    }
    await pauseAfter(resend)
  }
}

export class BatchAppender {
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #streams: Streams

  constructor(events: EventStore, codec: Codec, streams: Streams) {
    this.#events = events
    this.#codec = codec
    this.#streams = streams
  }

  /**
   * Makes the events as they are stored. The store itself checks a lone append; where something is written before it, that would be late.
   * @throws AppendTooLarge when one of several streams would get more at once than stores take
   */
  encode({ streams, claims }: Batch, options: RunOptions): void {
    for (const pending of streams.values()) this.#encode(pending, options)
    if (streams.size > 1 || claims.length > 0) for (const { stored } of streams.values()) checkAppendSize(stored)
  }

  /**
   * Appends what each stream is to get, and says in each what that came to.
   * @throws RevisionConflict when another writer got in between; AppendOutcomeUnknown, StoreUnavailable, AppendTooLarge
   */
  async append({ streams }: Batch, options: RunOptions): Promise<void> {
    try {
      for (const pending of streams.values()) if (!pending.outcome) await this.#append(pending, options)
    } catch (error) {
      for (const stream of streams.keys()) this.#streams.forget(stream)
      throw error
    }
  }

  async #append(pending: PendingStream, { commandId, idGiven }: RunOptions): Promise<void> {
    const { aggregate, stream, snapshot, events } = pending
    if (events.length === 0) {
      pending.outcome = { events, revision: snapshot.revision, position: null }
      return
    }
    const appended = await appendForSure(this.#events, stream, snapshot.revision, pending.stored)
    pending.outcome = { events, ...appended }
    if (!idGiven) {
      this.#remember(pending, commandId)
      return
    }
    // Stores recognise events by their ids: the same command may have been decided elsewhere, on something else.
    try {
      pending.outcome = await this.#streams.outcomeBehind(aggregate.state, stream, snapshot, commandId)
    } catch (cause) {
      throw new AppendOutcomeUnknown('It is written, but what it came to cannot be read', { cause })
    }
  }

  #encode(pending: PendingStream, options: RunOptions): void {
    const { aggregate, id, stream, state, events, recordedAt } = pending
    const { actor, commandId, correlationId = commandId, causationId = commandId, source = 'api', reason } = options
    const person = aggregate.state.personOf(state, id)
    pending.stored = events.map(({ event, commandIndex, occurredAt, occurredOn }, i) => {
      const envelope = {
        occurredAt,
        occurredOn,
        recordedAt,
        commandId,
        correlationId,
        causationId,
        actor,
        source,
        ...(options.severalCommands ? { commandIndex } : undefined),
        ...(reason === undefined ? undefined : { reason }),
      }
      return this.#codec.encode(event, eventIdOf(stream, commandId, i), envelope, person)
    })
  }

  #remember(pending: PendingStream, commandId: string): void {
    const { aggregate, stream, snapshot, state, lastOccurredAt, recordedAt, events, facts } = pending
    const added = events.map(() => commandId)
    const remembered = {
      revision: snapshot.revision + events.length,
      state,
      lastOccurredAt,
      lastRecordedAt: recordedAt > snapshot.lastRecordedAt ? recordedAt : snapshot.lastRecordedAt,
      commandIds: commandIdsAfter(aggregate.state, snapshot.commandIds, added),
      readAt: performance.now(),
    }
    this.#streams.remember(stream, remembered, facts)
  }
}
