// An application's own aggregate and read model, as it would write them.
import {
  commandOf,
  defineAggregate,
  defineEvents,
  defineRejections,
  defineState,
  id,
  set,
  unopened,
  text,
  type Dated,
} from '@eventcrm/domain'
import {
  asOf,
  defineReadModel,
  defineReport,
  defineRollup,
  defineView,
  during,
  section,
  sumsOf,
} from '@eventcrm/projection'
import { z } from 'zod'

const events = defineEvents({
  TicketOpened: z.object({ subject: z.string(), teamId: z.string() }).describe('A ticket was opened'),
  TicketClosed: z.object({}).describe('It was closed'),
})

interface TicketState extends Dated {
  readonly status: 'unknown' | 'open' | 'closed'
  readonly subject: string | null
}
const initialState: TicketState = { ...unopened, status: 'unknown', subject: null }
const state = defineState({
  category: 'ticket',
  idField: 'ticketId',
  events,
  initialState,
  bounds: {},
  evolve: {
    TicketOpened: (s, e, on) => set(s, on, { status: 'open', subject: e.subject }),
    TicketClosed: (s, _, on) => set(s, on, { status: 'closed' }),
  },
})
const reject = defineRejections({ TICKET_UNKNOWN: 'There is no such ticket', TICKET_EXISTS: 'It was opened before' })
const command = commandOf(state)
const ticketId = id('ticket')

export const ticket = defineAggregate({
  state,
  rejections: reject,
  unknown: 'TICKET_UNKNOWN',
  commands: {
    open: command({
      describe: 'Opens a ticket',
      creates: true,
      rejects: ['TICKET_EXISTS'],
      schema: z.strictObject({ ticketId, subject: text(200), teamId: id('sales team') }),
      decide: ({ ticketId: _, ...given }, state) =>
        state.status === 'unknown' ? [events.TicketOpened(given)] : reject('TICKET_EXISTS'),
    }),
    close: command({
      describe: 'Closes it',
      schema: z.strictObject({ ticketId }),
      decide: (_, state) => (state.status === 'closed' ? [] : [events.TicketClosed({})]),
    }),
  },
})

export const ticketsView = defineView({
  name: 'tickets',
  version: 1,
  describe: 'Tickets',
  document: z.object({
    subject: z.string(),
    teamId: z.string(),
    openedOn: z.string(),
    closedOn: z.string().nullable(),
  }),
  indexes: [['teamId']],
  aggregates: [ticket],
  on: {
    TicketOpened: (_, { data, occurredOn }) => ({ ...data, openedOn: occurredOn, closedOn: null }),
    TicketClosed: (doc, { occurredOn }) => (doc ? { ...doc, closedOn: occurredOn } : null),
  },
})

const ticketTotals = defineRollup(ticketsView, {
  name: 'ticketTotals',
  version: 1,
  describe: 'Open tickets by team',
  facet: z.object({ teamId: z.string() }),
  series: z.object({ status: z.literal('open') }),
  measures: z.object({ count: z.int() }),
  entries: ({ teamId, openedOn, closedOn }) =>
    during(openedOn, closedOn, { teamId }, { status: 'open' as const }, { count: 1 }),
})

const openTickets = defineReport({
  name: 'openTickets',
  title: { en: 'Open tickets', vi: 'Phiếu đang mở' },
  describe: 'Tickets open, by team',
  views: [ticketsView],
  question: z.strictObject({ asOf }),
  answer: async (reader, { asOf }) => {
    const [sums] = await reader.read(sumsOf(ticketTotals, { to: asOf }))
    return { teams: sums.groups().map(({ facet, sum }) => ({ teamId: facet.teamId, open: sum.count ?? 0 })) }
  },
  sections: ({ teams }) => [
    section({
      name: 'team',
      title: { en: 'By team', vi: 'Theo đội' },
      rows: teams,
      columns: [{ name: 'open', title: { en: 'Open', vi: 'Đang mở' }, kind: 'count', of: row => row.open }],
    }),
  ],
})

export const ticketing = defineReadModel({
  name: 'ticketing',
  describe: 'Support tickets',
  views: [ticketsView],
  rollups: [ticketTotals],
  reports: [openTickets],
})
