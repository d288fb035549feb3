import { besideStrangers, eventStoreContract, newNamespace } from '../../testkit/src/index.ts'
import { openConnection } from '../src/connection.ts'
import { createSqliteEventStore } from '../src/event-store.ts'
import { newFolder } from './folder.ts'

const open = async () => {
  const folder = newFolder()
  const first = newNamespace()
  const again = async (namespace = first) => {
    const connection = await openConnection(folder.file('log.sqlite'))
    return createSqliteEventStore(connection, namespace, () => connection.close())
  }
  return { store: await again(), again, release: folder.remove }
}

eventStoreContract('the SQLite event store', open)
eventStoreContract('the SQLite event store, beside strangers', besideStrangers(open))
