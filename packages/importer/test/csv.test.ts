import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { FileUnreadable, importRows, parseMapping } from '../src/index.ts'
import { guarded, unguarded } from '../src/csv/guard.ts'
import { indexOfLetter, letterOf } from '../src/column-letters.ts'
import { openSheet } from '../src/sheet.ts'
import fc from 'fast-check'
import { all, bytes, start, temporaryFolder, told } from './start.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const products = (more: object = {}) => ({
  becomes: 'product',
  key: ['code'],
  fields: { code: 'code', name: 'name' },
  ...more,
})

const rowsOf = async (
  text: string | AsyncIterable<Uint8Array>,
  options: { heading?: number; delimiter?: ',' | ';' | '\t' } = {},
) => {
  const source = typeof text === 'string' ? bytes(text) : text
  const sheet = await openSheet(source, { heading: 1, delimiter: ',', ...options })
  return (await all(sheet.rows)).map(({ row, cells, unreadable }) => [
    row,
    ...cells,
    ...(unreadable === undefined ? [] : [unreadable.words.en]),
  ])
}

const utf32 = (text: string): Buffer => Buffer.from(Uint32Array.from(text, sign => sign.codePointAt(0) ?? 0).buffer)

describe('a file', () => {
  it.each([
    ['plain', 'a,b\n1,2\n3,4\n'],
    ['without an end of line at its end', 'a,b\n1,2\n3,4'],
    ['with the ends of lines of Windows', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['with the ends of lines of an old Mac', 'a,b\r1,2\r3,4\r'],
    ['with the mark of UTF-8', '\uFEFFa,b\n1,2\n3,4\n'],
    ['with quotes around everything', '"a","b"\n"1","2"\n"3","4"\n'],
    ['with ends of lines of several kinds', 'a,b\r\n1,2\n3,4\r'],
  ])('%s is read', async (_, text) => {
    expect(await rowsOf(text)).toEqual([
      [2, '1', '2'],
      [3, '3', '4'],
    ])
  })

  it.each([
    [';', 'a;b\n1;2\n'],
    ['\t', 'a\tb\n1\t2\n'],
  ] as const)('delimited by %j is read', async (delimiter, text) => {
    expect(await rowsOf(text, { delimiter })).toEqual([[2, '1', '2']])
  })

  it('has its rows numbered as a spreadsheet shows them', async () => {
    const text = 'a,b\n"one\nline break",1\n\n , \n"say ""x""",2\n'
    expect(await rowsOf(text)).toEqual([
      [2, 'one\nline break', '1'],
      [5, 'say "x"', '2'],
    ])
  })

  it('may have its headings further down', async () => {
    expect(await rowsOf('Products of 2026\n\na,b\n1,2\n', { heading: 3 })).toEqual([[4, '1', '2']])
  })

  it('is the same however its bytes are cut', async () => {
    const text = 'a,b\r\n"Đồng, ""x""",Nguyễn Thị 🎉\r\n3,4\r\n'
    const whole = await rowsOf(text)
    for (let size = 1; size < 12; size++) expect(await rowsOf(bytes(text, size))).toEqual(whole)
  })

  it('may have columns without a heading at its end, if they are empty', async () => {
    expect(await rowsOf('a,b,,\n1,2,,\n3,4\n5,6,, \n')).toEqual([
      [2, '1', '2', '', ''],
      [3, '3', '4'],
      [4, '5', '6', '', ' '],
    ])
  })

  it.each([
    ['is empty', '', 'NoHeading', /row 1, but the file is empty$/],
    ['has only the mark of UTF-8', '\uFEFF', 'NoHeading', /the file is empty$/],
    ['has blank headings', ',,\n1,2,3\n', 'NoHeading', /row 1, but it is blank$/],
    [
      'lacks a column',
      'cod,name\n1,2\n',
      'ColumnUnknown',
      /no column "code"; the nearest is "cod"; the headings are "cod", "name"$/,
    ],
    ['is delimited otherwise', 'code;name\n1;2\n', 'ColumnUnknown', /delimited otherwise than by ","/],
    [
      'has a heading twice',
      'code,name,name\n1,2,3\n',
      'ColumnAmbiguous',
      /"name" stands over 2 columns; .* letter: B, C$/,
    ],
    [
      'opens a quote in its headings',
      'code,"name\n1,2\n',
      'BrokenQuotes',
      /^Row 1, column B: a quote is opened and never closed/,
    ],
    [
      'has a huge cell',
      `code,name\n1,2\n3,${'x'.repeat(1_100_000)}\n`,
      'RowTooLarge',
      /^Row 3.*longer than 1048576 characters/,
    ],
  ])('that %s is refused', async (_, text, code, message) => {
    const { crm } = await start()
    const reading = all(importRows(crm, bytes(text), parseMapping(products())))
    await expect(reading).rejects.toThrow(FileUnreadable)
    await expect(reading).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('that breaks off has the rows before imported, and says where', async () => {
    const { crm } = await start()
    const outcomes: string[] = []
    const reading = async () => {
      const text = `code,name\nA,Apple\nB,Banana\nC,${'x'.repeat(1_100_000)}\n`
      for await (const outcome of importRows(crm, bytes(text), parseMapping(products())))
        outcomes.push(...told([outcome]))
    }
    await expect(reading()).rejects.toMatchObject({ row: 4 })
    expect(outcomes).toEqual(['2 created', '3 created'])
  })

  it.each([
    [
      'Latin-1',
      Buffer.from('code,name\nA,Caf\xe9\n', 'latin1'),
      /not UTF-8 \(line 2\): name its encoding in the mapping/,
    ],
    [
      'UTF-16 without its mark',
      Buffer.from('code,name\nA,x\n', 'utf16le'),
      /UTF-16: say so in the mapping, `encoding`: "utf-16le"/,
    ],
    ['UTF-32, the low byte first', utf32('code,name\nA,x\n'), /UTF-32, which is not read: save it as UTF-8/],
    ['UTF-32, the high byte first', utf32('code,name\nA,x\n').swap32(), /UTF-32, which is not read/],
    ['UTF-32 with its mark', utf32('\uFEFFcode,name\nA,x\n'), /UTF-32, which is not read/],
    ['UTF-32 with its other mark', utf32('\uFEFFcode,name\nA,x\n').swap32(), /UTF-32, which is not read/],
    [
      'Latin-1, below a sign that stands for what could not be read',
      Buffer.concat([Buffer.from('code,name\nA,\uFFFD\nB,b\nC,'), Buffer.from([0xe9, 0x0a])]),
      /not UTF-8 \(line 4\)/,
    ],
    ['cut within a letter', Buffer.from('code,name\nA,Đ').subarray(0, -1), /not UTF-8/],
  ])('in %s is refused', async (_, content, message) => {
    const { crm } = await start()
    const source = (async function* () {
      yield content
    })()
    const reading = all(importRows(crm, source, parseMapping(products())))
    await expect(reading).rejects.toMatchObject({ code: 'NotUtf8', message: expect.stringMatching(message) })
  })

  it('that is not UTF-8 is refused at the same line however its bytes are cut', async () => {
    const content = Buffer.concat([
      Buffer.from('code,name\nĐ,\uFFFD😀\nB,b\nĐ,'),
      Buffer.from([0xe9, 0x0a, 0xe9, 0x0a]),
    ])
    for (let size = 1; size <= content.length; size++) {
      const source = (async function* () {
        for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
      })()
      await expect(rowsOf(source), `in chunks of ${String(size)}`).rejects.toThrow(/not UTF-8 \(line 4\)/)
    }
  })

  it('whose size cannot be told is closed again', async () => {
    const file = join(await temporaryFolder(), 'products.csv')
    await writeFile(file, 'code,name\n')
    const handle = await open(file)
    const handles: typeof handle = Object.getPrototypeOf(handle)
    await handle.close()
    const stat = vi.spyOn(handles, 'stat').mockRejectedValueOnce(new Error('stale'))
    onTestFinished(() => stat.mockRestore())
    const { crm } = await start()
    await expect(all(importRows(crm, file, parseMapping(products())))).rejects.toThrow('stale')
    expect(stat.mock.contexts).toEqual([expect.objectContaining({ fd: -1 })])
  })

  it('that is not there is refused', async () => {
    const { crm } = await start()
    await expect(all(importRows(crm, 'no-such.csv', parseMapping(products())))).rejects.toThrow(/no-such\.csv/)
  })

  it('that is a folder is refused, naming it', async () => {
    const { crm } = await start()
    const folder = await temporaryFolder()
    const reading = all(importRows(crm, folder, parseMapping(products())))
    await expect(reading).rejects.toMatchObject({
      code: 'NotAFile',
      message: `${folder} is a folder: expected a CSV or Excel file`,
    })
  })

  it('that is no table is refused without repeating all of it', async () => {
    const { crm } = await start()
    const one = importRows(crm, bytes('x'.repeat(10_000)), parseMapping(products()))
    await expect(all(one)).rejects.toThrow(/the headings are "x{60}…"$/)
    const many = importRows(crm, bytes(Array(2000).fill('x').join(',')), parseMapping(products()))
    await expect(all(many)).rejects.toThrow(/"x", "x" and 1950 more$/)
  })

  it('has its columns named by heading or by letter', async () => {
    const { outcomes, log } = await start()
    const mapping = products({ key: ['A'], fields: { code: 'A', name: 'C', group: 'Nhóm' } })
    expect(told(await outcomes(mapping, 'Mã hàng,Nhóm,Tên', 'P1,x,Printer'))).toEqual(['2 created'])
    expect(Object.values(await log()).flat()).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ code: 'P1', name: 'Printer', group: 'x' }) }),
    )
    // A heading goes before a letter.
    expect(told(await outcomes(mapping, 'C,Nhóm,A', 'Pencil,x,P2'))).toEqual(['2 created'])
  })
})

describe('a row', () => {
  it('with too few cells is rejected', async () => {
    const { outcomes } = await start()
    const [outcome] = await outcomes(products(), 'code,name,group', 'P1,Printer')
    expect(outcome).toMatchObject({ outcome: 'rejected', id: null })
    expect(outcome?.reasons).toEqual([
      expect.objectContaining({
        code: 'RAGGED',
        message: expect.stringMatching(/^the row has 2 cells, the headings 3/),
      }),
    ])
  })

  it('with too many cells is rejected', async () => {
    const { outcomes } = await start()
    const [outcome] = await outcomes(products(), 'code,name', 'P1,Printer, large')
    expect(outcome?.reasons).toEqual([
      expect.objectContaining({
        code: 'RAGGED',
        message: expect.stringMatching(/^column C has a value but no heading/),
      }),
    ])
  })

  it('with a NUL character is rejected', async () => {
    const { outcomes } = await start()
    expect(told(await outcomes(products(), 'code,name', 'P1,Prin\0ter', 'P2,Pencil'))).toEqual([
      '2 rejected: name INVALID',
      '3 created',
    ])
  })

  it('with a cell too long for its field is rejected, and repeats only the beginning of it', async () => {
    const { outcomes } = await start()
    const [outcome] = await outcomes(products(), 'code,name', `P1,${'x'.repeat(5000)}`)
    expect(outcome?.reasons).toMatchObject([
      {
        field: 'name',
        column: 'name',
        value: `${'x'.repeat(100)}…`,
        code: 'INVALID',
        message: 'expected at most 200 characters',
      },
    ])
  })
})

describe('a guarded cell', () => {
  it('is no formula', () => {
    for (const cell of ['=1+1', '+84 912', '-1+1', '@SUM(A1)', '\tx', '\rx', '\0'])
      expect(guarded(cell)).toBe(`'${cell}`)
    for (const cell of ['＝1+1', '＋84', '－1+1', '＠SUM(A1)', ' =1+1', '\u3000=1', '\nx'])
      expect(guarded(cell)).toBe(`'${cell}`)
    expect(guarded('a\n=1+1')).toBe("a\n'=1+1")
    expect(guarded('a\r\n\r\n＝1\r- b')).toBe("a\r\n\r\n'＝1\r'- b")
    expect(guarded('\n=1+1')).toBe("'\n'=1+1")
    for (const cell of ['-5', '-1054.50', '-1.054,5', 'plain', "it's", '', '0912']) expect(guarded(cell)).toBe(cell)
  })

  it('is what it was when read back', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...Array.from("'=+-@＝＋－＠\t\r\n\0 \u3000x5")), maxLength: 8 })
    const cells = fc.oneof(fc.string(), hostile)
    fc.assert(
      fc.property(cells, cell => {
        expect(unguarded(guarded(cell))).toBe(cell)
      }),
      { numRuns: rounds(1000, 50_000) },
    )
  })
})

describe('a letter', () => {
  it('is a column, and the other way round', () => {
    expect([0, 25, 26, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
    fc.assert(
      fc.property(fc.nat(18_000), index => {
        expect(indexOfLetter(letterOf(index))).toBe(index)
      }),
    )
    expect(['a', '', 'A1', 'ABCD', 'Ä'].map(indexOfLetter)).toEqual(Array(5).fill(undefined))
  })
})
