import { openSqlite } from '@eventcrm/sqlite'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Stop } from '../src/index.ts'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
afterAll(remove)

const fields = { name: 'name', phone: 'phone', email: 'email' }
const people = { ...fields, kind: { value: 'individual' } }
beforeAll(() => {
  writeFileSync(file('m.json'), JSON.stringify({ becomes: 'contact', key: ['id'], fields: people }))
  writeFileSync(file('leads.json'), JSON.stringify({ becomes: 'lead', key: ['id'], fields }))
  writeFileSync(file('there.csv'), 'id,name,phone,email\nZ,Lê Văn An,0912345678,\n')
  const rows = ['A,Lê An,0912 345 678,', 'B,Hoa,,hoa@x.vn', 'C,Chị Hoa,,HOA@x.vn', 'D,Em Hoa,,hoa+tin@x.vn']
  writeFileSync(file('people.csv'), ['id,name,phone,email', ...rows].join('\n'))
  const many = Array.from({ length: 12 }, (_, n) => `${String(n)},N${String(n)},,x@x.vn`)
  writeFileSync(file('many.csv'), ['id,name,phone,email', ...many].join('\n'))
})
let count = 0
const withOne = async () => {
  const database = `duplicates-${String(count++)}.sqlite`
  const importing = (name: string, ...more: readonly string[]) =>
    run(['import', name, '-m', 'm.json', '-d', database, ...more])
  expect(await importing('there.csv')).toMatchObject({ exitCode: 0 })
  return { database, importing }
}
const folded = (text: string) => text.replaceAll(/\s+/g, ' ')

it('tells after the rows what may be the same, with row, score and reason, and how to see all', async () => {
  const { database, importing } = await withOne()
  const { exitCode, stdout } = await importing('people.csv', '--language', 'en')
  expect(exitCode).toBe(0)
  expect(folded(stdout)).toMatch(/^people\.csv: 4 rows .*May be the same as others: 3 of those written down/)
  expect(stdout).toMatch(/row 2: Lê An +contact: Lê Văn An +80 +same phone number\n/)
  expect(stdout).toMatch(/row 4: Chị Hoa +row 3: Hoa +90 +same e-mail address\n/)
  expect(stdout).toMatch(/row 5: Em Hoa +row [34]: \S.* and 1 more +90/)
  expect(stdout).toContain(`\n  $ eventcrm duplicates --database ${database}\n`)
})

it('tells it in Vietnamese', async () => {
  const { importing } = await withOne()
  const { stdout } = await importing('people.csv', '--language', 'vi')
  expect(stdout).toContain('Có thể trùng với mục khác: 3 trong số các mục vừa ghi')
  expect(stdout).toMatch(/dòng 2: Lê An +liên hệ: Lê Văn An +80 +cùng số điện thoại\n/)
})

it('tells the first ten, and how many more there are', async () => {
  const { importing } = await withOne()
  const { stdout } = await importing('many.csv', '--language', 'en')
  expect(stdout).toMatch(/row 12: N10 .*\n {2}… and 1 more\n/)
})

it('tells a script, and nothing the second time', async () => {
  const { importing } = await withOne()
  const { duplicates } = JSON.parse((await importing('people.csv', '-f', 'json')).stdout)
  expect(duplicates).toMatchObject({
    count: 3,
    complete: true,
    first: [
      { row: 2, of: 'contact', name: 'Lê An', duplicates: [{ row: null, name: 'Lê Văn An', score: 80 }] },
      { row: 4, duplicates: [{ row: 3, reasons: ['email'] }] },
      { row: 5, duplicates: [{}, {}] },
    ],
  })
  const again = JSON.parse((await importing('people.csv', '-f', 'json')).stdout)
  expect(again).toMatchObject({ unchanged: 4, duplicates: { count: 0, first: [], complete: true } })
  expect((await importing('people.csv', '--language', 'en')).stdout).not.toContain('May be the same')
})

it('tells of leads which contacts they may be, and of a dry run as of any', async () => {
  const { database } = await withOne()
  const dry = ['import', 'people.csv', '-m', 'leads.json', '-d', database, '--dry-run', '--language', 'en']
  const { stdout } = await run(dry)
  expect(stdout).toMatch(/row 2: Lê An +contact: Lê Văn An +80 /)
  expect(stdout).toContain('\nNothing would be merged.\n')
  expect(JSON.parse((await run([...dry, '-f', 'json'])).stdout)).toMatchObject({ duplicates: { count: 3 } })
})

it('is stopped by Ctrl-C while it looks, and has told the rows', async () => {
  const { database } = await withOne()
  let long = 0
  const stop = new (class extends Stop {
    override during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      // first the rows, then the search
      return super.during(signal => {
        if (++long === 2) this.ask()
        return work(signal)
      })
    }
  })()
  const line = ['import', 'people.csv', '-m', 'm.json', '-d', database, '--language', 'en']
  const { exitCode, stdout, stderr } = await run(line, { stop })
  expect(exitCode).toBe(130)
  expect(stdout).toMatch(/created +4\n/)
  expect(stdout).not.toContain('May be the same')
  expect(stderr).toBe('Stopped looking for duplicates: `eventcrm duplicates` tells those of rows that are in.\n')
})

it('leaves it out where that is asked for', async () => {
  const { importing } = await withOne()
  const { stdout } = await importing('people.csv', '--no-duplicates', '-f', 'json')
  expect(JSON.parse(stdout)).toMatchObject({ created: 4, duplicates: null })
})

it.each([[[]], [['-f', 'json']]])('tells the rows in any case, then why it cannot look %s', async more => {
  const { database } = await withOne()
  const stores = await openSqlite(file(database))
  const id = randomUUID()
  for await (const event of stores.events.readAll({ limit: 1 }))
    await stores.events.append(`crm.lead-${id}`, 'noStream', [{ ...event, id, type: 'LeadCreated', data: {} }])
  await stores.close()
  const { exitCode, stdout, stderr } = await run([
    ...['import', 'people.csv', '-m', 'leads.json', '-d', database, '--language', 'en'],
    ...more,
  ])
  expect(exitCode).not.toBe(0)
  if (more.length === 0) expect(stdout).toMatch(/created +4\n/)
  else expect(JSON.parse(stdout)).toMatchObject({ created: 4, duplicates: null })
  expect(stderr).toMatch(/^All of that is in the log; the documents are behind it\.\neventcrm: /)
})
