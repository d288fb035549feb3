import { eventStoreContract } from '../../testkit/src/index.ts'
import { openSqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

eventStoreContract(
  'the SQLite event store',
  async () => {
    const folder = newFolder()
    const open = async () => (await openSqlite(folder.file('log.sqlite'))).events
    return { store: await open(), again: open, release: folder.remove }
  },
  { durable: true },
)
