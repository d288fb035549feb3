import { everything, isScalar, parseFilter, parsePath, type Condition, type Path } from './condition.ts'
import type { Document, Grouped, Scalar } from './filter.ts'
import { inputError } from './input-error.ts'
import { parseLimit } from './limit.ts'
import { comparePlaces, isList, valueAt } from './order.ts'

/** What to count by, checked. */
export interface ParsedGrouping {
  readonly by: readonly Path[]
  readonly sum: readonly Path[]
  readonly where: Condition
  /** Infinity: all of them. */
  readonly limit: number
  /** The values of a group, as many as there are fields: what comes behind it. Null: from the first one on. */
  readonly after: readonly Scalar[] | null
}

const most = 4

const parsePaths = (given: unknown, at: string, least: number): readonly Path[] => {
  if (!Array.isArray(given) || given.length < least || given.length > most)
    throw inputError(at, `a list of ${String(least)} to ${String(most)} fields`)
  return Array.from(given, (one: unknown, i) => parsePath(one, `${at}[${String(i)}]`))
}

const parseAfter = (given: unknown, fields: number): readonly Scalar[] | null => {
  if (given === undefined) return null
  if (!Array.isArray(given) || given.length !== fields || !given.every(isScalar))
    throw inputError('after', 'the values of a group of these fields')
  return [...given]
}

/** @throws TypeError naming the place and what was expected there */
export const parseGrouping = (given: {
  readonly by: unknown
  readonly sum?: unknown
  readonly where?: unknown
  readonly limit?: unknown
  readonly after?: unknown
}): ParsedGrouping => {
  const by = parsePaths(given.by, 'by', 1)
  return {
    by,
    sum: parsePaths(given.sum ?? [], 'sum', 0),
    where: given.where === undefined ? everything : parseFilter(given.where),
    limit: parseLimit(given.limit),
    after: parseAfter(given.after, by.length),
  }
}

const inOrder = comparePlaces(Array.from({ length: most }, () => ({ path: [], descending: false })))
const compareGroups = (a: readonly Scalar[], b: readonly Scalar[]): number =>
  inOrder({ values: a, key: '' }, { values: b, key: '' })

/** Groups in the order of their values. */
export const inOrderOfValues = (groups: readonly Grouped[]): readonly Grouped[] =>
  groups.toSorted((a, b) => compareGroups(a.values, b.values))

/** A page of groups that are in the order of their values. */
export const pageOfGroups = (
  groups: readonly Grouped[],
  { limit, after }: Pick<ParsedGrouping, 'limit' | 'after'>,
): readonly Grouped[] => {
  let [low, high] = [0, after === null ? 0 : groups.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareGroups(groups[middle]?.values ?? [], after ?? []) > 0) high = middle
    else low = middle + 1
  }
  return groups.slice(low, low + limit)
}

/** What comes behind the values of a group, in pieces that an index serves each, and whose groups follow each other: equal in how many fields. */
export const piecesBehind = (after: readonly Scalar[]): readonly number[] => after.map((_, i) => i).reverse()

const scalarAt = (document: Document, path: Path): Scalar => {
  const value = valueAt(document, path)
  return value === undefined || typeof value === 'object' || isList(value) ? null : value
}

const wholeAt = (document: Document, path: Path): bigint => {
  const value = valueAt(document, path)
  return Number.isSafeInteger(value) ? BigInt(Number(value)) : 0n
}

/** Groups documents one by one, for a store without a database. */
export const groupDocuments = (
  documents: Iterable<Document>,
  { by, sum }: Pick<ParsedGrouping, 'by' | 'sum'>,
): readonly Grouped[] => {
  const groups = new Map<string, { readonly values: readonly Scalar[]; count: number; sums: readonly bigint[] }>()
  for (const document of documents) {
    const values = by.map(path => scalarAt(document, path))
    const key = JSON.stringify(values)
    const group = groups.get(key) ?? { values, count: 0, sums: sum.map(() => 0n) }
    groups.set(key, group)
    group.count++
    group.sums = group.sums.map((so, i) => so + wholeAt(document, sum[i] ?? []))
  }
  return [...groups.values()]
}
