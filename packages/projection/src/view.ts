import type { AnyEvent, DataOf } from '@eventcrm/domain'
import { createCodec, type Codec, type DecodedEvent } from '@eventcrm/event-store'
import type { z } from 'zod'
import type { Document, FieldOf } from './filter.ts'

/** An event as a view's fold sees it. */
export interface ViewEvent<Data = object> extends Omit<DecodedEvent, 'data'> {
  readonly data: Data
}

/**
 * How a document takes an event: a new document, or null for none.
 * Called once per event, in log order, with what is there so far; it may be called again for the same event after a crash or a
 * conflict, then with the document as it was. What it throws stops the view before that event.
 */
export type FoldDocument<Doc, Data> = (document: Doc | undefined, event: ViewEvent<Data>) => Doc | null

/** A view's answer to one event type: how its document folds, and which document it is (the stream's id when left out). */
export type ViewCase<Doc, Data> =
  | FoldDocument<Doc, Data>
  | { readonly key: (event: ViewEvent<Data>) => string | null; readonly fold: FoldDocument<Doc, Data> }

/** Documents folded from events, one per key. */
export interface View<Doc = Document> {
  readonly name: string
  readonly version: number
  /** Where its documents are kept: name and version. */
  readonly collection: string
  readonly describe: string
  readonly document: z.ZodType<Doc>
  readonly indexes: readonly (readonly string[])[]
  readonly codec: Codec
  /** The document that an event touches; null for none. */
  keyOf(event: ViewEvent): string | null
  fold(document: Doc | undefined, event: ViewEvent): Doc | null
}

/** Any view, for the code that runs them all. Methods compare loosely, so every view is one. */
export type AnyView = View

/** Where the documents of a version are kept. */
export const collectionOf = (name: string, version: number): string => `${name}__v${String(version)}`

/** The codec gives each case the data of its own type, so one that takes any will do. */
const isCase = <Doc>(given: unknown): given is ViewCase<Doc, object> =>
  typeof given === 'function' || (typeof given === 'object' && given !== null && 'fold' in given)

/**
 * A view: which documents events make. A fold that changes means a new version, which is built beside the old one.
 * @param definition.events the catalogues that `on` picks from
 * @param definition.on per event type, how its document folds; other types are passed over, and never decoded
 * @param definition.indexes dotted paths that documents are searched by
 */
export const defineView = <const E extends Readonly<Record<string, AnyEvent>>, Doc extends object>(definition: {
  readonly name: string
  readonly version: number
  readonly describe: string
  readonly document: z.ZodType<Doc>
  readonly indexes?: readonly (readonly FieldOf<Doc>[])[]
  readonly events: E
  readonly on: { readonly [Type in keyof E]?: ViewCase<NoInfer<Doc>, DataOf<E[Type]>> }
}): View<Doc> => {
  const { name, version, describe, document, indexes = [], events, on } = definition
  const cases = new Map<string, Exclude<ViewCase<Doc, object>, FoldDocument<Doc, object>>>()
  for (const [type, given] of Object.entries<unknown>({ ...on })) {
    if (isCase<Doc>(given))
      cases.set(type, typeof given === 'function' ? { key: event => event.streamId, fold: given } : given)
  }
  const handled = Object.fromEntries(Object.entries(events).filter(([type]) => cases.has(type)))
  return {
    name,
    version,
    describe,
    document,
    collection: collectionOf(name, version),
    indexes,
    codec: createCodec(handled),
    keyOf: event => cases.get(event.type)?.key(event) ?? null,
    fold: (doc, event) => cases.get(event.type)?.fold(doc, event) ?? null,
  }
}
