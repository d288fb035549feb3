// What is written in a cell, brought to one plain form.
import { oneLine } from '@eventcrm/crm'

/** What is compared where case and blanks say nothing. */
export const foldedText = (text: string): string => oneLine(text).toLowerCase()

/** ="0912345673": how Excel is told that digits are text. */
const textFormula = /^="((?:[^"]|"")*)"$/

/** The cell without the blanks around it, and without what only Excel needs. */
export const cellText = (cell: string): string => {
  const text = cell.trim()
  const [, inside] = textFormula.exec(text) ?? []
  return inside === undefined ? text : inside.replaceAll('""', '"').trim()
}

/** The parts of a cell that holds several, without the empty ones. */
export const readList = (written: string, separator: string): readonly string[] =>
  written
    .split(separator)
    .map(oneLine)
    .filter(part => part !== '')
