import { createCrm, standardStages } from '@eventcrm/crm'

const crm = await createCrm({ file: 'crm.sqlite', actor: 'staff-1', company: { timeZone: 'Asia/Ho_Chi_Minh' } })
const opportunityId = await crm.idFor('opportunity', 'school printers') // the same id whenever it is asked for
const stageId = standardStages.proposition
const expectedRevenue = { amount: 250_000_000, currency: 'VND' }
await crm.opportunities.open({ opportunityId, title: 'Máy in', expectedRevenue }, { at: '2026-03-02', commandId: '1' })
await crm.opportunities.changeStage({ opportunityId, stageId }, { at: '2026-03-20', commandId: '2' })
const { position } = await crm.opportunities.markWon({ opportunityId }, { at: '2026-04-10', commandId: '3' })
await crm.projected(position)
console.log((await crm.reports.pipeline()).currencies[0]?.won) // 1 worth 250000000 VND
console.log((await crm.reports.pipeline({ asOf: '2026-03-31' })).currencies[0]?.open) // 1, weighted 150000000 VND
await crm.close()
