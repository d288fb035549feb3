// A process to be killed: has the clock raise what is due, and says on stdout what it has written.
// node ticking.ts sqlite FILE | node ticking.ts servers EVENTS DOCUMENTS
import { writeSync } from 'node:fs'
import { createCrm } from '@eventcrm/crm'
import { openTold } from './told-stores.ts'

const [, , ...told] = process.argv

const stores = await openTold(told)
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
