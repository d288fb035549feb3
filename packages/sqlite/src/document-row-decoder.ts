import type { Document, ViewProgress } from '@eventcrm/projection'
import { decodeDocument, decodeProgress } from '@eventcrm/projection/store'
import { documentsDamaged } from './errors.ts'
import { numberIn, type Row } from './row-decoder.ts'

/**
 * A column that holds text.
 * @throws DatabaseRefused where it holds none any more
 */
export const textIn = (row: Row, column: string): string => {
  const value = row[column]
  if (typeof value !== 'string') throw documentsDamaged()
  return value
}

/** @throws DatabaseRefused where it can't be read any more; without the cause, whose message quotes what stands there */
export const documentIn = (row: Row): Document => {
  let document: unknown
  try {
    document = decodeDocument(textIn(row, 'document'))
  } catch {
    throw documentsDamaged()
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw documentsDamaged()
  return document as Document
}

export const progressIn = (row: Row): ViewProgress =>
  decodeProgress(String(row['progress']), numberIn(row, 'commits') ?? 0)
