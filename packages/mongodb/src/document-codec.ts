// Documents between their JSON and what MongoDB keeps. Most values are the same in both. The others: an instant is a date, a whole number a
// long, a sum a decimal; and keys that the driver would take for something else begin with a backslash.
import type { Document, Scalar } from '@eventcrm/projection'
import { decodeDocument, isScalar } from '@eventcrm/projection/store'
import { BSON, Decimal128, Long } from 'mongodb'
import { decimalOf, textOf } from './decimal.ts'
import type { Shape } from './shape.ts'

type Stored = Record<string, unknown>

const isObject = (value: unknown): value is Stored => typeof value === 'object' && value !== null

const driversKeys = new Set(['_bsontype', '_id'])
/**
 * The driver throws at `_bsontype` and at a replacement that begins with `$`, and makes an instance of its own of what has `$ref`; `_id` is the
 * document's key; BSON ends a key at U+0000.
 */
const isDrivers = (key: string): boolean => key.startsWith('$') || driversKeys.has(key)
const isOdd = (key: string): boolean => isDrivers(key) || key.includes('\0') || key.includes('\\')
/** A key as it is kept. */
export const storedKey = (key: string): string => {
  if (!isOdd(key)) return key
  const text = key.replaceAll('\\', '\\\\').replaceAll('\0', '\\0')
  return isDrivers(key) ? `\\${text}` : text
}
const unescaped = (key: string): string =>
  key.replace(/\\(.)/gs, (_, letter: string) => (letter === '0' ? '\0' : letter))

const withKeys = (object: Stored, to: (key: string) => string): Stored =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [to(key), value]))

const instantOf = (text: string): Date | undefined => {
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString() === text ? date : undefined
}

const [least, most] = [-(2 ** 31), 2 ** 31 - 1]

/** A scalar as it is kept at a place. */
export const storedScalar = (value: Scalar, { kind }: Shape): unknown => {
  if (typeof value === 'number') {
    const isLong = Number.isSafeInteger(value) && (kind === 'long' || value < least || value > most)
    return isLong ? BigInt(value) : value
  }
  if (typeof value !== 'string') return value
  if (kind === 'instant') return instantOf(value) ?? value
  return kind === 'sum' ? (decimalOf(value) ?? value) : value
}

/** Brings what `JSON.parse` made into its stored form, in place where that can be. */
const stored = (value: unknown, shape: Shape): unknown => {
  if (Array.isArray(value)) {
    const { items } = shape
    for (let i = 0; i < value.length; i++) value[i] = stored(value[i], items)
    return value
  }
  if (!isObject(value)) return storedScalar(value as Scalar, shape)
  let odd = false
  for (const key of Object.keys(value)) {
    const part = value[key]
    odd ||= isOdd(key)
    // most texts are no more than that, and stay
    value[key] = stored(part, shape.at(key))
  }
  return odd ? withKeys(value, storedKey) : value
}

/** A document as it is kept under a key. */
export const storedDocument = (key: string, json: string, shape: Shape): Stored & { readonly _id: string } => ({
  _id: key,
  ...(stored(decodeDocument(json), shape) as Stored),
})

/** Brings what the driver has read into JSON, in place where that can be. */
const read = (value: unknown): unknown => {
  if (!isObject(value)) return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Decimal128) return textOf(value)
  if (value instanceof Long) return value.toNumber()
  // the driver leaves the objects of a list unread under a key that every object inherits, such as `constructor`
  if (value instanceof Uint8Array) return read(BSON.deserialize(value))
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = read(value[i])
    return value
  }
  let odd = false
  for (const key of Object.keys(value)) {
    const part = value[key]
    odd ||= key.includes('\\')
    if (isObject(part)) value[key] = read(part)
  }
  return odd ? withKeys(value, unescaped) : value
}

/** A value that was grouped by; null where it is no scalar. */
export const readScalar = (value: unknown): Scalar => {
  const scalar = read(value)
  return isScalar(scalar) ? scalar : null
}

/** A document that was kept. */
export const readDocument = ({ _id, ...document }: Stored): { readonly key: string; readonly document: Document } => ({
  key: String(_id),
  document: read(document) as Document,
})
