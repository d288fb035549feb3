// What the port's doc comments say, written down a second time: slow, and with nothing of the stores' own code.
import type { Document, Filter, Grouped, Sort, TextRange } from '@eventcrm/projection'

export interface Kept {
  readonly key: string
  readonly document: Document
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (document: Document, field: string): unknown => {
  const [first = '', ...rest] = field.split('.')
  let value = Object.entries(document).find(([key]) => key === first)?.[1]
  for (const name of rest)
    value = isObject(value) ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
  return value ?? null
}

const isScalar = (value: unknown) =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const points = (text: string) => Array.from(text, character => character.codePointAt(0) ?? 0)

const compareTexts = (a: string, b: string): number => {
  const [x, y] = [points(a), points(b)]
  const differing = x.findIndex((point, i) => point !== y[i])
  if (differing === -1) return x.length - y.length
  return (x[differing] ?? -1) - (y[differing] ?? -1)
}

const sameType = (value: unknown, bound: string | number) => typeof value === typeof bound

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0
  const order = (value: unknown) => (value === null ? 0 : ['', 'number', 'string', 'boolean'].indexOf(typeof value))
  return order(a) - order(b) || Number(a) - Number(b)
}

/** Whether a filter is true of a document. */
const isTrueOf = (filter: Filter, document: Document): boolean => {
  if ('and' in filter) return filter.and.every(one => isTrueOf(one, document))
  if ('or' in filter) return filter.or.some(one => isTrueOf(one, document))
  if ('not' in filter) return !isTrueOf(filter.not, document)
  const value = at(document, filter.field)
  if ('equals' in filter) return value === filter.equals
  if ('in' in filter) return filter.in.some(one => value === one)
  if ('prefix' in filter) return begins(value, filter.prefix)
  if ('contains' in filter) return Array.isArray(value) && value.some(one => one === filter.contains)
  if ('containsPrefix' in filter) return Array.isArray(value) && value.some(one => begins(one, filter.containsPrefix))
  return isWithin(value, filter)
}

const begins = (value: unknown, prefix: string): boolean =>
  typeof value === 'string' && points(prefix).every((point, i) => points(value)[i] === point)

interface Bounds {
  readonly from?: string | number
  readonly to?: string | number
  readonly above?: string | number
  readonly below?: string | number
}
const isWithin = (value: unknown, { from, to, above, below }: Bounds): boolean =>
  (from === undefined || (sameType(value, from) && compare(value, from) >= 0)) &&
  (to === undefined || (sameType(value, to) && compare(value, to) <= 0)) &&
  (above === undefined || (sameType(value, above) && compare(value, above) > 0)) &&
  (below === undefined || (sameType(value, below) && compare(value, below) < 0))

/** The keys that a search without an end finds, in order. */
export const keysFound = (kept: readonly Kept[], where: Filter, sort: readonly Sort[]): readonly string[] => {
  const down = (direction: Sort['direction']) => (direction === 'descending' ? -1 : 1)
  const found = kept.filter(({ document }) => isTrueOf(where, document))
  found.sort((a, b) => {
    for (const { field, direction } of sort) {
      const order = compare(at(a.document, field), at(b.document, field))
      if (order !== 0) return order * down(direction)
    }
    return compareTexts(a.key, b.key) * down(sort.at(-1)?.direction)
  })
  return found.map(({ key }) => key)
}

/** The keys of all documents whose list has a string within the bounds. */
export const keysWith = (kept: readonly Kept[], field: string, bounds: TextRange): readonly string[] =>
  kept
    .filter(({ document }) => {
      const value = at(document, field)
      return Array.isArray(value) && value.some(one => typeof one === 'string' && isWithin(one, bounds))
    })
    .map(({ key }) => key)

/** Documents counted and added up by what they have in some fields. */
export const groupsOf = (
  kept: readonly Kept[],
  by: readonly string[],
  sum: readonly string[],
  where: Filter,
): readonly Grouped[] => {
  const found = kept.filter(({ document }) => isTrueOf(where, document))
  const valuesOf = ({ document }: Kept) => by.map(field => at(document, field))
  const alike = (a: Kept, b: Kept) => valuesOf(a).every((value, i) => value === valuesOf(b)[i])
  return found
    .filter((one, i) => found.findIndex(other => alike(one, other)) === i)
    .map(one => {
      const group = found.filter(other => alike(one, other))
      return {
        values: valuesOf(one).map(value => (isScalar(value) ? value : null)),
        count: group.length,
        sums: sum.map(field =>
          group
            .map(({ document }) => at(document, field))
            .reduce<bigint>((so, value) => (Number.isSafeInteger(value) ? so + BigInt(Number(value)) : so), 0n),
        ),
      }
    })
    .sort((a, b) => a.values.map((value, i) => compare(value, b.values[i])).find(order => order !== 0) ?? 0)
}
