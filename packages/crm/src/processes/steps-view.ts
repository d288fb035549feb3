// What a process has begun and not ended: documents of a view, so that they and how far they were folded are committed together.
import type { Process, ProcessEvent } from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'
import { defineView, type View, type ViewCase, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import type { Since } from './starts.ts'

const document = z.strictObject({
  type: z.string().describe('Type of the request'),
  stream: z.string().describe('Stream of the request'),
  revision: z.number().int().describe('Its place in that stream'),
  position: z.string().describe('Its place in the log'),
  eventId: z.string().describe('Its id'),
  occurredAt: z.string().describe('When it happened'),
})

/** A step that has no outcome yet: where its request stands. */
export type OpenStep = z.output<typeof document>

export const processEventOf = (event: DecodedEvent | ViewEvent): ProcessEvent => {
  const { id: eventId, type, streamId, occurredAt, occurredOn, data } = event
  return { eventId, type, streamId, occurredAt, occurredOn, data }
}

/** A process's open steps, by their keys. What stood in the log before it answered such events is passed over. */
export const stepsViewOf = (process: Process, since: Since): View<OpenStep> => {
  const on: Record<string, ViewCase<OpenStep, never>> = {}
  for (const [type, request] of process.requests)
    on[type] = {
      key: event => (event.position > (since.get(type) ?? '') ? request.key(processEventOf(event)) : null),
      fold: (_, { stream, revision, position, id: eventId, occurredAt }) => ({
        ...{ type, stream, revision, position, eventId, occurredAt },
      }),
    }
  for (const [type, { key }] of process.outcomes)
    on[type] = { key: event => key(processEventOf(event)), fold: () => null }
  return defineView({
    name: `${process.name}Steps`,
    version: process.version,
    describe: `Steps of ${process.name} that have no outcome yet`,
    document,
    indexes: [['position']],
    aggregates: process.aggregates,
    on,
  })
}
