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
console.log(await crm.reports.pipeline()) // won: 1 worth 240,000,000 ₫, after 39 days
console.log(await crm.reports.pipeline({ asOf: '2026-03-31' })) // open in Proposition: 250,000,000 ₫, weighted 150,000,000 ₫
await crm.close()
