// Opens the file with the settings that durability rests on, and lets no other file pass.
import { StoreUnavailable } from '@eventcrm/event-store'
import { closeSync, existsSync, lstatSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pause } from './backoff.ts'
import { asUnavailable, BUSY, CANTOPEN, DatabaseRefused, NOTADB, READONLY, sqliteCode } from './errors.ts'
import { applicationId, schemaVersion, tables } from './schema.ts'

/** All are read back in the end: some file systems and builds of SQLite refuse one without an error, or let one change another. */
const settings: readonly (readonly [name: string, value: string, readBack: string | number])[] = [
  // A commit is on disk before it is acknowledged. The default of some builds, NORMAL, loses the last ones when the power goes.
  ['synchronous', 'FULL', 2],
  // On a Mac only this reaches the disk itself; elsewhere it changes nothing.
  ['fullfsync', 'ON', 1],
  ['checkpoint_fullfsync', 'ON', 1],
  ['journal_mode', 'WAL', 'wal'],
  // What is deleted is overwritten: a destroyed key must not be found in a free page.
  ['secure_delete', 'ON', 1],
  // Node's own wait for a lock blocks the event loop.
  ['busy_timeout', '0', 0],
]

const pragma = (db: DatabaseSync, name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]

const setUp = (db: DatabaseSync, file: string): void => {
  for (const [name, value] of settings) db.exec(`PRAGMA ${name} = ${value}`)
  for (const [name, value, readBack] of settings) {
    const now = pragma(db, name)
    if (now === readBack) continue
    throw new DatabaseRefused(`'${file}' can't be used safely: SQLite has ${name} at ${String(now)}, not at ${value}`)
  }
}

/** @throws DatabaseRefused when it is neither ours nor empty */
const identify = (db: DatabaseSync, file: string): 'ours' | 'empty' => {
  const application = pragma(db, 'application_id')
  const version = Number(pragma(db, 'user_version'))
  const held = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']
  if (application === 0 && version === 0 && held === 0) return 'empty'
  if (application !== applicationId) {
    throw new DatabaseRefused(`'${file}' is a database of another application`, { foreign: true })
  }
  if (version > schemaVersion) {
    throw new DatabaseRefused(
      `'${file}' was written by a newer version of EventCRM, with tables of version ${String(version)}; ` +
        `this one knows ${String(schemaVersion)}: use the newer one`,
    )
  }
  if (version < schemaVersion) throw new DatabaseRefused(`'${file}' was made by a preview of EventCRM: import anew`)
  return 'ours'
}

/** @throws DatabaseRefused when it is not a database of this library and version, or has nothing in it */
export const requireOurs = (db: DatabaseSync, file: string): void => {
  if (identify(db, file) === 'empty') throw new DatabaseRefused(`'${file}' is an empty database`, { foreign: true })
}

const transaction = <T>(
  db: DatabaseSync,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  end: 'COMMIT' | 'ROLLBACK',
  job: () => T,
): T => {
  db.exec(begin)
  try {
    const result = job()
    db.exec(end)
    return result
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK')
  }
}

/** Of two processes that come to a new file together, the second finds the tables made. */
export const makeTables = (db: DatabaseSync, file: string): void => {
  transaction(db, 'BEGIN IMMEDIATE', 'COMMIT', () => {
    if (identify(db, file) === 'ours') return
    db.exec(tables)
    db.exec(`PRAGMA application_id = ${String(applicationId)}; PRAGMA user_version = ${String(schemaVersion)}`)
  })
}

const prepare = (db: DatabaseSync, file: string): void => {
  // Before anything is changed in what may be somebody else's; all at one state, since another process may be making it.
  const found = transaction(db, 'BEGIN', 'COMMIT', () => identify(db, file))
  setUp(db, file)
  if (found === 'empty') makeTables(db, file)
  // A file that it can't write SQLite opens for reading, and complains only when something is written.
  transaction(db, 'BEGIN IMMEDIATE', 'ROLLBACK', () => {
    db.exec(`PRAGMA user_version = ${String(schemaVersion)}`)
  })
}

/** What SQLite says of a file that it can't open, in words that tell what to do. */
const refusals: ReadonlyMap<number | undefined, string> = new Map([
  [NOTADB, 'is not a database'],
  [CANTOPEN, 'cannot be opened or made: see that its folder is there and that both may be read and written'],
  [READONLY, 'is read only: see that it and its folder may be written'],
])

/** What a fault of SQLite's says of a file that can't be opened; undefined where it is another fault. */
export const refusalOf = (error: unknown, file: string): DatabaseRefused | undefined => {
  const code = sqliteCode(error)
  const refusal = refusals.get(code)
  if (refusal === undefined) return undefined
  const options = { cause: error, foreign: code === NOTADB, notWritable: code === CANTOPEN || code === READONLY }
  return new DatabaseRefused(`'${file}' ${refusal}`, options)
}

/** Where a link leads that leads to nothing; undefined for anything else, and where that can't be told, which SQLite will say. */
const danglingEnd = (path: string): string | undefined => {
  try {
    if (!lstatSync(path).isSymbolicLink() || existsSync(path)) return undefined
    return resolve(realpathSync(dirname(path)), readlinkSync(path))
  } catch {
    return undefined
  }
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** As many links as systems follow. */
const mostLinks = 40

/** Makes the file if it isn't there, for its owner only, since it holds personal data. SQLite gives the files beside it the same mode. */
const make = (path: string, links = 0): void => {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    // It is there, or cannot be made, which SQLite will say. A file that is there must not be opened and closed here: on POSIX
    // that would drop the locks which this process may hold on it. Behind a link SQLite would make it, for everybody to read.
    const end = links < mostLinks ? danglingEnd(path) : undefined
    if (end !== undefined) make(end, links + 1)
  }
}

/**
 * Opens a database of this library, with every setting read back.
 * @param lockTimeout milliseconds to wait while another process has the file locked
 */
export const openDatabase = async (file: string, lockTimeout: number): Promise<DatabaseSync> => {
  if (file === '' || file === ':memory:') {
    throw new DatabaseRefused('A file is needed; for a log in memory there is createMemoryEventStore')
  }
  const path = resolve(file) // an absolute path is never taken for a URI
  if (isFolder(path)) throw new DatabaseRefused(`'${file}' is a folder`)
  make(path)
  // Not imported above, so that an old Node gets as far as the check.
  const { DatabaseSync } = await import('node:sqlite')
  const giveUpAt = performance.now() + lockTimeout
  for (let attempt = 0; ; attempt++) {
    let db: DatabaseSync | undefined
    try {
      db = new DatabaseSync(path, { timeout: 0 })
      prepare(db, file)
      return db
    } catch (error) {
      db?.close()
      const refusal = refusalOf(error, file)
      if (refusal) throw refusal
      if (sqliteCode(error) !== BUSY) throw asUnavailable(error)
      if (performance.now() > giveUpAt) {
        throw new StoreUnavailable(`Another process kept '${file}' locked for ${String(lockTimeout)} ms`, {
          cause: error,
        })
      }
    }
    await pause(attempt)
  }
}
