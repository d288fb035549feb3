// A process to be killed: issues invoices 0 to COUNT − 1, whoever else does, beginning with FIRST; says on stdout when one is done.
// node issuing.ts COUNT FIRST sqlite FILE | node issuing.ts COUNT FIRST servers EVENTS DOCUMENTS
import { writeSync } from 'node:fs'
import { issueOne, openWith } from '../../packages/crm/test/invoices.ts'
import { openTold } from './told-stores.ts'

const [, , count = '', first = '', ...told] = process.argv

/** Under way at once, so that more than one is cut off. */
const atOnce = 4

const stores = await openTold(told)
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
