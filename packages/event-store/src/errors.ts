import type { ExpectedRevision } from './event-store.ts'
import type { Position, StreamName } from './log.ts'

export interface FaultOptions extends ErrorOptions {
  readonly position?: Position
  readonly stream?: StreamName
}

/** A fault of a store or of what it holds. `code` is stable; the message is free of personal data. */
export abstract class EventStoreError extends Error {
  abstract readonly code: string
  /** Of the one event that can't be read, where it is one: what lies before and behind it can. */
  declare readonly position?: Position
  /** That event's, where the store can tell. */
  declare readonly stream?: StreamName
  constructor(message: string, { position, stream, ...options }: FaultOptions = {}) {
    super(message, options)
    if (position !== undefined) this.position = position
    if (stream !== undefined) this.stream = stream
  }
}

/** The stream was not where the append expected it. */
export class RevisionConflict extends EventStoreError {
  readonly code = 'RevisionConflict'
  override readonly name = 'RevisionConflict'
  override readonly stream: string
  readonly expected: ExpectedRevision
  readonly actual: ExpectedRevision
  constructor(stream: string, expected: ExpectedRevision, actual: ExpectedRevision) {
    super(`${stream} is at ${String(actual)}, not at ${String(expected)}`)
    this.stream = stream
    this.expected = expected
    this.actual = actual
  }
}

/** The events of one append take more room than any store is asked for; nothing was written. */
export class AppendTooLarge extends EventStoreError {
  readonly code = 'AppendTooLarge'
  override readonly name = 'AppendTooLarge'
  constructor(bytes: number, largest: number) {
    super(
      `The events of one append may take ${String(largest)} bytes, and these take ${String(bytes)}: write fewer at once`,
    )
  }
}

/** The store could not be reached, or is busy; nothing was written. Trying again later may help. */
export class StoreUnavailable extends EventStoreError {
  readonly code = 'StoreUnavailable'
  override readonly name = 'StoreUnavailable'
}

/** The store did not say whether the append was written. Sending the identical batch again is safe. */
export class AppendOutcomeUnknown extends EventStoreError {
  readonly code = 'AppendOutcomeUnknown'
  override readonly name = 'AppendOutcomeUnknown'
}

/** The store has been closed. */
export class StoreClosed extends EventStoreError {
  readonly code = 'StoreClosed'
  override readonly name = 'StoreClosed'
  constructor() {
    super('The store is closed')
  }
}

interface RefusalOptions extends ErrorOptions {
  readonly notWritable?: boolean
}

/** The store does not serve whoever asks, or can't serve as it is: the message says why. It says nothing of what it holds. Trying again will not help. */
export abstract class StoreRefused extends EventStoreError {
  /** Who asks may not write; perhaps they may read. */
  readonly notWritable: boolean
  constructor(message: string, { notWritable = false, ...options }: RefusalOptions = {}) {
    super(message, options)
    this.notWritable = notWritable
  }
}

/** A stream lacks one of its events, at least: what is left of it tells another story. Restore a backup. */
export class StreamIncomplete extends EventStoreError {
  readonly code = 'StreamIncomplete'
  override readonly name = 'StreamIncomplete'
  override readonly stream: StreamName
  /** A revision that is missing; there may be more. */
  readonly revision: number
  /** The first revision that is left, where the stream's beginning was cut off; null where nothing is, since it was deleted. */
  declare readonly firstLeft?: number | null
  constructor(stream: StreamName, revision: number, firstLeft?: number | null) {
    const left =
      firstLeft === undefined ? '' : firstLeft === null ? ', with all others' : `, with all before ${String(firstLeft)}`
    super(`${stream} lacks revision ${String(revision)}${left}: the log has lost it. Restore a backup`)
    this.stream = stream
    this.revision = revision
    if (firstLeft !== undefined) this.firstLeft = firstLeft
  }
}

/** The log holds an event of a type that this version of the library does not know. */
export class UnknownEventType extends EventStoreError {
  readonly code = 'UnknownEventType'
  override readonly name = 'UnknownEventType'
}

/** A stored event does not fit any version of its schema. */
export class EventDecodeError extends EventStoreError {
  readonly code = 'EventDecodeError'
  override readonly name = 'EventDecodeError'
}

/** Whether an error is of the store alone, which is away, closed or refuses who asks, and so says nothing of what it holds. */
export const isOfStore = (error: unknown): boolean =>
  error instanceof StoreUnavailable || error instanceof StoreClosed || error instanceof StoreRefused
