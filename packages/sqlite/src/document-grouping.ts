import type { Grouped, Scalar } from '@eventcrm/projection'
import { inOrderOfValues, type ParsedGrouping, type Path } from '@eventcrm/projection/store'
import type { Database } from './connection.ts'
import { conditionSql, fieldSql, type ElementIndex } from './document-sql.ts'
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

/** How many documents there are of each combination of values, and what fields of theirs add up to. */
export const group = (
  db: Database,
  collection: string,
  { by, sum, where }: ParsedGrouping,
  elements: ElementIndex,
): readonly Grouped[] => {
  const { text, values } = conditionSql(where, elements)
  const columns = [
    ...by.map((path, i) => `${fieldSql(path)} AS value${String(i)}`),
    'count(*) AS count',
    ...sum.flatMap((path, i) => [
      `sum(${wholeSql(path)} / ${String(part)}) AS high${String(i)}`,
      `sum(${wholeSql(path)} % ${String(part)}) AS low${String(i)}`,
    ]),
  ]
  const groups = by.map((_, i) => String(i + 1)).join(', ')
  const asked = db.prepare(`SELECT ${columns.join(', ')} FROM ${tableOf(collection)} WHERE ${text} GROUP BY ${groups}`)
  asked.setReadBigInts(true)
  return inOrderOfValues(
    asked.all(...values).map(row => ({
      values: by.map((_, i) => scalarOf(row[`value${String(i)}`])),
      count: Number(row['count']),
      sums: sum.map((_, i) => wholeOf(row[`high${String(i)}`]) * BigInt(part) + wholeOf(row[`low${String(i)}`])),
    })),
  )
}
