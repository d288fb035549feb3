import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blankRows } from '../src/csv/blanks.ts'
import { importFile, importRows, parseMapping } from '../src/index.ts'
import { rounds } from '../../testkit/src/campaign.ts'
import { all, bytes, start, temporaryFolder, told } from './start.ts'

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}
const rowsOf = async (text: string, size = text.length) => all(blankRows(inPieces(text, size)))

describe('cells that stand apart by blanks', () => {
  it('are those between any run of spaces and tabs; blanks before the first and behind the last say nothing', async () => {
    expect(await rowsOf(' 00004 0001 \t 19970101  2   29.33\r\n\n"a b"\t\tÄ ')).toEqual([
      { row: 1, cells: ['00004', '0001', '19970101', '2', '29.33'] },
      { row: 2, cells: [] },
      { row: 3, cells: ['"a', 'b"', 'Ä'] },
    ])
  })

  it('are the same in whatever pieces the text arrives, and however its lines end', async () => {
    const cell = fc.stringMatching(/^[a-z0-9".,]{1,4}$/)
    const gap = fc.stringMatching(/^[ \t]{1,3}$/)
    const row = fc.array(fc.tuple(gap, cell), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(row, fc.constantFrom('\n', '\r\n', '\r'))),
        fc.integer({ min: 1, max: 9 }),
        async (lines, size) => {
          // an empty line between a carriage return and a line feed is none
          const ended = lines.map(
            ([cells, end], i) => [cells, end === '\r' && (lines[i + 1]?.[0].length ?? 1) === 0 ? '\r\n' : end] as const,
          )
          const text = ended.map(([cells, end]) => `${cells.flat().join('')}${end}`).join('')
          expect(await rowsOf(text, size)).toEqual(
            ended.map(([cells], i) => ({ row: i + 1, cells: cells.map(([, written]) => written) })),
          )
        },
      ),
      { numRuns: rounds(200, 5_000) },
    )
  })

  it('end where a line is too long to be a row', async () => {
    await expect(rowsOf(`a b\n${'x'.repeat(1024 * 1024 + 2)}`, 65_536)).rejects.toMatchObject({
      code: 'RowTooLarge',
      row: 2,
    })
  })
})

const mapping = {
  becomes: 'purchase',
  heading: null,
  delimiter: 'blanks',
  dateFormat: 'yyyyMMdd',
  numbers: { decimal: '.' },
  fields: { customer: 'B', boughtOn: 'C', units: 'D', amount: 'E', currency: { value: 'USD' } },
}
const lines = [' 00004 0001 19970101  2   29.33', ' 00004 0001 19970101  2   29.33', ' 00021 0002 19970132  2   13.97']

describe('a file of such rows', () => {
  it('is imported by the letters of its columns', async () => {
    const { outcomes, crm } = await start()
    const sent = await outcomes(mapping, ...lines, ' 00021 0003 19970102  2')
    expect(told(sent)).toEqual(['1 created', '2 created', '3 rejected: C INVALID', '4 rejected: row RAGGED'])
    expect(sent[2]?.reasons).toMatchObject([{ column: 'C', value: '19970132' }])
    expect(sent[3]?.reasons[0]?.words.en).toBe(
      'the row has 4 cells, and should have 5: with blanks between cells, none may be empty or have a blank in it',
    )
    expect((await crm.state('contacts', await crm.idFor('contact', '0001'))).openedOn).toBe('1997-01-01')
  })

  it('may have headings, below others', async () => {
    const { outcomes } = await start()
    const headed = {
      ...mapping,
      heading: 3,
      fields: { customer: 'id', boughtOn: 'date', amount: 'dollars', currency: { value: 'USD' } },
    }
    const sent = await outcomes(headed, 'sales of 1997', '', 'master  id date units dollars', ...lines)
    expect(told(sent)).toEqual(['4 created', '5 created', '6 rejected: date INVALID'])
    await expect(outcomes({ ...headed, heading: 1 }, ...lines)).rejects.toMatchObject({ code: 'ColumnUnknown' })
  })

  it.each([null, 3])(
    'has its rejected rows written with commas between their cells, which are read again by the same mapping (heading %s)',
    async heading => {
      const { crm } = await start()
      const folder = await temporaryFolder()
      const file = join(folder, 'sales.txt')
      const top = heading === null ? [] : ['sales of 1997', '', 'A B C D E']
      await writeFile(file, [...top, ...lines, ' 00021 0003 19970102  2'].join('\n'))
      const parsed = parseMapping({ ...mapping, heading })
      const { rejectedFile } = await importFile(crm, file, parsed, { language: 'vi' })
      expect(rejectedFile).toBe(join(folder, 'sales.rejected.txt'))
      const written = await readFile(rejectedFile ?? '', 'utf8')
      expect(written).toContain('Lý do từ chối,A,B,C,D,E')
      // mended, and as a spreadsheet of another language saves it
      const mended = written.replace('19970132', '19970131').replace('19970102,2', '19970102,2,5.00')
      for (const delimiter of [',', ';']) {
        const again = await start()
        const text = mended.replaceAll(',', delimiter)
        expect(told(await all(importRows(again.crm, bytes(text), parsed))).map(row => row.slice(2))).toEqual([
          'created',
          'created',
        ])
      }
      expect(await importFile(crm, rejectedFile ?? '', parsed)).toMatchObject({ unchanged: 0, rejected: 2 })
      await writeFile(rejectedFile ?? '', mended)
      expect(await importFile(crm, rejectedFile ?? '', parsed)).toMatchObject({ created: 2, rejected: 0 })
    },
  )
})
