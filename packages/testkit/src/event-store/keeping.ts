// What was appended is there as it was given, whatever happens to the objects.
import type { EventStore, Json, StoredEvent } from '@eventcrm/event-store'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { EventStoreCase } from './event-store-case.ts'
import { collect, newStream, positionsOf, storedEvent, storedEvents } from './samples.ts'
import { rounds } from '../campaign.ts'

type Data = StoredEvent['data']

const text = fc.string({ unit: 'binary' })
const { json } = fc.letrec<{ json: Json }>(tie => ({
  json: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(true, false, null),
    fc.array(tie('json')),
    fc.dictionary(text, tie('json')),
  ),
}))

/** JSON that says the same in one text: keys sorted. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

const readBack = async (store: EventStore, given: readonly StoredEvent[]) => {
  const stream = newStream(store)
  await store.append(stream, 'noStream', given)
  const read = await collect(store.readStream(stream))
  expect(read).toHaveLength(given.length)
  for (const [i, { stream: _, revision: __, position: ___, ...event }] of read.entries()) {
    expect(canonical(event)).toBe(canonical(given[i]))
  }
  return read
}

const odd: Data = {
  composed: 'Đợt hai'.normalize('NFC'),
  decomposed: 'Đợt hai'.normalize('NFD'),
  emoji: '👩‍👩‍👧 🇻🇳',
  null: 'a\u0000b',
  controls: '\u0001\u001f\u007f\u2028\u2029\ufeff',
  loneSurrogates: ['\ud800', 'a\udc00b'],
  quotes: `"'\\/%_*?$1`,
  numbers: [0, 1.5, -3, 2 ** 53 - 1, -(2 ** 53 - 1), 1e-7, 5e-324, 1.7976931348623157e308, 0.1],
  booleans: [true, false, null],
  empty: [{}, [], '', [[]], [{}]],
  '': 'no name',
  $where: 'a name like an operator',
  'a.b/c~d': 1,
  deep: Array.from({ length: 60 }).reduce<Json>(inner => ({ inner }), 1),
}

/** Tries to change it, deep inside; an object that can't be changed may refuse. */
const vandalise = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return
  for (const inner of Object.values(value)) vandalise(inner)
  Reflect.set(value, 'vandalised', true)
  for (const key of Object.keys(value)) Reflect.set(value, key, 'changed')
  if (Array.isArray(value)) Reflect.set(value, 'length', 0)
}

export const keeping: readonly EventStoreCase[] = [
  {
    name: 'keeps every JSON value as it was given',
    run: async ({ store }) => {
      await readBack(store, [storedEvent({ data: odd })])
    },
  },
  {
    name: 'keeps generated JSON values as they were given',
    run: async ({ store }) => {
      const data = fc.dictionary(text, json)
      await fc.assert(
        fc.asyncProperty(fc.array(data, { minLength: 1, maxLength: 20 }), async given => {
          await readBack(
            store,
            given.map(data => storedEvent({ data })),
          )
        }),
        { numRuns: rounds(30, 1_000) },
      )
    },
  },
  {
    name: 'keeps the personal part as it was given, beside data that does not hold it',
    run: async ({ store }) => {
      const person = '0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e'
      const given = storedEvent({
        data: { title: { personal: person }, notes: [{ text: { personal: person } }] },
        personal: {
          [person]: {
            '/title': 'Chị Nguyễn Thị Ánh',
            '/notes/0/text': { bold: ['x'] },
            '/$reason': 'asked for',
            '/a~1b~0c': null,
          },
          another: {},
        },
      })
      const [read] = await readBack(store, [given])
      expect(read?.personal).toEqual(given.personal)
      expect(read?.data).toEqual(given.data)
    },
  },
  {
    name: 'keeps a key named __proto__ as a key, without effect',
    run: async ({ store }) => {
      // as JSON.parse makes it, and no literal can
      const hostile = (inner: Json) => Object.fromEntries([['__proto__', inner]])
      const given = { ...hostile({ polluted: true }), constructor: { prototype: hostile(1) } }
      const [read] = await readBack(store, [storedEvent({ data: given })])
      expect(Object.keys(read?.data ?? {})).toContain('__proto__')
      expect(Reflect.get({}, 'polluted')).toBeUndefined()
      expect(Reflect.get(read?.data ?? {}, 'polluted')).toBeUndefined()
    },
  },
  {
    name: 'keeps an event of a million characters',
    run: async ({ store }) => {
      await readBack(store, [storedEvent({ data: { text: 'abcdefghi\n'.repeat(90_000) } })])
      await readBack(store, storedEvents(2))
    },
  },
  {
    name: 'keeps what was appended when the given objects are changed, even before the append returns',
    run: async ({ store }) => {
      const stream = newStream(store)
      const given = [
        storedEvent({ data: odd, personal: { somebody: { '/a': ['x'] } } }),
        storedEvent({ data: { list: [{}] } }),
      ]
      const copies = structuredClone(given)
      const appending = store.append(stream, 'noStream', given)
      vandalise(given)
      await appending
      vandalise(given)
      const read = await collect(store.readStream(stream))
      expect(read).toMatchObject(copies)
    },
  },
  {
    name: 'keeps what was appended when objects read from it are changed',
    run: async ({ store }) => {
      const stream = newStream(store)
      const given = structuredClone([storedEvent({ data: odd }), storedEvent({ data: { list: [{}] } })])
      vandalise(await store.append(stream, 'noStream', structuredClone(given)))
      for (const _ of [1, 2]) {
        vandalise(await collect(store.readStream(stream)))
        vandalise(await collect(store.readAll()))
        for await (const page of store.subscribe()) {
          vandalise(page)
          break
        }
      }
      expect(await collect(store.readStream(stream))).toMatchObject(given)
    },
  },
  {
    name: 'has everything after it was opened again, and goes on from there',
    run: async ({ store: before, again }) => {
      const streams = [newStream(before), newStream(before, 'lead')]
      for (const stream of streams) await before.append(stream, 'noStream', [storedEvent({ data: odd }), storedEvent()])
      const there = await collect(before.readAll())
      await before.close()
      const store = await again()
      expect(await collect(store.readAll())).toEqual(there)
      expect(await store.head()).toBe(there.at(-1)?.position)
      for (const stream of streams) {
        await expect(store.append(stream, 'noStream', storedEvents(1))).rejects.toMatchObject({ actual: 1 })
        expect(await store.append(stream, 1, storedEvents(1))).toMatchObject({ revision: 2 })
      }
      const positions = positionsOf(await collect(store.readAll()))
      expect(positions).toEqual(positions.toSorted())
      expect(new Set(positions).size).toBe(6)
    },
  },
]
