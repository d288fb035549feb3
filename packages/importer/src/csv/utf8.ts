import { isUtf8 } from 'node:buffer'
import { FileUnreadable } from '../errors.ts'

const bytesOf = (chunk: Uint8Array | string): Uint8Array => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)

/** The encodings that Excel's "Unicode text" and old programs leave a mark of; without it, half of a plain letter is zero. */
const utf16 = (start: Uint8Array): boolean =>
  (start[0] === 0xff && start[1] === 0xfe) ||
  (start[0] === 0xfe && start[1] === 0xff) ||
  (start.length > 1 && (start[0] === 0) !== (start[1] === 0))

const advice = 'save it as UTF-8 (in Excel: "CSV UTF-8") and import it again'

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

/**
 * The text of a file that must be UTF-8. A mark at its start is taken off.
 * @throws FileUnreadable when it is in another encoding
 */
export async function* decoded(
  source: AsyncIterable<Uint8Array | string>,
  onBytes: (read: number) => void = () => undefined,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let first = true
  let lines = 1
  let begun: Uint8Array = none
  const read = (bytes: Uint8Array): string => {
    const stream = bytes.length > 0
    try {
      const text = decoder.decode(bytes, { stream })
      lines += linesIn(text)
      begun = unfinished(Buffer.concat([begun, bytes.subarray(-longestSign)]))
      return text
    } catch (cause) {
      const line = String(lines + goodLines(Buffer.concat([begun, bytes])))
      throw new FileUnreadable('NotUtf8', `The file is not UTF-8 (line ${line}): ${advice}`, { cause })
    }
  }
  for await (const chunk of source) {
    const bytes = bytesOf(chunk)
    if (first && utf16(bytes)) throw new FileUnreadable('NotUtf8', `The file is UTF-16, not UTF-8: ${advice}`)
    first &&= bytes.length === 0
    onBytes(bytes.length)
    const text = read(bytes)
    if (text !== '') yield text
  }
  read(new Uint8Array())
}
