import { registerContract, type ContractOptions } from './contract.ts'
import { appending } from './event-store/appending.ts'
import { closing } from './event-store/closing.ts'
import { competing } from './event-store/competing.ts'
import type { EventStoreCase, OpenedEventStore } from './event-store/event-store-case.ts'
import { keeping } from './event-store/keeping.ts'
import { modelled } from './event-store/modelled.ts'
import { namespaces } from './event-store/namespaces.ts'
import { reading } from './event-store/reading.ts'
import { recognising } from './event-store/recognising.ts'
import { subscribing } from './event-store/subscribing.ts'

export type { OpenedEventStore } from './event-store/event-store-case.ts'
export { collect, newNamespace, newStream, pagesUntil, storedEvent, storedEvents } from './event-store/samples.ts'
export { besideStrangers } from './event-store/strangers.ts'

/** What the `EventStore` port promises in its doc comments, and nothing stronger. Each case begins with a namespace that has no events. */
export const eventStoreCases: readonly EventStoreCase[] = [
  ...appending,
  ...recognising,
  ...competing,
  ...reading,
  ...keeping,
  ...subscribing,
  ...closing,
  ...namespaces,
  ...modelled,
]

/**
 * Registers the contract of the `EventStore` port as tests.
 * @param open a store for a namespace that has no events, in whatever log; `again` opens one more store over that log, also when the first has
 *   been closed
 * @example
 * eventStoreContract('the in-memory store', async () => {
 *   const log = new MemoryLog()
 *   const again = async (namespace = 'crm') => createMemoryEventStore({ namespace, log })
 *   return { store: await again(), again }
 * })
 */
export const eventStoreContract = (
  name: string,
  open: () => Promise<OpenedEventStore>,
  options?: Pick<ContractOptions, 'timeout'>,
): void => {
  registerContract(name, eventStoreCases, open, options)
}
