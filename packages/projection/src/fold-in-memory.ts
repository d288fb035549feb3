// Folding documents in memory, without a store: all of them, or a part at a time.
import { UnknownEventType, type Position, type RecordedEvent } from '@eventcrm/event-store'
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

/** Folds an event into the document that it touches, if that is of the part. */
export const foldInto = (folded: Map<string, Document>, view: AnyView, recorded: RecordedEvent, part: Part): void => {
  try {
    if (!view.codec.knows(recorded.type)) {
      if (!view.isUnknown(recorded)) return
      throw new UnknownEventType(`'${recorded.type}' was written by a newer version of the library`)
    }
    const event = view.codec.decode(recorded)
    const key = view.keyOf(event)
    if (key === null || !isOfPart(key, part)) return
    const after = view.fold(folded.get(key), event)
    if (after === null) folded.delete(key)
    else folded.set(key, after)
  } catch (error) {
    throw new Unfoldable(recorded.position, error)
  }
}
