// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'

const events = defineEvents({
  ProcessStarted: z
    .object({
      name: z.string().describe('Name of the process'),
      version: z.number().int().describe('Version of the process'),
      requests: z.array(z.string()).describe('Types of the events that this version answers'),
      after: z
        .uuid()
        .nullable()
        .describe(
          'Id of the log’s last event as it then was: what came up to it is not answered; null the log was empty',
        ),
    })
    .describe('A version of a process answers events from here on'),
})

type Inferred = typeof events
export interface ProcessEvents extends Inferred {} // a name for hovers and errors
export const processEvents: ProcessEvents = events
