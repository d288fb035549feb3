import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqlite, type Sqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let stores: Sqlite[]
const open = async () => {
  const store = await openSqlite(folder.file('log.sqlite'))
  stores.push(store)
  return store
}
beforeEach(() => {
  folder = newFolder()
  stores = []
})
afterEach(async () => {
  for (const store of stores) await store.close()
  await folder.remove()
})

it('makes a secret of 32 bytes when it is first asked for, and gives the same from then on', async () => {
  const first = await open()
  const secret = await first.keys.secret('company')
  expect(secret).toHaveLength(32)
  expect(new Set(secret).size).toBeGreaterThan(8)
  expect(await first.keys.secret('company')).toEqual(secret)
  await first.close()
  const again = await open()
  expect(await again.keys.secret('company')).toEqual(secret)
})

it('gives each name a secret of its own', async () => {
  const { keys } = await open()
  expect(await keys.secret('company')).not.toEqual(await keys.secret('Company'))
})

it('gives everybody who shares the file the same secret, also when they ask at the same moment', async () => {
  const opened = await Promise.all([open(), open(), open()])
  const secrets = await Promise.all(opened.flatMap(({ keys }) => [keys.secret('company'), keys.secret('company')]))
  for (const secret of secrets) expect(secret).toEqual(secrets[0])
})

it('hands out copies: who changes one changes no other', async () => {
  const { keys } = await open()
  const secret = await keys.secret('company')
  const copy = Uint8Array.from(secret)
  secret.fill(0)
  expect(await keys.secret('company')).toEqual(copy)
})

it('takes a secret known beforehand where the file has none, and keeps it', async () => {
  const given = new Uint8Array(32).fill(7)
  const file = folder.file('log.sqlite')
  const first = await openSqlite(file)
  expect(await first.keys.secret('company', given)).toEqual(given)
  await first.close()
  const again = await openSqlite(file)
  expect(await again.keys.secret('company', new Uint8Array(32).fill(8))).toEqual(given)
  expect(await again.keys.secret('company')).toEqual(given)
  await again.close()
})
