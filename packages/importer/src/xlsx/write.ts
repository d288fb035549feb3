import { writeXlsxStream, type CellValue } from 'hucre/xlsx'
import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RowSink, SheetCell } from '../sheet-writer.ts'

/** Rows on their way to be packed: enough that adding seldom waits. */
const waiting = 256

/** Before it, Excel counts days otherwise than the calendar does. */
const firstDay = '1900-03-01'

/** In Excel's format `_x000D_` stands for a carriage return; the underscore is written so that the text stays what it is. */
const escaped = (text: string): string => text.replaceAll(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')

const written = (cell: SheetCell): CellValue => {
  if (typeof cell === 'string') return cell === '' ? null : escaped(cell)
  if (typeof cell !== 'object' || cell === null) return cell
  const [day = '', time = '00:00:00'] = cell.day.split(' ')
  return day < firstDay ? cell.day : new Date(`${day}T${time}Z`)
}

/** Rows past a sheet's 1,048,576 go into a further sheet. */
export const xlsxInto = (handle: FileHandle, sheet: string): RowSink => {
  const rows = new TransformStream<CellValue[], CellValue[]>(
    {},
    new CountQueuingStrategy({ highWaterMark: waiting }),
    new CountQueuingStrategy({ highWaterMark: waiting }),
  )
  const writer = rows.writable.getWriter()
  // Equal texts are kept once, as Excel does.
  const packed = Readable.fromWeb(writeXlsxStream(rows.readable, { name: sheet, inlineStrings: false }))
  const done = pipeline(packed, handle.createWriteStream({ flush: true }))
  done.catch(() => undefined) // heard where the rows are added, and at the end
  writer.closed.catch(() => undefined)
  return {
    async add(cells) {
      try {
        await writer.ready
        writer.write(cells.map(written)).catch(() => undefined) // told by `ready`
      } catch (error) {
        await done // what went wrong first
        throw error
      }
    },
    async end() {
      await writer.close().catch(() => undefined) // what went wrong, `done` tells
      await done
    },
    async abandon() {
      await writer.abort().catch(() => undefined)
      await done.catch(() => undefined)
    },
  }
}
