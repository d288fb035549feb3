import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { Stop } from '../src/index.ts'
import { newFolder } from './run.ts'

const removing: (() => void)[] = []
afterEach(() => {
  for (const remove of removing.splice(0)) remove()
})

const withProducts = async () => {
  const { run, file, remove } = newFolder()
  removing.push(remove)
  writeFileSync(file('p.csv'), 'code,name\nP1,Máy in\n')
  const mapping = { becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } }
  writeFileSync(file('p.json'), JSON.stringify(mapping))
  expect(await run(['import', 'p.csv', '-m', 'p.json', '-d', 'crm.sqlite'])).toMatchObject({ exitCode: 0 })
  return { run, file }
}

describe('eventcrm export', () => {
  it('writes a file and its mapping, for their owner only, which another database takes', async () => {
    const { run, file } = await withProducts()
    for (const name of ['out.csv', 'other.xlsx']) {
      const mapping = name.replace(/\..*/, '.mapping.json')
      const wrote = await run(['export', 'products', '-d', 'crm.sqlite', '-o', name, '--language', 'en'])
      expect(wrote).toMatchObject({ exitCode: 0, stderr: '' })
      expect(wrote.stdout).toContain(`Wrote 1 products in 1 rows to ${name}, and how to import them to ${mapping}.`)
      for (const written of [name, mapping]) expect(statSync(file(written)).mode & 0o777).toBe(0o600)
      const copy = `${name}.sqlite`
      expect(await run(['import', name, '-m', mapping, '-d', copy])).toMatchObject({ exitCode: 0 })
      expect(existsSync(file(copy))).toBe(true)
    }
    expect(readFileSync(file('out.csv'), 'utf8')).toContain('P1,Máy in')
  })

  it('speaks the language of the company', async () => {
    const { run } = await withProducts()
    const { stdout } = await run(['export', 'products', '-d', 'crm.sqlite', '-o', 'out.csv'])
    expect(stdout).toContain('Đã ghi 1 sản phẩm trong 1 dòng vào out.csv')
  })

  it('writes over nothing unless told to', async () => {
    const { run, file } = await withProducts()
    for (const name of ['out.csv', 'out.mapping.json']) {
      writeFileSync(file(name), 'mine')
      const refused = await run(['export', 'products', '-d', 'crm.sqlite', '-o', 'out.csv'])
      expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
      expect(readFileSync(file(name), 'utf8')).toBe('mine')
    }
    const forced = await run(['export', 'products', '-d', 'crm.sqlite', '-o', 'out.csv', '--force'])
    expect(forced.exitCode).toBe(0)
    expect(readFileSync(file('out.csv'), 'utf8')).toContain('Máy in')
  })

  it('refuses what it cannot write, saying what it can', async () => {
    const { run } = await withProducts()
    const ods = await run(['export', 'products', '-d', 'crm.sqlite', '-o', 'out.ods', '--language', 'en'])
    expect(ods).toMatchObject({ exitCode: 2 })
    expect(ods.stderr).toContain('.csv or .xlsx')
    const history = await run(['export', 'staff', '--history', '-d', 'crm.sqlite', '-o', 'out.csv', '--language', 'en'])
    expect(history).toMatchObject({ exitCode: 2 })
    expect(history.stderr).toContain('--history goes with opportunities')
  })

  it('stopped, leaves nothing behind', async () => {
    const { run, file } = await withProducts()
    const before = readdirSync(file('.'))
    const stop = new (class extends Stop {
      override during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
        const under = super.during(work)
        this.ask()
        return under
      }
    })()
    const stopped = await run(['export', 'products', '-d', 'crm.sqlite', '-o', 'out.csv'], { stop })
    expect(stopped.exitCode).toBe(130)
    expect(
      readdirSync(file('.'))
        .filter(name => !name.startsWith('crm.sqlite'))
        .sort(),
    ).toEqual(before.filter(name => !name.startsWith('crm.sqlite')).sort())
  })
})
