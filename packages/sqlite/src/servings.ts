// What each process said that it serves, in a table of its own that is made when the first one says so.
import type { LastServing } from '@eventcrm/projection'
import { lastServings, type Serving } from '@eventcrm/projection/store'
import type { Database } from './connection.ts'
import { textIn } from './document-row-decoder.ts'
import { numberIn } from './row-decoder.ts'

const table = `
  CREATE TABLE IF NOT EXISTS _servings (
    process TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    views   TEXT NOT NULL,
    at      INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`

/** What processes that ended without a word have left is taken away after a day. */
const keptFor = 86_400_000

const isThere = (db: Database): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_servings'").get() !== undefined

export const writeServing = (db: Database, { process, name, views }: Serving): void => {
  if (!isThere(db)) {
    if (views.length === 0) return
    db.exec(table)
  }
  db.prepare('DELETE FROM _servings WHERE process = ? OR at < ?').run(process, Date.now() - keptFor)
  if (views.length === 0) return
  db.prepare('INSERT INTO _servings (process, name, views, at) VALUES (?, ?, ?, ?)').run(
    process,
    name,
    JSON.stringify(views),
    Date.now(),
  )
}

const namesIn = (json: string): readonly string[] => {
  const names: unknown = JSON.parse(json)
  return Array.isArray(names) ? names.filter(name => typeof name === 'string') : []
}

export const readServings = (db: Database, prefix: string): readonly LastServing[] => {
  if (!isThere(db)) return []
  const rows = db.prepare('SELECT process, name, views, at FROM _servings').all()
  const all = rows.map(row => ({
    process: textIn(row, 'process'),
    name: textIn(row, 'name'),
    views: namesIn(textIn(row, 'views')),
    at: numberIn(row, 'at') ?? 0,
  }))
  return lastServings(all, prefix, Date.now())
}
