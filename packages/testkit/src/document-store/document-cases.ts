import { StoreClosed } from '@eventcrm/event-store'
import type { Document } from '@eventcrm/projection'
import { CheckpointConflict, decodeDocument } from '@eventcrm/projection/store'
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'vitest'
import {
  all,
  ensure,
  find,
  keysOf,
  load,
  matched,
  progressAt,
  progressOf,
  put,
  things,
  writesOf,
  type Case,
} from './asking.ts'

/** Documents that a store may be tempted to read, rename, round or run. */
const odd: Readonly<Record<string, Document>> = {
  empty: {},
  nested: { a: { b: { c: [1, [2, { d: null }], {}] } }, list: [], deep: [[[[]]]] },
  names: {
    '': 1,
    ' ': 2,
    'a.b': 3,
    $set: { $inc: 1 },
    'x y': 4,
    'Họ tên': 5,
    "'; DROP TABLE things;--": 6,
    '"': 7,
    '\\': 8,
  },
  inherited: decodeDocument('{"__proto__":{"admin":true},"constructor":1,"toString":{"x":1},"hasOwnProperty":null}'),
  expressions: { text: '$email', price: '$5.00', $price: '$$REMOVE', where: { $where: 'sleep(1000)' } },
  numbers: {
    zero: 0,
    big: 2 ** 53,
    bigger: 2 ** 62 + 2 ** 20,
    huge: 1e308,
    tiny: 5e-324,
    third: 1 / 3,
    sum: 0.1 + 0.2,
    minus: -1e21,
  },
  texts: {
    vi: 'Nguyễn Thị Hồng Ánh',
    nfd: 'Nguyễn'.normalize('NFD'),
    emoji: '👩🏽‍💻 𝄞 \u{10ffff}',
    controls: '\0\u0001\n\r\t\u2028\u007f\ufeff',
  },
  words: { a: 'true', b: 'null', c: '1', d: '01', e: '1.0', f: '2026-01-02', g: '{"a":1}' },
  truths: { yes: true, no: false, none: null },
}

/** Changes whatever can be changed in it. */
const change = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return
  for (const one of Object.values(value)) change(one)
  try {
    if (Array.isArray(value)) value.push('changed')
    else Object.assign(value, { n: 'changed' })
  } catch {
    // it cannot be changed, which is as good
  }
}

export const documentCases: readonly Case[] = [
  {
    name: 'keeps documents as they are',
    async run({ store }) {
      await ensure(store, things)
      await put(store, odd)
      expect(await load(store, Object.keys(odd))).toEqual(odd)
      expect(await all(store)).toEqual(odd)
      const { inherited = {} } = await load(store, ['inherited'])
      expect(Object.keys(inherited)).toEqual(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      expect(Object.getOwnPropertyDescriptor(inherited, '__proto__')?.value).toEqual({ admin: true })
    },
  },
  {
    name: 'keeps whole numbers of up to 34 digits exactly, as decimal text',
    async run({ store }) {
      await ensure(store, things)
      const largest = 10n ** 34n - 1n
      await store.commit({
        views: [],
        writes: [
          {
            collection: things,
            key: 'a',
            holdsBigints: true,
            document: {
              total: largest,
              days: { '2026-01-31': { minus: -largest, none: 0n } },
              list: [2n ** 53n + 1n],
              n: 1,
            },
          },
        ],
      })
      expect(await load(store, ['a'])).toEqual({
        a: {
          total: String(largest),
          days: { '2026-01-31': { minus: String(-largest), none: '0' } },
          list: ['9007199254740993'],
          n: 1,
        },
      })
      const refused = (total: bigint, holdsBigints: boolean) => {
        const write = { collection: things, key: 'b', document: { deep: { total } }, holdsBigints }
        // @ts-expect-error -- bigints only where that is said
        return expect(store.commit({ views: [], writes: [write] })).rejects.toThrow(TypeError)
      }
      await refused(largest + 1n, true)
      await refused(-largest - 1n, true)
      await refused(1n, false)
      expect(Object.keys(await all(store))).toEqual(['a'])
    },
  },
  {
    name: 'loads documents that are the caller’s own to change',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { n: 1, deep: { list: [1] } } })
      for (let round = 0; round < 2; round++) {
        await find(store)
        const { a } = await load(store, ['a'])
        expect(a).toEqual({ n: 1, deep: { list: [1] } })
        change(a)
        expect(a).toMatchObject({ n: 'changed', deep: { list: [1, 'changed'] } })
      }
    },
  },
  {
    name: 'keeps half a surrogate pair as U+FFFD',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { text: 'a\ud83d', whole: '😀\\ud83d', 'key\udc00': 1, list: ['\udfffb'] } })
      const kept = { text: 'a\ufffd', whole: '😀\\ud83d', 'key\ufffd': 1, list: ['\ufffdb'] }
      expect(await load(store, ['a'])).toEqual({ a: kept })
      expect(await matched(store, { field: 'text', equals: 'a\ufffd' })).toEqual(['a'])
    },
  },
  {
    name: 'keeps documents of 5 MB',
    async run({ store }) {
      await ensure(store, things)
      const large = (n: number): Document => ({
        n,
        note: 'ghi chú 𝄞 '.repeat(350_000),
        lines: Array.from({ length: 1000 }, (_, i) => ({ i })),
      })
      await put(store, { a: large(1), b: large(2), small: { n: 3 } })
      const loaded = await load(store, ['a', 'b'])
      expect(JSON.stringify(loaded['b']) === JSON.stringify(large(2))).toBe(true)
      expect(await matched(store, { field: 'n', from: 2 })).toEqual(['b', 'small'])
    },
  },
  {
    name: 'keeps documents under any key',
    async run({ store }) {
      await ensure(store, things)
      const keys = [
        ...['', ' ', 'a', 'a ', ' a', 'A', 'á', 'á'.normalize('NFD'), '😀', '\uff21', '\u{10ffff}', 'Nguyễn'],
        ...[
          "'",
          '"',
          '`',
          '%',
          '_',
          '*',
          '\\',
          '\n',
          "'; DROP TABLE things__v1; --",
          '$where',
          '__proto__',
          'constructor',
        ],
        ...['0', '00', '1e3', 'null', 'true', '{"stage":"x","day":1}', '["a"]', 'x'.repeat(1000)],
      ]
      await put(store, Object.fromEntries(keys.map((key, n) => [key, { key, n }])))
      const [found, page] = await store.query([{ load: things, keys }, { find: things }])
      expect([...found.values()].map(({ key }) => key).sort()).toEqual(keys.toSorted())
      for (const [key, document] of found) expect(document['key']).toBe(key)
      for (const { key, document } of page.documents) expect(document['key']).toBe(key)
      expect(page.documents).toHaveLength(keys.length)
      await put(store, { á: null, a: null })
      expect(keysOf(await find(store))).toHaveLength(keys.length - 2)
    },
  },
  {
    name: 'loads what is there of the keys asked for',
    async run({ store }) {
      await ensure(store, things, 'others__v1')
      await put(store, { a: { n: 1 }, b: { n: 2 } })
      expect(await load(store, [])).toEqual({})
      expect(await load(store, ['b', 'missing', 'A', 'b', 'a\ud83d'])).toEqual({ b: { n: 2 } })
      expect(await load(store, ['a', 'b'], 'others__v1')).toEqual({})
    },
  },
  {
    name: 'writes, loads and finds 10,000 documents at once',
    async run({ store }) {
      await store.ensure([{ name: things, indexes: [['n']] }])
      const keys = Array.from({ length: 10_000 }, (_, n) => `key ${String(n)}`)
      await put(store, Object.fromEntries(keys.map((key, n) => [key, { n }])))
      const asked = [
        ...keys.filter((_, n) => n % 2 === 0),
        ...Array.from({ length: 5000 }, (_, n) => `missing ${String(n)}`),
      ]
      const [loaded, counted] = await store.query([
        { load: things, keys: asked },
        { count: things, where: { field: 'n', in: Array.from({ length: 10_000 }, (_, n) => n * 3) } },
      ])
      expect(loaded.size).toBe(5000)
      expect(loaded.get('key 9998')).toEqual({ n: 9998 })
      expect(counted).toBe(3334)
    },
  },
  {
    name: 'hands out and takes in copies, or what cannot be changed',
    async run({ store }) {
      await ensure(store, things)
      const given = { n: 1, tags: ['x'], deep: { n: 1 } }
      const next = { ...progressAt(1), rollups: ['totals__v1'] }
      const committing = store.commit({
        views: [{ view: things, expected: 0, next }],
        writes: writesOf(things, { a: given }),
      })
      change(given)
      change(next.rollups)
      await committing
      for (let i = 0; i < 2; i++) {
        const [loaded, found, progress] = await store.query([
          { load: things, keys: ['a'] },
          { find: things },
          { progress: things },
        ])
        for (const document of [loaded.get('a'), found.documents[0]?.document]) {
          expect(document).toEqual({ n: 1, tags: ['x'], deep: { n: 1 } })
          change(document)
        }
        expect(progress).toEqual({ ...progressAt(1), rollups: ['totals__v1'], commits: 1 })
        change(progress)
      }
    },
  },
  {
    name: 'answers questions in their order, all at one moment',
    async run({ store }) {
      await ensure(store, things, 'others__v1')
      const commits = 60
      const writer = { done: false }
      const writing = async () => {
        for (let n = 0; n < commits; n++) {
          await store.commit({
            views: [{ view: things, expected: n, next: progressAt(n) }],
            writes: [...writesOf(things, { a: { n } }), ...writesOf('others__v1', { [`at ${String(n)}`]: { n } })],
          })
        }
      }
      const reading = async () => {
        while (!writer.done) {
          const [progress, loaded, found, count, nothing] = await store.query([
            { progress: things },
            { load: things, keys: ['a'] },
            { find: 'others__v1', sort: [{ field: 'n', direction: 'descending' }], limit: 1 },
            { count: 'others__v1' },
            { progress: 'others__v1' },
          ])
          const n = progress ? progress.commits - 1 : undefined
          const seen = [loaded.get('a')?.['n'], found.documents[0]?.document['n'], count - 1, nothing]
          expect(seen).toEqual([n, n, n ?? -1, null])
          await turn() // a store that answers at once must not keep the writer waiting
        }
      }
      const written = writing().finally(() => {
        writer.done = true
      })
      await Promise.all([written, reading()])
      expect(await store.query([])).toEqual([])
      expect((await progressOf(store, things))?.commits).toBe(commits)
    },
  },
  {
    name: 'keeps documents and progress for the next store that opens them',
    durable: true,
    async run({ store, again }) {
      await store.ensure([{ name: things, indexes: [['n'], ['tags']] }])
      const documents = { ...odd, a: { n: 1, tags: ['x', 'y'] } }
      await store.commit({
        views: [{ view: things, expected: 0, next: progressAt(1) }],
        writes: writesOf(things, documents),
      })
      await store.close()
      const next = await again()
      await next.ensure([{ name: things, indexes: [['n'], ['tags']] }])
      expect(await all(next)).toEqual(documents)
      expect(await progressOf(next, things)).toEqual({ ...progressAt(1), commits: 1 })
      expect(await matched(next, { field: 'tags', contains: 'y' })).toEqual(['a'])
      await expect(
        next.commit({ views: [{ view: things, expected: 0, next: progressAt(2) }], writes: [] }),
      ).rejects.toThrow(CheckpointConflict)
    },
  },
  {
    name: 'shares documents and progress with another store that has them open',
    durable: true,
    async run({ store, again }) {
      const other = await again()
      await Promise.all([store, other].map(one => ensure(one, things)))
      await put(store, { a: { n: 1 } })
      expect(await all(other)).toEqual({ a: { n: 1 } })
      for (let round = 0; round < 5; round++) {
        const outcomes = await Promise.allSettled(
          [store, other].map((one, n) =>
            one.commit({
              views: [{ view: things, expected: round, next: progressAt(n) }],
              writes: writesOf(things, { a: { n } }),
            }),
          ),
        )
        const winner = outcomes.findIndex(({ status }) => status === 'fulfilled')
        expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
        for (const one of [store, other]) expect(await all(one)).toEqual({ a: { n: winner } })
      }
    },
  },
  {
    name: 'does nothing more once closed',
    async run({ store }) {
      await ensure(store, things)
      const committed = put(store, { a: { n: 1 } })
      await committed
      await store.close()
      await store.close()
      await expect(ensure(store, things)).rejects.toThrow(StoreClosed)
      await expect(put(store, { a: { n: 2 } })).rejects.toThrow(StoreClosed)
      await expect(find(store)).rejects.toThrow(StoreClosed)
      await expect(progressOf(store, things)).rejects.toThrow(StoreClosed)
    },
  },
]
