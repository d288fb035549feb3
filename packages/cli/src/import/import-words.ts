// Words of an import's summary.
import type { Language } from '@eventcrm/domain'
import { formatsOf } from '../formats.ts'

const english = (count: number): string => formatsOf('en').count(count)
const vietnamese = (count: number): string => formatsOf('vi').count(count)

const en = {
  rows: (count: number) => `${english(count)} ${count === 1 ? 'row' : 'rows'}`,
  noneKept: 'none of them kept',
  created: 'created',
  changed: 'changed',
  unchanged: 'unchanged',
  rejected: 'rejected',
  notices: 'notices',
  rejectedHeading: 'Rejected',
  noticesHeading: 'Notices',
  row: 'row',
  inRow: (row: number) => `row ${String(row)}`,
  inRows: (rows: string, others: number) => `rows ${rows}${others > 0 ? ` and ${english(others)} more` : ''}`,
  more: (count: number) => `… and ${english(count)} more`,
  theyStandIn: (file: string) =>
    `They stand in ${file}, each behind its reasons: mend them there and import that file with the same mapping.`,
  stopped: (after: string) =>
    `Stopped after ${after}, and those under way. What is in stays; run the same command again to go on.`,
  brokeOff: (after: string) => `Broke off after ${after}. What is in stays.`,
  behind: 'All of that is in the log; the documents are behind it.',
  rehearsalStopped: (after: string) => `Stopped after ${after}.`,
  stays: (setting: string, value: string) => `The company is set up already: its ${setting} stays ${value}.`,
  settings: { timeZone: 'time zone', country: 'country', currency: 'currency', foundedOn: 'day of founding' },
  goOn: 'the rows before are in: mend the file and import it again, they will be unchanged',
  none: 'none',
  customersMade: (count: number) => `New customers, made since nobody has that name or code: ${english(count)}`,
  duplicatesHeading: (count: number) => `May be the same as others: ${english(count)} of those written down`,
  andOthers: (other: string, others: number) => `${other} and ${english(others)} more`,
  allDuplicates: 'Nothing was merged. What may be the same, with their ids:',
  nothingMerged: 'Nothing would be merged.',
  searchStopped: 'Stopped looking for duplicates: `eventcrm duplicates` tells those of rows that are in.',
}
export type ImportWords = typeof en

const vi: ImportWords = {
  rows: count => `${vietnamese(count)} dòng`,
  noneKept: 'không giữ lại dòng nào',
  created: 'tạo mới',
  changed: 'thay đổi',
  unchanged: 'giữ nguyên',
  rejected: 'bị từ chối',
  notices: 'lưu ý',
  rejectedHeading: 'Bị từ chối',
  noticesHeading: 'Lưu ý',
  row: 'dòng',
  inRow: row => `dòng ${String(row)}`,
  inRows: (rows, others) => `dòng ${rows}${others > 0 ? ` và ${vietnamese(others)} dòng nữa` : ''}`,
  more: count => `… và ${vietnamese(count)} dòng nữa`,
  theyStandIn: file =>
    `Các dòng này nằm trong ${file}, mỗi dòng đứng sau lý do của nó: sửa ở đó rồi nhập tệp ấy với cùng tệp ánh xạ.`,
  stopped: after =>
    `Đã dừng sau ${after} và những dòng đang xử lý. Những gì đã nhập vẫn còn; chạy lại lệnh này để làm tiếp.`,
  brokeOff: after => `Đã dừng giữa chừng sau ${after}. Những gì đã nhập vẫn còn.`,
  behind: 'Tất cả đã nằm trong nhật ký; các tài liệu chưa theo kịp.',
  rehearsalStopped: after => `Đã dừng sau ${after}.`,
  stays: (setting, value) => `Công ty đã được thiết lập: ${setting} vẫn là ${value}.`,
  settings: { timeZone: 'múi giờ', country: 'quốc gia', currency: 'loại tiền', foundedOn: 'ngày thành lập' },
  goOn: 'các dòng phía trước đã được nhập: hãy sửa tệp rồi nhập lại, các dòng đó sẽ giữ nguyên',
  none: 'không có',
  customersMade: count => `Khách hàng mới, được tạo vì chưa ai có tên hoặc mã đó: ${vietnamese(count)}`,
  duplicatesHeading: count => `Có thể trùng với mục khác: ${vietnamese(count)} trong số các mục vừa ghi`,
  andOthers: (other, others) => `${other} và ${vietnamese(others)} mục nữa`,
  allDuplicates: 'Chưa gộp mục nào. Các mục có thể trùng, kèm mã:',
  nothingMerged: 'Sẽ không gộp mục nào.',
  searchStopped: 'Đã dừng tìm các mục trùng: `eventcrm duplicates` cho biết các mục trùng của những dòng đã nhập.',
}

export const importWords: Readonly<Record<Language, ImportWords>> = { en, vi }
