import type { NewEvent } from '@eventcrm/domain'

/** What a command came to. */
export interface Outcome<Event extends NewEvent = NewEvent> {
  /** What was decided; none when nothing would change. They narrow by `type`. */
  readonly events: readonly Event[]
  /** Revision of the stream's last event, -1 for a stream without events. */
  readonly revision: number
  /** Position of the last event; null when nothing changed. `crm.projected` waits for it. */
  readonly position: string | null
}

/** An event of a batch, and the index of the command that decided it. */
export interface EventOfCommand {
  readonly event: NewEvent
  readonly commandIndex: number
}

/** What the commands of a batch came to in one stream. */
export interface StreamOutcome {
  readonly events: readonly EventOfCommand[]
  readonly revision: number
  readonly position: string | null
}
