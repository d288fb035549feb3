import { expect } from 'vitest'
import { all, ensure, matched, progressAt, progressOf, put, things, writesOf, type Case } from './asking.ts'

export const collectionCases: readonly Case[] = [
  {
    name: 'makes collections ready again and again, and keeps what is in them',
    async run({ store }) {
      await ensure(store, things)
      await store.commit({
        views: [{ view: things, expected: 0, next: progressAt(1) }],
        writes: writesOf(things, { a: { n: 1, tags: ['x'] }, b: { n: 2, tags: [] } }),
      })
      for (const indexes of [[], [['n']], [['n'], ['tags'], ['n', 'deep.er']], [['n']]]) {
        await store.ensure([
          { name: things, indexes },
          { name: 'others__v1', indexes },
        ])
        expect(await all(store)).toEqual({ a: { n: 1, tags: ['x'] }, b: { n: 2, tags: [] } })
        expect(await matched(store, { field: 'n', equals: 2 })).toEqual(['b'])
        expect(await matched(store, { field: 'tags', contains: 'x' })).toEqual(['a'])
      }
      await store.ensure([])
      expect(await all(store, 'others__v1')).toEqual({})
      expect((await progressOf(store, things))?.commits).toBe(1)
    },
  },
  {
    name: 'keeps collections apart, whatever their names',
    async run({ store }) {
      const names = [
        'a',
        'a_',
        'a__v1',
        'a__v10',
        'a__v1_elements',
        'documents',
        'events',
        'sqlite_schema',
        'select',
        'x'.repeat(100),
      ]
      await store.ensure(names.map(name => ({ name, indexes: [['n'], ['tags'], ['N']] })))
      for (const [n, name] of names.entries()) await put(store, { key: { n, name, tags: [n], N: 100 - n } }, name)
      for (const [n, name] of names.entries()) {
        expect(await all(store, name)).toEqual({ key: { n, name, tags: [n], N: 100 - n } })
        const [tagged, other] = await store.query([
          { count: name, where: { field: 'tags', contains: n } },
          { count: name, where: { field: 'tags', contains: n + 1 } },
        ])
        expect([tagged, other]).toEqual([1, 0])
      }
      await put(store, { key: null }, 'a__v1')
      for (const name of names) expect(Object.keys(await all(store, name))).toHaveLength(name === 'a__v1' ? 0 : 1)
    },
  },
  {
    name: 'makes collections ready for several at once',
    async run({ store }) {
      const made = Array.from({ length: 8 }, () => store.ensure([{ name: things, indexes: [['n'], ['tags']] }]))
      await Promise.all(made)
      await put(store, { a: { n: 1 } })
      expect(await all(store)).toEqual({ a: { n: 1 } })
    },
  },
]
