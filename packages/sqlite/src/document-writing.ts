// A commit's documents into their tables.
import type { Commit, StoredWrite } from '@eventcrm/projection/store'
import type { Database } from './connection.ts'
import { followLists, listsIn, type Change, type ListField } from './document-elements.ts'
import { elementsOf, tableOf } from './document-tables.ts'

/** What is written to one collection. */
export interface CollectionChanges {
  readonly collection: string
  /** The fields that the changes' lists are of. */
  readonly fields: readonly ListField[]
  readonly changes: readonly Change[]
}

/**
 * Sorts a commit's writes by collection, with all that is needed of the documents: those may change once `commit` has returned.
 * @param fieldsOf the fields of a collection that may hold lists, as far as is known
 */
export const collectChanges = (
  given: Commit['writes'],
  stored: readonly StoredWrite[],
  fieldsOf: (collection: string) => readonly ListField[],
): readonly CollectionChanges[] => {
  const collected = new Map<string, { readonly fields: readonly ListField[]; readonly changes: Change[] }>()
  for (const [i, { collection, key, json }] of stored.entries()) {
    const into = collected.get(collection) ?? { fields: fieldsOf(collection), changes: [] }
    collected.set(collection, into)
    into.changes.push({ key, json, lists: listsIn(given[i]?.document ?? null, into.fields) })
  }
  return [...collected].map(([collection, changes]) => ({ collection, ...changes }))
}

export const writeDocuments = (db: Database, { collection, fields, changes }: CollectionChanges): void => {
  const follow = followLists(db, collection, changes, fields)
  const table = tableOf(collection)
  const put = db.prepare(
    `INSERT INTO ${table} (key, document) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET document = excluded.document`,
  )
  const remove = db.prepare(`DELETE FROM ${table} WHERE key = ?`)
  for (const change of changes) {
    const { lastInsertRowid } = change.json === null ? remove.run(change.key) : put.run(change.key, change.json)
    follow(change, Number(lastInsertRowid))
  }
}

export const clearDocuments = (db: Database, collection: string): void => {
  for (const table of [tableOf(collection), elementsOf(collection)]) db.exec(`DELETE FROM ${table}`)
}
