import type { Document, Found } from '@eventcrm/projection'
import {
  cursorBehind,
  keysDescend,
  placeOf,
  type Condition,
  type ParsedFind,
  type ParsedSome,
  type Place,
  type SortField,
} from '@eventcrm/projection/store'
import type { Database } from './connection.ts'
import {
  compareSql,
  conditionSql,
  elementsWithin,
  fieldSql,
  joinSql,
  type ElementIndex,
  type Sql,
} from './document-sql.ts'
import { tableOf } from './document-tables.ts'
import { documentIn, textIn } from './document-row-decoder.ts'
import { numberIn } from './row-decoder.ts'

/** One question of several that together find what was asked for, in order. */
export interface OrderedRange {
  readonly where: readonly Sql[]
  readonly by: readonly SortField[]
}

/**
 * The rest of an order behind a place, cut where an index serves each piece: first what is equal in all fields and has a key
 * behind it, then what is equal in all but the last field, and so on. One question with `OR`s would be sorted as a whole.
 */
const rangesBehind = ({ values, key }: Place, sort: readonly SortField[]): readonly OrderedRange[] => {
  const fields = sort.map((field, i) => ({ ...field, value: values[i] ?? null }))
  const equals = fields.map(({ path, value }) => compareSql(path, '=', value))
  const ties: OrderedRange = {
    where: [...equals, { text: keysDescend(sort) ? 'key < ?' : 'key > ?', values: [key] }],
    by: [],
  }
  const others = fields.map(({ path, descending, value }, i): OrderedRange => ({
    where: [...equals.slice(0, i), compareSql(path, descending ? '<' : '>', value)],
    by: sort.slice(i),
  }))
  return [ties, ...others.toReversed()]
}

/** The statements of a search, to be asked one after the other until the limit is reached; each takes what is left of it last. */
export const searchSql = (
  collection: string,
  { where, sort, limit, after }: ParsedFind,
  elements: ElementIndex,
): readonly Sql[] => {
  const condition = conditionSql(where, elements)
  const ranges = after ? rangesBehind(after, sort) : [{ where: [], by: sort }]
  const keys = keysDescend(sort) ? 'key DESC' : 'key'
  return ranges.map(range => {
    const { text, values } = joinSql([condition, ...range.where], 'AND', '1')
    const order = [
      ...range.by.map(({ path, descending }) => `${fieldSql(path)}${descending ? ' DESC' : ''}`),
      keys,
    ].join(', ')
    const end = limit === Infinity ? '' : ' LIMIT ?'
    return { text: `SELECT key, document FROM ${tableOf(collection)} WHERE ${text} ORDER BY ${order}${end}`, values }
  })
}

export const search = (db: Database, collection: string, find: ParsedFind, elements: ElementIndex): Found => {
  const { sort, limit } = find
  const documents: { readonly key: string; readonly document: Document }[] = []
  for (const { text, values } of searchSql(collection, find, elements)) {
    // One more than asked for tells whether there is a next page.
    const left = limit + 1 - documents.length
    if (left <= 0) break
    const rows = db.prepare(text).all(...values, ...(limit === Infinity ? [] : [left]))
    for (const row of rows) documents.push({ key: textIn(row, 'key'), document: documentIn(row) })
  }
  const page = documents.slice(0, limit)
  const last = page.at(-1)
  const more = last !== undefined && documents.length > limit
  return { documents: page, next: more ? cursorBehind(placeOf(last.key, last.document, sort), sort) : null }
}

/** Any documents whose list has a text within the bounds: from the elements as they stand, up to the limit. */
export const someSql = (collection: string, { path, bounds }: ParsedSome, elements: ElementIndex): Sql => {
  const number = elements.numberOf(path.join('.'))
  const table = tableOf(collection)
  if (number === undefined) {
    const { text, values } = conditionSql({ is: 'containing within', path, bounds }, elements)
    return { text: `SELECT key, document FROM ${table} WHERE ${text} LIMIT ?`, values }
  }
  const { text, values } = elementsWithin(number, bounds, elements.table)
  const ids = `SELECT DISTINCT document AS id FROM (${text}) LIMIT ?`
  return { text: `SELECT key, document FROM (${ids}) CROSS JOIN ${table} USING (id)`, values }
}

export const some = (
  db: Database,
  collection: string,
  asked: ParsedSome,
  elements: ElementIndex,
): Found['documents'] => {
  const { text, values } = someSql(collection, asked, elements)
  const rows = db.prepare(text).all(...values, asked.limit)
  return rows.map(row => ({ key: textIn(row, 'key'), document: documentIn(row) }))
}

export const count = (db: Database, collection: string, where: Condition, elements: ElementIndex): number => {
  const { text, values } = conditionSql(where, elements)
  return (
    numberIn(
      db.prepare(`SELECT count(*) AS count FROM ${tableOf(collection)} WHERE ${text}`).get(...values),
      'count',
    ) ?? 0
  )
}
