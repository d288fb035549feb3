// A copy of a file that is in use: whole, of one moment, for its owner only, and on disk.
import { linkSync, renameSync, rmSync, statSync, openSync, closeSync, fsyncSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { basename, dirname, join, resolve } from 'node:path'
import { asUnavailable, DatabaseRefused } from './errors.ts'
import { refusalOf } from './open-database.ts'
import { hasMovedSince, openToRead, placeOf } from './read-only-connection.ts'

export interface BackupOptions {
  /** Called now and then, with how much of the file is copied. */
  readonly onProgress?: (progress: { readonly pages: number; readonly of: number }) => void
  /** Ends it, and takes away what was copied: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Pages copied at once, 1 MB: a few milliseconds, after which progress is told. */
const rate = 250

/** How often it is begun anew because others wrote to a file that nobody had open at first. */
const tries = 10

const sync = (path: string): void => {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const syncFolder = (path: string): void => {
  if (process.platform !== 'win32') sync(path) // where a folder can't be opened
}

/** @throws DatabaseRefused where the name is taken, by whomever in the meantime */
const putInPlace = (partial: string, path: string, file: string): void => {
  const taken = () => new DatabaseRefused(`'${file}' is there already: a backup writes over nothing`)
  try {
    linkSync(partial, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw taken()
    // a file system without links
    if (statSync(path, { throwIfNoEntry: false })) throw taken()
    renameSync(partial, path)
  }
}

/** @throws DatabaseRefused, naming the file that was asked for */
const makePartial = (partial: string, file: string): void => {
  try {
    closeSync(openSync(partial, 'wx', 0o600))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new DatabaseRefused(`'${file}' cannot be made (${code}): see that its folder may be written, and has room`, {
      cause,
    })
  }
}

/** Makes the copy one file that stands for itself, and looks whether it is sound. */
const finish = (db: DatabaseSync, source: string): void => {
  db.exec('PRAGMA journal_mode = DELETE')
  const says = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check']
  if (says !== 'ok')
    throw new DatabaseRefused(`'${source}' is damaged (SQLite: ${String(says)}): verify it, and keep earlier backups`)
}

/**
 * Copies a file as it is at one moment, while others may write to it; it need not be writable. What a process that was killed has left
 * beside it is in the copy.
 * @param source the file of a company
 * @param target where nothing is yet; it is there once it is whole
 * @throws DatabaseRefused when the source is no sound database of this library, or something is at the target; StoreUnavailable
 */
export const backupSqlite = async (
  source: string,
  target: string,
  { onProgress, signal }: BackupOptions = {},
): Promise<void> => {
  const [from, path] = [placeOf(source), resolve(target)]
  if (statSync(path, { throwIfNoEntry: false }))
    throw new DatabaseRefused(`'${target}' is there already: a backup writes over nothing`)
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new DatabaseRefused(`'${target}' cannot be made: its folder is not there`)
  const { backup, DatabaseSync } = await import('node:sqlite')
  const partial = join(dirname(path), `.${basename(path)}.${String(process.pid)}.partial`)
  const remove = () => {
    for (const kind of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${kind}`, { force: true })
  }
  process.on('exit', remove)
  try {
    for (let i = 0; ; i++) {
      remove()
      makePartial(partial, target)
      const opened = await openToRead(from, source)
      try {
        // one state of the file, whoever writes: SQLite would else begin anew at every write
        opened.db.exec('BEGIN')
        opened.db.prepare('SELECT count(*) FROM sqlite_schema').get()
        await backup(opened.db, partial, {
          rate,
          progress: ({ totalPages, remainingPages }) => {
            signal?.throwIfAborted()
            onProgress?.({ pages: totalPages - remainingPages, of: totalPages })
          },
        })
      } finally {
        opened.close()
      }
      signal?.throwIfAborted()
      if (opened.isCopy || !hasMovedSince(opened.stamp, from)) break
      if (i === tries) throw new DatabaseRefused(`'${source}' is written to without a pause: try again later`)
    }
    const copy = new DatabaseSync(partial)
    try {
      finish(copy, source)
    } finally {
      copy.close()
    }
    sync(partial)
    putInPlace(partial, path, target)
    syncFolder(dirname(path))
  } catch (error) {
    signal?.throwIfAborted()
    throw refusalOf(error, source) ?? asUnavailable(error)
  } finally {
    process.off('exit', remove)
    remove()
  }
}
