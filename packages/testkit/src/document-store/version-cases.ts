import { expect } from 'vitest'
import { all, ensure, find, keysOf, load, progressAt, progressOf, put, things, writesOf, type Case } from './asking.ts'

const others = 'others__v1'

const servings = async (store: Parameters<typeof progressOf>[0], prefix = '') => {
  const [found] = await store.query([{ servings: prefix }])
  return found.map(({ process, name, views }) => ({ process, name, views }))
}

export const versionCases: readonly Case[] = [
  {
    name: 'tells what each process said last that it serves, and how long ago',
    async run({ store }) {
      await ensure(store, things)
      expect(await servings(store)).toEqual([])
      await store.serve({ process: 'p1', name: 'web-1', views: [things] })
      await store.serve({ process: 'p2', name: 'web-2', views: [things] })
      await store.serve({ process: 'p1', name: 'web-1', views: [things, others] })
      const [found] = await store.query([{ servings: '' }])
      expect(found.map(({ process }) => process).toSorted()).toEqual(['p1', 'p2'])
      expect(found.find(({ process }) => process === 'p1')).toMatchObject({ name: 'web-1', views: [things, others] })
      for (const { secondsAgo } of found) expect(secondsAgo >= 0 && secondsAgo < 60).toBe(true)
    },
  },
  {
    name: 'forgets a process that serves nothing any more',
    async run({ store }) {
      await store.serve({ process: 'p1', name: 'web-1', views: [things] })
      await store.serve({ process: 'p2', name: 'web-2', views: [things] })
      await store.serve({ process: 'p1', name: 'web-1', views: [] })
      await store.serve({ process: 'p3', name: 'web-3', views: [] })
      expect(await servings(store)).toEqual([{ process: 'p2', name: 'web-2', views: [things] }])
    },
  },
  {
    name: 'tells of views whose names begin as asked, and leaves out those who serve none of them',
    async run({ store }) {
      await store.serve({ process: 'p1', name: 'web-1', views: ['a_x__v1', 'b_x__v1', 'a_y__v2'] })
      await store.serve({ process: 'p2', name: 'web-2', views: ['b_x__v1'] })
      expect(await servings(store, 'a_')).toEqual([{ process: 'p1', name: 'web-1', views: ['a_x__v1', 'a_y__v2'] }])
    },
  },
  {
    name: 'keeps an odd name of a process as it is',
    async run({ store }) {
      const serving = { process: '$p.1', name: '__proto__, "$web" 1', views: [things] }
      await store.serve(serving)
      expect(await servings(store)).toEqual([serving])
    },
  },
  {
    name: 'keeps what a process serves for others who open the store',
    durable: true,
    async run({ store, again }) {
      await store.serve({ process: 'p1', name: 'web-1', views: [things] })
      const reopened = await again()
      expect(await servings(reopened)).toEqual([{ process: 'p1', name: 'web-1', views: [things] }])
    },
  },
  {
    name: 'drops collections with their documents and progress, and no other',
    async run({ store }) {
      await ensure(store, things, others)
      await store.commit({
        views: [things, others].map(view => ({ view, expected: 0, next: progressAt(1) })),
        writes: [...writesOf(things, { a: { n: 1 }, b: { n: 2 } }), ...writesOf(others, { a: { n: 3 } })],
      })
      await store.drop([things, 'never_there__v1'])
      expect(await progressOf(store, things)).toBeNull()
      const [views] = await store.query([{ views: '' }])
      expect([...views.keys()]).toEqual([others])
      expect(await all(store, others)).toEqual({ a: { n: 3 } })
    },
  },
  {
    name: 'finds nothing in a dropped collection, and makes it ready again as a new one',
    async run({ store }) {
      await store.ensure([{ name: things, indexes: [['n'], ['tags']] }])
      await put(store, { a: { n: 1, tags: ['x'] } })
      await store.drop([things])
      expect(await load(store, ['a'])).toEqual({})
      expect(keysOf(await find(store, { where: { field: 'n', equals: 1 } }))).toEqual([])
      const [count] = await store.query([{ count: things }])
      expect(count).toBe(0)
      await store.ensure([{ name: things, indexes: [['tags']] }])
      await put(store, { b: { n: 2, tags: ['x'] } })
      expect(keysOf(await find(store, { where: { field: 'tags', contains: 'x' } }))).toEqual(['b'])
    },
  },
  {
    name: 'drops nothing for a name of another form',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { n: 1 } })
      for (const name of ['', '1a', 'a b', 'x'.repeat(101), '$x'])
        await expect(store.drop([things, name])).rejects.toThrow(TypeError)
      expect(await all(store)).toEqual({ a: { n: 1 } })
    },
  },
]
