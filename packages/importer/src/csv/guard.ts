// A spreadsheet takes a cell that begins with one of these for a formula, and would carry it out. In a file that this package writes,
// such a cell gets an apostrophe in front, which a spreadsheet shows and which is taken off again when the file is read.

const formula = /^'*[=+\-@\t\r\0]/
const plainNumber = /^-\d+(?:[.,]\d+)*$/

/** The cell as it is written. A negative number stays one. */
export const guarded = (cell: string): string => (formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell)

/** The cell as it was before `guarded`. */
export const unguarded = (cell: string): string => (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell)
