// What went wrong, in words that say what to do next.
import { CommandInvalid, KeysMismatch, PartiallyAppended, isRejected } from '@eventcrm/crm'
import type { Words } from '@eventcrm/domain'
import {
  AppendOutcomeUnknown,
  EventDecodeError,
  EventStoreError,
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
import { DocumentStoreError } from '@eventcrm/projection/store'
import { DatabaseRefused } from '@eventcrm/sqlite'
import { exitCodes } from './exit-codes.ts'
import { Fault } from './fault.ts'
import { quotedFile } from './quoted.ts'
import { saidInBoth } from './said-by-packages.ts'
import { inEach } from './speech.ts'
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
const ofFiles: Readonly<Record<string, Words>> = {
  ENOENT: { en: 'is not there', vi: 'không có' },
  EACCES: { en: 'may not be read or written by this user', vi: 'không cho người dùng này đọc hoặc ghi' },
  EPERM: { en: 'may not be read or written by this user', vi: 'không cho người dùng này đọc hoặc ghi' },
  EISDIR: { en: 'is a folder, not a file', vi: 'là thư mục, không phải tệp' },
  ENOTDIR: { en: 'lies in something that is not a folder', vi: 'nằm trong một thứ không phải thư mục' },
  ENOSPC: { en: 'cannot be written: the disk is full', vi: 'không ghi được: ổ đĩa đã đầy' },
  EROFS: { en: 'cannot be written: the disk is read only', vi: 'không ghi được: ổ đĩa chỉ cho đọc' },
  ENAMETOOLONG: { en: 'has a longer name than the system permits', vi: 'có tên dài quá mức hệ thống cho phép' },
  ELOOP: { en: 'is a link that leads back to itself', vi: 'là liên kết dẫn về chính nó' },
  EMFILE: { en: 'cannot be opened: too many files are open', vi: 'không mở được: đang mở quá nhiều tệp' },
}

const fileFault = (error: Error): Fault | undefined => {
  const code = 'code' in error ? String(error.code) : ''
  const says = ofFiles[code]
  if (says === undefined) return undefined
  // What fails while it is written to says no name.
  const name = 'path' in error ? quotedFile(String(error.path)) : undefined
  const words = { en: `${name ?? 'a file'} ${says.en}`, vi: `${name ?? 'một tệp'} ${says.vi}` }
  return new Fault(exitCodes.unavailable, words, [], { cause: error })
}

/** A file that is sound, but not with this mapping or on this command line. */
const usageCodes: ReadonlySet<UnreadableCode> = new Set([
  'SheetUnknown',
  'ColumnUnknown',
  'ColumnAmbiguous',
  'RowsBehindEnd',
  'SameFile',
])

const advice = {
  earlierRow: {
    en: 'give an earlier row: --from-row ROW, or `rows` in the mapping',
    vi: 'hãy chọn dòng sớm hơn: --from-row ROW, hoặc `rows` trong tệp ánh xạ',
  },
  stopped: {
    en: 'see `eventcrm status`; once the cause is mended, `eventcrm rebuild`',
    vi: 'xem `eventcrm status`; khi đã khắc phục nguyên nhân, chạy `eventcrm rebuild`',
  },
  building: {
    en: 'where the file may be written, a report folds it, and so does `eventcrm rebuild`',
    vi: 'nơi tệp được phép ghi, một báo cáo sẽ dựng nó, và `eventcrm rebuild` cũng vậy',
  },
  rebuild: {
    en: '`eventcrm rebuild` folds the documents anew',
    vi: '`eventcrm rebuild` dựng lại các tài liệu',
  },
  rebuildThem: {
    en: '`eventcrm rebuild` folds them anew from the log',
    vi: '`eventcrm rebuild` dựng lại chúng từ nhật ký',
  },
  newer: {
    en: 'it may have been written by a newer version of EventCRM: use that one',
    vi: 'có thể nó được ghi bởi phiên bản EventCRM mới hơn: hãy dùng phiên bản đó',
  },
  stranger: {
    en: '`eventcrm verify` lists all such events; give whoever writes there streams of another namespace, and have an admin delete these',
    vi: '`eventcrm verify` liệt kê mọi sự kiện như vậy; hãy để bên ghi chúng dùng luồng thuộc namespace khác, và nhờ quản trị viên xóa các luồng này',
  },
  verify: {
    en: '`eventcrm verify` tells what else is missing',
    vi: '`eventcrm verify` cho biết còn thiếu gì nữa',
  },
  again: {
    en: 'run the same command again: what is in is not done twice',
    vi: 'hãy chạy lại lệnh này: việc gì đã xong thì không làm hai lần',
  },
  bug: {
    en: 'this is a fault of eventcrm: EVENTCRM_DEBUG=1 shows where it came from, for a report',
    vi: 'đây là lỗi của eventcrm: EVENTCRM_DEBUG=1 cho biết lỗi từ đâu ra, để báo lại',
  },
} satisfies Readonly<Record<string, Words>>

/** What fields at fault are told as: each by the option that it was given by. */
export const faultsOfOptions = (faults: readonly { readonly field: string; readonly words: Words }[]): Words => {
  const told = faults.map(({ field, words }) => ({ option: `--${kebab(field)}`, words }))
  return inEach(language => told.map(({ option, words }) => `${option}: ${words[language]}`).join('; '))
}

/** What a command ends with for whatever was thrown. */
export const faultOf = (error: unknown): Fault => {
  if (error instanceof Fault) return error
  // what every command writes is found again when it is run again
  if (error instanceof PartiallyAppended) return faultOf(error.cause)
  const fault = (exitCode: Fault['exitCode'], words: Words, ...next: readonly Words[]) =>
    new Fault(exitCode, words, next, { cause: error })
  const unavailable = ({ message }: Error, ...next: readonly Words[]) =>
    fault(exitCodes.unavailable, saidInBoth(message), ...next)
  const isInvalid = error instanceof QuestionInvalid || error instanceof CommandInvalid
  if (isInvalid && error.faults.every(({ field }) => given.has(field)))
    return fault(exitCodes.usage, faultsOfOptions(error.faults))
  if (error instanceof MappingInvalid) {
    const [first, ...others] = error.faults.map(({ path, words }) =>
      inEach(language => (path === '' ? words[language] : `${path}: ${words[language]}`)),
    )
    return fault(
      exitCodes.usage,
      inEach(language => `--mapping: ${first?.[language] ?? error.message}`),
      ...others,
    )
  }
  if (error instanceof FileUnreadable) {
    const exitCode = usageCodes.has(error.code) ? exitCodes.usage : exitCodes.unavailable
    return fault(exitCode, error.words, ...(error.code === 'RowsBehindEnd' ? [advice.earlierRow] : []))
  }
  if (isRejected(error))
    return fault(
      exitCodes.no,
      inEach(language => `${error.code}: ${error.words[language]}`),
    )
  if (error instanceof ViewStopped) return fault(exitCodes.no, saidInBoth(error.message), advice.stopped)
  if (error instanceof ViewBuilding) return unavailable(error, advice.building)
  if (error instanceof DocumentDamaged || error instanceof LogMismatch) return unavailable(error, advice.rebuild)
  if (error instanceof EventDecodeError && error.stream !== undefined) return unavailable(error, advice.stranger)
  if (error instanceof UnknownEventType || error instanceof EventDecodeError) return unavailable(error, advice.newer)
  if (error instanceof StreamIncomplete) return unavailable(error, advice.verify)
  if (error instanceof KeysMismatch) return unavailable(error)
  if (error instanceof DatabaseRefused) return unavailable(error, ...(error.ofDocuments ? [advice.rebuildThem] : []))
  if (error instanceof StoreUnavailable || error instanceof CommitOutcomeUnknown)
    return unavailable(error, adviceOf(error))
  if (error instanceof AppendOutcomeUnknown) return unavailable(error, advice.again)
  if (error instanceof Error && 'errcode' in error) {
    const text = `SQLite: ${error.message}`
    return fault(exitCodes.unavailable, { en: text, vi: text }, adviceOf(error))
  }
  // of a server's package, which is loaded only where one is named: its messages say what to do
  if (error instanceof EventStoreError || error instanceof DocumentStoreError)
    return fault(exitCodes.unavailable, saidInBoth(error.message))
  const ofFile = error instanceof Error ? fileFault(error) : undefined
  const said = error instanceof Error ? error.message : String(error)
  return ofFile ?? fault(exitCodes.bug, { en: `eventcrm failed: ${said}`, vi: `eventcrm gặp lỗi: ${said}` }, advice.bug)
}
