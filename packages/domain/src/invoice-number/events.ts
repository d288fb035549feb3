// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { id } from '../kernel/values.ts'

const events = defineEvents({
  InvoiceNumberClaimed: z
    .object({ ownerId: id('invoice').describe('Invoice that has the number') })
    .describe('The number of an invoice that was issued elsewhere was taken'),
  InvoiceNumberReleased: z
    .object({ ownerId: id('invoice').describe('Invoice that was to have the number') })
    .describe('The number of an invoice that was issued elsewhere is free again, since it was not recorded after all'),
})

type Inferred = typeof events
export interface InvoiceNumberEvents extends Inferred {} // a name for hovers and errors
export const invoiceNumberEvents: InvoiceNumberEvents = events
