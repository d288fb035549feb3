import { CsvError, parse } from 'csv-parse'
import { FileUnreadable } from '../errors.ts'
import { quoteTextFormulas } from './text-formulas.ts'

/** One row of a file, numbered as a spreadsheet shows it: blank lines count, a line break inside quotes does not. */
export interface FileRow {
  readonly row: number
  readonly cells: readonly string[]
}

export type Delimiter = ',' | ';' | '\t' | '|'

/**
 * The longest row read, in characters. Real rows are a few hundred; without a bound, one quote left open would take
 * the rest of the file for a cell.
 */
const longestRow = 1024 * 1024

// The library's own messages repeat what the cell says.
const broken = (row: number, error: CsvError): FileUnreadable => {
  const where = `Row ${String(row)}${typeof error['column'] === 'number' ? `, column ${letterOf(error['column'])}` : ''}`
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const message = `${where}: longer than ${String(longestRow)} characters; a quote in it or before it is probably left open`
    return new FileUnreadable('RowTooLarge', message, { row })
  }
  const message =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quote is opened and never closed; close it'
      : 'a quote stands where none may; put the cell between quotes, and write each quote inside it twice'
  return new FileUnreadable('BrokenQuotes', `${where}: ${message}`, { row })
}

/**
 * The rows of a CSV file, one at a time: every row before a broken one is handed out first.
 * @throws FileUnreadable at the row that cannot be told apart into cells
 */
export async function* rowsOf(text: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<FileRow, undefined> {
  let row = 0
  let parsed: FileRow[] = []
  // The parser works while it is written to. Iterated over as a stream, it would drop the rows that it has when it meets a mistake.
  const parser = parse({
    delimiter,
    // Files are put together from others: every way to end a line counts in one file.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: longestRow,
    on_record: (cells: string[]) => {
      parsed.push({ row: ++row, cells })
      return null
    },
  })
  parser.on('error', () => undefined) // told by `errored`
  function* handOut(): Generator<FileRow> {
    const rows = parsed
    parsed = []
    yield* rows
    if (parser.errored) throw parser.errored instanceof CsvError ? broken(row + 1, parser.errored) : parser.errored
  }
  for await (const chunk of quoteTextFormulas(text, delimiter)) {
    parser.write(chunk)
    yield* handOut()
  }
  parser.end()
  yield* handOut()
}

/** A spreadsheet's letter for a column: 0 is A, 26 is AA. */
export const letterOf = (index: number): string =>
  (index < 26 ? '' : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

/** The column of a spreadsheet's letter: A is 0; undefined when it is none. */
export const indexOfLetter = (letter: string): number | undefined =>
  /^[A-Z]{1,3}$/.test(letter) ? [...letter].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 64, 0) - 1 : undefined
