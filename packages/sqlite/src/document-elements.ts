// The elements of indexed lists, in a table of their own: what `contains` is answered from.
import type { Scalar } from '@eventcrm/projection'
import {
  decodeDocument,
  isList,
  isScalar,
  storedJson,
  valueAt,
  type Path,
  type StorableDocument,
} from '@eventcrm/projection/store'
import type { Database } from './connection.ts'
import { textIn } from './document-row-decoder.ts'
import { valueSql } from './document-sql.ts'
import { elementsOf, indexesOf, tableOf } from './document-tables.ts'
import { numberIn } from './row-decoder.ts'

/** A field with an index of its own, which may hold a list. */
export interface ListField {
  readonly path: Path
  /** The index's number. */
  readonly number: number
}

/** A document's lists as JSON, in the order of the fields; null where there is none. */
export type Lists = readonly (string | null)[]

export const listFields = (indexes: ReadonlyMap<string, number>): readonly ListField[] =>
  [...indexes]
    .filter(([fields]) => !fields.includes(','))
    .map(([field, number]) => ({ path: field.split('.'), number }))

export const listsIn = (document: StorableDocument | null, fields: readonly ListField[]): Lists =>
  fields.map(({ path }) => {
    const value = document === null ? undefined : valueAt(document, path)
    return isList(value) ? storedJson(value) : null
  })

/** What a commit makes of a document. */
export interface Change {
  readonly key: string
  readonly json: string | null
  readonly lists: Lists
}

const scalarsIn = (list: string | null): ReadonlyMap<string, Scalar> => {
  const value: unknown = list === null ? [] : JSON.parse(list)
  return new Map(Array.isArray(value) ? value.filter(isScalar).map(one => [JSON.stringify(one), one]) : [])
}

/** Runs a statement that depends on a value's kind, prepared once for each: looking up its long text for every element is slow. */
const forValues = (db: Database, sqlFor: (value: string) => string) => {
  const prepared = new Map<string, ReturnType<Database['prepare']>>()
  return (field: number, value: Scalar, document: number): void => {
    const { text, values } = valueSql(value)
    const statement = prepared.get(text) ?? db.prepare(sqlFor(text))
    prepared.set(text, statement)
    statement.run(field, ...values, document)
  }
}

interface Before {
  readonly id: number
  readonly lists: Lists
}

/** What a commit's documents were: asked before they are written, since only the old document says which elements go. */
const documentsBefore = (
  db: Database,
  collection: string,
  changes: readonly Change[],
  fields: readonly ListField[],
) => {
  const lists = fields.map(({ path }, i) => `, document -> '$.${path.join('.')}' AS list${String(i)}`).join('')
  const rows = db
    .prepare(`SELECT id, key${lists} FROM ${tableOf(collection)} WHERE key IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(changes.map(({ key }) => key)))
  return new Map(
    rows.map((row): [string, Before] => {
      const found = fields.map((_, i) => row[`list${String(i)}`])
      const lists = found.map(value => (typeof value === 'string' && value.startsWith('[') ? value : null))
      return [textIn(row, 'key'), { id: numberIn(row, 'id') ?? 0, lists }]
    }),
  )
}

/**
 * Prepares for the elements of a commit's documents to follow them.
 * @param known the fields that the changes' lists are of
 * @returns to be called for each document once it is written, with the new row's id if it was not there before
 */
export const followLists = (
  db: Database,
  collection: string,
  changes: readonly Change[],
  known: readonly ListField[],
): ((change: Change, inserted: number) => void) => {
  const table = elementsOf(collection)
  const fields = listFields(indexesOf(db, collection))
  const isKnown = fields.length === known.length && fields.every(({ number }, i) => number === known[i]?.number)
  // Another process may have made an index meanwhile; then the lists are taken from what is written.
  const listsOf = ({ json, lists }: Change): Lists =>
    isKnown ? lists : listsIn(json === null ? null : decodeDocument(json), fields)
  const after = new Map(changes.map(change => [change.key, listsOf(change)]))

  // Most fields hold no lists, and cost nothing.
  const some = db.prepare(`SELECT 1 FROM ${table} WHERE field = ? LIMIT 1`)
  const holdsLists = fields.map(
    ({ number }, i) => [...after.values()].some(lists => lists[i] !== null) || some.get(number) !== undefined,
  )
  const used = fields.map((field, i) => ({ ...field, i })).filter(({ i }) => holdsLists[i])
  if (used.length === 0) return () => undefined
  const before = documentsBefore(db, collection, changes, used)

  const remove = forValues(db, value => `DELETE FROM ${table} WHERE field = ? AND value = ${value} AND document = ?`)
  const add = forValues(db, value => `INSERT OR IGNORE INTO ${table} (field, value, document) VALUES (?, ${value}, ?)`)
  return ({ key }, inserted) => {
    const old = before.get(key)
    const id = old?.id ?? inserted
    for (const [place, { number, i }] of used.entries()) {
      const [was, is] = [old?.lists[place] ?? null, after.get(key)?.[i] ?? null]
      if (was === is) continue
      const [gone, come] = [scalarsIn(was), scalarsIn(is)]
      for (const [json, value] of gone) if (!come.has(json)) remove(number, value, id)
      for (const [json, value] of come) if (!gone.has(json)) add(number, value, id)
    }
  }
}
