// Words of a copy's progress and end.
import type { Language } from '@eventcrm/domain'
import { formatsOf } from '../formats.ts'

interface Made {
  readonly events: number
  readonly written: number
  readonly where: string
  readonly upTo: string
}

const english = (count: number): string => formatsOf('en').count(count)
const vietnamese = (count: number): string => formatsOf('vi').count(count)

const en = {
  compare: 'Comparing what is there',
  copy: 'Copying',
  verify: 'Comparing the copy',
  fold: 'Folding the documents of the copy',
  stopped: 'stopped before the end; what is copied stays',
  goOn: 'run the same command again to go on',
  made: ({ events, written, where, upTo }: Made) =>
    written === events
      ? `Copied ${english(events)} events, everything up to position ${upTo}, and the company’s secret into ${where}.`
      : `Copied ${english(written)} events into ${where}, where ${english(events - written)} were already: everything up to position ${upTo}.`,
  equal: 'Every event of the copy was compared; its documents were folded anew.',
  since:
    'What is written to the log that was copied from now on is not in the copy: run the same command again for it.',
}
type CopyWords = typeof en

const vi: CopyWords = {
  compare: 'Đang so sánh phần đã có',
  copy: 'Đang sao chép',
  verify: 'Đang so sánh bản sao',
  fold: 'Đang dựng tài liệu của bản sao',
  stopped: 'đã dừng trước khi xong; phần đã sao chép vẫn còn',
  goOn: 'chạy lại lệnh này để làm tiếp',
  made: ({ events, written, where, upTo }) =>
    written === events
      ? `Đã sao chép ${vietnamese(events)} sự kiện, tất cả đến vị trí ${upTo}, cùng khóa bí mật của công ty vào ${where}.`
      : `Đã sao chép ${vietnamese(written)} sự kiện vào ${where}, nơi đã có sẵn ${vietnamese(events - written)}: tất cả đến vị trí ${upTo}.`,
  equal: 'Từng sự kiện của bản sao đã được so sánh; tài liệu đã được dựng lại từ bản sao.',
  since: 'Những gì ghi thêm vào nhật ký gốc từ bây giờ không có trong bản sao: chạy lại lệnh này để sao chép tiếp.',
}

export const copyWords: Readonly<Record<Language, CopyWords>> = { en, vi }
