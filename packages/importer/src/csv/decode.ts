// The bytes of a text file as text: in the encoding of its mark, else the one that the mapping names, else UTF-8.
import type { Words } from '@eventcrm/crm'
import { isUtf8 } from 'node:buffer'
import { FileUnreadable } from '../errors.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1258'] as const
export type Encoding = (typeof encodings)[number]

const bytesOf = (chunk: Uint8Array | string): Uint8Array => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
/** That of UTF-32. */
const longestMark = 4

const marked = (start: Uint8Array): Encoding | undefined =>
  marks.find(([, mark]) => mark.every((byte, index) => start[index] === byte))?.[0]

/** Three of four bytes are zero in a plain letter, and its mark is that of UTF-16 among zeros. */
const isUtf32 = (start: Uint8Array): boolean => {
  const begin = Buffer.from(start.subarray(0, 4)).toString('hex')
  return /^(?:fffe0000|0000feff|(?!00)..000000|000000(?!00)..)$/.test(begin)
}

/** Half of a plain letter is zero in UTF-16. */
const looksLike = (start: Uint8Array): Encoding | undefined => {
  const [first, second] = start
  if (first === undefined || second === undefined || (first === 0) === (second === 0)) return undefined
  return first === 0 ? 'utf-16be' : 'utf-16le'
}

const utf16: (encoding: Encoding) => Words = encoding => ({
  en: `The file seems to be UTF-16: say so in the mapping, \`encoding\`: "${encoding}"`,
  vi: `Tệp có vẻ dùng bảng mã UTF-16: hãy ghi trong tệp ánh xạ, \`encoding\`: "${encoding}"`,
})
const utf32: Words = {
  en: 'The file seems to be UTF-32, which is not read: save it as UTF-8 (in Excel: "CSV UTF-8") and import it again',
  vi: 'Tệp có vẻ dùng bảng mã UTF-32, loại không đọc được: hãy lưu tệp dạng UTF-8 (trong Excel: "CSV UTF-8") rồi nhập lại',
}
const notUtf8 = (line: number): Words => ({
  en: `The file is not UTF-8 (line ${String(line)}): name its encoding in the mapping, like \`encoding\`: "windows-1258", or save it as UTF-8 (in Excel: "CSV UTF-8") and import it again`,
  vi: `Tệp không phải UTF-8 (dòng ${String(line)}): hãy ghi bảng mã của tệp trong tệp ánh xạ, như \`encoding\`: "windows-1258", hoặc lưu tệp dạng UTF-8 (trong Excel: "CSV UTF-8") rồi nhập lại`,
})
const notInEncoding = (encoding: Encoding, line: number): Words => ({
  en: `The file is not ${encoding} (near line ${String(line)}): name its encoding in the mapping, \`encoding\``,
  vi: `Tệp không dùng bảng mã ${encoding} (gần dòng ${String(line)}): hãy ghi đúng bảng mã trong tệp ánh xạ, \`encoding\``,
})

const linesIn = (text: string): number => text.split('\n').length - 1

const newline = 0x0a
/** Bytes of one, in UTF-8. */
const longestSign = 4
const none = new Uint8Array()

/** The sign that good bytes begin at their end and do not finish. */
const unfinished = (bytes: Uint8Array): Uint8Array => {
  const sign = bytes.subarray(bytes.findLastIndex(byte => (byte & 0xc0) !== 0x80))
  return isUtf8(sign) ? none : sign
}

/** Lines that end before the first fault. */
const goodLines = (bytes: Uint8Array): number => {
  for (let lines = 0, start = 0; ; lines++) {
    const end = bytes.indexOf(newline, start)
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return lines
    start = end + 1
  }
}

/** The chunks with their beginning in one piece, long enough for a mark. */
async function* withStart(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array, undefined> {
  let start: Uint8Array | undefined = none
  for await (const chunk of source) {
    const bytes = bytesOf(chunk)
    if (!start) yield bytes
    else {
      start = start.length === 0 ? bytes : Buffer.concat([start, bytes])
      if (start.length < longestMark) continue
      yield start
      start = undefined
    }
  }
  if (start && start.length > 0) yield start
}

/**
 * @param named the mapping's encoding; a mark in the file goes before it, since a file of rejected rows is UTF-8 whatever the first file was
 * @throws FileUnreadable when it is in another encoding
 */
export async function* decoded(
  source: AsyncIterable<Uint8Array | string>,
  named?: Encoding,
  onBytes: (read: number) => void = () => undefined,
): AsyncGenerator<string, undefined> {
  let encoding: Encoding | undefined
  let decode: ((bytes: Uint8Array) => string) | undefined
  for await (const bytes of withStart(source)) {
    if (!decode && isUtf32(bytes)) throw new FileUnreadable('NotUtf8', utf32)
    encoding ??= marked(bytes) ?? named
    if (!encoding) {
      const other = looksLike(bytes)
      if (other) throw new FileUnreadable('NotUtf8', utf16(other))
      encoding = 'utf-8'
    }
    decode ??= encoding === 'utf-8' ? utf8Decoder() : decoderOf(encoding)
    onBytes(bytes.length)
    const text = decode(bytes)
    if (text !== '') yield text
  }
  const text = decode?.(none) ?? ''
  if (text !== '') yield text
}

/** Called with nothing at the end. */
const utf8Decoder = (): ((bytes: Uint8Array) => string) => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let lines = 1
  let begun: Uint8Array = none
  return bytes => {
    try {
      const text = decoder.decode(bytes, { stream: bytes.length > 0 })
      lines += linesIn(text)
      begun = unfinished(Buffer.concat([begun, bytes.subarray(-longestSign)]))
      return text
    } catch (cause) {
      throw new FileUnreadable('NotUtf8', notUtf8(lines + goodLines(Buffer.concat([begun, bytes]))), { cause })
    }
  }
}

/** A sign and the tone marks behind it, which may go on in the next chunk. */
const lastSign = /\P{M}\p{M}*$/u

const decoderOf = (encoding: Encoding): ((bytes: Uint8Array) => string) => {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let lines = 1
  let held = ''
  return bytes => {
    const stream = bytes.length > 0
    try {
      const text = held + decoder.decode(bytes, { stream })
      lines += linesIn(text)
      // Vietnamese of Windows writes the tone behind its letter.
      held = stream && encoding === 'windows-1258' ? (lastSign.exec(text)?.[0] ?? '') : ''
      return text.slice(0, text.length - held.length).normalize('NFC')
    } catch (cause) {
      throw new FileUnreadable('NotInEncoding', notInEncoding(encoding, lines), { cause })
    }
  }
}
