// From rows of the driver to what they hold. What this package wrote is trusted to have the form in which it was written.
import { positionOf, type PersonalPart, type RecordedEvent, type StoredMetadata } from '@eventcrm/event-store'
import { DatabaseRefused } from './errors.ts'
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'

export type Row = Record<string, SQLOutputValue>

/** The columns that `selectEvents` reads, of `events JOIN streams`. */
export const eventColumns = 'position, name, revision, id, type, data, metadata, personal'

type EventRow = readonly [
  position: number,
  name: string,
  revision: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
  personal: string,
]

const parse = (json: string, position: number): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    // without the cause, whose message quotes what stands there
    throw new DatabaseRefused(`The file is damaged at position ${positionOf(position)} of the log: restore a backup`)
  }
}

/** The events that a statement over `eventColumns` finds. As arrays, rows are read and decoded a quarter faster than as objects. */
export const selectEvents = (
  statement: StatementSync,
  ...parameters: readonly SQLInputValue[]
): readonly RecordedEvent[] => {
  statement.setReturnArrays(true)
  return (statement.all(...parameters) as unknown as readonly EventRow[]).map(row => ({
    id: row[3],
    type: row[4],
    data: parse(row[5], row[0]) as RecordedEvent['data'],
    metadata: parse(row[6], row[0]) as StoredMetadata,
    personal: parse(row[7], row[0]) as PersonalPart,
    stream: row[1],
    revision: row[2],
    position: positionOf(row[0]),
  }))
}

/** A column that holds a number, or null. */
export const numberIn = (row: Row | undefined, column: string): number | null => {
  const value = row?.[column]
  return typeof value === 'number' ? value : null
}

/** A column that holds text, or nothing. */
export const textIn = (row: Row | undefined, column: string): string | undefined => {
  const value = row?.[column]
  return typeof value === 'string' ? value : undefined
}
