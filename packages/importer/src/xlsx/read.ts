// The rows of an Excel file. All of it is in memory, so what would not fit is refused before it is unpacked.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Words } from '@eventcrm/crm'
import { FileUnreadable } from '../errors.ts'
import type { FileRow } from '../file-row.ts'
import { didYouMean } from '../nearest.ts'
import { rowsIn, unpackedIn, type Packed } from './thread-codec.ts'
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

const farOff = (cause: unknown): FileUnreadable =>
  new FileUnreadable(
    'FileTooLarge',
    {
      en: 'The sheet spans more than 20 million cells: take away what stands far to the right or far below, and import it again',
      vi: 'Trang tính trải rộng hơn 20 triệu ô: hãy xóa những gì nằm quá xa bên phải hoặc bên dưới rồi nhập lại',
    },
    { cause },
  )

const noRoom = (cause: unknown): FileUnreadable =>
  new FileUnreadable(
    'FileTooLarge',
    {
      en: 'The Excel file takes more memory than there is: divide it, or save it as CSV UTF-8, which may be of any size',
      vi: 'Tệp Excel cần nhiều bộ nhớ hơn hiện có: hãy chia nhỏ, hoặc lưu dạng CSV UTF-8, loại không giới hạn kích thước',
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

const whole = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > largestFile) throw tooLarge(largestFile, asItIs)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** From source as from what was built. */
const unpacker = new URL(import.meta.url.endsWith('.ts') ? './unpack.ts' : './unpack.js', import.meta.url)

/** The next thing that it says. The process waits for it, and only meanwhile. */
const said = async (worker: Worker, signal: AbortSignal | undefined): Promise<unknown> => {
  worker.ref()
  try {
    const message: readonly unknown[] = await once(worker, 'message', signal ? { signal } : {})
    return message[0]
  } catch (error) {
    signal?.throwIfAborted()
    const ranOut = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    throw ranOut ? noRoom(error) : error
  } finally {
    worker.unref()
  }
}

const opened = async (worker: Worker, wanted: string | undefined, signal: AbortSignal | undefined) => {
  const unpacked = unpackedIn(await said(worker, signal))
  switch (unpacked.is) {
    case 'sheet':
      return unpacked
    case 'unclear':
      throw severalSheets(unpacked.names)
    case 'unknown':
      throw noSuchSheet(wanted ?? '', unpacked.names)
    case 'tooWide':
      throw farOff(unpacked.cause)
    case 'damaged':
      throw damaged(unpacked.cause)
  }
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
 * @param signal aborted, it is no longer unpacked, and the signal's reason is thrown
 * @throws FileUnreadable
 */
export const xlsxRows = async (
  source: AsyncIterable<Uint8Array>,
  wanted: string | undefined,
  onBytes: (read: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<XlsxRows> => {
  const bytes = await whole(source)
  const fileSize = bytes.length
  const size = unpackedSize(bytes)
  if (size === undefined) throw damaged()
  if (size > largestUnpacked) throw tooLarge(largestUnpacked, unpackedWords)
  const packed: Packed = { bytes, wanted }
  const worker = new Worker(unpacker, { workerData: packed, transferList: [bytes.buffer], execArgv: [] })
  try {
    const { rows: count, width } = await opened(worker, wanted, signal)
    return { rows: rowsFrom(worker, count, fileSize, onBytes), width }
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

async function* rowsFrom(
  worker: Worker,
  count: number,
  fileSize: number,
  onBytes: (read: number) => void,
): AsyncGenerator<FileRow, undefined> {
  let told = 0
  try {
    for (;;) {
      worker.postMessage('more')
      const rows = rowsIn(await said(worker, undefined))
      if (rows.length === 0) return undefined
      for (const row of rows) {
        const read = Math.round((fileSize * row.row) / count)
        onBytes(read - told)
        told = read
        yield row
      }
    }
  } finally {
    await worker.terminate()
  }
}
