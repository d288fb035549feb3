// A process to be killed: has a lead converted, and kills itself with SIGKILL behind its n-th write, an append or a commit.
// node converting.ts WRITES WAY sqlite FILE | node converting.ts WRITES WAY servers EVENTS DOCUMENTS
import { kill, pid } from 'node:process'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import { openMongoDB } from '@eventcrm/mongodb'
import { openSqlite } from '@eventcrm/sqlite'
import { convertLead } from '../../packages/crm/test/leads.ts'
import { endingAt } from '../../packages/crm/test/transfers.ts'

const [, , writes = '', way = '', kind, place = '', documentsUrl = ''] = process.argv

const openStores = async () => {
  if (kind === 'sqlite') return openSqlite(place)
  const { documents, keys, close } = await openMongoDB(documentsUrl)
  return { events: openEventStoreDB(place), documents, keys, close }
}

let left = Number(writes)
const dying = endingAt(await openStores(), Infinity, true, () => {
  if (--left === 0) kill(pid, 'SIGKILL')
})
await convertLead(dying, way)
// there were fewer writes than that
process.exit(0)
