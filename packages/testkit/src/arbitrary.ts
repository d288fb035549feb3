import fc from 'fast-check'
import { z } from 'zod'

/** Generators by the `kind` in a schema's metadata: what `id('stage')` declares. */
export type Generators = Readonly<Record<string, fc.Arbitrary<unknown>>>

const hash = (text: string) => [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7)

/** The nth id of a kind's pool, a UUID. Generated commands refer to the same few things, so that references hit. */
export const pooled = (kind: string, n = 0): string =>
  `${hash(kind).toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

// A string schema takes its values from the first of these of which it accepts any. Words stand first, some as people type them:
// with spaces around, and in the decomposed form of Unicode that files from macOS have.
const words = ['one', 'two', 'three', ' Đợt hai ', 'Đợt hai'.normalize('NFD')]
const codes = ['VND', 'VND', 'VND', 'USD', 'KWD'] // mostly one, since amounts that belong together are in one currency
const days = ['2026-01-20', '2026-02-10', '2026-02-28', '2026-03-31']
const instants = ['2026-01-20T08:30:00.000Z', '2026-02-10T08:30:00+07:00']
const phones = ['+84912345678', '0912 345 679', '+84 28 3822 1234', '(212) 555-0100']
const countries = ['VN', 'US']
const mails = ['an@example.com', 'Binh@example.com']
const timeZones = ['Asia/Ho_Chi_Minh', 'America/New_York']
const pools = [words, codes, days, instants, countries, phones, mails, timeZones]

/** What a schema does not say itself, by the `kind` in its metadata. */
const ofKind: Generators = {
  amount: fc.oneof(fc.nat(1000), fc.nat(1000).map(String)),
  phone: fc.constantFrom(...phones),
  instalments: fc.uniqueArray(fc.integer({ min: 0, max: 45 }), { minLength: 1, maxLength: 8 }).map(counts =>
    counts.map((count, i) => ({
      portion: i === 0 ? 100 - 12.25 * (counts.length - 1) : 12.25,
      rule: count === 0 ? 'monthsAfterMonthEnd' : count < 3 ? 'daysAfterMonthEnd' : 'daysAfterInvoice',
      count,
    })),
  ),
  sha256: fc.constantFrom('0'.repeat(64), 'f'.repeat(64)),
}

const accepts = (schema: z.core.$ZodType) => (value: unknown) => z.safeParse(schema, value).success

const noGenerator = (schema: z.core.$ZodType, why = '') => {
  const kind = kindOf(schema)
  return new TypeError(
    `No generator for a ${schema._zod.def.type}${kind === undefined ? '' : ` of kind '${kind}'`}${why}`,
  )
}

// asked before a filter is built on it, since a filter that nothing passes never ends
const anyAccepted = (schema: z.core.$ZodType, values: fc.Arbitrary<unknown>) =>
  fc.sample(values, { numRuns: 200, seed: 1 }).some(accepts(schema))

/** What a schema's own checks accept of these values. */
const checked = (schema: z.core.$ZodType, values: fc.Arbitrary<unknown>) => {
  if (!schema._zod.def.checks?.length) return values
  if (!anyAccepted(schema, values)) throw noGenerator(schema, ' with these checks')
  return values.filter(accepts(schema))
}

const kindOf = (schema: z.core.$ZodType) => {
  const kind = z.globalRegistry.get(schema)?.['kind']
  return typeof kind === 'string' ? kind : undefined
}

/** Strings of the first pool of which the schema accepts any. */
const stringsOf = (schema: z.core.$ZodType) => {
  const pool = pools.map(values => values.filter(accepts(schema))).find(values => values.length > 0)
  if (!pool) throw noGenerator(schema)
  return fc.constantFrom(...pool)
}

const idsOf = (kind = 'thing') => fc.constantFrom(pooled(kind, 0), pooled(kind, 1))

const numbersOf = (schema: z.ZodNumber) => {
  const min = Math.max(schema.minValue ?? 0, -1000)
  const max = Math.min(schema.maxValue ?? 1000, Math.max(min, 0) + 1000)
  const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
  if (schema.format?.includes('int')) return checked(schema, whole)
  return checked(
    schema,
    fc.oneof(
      whole,
      fc.integer({ min: Math.ceil(min * 1000), max: Math.floor(max * 1000) }).map(thousandths => thousandths / 1000),
    ),
  )
}

const objectsOf = (schema: z.ZodObject, generators: Generators) => {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape
  const entries = Object.entries(shape).map(([key, field]) => [key, arbitraryOf(field, generators)] as const)
  return checked(
    schema,
    // left out is not the same as undefined: a key that was not drawn is not there
    fc
      .record(Object.fromEntries(entries))
      .map(record => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))),
  )
}

/**
 * Values that a schema accepts, as a caller would send them: before defaults and transforms.
 * Ids come from a pool of two per kind, text from a few words, other strings from pools of what the schema accepts.
 * @param generators used instead, by the `kind` in a schema's metadata
 * @throws TypeError when there is no generator for a schema, naming its kind
 */
export const arbitraryOf = (schema: z.core.$ZodType, generators: Generators = {}): fc.Arbitrary<unknown> => {
  const inside = (inner: z.core.$ZodType) => arbitraryOf(inner, generators)
  const kind = kindOf(schema)
  const own = kind === undefined ? undefined : (generators[kind] ?? ofKind[kind])
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional)
    return fc.option(inside(schema.unwrap()), { nil: undefined })
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return fc.option(inside(schema.unwrap()), { nil: undefined })
  if (schema instanceof z.ZodNullable) return fc.option(inside(schema.unwrap()), { nil: null, freq: 3 })
  if (own) return own
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodNonOptional || schema instanceof z.ZodCatch)
    return inside(schema.unwrap())
  if (schema instanceof z.ZodLazy) return inside(schema.unwrap())
  if (schema instanceof z.ZodPipe) {
    const { in: before, out: after } = schema._zod.def
    // a transform that stands first does not say what it takes: what comes out of it is what most callers send
    const values = inside(before instanceof z.ZodTransform ? after : before)
    return anyAccepted(schema, values) ? values.filter(accepts(schema)) : stringsOf(schema)
  }
  if (schema instanceof z.ZodObject) return objectsOf(schema, generators)
  if (schema instanceof z.ZodArray) return checked(schema, fc.array(inside(schema.element), { maxLength: 3 }))
  if (schema instanceof z.ZodTuple) return checked(schema, fc.tuple(...schema._zod.def.items.map(inside)))
  if (schema instanceof z.ZodRecord)
    return checked(
      schema,
      fc
        .uniqueArray(fc.tuple(inside(schema.keyType), inside(schema.valueType)), {
          maxLength: 2,
          selector: ([key]) => key,
        })
        .map(pairs => Object.fromEntries(pairs.map(([key, value]) => [String(key), value]))),
    )
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(inside))
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options)
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values)
  if (schema instanceof z.ZodBoolean) return fc.boolean()
  if (schema instanceof z.ZodNull) return fc.constant(null)
  if (schema instanceof z.ZodNumber) return numbersOf(schema)
  if (schema instanceof z.ZodUUID) return idsOf(kind)
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return stringsOf(schema)
  throw noGenerator(schema)
}
