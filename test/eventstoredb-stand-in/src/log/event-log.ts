// The log of a stand-in: every event in order, in memory, and in a file where it is to be kept. Nothing is ever taken out of it; metadata only hides.
import type { LogFile } from './log-file.ts'
import { RecentIds } from './recent-ids.ts'

export interface ProposedEvent {
  readonly id: string
  readonly type: string
  readonly isJson: boolean
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

export interface RecordedEvent extends ProposedEvent {
  readonly stream: string
  readonly revision: bigint
  /** Its place in the log, which is both the commit and the prepare position: they differ only for transactions of old. */
  readonly position: number
  /** Where it stands in `events`. */
  readonly index: number
  readonly created: number
}

export interface Stream {
  readonly events: readonly RecordedEvent[]
  readonly tombstone: RecordedEvent | undefined
}

/** The revision of a tombstone, and the `$tb` of a stream that was deleted: the greatest whole number of 64 bits. */
export const lastPossible = 2n ** 63n - 1n
const streamDeleted = '$streamDeleted'

const sizeOf = (event: ProposedEvent) => 64 + event.type.length * 2 + event.data.length + event.metadata.length

export class EventLog {
  readonly #events: RecordedEvent[] = []
  readonly #streams = new Map<string, { events: RecordedEvent[]; tombstone: RecordedEvent | undefined }>()
  readonly #waiting = new Set<() => void>()
  /** Real logs begin with records that are no events. */
  #nextPosition = 1_000
  readonly recentIds: RecentIds
  readonly #file: LogFile | undefined

  /** @param file begins with what is kept there; ids of before are forgotten, as by a node that was started again */
  constructor(idempotencyBytes?: number, file?: LogFile) {
    this.recentIds = new RecentIds(idempotencyBytes)
    this.#file = file
    for (const kept of file?.read() ?? []) {
      const recorded = { ...kept, index: this.#events.length }
      const stream = this.#streamToWrite(kept.stream)
      if (kept.revision === lastPossible) stream.tombstone = recorded
      else stream.events.push(recorded)
      this.#add(recorded)
    }
  }

  get events(): readonly RecordedEvent[] {
    return this.#events
  }

  /** The position after the last event, at which nothing stands yet. */
  get end(): number {
    return this.#nextPosition
  }

  stream(name: string): Stream {
    return this.#streams.get(name) ?? { events: [], tombstone: undefined }
  }

  /** Writes events at the end of a stream and of the log, asking nothing. Tests use it to fill a log quickly. */
  write(stream: string, events: readonly ProposedEvent[]): readonly RecordedEvent[] {
    const kept = this.#streamToWrite(stream)
    const written = events.map(event => {
      const recorded = this.#record(stream, BigInt(kept.events.length), event)
      kept.events.push(recorded)
      this.recentIds.add(recorded)
      return recorded
    })
    this.#file?.write(written)
    this.#tell()
    return written
  }

  tombstone(stream: string, id: string): RecordedEvent {
    const none = new Uint8Array()
    const event = { id, type: streamDeleted, isJson: false, data: none, metadata: none }
    const recorded = this.#record(stream, lastPossible, event)
    this.#streamToWrite(stream).tombstone = recorded
    this.#file?.write([recorded])
    this.#tell()
    return recorded
  }

  /** The first event at or after a position, by its place in `events`; their number when there is none. */
  indexAt(position: number): number {
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#events[middle]?.position ?? 0) < position) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Calls once, after the next event that is written. Returns how to stop waiting. */
  onNext(listener: () => void): () => void {
    this.#waiting.add(listener)
    return () => this.#waiting.delete(listener)
  }

  #streamToWrite(name: string) {
    const known = this.#streams.get(name)
    if (known !== undefined) return known
    const made = { events: [], tombstone: undefined }
    this.#streams.set(name, made)
    return made
  }

  #record(stream: string, revision: bigint, event: ProposedEvent): RecordedEvent {
    const position = this.#nextPosition
    const recorded = { ...event, stream, revision, position, index: this.#events.length, created: Date.now() }
    this.#add(recorded)
    return recorded
  }

  #add(recorded: RecordedEvent): void {
    this.#events.push(recorded)
    this.#nextPosition = recorded.position + sizeOf(recorded) + recorded.stream.length
  }

  #tell() {
    const listeners = [...this.#waiting]
    this.#waiting.clear()
    for (const listener of listeners) listener()
  }
}
