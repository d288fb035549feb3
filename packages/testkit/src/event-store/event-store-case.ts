import type { EventStore } from '@eventcrm/event-store'
import type { ContractCase } from '../contract.ts'

/** One promise of the `EventStore` port. */
export type EventStoreCase = ContractCase<EventStore>
