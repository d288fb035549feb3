/** What a page's code may use without saying where it comes from: things that stand for the reader's own. */
export const given = `
import type { Crm, Day, Outcome } from '@eventcrm/crm'
import type { AnyAggregate } from '@eventcrm/domain'
import type { Codec, DecodedEvent, EventStore, KeyStore, NewEvent } from '@eventcrm/event-store'
import type { AnyView, DocumentStore } from '@eventcrm/projection'
import type { Mapping } from '@eventcrm/importer'

declare global {
  const crm: Crm
  const events: readonly NewEvent[]
  const store: EventStore
  const documents: DocumentStore
  const keys: KeyStore
  const mapping: Mapping
  const opportunityId: string
  const stageId: string
  const reasonId: string
  const teamId: string
  const ownerId: string
  const lastPosition: string
  const signal: AbortSignal
  const z: typeof import('zod').z
  const today: Day
  const text: string
  const congratulate: (event: DecodedEvent) => void
  const request: { readonly body: AsyncIterable<Uint8Array> }
  const bar: { update(done: number): void }
  const openMyStore: (namespace: string) => Promise<EventStore>
  const openMyDocumentStore: () => Promise<DocumentStore>
  const contactId: string
  const leadId: string
  const customerId: string
  const invoiceId: string
  const creditNoteId: string
  const paymentId: string
  const allocationId: string
  const outcome: Outcome
  const ticketing: { readonly views: readonly AnyView[] }
  const keep: (position: string) => Promise<void>
  const codec: Codec
  const opportunities: typeof import('@eventcrm/read-model-pipeline').opportunities
  const people: readonly { readonly name: string; readonly won: number }[]
  const ticket: AnyAggregate
  const tickets: typeof import('../../examples/tickets/ticketing/ticket-documents.ts').ticketDocuments
  const ticketTotals: typeof import('../../examples/tickets/ticketing/ticket-totals.ts').ticketTotals
  const openTickets: typeof import('../../examples/tickets/ticketing/tickets-by-team.ts').ticketsByTeam
}
`
