import type { Grouped, Scalar } from '@eventcrm/projection'
import { inOrderOfValues, piecesBehind, type ParsedGrouping, type Path } from '@eventcrm/projection/store'
import type { Database } from './connection.ts'
import { compareSql, conditionSql, fieldSql, joinSql, type ElementIndex, type Sql } from './document-sql.ts'
import { tableOf } from './document-tables.ts'

/** A value of a field, out of the form in which it is compared. */
const scalarOf = (value: unknown): Scalar => {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (value instanceof Uint8Array) return value[0] === 1 ? true : value[0] === 0 ? false : null
  return null
}

const wholeOf = (value: unknown): bigint => (typeof value === 'bigint' ? value : 0n)

// SQLite's sum throws beyond 2^63, so a value is added up in two parts, which a billion rows don't bring there.
const part = 2 ** 26
const largest = String(Number.MAX_SAFE_INTEGER)
const wholeSql = (path: Path): string => {
  const place = `'$.${path.join('.')}'`
  const value = `json_extract(document, ${place})`
  const isWhole = `json_type(document, ${place}) = 'integer' AND ${value} BETWEEN -${largest} AND ${largest}`
  return `CASE WHEN ${isWhole} THEN ${value} ELSE 0 END`
}

/** The statements of a question for groups, to be asked one after the other until the limit is reached; each takes what is left of it last. */
export const groupSql = (
  collection: string,
  { by, sum, where, limit, after }: ParsedGrouping,
  elements: ElementIndex,
): readonly Sql[] => {
  const condition = conditionSql(where, elements)
  const columns = [
    ...by.map((path, i) => `${fieldSql(path)} AS value${String(i)}`),
    'count(*) AS count',
    ...sum.flatMap((path, i) => [
      `sum(${wholeSql(path)} / ${String(part)}) AS high${String(i)}`,
      `sum(${wholeSql(path)} % ${String(part)}) AS low${String(i)}`,
    ]),
  ]
  const groups = by.map((_, i) => String(i + 1)).join(', ')
  const end = limit === Infinity ? '' : ` ORDER BY ${groups} LIMIT ?`
  const pieces = after === null ? [[]] : piecesBehind(after).map(equal => behind(by, after, equal))
  return pieces.map(piece => {
    const { text, values } = joinSql([condition, ...piece], 'AND', '1')
    return {
      text: `SELECT ${columns.join(', ')} FROM ${tableOf(collection)} WHERE ${text} GROUP BY ${groups}${end}`,
      values,
    }
  })
}

/** What is equal to the values of a group in the first fields, and behind it in the next one. */
const behind = (by: readonly Path[], after: readonly Scalar[], equal: number): readonly Sql[] =>
  by.slice(0, equal + 1).map((path, i) => compareSql(path, i < equal ? '=' : '>', after[i] ?? null))

/** How many documents there are of each combination of values, and what fields of theirs add up to. */
export const group = (
  db: Database,
  collection: string,
  grouping: ParsedGrouping,
  elements: ElementIndex,
): readonly Grouped[] => {
  const { by, sum, limit } = grouping
  const found: Grouped[] = []
  for (const { text, values } of groupSql(collection, grouping, elements)) {
    const left = limit - found.length
    if (left <= 0) break
    const asked = db.prepare(text)
    asked.setReadBigInts(true)
    for (const row of asked.all(...values, ...(limit === Infinity ? [] : [left])))
      found.push({
        values: by.map((_, i) => scalarOf(row[`value${String(i)}`])),
        count: Number(row['count']),
        sums: sum.map((_, i) => wholeOf(row[`high${String(i)}`]) * BigInt(part) + wholeOf(row[`low${String(i)}`])),
      })
  }
  return inOrderOfValues(found)
}
