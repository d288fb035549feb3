import {
  createMemoryEventStore,
  createMemoryKeyStore,
  defaultNamespace,
  type EventStore,
  type KeyStore,
} from '@eventcrm/event-store'
import { createMemoryDocumentStore, type DocumentStore } from '@eventcrm/projection'

/** Where a company's events, documents and secrets are kept. */
export interface Stores {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly keys: KeyStore
  close(): Promise<void>
}

/** Stores that last as long as the process: for tests, and for trying things out. */
export const createMemoryStores = (
  keys: KeyStore = createMemoryKeyStore(),
  events: EventStore = createMemoryEventStore(),
): Stores => {
  const documents = createMemoryDocumentStore()
  return {
    events,
    documents,
    keys,
    async close() {
      await events.close()
      await documents.close()
    },
  }
}

/**
 * The stores to work on: those given, left open at the end, or a file's.
 * @throws TypeError for both or neither, and for stores of another namespace than the one given
 */
export const openStores = async (
  file: string | undefined,
  stores: Omit<Stores, 'close'> | undefined,
  namespace: string | undefined,
): Promise<Stores> => {
  if (stores && file !== undefined) throw new TypeError('createCrm takes a file or stores, not both')
  if (stores && namespace !== undefined && stores.events.namespace !== namespace)
    throw new TypeError(
      `The event store given is opened for the namespace '${stores.events.namespace}', not for '${namespace}': open it for the company's`,
    )
  if (stores) return { ...stores, close: () => Promise.resolve() }
  if (file === undefined)
    throw new TypeError("createCrm needs a file, like createCrm({ file: 'crm.sqlite' }), or stores")
  const { openSqlite } = await import('@eventcrm/sqlite')
  return openSqlite(file, { namespace: namespace ?? defaultNamespace })
}
