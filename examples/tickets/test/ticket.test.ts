import { salesTeam, staffMember } from '@eventcrm/domain'
import { did, givenWith } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import { tickets } from '../ticket/commands.ts'
import { ticketEvents as events } from '../ticket/events.ts'

const given = givenWith(tickets)

const ticketId = '11111111-1111-4111-8111-111111111111'
const agentId = '22222222-2222-4222-8222-222222222222'
const north = '33333333-3333-4333-8333-333333333333'
const south = '44444444-4444-4444-8444-444444444444'

const opened = did(tickets.open({ ticketId, subject: 'Máy in không nhận giấy' }), '2026-03-02')
const people = [
  did(salesTeam.create({ teamId: north, name: 'Bắc' }), '2026-01-01'),
  did(salesTeam.create({ teamId: south, name: 'Nam' }), '2026-01-01'),
  did(staffMember.register({ staffMemberId: agentId, name: 'Lan', mainTeamId: north }), '2026-01-01'),
]
const cost = { amount: '12.50', currency: 'USD' }

describe('a ticket', () => {
  it('is opened', () => {
    given()
      .when(tickets.open({ ticketId, subject: 'Máy in' }), '2026-03-02')
      .decides(events.TicketOpened({ personId: ticketId, subject: 'Máy in', contactId: null }))
  })

  it('opened again with the same values stays as it is', () => {
    given(opened)
      .when(tickets.open({ ticketId, subject: 'Máy in không nhận giấy' }), '2026-03-02')
      .nothing()
  })

  it('opened again with other values is refused', () => {
    given(opened)
      .when(tickets.open({ ticketId, subject: 'Màn hình' }), '2026-03-02')
      .rejected('TICKET_EXISTS', { field: 'subject' })
  })

  it('counts for the main team that the agent has on that day', () => {
    const moved = did(staffMember.setMainTeam({ staffMemberId: agentId, mainTeamId: south }), '2026-03-10')
    given(...people, opened, moved)
      .when(tickets.assign({ ticketId, agentId }), '2026-03-05')
      .decides(events.TicketAssigned({ from: null, to: { agentId, teamId: north } }))
    given(...people, opened, moved)
      .when(tickets.assign({ ticketId, agentId }), '2026-03-10')
      .decides(events.TicketAssigned({ from: null, to: { agentId, teamId: south } }))
  })

  it('is given to nobody who has left', () => {
    given(...people, opened, did(staffMember.recordLeft({ staffMemberId: agentId }), '2026-03-03'))
      .when(tickets.assign({ ticketId, agentId }), '2026-03-04')
      .rejected('STAFF_MEMBER_LEFT', { field: 'agentId' })
  })

  it('is closed with what it has cost', () => {
    given(opened)
      .when(tickets.close({ ticketId, cost }), '2026-03-06')
      .decides(events.TicketClosed({ cost: { minorUnits: 1250, currency: 'USD' } }))
  })

  it('takes money in major units only', () => {
    given(opened)
      .when(tickets.close({ ticketId, cost: { amount: '12.505', currency: 'USD' } }), '2026-03-06')
      .invalid('cost.amount')
  })

  it('is not closed before the last answer', () => {
    given(opened, did(tickets.answer({ ticketId }), '2026-03-05'))
      .when(tickets.close({ ticketId, cost }), '2026-03-04')
      .rejected('DATED_TOO_EARLY', { field: 'answers', notBefore: '2026-03-05' })
  })

  it('once closed takes nothing more', () => {
    given(...people, opened, did(tickets.close({ ticketId, cost }), '2026-03-06'))
      .when(tickets.assign({ ticketId, agentId }), '2026-03-07')
      .rejected('TICKET_CLOSED')
  })

  it('that was never opened is unknown', () => {
    given().when(tickets.answer({ ticketId }), '2026-03-02').rejected('TICKET_UNKNOWN')
  })
})
