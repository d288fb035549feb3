// Searches of one collection, as of the session's moment.
import type { Document, Found } from '@eventcrm/projection'
import {
  cursorBehind,
  keysDescend,
  placeOf,
  type Condition,
  type ParsedFind,
  type Place,
  type SortField,
} from '@eventcrm/projection/store'
import type { ClientSession, Collection } from 'mongodb'
import { behind, both, equalTo, filterOf, type MongoFilter } from './condition-filter.ts'
import { readDocument } from './document-codec.ts'
import type { Shape } from './shape.ts'

/** A document as it is kept. */
export interface StoredDocument extends Readonly<Record<string, unknown>> {
  readonly _id: string
}
/** A collection as it is kept: documents under their keys. */
export type Physical = Collection<StoredDocument>

/** What is searched. */
export interface Searched {
  readonly physical: Physical
  readonly shape: Shape
  readonly session: ClientSession
}

interface OrderedRange {
  readonly where: readonly MongoFilter[]
  readonly by: readonly SortField[]
}

/**
 * The rest of an order behind a place, cut where an index serves each piece: first what is equal in all fields and has a key behind it, then
 * what is equal in all but the last field, and so on.
 */
const rangesBehind = ({ values, key }: Place, sort: readonly SortField[], shape: Shape): readonly OrderedRange[] => {
  const fields = sort.map((field, i) => ({ ...field, value: values[i] ?? null }))
  const equals = fields.map(({ path, value }) => equalTo(path, value, shape))
  const ties = { where: [...equals, { _id: { [keysDescend(sort) ? '$lt' : '$gt']: key } }], by: [] }
  const others = fields.map(({ path, descending, value }, i) => ({
    where: [...equals.slice(0, i), behind(path, value, descending, shape)],
    by: sort.slice(i),
  }))
  return [ties, ...others.toReversed()]
}

const sortOf = (by: readonly SortField[], keysGoDown: boolean): ReadonlyMap<string, 1 | -1> =>
  new Map([
    ...by.map(({ path, descending }) => [path.join('.'), descending ? -1 : 1] as const),
    ['_id', keysGoDown ? -1 : 1],
  ])

export const search = async (
  { physical, shape, session }: Searched,
  { where, sort, limit, after }: ParsedFind,
): Promise<Found> => {
  const condition = filterOf(where, shape)
  const ranges = after ? rangesBehind(after, sort, shape) : [{ where: [], by: sort }]
  const documents: { readonly key: string; readonly document: Document }[] = []
  for (const range of ranges) {
    // One more than asked for tells whether there is a next page.
    const left = limit + 1 - documents.length
    if (left <= 0) break
    const filter = both([condition, ...range.where])
    const found = physical.find(filter, {
      session,
      sort: new Map(sortOf(range.by, keysDescend(sort))),
      allowDiskUse: true,
      ...(limit === Infinity ? {} : { limit: left }),
    })
    for await (const one of found) documents.push(readDocument(one))
  }
  const page = documents.slice(0, limit)
  const last = page.at(-1)
  const more = last !== undefined && documents.length > limit
  return { documents: page, next: more ? cursorBehind(placeOf(last.key, last.document, sort), sort) : null }
}

export const count = ({ physical, shape, session }: Searched, where: Condition): Promise<number> =>
  physical.countDocuments(filterOf(where, shape), { session })

/** Keys in one question, at most: at the longest keys of rollups, some 10 MB. */
const keysAtOnce = 20_000

export const load = async (
  { physical, session }: Searched,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Document>> => {
  const loaded = new Map<string, Document>()
  // the driver would make U+FFFD of half a surrogate pair, and find what has that in its key
  const wanted = keys.filter(key => key.isWellFormed())
  for (let i = 0; i < wanted.length; i += keysAtOnce) {
    const found = physical.find({ _id: { $in: wanted.slice(i, i + keysAtOnce) } }, { session })
    for await (const one of found) {
      const { key, document } = readDocument(one)
      loaded.set(key, document)
    }
  }
  return loaded
}
