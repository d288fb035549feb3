// Whether views can be folded from the log, before what they have is given up for it. They are folded in memory, in parts where there
// is much.
import { StreamContinuity, type Position, type ReadableLog } from '@eventcrm/event-store'
import { ViewStopped } from './errors.ts'
import { isOfPart, type FoldedPart } from './fold-in-memory.ts'
import { FoldInParts } from './fold-in-parts.ts'
import { RollupDelta } from './rollup-delta.ts'
import { checkKey, checkStorable } from './stored-form.ts'
import type { AnyRollup } from './rollup.ts'
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
  /** Documents folded at once, at most; four sources that feed them count as one. 100 000: some 300 MB. */
  readonly foldedAtOnce?: number
}

/** Milliseconds after which others have their turn: half of a frame of 60 a second. */
const longest = 8

class Checking {
  readonly #options: CheckFoldableOptions
  readonly faults = new Map<AnyView, ViewStopped>()
  #turnAt = 0

  constructor(options: CheckFoldableOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { events, runs, upTo, categories, onProgress, foldedAtOnce = 100_000 } = this.#options
    const views = new Set(runs.map(({ view }) => view))
    let read = 0
    const folding = new FoldInParts({
      ...{ events, views, upTo, categories, foldedAtOnce },
      reading: part => {
        const continuity = new StreamContinuity()
        return recorded => {
          const hole = isOfPart(recorded.stream, part) ? continuity.holeBefore(recorded) : undefined
          if (hole) throw hole
          if (++read % 500 === 0) onProgress?.(recorded.position)
        }
      },
      onUnfoldable: (view, { position, cause }) => this.#isAtFault(view, position, cause),
      turn: () => this.#turn(),
    })
    for await (const folded of folding.parts()) {
      const rollups = runs.find(({ view }) => view === folded.view)?.rollups ?? []
      try {
        await this.#finish(folded, rollups)
      } catch (error) {
        if (this.#options.signal.aborted) throw error
        views.delete(folded.view)
        this.#isAtFault(folded.view, upTo, error)
      }
    }
  }

  /** Holds what is folded to what its commit would be held to. */
  async #finish(folded: FoldedPart, rollups: readonly AnyRollup[]): Promise<void> {
    const { view, documents } = folded
    const deltas = rollups.map(rollup => ({ rollup, delta: new RollupDelta() }))
    for (const [key, document] of folded.sources()) {
      view.fedBy?.source.check(document)
      checkStorable({ collection: view.fedBy?.source.collection ?? '', key, document })
      await this.#turn()
    }
    for (const [key, document] of documents) {
      checkKey(key, `${view.name}: key`)
      view.check(document)
      checkStorable({ collection: view.collection, key, document })
      for (const { rollup, delta } of deltas) delta.add(rollup.entries(document), 1)
      await this.#turn()
    }
  }

  #isAtFault(view: AnyView, position: Position, cause: unknown): void {
    const reason = `${reasonOf(cause)}. It is not rebuilt, and has what it had`
    this.faults.set(view, new ViewStopped(view.name, position, reason, { cause }))
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
