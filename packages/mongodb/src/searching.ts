// Searches of one collection, as of the session's moment.
import type { Document, Found, Grouped, Scalar } from '@eventcrm/projection'
import {
  cursorBehind,
  inOrderOfValues,
  keysDescend,
  piecesBehind,
  placeOf,
  type Condition,
  type ParsedFind,
  type ParsedGrouping,
  type ParsedSome,
  type Path,
  type Place,
  type SortField,
} from '@eventcrm/projection/store'
import { Decimal128, type ClientSession, type Collection } from 'mongodb'
import {
  behind,
  both,
  containingWithin,
  equalTo,
  filterOf,
  hasAlternatives,
  type MongoFilter,
} from './condition-filter.ts'
import { textOf } from './decimal.ts'
import { readDocument, readScalar } from './document-codec.ts'
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

/** What no document has, as every key is a text: no index begins with it, and so none gives an order that does. */
const nowhere = ['_id.nowhere', 1] as const

/** @param unmerged whether the server is to sort what it has found, and not to merge what it reads in order */
const sortOf = (by: readonly SortField[], keysGoDown: boolean, unmerged: boolean): Map<string, 1 | -1> =>
  new Map([
    ...(unmerged ? [nowhere] : []),
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
    // a merge takes what is missing for less than null, where the indexes and every other sort take both for the same
    const unmerged = hasAlternatives(filter) && range.by.some(({ path }) => shape.isNullOrMissing(path))
    const found = physical.find(filter, {
      session,
      sort: sortOf(range.by, keysDescend(sort), unmerged),
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

/** Any documents whose list has a text within the bounds. */
export const some = async (
  { physical, shape, session }: Searched,
  { path, bounds, limit }: ParsedSome,
): Promise<Found['documents']> => {
  const found = physical.find(containingWithin({ path, bounds }, shape), { session, limit })
  const documents: { readonly key: string; readonly document: Document }[] = []
  for await (const one of found) documents.push(readDocument(one))
  return documents
}

/** The number of a value that a sum takes: whole, and below 2^53. */
const wholeOf = (path: Path): MongoFilter => {
  const value = `$${path.join('.')}`
  const isWhole = {
    $and: [
      { $isNumber: value },
      { $lte: [{ $abs: value }, Number.MAX_SAFE_INTEGER] },
      { $eq: [{ $trunc: value }, value] },
    ],
  }
  // a sum of longs that does not fit one becomes a double
  return { $cond: [isWhole, { $toDecimal: value }, 0] }
}

/** A sum of numbers of which none counted is the number 0. */
const sumOf = (sum: unknown): bigint => (sum instanceof Decimal128 ? BigInt(textOf(sum)) : 0n)

type Row = Readonly<Record<string, unknown>>

const valuesOf = (by: readonly Path[]) =>
  Object.fromEntries(by.map((path, i) => [`value${String(i)}`, { $ifNull: [`$${path.join('.')}`, null] }]))
const scalarsOf = (by: readonly Path[], row: Row) => by.map((_, i) => readScalar(row[`value${String(i)}`]))

/** All groups, which the server makes. */
const allGroups = async (
  { physical, shape, session }: Searched,
  { by, sum, where }: ParsedGrouping,
): Promise<readonly Grouped[]> => {
  const sums = sum.map((path, i) => [`sum${String(i)}`, { $sum: wholeOf(path) }] as const)
  const groups = physical.aggregate<Row & { readonly _id: Row }>(
    [
      { $match: filterOf(where, shape) },
      { $group: { _id: valuesOf(by), count: { $sum: 1 }, ...Object.fromEntries(sums) } },
    ],
    { session, allowDiskUse: true },
  )
  return (await groups.toArray()).map(({ _id, count, ...added }) => ({
    values: scalarsOf(by, _id),
    count: Number(count),
    sums: sum.map((_, i) => sumOf(added[`sum${String(i)}`])),
  }))
}

/**
 * The first groups behind a place: the documents are read in order, and as many as that takes, since the server would make all groups first and
 * give the first ones then.
 */
const firstGroups = async (
  { physical, shape, session }: Searched,
  { by, sum, where, limit, after }: ParsedGrouping,
): Promise<readonly Grouped[]> => {
  const condition = filterOf(where, shape)
  const values = after ?? []
  const pieces = after === null ? [[]] : piecesBehind(after).map(equal => pieceBehind(by, values, equal, shape))
  const sums = sum.map((path, i) => [`sum${String(i)}`, wholeOf(path)] as const)
  const sort = by.map(path => ({ path, descending: false }))
  const groups: { readonly values: readonly Scalar[]; count: number; sums: readonly bigint[] }[] = []
  for (const piece of pieces) {
    if (groups.length === limit) break
    const filter = both([condition, ...piece])
    const unmerged = hasAlternatives(filter) && by.some(path => shape.isNullOrMissing(path))
    const rows = physical.aggregate<Row>(
      [
        { $match: filter },
        { $sort: new Map([...sortOf(sort, false, unmerged)].slice(0, -1)) },
        { $project: { _id: 0, ...valuesOf(by), ...Object.fromEntries(sums) } },
      ],
      { session, allowDiskUse: true, batchSize: 5000 },
    )
    let last: string | undefined
    for await (const row of rows) {
      const values = scalarsOf(by, row)
      const text = JSON.stringify(values)
      if (text !== last && groups.length === limit) break
      if (text !== last) groups.push({ values, count: 0, sums: sum.map(() => 0n) })
      last = text
      const group = groups.at(-1)
      if (!group) continue
      group.count++
      group.sums = group.sums.map((so, i) => so + sumOf(row[`sum${String(i)}`]))
    }
  }
  return groups
}

/** What is equal to the values of a group in the first fields, and behind it in the next one. */
const pieceBehind = (by: readonly Path[], after: readonly Scalar[], equal: number, shape: Shape) =>
  by.slice(0, equal + 1).map((path, i) => {
    const value = after[i] ?? null
    return i < equal ? equalTo(path, value, shape) : behind(path, value, false, shape)
  })

export const group = async (searched: Searched, grouping: ParsedGrouping): Promise<readonly Grouped[]> =>
  inOrderOfValues(
    await (grouping.limit === Infinity && grouping.after === null
      ? allGroups(searched, grouping)
      : firstGroups(searched, grouping)),
  )

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
