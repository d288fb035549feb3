import type { Process } from '@eventcrm/domain'
import type { EventStore } from '@eventcrm/event-store'
import type { View } from '@eventcrm/projection'
import { isStarted, readSince, type Since } from './starts.ts'
import { stepsViewOf, type OpenStep } from './steps-view.ts'

/** A process as a company has it. */
export interface KnownProcess {
  readonly process: Process
  readonly since: Since
  /** Its open steps; null where it has not been started: then nobody knows yet which events it is to pass over. */
  readonly view: View<OpenStep> | null
}

/** @param isEmpty whether no company has been founded: nothing is there to be passed over, and the view is there before the start */
export const knownProcess = async (events: EventStore, process: Process, isEmpty = false): Promise<KnownProcess> => {
  const since = await readSince(events, process.name)
  return { process, since, view: isEmpty || isStarted(process, since) ? stepsViewOf(process, since) : null }
}
