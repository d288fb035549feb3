import { everything, isScalar, parseFilter, parsePath, type Condition } from './condition.ts'
import { isPlain, inputError } from './input-error.ts'
import { parseLimit } from './limit.ts'
import type { Place, SortField, SortValue } from './order.ts'

/** What to find, checked, in the form that stores translate. */
export interface ParsedFind {
  readonly where: Condition
  readonly sort: readonly SortField[]
  readonly limit: number
  readonly after: Place | null
}

/** A database's compound keys are bounded; people sort by two or three fields. */
const mostSorts = 8

const parseSort = (given: unknown): readonly SortField[] => {
  if (given === undefined) return []
  if (!Array.isArray(given) || given.length > mostSorts)
    throw inputError('sort', `a list of at most ${mostSorts} fields`)
  const seen = new Set<string>()
  return Array.from(given, (one: unknown, i) => {
    const at = `sort[${i}]`
    if (!isPlain(one)) throw inputError(at, 'a field with its direction')
    const { field, direction = 'ascending', ...others } = one
    if (Object.keys(others).length > 0) throw inputError(at, "'field' and 'direction' only")
    const path = parsePath(field, `${at}.field`)
    if (direction !== 'ascending' && direction !== 'descending')
      throw inputError(`${at}.direction`, "'ascending' or 'descending'")
    const name = path.join('.')
    if (seen.has(name)) throw inputError(`${at}.field`, 'a field that is not sorted by already')
    seen.add(name)
    return { path, descending: direction === 'descending' }
  })
}

/** What a cursor says of the sort it was made for. */
const signature = (sort: readonly SortField[]) =>
  sort.map(({ path, descending }) => (descending ? '-' : '+') + path.join('.')).join()

/** The cursor behind a document: where it stands, and in which order. */
export const cursorBehind = ({ values, key }: Place, sort: readonly SortField[]): string =>
  Buffer.from(JSON.stringify([signature(sort), values, key])).toString('base64url')

const isSortValue = (value: unknown): value is SortValue =>
  isScalar(value) || (isPlain(value) && Object.keys(value).length === 0)

const isTriple = (read: unknown): read is readonly [unknown, unknown, unknown] =>
  Array.isArray(read) && read.length === 3

const parseCursor = (given: unknown, sort: readonly SortField[]): Place | null => {
  if (given === undefined) return null
  let read: unknown
  try {
    read = typeof given === 'string' ? JSON.parse(Buffer.from(given, 'base64url').toString()) : undefined
  } catch {
    // no cursor, as is everything else below
  }
  if (isTriple(read)) {
    const [made, values, key] = read
    if (
      made === signature(sort) &&
      typeof key === 'string' &&
      Array.isArray(values) &&
      values.length === sort.length &&
      values.every(isSortValue)
    ) {
      return { values, key }
    }
  }
  throw inputError('after', '`next` of a page with the same sort')
}

/**
 * Takes a search apart.
 * @throws TypeError naming the place and what was expected there
 */
export const parseFind = ({
  where,
  sort,
  limit,
  after,
}: {
  readonly where?: unknown
  readonly sort?: unknown
  readonly limit?: unknown
  readonly after?: unknown
}): ParsedFind => {
  const by = parseSort(sort)
  const most = parseLimit(limit)
  return {
    where: where === undefined ? everything : parseFilter(where),
    sort: by,
    limit: most,
    after: parseCursor(after, by),
  }
}
