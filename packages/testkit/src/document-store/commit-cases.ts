import type { Document, DocumentStore } from '@eventcrm/projection'
import { CheckpointConflict, type Commit } from '@eventcrm/projection/store'
import { expect } from 'vitest'
import { all, ensure, load, progressAt, progressOf, put, things, writesOf, type Case } from './asking.ts'

const others = 'others__v1'

/** Everything the store holds in these collections, with the progress of these views. */
const whole = async (store: DocumentStore) => [
  await all(store),
  await all(store, others),
  await progressOf(store, things),
  await progressOf(store, others),
]

const commitOf = (view: string, expected: number, n: number, rest: Partial<Commit> = {}): Commit => ({
  views: [{ view, expected, next: progressAt(n) }],
  writes: [],
  ...rest,
})

/** Tries a commit again from the progress as it then is, until it wins. */
const countUp = async (store: DocumentStore): Promise<void> => {
  for (;;) {
    const [progress, documents] = await store.query([{ progress: things }, { load: things, keys: ['count'] }])
    const count = Number(documents.get('count')?.['count'] ?? 0)
    const expected = progress?.commits ?? 0
    const writes = writesOf(things, { count: { count: count + 1 } })
    try {
      await store.commit(commitOf(things, expected, expected + 1, { writes }))
      return
    } catch (error) {
      if (!(error instanceof CheckpointConflict)) throw error
    }
  }
}

export const commitCases: readonly Case[] = [
  {
    name: 'commits several views and collections at once',
    async run({ store }) {
      await ensure(store, things, others)
      await store.commit({
        views: [
          { view: things, expected: 0, next: progressAt(1) },
          { view: others, expected: 0, next: progressAt(2) },
        ],
        writes: [...writesOf(things, { a: { n: 1 } }), ...writesOf(others, { a: { n: 2 }, b: { n: 3 } })],
      })
      expect(await whole(store)).toEqual([
        { a: { n: 1 } },
        { a: { n: 2 }, b: { n: 3 } },
        { ...progressAt(1), commits: 1 },
        { ...progressAt(2), commits: 1 },
      ])
    },
  },
  {
    name: 'changes nothing when one of several views is elsewhere',
    async run({ store }) {
      await ensure(store, things, others)
      await store.commit(commitOf(things, 0, 1, { writes: writesOf(things, { a: { n: 1 } }) }))
      await store.commit(commitOf(others, 0, 1, { writes: writesOf(others, { a: { n: 1 } }) }))
      await store.commit(commitOf(others, 1, 2))
      const before = await whole(store)
      const views = [
        { view: things, expected: 1, next: progressAt(5) },
        { view: others, expected: 1, next: progressAt(5) },
      ]
      const writes = [...writesOf(things, { a: null, b: { n: 5 } }), ...writesOf(others, { a: { n: 5 } })]
      for (const commit of [views, views.toReversed()].map(views => ({ views, writes, clear: [things, others] }))) {
        await expect(store.commit(commit)).rejects.toThrow(CheckpointConflict)
        expect(await whole(store)).toEqual(before)
      }
    },
  },
  {
    name: 'takes a first commit only from 0, and a later one only from the commits there were',
    async run({ store }) {
      await ensure(store, things)
      expect(await progressOf(store, things)).toBeNull()
      await expect(store.commit(commitOf(things, 1, 1))).rejects.toThrow(CheckpointConflict)
      expect(await progressOf(store, things)).toBeNull()
      await store.commit(commitOf(things, 0, 1))
      await store.commit(commitOf(things, 1, 2))
      for (const expected of [0, 1, 3]) {
        const conflict: unknown = await store.commit(commitOf(things, expected, 9)).catch((error: unknown) => error)
        expect(conflict).toBeInstanceOf(CheckpointConflict)
        expect(conflict).toMatchObject({ code: 'CheckpointConflict' })
        expect(String(conflict)).toContain(things)
      }
      await store.commit(commitOf(things, 2, 3))
      expect(await progressOf(store, things)).toEqual({ ...progressAt(3), commits: 3 })
    },
  },
  {
    name: 'lets exactly one of 20 concurrent commits from one progress win',
    async run({ store }) {
      await ensure(store, things)
      for (let round = 0; round < 5; round++) {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 20 }, (_, n) =>
            store.commit(
              commitOf(things, round, n, { writes: writesOf(things, { who: { n }, [`by ${String(n)}`]: { round } }) }),
            ),
          ),
        )
        const winner = outcomes.findIndex(({ status }) => status === 'fulfilled')
        const lost = outcomes.filter(one => one.status === 'rejected' && one.reason instanceof CheckpointConflict)
        expect(winner).toBeGreaterThan(-1)
        expect(lost).toHaveLength(19)
        const { who, ...marks } = await all(store)
        expect(who).toEqual({ n: winner })
        expect(Object.values(marks).filter(mark => mark['round'] === round)).toHaveLength(1)
        expect(await progressOf(store, things)).toEqual({ ...progressAt(winner), commits: round + 1 })
      }
    },
  },
  {
    name: 'loses no count of several that count together',
    async run({ store }) {
      await ensure(store, things)
      const counting = async () => {
        for (let i = 0; i < 10; i++) await countUp(store)
      }
      await Promise.all(Array.from({ length: 5 }, counting))
      expect(await load(store, ['count'])).toEqual({ count: { count: 50 } })
      expect((await progressOf(store, things))?.commits).toBe(50)
    },
  },
  {
    name: 'keeps progress as it was given',
    async run({ store }) {
      await ensure(store, things)
      const stopped = { position: '00000000000000000007', eventId: 'event 7', reason: 'không đọc được "𝄞"' }
      for (const [expected, next] of [
        { checkpoint: null, building: true, rollups: [], stopped: null },
        { ...progressAt(6), building: true, rollups: ['totals__v1', 'counts__v2'], stopped },
        { ...progressAt(7), rollups: ['totals__v1'] },
      ].entries()) {
        await store.commit({ views: [{ view: things, expected, next }], writes: [] })
        expect(await progressOf(store, things)).toEqual({ ...next, commits: expected + 1 })
      }
      expect(await progressOf(store, others)).toBeNull()
    },
  },
  {
    name: 'lists the progress of every view whose name begins so, whether its collection is ready or not',
    async run({ store }) {
      await ensure(store, things)
      const names = ['b_x__v1', 'a_y__v2', 'a_x__v10', 'a_x__v2', 'a%__v1', 'A_x__v1', 'aa_x__v1']
      for (const [n, view] of names.entries())
        await store.commit({ views: [{ view, expected: 0, next: progressAt(n) }], writes: [] })
      const listed = async (of: DocumentStore, views: string) => [...(await of.query([{ views }]))[0]]
      const expected = ['a_x__v10', 'a_x__v2', 'a_y__v2'].map(view => [
        view,
        { ...progressAt(names.indexOf(view)), commits: 1 },
      ])
      expect(await listed(store, 'a_')).toEqual(expected)
      expect((await listed(store, '')).map(([view]) => view)).toEqual(names.toSorted())
      expect(await listed(store, 'c')).toEqual([])
    },
  },
  {
    name: 'replaces a document wholly, and removes one',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { one: 1, both: 1, deep: { x: 1, y: 2 } }, b: { n: 1 } })
      await put(store, { a: { both: 2, deep: { x: 3 } }, b: null, never: null })
      expect(await all(store)).toEqual({ a: { both: 2, deep: { x: 3 } } })
      await put(store, { b: { n: 2 } })
      expect(await load(store, ['a', 'b'])).toEqual({ a: { both: 2, deep: { x: 3 } }, b: { n: 2 } })
    },
  },
  {
    name: 'keeps a document that was said to be new, whatever is there',
    async run({ store }) {
      await ensure(store, things)
      const asNew = (documents: Readonly<Record<string, Document>>) =>
        writesOf(things, documents).map(write => ({ ...write, isNew: true }))
      await store.commit({ views: [], writes: asNew({ a: { n: 1 }, b: { n: 1 } }) })
      await store.commit({
        views: [{ view: things, expected: 0, next: progressAt(1) }],
        writes: [...asNew({ b: { n: 2 }, c: { n: 2 } }), ...writesOf(things, { a: { n: 2 } })],
      })
      expect(await all(store)).toEqual({ a: { n: 2 }, b: { n: 2 }, c: { n: 2 } })
      await store.commit({ views: [], writes: asNew({ a: { n: 3 } }), clear: [things] })
      expect(await all(store)).toEqual({ a: { n: 3 } })
      expect(await progressOf(store, things)).toEqual({ ...progressAt(1), commits: 1 })
    },
  },
  {
    name: 'clears a collection before it writes, and no other',
    async run({ store }) {
      await ensure(store, things, others)
      await store.commit(
        commitOf(things, 0, 1, { writes: writesOf(things, { a: { tags: ['x'] }, b: { tags: ['x'] } }) }),
      )
      await put(store, { a: { n: 1 } }, others)
      await store.commit({ views: [], writes: writesOf(things, { b: { tags: ['y'] }, c: { n: 3 } }), clear: [things] })
      expect(await whole(store)).toEqual([
        { b: { tags: ['y'] }, c: { n: 3 } },
        { a: { n: 1 } },
        { ...progressAt(1), commits: 1 },
        null,
      ])
    },
  },
  {
    name: 'refuses a commit that is not of the documented form, and changes nothing',
    async run({ store }) {
      await ensure(store, things, others)
      await store.commit(commitOf(things, 0, 1, { writes: writesOf(things, { a: { n: 1 } }) }))
      const before = await whole(store)
      const good = writesOf(things, { good: { n: 1 } })
      const view = { view: things, expected: 1, next: progressAt(2) }
      const refused: Readonly<Record<string, Partial<Commit>>> = {
        'a document twice': { writes: [...good, { collection: things, key: 'good', document: null }] },
        'a view twice': { views: [view, view] },
        'a collection that is not ready': { writes: [...good, { collection: 'unknown__v1', key: 'a', document: {} }] },
        'an unready collection cleared': { clear: [things, 'unknown__v1'] },
        'an unready collection published': { publish: [things, 'unknown__v1'] },
        'an unready collection no longer published': { unpublish: [things, 'unknown__v1'] },
        'half a surrogate pair in a key': { writes: [...good, { collection: things, key: 'a\ud83d', document: {} }] },
        'U+0000 in a key': { writes: [...good, { collection: things, key: 'a\0', document: {} }] },
      }
      for (const [why, commit] of Object.entries(refused)) {
        await expect(store.commit({ views: [view], writes: good, ...commit }), why).rejects.toThrow(TypeError)
        expect(await whole(store), why).toEqual(before)
      }
    },
  },
  {
    name: 'takes a commit of nothing, and one without views',
    async run({ store }) {
      await ensure(store, things)
      await store.commit({ views: [], writes: [] })
      await store.commit({ views: [], writes: writesOf(things, { a: { n: 1 } }), clear: [] })
      expect(await all(store)).toEqual({ a: { n: 1 } })
    },
  },
]
