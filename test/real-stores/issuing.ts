// A process to be killed: issues invoices 0 to COUNT − 1, whoever else does, beginning with FIRST; says on stdout when one is done.
// node issuing.ts COUNT FIRST sqlite FILE | node issuing.ts COUNT FIRST servers EVENTS DOCUMENTS
import { writeSync } from 'node:fs'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import { openMongoDB } from '@eventcrm/mongodb'
import { openSqlite } from '@eventcrm/sqlite'
import { issueOne, openWith } from '../../packages/crm/test/invoices.ts'

const [, , count = '', first = '', kind, place = '', documentsUrl = ''] = process.argv

const openStores = async () => {
  if (kind === 'sqlite') return openSqlite(place)
  const { documents, keys, close } = await openMongoDB(documentsUrl)
  return { events: openEventStoreDB(place), documents, keys, close }
}

/** Under way at once, so that more than one is cut off. */
const atOnce = 4

const stores = await openStores()
// who is killed leaves steps that the others don't look for: those that are asked again find them
const crm = await openWith(stores, { runProcesses: false })
let next = 0
const issueOn = async (): Promise<void> => {
  while (next < Number(count)) {
    const n = (Number(first) + next++) % Number(count)
    await issueOne(crm, n)
    writeSync(1, '.')
  }
}
await Promise.all(Array.from({ length: atOnce }, issueOn))
await crm.close()
await stores.close()
process.exit(0)
