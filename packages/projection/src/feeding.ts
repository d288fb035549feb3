// What feeds the views of a batch: its documents are loaded as far as the batch may change them, and folded.
import type { Document } from './filter.ts'
import { foldSources, type Giving } from './feed.ts'
import { checkDocument } from './row-decoder.ts'
import { checkKey } from './stored-form.ts'
import type { ViewEvent } from './view.ts'
import type { ViewRun } from './view-run.ts'

/** A view that could not take a batch. */
export interface ViewFault {
  readonly run: ViewRun
  readonly error: unknown
}

export interface RoutedEvent {
  readonly event: ViewEvent
  readonly key: string
}

export const keysOf = (all: readonly { readonly key: string }[]) => all.map(({ key }) => key)

export type Loaded = ReadonlyMap<string, Document>
export const none: Loaded = new Map()

/** What a document is given otherwise, by an event at a position. */
export interface GivenAt {
  readonly position: string
  readonly key: string
  readonly giving: Giving
}
/** What a batch changes of what feeds a view. */
export interface Fed {
  /** Documents of the source as they were. */
  readonly loaded: Loaded
  /** Documents of the source, as they become. */
  readonly sources: ReadonlyMap<string, Document | undefined>
  /** In log order. */
  readonly givings: readonly GivenAt[]
}
const unfed: Fed = { loaded: none, sources: new Map(), givings: [] }

/** Folds what feeds a view. */
const feed = ({ view }: ViewRun, routed: readonly RoutedEvent[], { loaded }: { readonly loaded: Loaded }): Fed => {
  const { fedBy } = view
  if (!fedBy) return unfed
  const { source } = fedBy
  const sources = new Map<string, Document | undefined>()
  const known = {
    holds: () => true,
    get: (key: string) => (sources.has(key) ? sources.get(key) : loaded.get(key)),
    set: (key: string, document: Document | undefined) => sources.set(key, document),
  }
  const givings: GivenAt[] = []
  for (const { event, key: from } of routed)
    for (const [key, giving] of foldSources(fedBy, from, event, known)) {
      checkKey(key, `${view.name}: key`)
      givings.push({ position: event.position, key, giving })
    }
  for (const document of sources.values()) if (document) source.check(document)
  return { loaded, sources, givings }
}

/** Does each; those that throw come back as faults. */
export const each = <T extends { readonly run: ViewRun }, R>(
  all: readonly T[],
  make: (one: T, index: number) => R,
  faults: ViewFault[],
): (T & R)[] =>
  all.flatMap((one, index) => {
    try {
      return [{ ...one, ...make(one, index) }]
    } catch (error) {
      faults.push({ run: one.run, error })
      return []
    }
  })

export interface RoutedRun {
  readonly run: ViewRun
  readonly routed: readonly RoutedEvent[]
  readonly routedToSource: readonly RoutedEvent[]
}

/** What feeds a view, as far as a batch may change it. */
class SourcesOf {
  readonly asked = new Set<string>()
  readonly loaded = new Map<string, Document>()
  readonly run: ViewRun
  /** Keys to load next. */
  next: readonly string[]

  constructor(run: ViewRun, next: readonly string[]) {
    this.run = run
    this.next = next
  }

  /** Takes what was loaded, and asks for those that these give something. */
  take(documents: Loaded): void {
    const { fedBy } = this.run.view
    for (const key of this.next) this.asked.add(key)
    const given = new Set<string>()
    for (const [key, document] of documents) {
      if (fedBy && !fedBy.source.isLike(document)) checkDocument(fedBy.source, document)
      this.loaded.set(key, document)
      for (const to of fedBy?.between?.gives(document).keys() ?? []) if (!this.asked.has(to)) given.add(to)
    }
    for (const key of given) checkKey(key, `${this.run.view.name}: key`)
    this.next = [...given]
  }
}

const keysToLoad = ({ run: { view }, routedToSource }: RoutedRun): readonly string[] => {
  const { fedBy } = view
  const named = fedBy?.between ? routedToSource.flatMap(({ event }) => fedBy.source.namedBy(event)) : []
  for (const key of named) checkKey(key, `${view.name}: key`)
  return [...new Set([...keysOf(routedToSource), ...named])]
}

/** Folds what feeds the views; nothing is asked where none is fed. */
export const feedAll = async (
  all: readonly RoutedRun[],
  load: (
    asked: readonly { readonly run: ViewRun; readonly collection: string; readonly keys: readonly string[] }[],
  ) => Promise<readonly Loaded[]>,
  faults: ViewFault[],
): Promise<readonly (RoutedRun & { readonly fed: Fed })[]> => {
  let found = each(all, one => ({ sources: new SourcesOf(one.run, keysToLoad(one)) }), faults)
  for (;;) {
    const asked = found.flatMap(({ run, sources: { next: keys } }) => {
      const collection = run.view.fedBy?.source.collection
      return collection === undefined || keys.length === 0 ? [] : [{ run, collection, keys }]
    })
    if (asked.length === 0) break
    const answers = await load(asked)
    const loaded = new Map(asked.map(({ run }, i) => [run, answers[i] ?? none]))
    found = each(found, ({ run, sources }) => (sources.take(loaded.get(run) ?? none), {}), faults)
  }
  return each(found, ({ run, routedToSource, sources }) => ({ fed: feed(run, routedToSource, sources) }), faults)
}
