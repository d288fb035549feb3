import { defineReadModel } from '@eventcrm/projection'
import { ticketTotals } from './ticket-totals.ts'
import { ticketsByTeam } from './tickets-by-team.ts'
import { tickets } from './tickets.ts'

export const ticketing = defineReadModel({
  name: 'ticketing',
  describe: 'Support tickets: what is open, and what the closed ones have cost',
  views: [tickets],
  rollups: [ticketTotals],
  reports: [ticketsByTeam],
})
