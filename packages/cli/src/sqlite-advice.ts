import type { Words } from '@eventcrm/domain'
import { theWritten } from './given-file.ts'

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

const whenOthersAreDone: Words = {
  en: 'run the same command again when the other process is done',
  vi: 'hãy chạy lại lệnh này khi tiến trình kia đã xong',
}
const whenItRuns: Words = {
  en: 'see that the server runs and can be reached, then run the same command again',
  vi: 'hãy kiểm tra máy chủ đang chạy và kết nối được rồi chạy lại lệnh này',
}

/** What to do before the same command is run again. Without a code, another process had the file for too long. */
export const adviceOf = (error: unknown): Words => {
  switch (codeOf(error)) {
    case FULL:
      return {
        en: 'free space on the disk that holds the database, then run the same command again',
        vi: 'hãy giải phóng chỗ trống trên ổ đĩa chứa cơ sở dữ liệu rồi chạy lại lệnh này',
      }
    case PERM:
    case READONLY:
    case CANTOPEN:
      return {
        en: 'see that the database file and its folder may be written by this user, then run the same command again',
        vi: 'hãy cấp cho người dùng này quyền ghi tệp cơ sở dữ liệu và thư mục chứa nó rồi chạy lại lệnh này',
      }
    case IOERR:
      return {
        en: 'see that the disk that holds the database is there and sound, then run the same command again',
        vi: 'hãy kiểm tra ổ đĩa chứa cơ sở dữ liệu còn đó và không hỏng rồi chạy lại lệnh này',
      }
    case NOTADB:
      return theWritten
    case undefined:
      if (error instanceof Error && error.cause !== undefined) return whenItRuns
      return whenOthersAreDone
    case BUSY:
    case LOCKED:
      return whenOthersAreDone
    default:
      return {
        en: 'run the same command again; if it ends so again, restore a backup of the database',
        vi: 'hãy chạy lại lệnh này; nếu vẫn vậy, hãy khôi phục cơ sở dữ liệu từ bản sao lưu',
      }
  }
}
