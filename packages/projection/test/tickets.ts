// A read model as a developer writes it: a view of support tickets, a rollup and two reports.
import { defineEvents } from '@eventcrm/domain'
import { z } from 'zod'
import {
  asOf,
  askedId,
  defineReadModel,
  defineReport,
  defineRollup,
  defineView,
  documentsIn,
  during,
  falling,
  inOrder,
  period,
  ranked,
  rising,
  section,
  sumsOf,
  top,
} from '../src/index.ts'

const teamId = z.uuid().describe('Team')
export const ticketEvents = defineEvents({
  TicketOpened: z.object({ teamId, hours: z.int().describe('Hours expected') }).describe('A ticket was opened'),
  TicketMoved: z.object({ to: teamId }).describe('A ticket has another team'),
  TicketClosed: z.object({}).describe('A ticket was closed'),
})

const ticket = z.object({
  openedOn: z.iso.date().describe('Day of opening'),
  closedOn: z.iso.date().nullable().describe('Day of closing; null while open'),
  teamId,
  hours: z.int().describe('Hours expected'),
})
type Ticket = z.output<typeof ticket>

const open = (document: Ticket | undefined): Ticket => {
  if (!document) throw new TypeError('Something happened to a ticket that was never opened')
  return document
}

export const tickets = defineView({
  name: 'tickets',
  version: 1,
  describe: 'Support tickets',
  document: ticket,
  indexes: [['teamId']],
  aggregates: [{ category: 'ticket', events: ticketEvents }],
  on: {
    TicketOpened: (_, { occurredOn, data }) => ({ openedOn: occurredOn, closedOn: null, ...data }),
    TicketMoved: (document, { data }) => ({ ...open(document), teamId: data.to }),
    TicketClosed: (document, { occurredOn }) => ({ ...open(document), closedOn: occurredOn }),
  },
})

export const ticketTotals = defineRollup(tickets, {
  name: 'ticketTotals',
  version: 1,
  describe: 'Open tickets by team, as of any day',
  facet: z.object({ teamId }),
  series: z.object({ status: z.literal('open').describe('Open') }),
  measures: z.object({ count: z.int().describe('Tickets'), hours: z.int().describe('Hours') }),
  entries: ({ openedOn, closedOn, teamId, hours }) =>
    during(openedOn, closedOn, { teamId }, { status: 'open' }, { count: 1, hours }),
})

export const openTickets = defineReport({
  name: 'openTickets',
  title: { en: 'Open tickets', vi: 'Phiếu đang mở' },
  describe: 'Tickets open by team',
  views: [tickets],
  question: z
    .strictObject({
      asOf,
      ...period,
      team: askedId('team').optional().describe('Only this team'),
      top: top.default(10),
    })
    .check(inOrder),
  asked: { team: { title: { en: 'team', vi: 'đội' } } },
  answer: async (reader, { asOf, team, top }) => {
    const [sums] = await reader.read(
      sumsOf(ticketTotals, { to: asOf }, team === undefined ? [] : [{ field: 'facet.teamId', equals: team }]),
    )
    const groups = sums.groups().map(({ facet, sum }) => ({ teamId: facet.teamId, count: sum.count ?? 0 }))
    const name = await reader.names(groups.map(({ teamId }) => teamId))
    const teams = groups.map(row => ({ ...row, name: name(row.teamId) }))
    return {
      teams: ranked(
        teams,
        falling(row => row.count),
        rising(row => row.name),
      ).slice(0, top),
    }
  },
  sections: ({ teams }) => [
    section({
      name: 'team',
      title: { en: 'By team', vi: 'Theo đội' },
      rows: teams,
      columns: [
        { name: 'id', title: { en: 'Id', vi: 'Mã' }, kind: 'text', of: row => row.teamId, inTable: false },
        { name: 'name', title: { en: 'Team', vi: 'Đội' }, kind: 'name', of: row => row.name },
        { name: 'open', title: { en: 'Open', vi: 'Đang mở' }, kind: 'count', of: row => row.count, bar: true },
      ],
    }),
  ],
})

/** Reads twice, and then page by page: what must all be of one position. */
export const ticketCount = defineReport({
  name: 'ticketCount',
  title: { en: 'Tickets', vi: 'Phiếu' },
  describe: 'How many tickets there ever were, counted three ways',
  views: [tickets],
  question: z.strictObject({}),
  answer: async (reader, { asOf }) => {
    const [all] = await reader.read(documentsIn(tickets))
    const [open] = await reader.read(sumsOf(ticketTotals, { to: asOf }))
    let paged = 0
    await reader.eachDocument(tickets, { and: [] }, () => paged++)
    return { all: all.length, open: open.groups().reduce((sum, group) => sum + (group.sum.count ?? 0), 0), paged }
  },
  sections: () => [],
})

export const ticketing = defineReadModel({
  name: 'ticketing',
  describe: 'Support tickets',
  views: [tickets],
  rollups: [ticketTotals],
  reports: [openTickets, ticketCount],
})
