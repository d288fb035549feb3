import type { DocumentStore, Filter, Find } from '@eventcrm/projection'
import { expect } from 'vitest'
import { all, ensure, find, put, things, type Case } from './asking.ts'

const given = (json: string): unknown => JSON.parse(json)
const nested = (depth: number): Filter => {
  let filter: Filter = { field: 'n', equals: 1 }
  for (let i = 1; i < depth; i++) filter = { not: filter }
  return filter
}
const circular = () => {
  const and: Filter[] = []
  and.push({ and })
  return and[0]
}

/** What a stranger may send as a filter, with the place that the refusal names. */
const filters: Readonly<Record<string, readonly [filter: unknown, place: string]>> = {
  'no object': ['n = 1', 'where'],
  null: [null, 'where'],
  'a list': [[{ field: 'n', equals: 1 }], 'where'],
  'a date': [new Date(0), 'where'],
  nothing: [{}, 'where'],
  'a field alone': [{ field: 'n' }, 'where'],
  'an operator alone': [{ equals: 1 }, 'where'],
  'two operators': [{ field: 'n', equals: 1, prefix: 'a' }, 'where'],
  'a range with another operator': [{ field: 'n', from: 1, equals: 1 }, 'where'],
  'and with a field': [{ field: 'n', and: [] }, 'where'],
  'and with or': [{ and: [], or: [] }, 'where'],
  'an unknown operator': [{ field: 'n', like: 'a' }, 'where'],
  'an operator of the database': [{ field: 'n', $gt: 1 }, 'where'],
  'a function of the database': [{ $where: 'sleep(1000) || true' }, 'where'],
  'an expression beside a condition': [{ field: 'n', equals: 1, $expr: {} }, 'where'],
  'an operator by its prototype': [given('{"field":"n","__proto__":{"equals":1}}'), 'where'],
  'an inherited operator': [Object.create({ field: 'n', equals: 1 }), 'where'],
  'a nested operator of the database': [{ and: [{ field: 'n', equals: 1 }, { $or: [] }] }, 'where.and[1]'],
  'an object for a value': [{ field: 'n', equals: { $gt: '' } }, 'where.equals'],
  'a list for a value': [{ field: 'n', equals: [1] }, 'where.equals'],
  'undefined for a value': [{ field: 'n', equals: undefined }, 'where.equals'],
  NaN: [{ field: 'n', equals: Number.NaN }, 'where.equals'],
  Infinity: [{ field: 'n', to: Infinity }, 'where.to'],
  'a bigint': [{ field: 'n', equals: 1n }, 'where.equals'],
  'half a surrogate pair': [{ field: 'n', equals: 'a\ud83d' }, 'where.equals'],
  'half a pair for a prefix': [{ field: 'n', prefix: '\udc00' }, 'where.prefix'],
  'a pattern for a prefix': [{ field: 'n', prefix: /a/ }, 'where.prefix'],
  'a value for a list': [{ field: 'n', in: 'abc' }, 'where.in'],
  'an object in a list': [{ field: 'n', in: [1, { $ne: 1 }] }, 'where.in[1]'],
  'a hole in a list': [{ field: 'n', in: [1, , 2] }, 'where.in[1]'], // eslint-disable-line no-sparse-arrays -- the hole is the point
  'null for a bound': [{ field: 'n', from: null }, 'where.from'],
  'undefined for a bound': [{ field: 'n', from: 1, below: undefined }, 'where.below'],
  'true for a bound': [{ field: 'n', above: true }, 'where.above'],
  'bounds of two types': [{ field: 'n', from: 1, to: 'a' }, 'where'],
  'a list for contains': [{ field: 'n', contains: ['a'] }, 'where.contains'],
  'a number for the beginning of an element': [{ field: 'n', containsPrefix: 1 }, 'where.containsPrefix'],
  'one condition for and': [{ and: { field: 'n', equals: 1 } }, 'where.and'],
  'a list for not': [{ or: [{ not: [] }] }, 'where.or[0].not'],
  'no field': [{ field: '', equals: 1 }, 'where.field'],
  'a number for a field': [{ field: 1, equals: 1 }, 'where.field'],
  'a field of the database': [{ field: '$where', equals: '1' }, 'where.field'],
  'a dollar behind a dot': [{ field: 'n.$gt', equals: 1 }, 'where.field'],
  'the prototype': [{ field: '__proto__', equals: null }, 'where.field'],
  'the prototype behind a dot': [{ field: 'n.__proto__.x', equals: null }, 'where.field'],
  'a quote in a field': [{ field: "n' OR '1'='1", equals: 1 }, 'where.field'],
  'a double quote in a field': [{ field: 'n"', equals: 1 }, 'where.field'],
  'a statement in a field': [{ field: "n'); DROP TABLE things__v1; --", equals: 1 }, 'where.field'],
  'an index into a list': [{ field: 'n[0]', equals: 1 }, 'where.field'],
  'a digit first': [{ field: 'n.0', equals: 1 }, 'where.field'],
  'empty keys': [{ field: 'n..x', equals: 1 }, 'where.field'],
  'a dot last': [{ field: 'n.', equals: 1 }, 'where.field'],
  'a line break': [{ field: 'n\n', equals: 1 }, 'where.field'],
  'U+0000 in a field': [{ field: 'n\0', equals: 1 }, 'where.field'],
  'a letter beyond ASCII': [{ field: 'họ', equals: 1 }, 'where.field'],
  'a field without end': [{ field: 'n'.repeat(201), equals: 1 }, 'where.field'],
  'more than 32 deep': [nested(33), '.not.not'],
  'without end': [circular(), '.and[0].and[0]'],
  'more than 1000 conditions': [
    { or: Array.from({ length: 1000 }, () => ({ field: 'n', equals: 1 })) },
    'where.or[999]',
  ],
}

const searches: Readonly<Record<string, readonly [search: Readonly<Record<string, unknown>>, place: string]>> = {
  'a sort that is no list': [{ sort: { n: 1 } }, 'sort'],
  'a sort of strings': [{ sort: ['n'] }, 'sort[0]'],
  'a sort by an odd field': [{ sort: [{ field: 'n' }, { field: 'n; DROP TABLE things__v1' }] }, 'sort[1].field'],
  'an unknown direction': [{ sort: [{ field: 'n', direction: 'DESC; --' }] }, 'sort[0].direction'],
  'more in a sort': [{ sort: [{ field: 'n', collation: 'x' }] }, 'sort[0]'],
  'a field twice': [{ sort: [{ field: 'n' }, { field: 'n', direction: 'descending' }] }, 'sort[1].field'],
  'nine fields': [{ sort: Array.from('abcdefghi', field => ({ field })) }, 'sort'],
  'a limit of 0': [{ limit: 0 }, 'limit'],
  'a negative limit': [{ limit: -1 }, 'limit'],
  'half a limit': [{ limit: 1.5 }, 'limit'],
  'a limit in words': [{ limit: '10; DROP TABLE things__v1' }, 'limit'],
  'NaN for a limit': [{ limit: Number.NaN }, 'limit'],
  'no limit': [{ limit: null }, 'limit'],
  'a misspelt where': [{ wheer: { field: 'n', equals: 1 } }, 'query'],
  'an operator of the database': [{ $where: 'true' }, 'query'],
}

const cursor = (...parts: readonly unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** A filter or search that TypeScript would not let through, as it comes from outside. */
const asking = (search: object): Find => ({ ...search })

/** A store as strangers see it, whose questions TypeScript has not seen. */
interface Asked {
  query(queries: readonly unknown[]): Promise<unknown>
}

const refusal = async (store: DocumentStore, search: object): Promise<unknown> =>
  find(store, asking(search)).catch((error: unknown) => error)

const expectRefused = async (store: DocumentStore, why: string, search: object, place: string): Promise<void> => {
  const refused = await refusal(store, search)
  expect(refused, why).toBeInstanceOf(TypeError)
  expect(String(refused), why).toContain(`${place}: expected`)
}

export const refusalCases: readonly Case[] = [
  {
    name: 'refuses every filter that is not of the documented form, naming the place',
    async run({ store }) {
      await store.ensure([{ name: things, indexes: [['n']] }])
      const documents = { a: { n: 1 }, b: { n: 2 } }
      await put(store, documents)
      for (const [why, [where, place]] of Object.entries(filters)) {
        await expectRefused(store, why, { where }, place)
        await expect(store.query([{ count: things, ...asking({ where }) }]), why).rejects.toThrow(TypeError)
      }
      expect(await all(store)).toEqual(documents)
    },
  },
  {
    name: 'refuses to look for some, and to group, by what is not of the documented form',
    async run({ store }) {
      await ensure(store, things)
      const asked: Asked = store
      const cases: readonly (readonly [query: object, place: string])[] = [
        [{ some: things, field: 'n', limit: 1 }, 'some'],
        [{ some: things, field: 'n', from: 1, limit: 1 }, 'some.from'],
        [{ some: things, field: 'n', from: '\ud83d', limit: 1 }, 'some.from'],
        [{ some: things, field: '$where', from: '', limit: 1 }, 'field'],
        [{ some: things, field: 'n', from: '' }, 'limit'],
        [{ some: things, field: 'n', from: '', limit: 0 }, 'limit'],
        [{ some: things, field: 'n', from: '', limit: 1, where: {} }, 'query'],
        [{ group: things }, 'by'],
        [{ group: things, by: [] }, 'by'],
        [{ group: things, by: ['a', 'b', 'c', 'd', 'e'] }, 'by'],
        [{ group: things, by: ["n') FROM things"] }, 'by[0]'],
        [{ group: things, by: ['n'], sum: ['n', '$n'] }, 'sum[1]'],
        [{ group: things, by: ['n'], where: { $where: '1' } }, 'where'],
        [{ group: things, by: ['n'], having: 1 }, 'query'],
        [{ group: things, by: ['n'], limit: 0 }, 'limit'],
        [{ group: things, by: ['n'], after: 'x' }, 'after'],
        [{ group: things, by: ['n'], after: ['x', 'y'] }, 'after'],
        [{ group: things, by: ['n'], after: [{ $gt: 1 }] }, 'after'],
        [{ group: 'others', by: ['n'] }, 'group'],
        [{ some: 'others', field: 'n', from: '', limit: 1 }, 'some'],
      ]
      for (const [query, place] of cases) {
        const refused: unknown = await asked.query([query]).catch((error: unknown) => error)
        expect(refused, JSON.stringify(query)).toBeInstanceOf(TypeError)
        expect(String(refused), JSON.stringify(query)).toContain(`${place}: expected`)
      }
    },
  },
  {
    name: 'says what was expected, never what was given',
    async run({ store }) {
      await ensure(store, things)
      for (const where of [
        { field: 'Nguyễn', equals: 1 },
        { field: 'n', equals: { name: 'Nguyễn' } },
        { field: 'n', Nguyễn: 1 },
      ]) {
        const refused = await refusal(store, { where })
        expect(refused).toBeInstanceOf(TypeError)
        expect(String(refused)).not.toContain('Nguyễn')
      }
    },
  },
  {
    name: 'refuses sorts and limits that are not of the documented form',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { n: 1 } })
      for (const [why, [search, place]] of Object.entries(searches)) await expectRefused(store, why, search, place)
      expect(await all(store)).toEqual({ a: { n: 1 } })
    },
  },
  {
    name: 'refuses a cursor of another sort, and what is no cursor',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { n: 1 }, b: { n: 2 }, c: { n: 3 } })
      const sort = [{ field: 'n' }]
      const { next } = await find(store, { sort, limit: 1 })
      expect(next).toMatch(/^[A-Za-z0-9_-]+$/)
      expect((await find(store, { sort, limit: 5, after: next ?? '' })).documents.map(({ key }) => key)).toEqual([
        'b',
        'c',
      ])
      for (const other of [
        undefined,
        [],
        [{ field: 'm' }],
        [{ field: 'n', direction: 'descending' }],
        [{ field: 'n' }, { field: 'm' }],
      ]) {
        await expectRefused(store, JSON.stringify(other), { ...(other && { sort: other }), after: next }, 'after')
      }
      const wrong = [
        null,
        5,
        '',
        'a',
        '////',
        next?.slice(1),
        next?.slice(0, -2),
        {},
        cursor(),
        cursor('+n', [1], 5),
        cursor('+n', [], 'a'),
        cursor('+n', [{ $gt: 1 }], 'a'),
        cursor('+n', 1, 'a'),
        cursor('+m', [1], 'a'),
      ]
      for (const after of wrong) await expectRefused(store, JSON.stringify(after), { sort, after }, 'after')
    },
  },
  {
    name: 'refuses collections of other names, and indexes on odd fields',
    async run({ store }) {
      await ensure(store, things)
      await put(store, { a: { n: 1 } })
      const names = [
        '',
        '1things',
        '_things',
        'things-v1',
        'things v1',
        'things.v1',
        '$things',
        'a"; DROP TABLE things__v1; --',
        'họ',
        'a'.repeat(101),
        'Things__v1',
      ]
      for (const name of names)
        await expect(
          store.ensure([
            { name: 'good__v1', indexes: [] },
            { name, indexes: [] },
          ]),
          name,
        ).rejects.toThrow(TypeError)
      for (const index of [
        [],
        [''],
        ['a', 'a'],
        ['$a'],
        ['a.__proto__'],
        ["a'"],
        ['n);DROP TABLE things__v1;--'],
        Array.from('abcdefghi'),
      ]) {
        await expect(
          store.ensure([{ name: 'good__v1', indexes: [['n'], index] }]),
          JSON.stringify(index),
        ).rejects.toThrow(TypeError)
      }
      const published = { name: 'things', version: 1, fields: ['n'] }
      for (const publication of [
        { ...published, name: 'things v1' },
        { ...published, name: '_things' },
        { ...published, name: 'a"; DROP TABLE things__v1; --' },
        { ...published, name: things },
        { ...published, version: 0 },
        { ...published, fields: ['n', "n' AS x; --"] },
        { ...published, fields: ['a.b'] },
      ]) {
        await expect(
          store.ensure([{ name: 'good__v1', indexes: [], publication }]),
          JSON.stringify(publication),
        ).rejects.toThrow(TypeError)
      }
      for (const name of ['good__v1', 'sqlite_schema', 'THINGS__V1', 'things']) {
        await expect(find(store, {}, name), name).rejects.toThrow(TypeError)
        await expect(store.query([{ count: name }]), name).rejects.toThrow(TypeError)
        await expect(store.query([{ load: name, keys: ['a'] }]), name).rejects.toThrow(TypeError)
      }
      expect(await all(store)).toEqual({ a: { n: 1 } })
    },
  },
]
