// The event store on EventStoreDB, or KurrentDB, for those who run a cluster.
import { checkNamespace, defaultNamespace, type EventStore } from '@eventcrm/event-store'
import { createEventStore } from './event-store.ts'
import { Silence } from './patience.ts'
import { Tracing } from './tracing.ts'
import type { EventStoreDBOptions } from './options.ts'
import { wireTo } from './wire-to.ts'

export { ClusterRefused } from './errors.ts'
export type { EventStoreDBOptions } from './options.ts'
export { rightsOf, type Rights } from './rights.ts'

/**
 * Opens the event store of one namespace in a cluster. Nothing is asked of the cluster yet: what is wrong with the connection, the first call says.
 * A cluster may be shared: streams of other namespaces, and strangers', are neither read nor in the way. An append that returned is on the disks of a
 * majority; one that got no answer is sent again, and so is a reading that was cut off.
 * @param url the client's connection string: `esdb://host:2113?tls=false`, `esdb://user:password@a:2113,b:2113,c:2113`, `esdb+discover://…`
 * @returns the store; whoever opens it closes it. Beside what the port says its calls reject with ClusterRefused, where trying again does not help
 * @throws TypeError for a connection string or a namespace that is none
 * @example
 * const events = openEventStoreDB('esdb://localhost:2113?tls=false', { namespace: 'acme' })
 */
export const openEventStoreDB = (
  url: string,
  { namespace = defaultNamespace, timeout = 5000, retryFor = 30_000 }: EventStoreDBOptions = {},
): EventStore => {
  checkNamespace(namespace)
  return createEventStore(wireTo(url), namespace, { timeout, retryFor, silence: new Silence() }, new Tracing(url))
}
