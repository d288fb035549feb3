// A connection that reads, and leaves everything as it is: the file, what stands beside it, its folder.
import { StoreClosed, StoreUnavailable } from '@eventcrm/event-store'
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pause } from './backoff.ts'
import { Statements, type Connection, type ConnectionOptions, type Database } from './connection.ts'
import { asUnavailable, BUSY, CANTOPEN, DatabaseRefused, READONLY, sqliteCode } from './errors.ts'
import { checkNode, refusalOf, requireOurs } from './open-database.ts'

/** What shows that the file, or its write-ahead log, has been written to. */
const stampOf = (path: string): string =>
  [path, `${path}-wal`]
    .map(file => statSync(file, { bigint: true, throwIfNoEntry: false }))
    .map(stats => (stats && stats.size > 0n ? `${String(stats.mtimeNs)} ${String(stats.size)}` : ''))
    .join()

/** Whether a file that was taken for one that never changes has changed. */
export const hasMovedSince = (stamp: string | null, path: string): boolean => stamp !== null && stamp !== stampOf(path)

/** Whether what was written last stands beside the file: in a write-ahead log, or in the journal of a file in another mode. */
const hasLog = (path: string): boolean =>
  ['wal', 'journal'].some(kind => (statSync(`${path}-${kind}`, { throwIfNoEntry: false })?.size ?? 0) > 0)

/** How often a file that is written to meanwhile is copied. */
const copies = 20

/** A file as it was at one moment, with its write-ahead log, for this user alone. */
const privateCopy = (path: string): { readonly path: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'eventcrm-'))
  const remove = () => {
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', remove)
  const copy = join(folder, basename(path))
  try {
    for (let i = 0; i < copies; i++) {
      const before = stampOf(path)
      copyFileSync(path, copy)
      if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`)
      if (stampOf(path) === before) return { path: copy, remove }
    }
    throw new StoreUnavailable('The file is written to without a pause: verify or query a backup of it')
  } catch (error) {
    remove()
    throw error
  }
}

interface Opened {
  readonly db: DatabaseSync
  readonly statements: Statements
  /** Set where SQLite takes the file for one that nobody writes to, which is then for this connection to see to. */
  readonly stamp: string | null
  readonly close: () => void
}

/**
 * Opens a file for reading. SQLite would make files beside one that nobody has open, so such a file is taken as one that never changes, and
 * looked at again when it has changed. Where there is a log of writes, it is read with it; where SQLite would have to make a file for that
 * and may not, in a copy.
 */
export const openToRead = async (path: string, file: string): Promise<Opened> => {
  const { DatabaseSync } = await import('node:sqlite')
  const opened = (from: string | URL, stamp: string | null, remove: () => void = () => undefined): Opened => {
    const db = new DatabaseSync(from, { readOnly: true, timeout: 0 })
    const close = () => {
      db.close()
      remove()
    }
    try {
      requireOurs(db, file)
      return { db, statements: new Statements(db), stamp, close }
    } catch (error) {
      close()
      throw error
    }
  }
  const stamp = stampOf(path)
  if (!hasLog(path)) {
    const url = pathToFileURL(path)
    url.search = 'mode=ro&immutable=1'
    return opened(url, stamp)
  }
  try {
    return opened(path, null)
  } catch (error) {
    const code = sqliteCode(error)
    if (code !== CANTOPEN && code !== READONLY) throw error
    const copy = privateCopy(path)
    return opened(copy.path, null, copy.remove)
  }
}

/**
 * Opens the file for reading only; whatever would write is refused.
 * @throws DatabaseRefused for anything but a database of this library and version; StoreUnavailable when it stays locked
 */
export const openReadOnlyConnection = async (
  file: string,
  { lockTimeout = 30_000 }: ConnectionOptions = {},
): Promise<Connection> => {
  checkNode(process.versions.node)
  const path = resolve(file)
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new DatabaseRefused(`'${file}' is no file`)

  /** Runs it until the file is not locked. */
  const insist = async <T>(job: () => T | Promise<T>): Promise<T> => {
    const giveUpAt = performance.now() + lockTimeout
    for (let attempt = 0; ; attempt++) {
      try {
        return await job()
      } catch (error) {
        if (sqliteCode(error) !== BUSY) throw asUnavailable(error)
        if (performance.now() > giveUpAt)
          throw new StoreUnavailable(`Another process kept the file locked for ${String(lockTimeout)} ms`, {
            cause: error,
          })
      }
      await pause(attempt)
    }
  }
  let now = await insist(() => openToRead(path, file)).catch((error: unknown) => {
    throw refusalOf(error instanceof Error && error.cause !== undefined ? error.cause : error, file) ?? error
  })
  let closed = false
  let opening: Promise<void> | undefined

  const reopen = async () => {
    const before = now
    now = await openToRead(path, file)
    before.close()
  }
  const snapshot = <T>(job: (db: Database) => T): T => {
    now.statements.prepare('BEGIN').run()
    try {
      return job(now.statements)
    } finally {
      if (now.db.isTransaction) now.statements.prepare('COMMIT').run()
    }
  }
  const hasMoved = () => hasMovedSince(now.stamp, path)

  return {
    write: () => Promise.reject(new DatabaseRefused(`'${file}' was opened for reading only`)),
    read: job =>
      insist(async () => {
        for (;;) {
          if (closed) throw new StoreClosed()
          if (hasMoved()) {
            await (opening ??= reopen().finally(() => (opening = undefined)))
            continue
          }
          try {
            const result = snapshot(job)
            if (!hasMoved()) return result
          } catch (error) {
            // pages of two states of the file make no sense together
            if (!hasMoved()) throw error
          }
        }
      }),
    statistics: () => ({ commits: 0, writes: 0 }),
    async close() {
      if (closed) return
      closed = true
      now.close()
    },
  }
}
