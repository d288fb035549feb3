import type { Json } from '@eventcrm/event-store'
import type { ReadyCollections } from './collections.ts'
import type { Commit, Write } from './document-store.ts'
import type { Storable } from './filter.ts'
import { isPlain, inputError } from './input-error.ts'
import { isList } from './order.ts'

/** A write in the form that is stored. */
export interface StoredWrite {
  readonly collection: string
  readonly key: string
  /** The document as JSON; null removes it. */
  readonly json: string | null
  readonly isNew: boolean
}

// Every backslash begins an escape, so taking them from left to right tells an escaped surrogate from the text "\ud83d".
const escapes = /\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g
const wellFormed = (json: string): string =>
  // JSON.stringify escapes surrogates only where they stand alone, so nearly every document ends here.
  json.includes('\\ud') ? json.replace(escapes, escape => (escape.length > 2 ? '\\ufffd' : escape)) : json

const longest = 34
const tooLong = 10n ** BigInt(longest)

/** A value with its bigints as decimal text. */
const withDecimals = (value: Storable, at: string): Json => {
  if (typeof value === 'bigint') {
    if (value < tooLong && value > -tooLong) return value.toString()
    throw inputError(at, `whole numbers of at most ${String(longest)} digits`)
  }
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(one => withDecimals(one, at))
  // without a prototype, so that '__proto__' is a key like any other
  const copy: { [key: string]: Json } = { __proto__: null }
  for (const key in value) {
    const part = value[key]
    if (part !== undefined) copy[key] = withDecimals(part, at)
  }
  return copy
}

/** A value as every store keeps it: what JSON makes of it, in well-formed Unicode, and bigints as decimal text. */
export const storedJson = (value: Storable, at = 'value'): string => wellFormed(JSON.stringify(withDecimals(value, at)))

const stored = ({ document, holdsBigints }: Write, at: string): string | null => {
  if (document === null) return null
  if (!isPlain(document)) throw inputError(at, 'a document or null')
  return holdsBigints ? storedJson(document, at) : wellFormed(JSON.stringify(document))
}

/** @throws TypeError for what is no key of a document */
export const checkKey = (key: unknown, at: string): void => {
  if (typeof key !== 'string' || !key.isWellFormed() || key.includes('\0'))
    throw inputError(at, 'a string of well-formed Unicode without U+0000')
}

/** @throws what a store would throw for this document: a TypeError, or whatever JSON makes of it */
export const checkStorable = (write: Write): void => void stored(write, `${write.collection}: document`)

const once = (names: readonly string[], at: string, what: string): void => {
  if (new Set(names).size < names.length) throw inputError(at, what)
}

/**
 * Checks a commit before anything is written, and brings its documents into the form that is stored.
 * @throws TypeError naming what is not of the documented form
 */
export const prepareWrites = (
  { views, writes, clear = [], publish = [], unpublish = [] }: Commit,
  ready: ReadyCollections,
): readonly StoredWrite[] => {
  once(
    views.map(({ view }) => view),
    'views',
    'each view at most once',
  )
  for (const [i, { expected }] of views.entries()) {
    if (!Number.isSafeInteger(expected) || expected < 0)
      throw inputError(`views[${i}].expected`, 'a whole number, 0 or more')
  }
  for (const [i, name] of clear.entries()) ready.require(name, `clear[${i}]`)
  for (const [i, name] of publish.entries()) ready.require(name, `publish[${i}]`)
  for (const [i, name] of unpublish.entries()) ready.require(name, `unpublish[${i}]`)
  const keys = new Map<string, Set<string>>()
  return writes.map((write, i) => {
    const { collection, key } = write
    let seen = keys.get(collection)
    if (!seen) {
      ready.require(collection, `writes[${i}].collection`)
      keys.set(collection, (seen = new Set()))
    }
    checkKey(key, `writes[${i}].key`)
    if (seen.has(key)) throw inputError(`writes[${i}].key`, 'a document at most once')
    seen.add(key)
    return { collection, key, json: stored(write, `writes[${i}].document`), isNew: write.isNew === true }
  })
}
