import { EventStoreError, StoreUnavailable, type FaultOptions } from '@eventcrm/event-store'

interface RefusalOptions extends FaultOptions {
  readonly foreign?: boolean
  readonly ofDocuments?: boolean
  readonly notWritable?: boolean
}

/** The file cannot serve as a database of this library; the message says why. Trying again will not help. */
export class DatabaseRefused extends EventStoreError {
  readonly code = 'DatabaseRefused'
  override readonly name = 'DatabaseRefused'
  /** The file is something else's, and no place for a database of this library. */
  readonly foreign: boolean
  /** Only documents are at fault, which are folded anew by a rebuild. */
  readonly ofDocuments: boolean
  /** It may be read, but not written. */
  readonly notWritable: boolean
  constructor(
    message: string,
    { foreign = false, ofDocuments = false, notWritable = false, ...options }: RefusalOptions = {},
  ) {
    super(message, options)
    this.foreign = foreign
    this.ofDocuments = ofDocuments
    this.notWritable = notWritable
  }
}

/** The commit failed in a way that leaves open whether it will be there after a crash. Ports say it in their own words. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown'
}

// https://www.sqlite.org/rescode.html
/** What has no code of its own: a table or a column that is not there, a function that fails. */
export const SQL = 1
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

/** A document, or what it is found by, can't be read any more. Without what stands there, which may be personal. */
export const documentsDamaged = (options: ErrorOptions = {}): DatabaseRefused =>
  new DatabaseRefused('The file is damaged: rebuild documents, or restore a backup', { ...options, ofDocuments: true })

/** A fault of SQLite as the ports know it: nothing was written. Other errors stay what they are. */
export const asUnavailable = (error: unknown): unknown => {
  const code = sqliteCode(error)
  // a number that no table of ours has
  if (error instanceof RangeError && 'code' in error && error.code === 'ERR_OUT_OF_RANGE')
    return new DatabaseRefused('The file is damaged: restore a backup', { cause: error })
  if (code === undefined || !(error instanceof Error)) return error
  // SQLite's own functions say this where an index or a search meets such a document, with a code that says nothing
  if (error.message.includes('malformed JSON')) return documentsDamaged({ cause: error })
  // names of the tables of documents begin so, and no others
  if (error.message.startsWith('no such table: _')) return documentsDamaged({ cause: error })
  if (code === CORRUPT || code === NOTADB || error.message.startsWith('no such table')) {
    return new DatabaseRefused(`The file is damaged (SQLite: ${error.message}): restore a backup`, { cause: error })
  }
  const what = code === FULL ? 'free the disk, then do it again' : 'trying again later may help'
  return new StoreUnavailable(`SQLite: ${error.message}; ${what}`, { cause: error })
}
