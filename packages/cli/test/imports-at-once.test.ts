// Imports by processes that run at the same time, into one database.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { newFolder } from './run.ts'

// a busy machine is no fault
vi.setConfig({ testTimeout: 600_000 })

let folder = newFolder()
beforeEach(() => {
  folder.remove()
  folder = newFolder()
})
afterAll(() => folder.remove())

const bin = join(import.meta.dirname, '..', 'src', 'bin.ts')
/** Imports at the same time; what each says and ends with. */
const importing = (...files: readonly string[]) =>
  Promise.all(
    files.map(async file => {
      const args = ['import', file, '-m', 'm.json', '-d', 'crm.sqlite', '-f', 'json', '--language', 'en']
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', bin, ...args], {
        cwd: folder.folder,
      })
      const [stdout, stderr, [exitCode]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ])
      // rows were rejected
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 })
      const summary: Readonly<Record<'rows' | 'created' | 'unchanged' | 'rejected', number>> = JSON.parse(stdout)
      return summary
    }),
  )

/** Every tenth row is rejected: its price is none. */
const rowsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${name}${String(n)},Máy in ${String(n)},${n % 10 === 0 ? name : '1000'}\n`)
const write = (name: string, count: number) =>
  writeFileSync(folder.file(`${name}.csv`), `code,name,price\n${rowsOf(name, count).join('')}`)
const mapping = () => {
  const fields = { code: 'code', name: 'name', listPrice: 'price' }
  writeFileSync(folder.file('m.json'), JSON.stringify({ becomes: 'product', key: ['code'], fields }))
}
const productsIn = async (): Promise<readonly string[]> => {
  const { stdout } = await folder.run(['log', '--type', 'ProductListed', '-d', 'crm.sqlite', '-f', 'jsonl'])
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => String(JSON.parse(line).data.code))
}
const good = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => n)
    .filter(n => n % 10 !== 0)
    .map(n => `${name}${String(n)}`)
const rejectedFiles = () => readdirSync(folder.folder).filter(name => /rejected/.test(name))
const bad = (name: string, count: number) =>
  rowsOf(name, count)
    .filter((_, n) => n % 10 === 0)
    .map(row => row.trimEnd())
const codesIn = (file: string) =>
  readFileSync(folder.file(file), 'utf8')
    .split(/\r?\n/)
    .slice(1)
    .filter(line => line !== '')

it('of two files: everything is in once, and what is rejected stands with its own file', async () => {
  for (let round = 0; round < rounds(1, 10); round++) {
    for (const name of readdirSync(folder.folder)) rmSync(folder.file(name))
    const count = 40 + 10 * round
    mapping()
    for (const name of ['A', 'B']) write(name, count)
    const [first, second] = await importing('A.csv', 'B.csv')
    for (const summary of [first, second])
      expect(summary).toMatchObject({ rows: count, created: count * 0.9, rejected: count / 10 })
    expect([...(await productsIn())].toSorted()).toEqual([...good('A', count), ...good('B', count)].toSorted())
    expect(rejectedFiles().toSorted()).toEqual(['A.rejected.csv', 'B.rejected.csv'])
    for (const name of ['A', 'B']) {
      const lines = codesIn(`${name}.rejected.csv`)
      expect(lines).toHaveLength(count / 10)
      for (const [i, row] of bad(name, count).entries()) expect(lines[i]).toContain(row)
    }
    expect((await folder.run(['verify', '-d', 'crm.sqlite'])).exitCode).toBe(0)
  }
})

it('of one file: nothing is doubled, and no rejected file is written over', async () => {
  for (let round = 0; round < rounds(1, 10); round++) {
    for (const name of readdirSync(folder.folder)) rmSync(folder.file(name))
    const count = 60
    mapping()
    write('A', count)
    const summaries = await importing('A.csv', 'A.csv')
    for (const summary of summaries) expect(summary).toMatchObject({ rows: count, rejected: count / 10 })
    expect([...(await productsIn())].toSorted()).toEqual(good('A', count).toSorted())
    const files = rejectedFiles()
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      const lines = codesIn(file)
      expect(lines).toHaveLength(count / 10)
      for (const [i, row] of bad('A', count).entries()) expect(lines[i]).toContain(row)
    }
    expect((await folder.run(['verify', '-d', 'crm.sqlite'])).exitCode).toBe(0)
  }
})
