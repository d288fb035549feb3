// A field of instants is a field of dates in the database, and is searched and sorted by as the text that it is elsewhere.
import { createMemoryDocumentStore, type Filter } from '@eventcrm/projection'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sharedServer } from '../../../test/mongodb/server.ts'
import { rounds } from '../../testkit/src/index.ts'
import { onServer } from './on-server.ts'

const server = await sharedServer()
const at = z.iso.datetime({ precision: 3 })
const schema = z.object({ at: at.nullish(), all: z.array(at), deep: z.object({ at }).optional() })

const instants = [
  '0000-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2026-02-28T23:59:59.999Z',
  '2026-03-01T00:00:00.000Z',
  '2026-03-01T00:00:00.001Z',
  '2026-03-31T02:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
]
const instant = fc.oneof(
  fc.constantFrom(...instants),
  fc
    .date({ min: new Date(instants[0] ?? ''), max: new Date(instants.at(-1) ?? ''), noInvalidDate: true })
    .map(date => date.toISOString()),
)
const text = fc.oneof(
  instant,
  instant.chain(one => fc.nat(one.length).map(length => one.slice(0, length))),
  fc.constantFrom('', 'a', '2026', '2026-03-01T00:00:00Z', '3'),
)
const document = fc.record(
  { at: fc.option(instant), all: fc.array(instant, { maxLength: 3 }), deep: fc.record({ at: instant }) },
  { requiredKeys: ['all'] },
)
const field = fc.constantFrom('at', 'deep.at')
const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ field, equals: fc.option(text) }),
  fc.record({ field, in: fc.array(fc.option(text), { maxLength: 3 }) }),
  fc.record({ field, prefix: text }),
  fc.record({ field: fc.constant('all'), contains: text }),
  fc
    .record({ from: text, to: text, above: text, below: text }, { requiredKeys: [] })
    .filter(bounds => Object.keys(bounds).length > 0)
    .chain(bounds => field.map(field => ({ field, ...bounds }))),
)

describe.skipIf(server === null)('a field of instants', () => {
  it('is found and sorted by as its text is, page by page', { timeout: 300_000 }, () =>
    onServer(server, async ({ open }) => {
      const stores = [createMemoryDocumentStore(), (await open()).documents]
      const things = { name: 'things__v1', indexes: [['at'], ['all']], schema }
      for (const store of stores) await store.ensure([things])
      const direction = fc.constantFrom('ascending' as const, 'descending' as const)
      await fc.assert(
        fc.asyncProperty(
          fc.array(document, { minLength: 1, maxLength: 15 }),
          fc.array(fc.tuple(filter, field, direction), { minLength: 6, maxLength: 6 }),
          async (documents, asked) => {
            const writes = documents.map((document, i) => ({ collection: 'things__v1', key: String(i), document }))
            for (const store of stores) await store.commit({ views: [], clear: ['things__v1'], writes })
            for (const [where, field, direction] of asked) {
              const [ours, theirs] = await Promise.all(
                stores.map(async store => {
                  const search = { find: 'things__v1', where, sort: [{ field, direction }], limit: 4 }
                  const [page, count] = await store.query([search, { count: 'things__v1', where }])
                  const [more] = await store.query([page.next === null ? search : { ...search, after: page.next }])
                  return { page, more, count }
                }),
              )
              expect(theirs).toEqual(ours)
            }
          },
        ),
        { numRuns: rounds(40, 1_500) },
      )
    }),
  )
})
