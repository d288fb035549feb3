// Documents and searches at random, of few fields and values, so that they often meet.
import type { Document, Filter, Scalar, Sort, TextRange } from '@eventcrm/projection'
import fc from 'fast-check'
import type { Kept } from './model.ts'

const texts = [
  ...['', 'a', 'A', 'ab', 'á', 'á'.normalize('NFD'), 'Nguyễn', 'nguyen', '😀', '😀a', '\uff21', '\ue000', '\ud7ff'],
  ...['\u{10ffff}', '\u{10ffff}z', '\0', 'a\0b', '%', '_', "'", '"', '\\', 'null', 'true', '1', '10', '9', '[]', '{}'],
]
const numbers = [
  0,
  1,
  -1,
  9,
  10,
  1.5,
  0.1 + 0.2,
  1e21,
  -1e300,
  5e-324,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 62,
  2 ** 63,
  -(2 ** 63),
  2 ** 64,
]

const text = fc.oneof({ arbitrary: fc.constantFrom(...texts), weight: 4 }, fc.string({ unit: 'binary', maxLength: 3 }))
const number = fc.oneof(
  { arbitrary: fc.constantFrom(...numbers), weight: 4 },
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(number => number + 0), // −0 is 0 in JSON
  fc.maxSafeInteger(),
)
const scalar: fc.Arbitrary<Scalar> = fc.oneof(text, number, fc.boolean(), fc.constant(null))
const list = fc.array(scalar, { maxLength: 4 })
const mixed = fc.oneof(scalar, list, fc.dictionary(fc.constantFrom('x', 'y'), scalar, { maxKeys: 2 }))

/** `a`, `b` and `c.d` hold scalars, `tags` lists, `mixed` anything; all may be missing. */
const document: fc.Arbitrary<Document> = fc.record(
  {
    a: scalar,
    b: fc.constantFrom<Scalar>('x', 'y', 1, null),
    c: fc.oneof(fc.record({ d: scalar }, { requiredKeys: [] }), scalar),
    tags: fc.array(fc.oneof(fc.constantFrom<Scalar>('a', '1', 1, true, null), scalar), { maxLength: 4 }),
    mixed,
  },
  { requiredKeys: [] },
)

export const keptDocuments: fc.Arbitrary<readonly Kept[]> = fc
  .dictionary(fc.oneof(fc.constantFrom(...texts.filter(key => !key.includes('\0'))), fc.uuid()), document, {
    maxKeys: 25,
  })
  .map(documents => Object.entries(documents).map(([key, document]) => ({ key, document })))

const sortable = ['a', 'b', 'c.d'] as const
const field = fc.constantFrom(...sortable, 'mixed', 'tags', 'a.none', 'none')

const condition: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ field, equals: scalar }),
  fc.record({ field, in: fc.array(scalar, { maxLength: 6 }) }),
  fc.oneof(
    ...[text, number].map(bound =>
      fc
        .record({ from: bound, to: bound, above: bound, below: bound }, { requiredKeys: [] })
        .filter(bounds => Object.keys(bounds).length > 0)
        .chain(bounds => field.map(field => ({ field, ...bounds }))),
    ),
  ),
  fc.record({ field, prefix: text }),
  fc.record({ field: fc.constantFrom('tags', 'mixed', 'a'), contains: scalar }),
  fc.record({ field: fc.constantFrom('tags', 'mixed', 'a'), containsPrefix: text }),
)

export const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>(tie => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: condition, weight: 3 },
    fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
  ),
})).filter

export const sort: fc.Arbitrary<readonly Sort[]> = fc
  .uniqueArray(fc.constantFrom(...sortable), { maxLength: 3 })
  .chain(fields =>
    fc.tuple(
      ...fields.map(field =>
        fc.record({
          field: fc.constant(field),
          direction: fc.constantFrom('ascending' as const, 'descending' as const),
        }),
      ),
    ),
  )

/** Which fields have an index must make no difference. */
export const indexSets: readonly (readonly (readonly string[])[])[] = [
  [],
  [['a'], ['b'], ['c.d'], ['tags'], ['mixed']],
  [
    ['a', 'b'],
    ['b', 'c.d'],
    ['mixed', 'a'],
  ],
  [['b', 'a', 'c.d'], ['c.d', 'b'], ['tags']],
]

/** Bounds of texts on a list. */
export const bounds: fc.Arbitrary<TextRange> = fc
  .record({ from: text, to: text, above: text, below: text }, { requiredKeys: [] })
  .filter(bounds => Object.keys(bounds).length > 0)

export const listField = fc.constantFrom('tags', 'mixed', 'a', 'none')
export const groupedBy = fc.uniqueArray(fc.constantFrom(...sortable), { minLength: 1, maxLength: 3 })
export const summed = fc.uniqueArray(fc.constantFrom('a', 'c.d', 'mixed', 'none'), { maxLength: 2 })
