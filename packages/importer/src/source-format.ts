// Which kind of file it is, by its first bytes: an extension can be wrong, and bytes from elsewhere have none.
import type { Words } from '@eventcrm/crm'
import { FileUnreadable } from './errors.ts'

type Source = AsyncIterable<Uint8Array | string>

const zip = [0x50, 0x4b, 0x03, 0x04]
/** Old Excel files, and new ones with a password. */
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0]
/** The first file in an OpenDocument says so, uncompressed. */
const openDocument = 'mimetypeapplication/vnd.oasis.opendocument'
const needed = 30 + openDocument.length

const oldExcel: Words = {
  en: 'The file is an old Excel file (.xls), or one with a password: save it as .xlsx, without a password, and import that',
  vi: 'Tệp là tệp Excel đời cũ (.xls) hoặc có mật khẩu: hãy lưu dạng .xlsx, không có mật khẩu, rồi nhập tệp đó',
}
const notExcel: Words = {
  en: 'The file is an OpenDocument file (.ods): save it as .xlsx and import that',
  vi: 'Tệp là tệp OpenDocument (.ods): hãy lưu dạng .xlsx rồi nhập tệp đó',
}

const beginsWith = (start: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => start[index] === byte)

/**
 * Looks at the beginning of a source.
 * @returns the whole source; to be read once, or closed
 * @throws FileUnreadable for files of spreadsheets that cannot be read
 */
export const sourceFormat = async (
  source: Source,
): Promise<{ readonly format: 'csv' | 'xlsx'; readonly bytes: AsyncGenerator<Uint8Array, undefined> }> => {
  const chunks = source[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  try {
    let length = 0
    while (length < needed) {
      const read = await chunks.next()
      if (read.done === true) break
      const chunk = typeof read.value === 'string' ? Buffer.from(read.value) : read.value
      length += chunk.length
      first.push(chunk)
    }
    const start = Buffer.concat(first).subarray(0, needed)
    if (beginsWith(start, compoundFile)) throw new FileUnreadable('NotReadable', oldExcel)
    const isZip = beginsWith(start, zip)
    if (isZip && start.toString('latin1').includes(openDocument)) throw new FileUnreadable('NotReadable', notExcel)
    return { format: isZip ? 'xlsx' : 'csv', bytes: following(first, chunks) }
  } catch (error) {
    await chunks.return?.()
    throw error
  }
}

async function* following(
  first: readonly Uint8Array[],
  chunks: AsyncIterator<Uint8Array | string>,
): AsyncGenerator<Uint8Array, undefined> {
  try {
    yield* first
    for (;;) {
      const read = await chunks.next()
      if (read.done === true) return undefined
      yield typeof read.value === 'string' ? Buffer.from(read.value) : read.value
    }
  } finally {
    await chunks.return?.()
  }
}
