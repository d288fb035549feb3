import type { Words } from '@eventcrm/crm'

/**
 * What an Excel cell is, beside its text: a number as a plain decimal, a share as 40%, a day as YYYY-MM-DD (with HH:mm:ss where it has a time), TRUE or FALSE, the code of
 * an error, a formula that has no result in the file.
 */
export type CellKind = 'text' | 'number' | 'percent' | 'day' | 'boolean' | 'error' | 'uncalculated'

/** One row of a file, numbered as a spreadsheet shows it. */
export interface FileRow {
  readonly row: number
  readonly cells: readonly string[]
  /** What each cell is; left out where all are text, as in CSV. */
  readonly kinds?: readonly CellKind[]
  /** The currency's sign or code that the format of a number shows beside it; null where it shows none. */
  readonly signs?: readonly (string | null)[]
  /** Why it cannot be told which cells it has, or under which heading they stand. */
  readonly unreadable?: { readonly code: 'BROKEN_QUOTES' | 'RAGGED'; readonly words: Words }
}
