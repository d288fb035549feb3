import { createCrm, createMemoryStores } from '@eventcrm/crm'
import { createDemo } from '@eventcrm/demo'

const demo = createDemo({ seed: 1, opportunities: 40 })
const crm = await createCrm(demo.crmOptions(createMemoryStores()))
await demo.play(crm)
await crm.catchUp()
for (const asOf of ['2025-03-31', '2025-06-30', '2025-12-31']) {
  const [vnd] = (await crm.reports.pipeline({ asOf })).currencies
  console.log(asOf, vnd?.open.count, 'open,', vnd?.won.count, 'won, worth', vnd?.won.value.amount, 'VND')
  const [owed] = (await crm.reports.receivables({ asOf })).currencies
  console.log('  invoices to be paid:', owed?.outstanding.amount, 'VND, overdue:', owed?.overdue.amount, 'VND')
}
await crm.close()
