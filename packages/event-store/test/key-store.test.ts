import { expect, it } from 'vitest'
import { createMemoryKeyStore } from '../src/index.ts'

it('makes a secret of 32 bytes when it is first asked for, and gives the same from then on', async () => {
  const keys = createMemoryKeyStore()
  const secret = await keys.secret('company')
  expect(secret).toHaveLength(32)
  expect(await keys.secret('company')).toEqual(secret)
  expect(await keys.secret('another')).not.toEqual(secret)
  expect(await createMemoryKeyStore().secret('company')).not.toEqual(secret)
})

it('gives the secrets that it was given, as copies', async () => {
  const keys = createMemoryKeyStore({ company: new Uint8Array(32).fill(7) })
  const secret = await keys.secret('company')
  secret.fill(0)
  expect(await keys.secret('company')).toEqual(new Uint8Array(32).fill(7))
})

it('takes a secret known beforehand where it has none, as a copy, and keeps it', async () => {
  const keys = createMemoryKeyStore()
  const given = new Uint8Array(32).fill(7)
  expect(await keys.secret('company', given)).toEqual(new Uint8Array(32).fill(7))
  given.fill(0)
  expect(await keys.secret('company', new Uint8Array(32).fill(8))).toEqual(new Uint8Array(32).fill(7))
})
