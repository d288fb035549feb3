import type { EventStore } from '@eventcrm/event-store'
import { expect } from 'vitest'
import type { EventStoreCase } from './event-store-case.ts'
import {
  beforeAll,
  behindAll,
  collect,
  idsOf,
  newStream,
  positionsOf,
  revisionsOf,
  storedEvent,
  storedEvents,
} from './samples.ts'

const ofTen = async (store: EventStore) => {
  const stream = newStream(store)
  await store.append(newStream(store), 'noStream', storedEvents(3))
  await store.append(stream, 'noStream', storedEvents(10))
  await store.append(newStream(store), 'noStream', storedEvents(3))
  return stream
}

const names = ['opportunity', 'opportunityX', 'lead', 'oppOrtunity', 'crm']
/** One event of each category, twice over. */
const mixed = async (store: EventStore) => {
  for (const name of [...names, ...names]) await store.append(newStream(store, name), 'noStream', storedEvents(1))
}
const categoryOf = (stream: string) => stream.slice(0, stream.indexOf('-'))

export const reading: readonly EventStoreCase[] = [
  {
    name: 'reads a stream’s events and no others, in both directions',
    run: async ({ store }) => {
      const stream = await ofTen(store)
      const read = await collect(store.readStream(stream))
      expect(revisionsOf(read)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(new Set(read.map(event => event.stream))).toEqual(new Set([stream]))
      expect(await collect(store.readStream(stream, { direction: 'backwards' }))).toEqual(read.toReversed())
    },
  },
  {
    name: 'reads a stream from a revision on, that one included',
    run: async ({ store }) => {
      const stream = await ofTen(store)
      expect(revisionsOf(await collect(store.readStream(stream, { from: 7 })))).toEqual([7, 8, 9])
      expect(revisionsOf(await collect(store.readStream(stream, { from: 2, direction: 'backwards' })))).toEqual([
        2, 1, 0,
      ])
    },
  },
  {
    name: 'reads a stream from beyond its end: nothing forwards, all of it backwards',
    run: async ({ store }) => {
      const stream = await ofTen(store)
      expect(await collect(store.readStream(stream, { from: 10 }))).toEqual([])
      expect(await collect(store.readStream(stream, { from: 5000, direction: 'backwards' }))).toHaveLength(10)
    },
  },
  {
    name: 'finds no events in a stream that was never written',
    run: async ({ store }) => {
      await ofTen(store)
      expect(await collect(store.readStream(newStream(store)))).toEqual([])
      for (const id of ['', 'none', 'null'])
        expect(await collect(store.readStream(`${store.namespace}.opportunity-${id}`))).toEqual([])
      expect(await collect(store.readStream(newStream(store), { from: 3, direction: 'backwards' }))).toEqual([])
      expect(await collect(store.readAll())).toHaveLength(16)
    },
  },
  {
    name: 'reads at most so many events as asked for',
    run: async ({ store }) => {
      const stream = await ofTen(store)
      const all = await collect(store.readAll())
      expect(revisionsOf(await collect(store.readStream(stream, { from: 2, limit: 3 })))).toEqual([2, 3, 4])
      expect(revisionsOf(await collect(store.readStream(stream, { direction: 'backwards', limit: 1 })))).toEqual([9])
      expect(await collect(store.readAll({ limit: 4 }))).toEqual(all.slice(0, 4))
      expect(await collect(store.readAll({ limit: 4, direction: 'backwards' }))).toEqual(all.toReversed().slice(0, 4))
      expect(await collect(store.readAll({ limit: 0 }))).toEqual([])
      expect(await collect(store.readStream(stream, { limit: 0 }))).toEqual([])
    },
  },
  {
    name: 'reads the whole log in the order of positions, in both directions',
    run: async ({ store }) => {
      const streams = [newStream(store), newStream(store)]
      for (const revision of [0, 1, 2, 3]) {
        for (const stream of streams)
          await store.append(stream, revision === 0 ? 'noStream' : revision - 1, storedEvents(1))
      }
      const read = await collect(store.readAll())
      expect(read.map(({ stream, revision }) => ({ stream, revision }))).toEqual(
        [0, 1, 2, 3].flatMap(revision => streams.map(stream => ({ stream, revision }))),
      )
      expect(positionsOf(read)).toEqual(positionsOf(read).toSorted())
      expect(await collect(store.readAll({ direction: 'backwards' }))).toEqual(read.toReversed())
    },
  },
  {
    name: 'reads the log from a position on, that one included',
    run: async ({ store }) => {
      await ofTen(store)
      const all = await collect(store.readAll())
      expect(all).toHaveLength(16)
      for (const [i, { position }] of all.entries()) {
        expect(await collect(store.readAll({ from: position }))).toEqual(all.slice(i))
        expect(await collect(store.readAll({ from: position, direction: 'backwards' }))).toEqual(
          all.slice(0, i + 1).toReversed(),
        )
      }
    },
  },
  {
    name: 'reads the log from before its start and from beyond its end',
    run: async ({ store }) => {
      const { position } = await store.append(newStream(store), 'noStream', storedEvents(3))
      expect(await collect(store.readAll({ from: beforeAll(position) }))).toHaveLength(3)
      expect(await collect(store.readAll({ from: beforeAll(position), direction: 'backwards' }))).toEqual([])
      expect(await collect(store.readAll({ from: behindAll(position) }))).toEqual([])
      expect(await collect(store.readAll({ from: behindAll(position), direction: 'backwards' }))).toHaveLength(3)
    },
  },
  {
    name: 'reads only the categories asked for, by their whole names',
    run: async ({ store }) => {
      await mixed(store)
      for (const direction of ['forwards', 'backwards'] as const) {
        const read = async (asked: readonly string[]) =>
          (await collect(store.readAll({ categories: asked, direction }))).map(({ stream }) => categoryOf(stream))
        const { namespace } = store
        const categories = names.map(name => `${namespace}.${name}`)
        for (const category of categories) expect(await read([category])).toEqual([category, category])
        expect((await read(categories.slice(1, 3))).toSorted()).toHaveLength(4)
        for (const nothing of [
          [],
          [namespace],
          ['opportunity'],
          ...['opp', 'Opportunity', '%', ''].map(name => [`${namespace}.${name}`]),
        ]) {
          expect(await read(nothing)).toEqual([])
        }
      }
    },
  },
  {
    name: 'counts towards a limit only what is of the categories asked for',
    run: async ({ store }) => {
      await mixed(store)
      const all = await collect(store.readAll({ categories: [`${store.namespace}.lead`] }))
      expect(all).toHaveLength(2)
      expect(await collect(store.readAll({ categories: [`${store.namespace}.lead`], limit: 1 }))).toEqual(
        all.slice(0, 1),
      )
      const [from] = positionsOf(all)
      if (from === undefined) return
      expect(await collect(store.readAll({ categories: [`${store.namespace}.lead`], from, limit: 5 }))).toEqual(all)
      expect(
        await collect(store.readAll({ categories: [`${store.namespace}.lead`], from, direction: 'backwards' })),
      ).toEqual(all.slice(0, 1))
    },
  },
  {
    name: 'reads a log and a stream of many pages',
    run: async ({ store }) => {
      const [long, rare] = [newStream(store), newStream(store, 'lead')]
      const events = storedEvents(1700)
      await store.append(rare, 'noStream', [storedEvent()])
      await store.append(long, 'noStream', events.slice(0, 600))
      await store.append(long, 599, events.slice(600))
      await store.append(rare, 0, [storedEvent()])
      expect(idsOf(await collect(store.readStream(long)))).toEqual(idsOf(events))
      expect(idsOf(await collect(store.readStream(long, { direction: 'backwards' })))).toEqual(
        idsOf(events).toReversed(),
      )
      const all = await collect(store.readAll())
      expect(idsOf(all.slice(1, -1))).toEqual(idsOf(events))
      expect(await collect(store.readAll({ direction: 'backwards' }))).toEqual(all.toReversed())
      expect(await collect(store.readAll({ limit: 1000 }))).toEqual(all.slice(0, 1000))
      expect(revisionsOf(await collect(store.readAll({ categories: [`${store.namespace}.lead`] })))).toEqual([0, 1])
      expect(
        revisionsOf(await collect(store.readAll({ categories: [`${store.namespace}.lead`], direction: 'backwards' }))),
      ).toEqual([1, 0])
    },
  },
  {
    name: 'reads on when events are appended meanwhile, with nothing missing and nothing twice',
    run: async ({ store }) => {
      const events = storedEvents(1200)
      await store.append(newStream(store), 'noStream', events)
      const read = []
      for await (const event of store.readAll()) {
        read.push(event)
        if (read.length % 100 === 1 && read.length < 1200)
          await store.append(newStream(store), 'noStream', storedEvents(1))
      }
      expect(idsOf(read.slice(0, 1200))).toEqual(idsOf(events))
      expect(read).toEqual((await collect(store.readAll())).slice(0, read.length))
    },
  },
  {
    name: 'can be left in the middle of reading',
    run: async ({ store }) => {
      await store.append(newStream(store), 'noStream', storedEvents(1200))
      let read = 0
      for await (const _ of store.readAll()) if (++read === 3) break
      expect(read).toBe(3)
      expect(await store.append(newStream(store), 'noStream', storedEvents(1))).toMatchObject({ revision: 0 })
      expect(await collect(store.readAll())).toHaveLength(1201)
    },
  },
  {
    name: 'tells the position of the last event, of the log and of categories',
    run: async ({ store }) => {
      expect(await store.head()).toBeNull()
      expect(await store.head({ categories: [`${store.namespace}.lead`] })).toBeNull()
      const lead = await store.append(newStream(store, 'lead'), 'noStream', storedEvents(2))
      expect(await store.head()).toBe(lead.position)
      const later = await store.append(newStream(store, 'leadX'), 'noStream', storedEvents(2))
      expect(await store.head()).toBe(later.position)
      expect(await store.head({ categories: [`${store.namespace}.lead`] })).toBe(lead.position)
      expect(await store.head({ categories: [`${store.namespace}.lead`, `${store.namespace}.leadX`] })).toBe(
        later.position,
      )
      expect(await store.head({ categories: [`${store.namespace}.opportunity`] })).toBeNull()
      expect(await store.head({ categories: [] })).toBeNull()
    },
  },
  {
    name: 'refuses revisions, limits and positions that are none',
    run: async ({ store }) => {
      const stream = await ofTen(store)
      for (const value of [-1, 0.5, NaN, Infinity]) {
        await expect(collect(store.readStream(stream, { from: value }))).rejects.toThrow(RangeError)
        await expect(collect(store.readStream(stream, { limit: value }))).rejects.toThrow(RangeError)
        await expect(collect(store.readAll({ limit: value }))).rejects.toThrow(RangeError)
      }
      for (const from of ['', '1', 'latest', '-0000000000000000001']) {
        await expect(collect(store.readAll({ from }))).rejects.toThrow(RangeError)
      }
    },
  },
]
