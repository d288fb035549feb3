// What went wrong, in words that say what to do next.
import { CommandInvalid, KeysMismatch, PartiallyAppended, isRejected } from '@eventcrm/crm'
import {
  AppendOutcomeUnknown,
  EventDecodeError,
  StoreUnavailable,
  StreamIncomplete,
  UnknownEventType,
} from '@eventcrm/event-store'
import { FileUnreadable, MappingInvalid, type UnreadableCode } from '@eventcrm/importer'
import {
  CommitOutcomeUnknown,
  DocumentDamaged,
  LogMismatch,
  QuestionInvalid,
  ViewBuilding,
  ViewStopped,
} from '@eventcrm/projection'
import { DatabaseRefused } from '@eventcrm/sqlite'
import { exitCodes } from './exit-codes.ts'
import { Fault } from './fault.ts'
import { quotedFile } from './quoted.ts'
import { adviceOf } from './sqlite-advice.ts'

/** Fields that come straight from the command line, under their own names. */
const given = new Set([
  'asOf',
  'tag',
  'currency',
  'from',
  'to',
  'top',
  'timeZone',
  'country',
  'language',
  'actor',
  'reason',
])
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, capital => `-${capital.toLowerCase()}`)

/** What the operating system says of files, by its code. */
const ofFiles: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EACCES: 'may not be read or written by this user',
  EPERM: 'may not be read or written by this user',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'lies in something that is not a folder',
  ENOSPC: 'cannot be written: the disk is full',
  EROFS: 'cannot be written: the disk is read only',
  ENAMETOOLONG: 'has a longer name than the system permits',
  ELOOP: 'is a link that leads back to itself',
  EMFILE: 'cannot be opened: too many files are open',
}

const fileFault = (error: Error): Fault | undefined => {
  const code = 'code' in error ? String(error.code) : ''
  const says = ofFiles[code]
  if (says === undefined) return undefined
  // What fails while it is written to says no name.
  const file = 'path' in error ? quotedFile(String(error.path)) : 'a file'
  return new Fault(exitCodes.unavailable, `${file} ${says}`, [], { cause: error })
}

/** A file that is sound, but not with this mapping or on this command line. */
const usageCodes: ReadonlySet<UnreadableCode> = new Set([
  'SheetUnknown',
  'ColumnUnknown',
  'ColumnAmbiguous',
  'RowsBehindEnd',
  'SameFile',
])

const newer = 'it may have been written by a newer version of EventCRM: use that one'

/** What a command ends with for whatever was thrown. */
export const faultOf = (error: unknown): Fault => {
  if (error instanceof Fault) return error
  // what every command writes is found again when it is run again
  if (error instanceof PartiallyAppended) return faultOf(error.cause)
  const fault = (exitCode: Fault['exitCode'], message: string, ...next: readonly string[]) =>
    new Fault(exitCode, message, next, { cause: error })
  const isInvalid = error instanceof QuestionInvalid || error instanceof CommandInvalid
  if (isInvalid && error.faults.every(({ field }) => given.has(field))) {
    const faults = error.faults.map(({ field, message }) => `--${kebab(field)}: ${message}`)
    return fault(exitCodes.usage, faults.join('; '))
  }
  if (error instanceof MappingInvalid) {
    const faults = error.faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    return fault(exitCodes.usage, `--mapping: ${faults[0] ?? error.message}`, ...faults.slice(1))
  }
  if (error instanceof FileUnreadable) {
    return fault(
      usageCodes.has(error.code) ? exitCodes.usage : exitCodes.unavailable,
      error.message,
      ...(error.code === 'RowsBehindEnd' ? ['give an earlier row: --from-row ROW, or `rows` in the mapping'] : []),
    )
  }
  if (isRejected(error)) return fault(exitCodes.no, error.message)
  if (error instanceof ViewStopped) {
    return fault(exitCodes.no, error.message, 'see `eventcrm status`; once the cause is mended, `eventcrm rebuild`')
  }
  if (error instanceof ViewBuilding)
    return fault(
      exitCodes.unavailable,
      error.message,
      'where the file may be written, a report folds it, and so does `eventcrm rebuild`',
    )
  if (error instanceof DocumentDamaged || error instanceof LogMismatch)
    return fault(exitCodes.unavailable, error.message, '`eventcrm rebuild` folds the documents anew')
  if (error instanceof UnknownEventType || error instanceof EventDecodeError)
    return fault(exitCodes.unavailable, error.message, newer)
  if (error instanceof StreamIncomplete)
    return fault(exitCodes.unavailable, error.message, '`eventcrm verify` tells what else is missing')
  if (error instanceof KeysMismatch) return fault(exitCodes.unavailable, error.message)
  if (error instanceof DatabaseRefused) {
    const advice = error.ofDocuments ? ['`eventcrm rebuild` folds them anew from the log'] : []
    return fault(exitCodes.unavailable, error.message, ...advice)
  }
  if (error instanceof StoreUnavailable) {
    return fault(exitCodes.unavailable, error.message, adviceOf(error))
  }
  if (error instanceof CommitOutcomeUnknown) return fault(exitCodes.unavailable, error.message, adviceOf(error))
  if (error instanceof AppendOutcomeUnknown)
    return fault(exitCodes.unavailable, error.message, 'run the same command again: what is in is not done twice')
  if (error instanceof Error && 'errcode' in error)
    return fault(exitCodes.unavailable, `SQLite: ${error.message}`, adviceOf(error))
  const ofFile = error instanceof Error ? fileFault(error) : undefined
  return (
    ofFile ??
    fault(
      exitCodes.bug,
      `eventcrm failed: ${error instanceof Error ? error.message : String(error)}`,
      'this is a fault of eventcrm: EVENTCRM_DEBUG=1 shows where it came from, for a report',
    )
  )
}
