// The one connection of a store to its file. Both ports write through its queue and read from it.
import { StoreClosed, StoreUnavailable } from '@eventcrm/event-store'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { pause } from './backoff.ts'
import { asUnavailable, BUSY, sqliteCode } from './errors.ts'
import { openDatabase } from './open-database.ts'
import { WriteQueue, type Statistics } from './write-queue.ts'

/** What a job works with, while it runs. */
export interface Database {
  /** A prepared statement; the same one when asked for the same text again. */
  prepare(sql: string): StatementSync
  exec(sql: string): void
}

export interface ConnectionOptions {
  /** Milliseconds to wait while another process has the file locked. 30 000 by default. */
  readonly lockTimeout?: number
}

export interface Connection {
  /**
   * Runs a job inside a transaction, and resolves with its result once that is on disk. Jobs run in the order in which they were
   * given; those that wait at the same moment share a transaction. A job is synchronous, and may be run twice: when another of
   * its transaction throws, all are rolled back, and each is run again in a transaction of its own. So a job that finds that it
   * can't go on had better return that than throw it.
   * @throws whatever the job throws, its writes undone; StoreUnavailable when SQLite fails before the commit, or the file stays
   *   locked; CommitUnknown when it may or may not have been written; StoreClosed
   */
  write<T>(job: (db: Database) => T): Promise<T>
  /**
   * Runs a job that reads, all of it at one state of the file. It is synchronous, and leaves no statement open; it is run again
   * when the file was locked.
   * @throws whatever the job throws; StoreUnavailable; StoreClosed
   */
  read<T>(job: (db: Database) => T): Promise<T>
  statistics(): Statistics
  /** Waits for the jobs that were given, then closes the file. Closing twice does nothing. */
  close(): Promise<void>
}

/** Statements kept prepared. Beyond it the one not used for the longest time goes; the ports of this package use a few dozen. */
const statements = 200

/** Those of a file that is open. */
export class Statements implements Database {
  readonly #db: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  prepare(sql: string): StatementSync {
    const statement = this.#prepared.get(sql) ?? this.#db.prepare(sql)
    this.#prepared.delete(sql)
    this.#prepared.set(sql, statement) // to the end: the first is the one not used for the longest time
    for (const unused of this.#prepared.keys()) {
      if (this.#prepared.size <= statements) break
      this.#prepared.delete(unused)
    }
    return statement
  }

  exec(sql: string): void {
    this.#db.exec(sql)
  }
}

/**
 * Opens the file, and makes it when it is not there, readable and writable by its owner only.
 * @throws DatabaseRefused for anything but a database of this library and version; StoreUnavailable when it stays locked
 */
export const openConnection = async (
  file: string,
  { lockTimeout = 30_000 }: ConnectionOptions = {},
): Promise<Connection> => {
  const db = await openDatabase(file, lockTimeout)
  const statements = new Statements(db)
  const queue = new WriteQueue(db, lockTimeout)
  let closing: Promise<void> | undefined

  const snapshot = <T>(job: (db: Database) => T): T => {
    statements.prepare('BEGIN').run()
    try {
      return job(statements)
    } finally {
      if (db.isTransaction) statements.prepare('COMMIT').run()
    }
  }

  return {
    write: job => queue.add(() => job(statements)),

    async read(job) {
      const giveUpAt = performance.now() + lockTimeout
      for (let attempt = 0; ; attempt++) {
        if (closing) throw new StoreClosed()
        try {
          return snapshot(job)
        } catch (error) {
          if (sqliteCode(error) !== BUSY) throw asUnavailable(error)
          if (performance.now() > giveUpAt) {
            throw new StoreUnavailable(`Another process kept the file locked for ${String(lockTimeout)} ms`, {
              cause: error,
            })
          }
        }
        await pause(attempt)
      }
    },

    statistics: () => queue.statistics(),

    close: () =>
      (closing ??= queue.close().then(() => {
        db.close()
      })),
  }
}
