// A commit's documents into their tables, and the elements of their indexed lists beside them.
import { decodeDocument, isList, isScalar, valueAt, type Path, type StoredWrite } from '@eventcrm/projection'
import type { Database } from './connection.ts'
import { elementSql } from './document-sql.ts'
import { elementsOf, indexesOf, listFields, tableOf } from './document-tables.ts'
import { textIn } from './document-row-decoder.ts'
import { numberIn } from './row-decoder.ts'

interface ListField {
  readonly path: Path
  readonly number: number
}
interface Change {
  readonly key: string
  readonly json: string | null
}

/** The elements of a document's indexed lists, as JSON, by the index's number. */
type Lists = ReadonlyMap<number, ReadonlySet<string>>
const noLists: Lists = new Map()

const listsIn = (json: string | null, fields: readonly ListField[]): Lists => {
  // Only what has `"tags":[` can have a list at `tags`. Most documents are not parsed for it.
  const likely = json === null ? [] : fields.filter(({ path }) => json.includes(`"${path.at(-1) ?? ''}":[`))
  if (json === null || likely.length === 0) return noLists
  const document = decodeDocument(json)
  const lists = new Map<number, ReadonlySet<string>>()
  for (const { path, number } of likely) {
    const list = valueAt(document, path)
    if (isList(list)) lists.set(number, new Set(list.filter(isScalar).map(element => JSON.stringify(element))))
  }
  return lists
}

const arrayOf = (elements: readonly string[]) => `[${elements.join()}]`

/** What is kept apart of one collection's lists, as it was and as it has to become. */
class Elements {
  readonly #fields: readonly ListField[]
  readonly #before = new Map<string, { readonly id: number; readonly lists: Lists }>()
  readonly #after: ReadonlyMap<string, Lists>
  readonly #remove
  readonly #add

  constructor(db: Database, collection: string, changes: readonly Change[]) {
    const table = elementsOf(collection)
    this.#fields = listFields(indexesOf(db, collection))
    this.#after = new Map(changes.map(({ key, json }) => [key, listsIn(json, this.#fields)]))
    const given = 'SELECT value FROM json_each(?)'
    this.#remove = db.prepare(
      `DELETE FROM ${table} WHERE field = ? AND document = ? AND value IN (SELECT ${elementSql} FROM json_each(?) AS each)`,
    )
    this.#add = db.prepare(
      `INSERT OR IGNORE INTO ${table} (field, document, value) SELECT ?, ?, ${elementSql} FROM json_each(?) AS each`,
    )
    const some = db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined
    if (this.#fields.length === 0 || (!some && ![...this.#after.values()].some(lists => lists.size > 0))) return
    const rows = db
      .prepare(`SELECT id, key, document FROM ${tableOf(collection)} WHERE key IN (${given})`)
      .all(JSON.stringify(changes.map(({ key }) => key)))
    for (const row of rows) {
      this.#before.set(textIn(row, 'key'), {
        id: numberIn(row, 'id') ?? 0,
        lists: listsIn(textIn(row, 'document'), this.#fields),
      })
    }
  }

  /** @param inserted the new row's id, when the document was not there before */
  update(key: string, inserted: number): void {
    const after = this.#after.get(key) ?? noLists
    const { id, lists: before } = this.#before.get(key) ?? { id: inserted, lists: noLists }
    if (before.size === 0 && after.size === 0) return
    for (const { number } of this.#fields) {
      const [was, is] = [before.get(number) ?? new Set<string>(), after.get(number) ?? new Set<string>()]
      const gone = [...was].filter(element => !is.has(element))
      const come = [...is].filter(element => !was.has(element))
      if (gone.length > 0) this.#remove.run(number, id, arrayOf(gone))
      if (come.length > 0) this.#add.run(number, id, arrayOf(come))
    }
  }
}

const changesByCollection = (writes: readonly StoredWrite[]) => {
  const changes = new Map<string, Change[]>()
  for (const { collection, key, json } of writes) {
    const known = changes.get(collection)
    if (known) known.push({ key, json })
    else changes.set(collection, [{ key, json }])
  }
  return changes
}

export const writeDocuments = (db: Database, writes: readonly StoredWrite[]): void => {
  for (const [collection, changes] of changesByCollection(writes)) {
    const elements = new Elements(db, collection, changes)
    const table = tableOf(collection)
    const put = db.prepare(
      `INSERT INTO ${table} (key, document) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET document = excluded.document`,
    )
    const remove = db.prepare(`DELETE FROM ${table} WHERE key = ?`)
    for (const { key, json } of changes) {
      const { lastInsertRowid } = json === null ? remove.run(key) : put.run(key, json)
      elements.update(key, Number(lastInsertRowid))
    }
  }
}

export const clearDocuments = (db: Database, collection: string): void => {
  for (const table of [tableOf(collection), elementsOf(collection)]) db.exec(`DELETE FROM ${table}`)
}
