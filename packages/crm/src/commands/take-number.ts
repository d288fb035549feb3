// A number of a series is taken by an event of the series' stream, at the revision that was read.
import { decide, isRejection, type AnyAggregate, type Dated, type SeriesReference } from '@eventcrm/domain'
import { streamName, type Codec, type EventStore, type Instant } from '@eventcrm/event-store'
import { CommandRejected } from '../errors.ts'
import { eventIdOf } from '../identity.ts'
import { appendForSure } from './append-batch.ts'
import { readClock, recordingTime } from './command-time.ts'
import type { Deciding } from './decide-batch.ts'
import type { RunOptions } from './run-options.ts'
import type { Streams } from './streams.ts'

export interface Numbering extends Deciding {
  readonly events: EventStore
  readonly codec: Codec
  /** Aggregates that keep series, by category; each has the command `take`. */
  readonly series: Readonly<Record<string, AnyAggregate>>
}

/** The state of a series: the last number taken, and for whom. */
export type SeriesState = Dated & { readonly number: number; readonly ownerId: string | null }

/** The end of a series' stream, which is all that taking a number needs: the whole grows with what is numbered. */
export interface Tail {
  readonly revision: number
  readonly state: SeriesState
  readonly lastOccurredAt: Instant
  readonly lastRecordedAt: Instant
}
export const noTail = { revision: -1, lastOccurredAt: '', lastRecordedAt: '' }

/** Eight processes that do nothing else rarely lose more than a dozen times in a row. */
export const contention = { attempts: 100, longestPause: 32 }

/** The days of the company, as it is founded. */
export const calendarNow = async (numbering: Numbering, streams: Streams) => {
  const { company, namespace } = numbering
  const founded = await streams.recent(company.fold, streamName(namespace, company.fold.category, company.id))
  return numbering.calendarOf(founded.state)
}

/**
 * Takes a number. It is read on by the next, who sees then that it is there.
 * @param taken what the series' `take` is told
 * @throws RevisionConflict when another was faster
 */
export const takeNumber = async (
  numbering: Numbering,
  streams: Streams,
  { fold, id }: SeriesReference,
  { revision, state, lastRecordedAt }: Tail,
  taken: Readonly<Record<string, unknown>> & { readonly ownerId: string },
  occurredAt: Instant,
  { commandId, correlationId = commandId, actor, source = 'api' }: RunOptions,
): Promise<void> => {
  const { events, codec, clock, namespace, series } = numbering
  const aggregate = series[fold.category]
  const { take } = aggregate?.commands ?? {}
  if (!aggregate || !take) throw new TypeError(`No aggregate keeps the series '${fold.category}'`)
  const stream = streamName(namespace, fold.category, id)
  const occurredOn = (await calendarNow(numbering, streams)).dayOf(occurredAt)
  const decided = decide(aggregate, take, { [aggregate.idField]: id, ...taken }, state, {}, occurredOn)
  if (isRejection(decided)) throw new CommandRejected(decided)
  const recordedAt = recordingTime(readClock(clock), lastRecordedAt)
  const envelope = {
    occurredAt,
    occurredOn,
    recordedAt,
    commandId,
    correlationId,
    causationId: commandId,
    actor,
    source,
  }
  const stored = decided.events.map((event, i) =>
    codec.encode(event, eventIdOf(stream, `${commandId}/${taken.ownerId}/${String(revision)}`, i), envelope, id),
  )
  await appendForSure(events, stream, revision, stored)
}
