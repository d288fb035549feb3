import type { ImportSummary } from '@eventcrm/importer'
import { relative } from 'node:path'
import wrapAnsi from 'wrap-ansi'
import { table } from '../layout.ts'
import { stripControls, type Paint } from '../terminal.ts'
import type { ImportTally } from './import-tally.ts'

interface SummaryOptions {
  readonly paint: Paint
  readonly width: number
  /** Files are named from here. */
  readonly folder: string
  /** Nothing was kept. */
  readonly isRehearsal: boolean
}

const counted = (number: number): string => number.toLocaleString('en')

const wrapped = (text: string, width: number, under: number): string =>
  wrapAnsi(stripControls(text), width - under, { hard: true })
    .split('\n')
    .join(`\n${' '.repeat(under)}`)

const rejectedLines = (
  summary: ImportSummary,
  tally: ImportTally,
  { paint, width, folder }: SummaryOptions,
): readonly string[] => {
  const { firstRejected } = tally.told()
  if (summary.rejected === 0) return []
  const longest = Math.max(...firstRejected.map(({ row }) => String(row).length))
  const under = longest + 8
  const more = summary.rejected - firstRejected.length
  return [
    '',
    paint('bold', 'Rejected'),
    ...firstRejected.flatMap(({ row, reasons }) =>
      reasons.map(({ column, field, value, message }) => {
        const where = [column ?? field, value === null || value === '' ? null : `"${value}"`]
          .filter(part => part !== null)
          .join(' ')
        const text = where === '' ? message : `${where}: ${message}`
        return `  row ${String(row).padStart(longest)}  ${wrapped(text, width, under)}`
      }),
    ),
    ...(more > 0 ? [paint('dim', `  … and ${counted(more)} more`)] : []),
    ...(summary.rejectedFile === null
      ? []
      : [
          '',
          wrapped(
            `They stand in ${relative(folder, summary.rejectedFile) || summary.rejectedFile}, each behind its reasons: mend them there and import that file with the same mapping.`,
            width,
            0,
          ),
        ]),
  ]
}

const noticeLines = (tally: ImportTally, { paint, width }: SummaryOptions): readonly string[] => {
  const { noticesGiven } = tally.told()
  if (noticesGiven.length === 0) return []
  const longest = Math.max(...noticesGiven.map(({ rows }) => counted(rows).length))
  const under = longest + 4
  return [
    '',
    paint('bold', 'Notices'),
    ...noticesGiven.map(({ rows, firstRow, message }) => {
      const where = rows === 1 ? `row ${String(firstRow)}` : `first in row ${String(firstRow)}`
      return `  ${counted(rows).padStart(longest)}  ${wrapped(`${message} (${where})`, width, under)}`
    }),
  ]
}

/** What an import came to; lines without a break at the end. */
export const importSummary = (
  file: string,
  summary: ImportSummary,
  tally: ImportTally,
  options: SummaryOptions,
): string => {
  const { paint, width } = options
  const { rows, created, changed, unchanged, rejected, notices } = summary
  const row = (word: string, number: number, format: Parameters<Paint>[0]) => [
    word,
    { text: counted(number), paint: (text: string) => (number === 0 ? paint('dim', text) : paint(format, text)) },
  ]
  return [
    `${paint('bold', file)}: ${counted(rows)} ${rows === 1 ? 'row' : 'rows'}${options.isRehearsal ? ', none of them kept' : ''}`,
    ...table(
      [{ title: '' }, { title: '', align: 'right' }],
      [
        row('created', created, 'green'),
        row('changed', changed, 'yellow'),
        row('unchanged', unchanged, 'reset'),
        row('rejected', rejected, 'red'),
        row('notices', notices, 'reset'),
      ],
      { width },
    ),
    ...noticeLines(tally, options),
    ...rejectedLines(summary, tally, options),
  ].join('\n')
}
