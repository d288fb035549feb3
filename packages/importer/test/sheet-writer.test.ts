import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { openSheetWriter, type SheetCell } from '../src/index.ts'
import { temporaryFolder } from './start.ts'

const write = async (file: string, rows: readonly (readonly SheetCell[])[]) => {
  const writer = await openSheetWriter(file)
  try {
    for (const row of rows) await writer.add(row)
    await writer.finish()
  } finally {
    await writer.discard()
  }
}

const cellsOf = async (file: string) => (await readXlsx(new Uint8Array(await readFile(file)))).sheets[0]?.rows

describe('a sheet that is written', () => {
  it('as CSV has its mark, no formulas, and numbers that stay numbers', async () => {
    const file = join(await temporaryFolder(), 'out.csv')
    await write(file, [
      ['name', 'amount'],
      ['=1+1', -5],
      ['a\n＝1', { day: '2026-03-01' }],
      ['a,"b"', true, null],
    ])
    expect(await readFile(file, 'utf8')).toBe(
      '\uFEFFname,amount\r\n\'=1+1,-5\r\n"a\n\'＝1",2026-03-01\r\n"a,""b""",true,\r\n',
    )
  })

  it('as Excel has days, numbers, truths and texts', async () => {
    const file = join(await temporaryFolder(), 'out.XLSX')
    await write(file, [['=1+1', 19.99, true, { day: '2026-03-01' }, { day: '1899-12-31' }, null, '', 'x']])
    expect(await cellsOf(file)).toEqual([
      ['=1+1', 19.99, true, new Date('2026-03-01T00:00:00Z'), '1899-12-31', null, null, 'x'],
    ])
  })

  it('as Excel has every text as it was', async () => {
    const file = join(await temporaryFolder(), 'out.xlsx')
    const hostile = fc.string({
      unit: fc.constantFrom(...Array.from('_x00D\t\r\n\u0001 <&>"x\'')),
      minLength: 1,
      maxLength: 12,
    })
    const texts = fc.array(fc.oneof(hostile, fc.string({ unit: 'binary', minLength: 1 })), {
      minLength: 1,
      maxLength: 20,
    })
    await fc.assert(
      fc.asyncProperty(texts, async row => {
        await write(file, [row])
        expect(await cellsOf(file)).toEqual([row.map(text => text.toWellFormed())])
      }),
      { numRuns: rounds(10, 2000) },
    )
  })

  it.each(['out.csv', 'out.xlsx'])('as %s is for its owner only, and leaves nothing beside it', async name => {
    const folder = await temporaryFolder()
    const file = join(folder, name)
    await writeFile(file, 'of the last time', { mode: 0o644 })
    await write(file, [['a']])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const writer = await openSheetWriter(join(folder, `other-${name}`))
    const [temporary = ''] = (await readdir(folder)).filter(entry => entry !== name)
    expect((await stat(join(folder, temporary))).mode & 0o777).toBe(0o600)
    await writer.add(['b'])
    await writer.discard()
    expect(await readdir(folder)).toEqual([name])
  })

  it.each(['out.csv', 'out.xlsx'])('as %s that cannot appear says why, and leaves nothing', async name => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, name))
    await expect(write(join(folder, name), [['a']])).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/)
    expect(await readdir(folder)).toEqual([name])
  })

  it('as Excel takes many rows', async () => {
    const file = join(await temporaryFolder(), 'out.xlsx')
    const rows = Array.from({ length: 5000 }, (_, row) => [`row ${String(row)}`, row])
    await write(file, rows)
    expect(await cellsOf(file)).toEqual(rows)
  })
})
