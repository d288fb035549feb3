import type { EventStore } from '@eventcrm/event-store'
import type { ContractCase, Opened, Subject } from '../contract.ts'

/** One promise of the `EventStore` port. */
export type EventStoreCase = ContractCase<EventStore>
export type EventStoreSubject = Subject<EventStore>

/** A store opened for one case: its log can be opened again, and for other namespaces. */
export interface OpenedEventStore extends Opened<EventStore> {
  readonly again: (namespace?: string) => Promise<EventStore>
}
