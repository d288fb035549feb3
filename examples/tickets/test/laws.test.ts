import { staffMember } from '@eventcrm/domain'
import { plainState, type Fact } from '@eventcrm/domain/kernel'
import { histories, pooled } from '@eventcrm/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tickets } from '../ticket/commands.ts'

/** Any histories of two tickets and two staff members, who are there from the first day. */
const worlds = histories([tickets, staffMember], {
  first: [0, 1].flatMap(n => [
    staffMember.register({ staffMemberId: pooled('staff member', n), name: `Agent ${n}` }),
    tickets.open({ ticketId: pooled('ticket', n), subject: `Ticket ${n}` }),
  ]),
  weights: { 'ticket.assign': 4, 'ticket.answer': 4 },
})

const fold = (facts: readonly Fact[]) =>
  plainState(facts.reduce((state, fact) => tickets.state.evolve(state, fact), tickets.state.initialState))

it('any tickets, late entries among them, come to the same in the order recorded and in the order of days', () => {
  let late = 0
  fc.assert(
    fc.property(worlds, world => {
      for (const { fold: of, facts } of world.streams.values()) {
        if (of.category !== 'ticket') continue
        const byDay = facts.toSorted((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0))
        if (byDay.some((fact, i) => fact !== facts[i])) late++
        expect(fold(byDay)).toEqual(fold(facts))
      }
    }),
    { numRuns: 100 },
  )
  expect(late).toBeGreaterThan(10)
})
