import { EventStoreError, StoreUnavailable } from '@eventcrm/event-store'

/** The file cannot serve as a database of this library; the message says why. Trying again will not help. */
export class DatabaseRefused extends EventStoreError {
  readonly code = 'DatabaseRefused'
  override readonly name = 'DatabaseRefused'
  /** The file is something else's, and no place for a database of this library. */
  readonly foreign: boolean
  constructor(message: string, { foreign = false, ...options }: ErrorOptions & { readonly foreign?: boolean } = {}) {
    super(message, options)
    this.foreign = foreign
  }
}

/** The commit failed in a way that leaves open whether it will be there after a crash. Ports say it in their own words. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown'
}

// https://www.sqlite.org/rescode.html
export const BUSY = 5
export const READONLY = 8
export const IOERR = 10
const CORRUPT = 11
const FULL = 13
export const CANTOPEN = 14
export const NOTADB = 26

/** SQLite's primary result code, if it is SQLite's error. */
export const sqliteCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined

/** A fault of SQLite as the ports know it: nothing was written. Other errors stay what they are. */
export const asUnavailable = (error: unknown): unknown => {
  // what cannot be read as JSON any more; the message would quote it, personal values too
  if (error instanceof SyntaxError)
    return new DatabaseRefused('The file is damaged: rebuild documents, or restore a backup')
  const code = sqliteCode(error)
  if (code === undefined || !(error instanceof Error)) return error
  if (code === CORRUPT || code === NOTADB) {
    return new DatabaseRefused(`The file is damaged (SQLite: ${error.message}): restore a backup`, { cause: error })
  }
  const what = code === FULL ? 'free the disk, then do it again' : 'trying again later may help'
  return new StoreUnavailable(`SQLite: ${error.message}; ${what}`, { cause: error })
}
