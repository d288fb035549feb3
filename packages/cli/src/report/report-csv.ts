// Any report as flat rows, for a spreadsheet: each says what was asked, and which section it is of.
import type { ShownMoney } from '@eventcrm/domain'
import { guarded } from '@eventcrm/importer'
import type { CellValue, Section } from '@eventcrm/projection'
import { stringify } from 'csv-stringify/sync'
import { visible } from '../visible.ts'
import { questionFields } from './question-fields.ts'
import type { ShownAnswer } from './shown-answer.ts'

/** An amount, which may begin with a minus sign and is no formula. */
interface Amount {
  readonly amount: string
}
export type Row = Readonly<Record<string, string | number | bigint | Amount | null>>

const isMoney = (value: CellValue): value is ShownMoney =>
  typeof value === 'object' && value !== null && 'amount' in value

/** Words stand for no value, so their cell is empty. */
const cellOf = (value: CellValue): Row[string] => {
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'object' || value === null) return value
  return isMoney(value) ? { amount: value.amount } : null
}

/** Whether a section says of all its amounts that they are in one currency. */
const isOfOneCurrency = ({ within, rows }: Section): boolean =>
  within['currency'] !== undefined &&
  rows.flat().every(value => !isMoney(value) || value.currency === within['currency'])

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

/** Amounts stand without their currency: it is the section's, or has a column beside each of them. */
const rowsOf = (section: Section): readonly Row[] => {
  const oneCurrency = isOfOneCurrency(section)
  return section.rows.map(cells =>
    section.columns.reduce<Row>(
      (row, { name, kind, inCsv }, i) => {
        if (!inCsv) return row
        const value = cells[i] ?? null
        const currency =
          kind === 'money' && !oneCurrency ? { [`${name}Currency`]: isMoney(value) ? value.currency : null } : {}
        return { ...row, [name]: cellOf(value), ...currency }
      },
      { ...section.within, section: section.name },
    ),
  )
}

/** Spreadsheets take a file without it for one in their own encoding. */
const mark = '\uFEFF'

/**
 * Begins with the mark of UTF-8. With a line of headings, and a break at the end. Each row is a line: what is unseen in a text is shown.
 * Texts and names that a spreadsheet would take for a formula begin with an apostrophe; numbers and amounts never.
 */
export const csvOf = (rows: readonly Row[], columns: readonly string[]): string => {
  const cast = {
    object: ({ amount }: Readonly<Record<string, unknown>>) => String(amount),
    string: (text: string) => guarded(visible(text)),
  }
  return mark + stringify([...rows], { header: true, columns: [...columns], cast })
}

/** A report as `csvOf` writes rows. */
export const reportCsv = (shown: ShownAnswer): string => {
  const { asOf, knownAt, sections } = shown
  const begin = { asOf, ...(knownAt === null ? {} : { knownAt }), ...askedCells(shown) }
  const rows = sections.flatMap(section => rowsOf(section).map(row => ({ ...begin, ...row })))
  return csvOf(rows, [...new Set([...Object.keys(begin), ...rows.flatMap(row => Object.keys(row))])])
}
