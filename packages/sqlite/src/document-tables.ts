// The tables of documents: one per collection, with its indexes, and one for the elements of indexed lists.
import type { Collection } from '@eventcrm/projection/store'
import type { Database } from './connection.ts'
import { elementSql, fieldSql } from './document-sql.ts'
import { textIn } from './document-row-decoder.ts'
import { numberIn, type Row } from './row-decoder.ts'

const common = `
  CREATE TABLE IF NOT EXISTS _collections (
    name TEXT PRIMARY KEY COLLATE NOCASE
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS _indexes (
    number     INTEGER PRIMARY KEY,
    collection TEXT NOT NULL,
    fields     TEXT NOT NULL,
    UNIQUE (collection, fields)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS _progress (
    view     TEXT PRIMARY KEY,
    commits  INTEGER NOT NULL,
    progress TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS _publications (
    name    TEXT PRIMARY KEY COLLATE NOCASE,
    version INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`

// Names begin with what no published name may begin with.
export const tableOf = (collection: string): string => `_documents_${collection}`
export const elementsOf = (collection: string): string => `_elements_${collection}`

/**
 * WITHOUT ROWID made commits of 1000 documents half as slow again, and four times as slow without indexes: its rows are
 * as large as documents, and each index repeats the key.
 */
const tablesFor = (collection: string) => `
  CREATE TABLE IF NOT EXISTS ${tableOf(collection)} (
    id       INTEGER PRIMARY KEY,
    key      TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS ${elementsOf(collection)} (
    field    INTEGER NOT NULL,
    value    ANY NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (field, value, document)
  ) STRICT, WITHOUT ROWID;
`

const fieldsText = (fields: readonly string[]) => fields.join(',')

/** The numbers of a collection's indexes, by their fields. */
export const indexesOf = (db: Database, collection: string): ReadonlyMap<string, number> => {
  const rows = db.prepare('SELECT fields, number FROM _indexes WHERE collection = ?').all(collection)
  return new Map(rows.map(row => [textIn(row, 'fields'), numberIn(row, 'number') ?? 0]))
}

const commonTables = ['_collections', '_indexes', '_progress', '_publications']

/** Which of these the file has. */
const held = (db: Database, type: 'table' | 'index', names: readonly string[]): ReadonlySet<string> => {
  const rows = db
    .prepare('SELECT name FROM sqlite_schema WHERE type = ? AND name IN (SELECT value FROM json_each(?))')
    .all(type, JSON.stringify(names))
  return new Set(rows.map(row => textIn(row, 'name')))
}

/** Whether documents were ever kept in the file. */
export const hasCommonTables = (db: Database): boolean => held(db, 'table', commonTables).size > 0

/** Whether a table that all collections share is not there. */
export const lacksCommonTables = (db: Database): boolean => held(db, 'table', commonTables).size < commonTables.length

/** What a collection should have in the file and has not: tables, and indexes. */
export const lostOf = (db: Database, collection: string): readonly string[] => {
  const tables = [tableOf(collection), elementsOf(collection)]
  const indexes = indexesOf(db, collection).values().map(indexName).toArray()
  const there = new Set([...held(db, 'table', tables), ...held(db, 'index', indexes)])
  return [...tables, ...indexes].filter(name => !there.has(name))
}

/** Indexes of documents, all or a collection's, that the file has and does not note. */
export const unknownIndexes = (
  db: Database,
  collection?: string,
): readonly { readonly name: string; readonly collection: string }[] =>
  db
    .prepare(
      `SELECT name, substr(tbl_name, length('_documents_') + 1) AS collection FROM sqlite_schema
       WHERE type = 'index' AND substr(name, 1, length('_index_')) = '_index_'
         AND substr(tbl_name, 1, length('_documents_')) = '_documents_'
         AND NOT EXISTS (SELECT 1 FROM _indexes
           WHERE '_index_' || number = sqlite_schema.name AND '_documents_' || collection = sqlite_schema.tbl_name)
       ORDER BY 1`,
    )
    .all()
    .map(row => ({ name: textIn(row, 'name'), collection: textIn(row, 'collection') }))
    .filter(index => collection === undefined || index.collection === collection)

const dropUnknownIndexes = (db: Database, collection: string): void => {
  const unknown = unknownIndexes(db, collection)
  if (unknown.length === 0) return
  for (const { name } of unknown) db.exec(`DROP INDEX "${name}"`)
  db.prepare(
    `DELETE FROM ${elementsOf(collection)} WHERE field NOT IN (SELECT number FROM _indexes WHERE collection = ?)`,
  ).run(collection)
}

/** Takes out names of collections of which the file has nothing else. */
export const forgetNames = (db: Database): void => {
  const names = db.prepare('SELECT name FROM _collections').all()
  for (const name of names.map(row => textIn(row, 'name'))) {
    const isThere =
      held(db, 'table', [tableOf(name), elementsOf(name)]).size > 0 ||
      indexesOf(db, name).size > 0 ||
      db.prepare('SELECT 1 FROM _progress WHERE view = ?').get(name) !== undefined
    if (!isThere) db.prepare('DELETE FROM _collections WHERE name = ?').run(name)
  }
}

/** Makes a collection anew that has lost part of what it should have; without documents, which its view is about to fold. */
export const remakeIfLost = (db: Database, collection: string): void => {
  if (present(db, [{ name: collection, indexes: [] }]).length === 0) return
  if (lostOf(db, collection).length === 0) {
    dropUnknownIndexes(db, collection)
    return
  }
  for (const table of [tableOf(collection), elementsOf(collection)]) db.exec(`DROP TABLE IF EXISTS ${table}`)
  db.exec(tablesFor(collection))
  for (const [fields, number] of indexesOf(db, collection)) indexDocuments(db, collection, number, fields.split(','))
}

export const makeCommonTables = (db: Database): void => {
  db.exec(common)
}

/** The names of those that are there. */
export const present = (db: Database, collections: readonly Collection[]): readonly string[] => {
  const made = db.prepare('SELECT 1 FROM _collections WHERE name = ? COLLATE BINARY')
  return collections.map(({ name }) => name).filter(name => made.get(name) !== undefined)
}

/** Whether everything is there already: then nobody need wait for the file's write lock. */
export const areReady = (db: Database, collections: readonly Collection[]): boolean => {
  const made = db.prepare('SELECT 1 FROM _collections WHERE name = ? COLLATE BINARY')
  return collections.every(({ name, indexes }) => {
    if (!made.get(name)) return false
    const known = indexesOf(db, name)
    return indexes.every(fields => known.has(fieldsText(fields)))
  })
}

/** The elements of a field's lists, by the documents. */
export const elementsSql = (collection: string, field: string): string => {
  const table = tableOf(collection)
  const place = `'$.${field}'`
  return `SELECT ${elementSql} AS value, ${table}.id AS document
    FROM ${table}, json_each(${table}.document, ${place}) AS each
    WHERE json_type(${table}.document, ${place}) IS 'array' AND each.type NOT IN ('array', 'object')`
}

export const indexName = (number: number): string => `_index_${String(number)}`

const indexDocuments = (db: Database, collection: string, number: number, fields: readonly string[]): void => {
  const table = tableOf(collection)
  const paths = fields.map(field => field.split('.'))
  // The key is not in it, though it breaks ties: commits were 2.5 times as slow with it, and without it a page costs 24 ms where
  // 50,000 documents tie, and nothing where few do.
  db.exec(`CREATE INDEX ${indexName(number)} ON ${table} (${paths.map(fieldSql).join(', ')})`)
  const [path, ...others] = paths
  if (!path || others.length > 0) return
  db.prepare(
    `INSERT OR IGNORE INTO ${elementsOf(collection)} (field, value, document)
     SELECT ?, value, document FROM (${elementsSql(collection, path.join('.'))})`,
  ).run(number)
}

const makeIndex = (db: Database, collection: string, fields: readonly string[]): void => {
  const { lastInsertRowid: number } = db
    .prepare('INSERT INTO _indexes (collection, fields) VALUES (?, ?)')
    .run(collection, fieldsText(fields))
  // left from numbers that were lost
  db.exec(`DROP INDEX IF EXISTS ${indexName(Number(number))}`)
  db.prepare(`DELETE FROM ${elementsOf(collection)} WHERE field = ?`).run(number)
  indexDocuments(db, collection, Number(number), fields)
}

/** Takes a collection out of the file, with what analysts see of it, and a view's progress. */
export const dropCollection = (db: Database, collection: string): void => {
  const seen = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'view' AND sql LIKE '% FROM ' || ? ESCAPE '\\'")
    .all(tableOf(collection).replaceAll('_', '\\_'))
    .map(row => textIn(row, 'name'))
  for (const name of seen) {
    db.exec(`DROP VIEW "${name}"`)
    db.prepare('DELETE FROM _publications WHERE name = ?').run(name)
  }
  for (const table of [tableOf(collection), elementsOf(collection)]) db.exec(`DROP TABLE IF EXISTS ${table}`)
  db.prepare('DELETE FROM _indexes WHERE collection = ?').run(collection)
  db.prepare('DELETE FROM _collections WHERE name = ?').run(collection)
  db.prepare('DELETE FROM _progress WHERE view = ?').run(collection)
}

/** Makes what is missing. */
export const makeReady = (db: Database, collections: readonly Collection[]): void => {
  for (const { name, indexes } of collections) {
    const made: Row | undefined = db.prepare('SELECT name FROM _collections WHERE name = ?').get(name)
    if (made && textIn(made, 'name') !== name) {
      throw new TypeError(`collections: expected a name that differs from '${textIn(made, 'name')}' not in case only`)
    }
    if (!made) {
      db.prepare('INSERT INTO _collections (name) VALUES (?)').run(name)
      db.exec(tablesFor(name))
    }
    const known = indexesOf(db, name)
    for (const fields of new Map(indexes.map(fields => [fieldsText(fields), fields])).values()) {
      if (!known.has(fieldsText(fields))) makeIndex(db, name, fields)
    }
    dropUnknownIndexes(db, name)
  }
}
