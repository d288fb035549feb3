// A process to be killed: has the clock raise what is due, and says on stdout what it has written.
// node ticking.ts sqlite FILE | node ticking.ts servers EVENTS DOCUMENTS
import { writeSync } from 'node:fs'
import { createCrm } from '@eventcrm/crm'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import { openMongoDB } from '@eventcrm/mongodb'
import { openSqlite } from '@eventcrm/sqlite'

const [, , kind, place = '', documentsUrl = ''] = process.argv

const openStores = async () => {
  if (kind === 'sqlite') return openSqlite(place)
  const { documents, keys, close } = await openMongoDB(documentsUrl)
  return { events: openEventStoreDB(place), documents, keys, close }
}

const stores = await openStores()
const crm = await createCrm({
  actor: 'clock',
  project: false,
  stores: {
    ...stores,
    events: {
      ...stores.events,
      append: async (...given) => {
        const appended = await stores.events.append(...given)
        writeSync(1, '.')
        return appended
      },
    },
  },
})
await crm.clock.run({ now: '2026-06-30' })
await crm.close()
await stores.close()
process.exit(0)
