import { StreamIncomplete } from './errors.ts'
import type { RecordedEvent } from './event-store.ts'
import type { StreamName } from './log.ts'

/** Holds events that are read in the order of the log to their streams, none of which may lack one. It keeps some 100 bytes for each stream. */
export class StreamContinuity {
  readonly #next = new Map<StreamName, number>()
  readonly #fromStart: boolean

  /** @param from 'start' where the log is read from its beginning; from elsewhere a stream's first event that is met may be any */
  constructor(from: 'start' | 'elsewhere') {
    this.#fromStart = from === 'start'
  }

  /** The hole before this event, which is told once. */
  holeBefore({ stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>): StreamIncomplete | undefined {
    const expected = this.#next.get(stream) ?? (this.#fromStart ? 0 : revision)
    this.#next.set(stream, revision + 1)
    return revision > expected ? new StreamIncomplete(stream, expected) : undefined
  }
}
