// Documents and keys on a MongoDB replica set.
import { checkNamespace, StoreUnavailable, type KeyStore } from '@eventcrm/event-store'
import type { DocumentStore } from '@eventcrm/projection'
import { MongoClient } from 'mongodb'
import { appName } from './abandoned.ts'
import { createMongoDocumentStore } from './document-store.ts'
import { asFault, DatabaseRefused } from './errors.ts'
import { createMongoKeyStore } from './key-store.ts'
import { insist, longestSearch, Patience } from './patience.ts'

export { CommitTooLarge, DatabaseRefused } from './errors.ts'

export interface MongoDBOptions {
  /** The company's, as for `createCrm`; 'crm' when left out. Its documents have a database of their own. */
  readonly namespace?: string
  /** Another server for the keys, or another database of this one, by its own URL. When left out: a database of this server, beside the documents'. */
  readonly keys?: string
  /** Milliseconds for which calls are tried again while the server is away or busy, counted from when it went away. 30 000 by default; a server is opened for 10 000 at most. */
  readonly patience?: number
  /** True: the server itself checks documents by their schemas. It costs a commit up to half as much again, and finds what others write there. */
  readonly validate?: boolean
  /** True: nothing is written, and no right to is needed: what is not there holds nothing, and what would write is refused. */
  readonly readOnly?: boolean
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

/** What of a connection string the driver does not take, in words that don't quote it: it may hold a password. */
const refusalOf = (url: string, error: unknown): string => {
  const said = error instanceof Error ? error.message : ''
  const [, unknown] = /^options? (\w{1,40}).* (?:is|are) not supported$/.exec(said) ?? []
  if (unknown !== undefined) return `The connection string has an option '${unknown}', which there is not`
  const options = [...url.matchAll(/[?&](\w{1,40})=/g)].flatMap(([, option]) => option ?? [])
  const named = options.find(option => new RegExp(`\\b${option}\\b`, 'i').test(said))
  if (named !== undefined) return `The option '${named}' of the connection string has no value that it can have`
  return 'This is no connection string of MongoDB: expected one like mongodb://localhost/?replicaSet=rs0, with what is odd in a password as %XX'
}

/** The client, or what is wrong with the connection string. */
const clientOf = (url: string, patience: number): MongoClient | string => {
  try {
    // what the guarantees rest on is not left to the URL
    return new MongoClient(withoutReadConcern(url), {
      appName,
      retryWrites: true,
      retryReads: true,
      readPreference: 'primary',
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: 0 },
      ignoreUndefined: false,
      serverSelectionTimeoutMS: Math.min(patience, longestSearch),
    })
  } catch (error) {
    return refusalOf(url, error)
  }
}

/** Milliseconds for which a server is looked for at first: longer than an election takes, and short for whoever gave the wrong address. */
const longestOpening = 10_000

/** @throws DatabaseRefused for servers of another replica set than the URL names: the driver passes them over in silence */
const connect = async (url: string, patience: number): Promise<MongoClient> => {
  const client = clientOf(url, patience)
  if (typeof client === 'string') throw new TypeError(client)
  const { replicaSet } = client.options
  const told = new Set<string>()
  client.on('serverHeartbeatSucceeded', ({ reply }) => {
    if (typeof reply['setName'] === 'string') told.add(reply['setName'])
  })
  const tries = new Patience(Math.min(patience, longestOpening)).begin()
  try {
    return await insist(tries, async () => {
      try {
        return await client.connect()
      } catch (error) {
        const [found] = told
        if (found === undefined || !replicaSet || told.has(replicaSet)) throw error
        throw new DatabaseRefused(
          `The MongoDB servers are of the replica set '${found}', not of '${replicaSet}' as the connection string says: give replicaSet=${found}`,
        )
      }
    })
  } catch (error) {
    await client.close()
    throw ofSystem(error) ?? error
  } finally {
    client.removeAllListeners('serverHeartbeatSucceeded')
  }
}

/** What the system says of the files and hosts that a connection string names, which the driver passes on as it is. */
const ofSystem = (error: unknown): Error | undefined => {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined
  if (String(error.syscall).startsWith('query'))
    return new StoreUnavailable(
      `MongoDB: DNS names no servers for this address (${String(error.code)}): see that it is right; trying again later may help`,
      { cause: error },
    )
  if (error.syscall !== 'open' && error.syscall !== 'read') return undefined
  return new TypeError('The file of tlsCAFile or tlsCertificateKeyFile cannot be read: give the path of a certificate')
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
 * @throws DatabaseRefused for a server that is no replica set, or of another than the URL names, and a user that may not connect; StoreUnavailable
 *   when it can't be reached; TypeError for a text that is no connection string, a file in it that can't be read, a namespace that is none, and a database's name that is too long
 * @example
 * const { documents, keys, close } = await openMongoDB('mongodb://localhost/?replicaSet=rs0', { namespace: 'crm' })
 */
export const openMongoDB = async (
  url: string,
  { namespace = 'crm', keys, patience = 30_000, validate = false, readOnly = false }: MongoDBOptions = {},
): Promise<MongoDB> => {
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
    const shared = new Patience(patience)
    const ofKeys = keys === undefined ? shared : new Patience(patience)
    const options = { namespace, patience: shared, validate, readOnly }
    const documents = createMongoDocumentStore(client, client.db(name), options, closeAll)
    return {
      documents,
      keys: createMongoKeyStore(keysClient.db(keysName), { patience: ofKeys, readOnly }),
      close: () => documents.close(),
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}
