// How an invoice is told: numbers begin anew in each series and year, so its symbol stands before its number.
import type { Words } from '@eventcrm/domain'
import type { Column } from '@eventcrm/projection'

interface Numbered {
  readonly symbol: string | null
  readonly number: string | null
}

/** As people read it: 'C25TAA 22', and the number alone where there is no symbol. */
export const numberOf = ({ symbol, number }: Numbered): string =>
  [symbol, number].filter(part => part !== null && part !== '').join(' ')

const title: Words = { en: 'Number', vi: 'Số' }

/** The number in one column of a table, and in two of a spreadsheet. */
export const numberColumns = <Row extends Numbered>(): readonly Column<Row>[] => [
  {
    name: 'numbered',
    title,
    kind: 'text',
    of: row => ({ say: { en: numberOf(row), vi: numberOf(row) } }),
    inCsv: false,
    whole: true,
  },
  { name: 'symbol', title: { en: 'Symbol', vi: 'Ký hiệu' }, kind: 'text', of: row => row.symbol, inTable: false },
  { name: 'number', title, kind: 'text', of: row => row.number, inTable: false },
]
