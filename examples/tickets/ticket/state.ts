import { defineState, set, unopened, type Dated, type Personal } from '@eventcrm/domain/kernel'
import { ticketEvents } from './events.ts'

export interface Assignment {
  readonly agentId: string
  readonly teamId: string | null
}

/** What the next decision is made on: no more than that. */
export interface TicketState extends Dated {
  readonly status: 'unknown' | 'open' | 'closed'
  readonly subject: Personal<string> | null
  readonly contactId: string | null
  readonly assignment: Assignment | null
  readonly answers: number
}

const initialState: TicketState = {
  ...unopened,
  status: 'unknown',
  subject: null,
  contactId: null,
  assignment: null,
  answers: 0,
}

export const ticketState = defineState({
  category: 'ticket',
  idField: 'ticketId',
  events: ticketEvents,
  initialState,
  bounds: {},
  evolve: {
    TicketOpened: (s, { subject, contactId }, on) => set(s, on, { status: 'open', subject, contactId }),
    TicketAssigned: (s, { to }, on) => set(s, on, { assignment: to }),
    TicketAnswered: (s, _, on) => set(s, on, { answers: s.answers + 1 }),
    TicketClosed: (s, _, on) => set(s, on, { status: 'closed' }),
  },
})
