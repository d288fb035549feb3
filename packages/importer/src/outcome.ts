import { wordsOf, type Language, type Wording, type Words } from '@eventcrm/crm'

/** Something to say about a row, and the column that it is about. */
export interface RowRemark {
  /** The field of the form; null where it is about the row as a whole. */
  readonly field: string | null
  /** The heading of the column; null where it is about no column. */
  readonly column: string | null
  /** What stands there, cut short when long. It goes back to whoever gave the file, so it may be personal. */
  readonly value: string | null
  /** Stable. A rejection's is the domain's own code. */
  readonly code: string
  /** In English. */
  readonly message: string
  /** The same in each language. */
  readonly words: Words
}

/** What is said, before it is known of which cell. */
export interface Said<Name extends string = string> {
  readonly field: Name | null
  readonly code: string
  readonly words: Wording
}

/** What became of a row. */
export interface RowOutcome {
  /** As a spreadsheet numbers rows. */
  readonly row: number
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'rejected'
  /** The id of what the row is about; null where that can't be told. */
  readonly id: string | null
  /** Every reason why it was rejected; otherwise empty. */
  readonly reasons: readonly RowRemark[]
  /** What its sender may want to know of a row that went in: gaps that were to be reported, values that had no use. */
  readonly notices: readonly RowRemark[]
  /** Position in the log of the last event that it led to; null for none, or where it is not known, as of a row IN_PART. */
  readonly position: string | null
}

const longestShown = 100
const shown = (value: string | null): string | null =>
  value !== null && value.length > longestShown ? `${value.slice(0, longestShown)}…` : value

/** @param cell the column that a field was read from, and what stands there */
export const remark = (
  { field, code, words: wording }: Said,
  cell?: { readonly column: string | null; readonly value: string | null },
): RowRemark => {
  const words = wordsOf(wording)
  return { field, column: cell?.column ?? null, value: shown(cell?.value ?? null), code, message: words.en, words }
}

/** @example 'close_date: it was won on 2017-03-01' */
export const showRemark = ({ column, field, words }: RowRemark, language: Language = 'en'): string => {
  const where = column ?? field
  return where === null ? words[language] : `${where}: ${words[language]}`
}
