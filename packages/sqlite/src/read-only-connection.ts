// A connection that reads, and leaves everything as it is: the file, what stands beside it, its folder.
import { StoreClosed, StoreUnavailable } from '@eventcrm/event-store'
import { chmodSync, copyFileSync, existsSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pause } from './backoff.ts'
import { Statements, type Connection, type ConnectionOptions, type Database } from './connection.ts'
import { asUnavailable, BUSY, CANTOPEN, DatabaseRefused, READONLY, sqliteCode } from './errors.ts'
import { refusalOf, requireOurs } from './open-database.ts'

/** What stands beside a file with what was written last: its write-ahead log, or the journal of a file in another mode. */
const logs = ['-wal', '-journal']

/** Where the file itself is: SQLite keeps its logs there, and not beside a link to it. @throws DatabaseRefused */
export const placeOf = (file: string): string => {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new DatabaseRefused(`'${file}' is no file`)
  return realpathSync(file)
}

/** What shows that the file, or a log of it, has been written to. */
const stampOf = (path: string): string =>
  ['', ...logs]
    .map(kind => `${path}${kind}`)
    .map(file => statSync(file, { bigint: true, throwIfNoEntry: false }))
    .map(stats => (stats && stats.size > 0n ? `${String(stats.mtimeNs)} ${String(stats.size)}` : ''))
    .join()

/** Whether a file that was taken for one that never changes, or was copied, has changed. */
export const hasMovedSince = (stamp: string | null, path: string): boolean => stamp !== null && stamp !== stampOf(path)

const hasSome = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0

/** How often a file that is written to meanwhile is copied. */
const copies = 20

interface Copy {
  readonly path: string
  readonly stamp: string
  readonly remove: () => void
}

/** A file as it was at one moment, with its logs, for this user alone. */
const privateCopy = (path: string): Copy => {
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
      for (const kind of ['', ...logs]) {
        rmSync(`${copy}${kind}`, { force: true })
        if (kind !== '' && !existsSync(`${path}${kind}`)) continue
        copyFileSync(`${path}${kind}`, `${copy}${kind}`)
        chmodSync(`${copy}${kind}`, 0o600)
      }
      if (stampOf(path) === before) return { path: copy, stamp: before, remove }
    }
    throw new StoreUnavailable('The file is written to without a pause: verify or query a backup of it')
  } catch (error) {
    remove()
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    throw new StoreUnavailable('There is no room for the copy in which the file is read: free some, or set TMPDIR', {
      cause: error,
    })
  }
}

interface Opened {
  readonly db: DatabaseSync
  readonly statements: Statements
  /** Set where SQLite does not see what others write, which is then for this connection to see to. */
  readonly stamp: string | null
  /** Whether others can't write to what is read. */
  readonly isCopy: boolean
  readonly close: () => void
}

/**
 * Opens a file for reading. SQLite would make files beside one that nobody has open, so such a file is taken as one that never changes, and
 * looked at again when it has changed. Where there is a log of writes, it is read with it; where SQLite would have to write for that, in a
 * copy.
 * @param path where the file itself is
 */
export const openToRead = async (path: string, file: string): Promise<Opened> => {
  const { DatabaseSync } = await import('node:sqlite')
  const opened = (db: DatabaseSync, stamp: string | null, copy?: Copy): Opened => {
    const close = () => {
      db.close()
      copy?.remove()
    }
    try {
      requireOurs(db, file)
      return { db, statements: new Statements(db), stamp, isCopy: copy !== undefined, close }
    } catch (error) {
      close()
      throw error
    }
  }
  const copied = () => {
    const copy = privateCopy(path)
    try {
      // what a killed process has left half written is taken back by writing
      return opened(new DatabaseSync(copy.path, { timeout: 0 }), copy.stamp, copy)
    } catch (error) {
      copy.remove()
      throw error
    }
  }
  const stamp = stampOf(path)
  if (!logs.some(kind => hasSome(`${path}${kind}`))) {
    const url = pathToFileURL(path)
    url.search = 'mode=ro&immutable=1'
    return opened(new DatabaseSync(url, { readOnly: true, timeout: 0 }), stamp)
  }
  // whoever has the file open shares its memory in a file beside it, which SQLite would else make
  if (hasSome(`${path}-wal`) && !existsSync(`${path}-shm`)) return copied()
  try {
    return opened(new DatabaseSync(path, { readOnly: true, timeout: 0 }), null)
  } catch (error) {
    const code = sqliteCode(error)
    if (code !== CANTOPEN && code !== READONLY) throw error
    return copied()
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
  const path = placeOf(file)

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
            if (now.isCopy || !hasMoved()) return result
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
