// How values stand in cells.
import { showMoney, type Day, type Parts, type StoredMoney } from '@eventcrm/crm'
import type { SheetCell } from '@eventcrm/importer'
import type { CustomValue, Row } from './table.ts'

export const dayCell = (day: Day | null | undefined): SheetCell => (day === null || day === undefined ? null : { day })

/** Digits that a spreadsheet keeps of a number. */
const exactDigits = 15

/** An amount, as text where a spreadsheet would round it. */
export const amountCell = (money: StoredMoney): SheetCell => {
  const { amount } = showMoney(money)
  return amount.replaceAll(/\D/g, '').length > exactDigits ? amount : Number(amount)
}

/** A personal value; of one that was erased, a word that says so. */
export const shown = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : '(erased)'

export const yesOrNo = (value: boolean): SheetCell => (value ? 'yes' : 'no')

/** The parts of a list are lines. */
export const listCell = (parts: Iterable<string>): SheetCell => [...parts].join('\n')
export const ofLists = { separator: '\n' }
/** Values of catalogues that another company does not have come in as texts. */
export const asText = { unknown: 'text' }

/** Values of the company's own fields, but for those that were cleared or erased. */
export const customIn = (values: Iterable<readonly [string, unknown]>): readonly (readonly [string, CustomValue])[] =>
  [...values].flatMap(([name, value]): [string, CustomValue][] =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [],
  )

/** No form writes a number with an exponent. */
const plainNumber = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 100 })

export const customColumn = (name: string): string => `custom.${name}`
export const customCells = (values: Iterable<readonly [string, unknown]>): Row =>
  Object.fromEntries(
    customIn(values).map(([name, value]) => [
      customColumn(name),
      typeof value === 'number' && String(value).includes('e') ? plainNumber.format(value) : value,
    ]),
  )

/** Rows of one thing: parts stand beside each other, the first of each kind in the first row. */
export const sideBySide = (first: Row, further: Row, ...parts: readonly (readonly Row[])[]): Row[] => {
  const most = Math.max(1, ...parts.map(rows => rows.length))
  return Array.from({ length: most }, (_, i) =>
    parts.reduce<Row>((row, part) => ({ ...row, ...part[i] }), i === 0 ? first : further),
  )
}

/** Ids in other systems, each with the day since which it is that one. */
export const externalIdCells = (ids: Parts<{ readonly id: unknown }>, openedOn: Day): (readonly [Day, Row])[] =>
  [...ids]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([externalSystem, { id }]) =>
      typeof id === 'string' ? [[ids.lastSetOn(externalSystem) ?? openedOn, { externalSystem, externalId: id }]] : [],
    )
