import type { ReadableLog } from '@eventcrm/event-store'
import type { Checkpoint } from './document-store.ts'

/** Whether the log has the event up to which documents were folded. */
export const isOfLog = async (events: ReadableLog, checkpoint: Checkpoint | null): Promise<boolean> => {
  if (!checkpoint) return true
  for await (const { position, id } of events.readAll({ from: checkpoint.position, limit: 1 }))
    return position === checkpoint.position && id === checkpoint.eventId
  return false
}
