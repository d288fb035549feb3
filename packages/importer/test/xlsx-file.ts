// Excel files written by hand, down to what a library would not write.
import { crc32, deflateRawSync } from 'node:zlib'

interface ZipEntry {
  readonly name: string
  readonly content: Buffer
  /** What the directory says of its size; the truth when left out. */
  readonly saidSize?: number
}

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, saidSize = content.length } of entries) {
    const packed = deflateRawSync(content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(saidSize, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name)]))
    files.push(file)
    offset += file.length
  }
  const end = Buffer.alloc(18)
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, ...directory, Buffer.from('PK\x05\x06'), end])
}

const office = 'http://schemas.openxmlformats.org'
const relations = `${office}/officeDocument/2006/relationships`

interface XlsxOptions {
  readonly date1904?: boolean
  /**
   * The number format of style 7. Of the others that cells name: 0 is none, 1 a day, 2 a day with a time, 3 and 4 percent, 5 text, 6 one with a percent
   * sign in quotes.
   */
  readonly format?: string
  readonly sheetAttributes?: readonly string[]
}

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** @param sheets name → the XML of its rows */
export const xlsxEntries = (
  sheets: Readonly<Record<string, string>>,
  { date1904 = false, format = 'General', sheetAttributes = [] }: XlsxOptions = {},
): readonly ZipEntry[] => {
  const names = Object.keys(sheets)
  const entry = (name: string, xml: string): ZipEntry => ({
    name,
    content: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`),
  })
  const styles = [0, 14, 22, 9, 10, 49, 164, 165]
    .map(id => `<xf numFmtId="${String(id)}" applyNumberFormat="1"/>`)
    .join('')
  return [
    entry(
      '[Content_Types].xml',
      `<Types xmlns="${office}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    entry(
      '_rels/.rels',
      `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    entry(
      'xl/workbook.xml',
      `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${relations}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${names.map((name, n) => `<sheet name="${name}" sheetId="${String(n + 1)}" r:id="rId${String(n + 1)}" ${sheetAttributes[n] ?? ''}/>`).join('')}</sheets></workbook>`,
    ),
    entry(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${office}/package/2006/relationships">${names.map((_, n) => `<Relationship Id="rId${String(n + 1)}" Type="${relations}/worksheet" Target="worksheets/sheet${String(n + 1)}.xml"/>`).join('')}<Relationship Id="rId99" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ),
    entry(
      'xl/styles.xml',
      `<styleSheet xmlns="${office}/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="0&quot;%&quot;"/><numFmt numFmtId="165" formatCode="${attribute(format)}"/></numFmts><cellXfs count="8">${styles}</cellXfs></styleSheet>`,
    ),
    ...Object.values(sheets).map((rows, n) =>
      entry(
        `xl/worksheets/sheet${String(n + 1)}.xml`,
        `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
      ),
    ),
  ]
}

export const xlsxOf = (sheets: Readonly<Record<string, string>>, options?: XlsxOptions): Buffer =>
  zipOf(xlsxEntries(sheets, options))

/** A row of texts. */
export const textRow = (row: number, ...texts: readonly string[]): string =>
  `<row r="${String(row)}">${texts.map((text, n) => `<c r="${String.fromCharCode(65 + n)}${String(row)}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`).join('')}</row>`
