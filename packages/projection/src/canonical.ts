// Documents compared without holding them: by a digest of what they say, whatever the order of their keys.
import { hash } from 'node:crypto'
import type { StorableDocument } from './filter.ts'
import { isPlain } from './input-error.ts'
import { storedJson } from './stored-form.ts'

const sorted = (_: string, value: unknown): unknown =>
  isPlain(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value

/** The same for documents that a store keeps as the same. */
export const digestOf = (document: StorableDocument): string =>
  hash('sha1', JSON.stringify(JSON.parse(storedJson(document)), sorted), 'base64')
