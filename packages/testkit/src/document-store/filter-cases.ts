import type { Document, DocumentStore, Filter, Sort } from '@eventcrm/projection'
import { expect } from 'vitest'
import { ensure, find, keysOf, matched, put, things, type Case } from './asking.ts'

/** One document per kind of value under `v`, keyed by what it is. */
const values: Readonly<Record<string, Document>> = {
  'no v': { other: 1 },
  null: { v: null },
  '-5': { v: -5 },
  '0': { v: 0 },
  '1': { v: 1 },
  '1.5': { v: 1.5 },
  '10': { v: 10 },
  '2^53': { v: 2 ** 53 },
  '2^62': { v: 2 ** 62 },
  'text empty': { v: '' },
  'text 1': { v: '1' },
  'text true': { v: 'true' },
  'text null': { v: 'null' },
  'text an': { v: 'an' },
  'text An': { v: 'An' },
  'text ân': { v: 'ân' },
  'text anh': { v: 'anh' },
  'text a%': { v: 'a%' },
  'text U+0000': { v: 'an\0' },
  'text U+D7FF': { v: 'an\ud7ff' },
  'text U+E000': { v: 'an\ue000' },
  'text U+FF21': { v: '\uff21' },
  'text 😀': { v: '😀' },
  'text U+10FFFF': { v: '\u{10ffff}\u{10ffff}' },
  false: { v: false },
  true: { v: true },
  'list empty': { v: [] },
  'list of 1': { v: [1] },
  'list of texts': { v: ['an', '1', 'true'] },
  'list of all': { v: [null, 1.5, 'anh', false, ['an'], { x: 1 }] },
  'object empty': { v: {} },
  object: { v: { x: 1, y: { z: 'deep' }, n: null } },
}
const keys = Object.keys(values)
const scalarsAndMissing = keys.filter(key => !key.startsWith('list') && !key.startsWith('object'))
const except = (...left: readonly string[]) => keys.filter(key => !left.includes(key))
const numbers = ['-5', '0', '1', '1.5', '10', '2^53', '2^62']
const texts = keys.filter(key => key.startsWith('text'))

/** Filters on `v` with the documents that they find. */
const table: readonly (readonly [filter: Filter, ...found: readonly string[]])[] = [
  [{ field: 'v', equals: null }, 'no v', 'null'],
  [{ field: 'v', equals: 1 }, '1'],
  [{ field: 'v', equals: -0 }, '0'],
  [{ field: 'v', equals: 1.5 }, '1.5'],
  [{ field: 'v', equals: 2 ** 53 }, '2^53'],
  [{ field: 'v', equals: 2 ** 62 }, '2^62'],
  [{ field: 'v', equals: 2 ** 62 + 1024 }],
  [{ field: 'v', equals: '1' }, 'text 1'],
  [{ field: 'v', equals: true }, 'true'],
  [{ field: 'v', equals: false }, 'false'],
  [{ field: 'v', equals: 'true' }, 'text true'],
  [{ field: 'v', equals: 'null' }, 'text null'],
  [{ field: 'v', equals: '' }, 'text empty'],
  [{ field: 'v', equals: 'an' }, 'text an'],
  [{ field: 'v', equals: 'an\0' }, 'text U+0000'],
  [{ field: 'v', equals: '[1]' }],
  [{ field: 'v', equals: '{}' }],
  [{ field: 'v', in: [] }],
  [{ field: 'v', in: [null, 1, 'true', false, 'ân', 'none', 1] }, 'no v', 'null', '1', 'text true', 'false', 'text ân'],
  [{ field: 'v', in: [0, true] }, '0', 'true'],
  [{ field: 'v', from: 1 }, '1', '1.5', '10', '2^53', '2^62'],
  [{ field: 'v', above: 1 }, '1.5', '10', '2^53', '2^62'],
  [{ field: 'v', to: 1 }, '-5', '0', '1'],
  [{ field: 'v', below: 1 }, '-5', '0'],
  [{ field: 'v', above: -5, below: 2 ** 62 }, '0', '1', '1.5', '10', '2^53'],
  [{ field: 'v', from: 1, above: 1, to: 10 }, '1.5', '10'],
  [{ field: 'v', from: 10, to: 1 }],
  [{ field: 'v', from: '' }, ...texts],
  [{ field: 'v', below: '' }],
  [{ field: 'v', to: '' }, 'text empty'],
  [{ field: 'v', from: 'an', to: 'anh' }, 'text an', 'text anh', 'text U+0000'],
  [{ field: 'v', above: 'an', below: 'anh' }, 'text U+0000'],
  [{ field: 'v', above: 'ân' }, 'text U+FF21', 'text 😀', 'text U+10FFFF'],
  [{ field: 'v', above: '\uff21' }, 'text 😀', 'text U+10FFFF'],
  [{ field: 'v', above: '😀' }, 'text U+10FFFF'],
  [{ field: 'v', to: '\uffff', from: '\ue000' }, 'text U+FF21'],
  [{ field: 'v', prefix: '' }, ...texts],
  [{ field: 'v', prefix: 'an' }, 'text an', 'text anh', 'text U+0000', 'text U+D7FF', 'text U+E000'],
  [{ field: 'v', prefix: 'an\ud7ff' }, 'text U+D7FF'],
  [{ field: 'v', prefix: 'a%' }, 'text a%'],
  [{ field: 'v', prefix: 'â' }, 'text ân'],
  [{ field: 'v', prefix: '😀' }, 'text 😀'],
  [{ field: 'v', prefix: '\u{10ffff}' }, 'text U+10FFFF'],
  [{ field: 'v', prefix: '\u{10ffff}\u{10ffff}\u{10ffff}' }],
  [{ field: 'v', prefix: '1' }, 'text 1'],
  [{ field: 'v', prefix: '[' }],
  [{ field: 'v', contains: 1 }, 'list of 1'],
  [{ field: 'v', contains: '1' }, 'list of texts'],
  [{ field: 'v', contains: 'an' }, 'list of texts'],
  [{ field: 'v', contains: 'true' }, 'list of texts'],
  [{ field: 'v', contains: true }],
  [{ field: 'v', contains: false }, 'list of all'],
  [{ field: 'v', contains: null }, 'list of all'],
  [{ field: 'v', contains: 1.5 }, 'list of all'],
  [{ field: 'v', containsPrefix: 'an' }, 'list of texts', 'list of all'],
  [{ field: 'v', containsPrefix: 'anh' }, 'list of all'],
  [{ field: 'v', containsPrefix: 'tr' }, 'list of texts'],
  [{ field: 'v', containsPrefix: '1' }, 'list of texts'],
  [{ field: 'v', containsPrefix: '' }, 'list of texts', 'list of all'],
  [{ field: 'v', containsPrefix: '%' }],
  [{ field: 'v.x', equals: 1 }, 'object'],
  [{ field: 'v.y.z', prefix: 'de' }, 'object'],
  [
    {
      and: [
        { field: 'v', in: [null, 1, 'an', true] },
        { field: 'v.n', equals: null },
      ],
    },
    'no v',
    'null',
    '1',
    'text an',
    'true',
  ],
  [{ field: 'toString', equals: null }, ...keys],
  [{ field: 'constructor.name', equals: null }, ...keys],
  [{ and: [] }, ...keys],
  [{ or: [] }],
  [{ not: { and: [] } }],
  [{ not: { field: 'v', equals: null } }, ...except('no v', 'null')],
  [{ not: { field: 'v', equals: 1 } }, ...except('1')],
  [{ not: { field: 'v', in: [null, true] } }, ...except('no v', 'null', 'true')],
  [{ not: { field: 'v', from: 1 } }, ...except('1', '1.5', '10', '2^53', '2^62')],
  [
    { not: { field: 'v', prefix: 'an' } },
    ...except('text an', 'text anh', 'text U+0000', 'text U+D7FF', 'text U+E000'),
  ],
  [{ not: { field: 'v', contains: 1 } }, ...except('list of 1')],
  [{ not: { not: { field: 'v', below: 1 } } }, '-5', '0'],
  [
    {
      and: [
        { field: 'v', from: 0 },
        { not: { field: 'v', in: [1, 10] } },
        {
          or: [
            { field: 'v', below: 2 },
            { field: 'v', equals: 2 ** 53 },
          ],
        },
      ],
    },
    '0',
    '1.5',
    '2^53',
  ],
  [
    {
      or: [
        { field: 'v', equals: 'an' },
        {
          and: [
            { field: 'other', equals: 1 },
            { field: 'v', equals: null },
          ],
        },
        { not: { or: [{ field: 'v', equals: null }, { not: { field: 'v', equals: null } }] } },
      ],
    },
    'no v',
    'text an',
  ],
]

const checkTable = async (store: DocumentStore): Promise<void> => {
  for (const [where, ...found] of table) {
    const [page, count] = await store.query([
      { find: things, where },
      { count: things, where },
    ])
    expect({ where, found: keysOf(page).toSorted() }).toEqual({ where, found: found.toSorted() })
    expect({ where, count }).toEqual({ where, count: found.length })
  }
}

const inOrder = [
  ...['no v', 'null', ...numbers, 'text empty', 'text 1', 'text An', 'text a%', 'text an', 'text U+0000', 'text anh'],
  ...['text U+D7FF', 'text U+E000', 'text null', 'text true', 'text ân', 'text U+FF21', 'text 😀', 'text U+10FFFF'],
  ...['false', 'true'],
]
const checkOrder = async (store: DocumentStore): Promise<void> => {
  const where: Filter = { not: { field: 'structured', equals: true } }
  const sorted = async (sort: readonly Sort[]) => keysOf(await find(store, { where, sort }))
  expect(await sorted([{ field: 'v' }])).toEqual(inOrder)
  expect(await sorted([{ field: 'v', direction: 'ascending' }])).toEqual(inOrder)
  expect(await sorted([{ field: 'v', direction: 'descending' }])).toEqual(inOrder.toReversed())
}

export const filterCases: readonly Case[] = [
  {
    name: 'finds by each operator what is of the same type and no other',
    async run({ store }) {
      await ensure(store, things)
      await put(store, values)
      await checkTable(store)
    },
  },
  {
    name: 'finds the same with indexes, made before the documents or after them',
    async run({ store }) {
      const indexes = [['v'], ['other', 'v'], ['v.x'], ['v.y.z']]
      await ensure(store, things)
      await put(store, Object.fromEntries(keys.slice(0, 20).map(key => [key, values[key] ?? null])))
      await put(store, { [String(keys.at(-1))]: values[String(keys.at(-1))] ?? null, 'list of 1': { v: ['an', 1] } })
      await store.ensure([{ name: things, indexes }])
      await put(store, { ...values, gone: { v: 1, other: 1 }, alsoGone: { v: [1, 'an'] } })
      await put(store, { gone: null, alsoGone: null })
      await store.ensure([{ name: things, indexes: indexes.slice(1) }])
      await checkTable(store)
    },
  },
  {
    name: 'sorts null first, then numbers, strings by code point, false and true',
    async run({ store }) {
      await ensure(store, things)
      await put(store, Object.fromEntries(scalarsAndMissing.map(key => [key, values[key] ?? null])))
      await checkOrder(store)
      await store.ensure([{ name: things, indexes: [['v']] }])
      await checkOrder(store)
    },
  },
  {
    name: 'sorts by several fields in mixed directions, and ties by key as the last field goes',
    async run({ store }) {
      await ensure(store, things)
      await put(store, {
        a: { x: 1, y: 'b' },
        b: { x: 2, y: 'a' },
        c: { x: 1, y: 'a' },
        '😀': { x: 2 },
        '\uff21': { x: 2 },
        d: { x: 1, y: 'a' },
      })
      const sorted = async (...sort: readonly Sort[]) => keysOf(await find(store, { sort }))
      const descending = { direction: 'descending' } as const
      for (const indexes of [[], [['x', 'y']], [['y'], ['x']]]) {
        await store.ensure([{ name: things, indexes }])
        expect(await sorted()).toEqual(['a', 'b', 'c', 'd', '\uff21', '😀'])
        expect(await sorted({ field: 'x' })).toEqual(['a', 'c', 'd', 'b', '\uff21', '😀'])
        expect(await sorted({ field: 'x', ...descending })).toEqual(['😀', '\uff21', 'b', 'd', 'c', 'a'])
        expect(await sorted({ field: 'x' }, { field: 'y' })).toEqual(['c', 'd', 'a', '\uff21', '😀', 'b'])
        expect(await sorted({ field: 'x', ...descending }, { field: 'y' })).toEqual([
          '\uff21',
          '😀',
          'b',
          'c',
          'd',
          'a',
        ])
        expect(await sorted({ field: 'x' }, { field: 'y', ...descending })).toEqual([
          'a',
          'd',
          'c',
          'b',
          '😀',
          '\uff21',
        ])
      }
    },
  },
  {
    name: 'takes a filter of 1000 conditions, and one that is 32 deep',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { n: 1 }, b: { n: 998 }, c: { n: 5000 } })
      const many: readonly Filter[] = Array.from({ length: 999 }, (_, n) => ({ field: 'n', equals: n }))
      expect(await matched(store, { or: many })).toEqual(['a', 'b'])
      expect(await matched(store, { and: many.slice(500).map(not => ({ not })) })).toEqual(['a', 'c'])
      let deep: Filter = { field: 'n', equals: 1 }
      for (let i = 1; i < 32; i++) deep = i % 2 ? { not: deep } : { or: [deep] }
      expect(await matched(store, deep)).toEqual(['a'])
    },
  },
]
