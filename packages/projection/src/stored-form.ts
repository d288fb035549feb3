import type { ReadyCollections } from './collections.ts'
import type { Commit } from './document-store.ts'
import type { Storable, StorableDocument } from './filter.ts'
import { isPlain, inputError } from './input-error.ts'

/** A write in the form that is stored. */
export interface StoredWrite {
  readonly collection: string
  readonly key: string
  /** The document as JSON; null removes it. */
  readonly json: string | null
}

// Every backslash begins an escape, so taking them from left to right tells an escaped surrogate from the text "\ud83d".
const escapes = /\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g
const wellFormed = (json: string): string =>
  // JSON.stringify escapes surrogates only where they stand alone, so nearly every document ends here.
  json.includes('\\ud') ? json.replace(escapes, escape => (escape.length > 2 ? '\\ufffd' : escape)) : json

const longest = 34
const tooLong = 10n ** BigInt(longest)

/** A value as JSON can say it: a bigint as decimal text. */
const withDecimals = (value: unknown, at: string): unknown => {
  if (typeof value === 'bigint') {
    if (value >= tooLong || value <= -tooLong)
      throw inputError(at, `whole numbers of at most ${String(longest)} digits`)
    return value.toString()
  }
  if (Array.isArray(value)) return value.map(one => withDecimals(one, at))
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withDecimals(one, at)]))
}

/** A value as every store keeps it: what JSON makes of it, in well-formed Unicode, and a bigint as decimal text. */
export const storedJson = (value: Storable, at = 'value'): string => {
  let json: string
  try {
    json = JSON.stringify(value)
  } catch {
    // JSON knows no bigint
    json = JSON.stringify(withDecimals(value, at))
  }
  return wellFormed(json)
}

const stored = (document: StorableDocument, at: string): string => {
  if (!isPlain(document)) throw inputError(at, 'a document or null')
  return storedJson(document, at)
}

const once = (names: readonly string[], at: string, what: string): void => {
  if (new Set(names).size < names.length) throw inputError(at, what)
}

/**
 * Checks a commit before anything is written, and brings its documents into the form that is stored.
 * @throws TypeError naming what is not of the documented form
 */
export const prepareWrites = (
  { views, writes, clear = [], publish = [] }: Commit,
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
  const keys = new Map<string, Set<string>>()
  return writes.map(({ collection, key, document }, i) => {
    ready.require(collection, `writes[${i}].collection`)
    if (typeof key !== 'string' || !key.isWellFormed() || key.includes('\0')) {
      throw inputError(`writes[${i}].key`, 'a string of well-formed Unicode without U+0000')
    }
    const seen = keys.get(collection) ?? new Set()
    keys.set(collection, seen)
    if (seen.has(key)) throw inputError(`writes[${i}].key`, 'a document at most once')
    seen.add(key)
    return { collection, key, json: document === null ? null : stored(document, `writes[${i}].document`) }
  })
}
