// Rows of a CSV file. A broken quote costs the rows that it swallowed, and the rest goes on where the next line begins.
import { CsvError, parse } from 'csv-parse'
import { letterOf } from '../column-letters.ts'
import { FileUnreadable } from '../errors.ts'
import type { FileRow } from '../file-row.ts'
import { brokenRow, swallowedRow, tooLong } from './broken-quotes.ts'
import { TextFormulas } from './text-formulas.ts'

/**
 * The longest row read, in characters. Real rows are a few hundred; without a bound, one quote left open would take
 * the rest of the file for a cell.
 */
const longestRow = 1024 * 1024

// Files are put together from others: every way to end a line counts in one file.
const lineEnds = ['\r\n', '\n', '\r']
const lineEnd = /\r\n|\n|\r/g

/** Where a row stops being one: behind the mistake in its quotes, at the end where a quote stays open. */
const mistakeIn = (text: string, delimiter: string): number => {
  const cellEnd = new RegExp(`["\\r\\n${delimiter}]`, 'g')
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1)
      while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
      if (end < 0) return text.length
      at = end + 1
      if (text[at] !== delimiter) return at
    } else {
      cellEnd.lastIndex = at
      at = cellEnd.exec(text)?.index ?? text.length
      if (text[at] !== delimiter) return at
    }
  }
  return text.length
}

/** The cells of a line whose quotes say nothing. */
const cellsOf = (line: string, delimiter: string): readonly string[] => line.split(delimiter)

/** What a parser has not made rows of yet. */
class Unread {
  #chunks: Buffer[] = []
  #from = 0

  add(chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  /** @param to bytes that have become rows, since the beginning */
  drop(to: number): void {
    for (let [first] = this.#chunks; first && to - this.#from >= first.length; [first] = this.#chunks) {
      this.#chunks.shift()
      this.#from += first.length
    }
  }

  text(to: number): string {
    return Buffer.concat(this.#chunks)
      .subarray(to - this.#from)
      .toString()
  }
}

/**
 * The rows of a CSV file, one at a time, numbered as a spreadsheet shows them: blank lines count, a line break inside quotes does not.
 * @throws FileUnreadable where it cannot be told any more where rows begin; every row before is handed out first
 */
export async function* rowsOf(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<FileRow, undefined> {
  const source = text[Symbol.asyncIterator]()
  let row = 0
  let next: string | undefined = ''
  try {
    for (;;) {
      const parsed = parsing(delimiter, row)
      while (next !== undefined && !parsed.error()) {
        parsed.write(next)
        yield* parsed.rows()
        if (parsed.error()) break
        const read: IteratorResult<string> = await source.next()
        next = read.done === true ? undefined : read.value
      }
      if (next === undefined) {
        parsed.end()
        yield* parsed.rows()
      }
      row = parsed.last()
      const error = parsed.error()
      if (!error) return undefined
      if (!(error instanceof CsvError)) throw error

      const column = typeof error['column'] === 'number' ? letterOf(error['column']) : null
      const tooLarge = () => new FileUnreadable('RowTooLarge', tooLong(row + 1, column, longestRow), { row: row + 1 })
      if (error.code === 'CSV_MAX_RECORD_SIZE') throw tooLarge()

      // What the quote swallowed: every line up to the mistake and the rest of that line.
      let rest = parsed.unread()
      const at = mistakeIn(rest, delimiter)
      let end = endOfLine(rest, at)
      while (end === undefined && next !== undefined) {
        const read: IteratorResult<string> = await source.next()
        next = read.done === true ? undefined : read.value
        rest += next ?? ''
        if (rest.length - at > longestRow) throw tooLarge()
        end = endOfLine(rest, at)
      }
      const swallowed = rest.slice(0, end ?? rest.length).split(lineEnd)
      if (swallowed.at(-1) === '') swallowed.pop()
      const first = row + 1
      for (const line of swallowed) {
        row++
        const words = row === first ? brokenRow(column, error.code === 'CSV_QUOTE_NOT_CLOSED') : swallowedRow(first)
        yield { row, cells: cellsOf(line, delimiter), unreadable: { code: 'BROKEN_QUOTES', words } }
      }
      if (end === undefined) return undefined
      next = rest.slice(end)
    }
  } finally {
    await source.return?.()
  }
}

/** Behind the end of the line that a place stands in; undefined when that is not in the text for sure. */
const endOfLine = (text: string, at: number): number | undefined => {
  lineEnd.lastIndex = at
  const found = lineEnd.exec(text)
  // a line feed may follow in the next chunk
  return found && !(found[0] === '\r' && found.index + 1 === text.length) ? found.index + found[0].length : undefined
}

const blankLines = /^[\r\n]*$/
const blankBeginning = /^[\r\n]+/

/**
 * A parser that works while it is written to. Iterated over as a stream, it would drop the rows that it has when it meets a mistake.
 * @param before rows that stand above
 */
const parsing = (delimiter: string, before: number) => {
  let rows: FileRow[] = []
  let records = 0
  let told = before
  let read = 0
  let written = 0
  const unread = new Unread()
  const parser = parse({
    delimiter,
    record_delimiter: lineEnds,
    relax_column_count: true,
    max_record_size: longestRow,
    // Counted, but not made rows of: there may be a million.
    skip_empty_lines: true,
    on_record: (cells: string[], { bytes, empty_lines }) => {
      rows.push({ row: before + ++records + empty_lines, cells })
      read = bytes
      return null
    },
  })
  const last = () => before + records + parser.info.empty_lines
  parser.on('error', () => undefined) // told by `error`
  const formulas = new TextFormulas(delimiter)
  const write = (text: string): void => {
    if (text === '') return
    const bytes = Buffer.from(text)
    const isBlank = read === written && blankLines.test(text)
    written += bytes.length
    unread.add(bytes)
    // The parser makes an error of each row of another length, also where that is no mistake: their stacks would take most of the time.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    parser.write(bytes)
    Error.stackTraceLimit = stackTraceLimit
    if (isBlank) read = written
    unread.drop(read)
  }
  return {
    write: (text: string) => {
      write(formulas.write(text))
    },
    end: () => {
      write(formulas.end())
      parser.end()
    },
    /** With a blank one, the last, where there were only such, so that whoever reads on can stop. */
    rows(): readonly FileRow[] {
      const whole = rows.length > 0 || last() === told ? rows : [{ row: last(), cells: [] }]
      rows = []
      told = last()
      return whole
    },
    /** The row before what is unread. */
    last,
    error: () => parser.errored,
    /** What has not become rows. */
    unread: () => (unread.text(read) + formulas.held).replace(blankBeginning, ''),
  }
}
