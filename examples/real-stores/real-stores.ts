// The quickstart, on EventStoreDB and MongoDB: `docker compose up --detach --wait` starts both.
import { createCrm, standardStages } from '@eventcrm/crm'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import { openMongoDB } from '@eventcrm/mongodb'

const { EVENTCRM_EVENTS = 'esdb://localhost:2113?tls=false', EVENTCRM_DOCUMENTS = 'mongodb://localhost:27017' } =
  process.env
const events = openEventStoreDB(EVENTCRM_EVENTS)
const mongodb = await openMongoDB(EVENTCRM_DOCUMENTS)
const stores = { events, documents: mongodb.documents, keys: mongodb.keys }
const crm = await createCrm({ stores, actor: 'staff-1', company: { timeZone: 'Asia/Ho_Chi_Minh' } })
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
await events.close() // whoever opens a store closes it
await mongodb.close()
