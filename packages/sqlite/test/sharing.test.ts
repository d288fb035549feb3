import { StoreClosed, type Page } from '@eventcrm/event-store'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
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

describe('a long log', () => {
  const rare = { categories: ['crm.lead'] }
  const isCaughtUp = (pages: readonly Page[]) => pages.at(-1)?.caughtUp === true
  /** Six thousand events, with a lead before and behind them. */
  const fill = async () => {
    const lead = newStream(store.events, 'lead')
    await store.events.append(lead, 'noStream', storedEvents(1))
    for (let i = 0; i < 3; i++) await store.events.append(newStream(), 'noStream', storedEvents(2000))
    return store.events.append(lead, 0, storedEvents(1))
  }

  it('gives up its rare events, in whatever way they are asked for', async () => {
    const { position } = await fill()
    const forwards = await collect(store.events.readAll(rare))
    expect(forwards.map(({ revision }) => revision)).toEqual([0, 1])
    expect(await collect(store.events.readAll({ ...rare, direction: 'backwards' }))).toEqual(forwards.toReversed())
    expect(await store.events.head(rare)).toBe(position)
    expect(await store.events.head({ categories: ['crm.nobody'] })).toBeNull()
    const pages = await pagesUntil(store.events, rare, isCaughtUp)
    expect(pages.flatMap(({ events }) => events)).toEqual(forwards)
    expect(pages.at(-1)?.upTo).toBe(position)
    const behind = await pagesUntil(
      store.events,
      { ...rare, after: forwards[0]?.position ?? '', pageSize: 1 },
      isCaughtUp,
    )
    expect(behind.flatMap(({ events }) => events)).toEqual(forwards.slice(1))
  })

  it('lets other work have its turn while it is read', async () => {
    await fill()
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
    expect(await turnsDuring(() => collect(store.events.readAll()))).toBeGreaterThan(10)
    expect(await turnsDuring(() => collect(store.events.readAll(rare)))).toBeGreaterThan(0)
    expect(await turnsDuring(() => pagesUntil(store.events, { pageSize: 100 }, isCaughtUp))).toBeGreaterThan(50)
  })
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
