// The rows of an Excel file. All of it is in memory, so what would not fit is refused before it is unpacked.
import type { Words } from '@eventcrm/crm'
import Big from 'big.js'
import { readXlsx, type Cell, type CellValue, type Sheet } from 'hucre/xlsx'
import { FileUnreadable } from '../errors.ts'
import type { CellKind, FileRow } from '../file-row.ts'
import { didYouMean } from '../nearest.ts'
import { unpackedSize } from './unpacked-size.ts'

const megabyte = 1024 * 1024
/** With pictures and all. */
const largestFile = 128 * megabyte
/** Unpacked: some 150,000 rows of eight columns. 64 MB take up to 1 GB of memory, mostly for texts that differ. */
const largestUnpacked = 64 * megabyte

const tooLarge = (limit: number, what: Words): FileUnreadable =>
  new FileUnreadable('FileTooLarge', {
    en: `The Excel file is larger than ${String(limit / megabyte)} MB${what.en}: divide it, or save it as CSV UTF-8, which may be of any size`,
    vi: `Tệp Excel lớn hơn ${String(limit / megabyte)} MB${what.vi}: hãy chia nhỏ, hoặc lưu dạng CSV UTF-8, loại không giới hạn kích thước`,
  })
const unpackedWords: Words = { en: ' unpacked', vi: ' khi giải nén' }
const asItIs: Words = { en: '', vi: '' }

const damaged = (cause?: unknown): FileUnreadable =>
  new FileUnreadable(
    'NotReadable',
    {
      en: 'The file is damaged, or is no Excel file: open it in Excel, save it as .xlsx and import that',
      vi: 'Tệp bị hỏng hoặc không phải tệp Excel: hãy mở bằng Excel, lưu dạng .xlsx rồi nhập tệp đó',
    },
    { cause },
  )

/** The library's own bound, against a cell in the farthest corner. */
const tooWide = /cells\), over the \d+ limit/
const farOff = (cause: unknown): FileUnreadable =>
  new FileUnreadable(
    'FileTooLarge',
    {
      en: 'The sheet spans more than 20 million cells: take away what stands far to the right or far below, and import it again',
      vi: 'Trang tính trải rộng hơn 20 triệu ô: hãy xóa những gì nằm quá xa bên phải hoặc bên dưới rồi nhập lại',
    },
    { cause },
  )

const listed = (names: readonly string[]): string => names.map(name => `"${name}"`).join(', ')

const noSuchSheet = (sheet: string, names: readonly string[]): FileUnreadable => {
  const meant = didYouMean(sheet, names)
  return new FileUnreadable('SheetUnknown', {
    en: `The file has no sheet "${sheet}"${meant.en}; it has ${listed(names)}`,
    vi: `Tệp không có trang tính "${sheet}"${meant.vi}; các trang tính có trong tệp: ${listed(names)}`,
  })
}
const severalSheets = (names: readonly string[]): FileUnreadable =>
  new FileUnreadable('SheetUnknown', {
    en: `The file has several sheets: say in the mapping which is meant, \`sheet\`: ${listed(names)}`,
    vi: `Tệp có nhiều trang tính: hãy ghi trong tệp ánh xạ trang nào cần nhập, \`sheet\`: ${listed(names)}`,
  })

const whole = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > largestFile) throw tooLarge(largestFile, asItIs)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

const nameOf = (sheet: string): string => sheet.trim().normalize('NFC')

const sheetOf = async (bytes: Uint8Array, wanted: string | undefined): Promise<Sheet> => {
  const size = unpackedSize(bytes)
  if (size === undefined) throw damaged()
  if (size > largestUnpacked) throw tooLarge(largestUnpacked, unpackedWords)
  const names: string[] = []
  let visible = 0
  const workbook = await readXlsx(bytes, {
    sheets: ({ name, hidden, veryHidden }) => {
      names.push(name)
      if (wanted !== undefined) return nameOf(name) === nameOf(wanted)
      if (hidden === true || veryHidden === true) return false
      return ++visible === 1
    },
  }).catch((cause: unknown) => {
    throw cause instanceof Error && tooWide.test(cause.message) ? farOff(cause) : damaged(cause)
  })
  const [sheet] = workbook.sheets
  if (wanted === undefined && visible > 1) throw severalSheets(names)
  if (!sheet) throw wanted === undefined ? damaged() : noSuchSheet(wanted, names)
  return sheet
}

/** As Excel shows it: of the 17 digits that a file has, 15 count. */
const plainNumber = (number: number): string =>
  Number.isSafeInteger(number) ? String(number) : new Big(number.toPrecision(15)).toFixed()

const dayOf = (date: Date): string => {
  const [day = '', time = ''] = date.toISOString().split('T')
  const seconds = time.slice(0, 8)
  return seconds === '00:00:00' ? day : `${day} ${seconds}`
}

const cellOf = (value: CellValue, detail: Cell | undefined): readonly [string, CellKind] => {
  if (detail?.type === 'error') return [String(value), 'error']
  if (value === null) return detail?.formula === undefined ? ['', 'text'] : [`=${detail.formula}`, 'uncalculated']
  if (typeof value === 'number') return [plainNumber(value), 'number']
  if (typeof value === 'boolean') return [value ? 'TRUE' : 'FALSE', 'boolean']
  return typeof value === 'string' ? [value, 'text'] : [dayOf(value), 'day']
}

export interface XlsxRows {
  readonly rows: AsyncGenerator<FileRow, undefined>
  /** Columns of the widest row. */
  readonly width: number
}

/**
 * The rows of a sheet, numbered as Excel shows them, hidden ones too. Of a formula its result.
 * @param wanted the sheet's name; undefined for the only one
 * @param onBytes told of the bytes of the file as its rows are handed out
 * @throws FileUnreadable
 */
export const xlsxRows = async (
  source: AsyncIterable<Uint8Array>,
  wanted: string | undefined,
  onBytes: (read: number) => void = () => undefined,
): Promise<XlsxRows> => {
  const bytes = await whole(source)
  const fileSize = bytes.length
  const { rows, cells: details } = await sheetOf(bytes, wanted)
  async function* fileRows(): AsyncGenerator<FileRow, undefined> {
    let told = 0
    for (const [index, values] of rows.entries()) {
      const cells = values.map((value, column) => cellOf(value, details?.get(`${String(index)},${String(column)}`)))
      const read = Math.round((fileSize * (index + 1)) / rows.length)
      onBytes(read - told)
      told = read
      yield { row: index + 1, cells: cells.map(([text]) => text), kinds: cells.map(([, kind]) => kind) }
    }
    return undefined
  }
  return { rows: fileRows(), width: rows.reduce((widest, { length }) => Math.max(widest, length), 0) }
}
