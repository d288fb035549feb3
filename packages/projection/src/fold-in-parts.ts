// Folding a log in memory in as many parts as it takes for no more than so many documents, and what feeds them, to be held at once. Each part reads
// the log from its start. What feeds it from other parts is looked for first, from the log's end: what is moved on to another is so after it
// came.
import type { Position, ReadableLog, RecordedEvent } from '@eventcrm/event-store'
import { FoldedPart, Unfoldable, type Part } from './fold-in-memory.ts'
import type { AnyView } from './view.ts'

export interface FoldInPartsOptions {
  readonly events: Pick<ReadableLog, 'readAll'>
  /** Whoever folds may take one out that is to be folded no further. */
  readonly views: Set<AnyView>
  /** Up to which position. */
  readonly upTo: Position
  readonly categories: readonly string[] | undefined
  /** Documents held at once, at most; four sources that feed them count as one. */
  readonly foldedAtOnce: number
  /** Called whenever the log is folded from its start. What it returns is called before each event. */
  readonly reading: (part: Part) => (recorded: RecordedEvent) => void
  /** Told of a view with an event that can't be folded, which is folded no further. */
  readonly onUnfoldable: (view: AnyView, error: Unfoldable) => void
  /** Waited for after each event that is read; what it throws ends the folding. */
  readonly turn: () => Promise<void> | void
}

const sum = (folded: readonly FoldedPart[], of: 'size' | 'own') => folded.reduce((sum, one) => sum + one[of], 0)

const halvesOf = ({ of, number }: Part): readonly Part[] => [
  { of: 2 * of, number },
  { of: 2 * of, number: number + of },
]

export class FoldInParts {
  readonly #options: FoldInPartsOptions
  #folded: readonly FoldedPart[] = []

  constructor(options: FoldInPartsOptions) {
    this.#options = options
  }

  /** How much is held, in documents. */
  get held(): number {
    return sum(this.#folded, 'size')
  }

  /** Each part once it is folded, a view at a time. */
  async *parts(): AsyncGenerator<FoldedPart> {
    let parts: readonly Part[] = [{ of: 1, number: 0 }]
    for (let [part, ...others] = parts; part; [part, ...others] = parts) {
      const { of } = part
      this.#folded = Array.from(this.#options.views, view => new FoldedPart(view, part))
      if (await this.#isFolded(part)) {
        yield* this.#folded.filter(({ view }) => this.#options.views.has(view))
        parts = others
      } else {
        // as a rule the others of its size are too much as well, unless few documents are fed by very many sources
        const isAsOthers = sum(this.#folded, 'own') > this.held / 4
        parts = [
          ...halvesOf(part),
          ...others.flatMap(other => (isAsOthers && other.of === of ? halvesOf(other) : [other])),
        ]
      }
    }
    this.#folded = []
  }

  /**
   * Whether there is more than may be held, and halves would hold less. A document that is fed by so many sources itself can't be parted, so where
   * little but sources of other parts is held, that is not tried; nor are a document and a source of one key parted.
   */
  get #isTooMuch(): boolean {
    const { foldedAtOnce } = this.#options
    return this.held > foldedAtOnce && sum(this.#folded, 'own') > Math.max(2 * this.#folded.length, foldedAtOnce / 10)
  }

  /** @returns false where it is too much for one part */
  async #isFolded(part: Part): Promise<boolean> {
    if (part.of > 1 && !(await this.#look())) return false
    for (;;) {
      for (const one of this.#folded) one.startOver()
      const outcome = await this.#fold(part)
      if (outcome !== 'something was not held') return outcome === 'folded'
    }
  }

  async #look(): Promise<boolean> {
    const { events, upTo, categories, turn } = this.#options
    const fed = this.#folded.filter(({ view }) => view.fedBy)
    if (fed.length === 0) return true
    const reading = { direction: 'backwards', from: upTo, ...(categories && { categories }) } as const
    for await (const recorded of events.readAll(reading)) {
      for (const one of fed) one.look(recorded)
      if (this.#isTooMuch) return false
      const waits = turn()
      if (waits) await waits
    }
    return true
  }

  /** Where something was not held, what follows is only looked at. */
  async #fold(part: Part): Promise<'folded' | 'too much' | 'something was not held'> {
    const { events, upTo, categories, reading, views, turn } = this.#options
    const onEvent = reading(part)
    let isHeld = true
    for await (const recorded of events.readAll(categories ? { categories } : {})) {
      if (recorded.position > upTo) break
      onEvent(recorded)
      for (const one of this.#folded)
        if (!views.has(one.view)) continue
        else if (!isHeld) one.look(recorded)
        else isHeld = this.#isFoldedInto(one, recorded)
      if (this.#isTooMuch) return 'too much'
      const waits = turn()
      if (waits) await waits
    }
    return isHeld ? 'folded' : 'something was not held'
  }

  /** @returns false where something was not held */
  #isFoldedInto(one: FoldedPart, recorded: RecordedEvent): boolean {
    const { views, onUnfoldable } = this.#options
    try {
      return one.fold(recorded)
    } catch (error) {
      if (!(error instanceof Unfoldable)) throw error
      views.delete(one.view)
      one.startOver()
      onUnfoldable(one.view, error)
      return true
    }
  }
}
