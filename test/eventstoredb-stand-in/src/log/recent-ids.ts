import type { RecordedEvent } from './event-log.ts'

/**
 * Which event an id was last used for, kept by a node while it has room. Keyed by the id alone, and the first stream to use an id
 * keeps it, so that a second stream is never recognised.
 */
export class RecentIds {
  readonly #events = new Map<string, RecordedEvent>()
  readonly #limit: number
  #bytes = 0

  constructor(limit = 8 * 1024 * 1024) {
    this.#limit = limit
  }

  get(stream: string, id: string): RecordedEvent | undefined {
    const event = this.#events.get(id)
    return event?.stream === stream ? event : undefined
  }

  add(event: RecordedEvent): void {
    if (this.#events.has(event.id)) return
    this.#events.set(event.id, event)
    this.#bytes += sizeOf(event)
    for (const [id, oldest] of this.#events) {
      if (this.#bytes <= this.#limit) return
      this.#events.delete(id)
      this.#bytes -= sizeOf(oldest)
    }
  }

  /** As after a restart of the node. */
  clear(): void {
    this.#events.clear()
    this.#bytes = 0
  }
}

const sizeOf = ({ stream }: RecordedEvent) => 28 + 2 * stream.length
