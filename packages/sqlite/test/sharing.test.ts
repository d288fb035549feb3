import { StoreClosed } from '@eventcrm/event-store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { collect, newStream, pagesUntil, storedEvents } from '../../testkit/src/index.ts'
import { openSqlite, type Sqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

let folder: ReturnType<typeof newFolder>
let store: Sqlite
beforeEach(async () => {
  folder = newFolder()
  store = await openSqlite(folder.file('log.sqlite'))
})
afterEach(async () => {
  await store.close()
  await folder.remove()
})

it('lets other work have its turn while a long log is read', async () => {
  await store.events.append(newStream(), 'noStream', storedEvents(5000))
  await store.events.append(newStream('crm.lead'), 'noStream', storedEvents(1))
  const turnsDuring = async (job: () => Promise<unknown>) => {
    let turns = 0
    let reading = true
    const count = () => {
      turns++
      if (reading) setImmediate(count)
    }
    setImmediate(count)
    await job()
    reading = false
    return turns
  }
  expect(await turnsDuring(() => collect(store.events.readAll()))).toBeGreaterThan(8)
  expect(await turnsDuring(() => collect(store.events.readAll({ categories: ['crm.lead'] })))).toBeGreaterThan(0)
  expect(
    await turnsDuring(() => pagesUntil(store.events, { pageSize: 100 }, pages => pages.at(-1)?.caughtUp === true)),
  ).toBeGreaterThan(40)
})

it('keeps the file open until both ports are closed', async () => {
  await store.events.close()
  await expect(store.events.head()).rejects.toThrow(StoreClosed)
  await store.documents.ensure([])
  expect(folder.list()).toContain('log.sqlite-wal')
  await store.documents.close()
  expect(folder.list()).toEqual(['log.sqlite'])
  await store.close()
})

it('serves events while documents are closed', async () => {
  await store.documents.close()
  await store.events.append(newStream(), 'noStream', storedEvents(2))
  expect(await collect(store.events.readAll())).toHaveLength(2)
})

it('wakes a subscription for an event of its own process without waiting to look', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] }) // no look ever comes
  try {
    const subscribed = pagesUntil(store.events, {}, pages => pages.at(-1)?.events.length === 1)
    await store.events.append(newStream(), 'noStream', storedEvents(1))
    expect((await subscribed).at(-1)?.upTo).toBe(await store.events.head())
  } finally {
    vi.useRealTimers()
  }
})
