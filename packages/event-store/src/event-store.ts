import type { Day } from '@eventcrm/domain'
import type { Instant, Json, Position, StreamName } from './log.ts'

/** What every event carries beside its data, as stored. */
export interface StoredMetadata {
  readonly schemaVersion: number
  readonly occurredAt: Instant
  readonly occurredOn: Day
  readonly recordedAt: Instant
  readonly commandId: string
  /** Which of several commands sent together under that id, from 0; absent when it was sent alone. */
  readonly commandIndex?: number
  /** Under these two names EventStoreDB's own projections read them. */
  readonly $correlationId: string
  readonly $causationId: string
  readonly actor: string
  readonly source: string
  /** A marker; what was given stands in the personal part at `/$reason`. */
  readonly reason?: PersonalMarker
}

/** Stands where a personal value was taken out. Without the value in the personal part, the person was erased. */
export interface PersonalMarker {
  readonly personal: string
}

/** Personal values, by the person they are about, then by their JSON pointer (RFC 6901) in `data`. */
export type PersonalPart = Readonly<Record<string, Readonly<Record<string, Json>>>>

/** An event as it goes into a store: plain JSON, with the personal values set apart. A frozen format. */
export interface StoredEvent {
  /** UUID, the same whenever the same decision is written again. */
  readonly id: string
  readonly type: string
  readonly data: Readonly<Record<string, Json>>
  readonly metadata: StoredMetadata
  readonly personal: PersonalPart
}

/** An event as a store holds it, with its place. */
export interface RecordedEvent extends StoredEvent {
  readonly stream: StreamName
  /** Place in its stream, 0-based, without holes. */
  readonly revision: number
  readonly position: Position
}

/** The revision of a stream's last event, or that it has none. */
export type ExpectedRevision = number | 'noStream'

export interface Appended {
  /** Revision of the last event of the batch. */
  readonly revision: number
  /** Position of the last event of the batch. */
  readonly position: Position
}

export interface ReadStreamOptions {
  /** First revision to read, inclusive. Forwards: 0 by default; backwards: the stream's last. */
  readonly from?: number
  readonly direction?: 'forwards' | 'backwards'
  /** At most so many events. */
  readonly limit?: number
}

export interface ReadAllOptions {
  /**
   * First position to read, inclusive: an event's, or a page's `upTo`. Of one that lies before the log's start or behind its end, as another
   * log's may, everything or nothing. Forwards: the start by default; backwards: the end.
   */
  readonly from?: Position
  readonly direction?: 'forwards' | 'backwards'
  /** Only events of these categories, named with their namespace: `crm.opportunity`. All of the store's namespace when left out. */
  readonly categories?: readonly string[]
  readonly limit?: number
}

export interface SubscribeOptions {
  /** Only events behind this position, exclusive. From the start when left out. */
  readonly after?: Position
  readonly categories?: readonly string[]
  /** At most so many events on a page. 500 by default. */
  readonly pageSize?: number
  /** Ends the subscription: the iteration returns, without an error. */
  readonly signal?: AbortSignal
}

/** What a subscription delivers at once. */
export interface Page {
  /** In log order. A page without events moves `upTo` on over what was not asked for, or says that the end has been reached. */
  readonly events: readonly RecordedEvent[]
  /**
   * Everything up to here has been delivered, or was not asked for: it may be the position of an event of another category or namespace. It never
   * goes back. Null while nothing is there.
   */
  readonly upTo: Position | null
  /** True once the end of the log, as it stood then, has been reached, by this page or one before; from then on always. */
  readonly caughtUp: boolean
}

/**
 * Where events are kept. Every store behaves alike in what is said here; `eventStoreContract` of the testkit holds it to that.
 *
 * Order: a stream's events have revisions 0, 1, 2 …; the whole log has one order, by position, which keeps each stream's.
 * Atomicity: an append is there wholly or not at all, also after a crash.
 * Durability: an append that returned is on disk (the in-memory store excepted).
 * Memory: reading holds one page of events, whatever the log's length.
 * Namespace: a store is opened for one. It reads that namespace's streams and no others, whatever else stands in the log beside them,
 *   and a stream of another is a TypeError. Positions are those of the log that the namespaces share.
 * Whoever opened a store closes it.
 */
export interface EventStore {
  /** The namespace that it is opened for. */
  readonly namespace: string
  /**
   * Appends events to one stream.
   * @param expected revision of the stream's last event, or 'noStream'
   * @returns place of the batch's last event. A batch that already stands behind `expected`, id by id, is recognised and its
   *   place returned, with nothing written, even when other events follow. At the stream's end ids are not looked at.
   * @throws RevisionConflict when the stream is elsewhere; nothing is written
   * @throws AppendOutcomeUnknown when it may or may not have been written: send the identical batch again
   * @throws StoreUnavailable when it was certainly not written
   * @throws AppendTooLarge beyond `largestAppend`; nothing is written
   * @throws TypeError for no events, a stream name of another form or namespace, or an expectation that is no revision
   */
  append(stream: StreamName, expected: ExpectedRevision, events: readonly StoredEvent[]): Promise<Appended>
  /**
   * A stream's events. A stream that was never written has none, nor has one whose name has another form. Events appended meanwhile may or may not be seen.
   * @throws StreamIncomplete where one is missing among those asked for, once those before it have been given: no store leaves it out in silence.
   *   When its first event is asked for: TypeError for a stream of another namespace; RangeError, like every reading, when `from`,
   *   `limit` or a position is none
   */
  readStream(stream: StreamName, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>
  /**
   * The log's events, up to the end as it is when the reading gets there. Backwards, from the end as it is at the start.
   * One that can't be read any more is an error with its `position`, once those before it have been given; a reading that begins behind it goes on.
   */
  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>
  /**
   * The log's events as pages, and then each new one, without end: every event once, in order, from whatever process.
   * Pull-based: the next page is read when it is asked for. It ends when the signal says so, when the iteration is left,
   * also while a page is awaited, and when the store is closed. Of an event that can't be read it says what `readAll` does.
   */
  subscribe(options?: SubscribeOptions): AsyncIterable<Page>
  /**
   * Position of the last event, of these categories if given; null when there is none. A store whose server does not filter may answer with a
   * later event's, as long as subscriptions come to have `upTo` there.
   */
  head(options?: { readonly categories?: readonly string[] }): Promise<Position | null>
  /**
   * Ends subscriptions, waits for appends under way, frees what the store holds. Later calls throw StoreClosed, and so does a
   * reading under way when it needs the store again: it never ends early in silence. Closing twice does nothing.
   */
  close(): Promise<void>
}
