import { decimalsOf, storedMoney } from '@eventcrm/domain'
import { defineView } from '@eventcrm/projection'
import { z } from 'zod'
import { tickets } from '../ticket/commands.ts'

const day = z.iso.date()

const ticketDocument = z.object({
  openedOn: day.describe('Day on which it was opened'),
  contactId: z.uuid().nullable().describe('Who asks'),
  assignments: z
    .array(
      z.object({
        from: day.describe('First day'),
        agentId: z.uuid().describe('Staff member at work on it'),
        teamId: z.uuid().nullable().describe('Team it counts for'),
      }),
    )
    .describe('Everybody who ever had it, in order of days'),
  firstAnsweredOn: day.nullable().describe('Day of the first answer; null while there is none'),
  closedOn: day.nullable().describe('Day on which it was closed; null while it is open'),
  minorUnits: storedMoney.shape.minorUnits
    .nullable()
    .describe('What it has cost, in minor units; null while it is open'),
  currency: storedMoney.shape.currency.nullable().describe('Currency of what it has cost, ISO 4217'),
  exponent: z.int().nullable().describe('Decimals of that currency'),
})
export type Ticket = z.output<typeof ticketDocument>

const known = (document: Ticket | undefined): Ticket => {
  if (!document) throw new TypeError('Something happened to a ticket that was never opened')
  return document
}

/**
 * One document per ticket. It keeps the days of everything that the rollup asks for.
 * A document that a fold is given is its own for this batch: it is changed in place, so that a long list costs no more than a short one.
 */
export const ticketDocuments = defineView({
  name: 'tickets',
  version: 1,
  describe: 'Support tickets, with everybody who had them',
  document: ticketDocument,
  indexes: [['closedOn'], ['contactId']],
  aggregates: [tickets],
  on: {
    TicketOpened: (_, { data, occurredOn }) => ({
      openedOn: occurredOn,
      contactId: data.contactId,
      assignments: [],
      firstAnsweredOn: null,
      closedOn: null,
      minorUnits: null,
      currency: null,
      exponent: null,
    }),
    TicketAssigned: (document, { data, occurredOn }) => {
      const it = known(document)
      it.assignments.push({ from: occurredOn, ...data.to })
      return it
    },
    TicketAnswered: (document, { occurredOn }) => {
      const it = known(document)
      it.firstAnsweredOn ??= occurredOn
      return it
    },
    TicketClosed: (document, { data: { cost }, occurredOn }) =>
      Object.assign(known(document), {
        closedOn: occurredOn,
        ...cost,
        exponent: decimalsOf(cost.currency),
      }),
  },
})
