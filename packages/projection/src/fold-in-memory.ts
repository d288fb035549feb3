// Folding documents in memory, without a store: all of them, or a part at a time.
import { UnknownEventType, type Position, type RecordedEvent } from '@eventcrm/event-store'
import { foldSources } from './feed.ts'
import type { Document } from './filter.ts'
import type { AnyView } from './view.ts'

/** An event that can't be folded; `cause` is what was thrown. */
export class Unfoldable extends Error {
  readonly position: Position
  constructor(position: Position, cause: unknown) {
    super('An event can’t be folded', { cause })
    this.position = position
  }
}

/** One part of the documents, when all are dealt out to so many by their keys. */
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

/** Documents folded so far. */
export interface FoldedView {
  readonly documents: Map<string, Document>
  /** What feeds them: all of it, whatever the part, since it may feed any. */
  readonly sources: Map<string, Document>
}
export const nothingFolded = (): FoldedView => ({ documents: new Map(), sources: new Map() })

const everyPart: Part = { of: 1, number: 0 }

/** @returns the key of the document that the event touches; null for none of the part */
const touched = (view: AnyView, recorded: RecordedEvent, part: Part) => {
  if (!view.codec.knows(recorded.type)) {
    if (!view.isUnknown(recorded)) return null
    throw new UnknownEventType(`'${recorded.type}' was written by a newer version of the library`)
  }
  const event = view.codec.decode(recorded)
  const key = view.keyOf(event)
  return key === null || !isOfPart(key, part) ? null : { key, event }
}

const foldOne = (folded: Map<string, Document>, view: AnyView, recorded: RecordedEvent, part: Part): string | null => {
  const found = touched(view, recorded, part)
  if (!found) return null
  const after = view.fold(folded.get(found.key), found.event)
  if (after === null) folded.delete(found.key)
  else folded.set(found.key, after)
  return found.key
}

/** Of another part's documents there is none to take anything. */
const feedInto = ({ documents, sources }: FoldedView, view: AnyView, recorded: RecordedEvent): void => {
  const { fedBy } = view
  const found = fedBy ? touched(fedBy.source, recorded, everyPart) : null
  if (!fedBy || !found) return
  const known = {
    get: (key: string) => sources.get(key),
    set: (key: string, document: Document | undefined) => (document ? sources.set(key, document) : sources.delete(key)),
  }
  for (const [key, { from, was, is }] of foldSources(fedBy, found.key, found.event, known)) {
    const document = documents.get(key)
    if (document) documents.set(key, fedBy.take(document, from, was, is))
  }
}

/** Folds an event into the documents that it touches, if they are of the part. */
export const foldInto = (folded: FoldedView, view: AnyView, recorded: RecordedEvent, part: Part): void => {
  try {
    foldOne(folded.documents, view, recorded, part)
    feedInto(folded, view, recorded)
  } catch (error) {
    throw new Unfoldable(recorded.position, error)
  }
}
