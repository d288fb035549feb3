/** What a page's code may use without saying where it comes from: things that stand for the reader's own. */
export const given = `
import type { Crm, Day } from '@eventcrm/crm'
import type { DecodedEvent, EventStore, NewEvent } from '@eventcrm/event-store'
import type { DocumentStore } from '@eventcrm/projection'
import type { Mapping } from '@eventcrm/importer'

declare global {
  const crm: Crm
  const events: readonly NewEvent[]
  const store: EventStore
  const documents: DocumentStore
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
  const openMyStore: () => Promise<EventStore>
}
`
