import type { Grouped } from '@eventcrm/projection'
import fc from 'fast-check'
import { expect } from 'vitest'
import { rounds } from '../campaign.ts'
import { bounds, filter, groupedBy, keptDocuments, listField, summed } from './arbitrary-searches.ts'
import { ensure, put, things, type Case } from './asking.ts'
import { ensureSearched, mode, replaceAll, searchedIn } from './searched.ts'
import { groupsOf, keysWith } from './model.ts'

export const someCases: readonly Case[] = [
  {
    name: 'finds some of what has a text within bounds in a list, and all of it when there is no more',
    async run({ store }) {
      await ensureSearched(store)
      await ensure(store, things)
      await put(store, { a: { tags: ['x', 'y'] }, b: { tags: ['z'] } })
      const [withX] = await store.query([{ some: things, field: 'tags', from: 'x', to: 'x', limit: 2 }])
      expect(withX.map(({ key }) => key)).toEqual(['a'])
      const limit = fc.integer({ min: 1, max: 8 })
      await fc.assert(
        fc.asyncProperty(mode, keptDocuments, listField, bounds, limit, async (set, kept, field, bounds, limit) => {
          const collection = searchedIn(set)
          await replaceAll(store, collection, kept)
          const documents = new Map(kept.map(({ key, document }) => [key, document]))
          const all = keysWith(kept, field, bounds)
          const [found] = await store.query([{ some: collection, field, ...bounds, limit }])
          const keys = found.map(({ key }) => key)
          expect(keys).toHaveLength(Math.min(limit, all.length))
          expect(new Set(keys).size).toBe(keys.length)
          expect(all).toEqual(expect.arrayContaining(keys))
          for (const { key, document } of found) expect(document).toEqual(documents.get(key))
        }),
        { numRuns: rounds(40, 5_000) },
      )
    },
  },
  {
    name: 'counts and adds up by groups, for any documents, filter, fields and indexes',
    async run({ store }) {
      await ensureSearched(store)
      await fc.assert(
        fc.asyncProperty(mode, keptDocuments, groupedBy, summed, filter, async (set, kept, by, sum, where) => {
          await replaceAll(store, searchedIn(set), kept)
          const [groups] = await store.query([{ group: searchedIn(set), by, sum, where }])
          expect(groups).toEqual(groupsOf(kept, by, sum, where))
        }),
        { numRuns: rounds(40, 5_000) },
      )
    },
  },
  {
    name: 'gives groups page by page as it gives them at once',
    async run({ store }) {
      await ensureSearched(store)
      const limit = fc.integer({ min: 1, max: 4 })
      await fc.assert(
        fc.asyncProperty(
          mode,
          keptDocuments,
          groupedBy,
          summed,
          filter,
          limit,
          async (set, kept, by, sum, where, limit) => {
            await replaceAll(store, searchedIn(set), kept)
            const pages: (readonly Grouped[])[] = []
            do {
              const last = pages.at(-1)?.at(-1)
              const after = last ? { after: last.values } : {}
              const [page] = await store.query([{ group: searchedIn(set), by, sum, where, limit, ...after }])
              pages.push(page)
            } while (pages.at(-1)?.length === limit)
            expect(pages.flat()).toEqual(groupsOf(kept, by, sum, where))
          },
        ),
        { numRuns: rounds(40, 5_000) },
      )
    },
  },
  {
    name: 'gives the groups behind values that no document has',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { of: 'x', n: 1 }, b: { of: 'x', n: 3 }, c: { of: 'z', n: 2 } })
      const [behind] = await store.query([{ group: things, by: ['of', 'n'], after: ['x', 2] }])
      expect(behind.map(({ values }) => values)).toEqual([
        ['x', 3],
        ['z', 2],
      ])
      const [none] = await store.query([{ group: things, by: ['of'], after: ['zz'], limit: 5 }])
      expect(none).toEqual([])
    },
  },
  {
    name: 'adds up exactly beyond what a number or a database\u2019s integer holds',
    async run({ store }) {
      await ensure(store, things)
      const n = Number.MAX_SAFE_INTEGER
      const documents = Array.from(
        { length: 1100 },
        (_, i) => [String(i), { of: 'all', n: i < 1050 ? n : -n }] as const,
      )
      await put(store, { ...Object.fromEntries(documents), more: { of: 'all', n: 1 } })
      const [groups] = await store.query([{ group: things, by: ['of'], sum: ['n'] }])
      expect(groups).toEqual([{ values: ['all'], count: 1101, sums: [BigInt(n) * 1000n + 1n] }])
    },
  },
]
