// What a zip file says of itself, before anything in it is unpacked. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 and 4.3.16
const endRecord = 0x06054b50
const entryRecord = 0x02014b50
const endLength = 22
const entryLength = 46
const longestComment = 0xffff

/**
 * Bytes that the XML files in a zip file come to, by its directory; undefined when there is none, or it is not to be believed.
 * An unpacker must hold each of them to what it says.
 */
export const unpackedSize = (bytes: Uint8Array): number | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - endLength
  const lowest = Math.max(0, end - longestComment)
  while (end >= lowest && view.getUint32(end, true) !== endRecord) end--
  if (end < lowest) return undefined
  const entries = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let size = 0
  for (let entry = 0; entry < entries; entry++) {
    if (at + entryLength > bytes.length || view.getUint32(at, true) !== entryRecord) return undefined
    const packed = view.getUint32(at + 20, true)
    const unpacked = view.getUint32(at + 24, true)
    const nameLength = view.getUint16(at + 28, true)
    const name = Buffer.from(bytes.subarray(at + entryLength, at + entryLength + nameLength)).toString()
    if (unpacked === 0 && packed > 2) return undefined
    if (/\.(?:xml|rels|vml)$/i.test(name)) size += unpacked
    at += entryLength + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return size
}
