import { isErased, opportunityState } from '@eventcrm/domain'
import { live, type World } from '@eventcrm/testkit'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { lives } from '../../domain/test/laws/lives.ts'
import { documentsOf } from '@eventcrm/projection'
import { opportunities, pipelineReport, weightedOf, statesOf } from '../src/index.ts'
import { reportAsOf } from './brute-force-report.ts'
import { Reached, type Happening } from './histories.ts'
import { projected } from './stores.ts'

// What the deciders let happen, instead of anything at all.
const reached = new Reached()
const numRuns = 60
const names = (ids: readonly string[]) => Promise.resolve(new Map(ids.map(id => [id, `name of ${id}`])))

const happeningsOf = (world: World): Happening[] =>
  [...world.streams.values()]
    .filter(({ of }) => of.category === opportunityState.category)
    .flatMap(({ id, facts }) =>
      facts.map(({ type, data, occurredOn }) => ({ opportunityId: id, on: occurredOn, event: { type, data } })),
    )
const worlds = lives.map(plan => live(plan))

it('the report as of every day on which something happened is what folding the events up to it makes', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async world => {
      const history = happeningsOf(world)
      reached.history(history)
      const documents = await projected(history)
      const days = [...new Set(history.map(({ on }) => on))]
      for (const asOf of days.slice(0, 12)) {
        const report = await pipelineReport(documents, { asOf }, names)
        expect(report.currencies).toEqual(reportAsOf(history, { asOf }))
      }
    }),
    { numRuns },
  )
})

it('documents say what the aggregates are', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async world => {
      const documents = await projected(happeningsOf(world))
      const [found] = await documents.query([{ find: opportunities.collection }])
      const all = documentsOf(opportunities, found)
      expect(all.length).toBe([...world.streams.values()].filter(({ of }) => of.category === 'opportunity').length)
      for (const document of all) {
        const state = opportunityState.evolve(
          world.stateOf(opportunityState.of(document.opportunityId)) as typeof opportunityState.initialState,
          { type: 'none', data: {}, occurredOn: '' },
        )
        const { title, lost, assignment, revenue } = state
        const { expectedCloseOn, slips, priority, customerId, status, probabilityByHand } = state
        const lostReason = lost?.reasonId ?? null
        expect({ ...document, lostReason: document.lostReason?.reasonId ?? null }).toMatchObject({
          title: isErased(title) ? null : title,
          status,
          stage: state.wonStage ?? state.stage,
          ...assignment,
          amount: revenue.value.amount,
          currency: revenue.value.currency,
          amountByHand: revenue.byHand,
          probabilityByHand: probabilityByHand !== null,
          ...{ expectedCloseOn, slips, priority, customerId, lostReason },
          tags: Object.keys(state.tags).sort(),
          openedOn: state.openedOn,
        })
        const states = statesOf(document.steps)
        expect(document.weighted).toBe(weightedOf(states.at(-1)!))
        expect(document.closings.filter(({ reopenedOn }) => reopenedOn === null).length).toBe(status === 'open' ? 0 : 1)
        reached.count('reopened', document.closings.filter(({ reopenedOn }) => reopenedOn !== null).length)
      }
    }),
    { numRuns },
  )
})

afterAll(() => {
  for (const what of ['StageChanged', 'OpportunityReopened', 'OpportunityReassigned', 'late'])
    expect(reached.of(what), what).toBeGreaterThan(40)
  for (const what of ['MarkedWon', 'MarkedLost', 'reopened']) expect(reached.of(what), what).toBeGreaterThan(10)
})

it('every event that says something of the pipeline is folded', () => {
  const unfolded = Object.keys(opportunityState.events).filter(type => !opportunities.codec.knows(type))
  expect(unfolded).toEqual(['OpportunityCustomFieldsSet', 'OpportunityExternalIdSet'])
})
