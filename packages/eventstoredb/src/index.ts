// The event store on EventStoreDB, or KurrentDB, for those who run a cluster.
import { checkNamespace, defaultNamespace, type EventStore } from '@eventcrm/event-store'
import { createEventStore } from './event-store.ts'
import { Tracing } from './tracing.ts'
import { Wire } from './wire.ts'

export { ClusterRefused } from './errors.ts'

export interface EventStoreDBOptions {
  /** That of the streams that it reads and writes; 'crm' when left out. Others in the cluster neither see it nor are seen. */
  readonly namespace?: string
  /** Milliseconds after which a call that got no answer is made again. 5,000 by default. */
  readonly timeout?: number
  /** Milliseconds for which a call is made again before it is an error; a new leader takes some 1,500. 30,000 by default. */
  readonly retryFor?: number
}

/** KurrentDB's newer names of the same protocol. */
const schemes = /^\s*(?:kurrentdb|kurrent|kdb|esdb)(\+discover)?:/

/** A connection, or what is wrong with the connection string: in words that don't quote it, as the client's do, since it may hold a password. */
const connect = (url: string): Wire | string => {
  const given = schemes.exec(url)
  try {
    if (given) return Wire.open(url.replace(schemes, `esdb${given[1] ?? ''}:`))
  } catch (error) {
    if (error instanceof Error && error.message.includes('certificate'))
      return 'The file of tlsCAFile, userCertFile or userKeyFile cannot be read: give the path of a certificate'
  }
  return 'EventStoreDB is given as a connection string: esdb://host:2113?tls=false, esdb://user:password@host:2113?tls=true&tlsCAFile=ca.crt, or with several hosts, separated by commas; what was given is none'
}

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
  const wire = connect(url)
  if (typeof wire === 'string') throw new TypeError(wire)
  return createEventStore(wire, namespace, { timeout, retryFor }, new Tracing(url))
}
