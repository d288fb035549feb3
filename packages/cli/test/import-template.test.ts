import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { templateNames } from '@eventcrm/importer'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
afterAll(remove)

describe('import --template', () => {
  it.each(templateNames)('of %s writes a file and its mapping, which the line it prints imports', async name => {
    const { exitCode, stdout, stderr } = await run(['import', '--template', name])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const line = /\$ eventcrm (.*)/.exec(stdout)?.[1] ?? ''
    expect(line).toBe(`import ${name}.csv -m ${name}.mapping.json -d crm.sqlite`)
    const imported = await run(line.replace('crm.sqlite', `${name}.sqlite`).split(' '))
    expect(imported.exitCode).toBe(0)
  })

  it('writes the file that is named, for Excel or in Vietnamese as asked', async () => {
    const { exitCode } = await run(['import', 'khách.xlsx', '--template', 'individual', '--language', 'vi'])
    expect(exitCode).toBe(0)
    expect(readFileSync(file('khách.xlsx')).subarray(0, 2).toString()).toBe('PK')
    expect(JSON.parse(readFileSync(file('khách.mapping.json'), 'utf8'))).toMatchObject({ key: ['Mã'] })
    await run(['import', '--template', 'individual', '--format', 'xlsx'])
    expect(existsSync(file('individual.xlsx'))).toBe(false) // its mapping is there already
  })

  it('speaks the language of the company that is named', async () => {
    await run(['import', 'p.csv', '--template', 'product'])
    await run(['import', 'p.csv', '-m', 'p.mapping.json', '-d', 'vi.sqlite'])
    await run(['import', 'theirs.csv', '--template', 'product', '-d', 'vi.sqlite'])
    expect(readFileSync(file('theirs.csv'), 'utf8')).toContain('Mã sản phẩm')
  })

  it('names the file, the mapping and the company as they were given, for a shell', async () => {
    const { stdout } = await run([
      ...['import', "my list's.csv", '--template', 'product', '--mapping', 'how.json', '-d', 'my crm.sqlite'],
      ...['--namespace', 'north'],
    ])
    expect(stdout).toContain(
      String.raw`import 'my list'\''s.csv' -m how.json --database 'my crm.sqlite' --namespace north`,
    )
    expect(existsSync(file('how.json'))).toBe(true)
    const { exitCode, stderr } = await run(['import', 'a.csv', '--template', 'product', '-m', 'how.json'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain("--mapping: 'how.json' is there already")
    expect(stderr).toContain('eventcrm import a.csv --mapping FILE --template product')
  })

  it('writes over nothing', async () => {
    writeFileSync(file('mine.csv'), 'mine')
    const { exitCode, stderr } = await run(['import', 'mine.csv', '--template', 'product'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain("'mine.csv' is there already, and nothing is written over it")
    expect(readFileSync(file('mine.csv'), 'utf8')).toBe('mine')
    expect(existsSync(file('mine.mapping.json'))).toBe(false)
  })

  it.each([
    [['x.txt', '--template', 'product'], 'FILE: expected a name for the template that ends with .csv or .xlsx'],
    [
      ['x.csv', '--template', 'product', '-f', 'xlsx'],
      'FILE: expected a name for the template that ends with .xlsx, as --format says',
    ],
    [['--template', 'product', '-f', 'json'], '--format: a template is written as csv or xlsx'],
    [['x.csv', '-m', 'x.json', '-d', 'x.sqlite', '-f', 'csv'], '--format: expected table or json'],
    [['-m', 'x.json', '-d', 'x.sqlite'], 'FILE is missing'],
    [['--template', 'prodct'], 'product'],
  ])('%s is refused, with what was expected', async (words, message) => {
    const { exitCode, stderr } = await run(['import', ...words])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(message)
  })
})
