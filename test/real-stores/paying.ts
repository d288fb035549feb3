// A process that kills itself: does every PROCESSES-th deed from FIRST on, whatever others do at the same time with the same payments and
// invoices, and says on stdout what each came to. It ends by SIGKILL at any moment after so many appends; 0 lets it go on to its end.
// node paying.ts SEED COUNT FIRST PROCESSES APPENDS sqlite FILE | node paying.ts … servers EVENTS DOCUMENTS
import { writeSync } from 'node:fs'
import { kill, pid } from 'node:process'
import { openWith } from '../../packages/crm/test/leads.ts'
import { doDeed } from './deeds.ts'
import { openTold } from './told-stores.ts'

const [, , seed = '', count = '', first = '', processes = '', appends = '', ...told] = process.argv
const deeds = { seed: Number(seed), count: Number(count) }

/** Under way at once, so that more than one is cut off. */
const atOnce = 3

const stores = await openTold(told)
const { append } = stores.events
let left = Number(appends)
const events: typeof stores.events = {
  ...stores.events,
  append: async (...given) => {
    const appended = await append(...given)
    if (--left === 0) setTimeout(() => kill(pid, 'SIGKILL'), Math.random() * 5)
    return appended
  },
}
let next = Number(first)
// every other one leaves what it began to those that look for what is open
const crm = await openWith({ ...stores, events }, { runProcesses: (next % Number(processes)) % 2 === 0 })
const goOn = async (): Promise<void> => {
  while (next < deeds.count) {
    const n = next
    next += Number(processes)
    const came = await doDeed(crm, deeds, n, n % 3 !== 0)
    writeSync(1, `${String(n)} ${came}\n`)
  }
}
await Promise.all(Array.from({ length: atOnce }, goOn))
await crm.close()
await stores.close()
process.exit(0)
