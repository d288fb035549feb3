import type { Page } from '@eventcrm/event-store'
import { expect } from 'vitest'
import type { EventStoreCase } from './event-store-case.ts'
import {
  caughtUp,
  collect,
  eventsOf,
  holding,
  idsOf,
  newStream,
  pagesUntil,
  positionsOf,
  storedEvent,
  storedEvents,
} from './samples.ts'

/** That pages say truly how far they go. */
const expectTrueBounds = (pages: readonly Page[]) => {
  for (const [i, { events, upTo }] of pages.entries()) {
    const before = pages[i - 1]?.upTo ?? ''
    expect((upTo ?? '') >= before).toBe(true)
    for (const { position } of events) expect(position > before && position <= (upTo ?? '')).toBe(true)
  }
}

export const subscribing: readonly EventStoreCase[] = [
  {
    name: 'delivers what is there and then what comes, each event once and in order',
    run: async ({ store }) => {
      const there = storedEvents(3)
      const coming = [...storedEvents(6)]
      await store.append(newStream(store), 'noStream', there)
      const pages = []
      for await (const page of store.subscribe()) {
        pages.push(page)
        if (page.caughtUp && coming.length > 0) await store.append(newStream(store), 'noStream', coming.splice(0, 2))
        if (eventsOf(pages).length >= 9) break
      }
      expect(eventsOf(pages)).toEqual(await collect(store.readAll()))
      expect(idsOf(eventsOf(pages)).slice(0, 3)).toEqual(idsOf(there))
    },
  },
  {
    name: 'waits for the first event of a log that has none of its own',
    run: async ({ store }) => {
      const subscription = store.subscribe()[Symbol.asyncIterator]()
      expect(await subscription.next()).toMatchObject({ done: false, value: { events: [], caughtUp: true } })
      const next = subscription.next()
      const { position } = await store.append(newStream(store), 'noStream', storedEvents(1))
      let page = await next
      while (page.done !== true && page.value.events.length === 0) page = await subscription.next()
      expect(page).toMatchObject({ done: false, value: { events: [{ position }], caughtUp: true } })
      await subscription.return?.()
    },
  },
  {
    name: 'begins behind the position given, that one excluded',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(5))
      const all = await collect(store.readAll())
      for (const [i, { position }] of all.entries()) {
        expect(eventsOf(await pagesUntil(store, { after: position }, caughtUp))).toEqual(all.slice(i + 1))
      }
      const end = all.at(-1)?.position ?? ''
      const subscribed = pagesUntil(store, { after: end }, holding(1))
      const { position } = await store.append(newStream(store), 'noStream', [storedEvent()])
      expect(positionsOf(eventsOf(await subscribed))).toEqual([position])
    },
  },
  {
    name: 'puts at most so many events on a page as asked for',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(20))
      for (const pageSize of [1, 7, 20, 21]) {
        const pages = await pagesUntil(store, { pageSize }, caughtUp)
        expect(Math.max(...pages.map(({ events }) => events.length))).toBeLessThanOrEqual(pageSize)
        expect(eventsOf(pages)).toHaveLength(20)
        expect(eventsOf(pages)).toEqual(await collect(store.readAll()))
      }
    },
  },
  {
    name: 'says that it has caught up when it has, and goes on saying so',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(10))
      const end = await store.head()
      const pages: Page[] = []
      for await (const page of store.subscribe({ pageSize: 4 })) {
        pages.push(page)
        if (page.caughtUp && eventsOf(pages).length < 30)
          await store.append(newStream(store), 'noStream', storedEvents(10))
        if (eventsOf(pages).length >= 30) break
      }
      const first = pages.findIndex(page => page.caughtUp)
      expect((pages[first]?.upTo ?? '') >= (end ?? '')).toBe(true)
      expect(eventsOf(pages.slice(0, first + 1))).toHaveLength(10)
      expect(pages.slice(first).every(page => page.caughtUp)).toBe(true)
    },
  },
  {
    name: 'says up to where everything has been delivered, and never goes back',
    run: async ({ store }) => {
      for (const name of ['lead', 'opportunity', 'lead', 'lead']) {
        await store.append(newStream(store, name), 'noStream', storedEvents(3))
      }
      for (const options of [
        {},
        { categories: [`${store.namespace}.lead`] },
        { categories: [`${store.namespace}.opportunity`] },
        { categories: [] },
      ]) {
        const pages = await pagesUntil(store, { ...options, pageSize: 2 }, caughtUp)
        expectTrueBounds(pages)
        expect(pages.at(-1)?.caughtUp).toBe(true)
        expect((pages.at(-1)?.upTo ?? '') >= ((await store.head()) ?? '')).toBe(true)
        expect(eventsOf(pages)).toEqual(await collect(store.readAll(options)))
      }
    },
  },
  {
    name: 'goes on where an earlier subscription stopped',
    run: async ({ store }) => {
      for (const name of ['lead', 'opportunity', 'lead', 'lead', 'opportunity']) {
        await store.append(newStream(store, name), 'noStream', storedEvents(3))
      }
      const categories = [`${store.namespace}.lead`]
      const delivered = []
      let after: string | undefined
      for (let rounds = 0; rounds < 20 && delivered.length < 9; rounds++) {
        const [page] = await pagesUntil(
          store,
          { categories, pageSize: 2, ...(after === undefined ? {} : { after }) },
          () => true,
        )
        delivered.push(...(page?.events ?? []))
        after = page?.upTo ?? undefined
      }
      expect(delivered).toHaveLength(9)
      expect(delivered).toEqual(await collect(store.readAll({ categories })))
    },
  },
  {
    name: 'delivers only the categories asked for, by their whole names',
    run: async ({ store }) => {
      const names = ['lead', 'leadX', 'lea', 'mislead']
      const subscribed = pagesUntil(store, { categories: [`${store.namespace}.lead`] }, holding(3))
      const leads = []
      for (let round = 0; round < 3; round++) {
        for (const name of names) {
          const { position } = await store.append(newStream(store, name), 'noStream', storedEvents(1))
          if (name === 'lead') leads.push(position)
        }
      }
      expect(positionsOf(eventsOf(await subscribed))).toEqual(leads)
    },
  },
  {
    name: 'misses nothing that is appended while it catches up',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(300))
      const subscribed = pagesUntil(store, { pageSize: 10 }, holding(500))
      await Promise.all(Array.from({ length: 200 }, () => store.append(newStream(store), 'noStream', storedEvents(1))))
      const pages = await subscribed
      expect(eventsOf(pages)).toHaveLength(500)
      expect(eventsOf(pages)).toEqual(await collect(store.readAll()))
      expectTrueBounds(pages)
    },
  },
  {
    name: 'serves several subscriptions, each at its own pace',
    run: async ({ store }) => {
      const subscribed = Promise.all([1, 10, 500].map(pageSize => pagesUntil(store, { pageSize }, holding(50))))
      for (let i = 0; i < 25; i++) await store.append(newStream(store), 'noStream', storedEvents(2))
      const all = await collect(store.readAll())
      expect(all).toHaveLength(50)
      for (const pages of await subscribed) expect(eventsOf(pages)).toEqual(all)
    },
  },
  {
    name: 'ends at the signal: before it begins, between pages and while it waits',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(5))
      expect(await collect(store.subscribe({ signal: AbortSignal.abort() }))).toEqual([])

      const between = new AbortController()
      const pages = []
      for await (const page of store.subscribe({ signal: between.signal, pageSize: 2 })) {
        pages.push(page)
        between.abort()
      }
      expect(pages).toHaveLength(1)

      const waiting = new AbortController()
      const subscription = store.subscribe({ signal: waiting.signal })[Symbol.asyncIterator]()
      let page = await subscription.next()
      while (page.done !== true && !page.value.caughtUp) page = await subscription.next()
      expect(page.done).toBe(false)
      const next = subscription.next()
      waiting.abort()
      expect(await next).toMatchObject({ done: true })
    },
  },
  {
    name: 'ends when its iteration is left, even while the next page is awaited',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(5))
      const subscription = store.subscribe()[Symbol.asyncIterator]()
      let page = await subscription.next()
      while (page.done !== true && !page.value.caughtUp) page = await subscription.next()
      expect(page.done).toBe(false)
      const next = subscription.next()
      await subscription.return?.()
      expect(await next).toMatchObject({ done: true })
      expect(await subscription.next()).toMatchObject({ done: true })
      await store.append(newStream(store), 'noStream', storedEvents(1))
    },
  },
  {
    name: 'refuses a page size or a position that is none',
    run: async ({ store }) => {
      for (const pageSize of [0, -1, 0.5, NaN])
        await expect(collect(store.subscribe({ pageSize }))).rejects.toThrow(RangeError)
      await expect(collect(store.subscribe({ after: 'latest' }))).rejects.toThrow(RangeError)
    },
  },
]
