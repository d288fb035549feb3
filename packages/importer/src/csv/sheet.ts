import { FileUnreadable } from '../errors.ts'
import { didYouMean } from '../nearest.ts'
import { unguarded } from './guard.ts'
import { indexOfLetter, letterOf, rowsOf, type Delimiter, type FileRow } from './read.ts'
import { decoded } from './utf8.ts'

/** Heading of the first column of a file of rejected rows. A file with it is read as one. */
export const reasonsHeading = 'Rejected because'

/** A row below the headings. */
export interface SheetRow extends FileRow {
  /** Why its cells cannot be told which heading they stand under. */
  readonly ragged?: string
}

export interface Sheet {
  /** The rows above the headings, and the headings, as they are in the file. */
  readonly top: readonly (readonly string[])[]
  readonly headings: readonly string[]
  /** Whether these are rows that an import rejected, written out to be mended. */
  readonly rejectedBefore: boolean
  /** How a column is called in messages. */
  nameOf(column: number): string
  /** The rows below the headings but for blank ones. To be read once. */
  readonly rows: AsyncIterable<SheetRow>
  /** Lets go of a source that is not read on. */
  close(): Promise<void>
}

const tidy = (heading: string): string => heading.trim().normalize('NFC')
const isBlank = (cells: readonly string[]): boolean => cells.every(cell => cell.trim() === '')

/** Reads a file up to and with its headings. */
export const openSheet = async (
  source: AsyncIterable<Uint8Array | string>,
  { heading, delimiter }: { readonly heading: number; readonly delimiter: Delimiter },
  onBytes?: (read: number) => void,
): Promise<Sheet> => {
  const rows = rowsOf(decoded(source, onBytes), delimiter)
  try {
    const top = await topOf(rows, heading)
    const rejectedBefore = tidy(top.at(-1)?.[0] ?? '') === reasonsHeading
    const own = (cells: readonly string[]): readonly string[] =>
      rejectedBefore ? cells.slice(1).map(unguarded) : cells
    const headings = own(top.at(-1) ?? []).map(tidy)
    while (headings.at(-1) === '') headings.pop()
    if (headings.length === 0)
      throw new FileUnreadable('NoHeading', `Expected headings in row ${String(heading)}, but it is blank`, {
        row: heading,
      })
    const letter = (column: number): string => letterOf(rejectedBefore ? column + 1 : column)
    return {
      top: top.map(own),
      headings,
      rejectedBefore,
      nameOf: column => headings[column] || `column ${letter(column)}`,
      rows: sheetRows(rows, own, headings.length, letter),
      async close() {
        await rows.return(undefined)
      },
    }
  } catch (error) {
    await rows.return(undefined)
    throw error
  }
}

/** The rows up to and with the headings. */
const topOf = async (rows: AsyncIterator<FileRow>, heading: number): Promise<readonly (readonly string[])[]> => {
  const top: (readonly string[])[] = []
  while (top.length < heading) {
    const read = await rows.next()
    if (read.done === true) {
      const there = top.length === 0 ? 'the file is empty' : `the file ends with row ${String(top.length)}`
      throw new FileUnreadable('NoHeading', `Expected headings in row ${String(heading)}, but ${there}`)
    }
    top.push(read.value.cells)
  }
  return top
}

async function* sheetRows(
  rows: AsyncIterable<FileRow>,
  own: (cells: readonly string[]) => readonly string[],
  width: number,
  letter: (column: number) => string,
): AsyncGenerator<SheetRow, undefined> {
  for await (const { row, cells: written } of rows) {
    const cells = own(written)
    if (isBlank(cells)) continue
    const last = cells.findLastIndex(cell => cell.trim() !== '')
    if (cells.length < width) {
      yield {
        row,
        cells,
        ragged: `the row has ${String(cells.length)} cells, the headings ${String(width)}: a line break inside a cell needs quotes around the cell`,
      }
    } else if (last >= width) {
      yield {
        row,
        cells,
        ragged: `column ${letter(last)} has a value but no heading: a delimiter inside a cell needs quotes around the cell`,
      }
    } else yield { row, cells }
  }
}

/** A file that is no table has its whole first line for a heading. */
const longestShown = 60
const mostShown = 50
const quoted = (heading: string): string =>
  `"${heading.length > longestShown ? `${heading.slice(0, longestShown)}…` : heading}"`
const listed = (headings: readonly string[]): string => {
  const shown = headings.slice(0, mostShown).map(quoted).join(', ')
  return headings.length > mostShown ? `${shown} and ${String(headings.length - mostShown)} more` : shown
}

/**
 * Where the columns of a mapping stand.
 * @throws FileUnreadable naming every column that is not there, or there more than once
 */
export const locate = (sheet: Sheet, columns: readonly string[], delimiter: Delimiter): ReadonlyMap<string, number> => {
  const { headings } = sheet
  const found = new Map<string, number>()
  const unknown: string[] = []
  const ambiguous: string[] = []
  for (const column of new Set(columns)) {
    const places = headings.flatMap((heading, index) => (heading === tidy(column) ? [index] : []))
    const byLetter = indexOfLetter(column)
    const [place = byLetter !== undefined && byLetter < headings.length ? byLetter : undefined] = places
    if (places.length > 1)
      ambiguous.push(
        `"${column}" stands over ${String(places.length)} columns; name the one you mean by its letter: ${places.map(letterOf).join(', ')}`,
      )
    else if (place === undefined) unknown.push(`no column "${column}"${didYouMean(column, headings)}`)
    else found.set(column, place)
  }
  if (unknown.length === 0 && ambiguous.length === 0) return found
  const there = `the headings are ${listed(headings)}`
  const hint =
    headings.length === 1 && /[,;\t|]/.test(headings[0] ?? '')
      ? `; the file seems to be delimited otherwise than by "${delimiter}": set \`delimiter\` in the mapping`
      : ''
  const message = [...unknown, ...ambiguous].join('; ')
  throw new FileUnreadable(
    unknown.length > 0 ? 'ColumnUnknown' : 'ColumnAmbiguous',
    unknown.length > 0 ? `${message}; ${there}${hint}` : message,
  )
}
