// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { id } from '../kernel/values.ts'

const events = defineEvents({
  CustomerCodeClaimed: z
    .object({ ownerId: id('contact').describe('Contact that holds the code') })
    .describe('A customer code was taken'),
  CustomerCodeReleased: z
    .object({ ownerId: id('contact').describe('Contact that held the code') })
    .describe('A customer code is free again'),
})

type Inferred = typeof events
export interface CustomerCodeEvents extends Inferred {} // a name for hovers and errors
export const customerCodeEvents: CustomerCodeEvents = events
