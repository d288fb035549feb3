// A spreadsheet takes a cell that begins with one of these for a formula, and would carry it out; some that don't know quotes take each
// line of a cell for one of its own. In a CSV file that is written here, such a line gets an apostrophe in front, which a spreadsheet shows
// and which is taken off again when the file is read.

const begins = String.raw`(?:[^\S\r\n]*[=+\-@＝＋－＠]|[\t\0])`
const formula = new RegExp(String.raw`^'*(?:${begins}|[\r\n])`)
const furtherFormulas = new RegExp(String.raw`(?<=[\r\n])(?='*${begins})`, 'g')
const furtherGuards = new RegExp(String.raw`(?<=[\r\n])'(?='*${begins})`, 'g')
const plainNumber = /^-\d+(?:[.,]\d+)*$/

/** The cell as it is written: no line of it is a formula. A negative number stays one. */
export const guarded = (cell: string): string =>
  (formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell).replaceAll(furtherFormulas, "'")

/** The cell as it was before `guarded`. */
export const unguarded = (cell: string): string =>
  (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell).replaceAll(furtherGuards, '')
