// From checked filters to MongoDB's. Paths come in only of the strict pattern that was checked; every value stands behind an operator.
import type { Scalar } from '@eventcrm/projection'
import { behindPrefix, type Bound, type Condition, type Path, type SortValue } from '@eventcrm/projection/store'
import { storedScalar } from './document-codec.ts'
import type { Shape } from './shape.ts'

export type MongoFilter = Readonly<Record<string, unknown>>

const nothing: MongoFilter = { _id: { $in: [] } }

/** What all of them hold for. */
export const both = (filters: readonly MongoFilter[]): MongoFilter => {
  const [first, ...others] = filters
  if (!first) return {}
  return others.length === 0 ? first : { $and: filters }
}
const either = (filters: readonly MongoFilter[]): MongoFilter => {
  const [first, ...others] = filters
  if (!first) return nothing
  return others.length === 0 ? first : { $or: filters }
}

/** Whether the server may read a filter's alternatives by an index each, and merge what they find. */
export const hasAlternatives = (filter: unknown): boolean =>
  typeof filter === 'object' &&
  filter !== null &&
  ('$or' in filter || ('$and' in filter && Array.isArray(filter.$and) && filter.$and.some(hasAlternatives)))

const nameOf = (path: Path) => path.join('.')
/** The places on the way to a path. */
const before = (path: Path): readonly string[] => path.slice(1).map((_, i) => nameOf(path.slice(0, i + 1)))
const isArray = { $type: 'array' }

/** MongoDB looks into lists wherever one stands; the port does not. */
const outsideLists = (path: Path): readonly MongoFilter[] => before(path).map(place => ({ [place]: { $not: isArray } }))
const onScalar = (path: Path, operators: MongoFilter): MongoFilter =>
  both([{ [nameOf(path)]: operators }, { [nameOf(path)]: { $not: isArray } }, ...outsideLists(path)])

const oneOf = (path: Path, values: readonly Scalar[], shape: Shape): MongoFilter => {
  const at = shape.along(path)
  const stored = values.map(value => storedScalar(value, at))
  if (stored.length === 0) return nothing
  const found = onScalar(path, stored.length === 1 ? { $eq: stored[0] } : { $in: stored })
  // behind a list everything is missing
  return values.includes(null) ? either([found, ...before(path).map(place => ({ [place]: isArray }))]) : found
}

// Instants are dates in the database and compare as texts in the port: by the first date whose text is not before another.
const [firstDate, endOfDates] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z') + 1]
const firstDateBehind = (isBehind: (text: string) => boolean): Date => {
  let [low, high] = [firstDate, endOfDates]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (isBehind(new Date(middle).toISOString())) high = middle
    else low = middle + 1
  }
  return new Date(low)
}
const dateBounds = (bounds: readonly Bound[]): MongoFilter[] =>
  bounds.map(({ compare, value }) => {
    const bound = String(value)
    const date = firstDateBehind(compare === '>=' || compare === '<' ? text => text >= bound : text => text > bound)
    return compare.startsWith('>') ? { $gte: date } : { $lt: date }
  })

const operatorOf = { '>=': '$gte', '<=': '$lte', '>': '$gt', '<': '$lt' } as const

const within = (path: Path, bounds: readonly Bound[], shape: Shape): MongoFilter => {
  const at = shape.along(path)
  const onDates = at.kind === 'instant' && bounds.every(({ value }) => typeof value === 'string')
  const operators = onDates
    ? dateBounds(bounds)
    : bounds.map(({ compare, value }) => ({ [operatorOf[compare]]: storedScalar(value, at) }))
  return both(operators.map(one => onScalar(path, one)))
}

const prefixed = (path: Path, prefix: string, shape: Shape): MongoFilter => {
  const end = behindPrefix(prefix)
  const bounds: readonly Bound[] = [
    { compare: '>=', value: prefix },
    ...(end === null ? [] : [{ compare: '<', value: end } as const]),
  ]
  return within(path, bounds, shape)
}

export const containingWithin = (
  { path, bounds }: Pick<Extract<Condition, { readonly is: 'containing within' }>, 'path' | 'bounds'>,
  shape: Shape,
): MongoFilter => {
  const { items } = shape.along(path)
  const within = Object.fromEntries(
    bounds.map(({ compare, value }) => [operatorOf[compare], storedScalar(value, items)]),
  )
  return both([{ [nameOf(path)]: { $elemMatch: within } }, ...outsideLists(path)])
}

/** A condition on a document. */
export const filterOf = (condition: Condition, shape: Shape): MongoFilter => {
  switch (condition.is) {
    case 'one of':
      return oneOf(condition.path, condition.values, shape)
    case 'within':
      return within(condition.path, condition.bounds, shape)
    case 'prefixed':
      return prefixed(condition.path, condition.prefix, shape)
    case 'containing': {
      const { path, value } = condition
      const element = storedScalar(value, shape.along(path).items)
      return both([{ [nameOf(path)]: { $elemMatch: { $eq: element } } }, ...outsideLists(path)])
    }
    case 'containing within':
      return containingWithin(condition, shape)
    case 'all':
      return both(condition.of.map(one => filterOf(one, shape)))
    case 'any':
      return either(condition.of.map(one => filterOf(one, shape)))
    case 'not':
      return { $nor: [filterOf(condition.of, shape)] }
  }
}

const isScalar = (value: SortValue): value is Scalar => typeof value !== 'object' || value === null

/** What is equal to a place's value in one field. */
export const equalTo = (path: Path, value: SortValue, shape: Shape): MongoFilter =>
  isScalar(value) ? oneOf(path, [value], shape) : { [nameOf(path)]: { $type: ['object', 'array'] } }

/** What lies behind a place's value in one field, whatever its type: only in an expression do types compare with each other. */
export const behind = (path: Path, value: SortValue, descending: boolean, shape: Shape): MongoFilter => {
  if (descending && value === null) return nothing
  const stored = isScalar(value) ? storedScalar(value, shape.along(path)) : {}
  return { $expr: { [descending ? '$lt' : '$gt']: [`$${nameOf(path)}`, { $literal: stored }] } }
}
