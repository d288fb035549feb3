// Text files as other programs write them: their encodings, their first lines, files without headings, broken quotes.
import { join } from 'node:path'
import { readFile, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { importFile, importRows, parseMapping } from '../src/index.ts'
import { all, bytes, start, temporaryFolder, told } from './start.ts'

const products = (more: object = {}) => ({
  becomes: 'product',
  key: ['code'],
  fields: { code: 'code', name: 'name' },
  ...more,
})

async function* inChunks(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}

/** The names of the products that a file in some encoding leads to. */
const namesIn = async (content: Uint8Array, more: object, size = content.length) => {
  const { crm, log } = await start()
  await all(importRows(crm, inChunks(content, size), parseMapping(products(more))))
  return Object.entries(await log()).flatMap(([stream, events]) =>
    stream.startsWith('crm.product-') ? events.map(({ data }) => Object(data).name) : [],
  )
}

const swapped = (utf16le: Buffer): Buffer => Buffer.from(utf16le).swap16()
const text = 'code,name\nA,Café 🎉\nB,Đồng\n'
/** "Nguyễn Ngọc" in windows-1258: letters, each with its tone behind it. */
const vietnamese = Buffer.concat([
  Buffer.from('code,name\nA,Nguy', 'latin1'),
  Buffer.from([0xea, 0xde]),
  Buffer.from('n Ngo', 'latin1'),
  Buffer.from([0xf2]),
  Buffer.from('c\n', 'latin1'),
])

describe('a text file in', () => {
  it.each([
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), {}],
    ['UTF-16 of the other order, with its mark', swapped(Buffer.from(`\uFEFF${text}`, 'utf16le')), {}],
    ['UTF-16 without its mark', Buffer.from(text, 'utf16le'), { encoding: 'utf-16le' }],
    ['UTF-16 of the other order, without its mark', swapped(Buffer.from(text, 'utf16le')), { encoding: 'utf-16be' }],
    ['UTF-8, with its mark, whatever the mapping says', Buffer.from(`\uFEFF${text}`), { encoding: 'windows-1258' }],
  ])('%s is read, however its bytes are cut', async (_, content, more) => {
    for (const size of [1, 2, 3, 7, content.length])
      expect(await namesIn(content, more, size), `in chunks of ${String(size)}`).toEqual(['Café 🎉', 'Đồng'])
  })

  it('windows-1252 is read', async () => {
    expect(await namesIn(Buffer.from('code,name\nA,Caf\xe9 \x80\n', 'latin1'), { encoding: 'windows-1252' })).toEqual([
      'Café €',
    ])
  })

  it('windows-1258 is read with whole letters, however its bytes are cut', async () => {
    for (let size = 1; size <= vietnamese.length; size++) {
      const [name = ''] = await namesIn(vietnamese, { encoding: 'windows-1258' }, size)
      expect(name, `in chunks of ${String(size)}`).toBe('Nguyễn Ngọc'.normalize('NFC'))
    }
  })

  it('another encoding than the one named is refused', async () => {
    const odd = Buffer.from(text, 'utf16le').subarray(0, -1)
    const reading = namesIn(odd, { encoding: 'utf-16le' })
    await expect(reading).rejects.toMatchObject({
      code: 'NotInEncoding',
      message: expect.stringMatching(/not utf-16le .*`encoding`/),
    })
  })
})

describe('a text file', () => {
  it.each(['sep=;\r\n', '"sep=;"\n', 'SEP=;\r'])(
    'that begins with %j is delimited so, and its rows are numbered below',
    async line => {
      const { crm } = await start()
      for (const size of [1, 100]) {
        const source = bytes(`${line}code;name\nA;Apple\nB;\n`, size)
        const outcomes = await all(importRows(crm, source, parseMapping(products())))
        expect(told(outcomes)).toEqual([size === 1 ? '2 created' : '2 unchanged', '3 rejected: name REQUIRED'])
      }
    },
  )

  it('may have no headings', async () => {
    const { outcomes } = await start()
    const bare = { becomes: 'product', key: ['A'], heading: null, fields: { code: 'A', name: 'C' } }
    expect(told(await outcomes(bare, 'P1,x,Pen', '', 'P2,x', 'P3,x,Cap,more'))).toEqual([
      '1 created',
      '3 rejected: row RAGGED',
      '4 rejected: row RAGGED',
    ])
    await expect(outcomes(bare, 'P1,Pen')).rejects.toMatchObject({
      code: 'ColumnUnknown',
      message: 'no column "C"; the file has no headings, and its columns are A to B',
    })
    expect(() => parseMapping({ ...bare, key: ['code'] })).toThrow(/key\.0: expected the letter of a column/)
    expect(() => parseMapping({ ...bare, fields: { code: 'A', name: { columns: ['B', 'name'] } } })).toThrow(
      /fields\.name: expected the letter/,
    )
  })

  it('without headings has its rejected rows under letters, to be mended', async () => {
    const { crm } = await start()
    const file = join(await temporaryFolder(), 'bare.csv')
    await writeFile(file, 'P1,,\nP2,x,Pen\n')
    const mapping = parseMapping({
      becomes: 'product',
      key: ['A'],
      heading: null,
      rows: { from: 1, to: 1 },
      fields: { code: 'A', name: 'C' },
    })
    const { rejectedFile, ...counts } = await importFile(crm, file, mapping)
    expect(counts).toMatchObject({ rows: 1, rejected: 1 })
    const written = await readFile(String(rejectedFile), 'utf8')
    expect(written).toMatch(/^\uFEFFRejected because,A,B,C\r\n.*: required.*,P1,,\r\n$/)
    await writeFile(String(rejectedFile), written.replace(',P1,,', ',P1,,Pen'))
    expect(await importFile(crm, String(rejectedFile), mapping)).toMatchObject({ created: 1, rejected: 0 })
  })
})

describe('a broken quote', () => {
  it('costs the rows that it swallowed, and the rest goes on', async () => {
    const { crm } = await start()
    const rows = [
      'code,name',
      'A,Apple',
      'B,"Ban',
      'C,Cat',
      'D,"Date"',
      'E,Egg',
      'F,4" pipe',
      'G,"Gum"!',
      'H,"two\nlines"',
      'I,Ink',
    ]
    for (const end of ['\n', '\r\n', '\r']) {
      for (const size of [1, 5, 1000]) {
        const outcomes = await all(importRows(crm, bytes(rows.join(end), size), parseMapping(products())))
        expect(
          told(outcomes).map(line => line.replace('created', 'unchanged')),
          JSON.stringify(end),
        ).toEqual([
          '2 unchanged',
          '3 rejected: row BROKEN_QUOTES',
          '4 rejected: row BROKEN_QUOTES',
          '5 rejected: row BROKEN_QUOTES',
          '6 unchanged',
          '7 rejected: row BROKEN_QUOTES',
          '8 rejected: row BROKEN_QUOTES',
          '9 unchanged',
          '10 unchanged',
        ])
        expect(outcomes[1]?.reasons[0]?.message).toMatch(/^column B: a quote stands where none may/)
        expect(outcomes[2]?.reasons[0]?.message).toMatch(/^a quote that row 3 opens goes on to here/)
      }
    }
  })

  it('that is never closed costs all rows below it', async () => {
    const { outcomes } = await start()
    const told = await outcomes(products(), 'code,name', 'A,Apple', 'B,"Ban', 'C,Cat')
    expect(told.map(({ row, outcome }) => [row, outcome])).toEqual([
      [2, 'created'],
      [3, 'rejected'],
      [4, 'rejected'],
    ])
    expect(told[1]?.reasons).toMatchObject(
      [{ code: 'BROKEN_QUOTES', words: { en: /never closed/, vi: /không đóng/ } }].map(({ code, words }) => ({
        code,
        words: { en: expect.stringMatching(words.en), vi: expect.stringMatching(words.vi) },
      })),
    )
  })

  it('has its rows written out as they are, and they go in only once mended', async () => {
    const { crm } = await start()
    const file = join(await temporaryFolder(), 'broken.csv')
    await writeFile(file, 'code,name\nA,4" pipe\nB,"Ban\nC,Cat\n')
    const mapping = parseMapping(products())
    const { rejectedFile, rejected } = await importFile(crm, file, mapping)
    expect(rejected).toBe(3)
    const written = await readFile(String(rejectedFile), 'utf8')
    expect(await importFile(crm, String(rejectedFile), mapping)).toMatchObject({ created: 0, rejected: 3 })
    const mended = written.replaceAll(',?\r\n', ',\r\n').replace('B,"""Ban"', 'B,Ban')
    expect(mended).toContain('A,"4"" pipe"')
    await writeFile(String(rejectedFile), mended)
    expect(await importFile(crm, String(rejectedFile), mapping)).toMatchObject({ created: 3, rejected: 0 })
    expect(await crm.state('products', await crm.idFor('product', 'A'))).toMatchObject({ name: '4" pipe' })
  })

  it('behind which nothing can be told ends the import with its summary', async () => {
    const { crm } = await start()
    const file = join(await temporaryFolder(), 'open.csv')
    await writeFile(file, `code,name\nA,Apple\nN,\nB,"Ban\n${'C,Cat\n'.repeat(200_000)}`)
    const summary = await importFile(crm, file, parseMapping(products()))
    expect(summary).toMatchObject({ rows: 2, created: 1, rejected: 1, brokeOff: { code: 'RowTooLarge', row: 4 } })
    expect(await readFile(String(summary.rejectedFile), 'utf8')).toMatch(/,N,\r\n$/)
  })

  it('costs no row that stands elsewhere', async () => {
    const { crm } = await start()
    const cell = fc.oneof(
      fc.constantFrom('', 'x', '"a,b"', '"say ""x"""', '"two\nlines"', '"\r\n"'),
      fc.constantFrom('"open', '4" pipe', '"a"b', '"', '"""', 'x"'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 9 }),
        async (cells, end, size) => {
          const lines = ['code,name', 'first,First', ...cells.map((written, n) => `${String(n)},${written}`)]
          const outcomes = await all(importRows(crm, bytes(lines.join(end), size), parseMapping(products())))
          expect(outcomes[0]).toMatchObject({ row: 2, reasons: [] })
          // Every row has one number of its own, and they rise.
          const numbers = outcomes.map(({ row }) => row)
          expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
          if (!cells.some(written => /^"(?:open|a"b|""?)?$|[^"]"/.test(written)))
            expect(outcomes.filter(({ reasons }) => reasons.some(({ code }) => code === 'BROKEN_QUOTES'))).toEqual([])
        },
      ),
      { numRuns: rounds(100, 5000) },
    )
  })
})

describe('a million blank lines', () => {
  const blank = async function* (line: string, times: number) {
    yield Buffer.from('code,name\n')
    const many = Buffer.from(line.repeat(10_000))
    for (let n = 0; n < times; n++) yield many
    yield Buffer.from('A,Apple\n')
  }

  it('are passed over, and counted', async () => {
    const { outcomes, crm } = await start()
    await outcomes(products(), 'code,name', 'A,Apple')
    const reading = all(importRows(crm, blank('\n', 100), parseMapping(products())))
    expect(told(await reading)).toEqual(['1000002 unchanged'])
  })

  it.each(['\n', ' ,\n'])('like %j can be interrupted, however many', async line => {
    const { crm } = await start()
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('enough')), 50)
    const source = blank(line, Infinity)
    await expect(all(importRows(crm, source, parseMapping(products()), { signal: stop.signal }))).rejects.toThrow(
      'enough',
    )
  })
})
