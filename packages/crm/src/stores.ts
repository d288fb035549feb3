import { createMemoryEventStore, createMemoryKeyStore, type EventStore, type KeyStore } from '@eventcrm/event-store'
import { createMemoryDocumentStore, type DocumentStore } from '@eventcrm/projection'

/** Where a company's events, documents and secrets are kept. */
export interface Stores {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly keys: KeyStore
  close(): Promise<void>
}

/** Stores that last as long as the process: for tests, and for trying things out. */
export const createMemoryStores = (keys: KeyStore = createMemoryKeyStore()): Stores => {
  const events = createMemoryEventStore()
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

/** The stores to work on: those given, left open at the end, or a file's. */
export const openStores = async (
  file: string | undefined,
  stores: Omit<Stores, 'close'> | undefined,
): Promise<Stores> => {
  if (stores && file !== undefined) throw new TypeError('createCrm takes a file or stores, not both')
  if (stores) return { ...stores, close: () => Promise.resolve() }
  if (file === undefined)
    throw new TypeError("createCrm needs a file, like createCrm({ file: 'crm.sqlite' }), or stores")
  const { openSqlite } = await import('@eventcrm/sqlite')
  return openSqlite(file)
}
