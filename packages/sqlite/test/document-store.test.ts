import { documentStoreContract } from '../../testkit/src/index.ts'
import { openSqlite, type Sqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'

documentStoreContract(
  'the SQLite document store',
  async () => {
    const folder = newFolder()
    const opened: Sqlite[] = []
    const open = async () => {
      const sqlite = await openSqlite(folder.file('crm.sqlite'))
      opened.push(sqlite)
      return sqlite.documents
    }
    const release = async () => {
      for (const sqlite of opened) await sqlite.close()
      await folder.remove()
    }
    return { store: await open(), again: open, release }
  },
  { durable: true },
)
