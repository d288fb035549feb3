// Imports rows with days into a company in Asia/Ho_Chi_Minh, and prints what each cell was read as.
import { createCrm, createMemoryStores } from '@eventcrm/crm'
import { importRows, parseMapping } from '../src/index.ts'

const cells = ['2011-12-30', '2026-03-31T20:30:00Z', '2025-03-01T00:30:00+07:00', '2025-03-09 02:30']
const stores = createMemoryStores()
const crm = await createCrm({ stores, actor: 'lan', company: {}, clock: () => new Date('2026-06-30'), project: false })
const mapping = parseMapping({ becomes: 'opportunity', key: ['day'], fields: { title: 'day', openedOn: 'day' } })

async function* file() {
  yield `day\n${cells.join('\n')}\n`
}
const read: Record<string, string | null> = {}
for await (const { id, row } of importRows(crm, file(), mapping))
  read[cells[row - 2] ?? ''] = (await crm.state('opportunities', id ?? '')).openedOn
console.log(JSON.stringify(read))
await crm.close()
await stores.close()
