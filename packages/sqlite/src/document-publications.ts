// What analysts see: for each published collection a database view with a column per field, over the newest version.
import type { Collection } from '@eventcrm/projection/store'
import type { Database } from './connection.ts'
import { tableOf } from './document-tables.ts'
import { textIn } from './document-row-decoder.ts'
import { numberIn } from './row-decoder.ts'

export type Publication = NonNullable<Collection['publication']>
/** By the collection. */
export type Publications = ReadonlyMap<string, Publication>

// Names of tables and fields come in only of the strict patterns that were checked.
export const viewSql = (collection: string, { name, fields }: Publication): string => {
  const columns = fields.map(field => `document ->> '$.${field}' AS "${field}"`)
  return `CREATE VIEW "${name}" AS SELECT ${columns.join(', ')} FROM ${tableOf(collection)}`
}

/** @throws TypeError for a name that a table has */
export const checkPublication = (db: Database, { name }: Publication): void => {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE").get(name)
  if (table) throw new TypeError(`publication.name: expected a name that no table of the file has, not '${name}'`)
}

/** Has analysts see a collection, unless they see a newer version. */
export const publish = (db: Database, collection: string, publication: Publication): void => {
  const { name, version, fields } = publication
  if (fields.length === 0) return
  const seen = db.prepare('SELECT version FROM _publications WHERE name = ?').get(name)
  const known = numberIn(seen, 'version') ?? 0
  if (known > version) return
  const sql = viewSql(collection, publication)
  const made = db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ? COLLATE NOCASE").get(name)
  // What changes the schema makes every open statement anew.
  if (known === version && made && textIn(made, 'sql') === sql) return
  db.exec(`DROP VIEW IF EXISTS "${name}"`)
  db.exec(sql)
  db.prepare(
    'INSERT INTO _publications (name, version) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET version = excluded.version',
  ).run(name, version)
}

/** Has analysts no longer see a version, if it is the one they see. */
export const unpublish = (db: Database, { name, version }: Publication): void => {
  if (db.prepare('DELETE FROM _publications WHERE name = ? AND version = ?').run(name, version).changes === 0) return
  db.exec(`DROP VIEW IF EXISTS "${name}"`)
}
