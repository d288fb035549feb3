import type { ImportRunDocument } from '@eventcrm/crm'
import type { Language } from '@eventcrm/domain'
import { formatsOf } from '../formats.ts'
import { table } from '../layout.ts'
import { csvOf, type Row } from '../report/report-csv.ts'
import type { Paint } from '../terminal.ts'

const en = {
  begun: 'Begun',
  by: 'By',
  file: 'File',
  ended: 'Ended',
  created: 'new',
  changed: 'changed',
  unchanged: 'same',
  rejected: 'rejected',
  status: { begun: 'not ended', finished: 'whole', brokenOff: 'broken off' },
  none: 'Nothing was imported yet.',
}
const vi: typeof en = {
  begun: 'Bắt đầu',
  by: 'Người nhập',
  file: 'Tệp',
  ended: 'Kết thúc',
  created: 'mới',
  changed: 'đổi',
  unchanged: 'như cũ',
  rejected: 'từ chối',
  status: { begun: 'chưa xong', finished: 'trọn vẹn', brokenOff: 'bỏ dở' },
  none: 'Chưa nhập tệp nào.',
}
const wordsOf: Readonly<Record<Language, typeof en>> = { en, vi }

interface Page {
  readonly language: Language
  readonly width: number
  readonly paint: Paint
}

/** The rows asked for, behind the file, as a spreadsheet numbers them; nothing for all. */
const range = ({ fromRow, toRow }: ImportRunDocument): string =>
  fromRow === null && toRow === null ? '' : ` ${String(fromRow ?? '')}–${String(toRow ?? '')}`

/** Lines without a break at the end. */
export const importRunTable = (runs: readonly ImportRunDocument[], { language, width, paint }: Page): string => {
  const words = wordsOf[language]
  if (runs.length === 0) return `  ${words.none}`
  const formats = formatsOf(language)
  const cell = (rows: number | null) => (rows === null ? '–' : formats.count(rows))
  return table(
    [
      { title: words.begun },
      { title: words.by, shrinks: true },
      { title: words.file, shrinks: true },
      { title: words.created, align: 'right' },
      { title: words.changed, align: 'right' },
      { title: words.unchanged, align: 'right' },
      { title: words.rejected, align: 'right' },
      { title: words.ended, shrinks: true },
    ],
    runs.map(run => [
      formats.day(run.begunOn),
      run.actor,
      `${run.fileName ?? '–'}${range(run)}`,
      cell(run.created),
      cell(run.changed),
      cell(run.unchanged),
      cell(run.rejected),
      words.status[run.status],
    ]),
    { width, paintTitles: text => paint('dim', text) },
  ).join('\n')
}

/** With a line of headings, and a break at the end. */
export const importRunCsv = (runs: readonly ImportRunDocument[]): string =>
  csvOf(
    runs.map((run): Row => ({ ...run })),
    [
      'importRunId',
      'status',
      'cause',
      'actor',
      'fileName',
      'sha256',
      'becomes',
      'fromRow',
      'toRow',
      'begunAt',
      'endedAt',
      'created',
      'changed',
      'unchanged',
      'rejected',
    ],
  )
