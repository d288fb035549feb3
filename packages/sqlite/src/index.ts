// The embedded default: every port over one SQLite file.
import { checkNamespace, defaultNamespace, type EventStore, type KeyStore } from '@eventcrm/event-store'
import type { DocumentStore } from '@eventcrm/projection'
import { checkFile, type CheckOptions } from './check-file.ts'
import { openConnection, type ConnectionOptions } from './connection.ts'
import type { Publication } from './document-publications.ts'
import { openSqliteDocumentStore } from './document-store.ts'
import { createSqliteEventStore } from './event-store.ts'
import { createSqliteKeyStore } from './key-store.ts'
import type { FileFault } from './file-fault.ts'
import { openReadOnlyConnection } from './read-only-connection.ts'

export { backupSqlite, type BackupOptions } from './backup.ts'
export type { CheckOptions } from './check-file.ts'
export type { FileFault } from './file-fault.ts'
export { DatabaseRefused } from './errors.ts'
export { pollInterval } from './event-store.ts'

export interface SqliteOptions extends ConnectionOptions {
  /** Of the streams that its event store reads and writes; 'crm' when left out. A file may hold several, each opened by itself. */
  readonly namespace?: string
  /**
   * True: nothing is written, not even beside the file, and whatever would write is refused. What the file has not, is not there: a collection
   * without documents, and a secret for as long as the file is open.
   */
  readonly readOnly?: boolean
}

/** The ports over one file. They share its connection; the file is closed when the last of those that can be closed is. */
export interface Sqlite {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly keys: KeyStore
  /**
   * What is wrong with the file itself: damaged pages, events that are gone, views for analysts that are not those of the collections that were ensured. It looks through all of it, and holds up the event loop meanwhile.
   * @param options eachHas: a stream that each namespace has, as `company-<uuid>`: what stands in one that has none was moved there
   */
  check(options?: CheckOptions): Promise<readonly FileFault[]>
  /** Closes every port and the file. Closing twice does nothing. */
  close(): Promise<void>
}

/**
 * Opens a SQLite file with everything a company's log needs. A file that isn't there is made, readable and writable by its owner
 * only, since it holds personal data. Any number of processes may have it open; they write one at a time. A commit is on disk when
 * it is acknowledged. Another process's events are seen within `pollInterval` milliseconds. A live subscription keeps the process
 * running, as a network connection would.
 * @param file its path
 * @returns the ports; whoever opens them closes them
 * @throws DatabaseRefused when the file is anything but a database of this library and version, cannot be written, or can't be
 *   given the settings that durability rests on; StoreUnavailable when it stays locked; TypeError for a namespace that is none
 */
export const openSqlite = async (file: string, options: SqliteOptions = {}): Promise<Sqlite> => {
  const { readOnly = false, namespace = defaultNamespace } = options
  checkNamespace(namespace)
  const connection = await (readOnly ? openReadOnlyConnection : openConnection)(file, options)
  const open = new Set(['events', 'documents'])
  const release = async (port: string) => {
    open.delete(port)
    if (open.size === 0) await connection.close()
  }
  const events = createSqliteEventStore(connection, namespace, () => release('events'))
  const publications = new Map<string, Publication>()
  const documents = await openSqliteDocumentStore(connection, () => release('documents'), readOnly, publications).catch(
    async (error: unknown) => {
      await connection.close()
      throw error
    },
  )
  return {
    events,
    documents,
    keys: createSqliteKeyStore(connection, options),
    check: ({ eachHas } = {}) => checkFile(connection, { namespace, eachHas, publications }),
    async close() {
      await Promise.all([events.close(), documents.close()])
    },
  }
}
