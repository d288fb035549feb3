import { defineReadModel } from '@eventcrm/projection'
import { ticketTotals } from './ticket-totals.ts'
import { ticketsByTeam } from './tickets-by-team.ts'
import { ticketDocuments } from './ticket-documents.ts'

export const ticketing = defineReadModel({
  name: 'ticketing',
  describe: 'Support tickets: what is open, and what the closed ones have cost',
  views: [ticketDocuments],
  rollups: [ticketTotals],
  reports: [ticketsByTeam],
})
