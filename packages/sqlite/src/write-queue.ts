// Everything written to the file goes through one queue. What waits at the same moment shares one transaction and one sync.
import { StoreClosed, StoreUnavailable } from '@eventcrm/event-store'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { pause, turn } from './backoff.ts'
import { asUnavailable, BUSY, CommitUnknown, IOERR, sqliteCode } from './errors.ts'

/** What the connection has written so far. */
export interface Statistics {
  /** Transactions committed; each was one sync. */
  readonly commits: number
  /** Jobs that took part in them. */
  readonly writes: number
}

interface Job {
  /** Runs it inside the transaction; what it returns tells the caller, once committed. */
  readonly run: () => () => void
  readonly reject: (error: unknown) => void
  readonly giveUpAt: number
  /** Shares its transaction with nobody. */
  readonly alone: boolean
}

/**
 * Jobs in one transaction, at most. With 1024 appenders a second took 40 000 appends in groups of 64, 48 000 of 128, 63 000 of
 * 256 and no more of 512; 256 appends take 2 ms of the event loop, beside the sync.
 */
const largestGroup = 256

export class WriteQueue {
  readonly #db: DatabaseSync
  readonly #lockTimeout: number
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  #waiting: Job[] = []
  #draining: Promise<void> | undefined
  #closed = false
  #commits = 0
  #writes = 0

  /** @param lockTimeout milliseconds to wait for a lock that another process holds */
  constructor(db: DatabaseSync, lockTimeout: number) {
    this.#db = db
    this.#lockTimeout = lockTimeout
    this.#begin = db.prepare('BEGIN IMMEDIATE')
    this.#commit = db.prepare('COMMIT')
  }

  add<T>(job: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new StoreClosed()
      const run = () => {
        const result = job()
        return () => {
          resolve(result)
        }
      }
      this.#waiting.push({ run, reject, giveUpAt: performance.now() + this.#lockTimeout, alone: false })
      this.#draining ??= this.#drain()
    })
  }

  statistics(): Statistics {
    return { commits: this.#commits, writes: this.#writes }
  }

  /** Takes no more jobs, and resolves when those taken are done. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#draining
  }

  async #drain(): Promise<void> {
    // What is asked for in the same turn of the event loop is there by the next: that is all a lone job waits.
    await turn()
    for (let attempt = 0; this.#waiting.length > 0;) {
      if (this.#tryGroup()) {
        attempt = 0
        await turn()
      } else {
        await pause(attempt++)
        this.#giveUp()
      }
    }
    this.#draining = undefined
  }

  /** One transaction, from beginning to end without an await. False when another process is writing. */
  #tryGroup(): boolean {
    try {
      this.#begin.run()
    } catch (error) {
      if (sqliteCode(error) === BUSY) return false
      this.#rollback()
      for (const job of this.#waiting.splice(0)) job.reject(asUnavailable(error))
      return true
    }
    const group = this.#nextGroup()
    let outcomes: readonly (() => void)[]
    try {
      outcomes = group.map(job => job.run())
    } catch (error) {
      this.#rollback()
      // Which of them is to blame shows when each has a transaction of its own.
      if (group.length === 1) for (const job of group) job.reject(asUnavailable(error))
      else this.#waiting.unshift(...group.map(job => ({ ...job, alone: true })))
      return true
    }
    try {
      this.#commit.run()
    } catch (error) {
      this.#rollback()
      // A failed sync may come after the commit reached the disk. Whatever else fails, fails before.
      const fault =
        sqliteCode(error) === IOERR
          ? new CommitUnknown('The commit failed midway', { cause: error })
          : asUnavailable(error)
      for (const job of group) job.reject(fault)
      return true
    }
    this.#commits++
    this.#writes += group.length
    for (const settle of outcomes) settle()
    return true
  }

  #nextGroup(): readonly Job[] {
    const alone = this.#waiting.findIndex(job => job.alone)
    return this.#waiting.splice(0, alone === -1 ? largestGroup : Math.max(alone, 1))
  }

  #rollback(): void {
    try {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
    } catch {
      // The fault that led here is the one to tell; the next BEGIN meets this one again.
    }
  }

  #giveUp(): void {
    const now = performance.now()
    this.#waiting = this.#waiting.filter(job => {
      if (job.giveUpAt > now) return true
      job.reject(new StoreUnavailable(`Another process kept the file locked for ${String(this.#lockTimeout)} ms`))
      return false
    })
  }
}
