// Users: given, when, then for aggregates, and histories for laws
export {
  did,
  given,
  givenWith,
  past,
  World,
  type Expectation,
  type Given,
  type History,
  type Run,
  type Stream,
} from './scenario.ts'
export { histories, live, plans, type HistoryOptions, type PlannedCommand } from './histories.ts'
export { arbitraryOf, pooled, type Generators } from './arbitrary.ts'
export { isThorough, rounds } from './campaign.ts'

// Adapters: what every store must keep to
export { documentStoreContract } from './document-store-contract.ts'
export {
  besideStrangers,
  collect,
  eventStoreContract,
  newNamespace,
  newStream,
  pagesUntil,
  storedEvent,
  storedEvents,
  type OpenedEventStore,
} from './event-store-contract.ts'
export type { ContractCase, ContractOptions, Opened, Subject } from './contract.ts'
