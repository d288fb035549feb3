import type { Fields } from './field.ts'
import type { FileRow } from './file-row.ts'
import { forms } from './forms/index.ts'
import type { Mapping } from './mapping.ts'
import { columnsOf } from './read-row.ts'
import { writeDay, writeNumber, type NumberSigns } from './reading/index.ts'
import { locate, type Sheet } from './sheet.ts'

/** A row's cells as CSV has them: numbers and days of Excel are written as the mapping reads them in their columns. */
export type CellsAsText = (row: FileRow) => readonly string[]

/** Under no heading, so that the row is rejected until it is taken away. */
const toBeMended = '?'

interface Formats {
  /** Whether a currency's sign can stand beside a number. */
  readonly isAmount: boolean
  readonly dateFormat: string
  readonly numbers: NumberSigns | null
}

export const cellsAsText = (mapping: Mapping, sheet: Sheet): CellsAsText => {
  const fields: Fields = forms[mapping.becomes].fields
  const plain: Formats = { isAmount: false, dateFormat: mapping.dateFormat, numbers: mapping.numbers ?? null }
  const formats = new Map<number, Formats>()
  for (const [name, source] of [...Object.entries(mapping.fields), ...Object.entries(mapping.custom ?? {})]) {
    if (!source || 'value' in source) continue
    const { dateFormat = plain.dateFormat, numbers = plain.numbers } = source
    const isAmount = source === mapping.fields[name] && fields[name]?.reads.as === 'amount'
    for (const place of locate(sheet, columnsOf(source)).values()) {
      if (!formats.has(place)) formats.set(place, { isAmount, dateFormat, numbers })
    }
  }
  const written = ({ cells, kinds, signs }: FileRow, column: number): string => {
    const [text, kind, sign] = [cells[column] ?? '', kinds?.[column], signs?.[column] ?? null]
    const { isAmount, dateFormat, numbers } = formats.get(column) ?? plain
    if (kind === 'number') return `${writeNumber(text, numbers)}${isAmount && sign !== null ? ` ${sign}` : ''}`
    if (kind === 'percent') return text.replace(/[^%]+/, percent => writeNumber(percent, numbers))
    return kind === 'day' ? writeDay(text, dateFormat) : text
  }
  const { format, width } = sheet
  return row => {
    const { cells, unreadable } = row
    // A row that was mended by nobody must not go in only because its cells are as many as the headings.
    const mark = unreadable?.code === 'BROKEN_QUOTES' && cells.length === width
    if (format === 'csv') return mark ? [...cells, toBeMended] : cells
    // A row of Excel ends with its last cell, one of CSV with the last heading.
    return Array.from({ length: width }, (_, column) => written(row, column))
  }
}
