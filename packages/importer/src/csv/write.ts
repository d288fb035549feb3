import { stringify } from 'csv-stringify/sync'
import type { FileHandle } from 'node:fs/promises'
import type { RowSink, SheetCell } from '../sheet-writer.ts'
import { guarded } from './guard.ts'

/** Characters written at once: a hundred thousand rows are not a hundred thousand writes. */
const buffered = 64 * 1024

/** Texts are guarded; numbers and days can be no formulas. */
const written = (cell: SheetCell): string => {
  if (cell === null) return ''
  if (typeof cell === 'object') return cell.day
  return typeof cell === 'string' ? guarded(cell) : String(cell)
}

export const csvInto = (handle: FileHandle, delimiter: string): RowSink => {
  // Spreadsheets take a file without the mark for one in their own encoding.
  let text = '\uFEFF'
  let rows: string[][] = []
  let size = 0
  const flush = async () => {
    text += stringify(rows, { delimiter, record_delimiter: '\r\n', quoted_match: /[\r\n]/ })
    rows = []
    size = 0
    await handle.appendFile(text)
    text = ''
  }
  return {
    async add(cells) {
      const row = cells.map(written)
      rows.push(row)
      size += row.reduce((sum, cell) => sum + cell.length, 0)
      if (size >= buffered) await flush()
    },
    async end() {
      await flush()
      await handle.sync()
      await handle.close()
    },
    async abandon() {
      // What is not written yet is not to be written.
      rows = []
    },
  }
}
