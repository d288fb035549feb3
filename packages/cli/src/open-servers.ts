// The servers' packages are loaded when a server is named, and not before: a command on a file begins as soon as without them.
import type { EventStore, KeyStore } from '@eventcrm/event-store'
import type { DocumentStore } from '@eventcrm/projection'
import { usageFault } from './fault.ts'
import { saidInBoth } from './said-by-packages.ts'

/** A server as it was given. */
export interface Given {
  readonly url: string
  /** The option or the variable that names it. */
  readonly by: string
  readonly namespace: string
}

/** @param patience milliseconds for which it is asked again and again; the package's own when left out */
export const openEvents = async ({ url, by, namespace }: Given, patience?: number): Promise<EventStore> => {
  const { openEventStoreDB } = await import('@eventcrm/eventstoredb')
  try {
    return openEventStoreDB(url, {
      namespace,
      ...(patience === undefined ? {} : { timeout: patience, retryFor: patience }),
    })
  } catch (error) {
    if (error instanceof TypeError) throw usageFault(saidInBoth(`${by}: ${error.message}`))
    throw error
  }
}

interface DocumentsAndKeys {
  readonly documents: DocumentStore
  readonly keys: KeyStore
  close(): Promise<void>
}

export const openDocuments = async (
  { url, by, namespace }: Given,
  { readOnly }: { readonly readOnly: boolean },
): Promise<DocumentsAndKeys> => {
  const { openMongoDB } = await import('@eventcrm/mongodb')
  try {
    return await openMongoDB(url, { namespace, readOnly })
  } catch (error) {
    if (error instanceof TypeError) throw usageFault(saidInBoth(`${by}: ${error.message}`))
    throw error
  }
}
