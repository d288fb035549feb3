// The servers' packages are loaded when a server is named, and not before: a command on a file begins as soon as without them.
import type { EventStore, KeyStore } from '@eventcrm/event-store'
import type { DocumentStore } from '@eventcrm/projection'
import { usageFault } from './fault.ts'
import { saidInBoth } from './said-by-packages.ts'

export const openEvents = async (url: string, namespace: string): Promise<EventStore> => {
  const { openEventStoreDB } = await import('@eventcrm/eventstoredb')
  try {
    return openEventStoreDB(url, { namespace })
  } catch (error) {
    if (error instanceof TypeError) throw usageFault(saidInBoth(`--events: ${error.message}`))
    throw error
  }
}

interface DocumentsAndKeys {
  readonly documents: DocumentStore
  readonly keys: KeyStore
  close(): Promise<void>
}

export const openDocuments = async (url: string, namespace: string): Promise<DocumentsAndKeys> => {
  const { openMongoDB } = await import('@eventcrm/mongodb')
  try {
    return await openMongoDB(url, { namespace })
  } catch (error) {
    if (error instanceof TypeError) throw usageFault(saidInBoth(`--documents: ${error.message}`))
    throw error
  }
}
