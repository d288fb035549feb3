import type { Language } from '@eventcrm/domain'
import type { RowsImported } from '@eventcrm/importer'
import { relative } from 'node:path'
import { formatsOf } from '../formats.ts'
import { table, wrapped } from '../layout.ts'
import type { Paint } from '../terminal.ts'
import { visible } from '../visible.ts'
import type { ImportTally } from './import-tally.ts'
import { importWords } from './import-words.ts'

interface SummaryOptions {
  readonly paint: Paint
  readonly width: number
  /** Files are named from here. */
  readonly folder: string
  /** Nothing was kept. */
  readonly isRehearsal: boolean
  readonly language: Language
}

/** Rows, or ranges of them, that are named of a notice: `--format json` has them all. */
const rangesShown = 20

/** What stands in such a cell is left to the file of rejected rows: screens are shown around, and logs kept. */
const reachesSomebody = (field: string | null): boolean => field !== null && /phone|mobile|email/i.test(field)

const rejectedLines = (
  summary: RowsImported,
  tally: ImportTally,
  { paint, width, folder, language }: SummaryOptions,
): readonly string[] => {
  const { firstRejected } = tally.told()
  const words = importWords[language]
  if (summary.rejected === 0) return []
  const longest = Math.max(...firstRejected.map(({ row }) => String(row).length))
  const under = longest + words.row.length + 5
  const more = summary.rejected - firstRejected.length
  return [
    '',
    paint('bold', words.rejectedHeading),
    ...firstRejected.flatMap(({ row, reasons }) =>
      reasons.map(({ column, field, value, words: { [language]: message } }) => {
        const isTold = value !== null && value !== '' && !reachesSomebody(field)
        const where = [column ?? field, isTold ? `"${value}"` : null].filter(part => part !== null).join(' ')
        const text = where === '' ? message : `${where}: ${message}`
        return `  ${words.row} ${String(row).padStart(longest)}  ${wrapped(text, width, under)}`
      }),
    ),
    ...(more > 0 ? [paint('dim', `  ${words.more(more)}`)] : []),
    ...(summary.rejectedFile === null
      ? []
      : ['', wrapped(words.theyStandIn(relative(folder, summary.rejectedFile) || summary.rejectedFile), width, 2)]),
  ]
}

const customersShown = 10

/** A misspelt name makes a customer of its own, which nobody would notice otherwise. */
const customerLines = (
  { customersMade: { count, first } }: RowsImported,
  { paint, width, language }: SummaryOptions,
): readonly string[] => {
  const words = importWords[language]
  if (count === 0) return []
  const shown = first.slice(0, customersShown)
  const more = count - shown.length
  return [
    '',
    paint('bold', words.customersMade(count)),
    ...shown.map(({ row, name }) => `  ${wrapped(`${words.inRow(row)}: ${visible(name)}`, width, 4)}`),
    ...(more > 0 ? [paint('dim', `  ${words.more(more)}`)] : []),
  ]
}

const noticeLines = (tally: ImportTally, { paint, width, language }: SummaryOptions): readonly string[] => {
  const { noticesGiven } = tally.told()
  const words = importWords[language]
  const counted = (number: number): string => formatsOf(language).count(number)
  if (noticesGiven.length === 0) return []
  const longest = Math.max(...noticesGiven.map(({ rows }) => counted(rows).length))
  const under = longest + 4
  return [
    '',
    paint('bold', words.noticesHeading),
    ...noticesGiven.map(({ rows, inRows, message }) => {
      const shown = inRows.slice(0, rangesShown)
      const others = rows - shown.reduce((sum, { from, to }) => sum + to - from + 1, 0)
      const listed = shown.map(({ from, to }) => (from === to ? String(from) : `${String(from)}–${String(to)}`))
      const where = rows === 1 ? words.inRow(inRows[0]?.from ?? 0) : words.inRows(listed.join(', '), others)
      return `  ${counted(rows).padStart(longest)}  ${wrapped(`${message} (${where})`, width, under)}`
    }),
  ]
}

/** What an import came to; lines without a break at the end. */
export const importSummary = (
  file: string,
  summary: RowsImported,
  tally: ImportTally,
  options: SummaryOptions,
): string => {
  const { paint, width, language } = options
  const words = importWords[language]
  const counted = (number: number): string => formatsOf(language).count(number)
  const { rows, created, changed, unchanged, rejected, notices } = summary
  const row = (word: string, number: number, format: Parameters<Paint>[0]) => [
    word,
    { text: counted(number), paint: (text: string) => (number === 0 ? paint('dim', text) : paint(format, text)) },
  ]
  return [
    `${paint('bold', visible(file))}: ${words.rows(rows)}${options.isRehearsal ? `, ${words.noneKept}` : ''}`,
    ...table(
      [{ title: '' }, { title: '', align: 'right' }],
      [
        row(words.created, created, 'green'),
        row(words.changed, changed, 'yellow'),
        row(words.unchanged, unchanged, 'reset'),
        row(words.rejected, rejected, 'red'),
        row(words.notices, notices, 'reset'),
      ],
      { width },
    ),
    ...customerLines(summary, options),
    ...noticeLines(tally, options),
    ...rejectedLines(summary, tally, options),
  ].join('\n')
}
