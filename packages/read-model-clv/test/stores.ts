// Stores with a history in them, and what the report says of it.
import {
  companyEvents,
  contactEvents,
  invoiceEvents,
  issueWords,
  purchaseEvents,
  theCompany,
  type Day,
  type NewEvent,
} from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName, type EventStore } from '@eventcrm/event-store'
import { createMemoryDocumentStore, createProjector, type DocumentStore } from '@eventcrm/projection'
import { mergers } from '@eventcrm/read-model-directory'
import { clvReadModel, clvReport, type ClvQuestion } from '../src/index.ts'

/** What happened to something, on a day; recorded in the order in which it is written. */
export interface Happening {
  readonly category: 'contact' | 'purchase' | 'invoice' | 'company'
  readonly id: string
  readonly on: Day
  readonly event: NewEvent
}

const codec = createCodec({ ...purchaseEvents, ...invoiceEvents, ...contactEvents, ...companyEvents })
const clvViews = [...clvReadModel.views, mergers]

/** Appends a history, an event at a time. */
export const write = async (events: EventStore, history: readonly Happening[], from = 0): Promise<void> => {
  const revisions = new Map<string, number>()
  for (const [i, { category, id, on, event }] of history.entries()) {
    const stream = streamName('crm', category, id)
    const expected = revisions.get(stream) ?? -1
    revisions.set(stream, expected + 1)
    if (i < from) continue
    const meta = {
      occurredAt: `${on}T09:00:00.000Z`,
      occurredOn: on,
      recordedAt: '2030-12-31T00:00:00.000Z',
      ...{ commandId: 'command', correlationId: 'command', causationId: 'command', actor: 'test', source: 'test' },
    }
    const stored = codec.encode(event, `99999999-0000-4000-8000-${String(i).padStart(12, '0')}`, meta, id)
    await events.append(stream, expected === -1 ? 'noStream' : expected, [stored])
  }
}

export const project = async (events: EventStore, documents: DocumentStore, batchSize?: number): Promise<void> => {
  const size = batchSize === undefined ? {} : { batchSize }
  await createProjector({ events, documents, views: clvViews, rollups: [], ...size }).catchUp()
}

/** The documents that a history makes. */
export const projected = async (
  history: readonly Happening[],
  documents: DocumentStore = createMemoryDocumentStore(),
): Promise<DocumentStore> => {
  const events = createMemoryEventStore()
  await write(events, history)
  await project(events, documents)
  return documents
}

const today = '2026-12-31'
export const ask = (documents: DocumentStore, question: ClvQuestion = {}) =>
  clvReport.answer({ documents, today: () => today, words: issueWords }, question)

const uuid = (kind: number, n: number): string => `0000000${String(kind)}-0000-4000-8000-${String(n).padStart(12, '0')}`
export const customerId = (n: number): string => uuid(1, n)
export const staffId = (n: number): string => uuid(2, n)
const purchaseId = (n: number): string => uuid(3, n)
const invoiceId = (n: number): string => uuid(5, n)
const paymentId = uuid(6, 1)

interface Bought {
  readonly minorUnits: number
  readonly currency?: string
  readonly tax?: number | null
  readonly ownerId?: string | null
}
/** Somebody bought something. */
export const bought = (
  n: number,
  customer: number,
  on: Day,
  { minorUnits, currency = 'VND', tax = 0, ownerId = null }: Bought,
): Happening => ({
  category: 'purchase',
  id: purchaseId(n),
  on,
  event: purchaseEvents.PurchaseRecorded({
    ...{ personId: customerId(customer), customerId: customerId(customer), amount: { minorUnits, currency }, tax },
    ...{ units: null, assignment: { ownerId, teamId: null, department: null }, makesCustomer: false },
    ...{ externalIds: [], custom: {} },
  }),
})
export const voided = (n: number, on: Day): Happening => ({
  category: 'purchase',
  id: purchaseId(n),
  on,
  event: purchaseEvents.PurchaseVoided({}),
})
export const founded = (on: Day): Happening => ({
  category: 'company',
  id: theCompany,
  on,
  event: companyEvents.CompanyFounded({
    ...{ name: null, timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', country: 'VN', language: 'vi', keyCheck: null },
  }),
})
export const marginSet = (to: number, on: Day, from = 100): Happening => ({
  category: 'company',
  id: theCompany,
  on,
  event: companyEvents.CompanyMarginSet({ from, to }),
})
const ofContact = (customer: number, on: Day, event: NewEvent): Happening => ({
  category: 'contact',
  id: customerId(customer),
  on,
  event,
})
export const became = (customer: number, on: Day): Happening =>
  ofContact(
    customer,
    on,
    contactEvents.ContactBecameCustomer({
      ...{ personId: customerId(customer), code: `KH${String(customer)}`, trigger: 'sale', documentId: null },
    }),
  )
export const managed = (customer: number, by: number | null, on: Day): Happening =>
  ofContact(
    customer,
    on,
    contactEvents.ContactAccountManagerSet({ from: null, to: by === null ? null : staffId(by), rule: null }),
  )
export const merged = (customer: number, into: number, on: Day): Happening =>
  ofContact(customer, on, contactEvents.ContactMergedInto({ survivorId: customerId(into), mergeId: uuid(4, customer) }))
export const setApart = (customer: number, from: number, on: Day): Happening =>
  ofContact(customer, on, contactEvents.ContactSetApart({ survivorId: customerId(from), mergeId: uuid(4, customer) }))

const ofInvoice = (n: number, on: Day, event: NewEvent): Happening => ({
  category: 'invoice',
  id: invoiceId(n),
  on,
  event,
})
interface Invoiced {
  readonly net: number
  readonly tax?: number
  readonly currency?: string
  readonly ownerId?: string | null
}
export const issued = (
  n: number,
  customer: number,
  on: Day,
  { net, tax = 0, currency = 'VND', ownerId = null }: Invoiced,
): Happening =>
  ofInvoice(
    n,
    on,
    invoiceEvents.InvoiceIssued({
      ...{ number: String(n), seriesId: null, symbol: null, on, instalments: [], makesCustomer: false },
      ...{ personId: customerId(customer), customerId: customerId(customer), opportunityId: null },
      ...{ assignment: { ownerId, teamId: null, department: null }, currency },
      net: { minorUnits: net, currency },
      tax: { minorUnits: tax, currency },
      total: { minorUnits: net + tax, currency },
    }),
  )
export const cancelled = (n: number, on: Day): Happening =>
  ofInvoice(n, on, invoiceEvents.InvoiceCancelled({ personId: customerId(1), reason: null }))

/** Part of a payment, by its number in the invoice. */
export interface Part {
  readonly allocation: number
  readonly amount: number
  readonly on: Day
}
export const credited = (
  n: number,
  note: number,
  on: Day,
  amount: { readonly net: number; readonly tax?: number; readonly currency?: string },
  released: readonly Part[] = [],
): Happening => {
  const { net, tax = 0, currency = 'VND' } = amount
  return ofInvoice(
    n,
    on,
    invoiceEvents.InvoiceCredited({
      ...{ creditNoteId: uuid(7, note), number: String(note), seriesId: uuid(8, 1), symbol: 'C', on },
      amount: { minorUnits: net + tax, currency },
      tax: { minorUnits: tax, currency },
      released: released.map(({ allocation, amount, on }) => ({
        ...{ allocationId: uuid(9, allocation), paymentId, amount: { minorUnits: amount, currency }, on },
      })),
    }),
  )
}
export const paid = (n: number, { allocation, amount, on }: Part, currency = 'VND'): Happening =>
  ofInvoice(
    n,
    on,
    invoiceEvents.InvoicePaymentAllocated({
      ...{ allocationId: uuid(9, allocation), paymentId, instalment: null, amount: { minorUnits: amount, currency } },
    }),
  )
/** @param recordedOn the day of the event, which may be before the one from which it counts */
export const undone = (
  n: number,
  { allocation, amount, on }: Part,
  currency = 'VND',
  recordedOn: Day = on,
): Happening =>
  ofInvoice(
    n,
    recordedOn,
    invoiceEvents.InvoiceAllocationUndone({
      ...{ allocationId: uuid(9, allocation), paymentId, amount: { minorUnits: amount, currency }, on },
    }),
  )
