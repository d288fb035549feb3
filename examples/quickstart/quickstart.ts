import { randomUUID } from 'node:crypto'
import { createCrm, moneyOf, standardStages } from '@eventcrm/crm'

const crm = await createCrm({
  file: 'crm.sqlite',
  actor: 'lan',
  company: { timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND' },
})
const opportunityId = randomUUID()
const title = 'Máy in cho trường Lê Lợi'
await crm.opportunities.openOpportunity(
  { opportunityId, title, expectedRevenue: moneyOf(250_000_000, 'VND') },
  { at: '2026-03-02' },
)
await crm.opportunities.changeStage({ opportunityId, stageId: standardStages.proposition }, { at: '2026-03-20' })
const won = await crm.opportunities.markWon(
  { opportunityId, revenue: moneyOf(240_000_000, 'VND') },
  { at: '2026-04-10' },
)
await crm.projected(won.position)
const [now] = (await crm.reports.pipeline()).currencies
console.log(now?.won, now?.cycle) // 1 worth 240000000 VND, after 39 days
const [then] = (await crm.reports.pipeline({ asOf: '2026-03-31' })).currencies
console.log(then?.open) // 1 worth 250000000 VND, weighted 150000000 VND
await crm.close()
