// Documents and keys on a MongoDB replica set.
import { checkNamespace, type KeyStore } from '@eventcrm/event-store'
import type { DocumentStore } from '@eventcrm/projection'
import { MongoClient } from 'mongodb'
import { appName } from './abandoned.ts'
import { createMongoDocumentStore } from './document-store.ts'
import { asFault, DatabaseRefused } from './errors.ts'
import { createMongoKeyStore } from './key-store.ts'

export { CommitTooLarge, DatabaseRefused } from './errors.ts'

export interface MongoDBOptions {
  /** The company's, as for `createCrm`; 'crm' when left out. Its documents have a database of their own. */
  readonly namespace?: string
  /** Another server for the keys, or another database of this one, by its own URL. When left out: a database of this server, beside the documents'. */
  readonly keys?: string
  /** Milliseconds for which a call is tried again while the server is away or busy. 30 000 by default. */
  readonly patience?: number
  /** True: the server itself checks documents by their schemas. It costs a commit up to half as much again, and finds what others write there. */
  readonly validate?: boolean
}

/** The ports over one server. */
export interface MongoDB {
  readonly documents: DocumentStore
  readonly keys: KeyStore
  /** Closes both. Closing twice does nothing. */
  close(): Promise<void>
}

const defaultName = 'eventcrm'
/** What a database's name may have, in bytes. */
const longest = 63

/** The name that a URL gives its database, if it gives one. */
const nameIn = (client: MongoClient, url: string): string | undefined =>
  /^[^/]+\/\/[^/]+\/[^?]/.test(url) ? client.options.dbName : undefined

/** A read concern of its own would take the place of a snapshot's, without a word. */
const withoutReadConcern = (url: string): string => url.replace(/(?<=[?&])readConcernLevel=[^&]*&?/i, '')

const clientOf = (url: string, patience: number): MongoClient => {
  try {
    // what the guarantees rest on is not left to the URL
    return new MongoClient(withoutReadConcern(url), {
      appName,
      retryWrites: true,
      retryReads: true,
      readPreference: 'primary',
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: 0 },
      ignoreUndefined: false,
      serverSelectionTimeoutMS: Math.min(patience, 10_000),
    })
  } catch {
    // without the cause, which may quote the URL and with it the password
    throw new DatabaseRefused(
      'This is no connection string of MongoDB: expected one like mongodb://localhost/?replicaSet=rs0, with what is odd in a password as %XX',
    )
  }
}

const connect = async (url: string, patience: number): Promise<MongoClient> => {
  const client = clientOf(url, patience)
  try {
    return await client.connect()
  } catch (error) {
    await client.close()
    throw asFault(error)
  }
}

/** Of the servers' protocol: 5.0, whose snapshots can be read without a transaction. */
const oldestServer = 13

/** @throws DatabaseRefused for a server without transactions, or one that is too old */
const requireReplicaSet = async (client: MongoClient): Promise<void> => {
  const hello = await client
    .db('admin')
    .command({ hello: 1 })
    .catch((error: unknown) => {
      throw asFault(error)
    })
  if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid')
    throw new DatabaseRefused(
      'The MongoDB server is no member of a replica set, and so has no transactions. One node is enough: start mongod with --replSet, then run rs.initiate() once',
    )
  if (Number(hello['maxWireVersion']) < oldestServer) throw new DatabaseRefused('The MongoDB server is older than 5.0')
}

/**
 * Opens a company's documents and the keys on a replica set. What they need is made when it is first used. Any number of processes may have
 * them open. A commit is on the disks of most members when it is acknowledged.
 * @param url a connection string; the database that it names, else 'eventcrm', is what the names of the company's databases begin with
 * @returns the ports; whoever opens them closes them
 * @throws DatabaseRefused for a server that is no replica set, a user that may not connect, a text that is no connection string; StoreUnavailable
 *   when it can't be reached; TypeError for a namespace that is none, and a database's name that is too long
 * @example
 * const { documents, keys, close } = await openMongoDB('mongodb://localhost/?replicaSet=rs0', { namespace: 'crm' })
 */
export const openMongoDB = async (url: string, options: MongoDBOptions = {}): Promise<MongoDB> => {
  const { namespace = 'crm', keys, patience = 30_000, validate = false } = options
  checkNamespace(namespace)
  const client = await connect(url, patience)
  const clients = [client]
  const closeAll = async () => {
    for (const one of clients) await one.close()
  }
  try {
    const base = nameIn(client, url) ?? defaultName
    if (!/^[\w-]+$/.test(base)) throw new TypeError('url: expected a database of letters, digits, _ and -')
    const name = `${base}_${namespace}`
    if (Buffer.byteLength(name) > longest)
      throw new TypeError(`url: expected a database of at most ${String(longest - 17)} bytes`)
    await requireReplicaSet(client)
    const keysClient = keys === undefined ? client : await connect(keys, patience)
    if (keys !== undefined) clients.push(keysClient)
    // with a hyphen, which no namespace has
    const keysName = (keys === undefined ? undefined : nameIn(keysClient, keys)) ?? `${base}-keys`
    const documents = createMongoDocumentStore(client, client.db(name), { namespace, patience, validate }, closeAll)
    return {
      documents,
      keys: createMongoKeyStore(keysClient.db(keysName), patience),
      close: () => documents.close(),
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}
