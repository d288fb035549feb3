import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
afterAll(remove)

const importing = (csv: string, ...more: readonly string[]) =>
  run(['import', csv, '-m', 'p.mapping.json', '-d', 'crm.sqlite', '--language', 'en', ...more])
const listing = (...more: readonly string[]) => run(['list', 'imports', '-d', 'crm.sqlite', ...more])

beforeAll(async () => {
  const mapping = { becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } }
  writeFileSync(file('p.mapping.json'), JSON.stringify(mapping))
  writeFileSync(file('first.csv'), 'code,name\nA,Máy in\nB,\n')
  writeFileSync(file('second.csv'), 'code,name\nA,Máy in\nC,Bút\n')
  writeFileSync(file('cut.csv'), `code,name\nA,Máy in\nD,"${'never closed '.repeat(100_000)}`)
  await importing('first.csv', '--actor', 'lan')
  await importing('second.csv', '--dry-run')
  await importing('second.csv', '--from-row', '2', '--to-row', '3')
  await importing('cut.csv')
})

it('lists what was imported, the latest first, and no rehearsal', async () => {
  const { exitCode, stdout } = await listing('-f', 'json')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout).imports).toMatchObject([
    { fileName: 'cut.csv', status: 'brokenOff', created: 0, unchanged: 1, rejected: 0 },
    { fileName: 'second.csv', status: 'finished', fromRow: 2, toRow: 3, created: 1, unchanged: 1 },
    { fileName: 'first.csv', status: 'finished', actor: 'lan', created: 1, rejected: 1, becomes: 'product' },
  ])
})

it('tells in a table which was broken off', async () => {
  const { stdout } = await listing('--language', 'en')
  const [titles, cut, second, first] = stdout.split('\n')
  expect(titles).toMatch(/Begun +By +File +new +changed +same +rejected +Ended/)
  expect(cut).toMatch(/cut\.csv +0 +0 +1 +0 +broken off/)
  expect(second).toMatch(/second\.csv +2–3 +1 +0 +1 +0 +whole/)
  expect(first).toMatch(/lan +first\.csv +1 +0 +0 +1 +whole/)
  expect((await listing('--language', 'vi')).stdout).toMatch(/bỏ dở/)
})

it('prints them for a spreadsheet, with the hash of each file', async () => {
  const { stdout } = await listing('-f', 'csv')
  expect(stdout).toMatch(/^\uFEFFimportRunId,status,cause,actor,fileName,sha256,/)
  expect(stdout).toMatch(/,finished,,lan,first\.csv,[0-9a-f]{64},product,,,/)
})

it('says that nothing was imported of a company that has no import', async () => {
  await run(['demo', '--opportunities', '12', '-d', 'demo.sqlite', '--language', 'en'])
  const { stdout } = await run(['list', 'imports', '-d', 'demo.sqlite'])
  expect(stdout).toBe('  Nothing was imported yet.\n')
})
