import { isErased, opportunityState, salesPipelineState, type Dated, type StateDefinition } from '@eventcrm/domain'
import { documentsOf } from '@eventcrm/projection'
import { live, rounds, type World } from '@eventcrm/testkit'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { lives, selling } from '../../domain/test/laws/lives.ts'
import { opportunities, pipelines } from '../src/index.ts'
import { reportAsOf } from './brute-force-report.ts'
import { Reached, type Happening } from './histories.ts'
import { ask, projected } from './stores.ts'

// What the deciders let happen, instead of anything at all.
const reached = new Reached()
const numRuns = rounds(60, 1_000)

const categories = ['opportunity', 'salesPipeline'] as const
const streamsOf = (world: World, category: string) =>
  [...world.streams.values()].filter(({ fold }) => fold.category === category)
const happeningsOf = (world: World): Happening[] =>
  categories.flatMap(category =>
    streamsOf(world, category).flatMap(({ id, facts }) =>
      facts.map(({ type, data, occurredOn }) => ({ category, id, on: occurredOn, event: { type, data } })),
    ),
  )
const stateIn = <S extends Dated>(world: World, of: StateDefinition<S>, id: string) => world.stateOf(of.of(id)) as S
// half of them of opportunities, which this is about
const worlds = fc.oneof(selling, lives).map(plan => live(plan))

it('the report as of every day on which something happened is what folding the events up to it makes', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async world => {
      const history = happeningsOf(world)
      reached.history(history)
      const documents = await projected(history)
      const days = [...new Set(history.map(({ on }) => on))]
      for (const asOf of days.slice(0, 12)) {
        const report = await ask(documents, { asOf })
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
      const [found, foundPipelines] = await documents.query([
        { find: opportunities.collection },
        { find: pipelines.collection },
      ])
      const all = documentsOf(opportunities, found)
      expect(all.length).toBe(streamsOf(world, 'opportunity').length)
      for (const document of all) {
        const state = stateIn(world, opportunityState, document.opportunityId)
        const { title, lost, assignment, revenue, stage, wonStage } = state
        const { expectedCloseOn, slips, priority, customerId, status, probabilityByHand } = state
        const reason = lost?.reasonId ?? null
        expect({ ...document, lostReason: document.lostReason?.reasonId ?? null }).toMatchObject({
          title: isErased(title) ? null : title,
          status,
          stage: wonStage ?? stage,
          leadIds: [...state.leads.keys()].sort(),
          ...assignment,
          ...revenue.value,
          amountByHand: revenue.byHand,
          ...{ expectedCloseOn, slips, priority, customerId, probabilityByHand, lostReason: reason },
          tags: [...new Set(Array.from(state.tags.values(), ({ label }) => label))].sort(),
          openedOn: state.openedOn,
        })
        const probability = status === 'won' ? 100 : status === 'open' ? (probabilityByHand ?? stage.probability) : 0
        const weighted = (BigInt(revenue.value.minorUnits) * BigInt(probability) * 2n + 100n) / 200n
        expect(document).toMatchObject({ probability, weightedMinorUnits: Number(weighted) })
        expect(document.closings.filter(({ reopenedOn }) => reopenedOn === null).length).toBe(
          status === 'won' || status === 'lost' ? 1 : 0,
        )
        reached.count('reopened', document.closings.filter(({ reopenedOn }) => reopenedOn !== null).length)
      }
      for (const document of documentsOf(pipelines, foundPipelines)) {
        const { name, teamIds, stages, lostReasons } = stateIn(world, salesPipelineState, document.pipelineId)
        expect(document).toMatchObject({ name, teamIds })
        expect(document.stages).toHaveLength(stages.size)
        for (const { stageId, ...said } of document.stages) expect(stages.get(stageId)).toMatchObject(said)
        expect(document.lostReasons).toHaveLength(lostReasons.size)
        for (const { reasonId, ...said } of document.lostReasons) expect(lostReasons.get(reasonId)).toMatchObject(said)
        reached.count('stages', stages.size)
      }
    }),
    { numRuns },
  )
})

afterAll(() => {
  for (const what of ['StageChanged', 'OpportunityReopened', 'OpportunityReassigned', 'late', 'stages'])
    expect(reached.of(what), what).toBeGreaterThan(20)
  for (const what of ['MarkedWon', 'MarkedLost', 'reopened']) expect(reached.of(what), what).toBeGreaterThan(10)
})

it('every event that says something of an opportunity or a pipeline is folded', () => {
  const unfolded = (view: typeof opportunities | typeof pipelines, events: object) =>
    Object.keys(events).filter(type => !view.codec.knows(type))
  expect(unfolded(opportunities, opportunityState.events)).toEqual([
    'OpportunityCustomFieldsSet',
    'OpportunityExternalIdSet',
    'OpportunityPersonAdded',
    'OpportunityPersonRoleSet',
    'OpportunityPersonRemoved',
    'OpportunityMainPersonSet',
  ])
  expect(unfolded(pipelines, salesPipelineState.events)).toEqual([
    'StageRequirementsSet',
    'StageTeamsSet',
    'StageFolded',
    'StageUnfolded',
  ])
})
