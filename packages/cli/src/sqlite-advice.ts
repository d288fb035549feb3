// What to do when SQLite could not write. https://www.sqlite.org/rescode.html
const PERM = 3
const BUSY = 5
const LOCKED = 6
const READONLY = 8
const IOERR = 10
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26

/** SQLite's primary result code, of the error or of what caused it. */
const codeOf = (error: unknown): number | undefined => {
  if (!(error instanceof Error)) return undefined
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : codeOf(error.cause)
}

/** Whether what failed was writing where nothing may be written. */
export const isReadOnly = (error: unknown): boolean => codeOf(error) === READONLY

/** What to do before the same command is run again. Without a code, another process had the file for too long. */
export const adviceOf = (error: unknown): string => {
  switch (codeOf(error)) {
    case FULL:
      return 'free space on the disk that holds the database, then run the same command again'
    case PERM:
    case READONLY:
    case CANTOPEN:
      return 'see that the database file and its folder may be written by this user, then run the same command again'
    case IOERR:
      return 'see that the disk that holds the database is there and sound, then run the same command again'
    case NOTADB:
      return 'give the file that `eventcrm import` or `eventcrm demo` wrote to: --database FILE'
    case undefined:
    case BUSY:
    case LOCKED:
      return 'run the same command again when the other process is done'
    default:
      return 'run the same command again; if it ends so again, restore a backup of the database'
  }
}
