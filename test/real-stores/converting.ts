// A process to be killed: has a lead converted, and kills itself with SIGKILL behind its n-th write, an append or a commit.
// node converting.ts WRITES WAY sqlite FILE | node converting.ts WRITES WAY servers EVENTS DOCUMENTS
import { kill, pid } from 'node:process'
import { convertLead } from '../../packages/crm/test/leads.ts'
import { endingAt } from '../../packages/crm/test/transfers.ts'
import { openTold } from './told-stores.ts'

const [, , writes = '', way = '', ...told] = process.argv

let left = Number(writes)
const dying = endingAt(await openTold(told), Infinity, true, () => {
  if (--left === 0) kill(pid, 'SIGKILL')
})
await convertLead(dying, way)
// there were fewer writes than that
process.exit(0)
