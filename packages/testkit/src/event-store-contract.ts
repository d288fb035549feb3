import type { EventStore } from '@eventcrm/event-store'
import { registerContract, type ContractOptions, type Opened } from './contract.ts'
import { appending } from './event-store/appending.ts'
import { closing } from './event-store/closing.ts'
import { competing } from './event-store/competing.ts'
import type { EventStoreCase } from './event-store/event-store-case.ts'
import { keeping } from './event-store/keeping.ts'
import { modelled } from './event-store/modelled.ts'
import { reading } from './event-store/reading.ts'
import { recognising } from './event-store/recognising.ts'
import { subscribing } from './event-store/subscribing.ts'

export { collect, newStream, pagesUntil, storedEvent, storedEvents } from './event-store/samples.ts'

/** What the `EventStore` port promises in its doc comments, and nothing stronger. Each case begins with an empty log. */
export const eventStoreCases: readonly EventStoreCase[] = [
  ...appending,
  ...recognising,
  ...competing,
  ...reading,
  ...keeping,
  ...subscribing,
  ...closing,
  ...modelled,
]

/**
 * Registers the contract of the `EventStore` port as tests.
 * @param open a store over a new, empty log; `again` opens one more store over that log, also when the first has been closed
 * @example eventStoreContract('the in-memory store', async () => ({ store: createMemoryEventStore() }))
 */
export const eventStoreContract = (
  name: string,
  open: () => Promise<Opened<EventStore>>,
  options?: ContractOptions,
): void => {
  registerContract(name, eventStoreCases, open, options)
}
