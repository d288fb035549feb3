// A process to be killed: rebuilds the documents of a file, and says on stdout when it has begun and what it has committed.
import { createCrm } from '@eventcrm/crm'
import { writeSync } from 'node:fs'

const [file = ''] = process.argv.slice(2)
const crm = await createCrm({
  file,
  project: false,
  batchSize: 40, // many commits to be killed between
  onProgress: ({ events }) => writeSync(1, `${String(events)}\n`),
})
writeSync(1, 'begun\n')
await crm.rebuild()
await crm.close()
