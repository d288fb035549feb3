import { describe } from 'vitest'
import { sharedServer, testDatabase } from '../../../test/mongodb/server.ts'
import { documentStoreContract } from '../../testkit/src/index.ts'
import { openMongoDB, type MongoDB } from '../src/index.ts'

const server = await sharedServer()

describe.skipIf(server === null)('on a server', () => {
  documentStoreContract(
    'the MongoDB document store',
    async () => {
      const database = testDatabase(server)
      const opened: MongoDB[] = []
      const open = async () => {
        const mongodb = await openMongoDB(database.url)
        opened.push(mongodb)
        return mongodb.documents
      }
      const release = async () => {
        for (const mongodb of opened) await mongodb.close()
        await database.remove()
      }
      return { store: await open(), again: open, release }
    },
    { durable: true },
  )
})
