// Whether views can be folded from the log, before what they have is given up for it. Documents are folded in memory, in parts where
// there are many.
import { StreamContinuity, type Position, type ReadableLog } from '@eventcrm/event-store'
import { ViewStopped } from './errors.ts'
import { foldInto, isOfPart, nothingFolded, Unfoldable, type FoldedView, type Part } from './fold-in-memory.ts'
import { RollupDelta } from './rollup-delta.ts'
import { checkKey, checkStorable } from './stored-form.ts'
import type { AnyView } from './view.ts'
import { reasonOf, type ViewRun } from './view-run.ts'

export interface CheckFoldableOptions {
  readonly events: ReadableLog
  readonly runs: readonly ViewRun[]
  /** Up to which position. */
  readonly upTo: Position
  readonly categories: readonly string[] | undefined
  readonly signal: AbortSignal
  /** Milliseconds since some moment. */
  readonly clock: () => number
  /** Called now and then, with how far the log has been folded; again from the start for each part. */
  readonly onProgress?: ((upTo: Position) => void) | undefined
  /** Documents folded at once, at most. 100 000: some 300 MB. */
  readonly foldedAtOnce?: number
}

/** Milliseconds after which others have their turn: half of a frame of 60 a second. */
const longest = 8

type Folded = Map<AnyView, FoldedView>

const sizeOf = (folded: Folded) => folded.values().reduce((sum, { documents }) => sum + documents.size, 0)

class Checking {
  readonly #options: CheckFoldableOptions
  readonly faults = new Map<AnyView, ViewStopped>()
  readonly #parts: Part[] = [{ of: 1, number: 0 }]
  #turnAt = 0

  constructor(options: CheckFoldableOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) await this.#fold(part)
  }

  /** Folds a part; where it comes to too many documents, half of it, and leaves the other half for later. */
  async #fold(given: Part): Promise<void> {
    const { events, runs, upTo, categories, onProgress, foldedAtOnce = 100_000 } = this.#options
    let part = given
    const folded: Folded = new Map(runs.map(({ view }) => [view, nothingFolded()]))
    const continuity = new StreamContinuity()
    let read = 0
    for await (const recorded of events.readAll(categories ? { categories } : {})) {
      if (recorded.position > upTo) break
      const hole = continuity.holeBefore(recorded)
      if (hole) throw hole
      for (const [view, documents] of folded) this.#orFault(view, () => foldInto(documents, view, recorded, part))
      if (sizeOf(folded) > foldedAtOnce) {
        part = { of: 2 * part.of, number: part.number }
        this.#parts.push({ of: part.of, number: part.number + part.of / 2 })
        for (const { documents } of folded.values())
          for (const key of documents.keys()) if (!isOfPart(key, part)) documents.delete(key)
      }
      if (++read % 500 === 0) onProgress?.(recorded.position)
      await this.#turn()
    }
    for (const { view, rollups } of runs) {
      const deltas = rollups.map(rollup => ({ rollup, delta: new RollupDelta() }))
      const { documents, sources } = folded.get(view) ?? nothingFolded()
      for (const [key, document] of sources) {
        this.#orFault(view, () => {
          view.fedBy?.source.check(document)
          checkStorable({ collection: view.fedBy?.source.collection ?? '', key, document })
        })
        await this.#turn()
      }
      for (const [key, document] of documents) {
        this.#orFault(view, () => {
          checkKey(key, `${view.name}: key`)
          view.check(document)
          checkStorable({ collection: view.collection, key, document })
          for (const { rollup, delta } of deltas) delta.add(rollup.entries(document), 1)
        })
        await this.#turn()
      }
    }
  }

  /** A view that can't be folded is looked at no further. */
  #orFault(view: AnyView, work: () => void): void {
    if (this.faults.has(view)) return
    try {
      work()
    } catch (error) {
      const { position, cause } = error instanceof Unfoldable ? error : { position: this.#options.upTo, cause: error }
      const reason = `${reasonOf(cause)}. It is not rebuilt, and has what it had`
      this.faults.set(view, new ViewStopped(view.name, position, reason, { cause }))
    }
  }

  async #turn(): Promise<void> {
    const { signal, clock } = this.#options
    if (clock() < this.#turnAt) return
    signal.throwIfAborted()
    await new Promise(resolve => setImmediate(resolve))
    this.#turnAt = clock() + longest
  }
}

/**
 * Folds the log in memory, and keeps nothing of it.
 * @returns why views can't be folded: before which event, the last of all where a finished document is at fault
 * @throws StreamIncomplete where an event is missing; what reading the log throws
 */
export const checkFoldable = async (options: CheckFoldableOptions): Promise<ReadonlyMap<AnyView, ViewStopped>> => {
  const checking = new Checking(options)
  await checking.run()
  return checking.faults
}
