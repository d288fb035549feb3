import { plainState, salesTeam, staffMember, type Fact } from '@eventcrm/domain'
import { histories } from '@eventcrm/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ticket } from '../ticket/commands.ts'

const worlds = histories([ticket, staffMember, salesTeam], { weights: { 'ticket.assign': 3, 'ticket.answer': 3 } })

const fold = (facts: readonly Fact[]) =>
  plainState(facts.reduce((state, fact) => ticket.state.evolve(state, fact), ticket.state.initialState))

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
    { numRuns: 50 },
  )
  expect(late).toBeGreaterThan(0)
})
