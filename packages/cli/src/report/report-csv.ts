// Any report as flat rows, for a spreadsheet: each says what was asked, and which section it is of.
import type { CellValue, Section } from '@eventcrm/projection'
import { stringify } from 'csv-stringify/sync'
import { questionFields } from './question-fields.ts'
import type { ShownAnswer } from './shown-answer.ts'

type Row = Readonly<Record<string, string | number | null>>

/** Words stand for no value, so their cell is empty. Amounts stand without their currency, which has a column of its own. */
const cellsOf = (name: string, value: CellValue): Row => {
  if (typeof value === 'bigint' || typeof value === 'boolean') return { [name]: String(value) }
  if (typeof value !== 'object' || value === null) return { [name]: value }
  return 'say' in value ? { [name]: null } : { [name]: value.amount, currency: value.currency }
}

/** What has none is asked for by null. */
const none = 'none'

/** A column for each field that may be asked, and for ids one more with the name; empty where it was not asked. */
const askedCells = ({ report, asked, names }: ShownAnswer): Row => {
  const values = new Map(asked.map(({ field, value }) => [field.name, value]))
  const cells = questionFields(report)
    .filter(({ name }) => Object.hasOwn(report.asked, name))
    .flatMap(({ name, holds }): (readonly [string, string | null])[] => {
      const value = values.get(name)
      const cell = value === undefined ? null : (value ?? none)
      if (holds !== 'id') return [[name, cell]]
      const called = typeof value === 'string' ? (names.get(value) ?? null) : cell
      return [
        [`${name}Id`, cell],
        [name, called],
      ]
    })
  return Object.fromEntries(cells)
}

const rowsOf = ({ name: section, within, columns, rows }: Section): readonly Row[] =>
  rows.map(cells =>
    columns.reduce<Row>((row, { name }, i) => ({ ...row, ...cellsOf(name, cells[i] ?? null) }), { ...within, section }),
  )

/** Spreadsheets take a file without it for one in their own encoding. */
const mark = '\uFEFF'

/** Begins with the mark of UTF-8. With a line of headings, and a break at the end. Cells that a spreadsheet would take for a formula begin with an apostrophe. */
export const reportCsv = (shown: ShownAnswer): string => {
  const { asOf, sections } = shown
  const begin = { asOf, ...askedCells(shown) }
  const rows = sections.flatMap(section => rowsOf(section).map(row => ({ ...begin, ...row })))
  const columns = new Set([...Object.keys(begin), ...rows.flatMap(row => Object.keys(row))])
  return mark + stringify(rows, { header: true, columns: [...columns], escape_formulas: true })
}
