import type { Json } from '@eventcrm/event-store'
import type { ReadyCollections } from './collections.ts'
import type { Commit } from './document-store.ts'
import type { Document } from './filter.ts'
import { isPlain, requirement } from './given.ts'

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

/** A value as every store keeps it: what JSON makes of it, in well-formed Unicode. */
export const storedJson = (value: Json): string => wellFormed(JSON.stringify(value))

const stored = (document: Document, at: string): string => {
  if (!isPlain(document)) throw requirement(at, 'a document or null')
  return storedJson(document)
}

const once = (names: readonly string[], at: string, what: string): void => {
  if (new Set(names).size < names.length) throw requirement(at, what)
}

/**
 * Checks a commit before anything is written, and brings its documents into the form that is stored.
 * @throws TypeError naming what is not of the documented form
 */
export const prepareWrites = (
  { views, writes, clear = [] }: Commit,
  ready: ReadyCollections,
): readonly StoredWrite[] => {
  once(
    views.map(({ view }) => view),
    'views',
    'each view at most once',
  )
  for (const [i, { expected }] of views.entries()) {
    if (!Number.isSafeInteger(expected) || expected < 0)
      throw requirement(`views[${i}].expected`, 'a whole number, 0 or more')
  }
  for (const [i, name] of clear.entries()) ready.require(name, `clear[${i}]`)
  const keys = new Map<string, Set<string>>()
  return writes.map(({ collection, key, document }, i) => {
    ready.require(collection, `writes[${i}].collection`)
    if (typeof key !== 'string' || !key.isWellFormed() || key.includes('\0')) {
      throw requirement(`writes[${i}].key`, 'a string of well-formed Unicode without U+0000')
    }
    const seen = keys.get(collection) ?? new Set()
    keys.set(collection, seen)
    if (seen.has(key)) throw requirement(`writes[${i}].key`, 'a document at most once')
    seen.add(key)
    return { collection, key, json: document === null ? null : stored(document, `writes[${i}].document`) }
  })
}
