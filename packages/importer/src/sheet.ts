import { setImmediate } from 'node:timers/promises'
import type { Language, Words } from '@eventcrm/crm'
import { indexOfLetter, letterOf } from './column-letters.ts'
import { blankRows, blanks, rejectedAmongBlanks } from './csv/blanks.ts'
import { decoded, type Encoding } from './csv/decode.ts'
import { unguarded } from './csv/guard.ts'
import { rowsOf } from './csv/read.ts'
import { withoutSeparatorLine } from './csv/separator-line.ts'
import { FileUnreadable } from './errors.ts'
import type { FileRow } from './file-row.ts'
import { didYouMean, named } from './nearest.ts'
import { isReasonsHeading, tidy } from './reasons-heading.ts'
import { sourceFormat } from './source-format.ts'
import { xlsxRows } from './xlsx/read.ts'

export interface Sheet {
  readonly format: 'csv' | 'xlsx'
  /** The rows above the headings, and the headings, as they are in the file; letters where it has none. */
  readonly top: readonly FileRow[]
  /** Null where the file has none: its columns go by letters. */
  readonly headings: readonly string[] | null
  readonly width: number
  /** What stands between cells. */
  readonly delimiter: string
  /** Whether these are rows that an import rejected, written out to be mended. */
  readonly rejectedBefore: boolean
  /** How a column is called in messages. */
  nameOf(column: number): string
  /** The rows below the headings but for blank ones. To be read once. */
  readonly rows: AsyncIterable<FileRow>
  /** Aborted, `rows` ends with the signal's reason, also among blank rows. */
  stopOn(signal: AbortSignal | undefined): void
  /** Lets go of a source that is not read on. */
  close(): Promise<void>
}

export interface SheetSettings {
  readonly heading: number | null
  readonly delimiter: string
  readonly encoding?: Encoding | undefined
  readonly sheet?: string | undefined
  /** Whether text has an apostrophe before what a spreadsheet would take for a formula. */
  readonly guarded?: boolean
}

const isBlank = (cells: readonly string[]): boolean => cells.every(cell => cell.trim() === '')

interface Opened {
  readonly format: 'csv' | 'xlsx'
  readonly rows: AsyncGenerator<FileRow, undefined>
  readonly delimiter: string
  /** Columns of the widest row; null where that is not known. */
  readonly width: number | null
}

const openRows = async (
  source: AsyncIterable<Uint8Array | string>,
  { delimiter, encoding, sheet, heading }: SheetSettings,
  onBytes?: (read: number) => void,
  signal?: AbortSignal,
): Promise<Opened> => {
  const { format, bytes } = await sourceFormat(source)
  if (format === 'xlsx') return { format, delimiter, ...(await xlsxRows(bytes, sheet, onBytes, signal)) }
  const { text, delimiter: named } = await withoutSeparatorLine(decoded(bytes, encoding, onBytes))
  if (named !== null || delimiter !== blanks)
    return { format, rows: rowsOf(text, named ?? delimiter), delimiter: named ?? delimiter, width: null }
  const peeked = await rejectedAmongBlanks(text, heading ?? 1)
  if (peeked.delimiter === null) return { format, rows: blankRows(peeked.text), delimiter, width: null }
  return { format, rows: rowsOf(peeked.text, peeked.delimiter), delimiter: peeked.delimiter, width: null }
}

const unguardedRow = (row: FileRow): FileRow => ({ ...row, cells: row.cells.map(unguarded) })

/** A row without its reasons, as it was in the file that it comes from. */
const withoutReasons = (row: FileRow): FileRow => ({
  ...row,
  cells: row.cells.slice(1),
  ...(row.kinds === undefined ? {} : { kinds: row.kinds.slice(1) }),
  ...(row.signs === undefined ? {} : { signs: row.signs.slice(1) }),
})

/**
 * Reads a file up to and with its headings.
 * @param untilOpen aborted, an Excel file is no longer unpacked, and the signal's reason is thrown
 */
export const openSheet = async (
  source: AsyncIterable<Uint8Array | string>,
  settings: SheetSettings,
  onBytes?: (read: number) => void,
  untilOpen?: AbortSignal,
): Promise<Sheet> => {
  const opened = await openRows(source, settings, onBytes, untilOpen)
  const { format, delimiter } = opened
  let { rows } = opened
  let signal: AbortSignal | undefined
  try {
    const { heading } = settings
    let top = heading === null ? [] : await topOf(rows, heading)
    let first: FileRow | undefined
    if (heading === null) {
      first = await firstOf(rows)
      if (isReasonsHeading(first?.cells[0])) top = first ? [first] : []
      else if (first) rows = withFirst(first, rows)
    }
    const rejectedBefore = isReasonsHeading(top.at(-1)?.cells[0])
    const isGuarded = format === 'csv' && (rejectedBefore || settings.guarded === true)
    const own = (row: FileRow): FileRow => {
      const meant = isGuarded ? unguardedRow(row) : row
      return rejectedBefore ? withoutReasons(meant) : meant
    }
    const ownTop = top.map(own)
    const headings = heading === null ? null : headingsOf(ownTop, heading)
    const width =
      headings?.length ??
      (rejectedBefore ? (ownTop.at(-1)?.cells.length ?? 0) : (opened.width ?? first?.cells.length ?? 0))
    const letter = (column: number): string => letterOf(rejectedBefore ? column + 1 : column)
    const letters = Array.from({ length: width }, (_, column) => letterOf(column))
    return {
      format,
      top: heading === null ? [{ row: 0, cells: letters }] : ownTop,
      headings,
      width,
      delimiter,
      rejectedBefore,
      nameOf: column => headings?.[column] || letter(column),
      rows: sheetRows(rows, own, format === 'csv' ? { width, letter, delimiter } : null, () => signal),
      stopOn(given) {
        signal = given
      },
      async close() {
        await opened.rows.return(undefined)
      },
    }
  } catch (error) {
    await opened.rows.return(undefined)
    throw error
  }
}

async function* withFirst(
  first: FileRow,
  rows: AsyncGenerator<FileRow, undefined>,
): AsyncGenerator<FileRow, undefined> {
  try {
    yield first
    yield* rows
    return undefined
  } finally {
    await rows.return(undefined)
  }
}

const firstOf = async (rows: AsyncIterator<FileRow, undefined>): Promise<FileRow | undefined> => {
  for (let read = await rows.next(); read.done !== true; read = await rows.next()) {
    if (!isBlank(read.value.cells)) return read.value
  }
  return undefined
}

const noHeadings = (heading: number, there: Words): Words => ({
  en: `Expected headings in row ${String(heading)}, but ${there.en}`,
  vi: `Cần tiêu đề cột ở dòng ${String(heading)}, nhưng ${there.vi}`,
})

/** The rows up to and with the headings. */
const topOf = async (rows: AsyncIterator<FileRow>, heading: number): Promise<readonly FileRow[]> => {
  const top: FileRow[] = []
  while (top.length < heading) {
    const read = await rows.next()
    if (read.done === true) {
      const there: Words =
        top.length === 0
          ? { en: 'the file is empty', vi: 'tệp trống' }
          : { en: `the file ends with row ${String(top.length)}`, vi: `tệp kết thúc ở dòng ${String(top.length)}` }
      throw new FileUnreadable('NoHeading', noHeadings(heading, there))
    }
    const { row, unreadable } = read.value
    if (unreadable) {
      const { en, vi } = unreadable.words
      const words = { en: `Row ${String(row)}, ${en}`, vi: `Dòng ${String(row)}, ${vi}` }
      throw new FileUnreadable('BrokenQuotes', words, { row })
    }
    // Blank rows may be left out.
    while (top.length < Math.min(row - 1, heading)) top.push({ row: top.length + 1, cells: [''] })
    if (top.length < heading) top.push(read.value)
  }
  return top
}

const headingsOf = (top: readonly FileRow[], heading: number): readonly string[] => {
  const headings = (top.at(-1)?.cells ?? []).map(tidy)
  while (headings.at(-1) === '') headings.pop()
  if (headings.length > 0) return headings
  throw new FileUnreadable('NoHeading', noHeadings(heading, { en: 'it is blank', vi: 'dòng đó trống' }), {
    row: heading,
  })
}

/** Milliseconds of blank rows after which others get their turn, and a signal is heard: a file may have a million of them. */
const breath = 20

interface Table {
  readonly width: number
  readonly letter: (column: number) => string
  readonly delimiter: string
}

/** @param table what a row must fit; null where cells cannot have slipped, as in Excel */
async function* sheetRows(
  rows: AsyncIterable<FileRow>,
  own: (row: FileRow) => FileRow,
  table: Table | null,
  signal: () => AbortSignal | undefined,
): AsyncGenerator<FileRow, undefined> {
  let turn = performance.now()
  for await (const written of rows) {
    const row = own(written)
    if (isBlank(row.cells)) {
      signal()?.throwIfAborted()
      if (performance.now() - turn < breath) continue
      await setImmediate()
      turn = performance.now()
    } else if (row.unreadable || !table) yield row
    else {
      const words = raggedWords(row.cells, table)
      yield words ? { ...row, unreadable: { code: 'RAGGED', words } } : row
    }
  }
  return undefined
}

const raggedWords = (cells: readonly string[], { width, letter, delimiter }: Table): Words | undefined => {
  const [has, needs] = [String(cells.length), String(width)]
  if (delimiter === blanks && cells.length !== width)
    return {
      en: `the row has ${has} cells, and should have ${needs}: with blanks between cells, none may be empty or have a blank in it`,
      vi: `dòng có ${has} ô, trong khi cần ${needs}: khi các ô cách nhau bằng khoảng trắng thì không ô nào được để trống hay có khoảng trắng bên trong`,
    }
  if (cells.length < width) {
    return {
      en: `the row has ${has} cells, the headings ${needs}: a line break inside a cell needs quotes around the cell`,
      vi: `dòng có ${has} ô, trong khi có ${needs} cột: ô có xuống dòng bên trong phải được đặt trong ngoặc kép`,
    }
  }
  const last = cells.findLastIndex(cell => cell.trim() !== '')
  if (last < width) return undefined
  return {
    en: `column ${letter(last)} has a value but no heading: a delimiter inside a cell needs quotes around the cell`,
    vi: `cột ${letter(last)} có giá trị nhưng không có tiêu đề: ô chứa dấu phân cách bên trong phải được đặt trong ngoặc kép`,
  }
}

/** A file that is no table has its whole first line for a heading. */
const longestShown = 60
const mostShown = 50
const quoted = (heading: string): string =>
  `"${heading.length > longestShown ? `${heading.slice(0, longestShown)}…` : heading}"`
const listed = (headings: readonly string[]): Words => {
  const shown = headings.slice(0, mostShown).map(quoted).join(', ')
  const more = headings.length - mostShown
  return more > 0
    ? { en: `${shown} and ${String(more)} more`, vi: `${shown} và ${String(more)} cột nữa` }
    : { en: shown, vi: shown }
}

/**
 * Where the columns of a mapping stand.
 * @throws FileUnreadable naming every column that is not there, or there more than once
 */
export const locate = (sheet: Sheet, columns: readonly string[]): ReadonlyMap<string, number> => {
  const { headings, width, delimiter } = sheet
  const found = new Map<string, number>()
  const unknown: Words[] = []
  const ambiguous: Words[] = []
  for (const column of new Set(columns)) {
    const places = (headings ?? []).flatMap((heading, index) => (heading === tidy(column) ? [index] : []))
    const byLetter = indexOfLetter(column)
    const [place = byLetter !== undefined && byLetter < width ? byLetter : undefined] = places
    if (places.length > 1) {
      const [over, letters] = [String(places.length), places.map(letterOf).join(', ')]
      ambiguous.push({
        en: `"${named(column)}" stands over ${over} columns; name the one you mean by its letter: ${letters}`,
        vi: `"${named(column)}" là tiêu đề của ${over} cột; hãy chỉ rõ cột cần dùng bằng chữ cái: ${letters}`,
      })
    } else if (place === undefined) {
      const meant = didYouMean(column, headings ?? [])
      unknown.push({
        en: `no column "${named(column)}"${meant.en}`,
        vi: `không có cột "${named(column)}"${meant.vi}`,
      })
    } else found.set(column, place)
  }
  if (unknown.length === 0 && ambiguous.length === 0) return found
  const joined = (language: Language): string => [...unknown, ...ambiguous].map(words => words[language]).join('; ')
  if (unknown.length === 0) throw new FileUnreadable('ColumnAmbiguous', { en: joined('en'), vi: joined('vi') })
  const there = headings === null ? lettersThere(width) : headingsThere(headings, delimiter)
  throw new FileUnreadable('ColumnUnknown', {
    en: `${joined('en')}; ${there.en}`,
    vi: `${joined('vi')}; ${there.vi}`,
  })
}

const lettersThere = (width: number): Words => {
  if (width === 0) return { en: 'the file is empty', vi: 'tệp trống' }
  const last = letterOf(width - 1)
  return {
    en: `the file has no headings, and its columns are A to ${last}`,
    vi: `tệp không có tiêu đề, các cột là từ A đến ${last}`,
  }
}

const headingsThere = (headings: readonly string[], delimiter: string): Words => {
  const { en, vi } = listed(headings)
  const isOtherwise = headings.length === 1 && /[,;\t|]/.test(headings[0] ?? '')
  const hint: Words = isOtherwise
    ? {
        en: `; the file seems to be delimited otherwise than by "${delimiter}": set \`delimiter\` in the mapping`,
        vi: `; có vẻ tệp dùng dấu phân cách khác "${delimiter}": hãy ghi \`delimiter\` trong tệp ánh xạ`,
      }
    : { en: '', vi: '' }
  return { en: `the headings are ${en}${hint.en}`, vi: `các tiêu đề là ${vi}${hint.vi}` }
}
