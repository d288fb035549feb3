import type { AnyEvent, DataOf } from '@eventcrm/domain'
import { createCodec, type Codec, type DecodedEvent, type StreamName } from '@eventcrm/event-store'
import type { z } from 'zod'
import { documentCheck, fieldsOf, requiredFieldsOf } from './document-schema.ts'
import type { Feed } from './feed.ts'
import type { Document, FieldOf } from './filter.ts'

/** An event as a view's fold sees it. */
export interface ViewEvent<Data = object> extends Omit<DecodedEvent, 'data'> {
  readonly data: Data
}

/**
 * How a document takes an event.
 *
 * Called once per event, in log order, with the document as the events before have left it; undefined when there is none. That document is
 * the fold's own copy: change it in place and return it, or return another one; null removes it. So an event costs what it
 * changes, however large the document is.
 *
 * What it throws stops the view before that event, and half a change to the document is thrown away with it. After a crash or a
 * conflict it is called again for the same event, with the document as it was; what it does besides is then done twice. A rebuild
 * and a verification call it too, for documents that they throw away.
 *
 * An event that touches several documents is folded once for each, by its key; none of them sees what it makes of another.
 */
export type FoldDocument<Doc, Data> = (document: Doc | undefined, event: ViewEvent<Data>, key: string) => Doc | null

/**
 * A view's answer to one event type: how its document folds, and which document it is (the stream's id when left out), or which ones, each
 * once. Of what feeds a view, `names` says which others the document may give something since.
 */
export type ViewCase<Doc, Data> =
  | FoldDocument<Doc, Data>
  | {
      readonly key: (event: ViewEvent<Data>) => string | null
      readonly names?: (event: ViewEvent<Data>) => readonly string[]
      readonly fold: FoldDocument<Doc, Data>
    }
  | {
      readonly keys: (event: ViewEvent<Data>) => readonly string[]
      readonly fold: FoldDocument<Doc, Data>
    }

/** The events of one aggregate: an aggregate of the domain is one. */
export interface AggregateEvents<E extends EventCatalogue = EventCatalogue> {
  /** The category of its streams, without the namespace: 'opportunity'. */
  readonly category: string
  readonly events: E
}
export type EventCatalogue = Readonly<Record<string, AnyEvent>>

type Intersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void ? I : never
type EventsOf<A extends readonly AggregateEvents[]> = Intersection<A[number]['events']>

/** Per event type, how a view's document folds. */
export type ViewCases<Doc, E> = { readonly [Type in keyof E]?: ViewCase<Doc, DataOf<E[Type]>> }

/** Documents folded from events, one per key. */
export interface View<Doc = Document> {
  readonly name: string
  readonly version: number
  /** Where its documents are kept: name and version. */
  readonly collection: string
  readonly describe: string
  readonly document: z.ZodType<Doc>
  /** The fields of its documents. */
  readonly fields: readonly string[]
  readonly indexes: readonly (readonly string[])[]
  /** What its documents get from other streams. */
  readonly fedBy?: Feed<Doc>
  /** Of the events that it folds; others are passed over. */
  readonly codec: Codec
  /** Whether an event is of an aggregate whose events it folds, and of a type that this version of the library does not know. */
  isUnknown(event: { readonly stream: StreamName; readonly type: string }): boolean
  /** The documents that an event touches. */
  keysOf(event: ViewEvent): readonly string[]
  /** The other documents that an event names: see `ViewCase`. */
  namedBy(event: ViewEvent): readonly string[]
  /** @param key which of the documents that the event touches it is; the one of the stream when left out */
  fold(document: Doc | undefined, event: ViewEvent, key?: string): Doc | null
  /** @throws DocumentInvalid when it does not fit the schema, and when it has a field that the schema has not */
  check(document: Doc): void
  /** Whether it has the fields that no document of the view is without: tells most damage, at a hundredth of what `check` costs. */
  isLike(document: object): boolean
}

/** Any view, for the code that runs them all. Methods compare loosely, so every view is one. */
export type AnyView = View

const names = /^[A-Za-z][A-Za-z0-9]{0,59}$/

/**
 * Where the documents of a version are kept.
 * @throws TypeError when the name is not 1 to 60 letters and digits, a letter first, or the version not a whole number from 1 on
 */
export const collectionOf = (name: string, version: number): string => {
  if (!names.test(name))
    throw new TypeError(`A name of a view or rollup is 1 to 60 letters and digits: '${name}' is not`)
  if (!Number.isSafeInteger(version) || version < 1)
    throw new TypeError(`${name}: a version is a whole number from 1 on`)
  return `${name}__v${String(version)}`
}

/** The name and version that a collection is of; undefined for one that no view or rollup has. */
export const versionOf = (collection: string): { readonly name: string; readonly version: number } | undefined => {
  const [, name, version] = /^(.+)__v(\d+)$/.exec(collection) ?? []
  return name === undefined ? undefined : { name, version: Number(version) }
}

/** Where the days of a rollup's months are kept. */
export const daysCollectionOf = (name: string, version: number): string => collectionOf(`${name}Days`, version)

/** The name of what feeds a view. */
const sourcesOf = (name: string): string => `${name}Sources`
/** Where the documents are kept that feed a view’s. */
const sourcesCollectionOf = (name: string, version: number): string => collectionOf(sourcesOf(name), version)

/** The category of a stream, without its namespace. */
const categoryOf = (stream: StreamName): string => stream.slice(stream.indexOf('.') + 1, stream.indexOf('-'))

interface Case<Doc> {
  readonly keys: (event: ViewEvent) => readonly string[]
  readonly names: (event: ViewEvent) => readonly string[]
  readonly fold: FoldDocument<Doc, object>
}
const noNames = (): readonly string[] => []

const caseOf = <Doc>(given: ViewCase<Doc, object>): Case<Doc> => {
  if (typeof given === 'function') return { keys: ({ streamId }) => [streamId], names: noNames, fold: given }
  if ('keys' in given) return { keys: given.keys, names: noNames, fold: given.fold }
  const { key, names = noNames, fold } = given
  return {
    keys: event => {
      const found = key(event)
      return found === null ? [] : [found]
    },
    names,
    fold,
  }
}

/** The codec gives each case the data of its own type, so one that takes any will do. */
const isCase = <Doc>(given: unknown): given is ViewCase<Doc, object> =>
  typeof given === 'function' || (typeof given === 'object' && given !== null && 'fold' in given)

/**
 * A view: which documents events make. A fold that changes means a new version, which is built beside the old one.
 * @param definition.document what a document is: plain JSON. Each is checked once per commit, and never changed by it; one that does not
 *   fit, or has a field that is not said here, stops the view
 * @param definition.indexes dotted paths that documents are searched by
 * @param definition.aggregates whose events `on` picks from. An event of theirs of an unknown type, which a newer version of the
 *   library wrote, stops the view
 * @param definition.fedBy what its documents get from other streams: see `defineFeed`
 * @param definition.on per event type, how its document folds; other types of these aggregates are passed over, and never decoded
 * @throws TypeError when `on` has an event that none of the aggregates has, the name is no name, or what feeds it is named otherwise
 */
export const defineView = <
  Doc extends object,
  const A extends readonly AggregateEvents[],
  Cases extends ViewCases<Doc, EventsOf<A>>,
>(definition: {
  readonly name: string
  readonly version: number
  readonly describe: string
  readonly document: z.ZodType<Doc>
  readonly indexes?: readonly (readonly FieldOf<Doc>[])[]
  readonly fedBy?: Feed<NoInfer<Doc>>
  // `Cases` takes any key, so that results of folds are inferred as they are meant; a misspelt one is told of here
  readonly aggregates: A &
    ([Exclude<keyof Cases, keyof EventsOf<A>>] extends [never]
      ? unknown
      : `none of these has the event ${Exclude<keyof Cases, keyof EventsOf<A>> & string}`)
  readonly on: Cases
}): View<Doc> => {
  const { name, version, describe, document, indexes = [], fedBy, on } = definition
  const aggregates: readonly AggregateEvents[] = definition.aggregates
  const catalogue: EventCatalogue = Object.fromEntries(aggregates.flatMap(({ events }) => Object.entries(events)))
  const categories = new Set(aggregates.map(({ category }) => category))
  const cases = new Map<string, Case<Doc>>()
  for (const [type, given] of Object.entries<unknown>({ ...on })) {
    if (!Object.hasOwn(catalogue, type)) throw new TypeError(`${name}: none of its aggregates has the event ${type}`)
    if (isCase<Doc>(given)) cases.set(type, caseOf(given))
  }
  const handled = Object.fromEntries(Object.entries(catalogue).filter(([type]) => cases.has(type)))
  if (fedBy && fedBy.source.collection !== sourcesCollectionOf(name, version))
    throw new TypeError(`${name}: what feeds it is named ${sourcesOf(name)}, and has its version`)
  let fields: readonly string[] | undefined
  let required: readonly string[] | undefined
  return {
    name,
    version,
    describe,
    document,
    collection: collectionOf(name, version),
    get fields() {
      return (fields ??= fieldsOf(document))
    },
    indexes,
    ...(fedBy ? { fedBy } : {}),
    codec: createCodec(handled),
    isUnknown: ({ stream, type }) => !Object.hasOwn(catalogue, type) && categories.has(categoryOf(stream)),
    keysOf: event => cases.get(event.type)?.keys(event) ?? [],
    namedBy: event => cases.get(event.type)?.names(event) ?? [],
    fold: (doc, event, key = event.streamId) => cases.get(event.type)?.fold(doc, event, key) ?? null,
    check: documentCheck(name, document),
    isLike: given => (required ??= requiredFieldsOf(document)).every(field => field in given),
  }
}
