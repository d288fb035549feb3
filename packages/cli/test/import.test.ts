import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newFolder, type RunOptions } from './run.ts'

const { run, file, remove } = newFolder()
afterAll(remove)

const mapping = {
  becomes: 'product',
  key: ['code'],
  fields: { code: 'code', name: 'name', listPrice: 'price', currency: { value: 'VND' } },
}
let database = ''
let count = 0

beforeAll(() => {
  writeFileSync(file('products.mapping.json'), JSON.stringify(mapping))
  writeFileSync(file('products.csv'), 'code,name,price\nMI-1,Máy in,4290000\nMC-1,Máy chiếu,21900000\n')
  writeFileSync(file('faulty.csv'), 'code,name,price\nMI-1,Máy in,4290000\nMC-1,Máy chiếu,nhiều\nBG-1,,1000\n')
})
beforeEach(() => {
  database = `company-${String(count++)}.sqlite`
})

const importing = (csv: string, more: readonly string[] = [], options?: RunOptions) =>
  run(['import', csv, '--mapping', 'products.mapping.json', '--database', database, ...more], options)
const events = async () => {
  const { views } = JSON.parse((await run(['status', '--database', database, '--format', 'json'])).stdout)
  return views[0].checkpoint?.position
}

describe('import', () => {
  it('tells what became of the rows, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await importing('products.csv')
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^products\.csv: 2 rows\n/)
    expect(stdout).toMatch(/created +2\n +changed +0\n +unchanged +0\n +rejected +0\n/)
  })

  it('changes nothing the second time', async () => {
    await importing('products.csv')
    const before = await events()
    const { exitCode, stdout } = await importing('products.csv')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/unchanged +2\n/)
    expect(await events()).toBe(before)
  })

  it('tells rejected rows with column and reason, writes them to a file, and ends with 1', async () => {
    const { exitCode, stdout } = await importing('faulty.csv')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/created +1\n/)
    expect(stdout).toMatch(/rejected +2\n/)
    expect(stdout).toMatch(/row 3 {2}price "nhiều": expected a number/)
    expect(stdout).toMatch(/row 4 {2}name/)
    expect(stdout).toMatch(/They stand in faulty\.rejected\.csv/)
    expect(readFileSync(file('faulty.rejected.csv'), 'utf8')).toContain('MC-1,Máy chiếu,nhiều')
  })

  it('writes rejected rows where it is told to', async () => {
    await importing('faulty.csv', ['--rejected', 'to-mend.csv'])
    expect(existsSync(file('to-mend.csv'))).toBe(true)
  })

  it('takes only the rows asked for, as a spreadsheet numbers them', async () => {
    const { exitCode, stdout } = await importing('faulty.csv', ['--from-row', '2', '--to-row', '2'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^faulty\.csv: 1 row\n/)
  })

  it('prints the summary as JSON and nothing else', async () => {
    const { exitCode, stdout, stderr } = await importing('faulty.csv', [
      '--format',
      'json',
      '--rejected',
      'json.rejected.csv',
    ])
    expect(exitCode).toBe(1)
    expect(stderr).toBe('')
    const summary = JSON.parse(stdout)
    expect(summary).toMatchObject({ rows: 3, created: 1, rejected: 2 })
    expect(summary.firstRejected[0]).toMatchObject({ row: 3, reasons: [{ column: 'price' }] })
  })

  it('keeps nothing of a dry run', async () => {
    const { exitCode, stdout } = await importing('products.csv', ['--dry-run'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^products\.csv: 2 rows, none of them kept\n[\s\S]*created +2\n/)
    expect(existsSync(file(database))).toBe(false)
    await importing('products.csv')
    const before = await events()
    expect((await importing('faulty.csv', ['--dry-run'])).stdout).toMatch(/unchanged +1\n/)
    expect(await events()).toBe(before)
  })

  it('sets the company up once, and says what a later wish does not change', async () => {
    await importing('products.csv', ['--currency', 'USD', '--language', 'en'])
    const { stderr } = await importing('products.csv', ['--currency', 'EUR', '--language', 'en'])
    expect(stderr).toBe('The company is set up already: its currency stays USD.\n')
    const { company } = JSON.parse((await run(['status', '-d', database, '-f', 'json'])).stdout)
    expect(company).toMatchObject({ currency: 'USD', language: 'en', timeZone: 'Asia/Ho_Chi_Minh' })
  })

  it('shows a progress bar only in a terminal, and on stderr', async () => {
    expect((await importing('products.csv')).stderr).toBe('')
    const inTerminal = await importing('products.csv', [], { isTTY: true, environment: { NO_COLOR: '1' } })
    expect(inTerminal.stderr).toContain('Importing products.csv')
    expect(inTerminal.stdout).not.toContain('Importing')
  })

  it('records who imported, and why', async () => {
    await importing('products.csv', ['--actor', 'lan', '--reason', 'Bảng giá mới'])
    const { stdout } = await run(['history', 'product', 'MI-1', '--database', database])
    expect(stdout).toMatch(/by lan · import/)
    expect(stdout).toContain('“Bảng giá mới”')
  })

  describe('makes no database', () => {
    it.each([
      ['for a file that is not there', 'missing.csv', [], 3, /missing\.csv' is not there/],
      [
        'for a mapping that is not there',
        'products.csv',
        ['--mapping', 'missing.json'],
        3,
        /missing\.json' is not there/,
      ],
      ['for a mapping that is none', 'products.csv', ['--mapping', 'products.csv'], 2, /--mapping: .*JSON/],
      ['for a row number that is none', 'products.csv', ['--from-row', 'two'], 2, /Expected a whole number/],
    ] as const)('%s', async (_, csv, more, expected, message) => {
      const { exitCode, stdout, stderr } = await importing(csv, more)
      expect(exitCode).toBe(expected)
      expect(stdout).toBe('')
      expect(stderr).toMatch(message)
      expect(existsSync(file(database))).toBe(false)
    })
  })

  it('names what is wrong in a mapping', async () => {
    writeFileSync(
      file('faulty.mapping.json'),
      JSON.stringify({ becomes: 'product', key: ['code'], fields: { code: 'code', nam: 'name' } }),
    )
    const { exitCode, stderr } = await importing('products.csv', ['--mapping', 'faulty.mapping.json'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/--mapping: fields.*nam/)
  })

  it('names a column that the file does not have', async () => {
    writeFileSync(
      file('columns.mapping.json'),
      JSON.stringify({ ...mapping, fields: { ...mapping.fields, name: 'title' } }),
    )
    const { exitCode, stderr } = await importing('products.csv', ['--mapping', 'columns.mapping.json'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/title/)
  })

  it('refuses settings that do not exist, by their option', async () => {
    const { exitCode, stderr } = await importing('products.csv', ['--time-zone', 'Asia/Sai_Gon'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/--time-zone: expected an IANA time zone like Asia\/Ho_Chi_Minh/)
  })
})
