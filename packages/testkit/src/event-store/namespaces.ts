// Two companies in one log: neither sees anything of the other.
import type { EventStore, ReadAllOptions } from '@eventcrm/event-store'
import { expect } from 'vitest'
import type { EventStoreCase, EventStoreSubject } from './event-store-case.ts'
import {
  caughtUp,
  collect,
  eventsOf,
  holding,
  idsOf,
  newNamespace,
  newStream,
  pagesUntil,
  storedEvents,
} from './samples.ts'

/** The store, and those of namespaces that begin as its does, or as it begins. */
const several = async ({ store, again }: EventStoreSubject): Promise<readonly EventStore[]> => [
  store,
  await again(`${store.namespace}x`),
  await again(store.namespace.slice(0, -1)),
  await again(newNamespace()),
]

const uuid = '0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e'
const streamIn = ({ namespace }: EventStore) => `${namespace}.opportunity-${uuid}`

export const namespaces: readonly EventStoreCase[] = [
  {
    name: 'reads nothing of another namespace, whatever it is asked for',
    run: async subject => {
      const stores = await several(subject)
      const ids = new Map<EventStore, string[]>(stores.map(store => [store, []]))
      for (let round = 0; round < 3; round++) {
        for (const store of stores) {
          const events = storedEvents(2)
          await store.append(newStream(store, round === 1 ? 'lead' : 'opportunity'), 'noStream', events)
          ids.get(store)?.push(...idsOf(events))
        }
      }
      const all = stores.map(({ namespace }) => [`${namespace}.opportunity`, `${namespace}.lead`])
      for (const [i, store] of stores.entries()) {
        const own = await collect(store.readAll())
        expect(idsOf(own)).toEqual(ids.get(store))
        const asked: readonly ReadAllOptions[] = [{}, { categories: all.flat() }]
        for (const options of asked) {
          expect(await collect(store.readAll(options))).toEqual(own)
          expect(await collect(store.readAll({ ...options, direction: 'backwards' }))).toEqual(own.toReversed())
          expect(await collect(store.readAll({ ...options, limit: 3 }))).toEqual(own.slice(0, 3))
          expect(eventsOf(await pagesUntil(store, { ...options, pageSize: 4 }, caughtUp))).toEqual(own)
          expect(await store.head(options)).toBe(own.at(-1)?.position)
        }
        const others = { categories: all.filter((_, at) => at !== i).flat() }
        expect(await collect(store.readAll(others))).toEqual([])
        expect(await collect(store.readAll({ ...others, direction: 'backwards' }))).toEqual([])
        expect(eventsOf(await pagesUntil(store, others, caughtUp))).toEqual([])
        expect(await store.head(others)).toBeNull()
      }
    },
  },
  {
    name: 'reads from a position of another namespace what is its own from there on',
    run: async ({ store, again }) => {
      const other = await again(newNamespace())
      const first = await store.append(newStream(store), 'noStream', storedEvents(1))
      const { position } = await other.append(newStream(other), 'noStream', storedEvents(1))
      const last = await store.append(newStream(store), 'noStream', storedEvents(1))
      expect(await collect(store.readAll({ from: position }))).toMatchObject([last])
      expect(await collect(store.readAll({ from: position, direction: 'backwards' }))).toMatchObject([first])
      expect(eventsOf(await pagesUntil(store, { after: position }, caughtUp))).toMatchObject([last])
    },
  },
  {
    name: 'refuses a stream of another namespace, to read and to write',
    run: async ({ store, again }) => {
      const other = await again(`${store.namespace}x`)
      const stream = newStream(other)
      await other.append(stream, 'noStream', storedEvents(2))
      for (const name of [stream, newStream(other)]) {
        await expect(store.append(name, 'noStream', storedEvents(1))).rejects.toThrow(TypeError)
        await expect(store.append(name, 1, storedEvents(1))).rejects.toThrow(TypeError)
        await expect(collect(store.readStream(name))).rejects.toThrow(TypeError)
        await expect(collect(store.readStream(name, { direction: 'backwards', limit: 1 }))).rejects.toThrow(TypeError)
      }
      expect(await collect(other.readAll())).toHaveLength(2)
      expect(await collect(store.readAll())).toEqual([])
    },
  },
  {
    name: 'keeps a stream apart from that of the same aggregate in another namespace, with the same events',
    run: async ({ store, again }) => {
      const other = await again(newNamespace())
      const events = storedEvents(3)
      await other.append(streamIn(other), 'noStream', events)
      await expect(store.append(streamIn(store), 0, events.slice(1))).rejects.toMatchObject({ actual: 'noStream' })
      await store.append(streamIn(store), 'noStream', events.slice(0, 2))
      expect(await collect(store.readStream(streamIn(store)))).toMatchObject(events.slice(0, 2))
      expect(await collect(other.readStream(streamIn(other)))).toMatchObject(events)
      await expect(store.append(streamIn(store), 'noStream', events)).rejects.toMatchObject({ actual: 1 })
    },
  },
  {
    name: 'has no head while only another namespace has events, and comes to the end of the log all the same',
    run: async ({ store, again }) => {
      const other = await again(newNamespace())
      const { position } = await other.append(newStream(other), 'noStream', storedEvents(2))
      expect(await store.head()).toBeNull()
      const pages = await pagesUntil(store, {}, pages => caughtUp(pages))
      expect(eventsOf(pages)).toEqual([])
      const own = await store.append(newStream(store), 'noStream', storedEvents(1))
      expect(await store.head()).toBe(own.position)
      expect(await other.head()).toBe(position)
    },
  },
  {
    name: 'delivers its own to a subscription, however much another namespace writes',
    run: async ({ store, again }) => {
      const other = await again(newNamespace())
      const subscribed = pagesUntil(store, { pageSize: 3 }, holding(20))
      const own = []
      for (let i = 0; i < 20; i++) {
        await other.append(newStream(other), 'noStream', storedEvents(5))
        const events = storedEvents(1)
        await store.append(newStream(store), 'noStream', events)
        own.push(...events)
      }
      expect(idsOf(eventsOf(await subscribed))).toEqual(idsOf(own))
    },
  },
]
