import { StoreClosed } from '@eventcrm/event-store'
import { expect } from 'vitest'
import type { EventStoreCase } from './event-store-case.ts'
import { collect, newStream, storedEvents } from './samples.ts'

export const closing: readonly EventStoreCase[] = [
  {
    name: 'throws StoreClosed once it is closed, and can be closed twice',
    run: async ({ store }) => {
      const stream = newStream(store)
      await store.append(stream, 'noStream', storedEvents(2))
      await Promise.all([store.close(), store.close()])
      await store.close()
      await expect(store.append(stream, 1, storedEvents(1))).rejects.toThrow(StoreClosed)
      await expect(collect(store.readStream(stream))).rejects.toThrow(StoreClosed)
      await expect(collect(store.readStream(newStream(store)))).rejects.toThrow(StoreClosed)
      await expect(collect(store.readAll())).rejects.toThrow(StoreClosed)
      await expect(collect(store.readAll({ categories: [] }))).rejects.toThrow(StoreClosed)
      await expect(collect(store.subscribe())).rejects.toThrow(StoreClosed)
      await expect(store.head()).rejects.toThrow(StoreClosed)
    },
  },
  {
    name: 'ends subscriptions when it is closed',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(5))
      let caughtUp = 0
      const subscriptions = [1, 2, 500].map(async pageSize => {
        for await (const page of store.subscribe({ pageSize }))
          if (page.caughtUp && ++caughtUp === 3) void store.close()
      })
      await Promise.all(subscriptions)
      expect(caughtUp).toBe(3)
    },
  },
  {
    name: 'finishes the appends under way before it is closed',
    run: async ({ store }) => {
      const stream = newStream(store)
      const appending = [
        store.append(stream, 'noStream', storedEvents(2)),
        ...Array.from({ length: 30 }, () => store.append(newStream(store), 'noStream', storedEvents(2))),
      ]
      await store.close()
      const places = await Promise.all(appending)
      expect(new Set(places.map(({ position }) => position)).size).toBe(31)
    },
  },
  {
    name: 'never ends a reading early in silence when it is closed meanwhile',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(2000))
      let read = 0
      const reading = async () => {
        for await (const _ of store.readAll()) if (++read === 10) await store.close()
      }
      const [outcome] = await Promise.allSettled([reading()])
      if (outcome.status === 'fulfilled') expect(read).toBe(2000)
      else expect(outcome.reason).toBeInstanceOf(StoreClosed)
    },
  },
]
