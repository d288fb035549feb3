import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSheetWriter } from '@eventcrm/importer'
import { openSqlite } from '@eventcrm/sqlite'
import { randomUUID } from 'node:crypto'
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
  run(
    ['import', csv, '--mapping', 'products.mapping.json', '--database', database, '--language', 'en', ...more],
    options,
  )
/** What is on the log, but for the runs of imports. */
const events = async () => {
  const { stdout } = await run(['log', '--database', database, '--format', 'jsonl'])
  return stdout.split('\n').filter(line => !line.includes('ImportRun'))
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
    expect(await events()).toEqual(before)
  })

  it('tells rejected rows with column and reason, writes them to a file, and ends with 1', async () => {
    const { exitCode, stdout } = await importing('faulty.csv')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/created +1\n/)
    expect(stdout).toMatch(/rejected +2\n/)
    expect(stdout).toMatch(/row 3 {2}price "nhiều": expected an amount/)
    expect(stdout).toMatch(/row 4 {2}name/)
    expect(stdout).toMatch(/They stand in faulty\.rejected\.csv/)
    expect(readFileSync(file('faulty.rejected.csv'), 'utf8')).toContain('MC-1,Máy chiếu,nhiều')
  })

  it('tells all of it in any case, then what keeps the documents from following', async () => {
    await importing('products.csv')
    const stores = await openSqlite(file(database))
    // an event that no view can fold
    const id = randomUUID()
    for await (const event of stores.events.readAll({ limit: 1 }))
      await stores.events.append(`crm.product-${id}`, 'noStream', [{ ...event, id, type: 'ProductListed', data: {} }])
    await stores.close()
    const { exitCode, stdout, stderr } = await importing('faulty.csv')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/unchanged +1\n[^]*They stand in faulty\.rejected/)
    expect(stderr).toMatch(
      /^All of that is in the log; the documents are behind it\.\neventcrm: .* stopped before position/,
    )
  })

  it('speaks the language of the company, or the one asked for', async () => {
    const { stdout } = await importing('faulty.csv', ['--language', 'vi'])
    expect(stdout).toMatch(/^faulty\.csv: 3 dòng\n/)
    expect(stdout).toMatch(/tạo mới +1\n/)
    expect(stdout).toMatch(/dòng 4 {2}name: bắt buộc/)
    const second = await run(['import', 'faulty.csv', '-m', 'products.mapping.json', '-d', database])
    expect(second.stdout).toMatch(/bị từ chối +2\n/)
    expect((await importing('faulty.csv')).stdout).toMatch(/rejected +2\n/)
  })

  it('writes rejected rows where it is told to', async () => {
    await importing('faulty.csv', ['--rejected', 'to-mend.csv'])
    expect(existsSync(file('to-mend.csv'))).toBe(true)
  })

  it('writes rejected rows over nothing but those of the last time', async () => {
    writeFileSync(file('notes.csv'), 'my notes\n')
    const over = await importing('faulty.csv', ['--rejected', 'notes.csv'])
    expect(over).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/holds something else than rejected rows/),
    })
    expect(readFileSync(file('notes.csv'), 'utf8')).toBe('my notes\n')
    expect(existsSync(file(database))).toBe(false)
    for (let time = 0; time < 2; time++)
      expect((await importing('faulty.csv', ['--rejected', 'again.csv'])).stdout).toMatch(/They stand in again\.csv/)
  })

  it('takes an Excel file, and has its rejected rows in one', async () => {
    const writer = await openSheetWriter(file('products.xlsx'))
    for (const row of [
      ['code', 'name', 'price'],
      ['X-1', 'Máy in', 4290000],
      ['X-2', '', 1],
    ])
      await writer.add(row)
    await writer.finish()
    const { exitCode, stdout } = await importing('products.xlsx')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/created +1\n/)
    expect(stdout).toMatch(/They stand in products\.rejected\.xlsx/)
    const again = await importing('products.rejected.xlsx', ['--dry-run'])
    expect(again.stdout).toMatch(/rejected +1\n/)
  })

  it('sums up what went in of a file that cannot be read to its end, and says why', async () => {
    writeFileSync(file('open.csv'), `code,name,price\nB-1,Máy in,1\nB-2,${'x'.repeat(1_100_000)}\n`)
    const { exitCode, stdout, stderr } = await importing('open.csv', ['--language', 'vi'])
    expect(exitCode).toBe(3)
    expect(stdout).toMatch(/tạo mới +1\n/)
    expect(stderr).toMatch(/Dòng 3: .*dài hơn 1048576 ký tự[\s\S]*hãy sửa tệp rồi nhập lại/)
    const json = await importing('open.csv', ['--format', 'json'])
    expect(JSON.parse(json.stdout)).toMatchObject({ unchanged: 1, brokeOff: { code: 'RowTooLarge', row: 3 } })
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
    expect(await events()).toEqual(before)
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

  it.skipIf(process.platform === 'win32')('reads a pipe only once', async () => {
    const pipe = file('products.pipe')
    execFileSync('mkfifo', [pipe])
    const writing = writeFile(pipe, 'code,name,price\nMI-1,Máy in,4290000\n')
    const { exitCode, stdout } = await importing('products.pipe')
    await writing
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/created +1\n/)
  })

  it('shows no sign that a terminal would obey', async () => {
    writeFileSync(file('signs.csv'), 'code,name,price\nMI-1,Máy\0 in,1\nMI-2,x,\u001b[2J\n')
    const { stdout } = await importing('signs.csv')
    expect(stdout).toContain('name "Máy\\u0000 in": expected text without NUL characters')
    expect(stdout).toContain('price "\\u001b[2J": expected an amount')
    writeFileSync(file('heading.csv'), 'code,na\u001b[2Jme,price\n')
    expect((await importing('heading.csv')).stderr).toContain('"na\\u001b[2Jme"')
  })

  it('repeats no number to call, and no address to write to', async () => {
    const fields = { kind: { value: 'individual' }, name: 'name', phone: 'phone', email: 'email' }
    writeFileSync(file('c.json'), JSON.stringify({ becomes: 'contact', key: ['name'], fields }))
    writeFileSync(file('c.csv'), 'name,phone,email\nLan,09123456789999,lan at example.vn\n')
    const { stdout } = await run(['import', 'c.csv', '-m', 'c.json', '-d', 'c.sqlite', '--language', 'en'])
    expect(stdout).toMatch(/row 2 {2}phone: /)
    expect(stdout).toMatch(/row 2 {2}email: /)
    expect(stdout).not.toMatch(/09123456|lan at/)
  })

  it('names the rows of each notice, and has all of them in JSON', async () => {
    const fields = {
      kind: { value: 'individual' },
      name: 'name',
      phone: { column: 'phone', whenInvalid: 'leaveEmpty' },
    }
    writeFileSync(file('left.json'), JSON.stringify({ becomes: 'contact', key: ['name'], fields }))
    const isLost = (row: number) => row === 2 || (row > 4 && row < 8) || (row > 9 && row % 2 === 0)
    const rows = Array.from({ length: 60 }, (_, n) => `P${String(n)},${isLost(n + 2) ? 'none' : ''}\n`)
    writeFileSync(file('left.csv'), `name,phone\n${rows.join('')}`)
    const into = ['import', 'left.csv', '-m', 'left.json', '-d', 'left.sqlite', '--dry-run']
    const { stdout } = await run([...into, '--language', 'en'])
    const evens = Array.from({ length: 18 }, (_, n) => 10 + 2 * n).join(', ')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`30 phone: left empty: `)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`(rows 2, 5–7, ${evens} and 8 more)`)
    const { stdout: vietnamese } = await run([...into, '--language', 'vi'])
    expect(vietnamese.replaceAll(/\s+/g, ' ')).toContain(`(dòng 2, 5–7, ${evens} và 8 dòng nữa)`)
    const { noticesGiven } = JSON.parse((await run([...into, '--format', 'json'])).stdout)
    expect(noticesGiven).toMatchObject([{ code: 'LEFT_EMPTY', rows: 30 }])
    expect(noticesGiven[0].inRows).toEqual(
      [[2, 2], [5, 7], ...Array.from({ length: 26 }, (_, n) => [10 + 2 * n, 10 + 2 * n])].map(([from, to]) => ({
        from,
        to,
      })),
    )
  })

  it('forges nothing in its progress bar either', async () => {
    writeFileSync(file('\u202e{bar}\n.csv'), 'code,name,price\nMI-1,Máy in,1\n')
    const { stderr } = await run(['import', '\u202e{bar}\n.csv', '-m', 'products.mapping.json', '-d', 'bar.sqlite'], {
      isTTY: true,
    })
    expect(stderr).toContain('\\u202e{bar}\\n.csv ')
    expect(stderr).not.toMatch(/\u202e/)
  })

  it('takes a file with headings only, and one with the mark of UTF-8', async () => {
    writeFileSync(file('headings.csv'), 'code,name,price\n')
    writeFileSync(file('mark.csv'), '\ufeffcode,name,price\nMI-1,Máy in,4290000\n')
    expect(await importing('headings.csv')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^headings\.csv: 0 rows\n/),
    })
    expect((await importing('mark.csv')).stdout).toMatch(/created +1\n/)
  })

  describe('makes no database', () => {
    beforeAll(() => {
      mkdirSync(file('folder'))
      const without = { ...mapping, fields: { ...mapping.fields, name: 'title' } }
      writeFileSync(file('columns.mapping.json'), JSON.stringify(without))
      writeFileSync(file('range.mapping.json'), JSON.stringify({ ...mapping, rows: { from: 9 } }))
      writeFileSync(file('backwards.mapping.json'), JSON.stringify({ ...mapping, rows: { from: 3, to: 2 } }))
      writeFileSync(file('empty.csv'), '')
      writeFileSync(file('latin.csv'), Buffer.from('code,name,price\nMI-1,M\xe1y in,1\n', 'latin1'))
      writeFileSync(file('utf16.csv'), Buffer.from('code,name,price\nMI-1,In,1\n', 'utf16le'))
      writeFileSync(file('twice.csv'), 'code,name,name,price\nMI-1,In,Máy in,1\n')
    })
    const mapped = (name: string) => ['--mapping', `${name}.mapping.json`]

    it.each([
      [
        'for a file that is not there',
        'missing.csv',
        [],
        3,
        /'missing\.csv' is not there\n {2}give the CSV or Excel file/,
      ],
      ['for a folder', 'folder', [], 3, /'folder' is a folder, not a file\n {2}give the CSV or Excel file/],
      ['for an empty file', 'empty.csv', [], 3, /Expected headings in row 1, but the file is empty/],
      ['for a file in Latin-1', 'latin.csv', [], 3, /not UTF-8 \(line 2\): name its encoding/],
      ['for a file in UTF-16', 'utf16.csv', [], 3, /UTF-16: say so in the mapping/],
      ['for a heading that stands there twice', 'twice.csv', [], 2, /"name" stands over 2 columns; .*: B, C/],
      [
        'for a mapping that is not there',
        'products.csv',
        ['--mapping', 'missing.json'],
        3,
        /'missing\.json' is not there\n {2}give a JSON file/,
      ],
      [
        'for a mapping that is a folder',
        'products.csv',
        ['--mapping', 'folder'],
        3,
        /'folder' is a folder, not a file/,
      ],
      ['for a mapping that is none', 'products.csv', ['--mapping', 'products.csv'], 2, /--mapping: .*JSON/],
      ['for a column that is not there', 'products.csv', mapped('columns'), 2, /no column "title"/],
      ['for a row number that is none', 'products.csv', ['--from-row', 'two'], 2, /Expected a whole number/],
      [
        'for rows that end before they begin',
        'products.csv',
        ['--from-row', '3', '--to-row', '2'],
        2,
        /--from-row is 3, but --to-row is 2: expected the first row not after the last/,
      ],
      [
        'for rows that begin behind the end of the file',
        'products.csv',
        ['--from-row', '9'],
        2,
        /begin with row 9, but the last row of the file is row 3\n {2}give an earlier row: --from-row/,
      ],
      [
        'for a mapping with such rows',
        'products.csv',
        mapped('range'),
        2,
        /begin with row 9, but the last row .* row 3/,
      ],
      [
        'for rows that end with the headings',
        'products.csv',
        ['--to-row', '1'],
        2,
        /--to-row is 1, but the headings stand in row 1: expected a row below them/,
      ],
      [
        'for rows that end before those of the mapping begin',
        'products.csv',
        [...mapped('range'), '--to-row', '2'],
        2,
        /`rows\.from` of the mapping is 9, but --to-row is 2/,
      ],
      [
        'for a mapping with backward rows',
        'products.csv',
        mapped('backwards'),
        2,
        /rows: expected `from` not after `to`/,
      ],
      ['for an actor that is no id', 'products.csv', ['--actor', 'Lan Anh'], 2, /--actor: expected an id/],
      ['for an empty reason', 'products.csv', ['--reason', ''], 2, /--reason: expected/],
      [
        'for a time zone that there is not',
        'products.csv',
        ['--time-zone', 'Asia/Sai_Gon'],
        2,
        /--time-zone: expected/,
      ],
      ['for a currency that there is not', 'products.csv', ['--currency', 'XXQ'], 2, /--currency: expected/],
      [
        'for a rejected file in no folder',
        'products.csv',
        ['--rejected', 'none/to-mend.csv'],
        3,
        /cannot be written into .*none: expected a folder/,
      ],
      [
        'for a rejected file that is the mapping',
        'products.csv',
        ['--rejected', 'products.mapping.json'],
        2,
        /--rejected: the rejected rows would be written over 'products\.mapping\.json'/,
      ],
    ] as const)('%s', async (_, csv, more, expected, message) => {
      const { exitCode, stdout, stderr } = await importing(csv, more)
      expect(stderr).toMatch(message)
      expect(exitCode).toBe(expected)
      expect(stdout).toBe('')
      expect(existsSync(file(database))).toBe(false)
    })
  })

  it.each([[[]], [['--dry-run']]])('takes no folder for a database %s', async more => {
    mkdirSync(file('a-folder'), { recursive: true })
    const { exitCode, stderr } = await importing('products.csv', ['--database', 'a-folder', ...more])
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/'a-folder' is a folder, not a file\n {2}give a SQLite file/)
  })

  it('names a file that is no database in a dry run too', async () => {
    const { exitCode, stderr } = await importing('products.csv', ['--database', 'faulty.csv', '--dry-run'])
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/'faulty\.csv' cannot be copied \(SQLite: file is not a database\)\n {2}give the file that/)
  })

  it('does not write its rejected rows over the company', async () => {
    await importing('products.csv')
    const before = readFileSync(file(database))
    const { exitCode, stderr } = await importing('products.csv', ['--rejected', database])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`would be written over '${database}'`)
    expect(readFileSync(file(database))).toEqual(before)
  })

  it('does not write its rejected rows over the mapping or the company through a link to their folder', async () => {
    symlinkSync(file('.'), file('alias'))
    for (const over of ['products.mapping.json', database]) {
      const { exitCode, stderr } = await importing('products.csv', ['--rejected', `alias/${over}`])
      expect(exitCode).toBe(2)
      expect(stderr).toContain(`would be written over '${over}'`)
    }
    expect(existsSync(file(database))).toBe(false)
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

  it('refuses settings that do not exist, by their option', async () => {
    const { exitCode, stderr } = await importing('products.csv', ['--time-zone', 'Asia/Sai_Gon'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/--time-zone: expected an IANA time zone like Asia\/Ho_Chi_Minh/)
  })
})
