// What documents get from streams that are not their own: a deal that is won is counted by its customer, whom its event does not name. A
// view folds a document per such stream beside its own, and tells from it which of its documents get what. They stand at one checkpoint and
// are committed together, and change whenever the stream's document does: no event has to name whom it concerns.
import type { Document } from './filter.ts'
import type { AnyView, View, ViewEvent } from './view.ts'

/** What a source's document gives, by the key of the document that gets it. */
export type Given<Value = unknown> = ReadonlyMap<string, Value>

/** Where a view's documents get something from besides their own events. */
export interface Feed<Doc = Document> {
  /** Its documents are kept beside the view’s: its name is the view’s with `Sources`, its version the view’s. */
  readonly source: AnyView
  gives(source: Document): Given
  mayGive(key: string, event: ViewEvent): readonly string[]
  take(document: Doc, from: string, was: unknown, is: unknown): Doc
  /** What the source's documents give one another. */
  readonly between?: Between
}
interface Between {
  gives(source: Document): Given
  take(source: Document | undefined, was: unknown, is: unknown): Document
}

/**
 * A feed of a view. Whom a source begins to give something has been named by then, so that what concerns a document is found without folding
 * the whole log; else the view stops.
 * @param source documents of the other streams, folded like any view’s; nobody asks for them
 * @param definition.gives what a source’s document gives, and to which documents: a pure function of it, whose values
 *   are no part of the document
 * @param definition.mayGive documents that the source with a key may give something from an event on, which touches or names it; by `gives`
 *   it begins with no others
 * @param definition.take how a document takes what it was given by a source: undefined for nothing. Called for each
 *   event that changes it, in log order. A document that is not there yet takes nothing, and gets the next change as if it had
 * @param definition.between what the source's documents give one another, which `take` makes part of them and they may give on: round in
 *   a circle it goes once. One that is not there yet is made by taking. Whom an event names that its document then gives something is
 *   said by `names` of the source's cases
 */
export function defineFeed<Source, Value, Doc, Passed = never>(
  source: View<Source>,
  definition: Definition<Source, Value, Doc, Passed>,
): Feed<Doc>
export function defineFeed(source: AnyView, definition: Omit<Feed, 'source'>): Feed {
  return { source, ...definition }
}

interface Definition<Source, Value, Doc, Passed> {
  readonly gives: (source: Source) => Given<Value>
  readonly mayGive: (key: string, event: ViewEvent) => readonly string[]
  readonly take: (document: Doc, from: string, was: Value | undefined, is: Value | undefined) => Doc
  readonly between?: {
    readonly gives: (source: Source) => Given<Passed>
    readonly take: (source: Source | undefined, was: Passed | undefined, is: Passed | undefined) => Source
  }
}

/** One change of what a source gives a document. */
export interface Giving {
  readonly from: string
  readonly was: unknown
  readonly is: unknown
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** What a source gives otherwise than it did, by the key of the document that it gives it to. */
function* changesOf(from: string, was: Given, is: Given): Generator<readonly [key: string, giving: Giving]> {
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const giving = { from, was: was.get(key), is: is.get(key) }
    if (!same(giving.was, giving.is)) yield [key, giving]
  }
}

/** Documents of a source by key, while events are folded. */
export interface Sources {
  /** Others are left as they are. */
  holds(key: string): boolean
  get(key: string): Document | undefined
  set(key: string, document: Document | undefined): unknown
}

const nothing: Given = new Map()

const checkNamed = ({ source }: Feed, to: string, { was }: Giving, named: readonly string[]): void => {
  if (was === undefined && !named.includes(to))
    throw new TypeError(`${source.name}: something is given to a document that no event names`)
}

/**
 * Folds an event into the documents of a source: the one that it touches, and those that this gives something.
 * @throws TypeError where one begins to give something to a document that the event does not name
 * @returns what they give otherwise since, by the key of the document that is given it
 */
export const foldSources = (
  feed: Feed,
  key: string,
  event: ViewEvent,
  sources: Sources,
): readonly (readonly [key: string, giving: Giving])[] => {
  const { source, between } = feed
  const givings: (readonly [string, Giving])[] = []
  const givenBy = (document: Document | undefined) => (document ? feed.gives(document) : nothing)
  const change = (
    key: string,
    way: readonly string[],
    fold: (before: Document | undefined) => Document | null,
  ): void => {
    if (!sources.holds(key)) return
    const before = sources.get(key)
    const was = givenBy(before)
    const had = before && between ? between.gives(before) : nothing
    const after = fold(before) ?? undefined
    if (before || after) sources.set(key, after)
    for (const [to, giving] of changesOf(key, was, givenBy(after))) {
      checkNamed(feed, to, giving, feed.mayGive(key, event))
      givings.push([to, giving])
    }
    if (!between) return
    const on = [...way, key]
    for (const [to, giving] of changesOf(key, had, after ? between.gives(after) : nothing)) {
      checkNamed(feed, to, giving, way.length === 0 ? source.namedBy(event) : [])
      if (!on.includes(to)) change(to, on, before => between.take(before, giving.was, giving.is))
    }
  }
  change(key, [], before => source.fold(before, event, key))
  return givings
}
