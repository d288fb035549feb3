// Rows whose cells stand apart by blanks, as programs write them in columns: any run of spaces and tabs. No cell is empty, and quotes say nothing.
import { FileUnreadable } from '../errors.ts'
import type { FileRow } from '../file-row.ts'
import { isReasonsHeading } from '../reasons-heading.ts'

/** What a mapping says of such a file in the place of a delimiter. */
export const blanks = 'blanks'

/** The longest row read, in characters, as of any text file. */
const longestRow = 1024 * 1024

const lineEnd = /\r\n|\n|\r/g
const cellsOf = (line: string): readonly string[] => line.match(/[^ \t]+/g) ?? []

const rowOf = (row: number, line: string): FileRow => {
  if (line.length <= longestRow) return { row, cells: cellsOf(line) }
  const [at, most] = [String(row), String(longestRow)]
  const words = {
    en: `Row ${at} is longer than ${most} characters: expected a line for each row`,
    vi: `Dòng ${at} dài hơn ${most} ký tự: mỗi dòng dữ liệu phải nằm trên một dòng của tệp`,
  }
  throw new FileUnreadable('RowTooLarge', words, { row })
}

/**
 * The rows of such a file, one at a time, numbered as an editor numbers lines.
 * @throws FileUnreadable for a line that is no row; every row before is handed out first
 */
export async function* blankRows(text: AsyncIterable<string>): AsyncGenerator<FileRow, undefined> {
  let row = 0
  let held = ''
  for await (const chunk of text) {
    held += chunk
    let from = 0
    for (const end of held.matchAll(lineEnd)) {
      const behind = end.index + end[0].length
      // a line feed may follow in the next chunk
      if (end[0] === '\r' && behind === held.length) break
      yield rowOf(++row, held.slice(from, end.index))
      from = behind
    }
    held = held.slice(from)
    if (held.length > longestRow + 1) rowOf(row + 1, held)
  }
  if (held !== '') yield rowOf(row + 1, held.replace(/\r$/, ''))
  return undefined
}

/** Rejected rows have cells that are empty, or have blanks in them, so something else stands between theirs: whatever stands behind the heading of the reasons. */
const delimiterIn = (line: string): string | undefined => {
  const [, , heading, delimiter = ','] = /^("?)([^,;\t|"]+)\1([,;\t|])/.exec(line) ?? []
  return isReasonsHeading(heading) ? delimiter : undefined
}

/**
 * Looks whether a text is a file of rejected rows.
 * @param heading the line with the headings; the first, where the file has none
 * @returns the text as it was, and the delimiter of rejected rows; null where it is none
 */
export const rejectedAmongBlanks = async (
  text: AsyncIterable<string>,
  heading: number,
): Promise<{ readonly text: AsyncIterable<string>; readonly delimiter: string | null }> => {
  const source = text[Symbol.asyncIterator]()
  let start = ''
  let lines: readonly string[] = []
  while (lines.length <= heading && start.length < longestRow) {
    const read = await source.next()
    if (read.done === true) break
    start += read.value
    lines = start.split(lineEnd, heading + 1)
  }
  async function* all(): AsyncGenerator<string, undefined> {
    try {
      yield start
      for (let read = await source.next(); read.done !== true; read = await source.next()) yield read.value
      return undefined
    } finally {
      await source.return?.()
    }
  }
  return { text: all(), delimiter: delimiterIn(lines[heading - 1] ?? '') ?? null }
}
