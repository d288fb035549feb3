import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { id } from '../kernel/values.ts'
import { processEvents as events, type ProcessEvents } from './events.ts'
import type { ProcessInputs } from './inputs.ts'
import { processState, type ProcessState } from './state.ts'

const command = commandOf(processState)

type Inferred = Aggregate<'process', 'processId', ProcessEvents, ProcessState, never, ProcessInputs>
export interface ProcessAggregate extends Inferred {} // a name for hovers and declarations

/** Since when the company has a process. Opening a CRM starts those that it has; nobody else needs to. */
export const processAggregate: ProcessAggregate = defineAggregate({
  state: processState,
  rejections: defineRejections({}),
  commands: {
    start: command({
      describe: 'Has a version of a process answer events from here on',
      creates: true,
      schema: z.strictObject({
        processId: id('process'),
        name: z.string().min(1).max(50).describe('Name of the process'),
        version: z.number().int().min(1).describe('Version of the process'),
        requests: z.array(z.string().max(100)).max(100).describe('Types of the events that this version answers'),
        after: z.uuid().nullable().describe('Id of the log’s last event; null for none'),
      }),
      decide: ({ processId: _, ...start }, state) =>
        state.versions.includes(start.version) ? [] : [events.ProcessStarted(start)],
    }),
  },
})
