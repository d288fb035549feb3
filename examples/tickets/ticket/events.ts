// A storage contract: once it is in use, a schema never changes. A change is a new version, and the old one moves to `older`.
import { defineEvents, id, personal, storedMoney } from '@eventcrm/domain/kernel'
import { z } from 'zod'

/** Who is at work on it. The team is the one the agent belonged to on that day, so that no later move changes a past report. */
const assignment = z.object({
  agentId: id('staff member').describe('Staff member at work on it'),
  teamId: id('sales team').nullable().describe('Main team of the agent on that day; null none'),
})

export const ticketEvents = defineEvents({
  TicketOpened: z
    .object({
      personId: id('person').describe('Whom the subject is about'),
      subject: personal(z.string()).describe('What it is about'),
      contactId: id('contact').nullable().describe('Who asks; null while unknown'),
    })
    .describe('A ticket was opened'),
  TicketAssigned: z
    .object({
      from: assignment.nullable().describe('At work on it before; null nobody'),
      to: assignment.describe('At work on it since'),
    })
    .describe('Somebody was given the ticket'),
  TicketAnswered: z.object({}).describe('The person who asked got an answer'),
  TicketClosed: z.object({ cost: storedMoney.describe('What it has cost') }).describe('A ticket was closed'),
})
