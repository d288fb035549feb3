// What a report shows: sections of rows, with words in every language of the library. Tables and CSV are made from these, so a new
// report needs no code where it is printed.
import type { Day, ShownMoney, Words } from '@eventcrm/domain'

/** What a cell of each kind holds. */
export interface ValueOf {
  /** Text that is data: a title, a tag. */
  readonly text: string
  /** A name looked up: null where it was erased. */
  readonly name: string
  /** A whole number of things. */
  readonly count: number | bigint
  readonly money: ShownMoney
  /** A share of one: 0.25 is shown as 25 %. */
  readonly percent: number
  /** A number with at most two decimals. */
  readonly decimal: number
  /** A number with at most four decimals: a parameter, a log-likelihood. */
  readonly number: number
  readonly day: Day
  /** 'YYYY-MM' */
  readonly month: string
  /** Yes or no. A table leaves the column out where it is no everywhere. */
  readonly flag: boolean
}
export type Kind = keyof ValueOf

/** Words instead of a value: 'nobody', 'no reason given'. Shown in tables; in CSV the cell is empty. */
export interface Said {
  readonly say: Words
}
export type CellValue = ValueOf[Kind] | Said | null

/** What the two parts of a percentage's bar stand for. */
export interface BarWords {
  readonly share: Words
  readonly rest: Words
}

/** A column of a section. */
export type Column<Row> = {
  readonly [K in Kind]: {
    /** Its heading in CSV; the same name in several sections is one column there. */
    readonly name: string
    readonly title: Words
    readonly kind: K
    readonly of: (row: Row) => ValueOf[K] | Said | null
    /** A table draws a bar beside it: against the largest of the section, a percentage against 100, with what the rest stands for. */
    readonly bar?: boolean | BarWords
    /** False: in CSV only, such as ids. 'below': on a line of its own below its row, where there is something. */
    readonly inTable?: boolean | 'below'
    /** False: in tables only. */
    readonly inCsv?: boolean
    /** A table never cuts it. */
    readonly whole?: boolean
  }
}[Kind]

export interface SectionColumn {
  readonly name: string
  readonly title: Words
  readonly kind: Kind
  readonly bar: boolean | BarWords
  readonly inTable: boolean | 'below'
  readonly inCsv: boolean
  /** Never cut in a table. */
  readonly whole: boolean
}

/** Rows of one kind under a heading. */
export interface Section {
  /** What CSV calls it. */
  readonly name: string
  readonly title: Words
  /** What holds for all its rows, in columns of its own in CSV: `{ currency: 'VND' }`. */
  readonly within: Readonly<Record<string, string>>
  readonly columns: readonly SectionColumn[]
  /** As many cells as there are columns. */
  readonly rows: readonly (readonly CellValue[])[]
  /** A table sets it upright: a line for each column of its one row. */
  readonly upright: boolean
  /** Rows that a table shows at most. */
  readonly most: number | null
  /** Said below it. */
  readonly note: Words | null
}

/** A section, from rows of any form and how each column reads them. */
export const section = <Row>(definition: {
  readonly name: string
  readonly title: Words
  readonly within?: Readonly<Record<string, string>>
  readonly rows: readonly Row[]
  readonly columns: readonly Column<NoInfer<Row>>[]
  readonly upright?: boolean
  readonly most?: number
  readonly note?: Words | null
}): Section => {
  const { name, title, within = {}, rows, columns, upright = false, most = null, note = null } = definition
  return {
    name,
    title,
    within,
    columns: columns.map(
      ({
        name,
        title,
        kind,
        bar = false,
        inTable = true,
        inCsv = true,
        whole = kind === 'day' || kind === 'month',
      }) => ({
        ...{ name, title, kind, bar, inTable, inCsv, whole },
      }),
    ),
    rows: rows.map(row => columns.map(column => column.of(row))),
    upright,
    most,
    note,
  }
}
