// What documents get from streams that are not their own: a deal that is won is counted by its customer, whom its event does not name. A
// view folds a document per such stream beside its own, and tells from it which of its documents get what. They stand at one checkpoint and
// are committed together, and change whenever the stream's document does: no event has to name whom it concerns.
import type { Document } from './filter.ts'
import type { AnyView, View } from './view.ts'

/** What a source's document gives, by the key of the document that gets it. */
export type Given<Value = unknown> = ReadonlyMap<string, Value>

/** Where a view's documents get something from besides their own events. */
export interface Feed<Doc = Document> {
  /** Its documents are kept beside the view’s: its name is the view’s with `Sources`, its version the view’s. */
  readonly source: AnyView
  gives(source: Document): Given
  take(document: Doc, from: string, was: unknown, is: unknown): Doc
}

/**
 * A feed of a view.
 * @param source documents of the other streams, folded like any view’s; nobody asks for them
 * @param definition.gives what a source’s document gives, and to which documents: a pure function of it, whose values
 *   are no part of the document
 * @param definition.take how a document takes what it was given by a source: undefined for nothing. Called for each
 *   event that changes it, in log order. A document that is not there yet takes nothing, and gets the next change as if it had
 */
export function defineFeed<Source, Value, Doc>(
  source: View<Source>,
  definition: Definition<Source, Value, Doc>,
): Feed<Doc>
export function defineFeed(source: AnyView, definition: Omit<Feed, 'source'>): Feed {
  return { source, ...definition }
}

interface Definition<Source, Value, Doc> {
  readonly gives: (source: Source) => Given<Value>
  readonly take: (document: Doc, from: string, was: Value | undefined, is: Value | undefined) => Doc
}

/** One change of what a source gives a document. */
export interface Giving {
  readonly from: string
  readonly was: unknown
  readonly is: unknown
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** What a source gives otherwise than it did, by the key of the document that it gives it to. */
export function* changesOf(from: string, was: Given, is: Given): Generator<readonly [key: string, giving: Giving]> {
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const giving = { from, was: was.get(key), is: is.get(key) }
    if (!same(giving.was, giving.is)) yield [key, giving]
  }
}
