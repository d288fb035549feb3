import { everything, parseFilter, parsePath, type Condition, type Path } from './condition.ts'
import type { Document, Grouped, Scalar } from './filter.ts'
import { inputError } from './input-error.ts'
import { comparePlaces, isList, valueAt } from './order.ts'

/** What to count by, checked. */
export interface ParsedGrouping {
  readonly by: readonly Path[]
  readonly sum: readonly Path[]
  readonly where: Condition
}

const most = 4

const parsePaths = (given: unknown, at: string, least: number): readonly Path[] => {
  if (!Array.isArray(given) || given.length < least || given.length > most)
    throw inputError(at, `a list of ${String(least)} to ${String(most)} fields`)
  return Array.from(given, (one: unknown, i) => parsePath(one, `${at}[${String(i)}]`))
}

/** @throws TypeError naming the place and what was expected there */
export const parseGrouping = ({
  by,
  sum = [],
  where,
}: {
  readonly by: unknown
  readonly sum?: unknown
  readonly where?: unknown
}): ParsedGrouping => ({
  by: parsePaths(by, 'by', 1),
  sum: parsePaths(sum, 'sum', 0),
  where: where === undefined ? everything : parseFilter(where),
})

/** Groups in the order of their values. */
export const inOrderOfValues = (groups: readonly Grouped[]): readonly Grouped[] => {
  const sort = groups[0]?.values.map(() => ({ path: [], descending: false })) ?? []
  const compare = comparePlaces(sort)
  return groups.toSorted((a, b) => compare({ ...a, key: '' }, { ...b, key: '' }))
}

const scalarAt = (document: Document, path: Path): Scalar => {
  const value = valueAt(document, path)
  return value === undefined || typeof value === 'object' || isList(value) ? null : value
}

const wholeAt = (document: Document, path: Path): bigint => {
  const value = valueAt(document, path)
  return Number.isSafeInteger(value) ? BigInt(Number(value)) : 0n
}

/** Groups documents one by one, for a store without a database. */
export const groupDocuments = (documents: Iterable<Document>, { by, sum }: ParsedGrouping): readonly Grouped[] => {
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
