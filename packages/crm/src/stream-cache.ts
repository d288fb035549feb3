import type { Dated } from '@eventcrm/domain'
import type { Instant } from '@eventcrm/event-store'

/** What is known of a stream. */
export interface Known {
  /** Revision of the last event folded; -1 for none. */
  readonly revision: number
  readonly state: Dated
  readonly lastOccurredAt: Instant
  readonly lastRecordedAt: Instant
  /** The command of each of the last events, oldest first; grows with the stream. */
  // eslint-disable-next-line no-restricted-syntax -- grows in place: it is on the path of every command
  readonly commandIds: string[]
  /** When the log was last read on from here, in milliseconds of this process. */
  readonly readAt: number
}

/**
 * Events whose command is remembered, per stream: between this many and twice as many. An opportunity has a handful to a few dozen in
 * its life; a longer stream is read when a caller's own command id is not among the last.
 */
const kept = 100

/** The commands of the last events once these have come, oldest first. Changes and returns the list it is given. */
export const commandIdsAfter = (commandIds: string[], added: readonly string[]): string[] => {
  for (const commandId of added) commandIds.push(commandId)
  if (commandIds.length > 2 * kept) commandIds.splice(0, commandIds.length - kept)
  return commandIds
}

/** Revision of the first event of a command: null when the stream has none, undefined when the stream must be read to know. */
export const firstRevisionOf = ({ revision, commandIds }: Known, commandId: string): number | null | undefined => {
  const offset = revision + 1 - commandIds.length
  const at = commandIds.indexOf(commandId)
  if (at > 0 || (at === 0 && offset === 0)) return offset + at
  return offset === 0 ? null : undefined
}

/**
 * Streams used last, in two generations: what is used moves to the young one; when that is full, it becomes the old one, and the old
 * one is forgotten. A single map in order of use would be searched for its oldest entry behind all that were deleted.
 */
export class StreamCache {
  #young = new Map<string, Known>()
  #old = new Map<string, Known>()
  readonly #half: number
  /** @param size at most so many streams, and at least half of them: 10,000 at about 2 kB each are some 20 MB */
  constructor(size = 10_000) {
    this.#half = size / 2
  }
  get(stream: string): Known | undefined {
    const young = this.#young.get(stream)
    if (young) return young
    const old = this.#old.get(stream)
    if (old) this.set(stream, old)
    return old
  }
  set(stream: string, known: Known): void {
    this.#young.set(stream, known)
    if (this.#young.size < this.#half) return
    this.#old = this.#young
    this.#young = new Map()
  }
  forget(stream: string): void {
    this.#young.delete(stream)
    this.#old.delete(stream)
  }
}

/** One at a time per stream, in the order of asking: commands of this process don't run into each other's conflicts. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Runs when whoever asked before for any of these streams is done. Taking all places at once, nobody waits in a circle. */
  take<T>(streams: readonly string[], run: () => Promise<T>): Promise<T> {
    const before: Promise<unknown>[] = []
    for (const stream of streams) {
      const last = this.#last.get(stream)
      if (last) before.push(last)
    }
    const mine = before.length === 0 ? run() : Promise.allSettled(before).then(run)
    for (const stream of streams) this.#last.set(stream, mine)
    const leave = () => {
      for (const stream of streams) if (this.#last.get(stream) === mine) this.#last.delete(stream)
    }
    mine.then(leave, leave)
    return mine
  }
}
