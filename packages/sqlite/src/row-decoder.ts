// From rows of the driver to what they hold. What this package wrote is trusted to have the form in which it was written.
import { positionOf, type PersonalPart, type RecordedEvent, type StoredMetadata } from '@eventcrm/event-store'
import type { SQLOutputValue } from 'node:sqlite'

export type Row = Record<string, SQLOutputValue>

/** The columns that `recordedEvent` reads, of `events JOIN streams`. */
export const eventColumns = 'position, name, revision, id, type, data, metadata, personal'

interface EventRow {
  readonly position: number
  readonly name: string
  readonly revision: number
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
  readonly personal: string
}

export const recordedEvent = (row: Row): RecordedEvent => {
  const { position, name, revision, id, type, data, metadata, personal } = row as unknown as EventRow
  return {
    id,
    type,
    data: JSON.parse(data) as RecordedEvent['data'],
    metadata: JSON.parse(metadata) as StoredMetadata,
    personal: JSON.parse(personal) as PersonalPart,
    stream: name,
    revision,
    position: positionOf(position),
  }
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
