import type { Document, DocumentStore, Filter, Find, Sort } from '@eventcrm/projection'
import fc from 'fast-check'
import { expect } from 'vitest'
import { filter, keptDocuments, sort } from './arbitrary-searches.ts'
import { ensure, find, keysOf, put, things, type Case } from './asking.ts'
import { keysFound } from './model.ts'
import { ensureSearched, mode, replaceAll, searchedIn } from './searched.ts'
import { rounds } from '../campaign.ts'

/** Every page of a search, with what happens between two of them. */
const pages = async (
  store: DocumentStore,
  collection: string,
  search: Find,
  sizes: readonly number[],
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> => {
  const keys: string[] = []
  for (let page = 0, after: string | null = null; ; page++) {
    const limit = sizes[page % sizes.length] ?? 1
    const { documents, next } = await find(
      store,
      { ...search, limit, ...(after === null ? {} : { after }) },
      collection,
    )
    keys.push(...documents.map(({ key }) => key))
    expect(documents.length).toBeLessThanOrEqual(limit)
    if (next === null) return keys
    expect(documents).toHaveLength(limit)
    expect(next).not.toBe(after)
    after = next
    await between()
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })

const manyTies = (n: number): Document => ({
  rank: [null, 1, 1, 'a', 'b', true][n % 6] ?? null,
  size: n % 4 === 3 ? 'none' : n % 4,
  ...(n % 5 > 0 && { name: `name ${String(n % 7)}` }),
})

const sorts: readonly (readonly Sort[])[] = [
  [],
  [{ field: 'rank' }],
  [{ field: 'rank', direction: 'descending' }],
  [{ field: 'rank' }, { field: 'size', direction: 'descending' }],
  [{ field: 'name', direction: 'descending' }, { field: 'rank' }, { field: 'size' }],
]

export const searchCases: readonly Case[] = [
  {
    name: 'finds what the documented rules say, for any documents, filter, sort and indexes',
    async run({ store }) {
      await ensureSearched(store)
      const searches = fc.array(fc.tuple(filter, sort), { minLength: 1, maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(mode, keptDocuments, searches, async (set, kept, searches) => {
          const collection = searchedIn(set)
          await replaceAll(store, collection, kept)
          const documents = new Map(kept.map(({ key, document }) => [key, document]))
          for (const [where, sort] of searches) {
            const [found, count] = await store.query([
              { find: collection, where, sort },
              { count: collection, where },
            ])
            expect(keysOf(found)).toEqual(keysFound(kept, where, sort))
            for (const { key, document } of found.documents) expect(document).toEqual(documents.get(key))
            expect([count, found.next]).toEqual([found.documents.length, null])
          }
        }),
        { numRuns: rounds(15, 2_500) },
      )
    },
  },
  {
    name: 'finds the same when documents came one by one, changed and went',
    async run({ store }) {
      await ensureSearched(store)
      const steps = fc.array(keptDocuments, { minLength: 2, maxLength: 4 })
      await fc.assert(
        fc.asyncProperty(mode, steps, filter, sort, async (set, steps, where, sort) => {
          const collection = searchedIn(set)
          await replaceAll(store, collection, [])
          const kept = new Map<string, Document>()
          for (const step of steps) {
            const gone = [...kept.keys()].filter((_, n) => n % 3 === 0 && !step.some(({ key }) => key === _))
            await store.commit({
              views: [],
              writes: [...step, ...gone.map(key => ({ key, document: null }))].map(write => ({ collection, ...write })),
            })
            for (const key of gone) kept.delete(key)
            for (const { key, document } of step) kept.set(key, document)
            const all = [...kept].map(([key, document]) => ({ key, document }))
            expect(keysOf(await find(store, { where, sort }, collection))).toEqual(keysFound(all, where, sort))
          }
        }),
        { numRuns: rounds(30, 2_500) },
      )
    },
  },
  {
    name: 'takes what is missing for null in an order, also where a filter has alternatives',
    async run({ store }) {
      await store.ensure([{ name: things, indexes: [['b'], ['a', 'b'], ['c.d']] }])
      const kept = [{ b: null }, {}, { b: null, c: {} }, { c: null }, { b: 'x', c: { d: null } }, { b: null }, {}].map(
        (document, n) => ({ key: String(n), document: { a: n % 3, ...document } }),
      )
      await replaceAll(store, things, kept)
      const alternatives = (field: string, ...values: readonly (string | number | null)[]): Filter => ({
        or: values.map(value => ({ field, in: [value, false] })),
      })
      const filters = [alternatives('b', null, 'x'), alternatives('a', 0, 1, 2), alternatives('c.d', null, 1)]
      for (const where of [...filters, { and: filters }, { not: { not: { or: filters } } }])
        for (const field of ['b', 'c.d'])
          for (const direction of ['ascending', 'descending'] as const) {
            const sort: readonly Sort[] = [{ field, direction }]
            const expected = keysFound(kept, where, sort)
            expect(keysOf(await find(store, { where, sort }))).toEqual(expected)
            expect(await pages(store, things, { where, sort }, [1, 2])).toEqual(expected)
          }
    },
  },
  {
    name: 'pages through all that it finds, for any page sizes',
    async run({ store }) {
      await ensureSearched(store)
      await fc.assert(
        fc.asyncProperty(mode, keptDocuments, filter, sort, sizes, async (set, kept, where, sort, sizes) => {
          await replaceAll(store, searchedIn(set), kept)
          expect(await pages(store, searchedIn(set), { where, sort }, sizes)).toEqual(keysFound(kept, where, sort))
        }),
        { numRuns: rounds(25, 2_500) },
      )
    },
  },
  {
    name: 'loses and doubles nothing while documents come and go between pages',
    async run({ store }) {
      await store.ensure([{ name: things, indexes: [['rank'], ['name', 'rank']] }])
      const where: Filter = { not: { field: 'rank', equals: 'b' } }
      let tide = 0
      for (const sort of sorts) {
        const staying = Array.from({ length: 60 }, (_, n) => ({ key: `stays ${String(n)}`, document: manyTies(n) }))
        const going = Array.from({ length: 30 }, (_, n) => `goes ${String(n)}`)
        await replaceAll(store, things, [...staying, ...going.map((key, n) => ({ key, document: manyTies(n * 7) }))])
        const between = async () => {
          const coming = Array.from(
            { length: 3 },
            () => [`${'abxyz'[tide % 5] ?? ''}${String(tide++)}`, manyTies(tide * 5)] as const,
          )
          await put(store, { ...Object.fromEntries(coming), [going[(tide * 11) % 30] ?? '']: null })
        }
        const keys = await pages(store, things, { where, sort }, [4, 1, 3], between)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys.filter(key => key.startsWith('stays'))).toEqual(keysFound(staying, where, sort))
      }
    },
  },
  {
    name: 'goes on behind a document that is gone, and says when there is no more',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { n: 1 }, b: { n: 1 }, c: { n: 2 } })
      const search: Find = { sort: [{ field: 'n' }], limit: 2 }
      const first = await find(store, search)
      expect(keysOf(first)).toEqual(['a', 'b'])
      await put(store, { b: null })
      expect(keysOf(await find(store, { ...search, after: first.next ?? '' }))).toEqual(['c'])
      await put(store, { c: null })
      expect(await find(store, { ...search, after: first.next ?? '' })).toEqual({ documents: [], next: null })
      expect(await find(store, search)).toEqual({ documents: [{ key: 'a', document: { n: 1 } }], next: null })
      expect((await find(store, { limit: 1 })).next).toBeNull()
    },
  },
]
