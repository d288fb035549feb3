// Tickets beside the library's own aggregates and reports: npm start
import { randomUUID } from 'node:crypto'
import { createCrm } from '@eventcrm/crm'
import { tickets } from './ticket/commands.ts'
import { ticketing } from './ticketing/read-model.ts'

const crm = await createCrm({
  file: 'tickets.sqlite',
  actor: 'staff-1',
  company: {},
  aggregates: { tickets },
  readModels: [ticketing],
})
const ticketId = randomUUID()
await crm.tickets.open({ ticketId, subject: 'Máy in không nhận giấy' }, { at: '2026-03-02' })
await crm.tickets.answer({ ticketId }, { at: '2026-03-03' })
const { position } = await crm.tickets.close(
  { ticketId, cost: { amount: 180_000, currency: 'VND' } },
  { at: '2026-03-05' },
)
await crm.projected(position, ticketing.views)
console.log((await crm.reports.ticketsByTeam({ asOf: '2026-03-04' })).open) // open on that day
console.log((await crm.reports.ticketsByTeam()).closed) // closed since
await crm.close()
