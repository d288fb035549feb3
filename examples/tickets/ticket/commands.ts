import { activeStaffMember, contactState, staffMemberRejections } from '@eventcrm/domain'
import {
  commandOf,
  defineAggregate,
  defineRejections,
  differingField,
  id,
  line,
  moneyGiven,
} from '@eventcrm/domain/kernel'
import { z } from 'zod'
import { ticketEvents as events } from './events.ts'
import { ticketState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  TICKET_UNKNOWN: 'There is no such ticket',
  TICKET_EXISTS: 'A ticket was opened under this id with other values',
  TICKET_CLOSED: 'The ticket is closed',
  CONTACT_UNKNOWN: 'There is no such contact',
})

const command = commandOf(ticketState)
const ticketId = id('ticket')
const closed = (ticketId: string) => reject('TICKET_CLOSED', { field: 'ticketId', ticketId })

export const tickets = defineAggregate({
  state: ticketState,
  rejections: reject,
  unknown: 'TICKET_UNKNOWN',
  commands: {
    open: command({
      describe: 'Opens a ticket',
      creates: true,
      schema: z.strictObject({
        ticketId,
        subject: line(200).describe('What it is about'),
        contactId: id('contact').optional().describe('Who asks; left out while unknown'),
      }),
      rejects: ['CONTACT_UNKNOWN', 'TICKET_EXISTS'],
      context: ({ contactId }) => ({ contact: contactState.of(contactId) }),
      decide: ({ ticketId, subject, contactId = null }, state, { contact }) => {
        if (state.status !== 'unknown') {
          const field = differingField({ subject, contactId }, state)
          return field ? reject('TICKET_EXISTS', { field, ticketId }) : []
        }
        if (contactId !== null && contact.status === 'unknown')
          return reject('CONTACT_UNKNOWN', { field: 'contactId', contactId })
        return [events.TicketOpened({ personId: contact.personId ?? ticketId, subject, contactId })]
      },
    }),

    assign: command({
      describe: 'Gives a ticket to a staff member; it counts for the main team of that day',
      schema: z.strictObject({ ticketId, agentId: id('staff member').describe('Who is to work on it') }),
      rejects: ['STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN', 'TICKET_CLOSED'],
      dependsOn: ['status'],
      context: ({ agentId }) => ({ agent: activeStaffMember('agentId', agentId) }),
      decide: ({ ticketId, agentId }, state, { agent }) => {
        if (state.status === 'closed') return closed(ticketId)
        if (state.assignment?.agentId === agentId) return []
        return [events.TicketAssigned({ from: state.assignment, to: { agentId, teamId: agent.mainTeamId } })]
      },
    }),

    answer: command({
      describe: 'Notes down that the person who asked got an answer',
      schema: z.strictObject({ ticketId }),
      rejects: ['TICKET_CLOSED'],
      dependsOn: ['status'],
      decide: ({ ticketId }, state) => (state.status === 'closed' ? closed(ticketId) : [events.TicketAnswered({})]),
    }),

    close: command({
      describe: 'Closes a ticket, with what it has cost',
      schema: z.strictObject({ ticketId, cost: moneyGiven.describe('What it has cost') }),
      rejects: ['TICKET_CLOSED'],
      // What only an open ticket allows may not come to lie behind its closing.
      dependsOn: ['assignment', 'answers'],
      decide: ({ ticketId, cost }, state) =>
        state.status === 'closed' ? closed(ticketId) : [events.TicketClosed({ cost })],
    }),
  },
})
