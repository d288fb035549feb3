import type { EventStore } from '@eventcrm/event-store'
import { EventStoreDBClient } from '@eventstore/db-client'
import { onTestFinished } from 'vitest'
import { startStandIn, type StandIn, type StandInOptions } from '../../../test/eventstoredb-stand-in/src/index.ts'
import { newNamespace } from '../../testkit/src/index.ts'
import { openEventStoreDB, type EventStoreDBOptions } from '../src/index.ts'

/** Closes it once the test is over, behind what was opened later. */
export const closeAfter = <T extends { close(): Promise<void> }>(opened: T): T => {
  onTestFinished(() => opened.close())
  return opened
}

/** A cluster of a test's own, a store in it and a stranger's client. */
export const start = async (
  options: StandInOptions & EventStoreDBOptions = {},
): Promise<{ cluster: StandIn; store: EventStore; stranger: EventStoreDBClient }> => {
  const cluster = closeAfter(await startStandIn(options))
  const stranger = EventStoreDBClient.connectionString(cluster.url)
  onTestFinished(() => stranger.dispose())
  const store = openEventStoreDB(`${cluster.url}&gossipTimeout=1`, { namespace: newNamespace(), ...options })
  return { cluster, store: closeAfter(store), stranger }
}
