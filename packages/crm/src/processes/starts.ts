// Since where a process answers events. Its start is an event of the log, so that every process and every copy of the log knows it.
import { companyState, processAggregate, processEvents, processState, theCompany, type Process } from '@eventcrm/domain'
import { createCodec, streamName, type EventStore, type Position } from '@eventcrm/event-store'
import type { CommandHandler } from '../commands/command-handler.ts'
import { processIdOf } from '../identity.ts'

/** By event type, the position behind which it is answered; '' is the log's start. */
export type Since = ReadonlyMap<string, Position>

const codec = createCodec(processEvents)

/** Events looked at for the one behind which a start stands: those that others wrote in the moment between are few. */
const mostBetween = 100

/** Where the event with that id stands, at or before a position; that position where it is not found near it. */
const placeBefore = async (events: EventStore, position: Position, id: string): Promise<Position> => {
  for await (const event of events.readAll({ from: position, direction: 'backwards', limit: mostBetween }))
    if (event.id === id) return event.position
  return position
}

/** Since where a process answers each type of event: its first version that does says so. */
export const readSince = async (events: EventStore, process: string): Promise<Since> => {
  const since = new Map<string, Position>()
  for await (const recorded of events.readStream(
    streamName(events.namespace, processState.category, processIdOf(process)),
  )) {
    const { data, position } = codec.decode(recorded)
    const fresh = data.requests.filter(type => !since.has(type))
    if (fresh.length === 0) continue
    const behind = data.after === null ? '' : await placeBefore(events, position, data.after)
    for (const type of fresh) since.set(type, behind)
  }
  return since
}

/** Whether a process answers all the events that it knows. */
export const isStarted = ({ requests }: Process, since: Since): boolean =>
  [...requests.keys()].every(type => since.has(type))

/**
 * Starts a version of a process at the log's end, unless it has been.
 * @returns false where no company has been founded: nothing can happen there yet
 */
export const startProcess = async (
  events: EventStore,
  handler: CommandHandler,
  { name, version, requests }: Process,
  commandId: string,
): Promise<boolean> => {
  const processId = processIdOf(name)
  if ((await handler.state(processState, processId)).versions.includes(version)) return true
  if ((await handler.state(companyState, theCompany)).status === 'unfounded') return false
  let after: string | null = null
  for await (const { id } of events.readAll({ direction: 'backwards', limit: 1 })) after = id
  const start = processAggregate.start({ processId, name, version, requests: [...requests.keys()], after })
  await handler.handle(start, { actor: 'system', source: 'process', commandId })
  return true
}
