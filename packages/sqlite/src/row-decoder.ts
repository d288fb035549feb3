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
    const at = positionOf(position)
    throw new DatabaseRefused(`The file is damaged at position ${at} of the log: restore a backup`, { position: at })
  }
}

const eventIn = (row: EventRow): RecordedEvent => ({
  id: row[3],
  type: row[4],
  data: parse(row[5], row[0]) as RecordedEvent['data'],
  metadata: parse(row[6], row[0]) as StoredMetadata,
  personal: parse(row[7], row[0]) as PersonalPart,
  stream: row[1],
  revision: row[2],
  position: positionOf(row[0]),
})

/** Events up to the first that can't be read any more. */
export interface ReadableEvents {
  readonly events: readonly RecordedEvent[]
  /** Whether one that can't be read follows. */
  readonly cut: boolean
}

/**
 * The events that a statement over `eventColumns` finds. As arrays, rows are read and decoded a quarter faster than as objects.
 * @throws DatabaseRefused when the first of them can't be read
 */
export const selectEvents = (statement: StatementSync, ...parameters: readonly SQLInputValue[]): ReadableEvents => {
  statement.setReturnArrays(true)
  const events: RecordedEvent[] = []
  for (const row of statement.all(...parameters) as unknown as readonly EventRow[]) {
    try {
      events.push(eventIn(row))
    } catch (error) {
      if (events.length === 0) throw error
      return { events, cut: true }
    }
  }
  return { events, cut: false }
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
