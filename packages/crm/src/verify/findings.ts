// What a verification finds: counted all, the first of them kept.
import type { Words } from '@eventcrm/domain'
import type { Position } from '@eventcrm/event-store'

/** What is not as it should be. */
export interface Finding {
  readonly kind:
    /** The store's own keeping: pages, indexes, numbering. */
    | 'store'
    /** An event that can't be read, is not known, does not fit its schema or its stream, or has times that cannot be. */
    | 'event'
    /** A position that does not rise, or an event that stands in no stream. */
    | 'position'
    /** A stream that lacks an event, has no stream's name, or a key that is not claimed for it. */
    | 'stream'
    /** An event that says of what was before it something that was not so. */
    | 'before'
    /** An event that its aggregate can't fold. */
    | 'fold'
    /** A view that is stopped, damaged, of another log, or whose progress is lost. */
    | 'view'
    /** A document that is not what the log folds to. */
    | 'document'
    /** Totals that are not what the documents add up to. */
    | 'totals'
  /** A stream, a view, or a collection and a document's key. */
  readonly where: string
  /** Of the event, where one is at fault. */
  readonly position: Position | null
  /** Free of what stands there: that may be personal. */
  readonly message: string
  /** The same for people, in each language. */
  readonly words: Words
}

/** Findings kept: more than anybody reads, whatever is broken. */
const kept = 100

export class Findings {
  readonly #first: Finding[] = []
  #found = 0

  add(kind: Finding['kind'], where: string, position: Position | null, words: Words): void {
    this.#found++
    if (this.#first.length < kept) this.#first.push({ kind, where, position, message: words.en, words })
  }

  /** How many there were. */
  get found(): number {
    return this.#found
  }
  get first(): readonly Finding[] {
    return this.#first
  }
}
