// A company's database for one test, with the driver beside it.
import { MongoClient, type Db } from 'mongodb'
import { testDatabase } from '../../../test/mongodb/server.ts'
import { openMongoDB, type MongoDB, type MongoDBOptions } from '../src/index.ts'

export interface OnServer {
  readonly url: string
  readonly base: string
  readonly client: MongoClient
  /** The database of the company 'crm'. */
  readonly db: Db
  open(options?: MongoDBOptions): Promise<MongoDB>
}

/** Runs a test on a database of its own, and removes what it opened and made. */
export const onServer = async (server: string | null, test: (on: OnServer) => Promise<void>): Promise<void> => {
  const database = testDatabase(server)
  const { url, base } = database
  const client = new MongoClient(url)
  const opened: MongoDB[] = []
  const open = async (options?: MongoDBOptions) => {
    const mongodb = await openMongoDB(url, options)
    opened.push(mongodb)
    return mongodb
  }
  try {
    await test({ url, base, client, db: client.db(`${base}_crm`), open })
  } finally {
    for (const mongodb of opened) await mongodb.close()
    await client.close()
    await database.remove()
  }
}
