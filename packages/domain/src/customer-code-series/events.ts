// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { id } from '../kernel/values.ts'

const events = defineEvents({
  CustomerCodeNumberTaken: z
    .object({
      number: z.int().describe('The number; all lower ones are taken or passed over'),
      ownerId: id('contact').describe('Contact whose code is made of it'),
    })
    .describe('The next number for a customer code was taken'),
})

type Inferred = typeof events
export interface CustomerCodeSeriesEvents extends Inferred {} // a name for hovers and errors
export const customerCodeSeriesEvents: CustomerCodeSeriesEvents = events
