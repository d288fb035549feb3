import { eventStoreContract } from '../../testkit/src/index.ts'
import { openConnection } from '../src/connection.ts'
import { createSqliteEventStore } from '../src/event-store.ts'
import { newFolder } from './folder.ts'

eventStoreContract(
  'the SQLite event store',
  async () => {
    const folder = newFolder()
    const open = async () => {
      const connection = await openConnection(folder.file('log.sqlite'))
      return createSqliteEventStore(connection, () => connection.close())
    }
    return { store: await open(), again: open, release: folder.remove }
  },
  { durable: true },
)
