// What stands in the database, and that it comes back as it was given.
import { decodeDocument } from '@eventcrm/projection/store'
import fc from 'fast-check'
import { Decimal128, Long } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sharedServer } from '../../../test/mongodb/server.ts'
import { rounds } from '../../testkit/src/index.ts'
import { decimalOf, textOf } from '../src/decimal.ts'
import { CommitTooLarge } from '../src/index.ts'
import { onServer } from './on-server.ts'

const server = await sharedServer()
const at = z.iso.datetime({ precision: 3 })

describe.skipIf(server === null)('a document in MongoDB', () => {
  it('has instants as dates, whole numbers as longs and sums as decimals, and comes back as it was', () =>
    onServer(server, async ({ open, db }) => {
      const { documents } = await open()
      const schema = z.object({
        at,
        until: at.nullable(),
        anyText: z.union([at, z.string().nullable()]),
        loose: z.iso.datetime(),
        day: z.iso.date(),
        minorUnits: z.int(),
        percent: z.int().min(0).max(100),
        ratio: z.number(),
        total: z.object({ sum: z.bigint(), count: z.int() }),
        days: z.record(z.string(), z.object({ sum: z.bigint() })),
        steps: z.array(z.union([z.object({ at }), z.object({ minorUnits: z.int() })])),
        position: z.string(),
      })
      await documents.ensure([{ name: 'things__v1', indexes: [], schema }])
      const document = {
        at: '2026-03-31T02:00:00.000Z',
        until: null,
        anyText: '2026-03-31T02:00:00.000Z',
        loose: '2026-03-31T02:00:00Z',
        day: '2026-03-31',
        minorUnits: 5,
        percent: 5,
        ratio: 5,
        total: { sum: 12345678901234567890n, count: 2 },
        days: { '2026-03-31': { sum: -7n } },
        steps: [{ at: '0001-01-01T00:00:00.000Z' }, { minorUnits: 2 ** 53 - 1 }],
        position: '00000000000000000007',
      }
      await documents.commit({
        views: [],
        writes: [{ collection: 'things__v1', key: 'a', document, holdsBigints: true }],
      })
      const [stored] = await db.collection('documents.things__v1.1').find({}, { promoteLongs: false }).toArray()
      expect(stored).toMatchObject({
        at: new Date(document.at),
        until: null,
        anyText: document.anyText,
        loose: document.loose,
        day: '2026-03-31',
        minorUnits: new Long(5),
        percent: 5,
        ratio: 5,
        total: { sum: Decimal128.fromString('12345678901234567890'), count: new Long(2) },
        days: { '2026-03-31': { sum: Decimal128.fromString('-7') } },
        steps: [{ at: new Date('0001-01-01T00:00:00.000Z') }, { minorUnits: Long.fromNumber(2 ** 53 - 1) }],
        position: '00000000000000000007',
      })
      const [loaded] = await documents.query([{ load: 'things__v1', keys: ['a'] }])
      const sums = { total: { sum: '12345678901234567890', count: 2 }, days: { '2026-03-31': { sum: '-7' } } }
      expect(loaded.get('a')).toEqual({ ...document, ...sums })
    }))

  it('keeps keys that the driver would take for something else', () =>
    onServer(server, async ({ open }) => {
      const { documents } = await open()
      await documents.ensure([{ name: 'things__v1', indexes: [] }])
      const odd = decodeDocument(
        '{"_id":1,"_bsontype":"ObjectId","a\\u0000b":{"_bsontype":2,"_id":3,"\\u0000":4},"\\\\":5,"\\\\_id":6,"\\\\0":7,"list":[{"_bsontype":"x","\\\\\\\\":8}],' +
          '"constructor":[{"x":[{"toString":[{"y":[]}]}]}],"ref":{"$ref":"people","$id":9},"refs":[{"$ref":"people","$id":"x","$db":"y","more":{"$ref":"z","$id":1}}],"$ref":"a","$id":{"x":1},"__proto__":{"_id":1},"10":1,"9":2}',
      )
      await documents.commit({ views: [], writes: [{ collection: 'things__v1', key: '$email', document: odd }] })
      const [loaded, found] = await documents.query([{ load: 'things__v1', keys: ['$email'] }, { find: 'things__v1' }])
      expect(loaded.get('$email')).toEqual(odd)
      expect(Object.keys(loaded.get('$email') ?? {}).toSorted()).toEqual(Object.keys(odd).toSorted())
      expect(found.documents).toEqual([{ key: '$email', document: odd }])
      expect(Object.getOwnPropertyDescriptor(loaded.get('$email'), '__proto__')?.value).toEqual({ _id: 1 })
    }))

  it('is refused where it is larger than MongoDB keeps, and nothing of its commit is written', () =>
    onServer(server, async ({ open }) => {
      const { documents } = await open()
      await documents.ensure([{ name: 'things__v1', indexes: [] }])
      const writes = [{ n: 1 }, { note: 'x'.repeat(17_000_000) }].map((document, i) => ({
        ...{ collection: 'things__v1', key: String(i) },
        document,
      }))
      await expect(documents.commit({ views: [], writes })).rejects.toThrow(CommitTooLarge)
      expect(await documents.query([{ count: 'things__v1' }])).toEqual([0])
    }))

  it('comes back as it was, whatever its keys and values', () =>
    onServer(server, async ({ open }) => {
      const { documents } = await open()
      await documents.ensure([{ name: 'things__v1', indexes: [] }])
      const key = fc.oneof(
        fc.constantFrom(
          '_id',
          '_bsontype',
          '$ref',
          '$id',
          '$db',
          '__proto__',
          'a\\',
          '\0',
          '$set',
          'a.b',
          '',
          'toJSON',
          'constructor',
          'length',
        ),
        // V8 13.6, Node 24's, parses {"\"":1} as {"\\":1} once an object has had a key that begins with a backslash there
        fc.string({ unit: 'binary', maxLength: 4 }).filter(text => !text.startsWith('\\')),
      )
      const value = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }).map(json => JSON.stringify(json))
      const object = fc
        .array(fc.tuple(key, value), { maxLength: 6 })
        .map(pairs => pairs.map(([name, json]) => `${JSON.stringify(name)}:${json}`))
      await fc.assert(
        fc.asyncProperty(object, object, async (outer, inner) => {
          const document = decodeDocument(`{${[...outer, `"deep":{${inner.join()}}`].join()}}`)
          await documents.commit({ views: [], writes: [{ collection: 'things__v1', key: 'a', document }] })
          const [loaded] = await documents.query([{ load: 'things__v1', keys: ['a'] }])
          expect(loaded.get('a')).toEqual(document)
        }),
        { numRuns: rounds(100, 2_000) },
      )
    }))
})

describe('a sum of up to 34 digits', () => {
  it('is the decimal that the driver would make of it, and the same text again', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), sum => {
        const decimal = decimalOf(String(sum))
        expect(decimal?.toString()).toBe(String(sum))
        expect(decimal && textOf(decimal)).toBe(String(sum))
        expect(textOf(Decimal128.fromString(String(sum)))).toBe(String(sum))
      }),
      { numRuns: rounds(500, 20_000) },
    )
    for (const other of ['', '-0', '007', '1.0', '1e3', ' 1', '9'.repeat(35), 'NaN'])
      expect(decimalOf(other)).toBeUndefined()
    expect(textOf(Decimal128.fromString('1.50'))).toBe('1.50')
  })
})
