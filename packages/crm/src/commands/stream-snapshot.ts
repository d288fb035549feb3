import type { Dated } from '@eventcrm/domain'
import type { Instant } from '@eventcrm/event-store'

/** What a stream adds up to at a revision. */
export interface StreamSnapshot {
  /** Revision of the last event folded; -1 for none. */
  readonly revision: number
  readonly state: Dated
  readonly lastOccurredAt: Instant
  readonly lastRecordedAt: Instant
  /** The command of each of the last events, oldest first; grows with the stream. */
  // eslint-disable-next-line no-restricted-syntax -- grows in place: it is on the path of every command
  readonly commandIds: string[]
  /** When the log was last read on from here, in milliseconds of this process. */
  readonly readAt: number
}

/**
 * Events whose command is kept, per stream: between this many and twice as many. An opportunity has a handful to a few dozen in its
 * life; a longer stream is read when a caller's own command id is not among the last.
 */
const kept = 100
/** A stream that steps write to from everywhere: a month's leads and customers, 60 bytes each. */
const keptMore: Readonly<Record<string, number>> = { assignmentTurns: 50_000 }

/** The commands of the last events once these have come, oldest first. Changes and returns the list it is given. */
export const commandIdsAfter = (
  { category }: { readonly category: string },
  commandIds: string[],
  added: readonly string[],
): string[] => {
  const most = keptMore[category] ?? kept
  for (const commandId of added) commandIds.push(commandId)
  if (commandIds.length > 2 * most) commandIds.splice(0, commandIds.length - most)
  return commandIds
}

/** Revision of the first event of a command: null when the stream has none, undefined when the stream must be read to tell. */
export const firstRevisionOf = (
  { revision, commandIds }: StreamSnapshot,
  commandId: string,
): number | null | undefined => {
  const offset = revision + 1 - commandIds.length
  const at = commandIds.indexOf(commandId)
  if (at > 0 || (at === 0 && offset === 0)) return offset + at
  return offset === 0 ? null : undefined
}
