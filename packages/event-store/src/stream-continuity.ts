import { StreamIncomplete } from './errors.ts'
import type { RecordedEvent } from './event-store.ts'
import type { StreamName } from './log.ts'

/** Holds events that are read in the order of the log to their streams, none of which may lack one. It keeps some 100 bytes for each stream. */
export class StreamContinuity {
  readonly #next = new Map<StreamName, number>()

  /** The hole before this event, which is told once. Where the log is not read from its start, one before a stream's first that is met may be none. */
  holeBefore({ stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>): StreamIncomplete | undefined {
    const expected = this.#next.get(stream) ?? 0
    this.#next.set(stream, revision + 1)
    return revision > expected ? new StreamIncomplete(stream, expected) : undefined
  }
}
