import type { Dated } from '@eventcrm/domain'
import type { Instant } from '@eventcrm/event-store'

/** What is known of a stream. */
export interface Known {
  /** Revision of the last event folded; -1 for none. */
  readonly revision: number
  readonly state: Dated
  readonly lastOccurredAt: Instant
  readonly lastRecordedAt: Instant
  /** Where the events of a command stand: its first and last revision. */
  readonly commands: Map<string, readonly [first: number, last: number]>
  /** Whether `commands` has every command of the stream: the oldest are dropped beyond the bound. */
  readonly complete: boolean
}

/**
 * Command ids remembered per stream. An aggregate of this domain sees a handful to a few dozen commands in its life; a stream with more
 * is read again when a caller's own command id is not among the last.
 */
const commandsKept = 100

/** Notes where the events of a command stand. */
export const noteCommand = (commands: Map<string, readonly [first: number, last: number]>, commandId: string, first: number, last: number): boolean => {
  commands.set(commandId, [commands.get(commandId)?.[0] ?? first, last])
  if (commands.size <= commandsKept) return true
  const [oldest] = commands.keys()
  if (oldest !== undefined) commands.delete(oldest)
  return false
}

/** Streams used last, so many of them. */
export class StreamCache {
  readonly #known = new Map<string, Known>()
  readonly #size: number
  /** @param size 10,000 streams: at about 2 kB each some 20 MB */
  constructor(size = 10_000) {
    this.#size = size
  }
  get(stream: string): Known | undefined {
    const known = this.#known.get(stream)
    if (known && this.#known.size > this.#size / 2) {
      this.#known.delete(stream)
      this.#known.set(stream, known)
    }
    return known
  }
  set(stream: string, known: Known): void {
    this.#known.delete(stream)
    this.#known.set(stream, known)
    if (this.#known.size > this.#size) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.#known.delete(oldest)
    }
  }
  forget(stream: string): void {
    this.#known.delete(stream)
  }
}

/** One at a time per stream, in the order of asking: commands of this process don't run into each other's conflicts. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /** Runs when whoever asked before for any of these streams is done. Taking all places at once, nobody waits in a circle. */
  async take<T>(streams: readonly string[], run: () => Promise<T>): Promise<T> {
    const before = streams.flatMap(stream => this.#last.get(stream) ?? [])
    const mine = Promise.withResolvers<void>()
    for (const stream of streams) this.#last.set(stream, mine.promise)
    try {
      if (before.length > 0) await Promise.all(before)
      return await run()
    } finally {
      mine.resolve()
      for (const stream of streams) if (this.#last.get(stream) === mine.promise) this.#last.delete(stream)
    }
  }
}
