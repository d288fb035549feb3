// Takes an Excel file apart, in a thread of its own: that takes seconds, in which the main one can do nothing else, nor be stopped.
import { parentPort, workerData } from 'node:worker_threads'
import { readXlsx, type Sheet } from 'hucre/xlsx'
import type { FileRow } from '../file-row.ts'
import { cellOf } from './cell.ts'
import { packedIn, type Packed, type Unpacked } from './thread-codec.ts'

/** Enough that asking for them costs little, few enough that they take little room. */
const rowsAtOnce = 500

/** The library's own bound, against a cell in the farthest corner. */
const tooWide = /cells\), over the \d+ limit/

const nameOf = (sheet: string): string => sheet.trim().normalize('NFC')

const sheetOf = async ({ bytes, wanted }: Packed): Promise<Sheet | Exclude<Unpacked, { is: 'sheet' }>> => {
  const names: string[] = []
  let visible = 0
  try {
    const { sheets } = await readXlsx(bytes, {
      readStyles: true,
      sheets: ({ name, hidden, veryHidden }) => {
        names.push(name)
        if (wanted !== undefined) return nameOf(name) === nameOf(wanted)
        if (hidden === true || veryHidden === true) return false
        return ++visible === 1
      },
    })
    const [sheet] = sheets
    if (wanted === undefined && visible > 1) return { is: 'unclear', names }
    if (sheet) return sheet
    return wanted === undefined ? { is: 'damaged', cause: new Error('no visible sheet') } : { is: 'unknown', names }
  } catch (cause) {
    return { is: cause instanceof Error && tooWide.test(cause.message) ? 'tooWide' : 'damaged', cause }
  }
}

const sheetRows = ({ rows, cells: details }: Sheet, from: number): readonly FileRow[] =>
  rows.slice(from, from + rowsAtOnce).map((values, n) => {
    const index = from + n
    const cells = values.map((value, column) => cellOf(value, details?.get(`${String(index)},${String(column)}`)))
    return {
      row: index + 1,
      cells: cells.map(([text]) => text),
      kinds: cells.map(([, kind]) => kind),
      signs: cells.map(([, , sign = null]) => sign),
    }
  })

const serve = async (port: NonNullable<typeof parentPort>, packed: Packed): Promise<void> => {
  const sheet = await sheetOf(packed)
  if ('is' in sheet) {
    port.postMessage(sheet satisfies Unpacked)
    return
  }
  const { rows } = sheet
  const width = rows.reduce((widest, { length }) => Math.max(widest, length), 0)
  let next = 0
  port.on('message', () => {
    port.postMessage(sheetRows(sheet, next))
    next += rowsAtOnce
  })
  port.postMessage({ is: 'sheet', rows: rows.length, width } satisfies Unpacked)
}

if (parentPort) await serve(parentPort, packedIn(workerData))
