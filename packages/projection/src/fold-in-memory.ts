// What a part of a view's documents folds to, in memory, without a store.
import { UnknownEventType, type Position, type RecordedEvent } from '@eventcrm/event-store'
import { foldSources } from './feed.ts'
import type { Document } from './filter.ts'
import type { AnyView, ViewEvent } from './view.ts'

/** An event that can't be folded; `cause` is what was thrown. */
export class Unfoldable extends Error {
  readonly position: Position
  constructor(position: Position, cause: unknown) {
    super('An event can’t be folded', { cause })
    this.position = position
  }
}

/** One part of the documents, and of what feeds them, when all are dealt out to so many by their keys. */
export interface Part {
  readonly of: number
  readonly number: number
}

export const isOfPart = (key: string, { of, number }: Part): boolean => {
  if (of === 1) return true
  let sum = 0
  for (let i = 0; i < key.length; i++) sum = (Math.imul(sum, 31) + key.charCodeAt(i)) >>> 0
  return sum % of === number
}

/** Sources that take as much room as a document: some 0.7 kB each, a lead or a contact 3 kB. */
const sourcesToADocument = 4

interface Touched {
  readonly key: string
  readonly event: ViewEvent
}

/** What an event touches. */
const touched = (view: AnyView, recorded: RecordedEvent): readonly Touched[] => {
  if (!view.codec.knows(recorded.type)) {
    if (!view.isUnknown(recorded)) return []
    throw new UnknownEventType(`'${recorded.type}' was written by a newer version of the library`)
  }
  const event = view.codec.decode(recorded)
  return view.keysOf(event).map(key => ({ key, event }))
}

/**
 * A part of a view, as far as it is folded. Of what feeds the view it holds what is of the part, and what gives something to any of it, by
 * others or itself: nothing else can change it.
 */
export class FoldedPart {
  readonly view: AnyView
  readonly documents = new Map<string, Document>()
  readonly #part: Part
  /** Undefined for one that is to be held, and is not there. */
  readonly #sources = new Map<string, Document | undefined>()
  /** Sources that are of another part. */
  #reached = 0

  constructor(view: AnyView, part: Part) {
    this.view = view
    this.#part = part
  }

  /** How much is held, in documents. */
  get size(): number {
    return this.documents.size + this.#sources.size / sourcesToADocument
  }
  /** How much of it is of the part. */
  get own(): number {
    return this.size - this.#reached / sourcesToADocument
  }

  /** Sources of the part. */
  *sources(): Generator<readonly [key: string, document: Document]> {
    for (const [key, document] of this.#sources) if (document && isOfPart(key, this.#part)) yield [key, document]
  }

  /**
   * Folds an event.
   * @returns false where it says of a source not held so far that it is needed. It is held from then on, and all is to be folded again from the start
   * @throws Unfoldable
   */
  fold(recorded: RecordedEvent): boolean {
    const { view } = this
    try {
      const given = view.fedBy ? touched(view.fedBy.source, recorded) : []
      // each is to be held from here on, so none is left out
      if (given.filter(one => this.#reach(one)).length > 0) return false
      for (const { key, event } of touched(view, recorded)) {
        if (!isOfPart(key, this.#part)) continue
        const after = view.fold(this.documents.get(key), event, key)
        if (after === null) this.documents.delete(key)
        else this.documents.set(key, after)
      }
      for (const one of given) this.#feed(one)
      return true
    } catch (error) {
      throw new Unfoldable(recorded.position, error)
    }
  }

  /** Looks which sources are needed, and folds nothing. What can't be folded is told when it is. */
  look(recorded: RecordedEvent): void {
    const { fedBy } = this.view
    if (!fedBy) return
    try {
      for (const given of touched(fedBy.source, recorded)) {
        this.#reach(given)
        if (isOfPart(given.key, this.#part)) this.#sources.set(given.key, undefined)
      }
    } catch {
      // told when it is folded
    }
  }

  /** Gives up what is folded, and goes on knowing which sources are needed. */
  startOver(): void {
    this.documents.clear()
    for (const key of this.#sources.keys()) this.#put(key, undefined)
  }

  #holds(key: string): boolean {
    return this.#sources.has(key) || isOfPart(key, this.#part)
  }

  #put(key: string, document: Document | undefined): void {
    if (document === undefined && isOfPart(key, this.#part)) this.#sources.delete(key)
    else this.#sources.set(key, document)
  }

  /** Holds the sources that give something to what is of the part, or to others that do. Whether there are any not held before. */
  #reach({ key, event }: Touched): boolean {
    const { fedBy } = this.view
    if (!fedBy || this.#part.of === 1) return false
    const before = this.#reached
    const reach = (source: string, isNeeded: boolean) => {
      if (!isNeeded || this.#holds(source)) return
      this.#sources.set(source, undefined)
      this.#reached++
    }
    const mayGive = (source: string) => fedBy.mayGive(source, event).some(to => isOfPart(to, this.#part))
    const named = fedBy.between ? fedBy.source.namedBy(event) : []
    for (const one of named) reach(one, mayGive(one))
    reach(key, mayGive(key) || named.some(one => this.#holds(one)))
    return this.#reached > before
  }

  /** Of another part's documents there is none to take anything. */
  #feed({ key, event }: Touched): void {
    const { fedBy } = this.view
    if (!fedBy) return
    const known = {
      holds: (key: string) => this.#holds(key),
      get: (key: string) => this.#sources.get(key),
      set: (key: string, document: Document | undefined) => this.#put(key, document),
    }
    for (const [to, { from, was, is }] of foldSources(fedBy, key, event, known)) {
      const document = this.documents.get(to)
      if (document) this.documents.set(to, fedBy.take(document, from, was, is))
    }
  }
}
