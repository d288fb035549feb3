import { describe, expect, it } from 'vitest'
import { given, pooled } from '../../testkit/src/index.ts'
import {
  opportunity,
  opportunityEvents as e,
  opportunityState,
  type MoneyInput,
  probabilityOf,
  salesPipelineEvents as p,
  standardStages,
  type NewEvent,
} from '../src/index.ts'
import {
  giveVnd,
  giveUsd,
  business,
  byHand,
  cranes,
  inNew,
  inProposition,
  inQualified,
  inWon,
  lost,
  north,
  opened,
  opening,
  opportunity as happened,
  opportunityId,
  personId,
  pipeline,
  proposed,
  south,
  summed,
  usd,
  vnd,
  withCranes,
  won,
} from './opportunity-past.ts'

const { new: newId, qualified, proposition, won: wonId } = standardStages
const limited = (stageId: string, ...to: string[]) => pipeline(p.StageTeamsSet({ stageId, from: [], to }))
const reopened = (on: string, was: 'won' | 'lost' = 'lost') =>
  happened(on, e.OpportunityReopened({ was, stage: inNew }))
const counted = (on: string, teamId: string | null) =>
  happened(on, e.OpportunityReassigned({ from: opening.assignment, to: { ownerId: null, teamId, department: null } }))
const day = '2026-01-12'

describe('changing stage', () => {
  const to = (stageId: string) => ({ opportunityId, stageId })
  it('carries both stages as they stand', () => {
    given(business, opened)
      .when(opportunity.changeStage(to(proposition)), day)
      .decides(e.StageChanged({ from: inNew, to: inProposition }))
    given(business, pipeline(p.StageRenamed({ stageId: proposition, from: 'Proposition', to: 'Offer' })), opened)
      .when(opportunity.changeStage(to(proposition)), day)
      .decides(e.StageChanged({ from: inNew, to: { ...inProposition, name: 'Offer' } }))
  })
  it('goes back as well as forward', () => {
    given(business, opened, proposed)
      .when(opportunity.changeStage(to(qualified)), day)
      .decides(e.StageChanged({ from: inProposition, to: inQualified }))
  })
  it('does nothing in the stage it is in, even if that is retired by now', () => {
    given(business, opened)
      .when(opportunity.changeStage(to(newId)), day)
      .nothing()
    given(business, pipeline(p.StageRetired({ stageId: newId })), opened)
      .when(opportunity.changeStage(to(newId)), day)
      .nothing()
  })
  it('wins in a stage that is won, at the expected revenue', () => {
    given(business, opened, withCranes)
      .when(opportunity.changeStage(to(wonId)), day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: summed(vnd(1000)), expected: summed(vnd(1000)) }))
    given(business, opened, won)
      .when(opportunity.changeStage(to(wonId)), '2026-01-21')
      .nothing()
  })
  it('enters only stages of the pipeline that are not retired', () => {
    const stageId = pooled('stage', 9)
    given(business, opened)
      .when(opportunity.changeStage(to(stageId)), day)
      .rejected('STAGE_UNKNOWN', { field: 'stageId', stageId, known: Object.values(standardStages) })
    given(business, pipeline(p.StageRetired({ stageId: qualified })), opened)
      .when(opportunity.changeStage(to(qualified)), day)
      .rejected('STAGE_RETIRED', { field: 'stageId' })
  })
  it('enters a stage that is limited to teams only with one of them, or with none', () => {
    given(business, limited(qualified, south), opened)
      .when(opportunity.changeStage(to(qualified)), day)
      .decides(e.StageChanged({ from: inNew, to: inQualified }))
    given(business, limited(qualified, south), opened, counted('2026-01-06', south))
      .when(opportunity.changeStage(to(qualified)), day)
      .decides(e.StageChanged({ from: inNew, to: inQualified }))
    given(business, limited(qualified, south), opened, counted('2026-01-06', north))
      .when(opportunity.changeStage(to(qualified)), day)
      .rejected('STAGE_CLOSED_TO_TEAM', { field: 'stageId', teamId: north, known: [south] })
    given(business, limited(wonId, south), opened, counted('2026-01-06', north))
      .when(opportunity.changeStage(to(wonId)), day)
      .rejected('STAGE_CLOSED_TO_TEAM', { field: 'stageId', stageId: wonId })
  })
  it('is refused when closed, and when there is nothing', () => {
    given(business, opened, lost)
      .when(opportunity.changeStage(to(qualified)), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'lost', opportunityId })
    given(business, opened, won)
      .when(opportunity.changeStage(to(qualified)), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
    given(business)
      .when(opportunity.changeStage(to(qualified)), day)
      .rejected('OPPORTUNITY_UNKNOWN', { field: 'opportunityId', opportunityId })
  })
  it('may share the day of the last move, but not precede it', () => {
    given(business, opened, proposed)
      .when(opportunity.changeStage(to(newId)), '2026-01-10')
      .decides(e.StageChanged({ from: inProposition, to: inNew }))
    given(business, opened, proposed)
      .when(opportunity.changeStage(to(newId)), '2026-01-09')
      .rejected('DATED_TOO_EARLY', { field: 'stage', notBefore: '2026-01-10' })
    given(business, opened)
      .when(opportunity.changeStage(to(qualified)), '2026-01-04')
      .rejected('DATED_TOO_EARLY', { field: 'opening' })
  })
  it('may precede another team’s taking over, unless the stage asks for the team', () => {
    given(business, opened, counted('2026-01-15', south))
      .when(opportunity.changeStage(to(qualified)), day)
      .decides(e.StageChanged({ from: inNew, to: inQualified }))
    given(business, limited(qualified, south), opened, counted('2026-01-15', south))
      .when(opportunity.changeStage(to(qualified)), day)
      .rejected('DATED_TOO_EARLY', { field: 'assignment', notBefore: '2026-01-15' })
    given(business, limited(wonId, south), opened, counted('2026-01-15', south))
      .when(opportunity.changeStage(to(wonId)), day)
      .rejected('DATED_TOO_EARLY', { field: 'assignment' })
  })
})

describe('what only an open opportunity allows', () => {
  const inputs = [
    ['changeStage', { opportunityId, stageId: qualified }],
    ['setProbability', { opportunityId, probability: 70 }],
    ['setExpectedClose', { opportunityId, expectedCloseOn: '2026-03-01' }],
    ['addLine', { opportunityId, lineId: pooled('line', 5), productId: cranes.productId }],
    ['changeLine', { opportunityId, lineId: cranes.lineId, quantity: 5 }],
    ['removeLine', { opportunityId, lineId: cranes.lineId }],
    ['setRevenue', { opportunityId, revenue: giveVnd(7) }],
    ['markWon', { opportunityId }],
    ['markLost', { opportunityId }],
  ] as const
  for (const [name, input] of inputs) {
    it(`is not dated inside a loss that was undone: ${name}`, () => {
      given(business, opened, withCranes, lost, reopened('2026-02-01'))
        .when({ aggregate: 'opportunity', name, input }, '2026-01-25')
        .rejected('DATED_TOO_EARLY', { notBefore: '2026-02-01' })
    })
    it(`is refused when lost, and when there is nothing: ${name}`, () => {
      const other = name === 'markLost' ? { opportunityId, note: 'other' } : input
      given(business, opened, withCranes, lost)
        .when({ aggregate: 'opportunity', name, input: other }, '2026-01-25')
        .rejected('NOT_OPEN', { field: 'opportunityId', status: 'lost' })
      given(business)
        .when({ aggregate: 'opportunity', name, input }, '2026-01-25')
        .rejected('OPPORTUNITY_UNKNOWN', { field: 'opportunityId', opportunityId })
    })
  }
})

describe('the probability', () => {
  const set = (probability: number | null) => ({ opportunityId, probability })
  const seventy = happened('2026-01-06', e.OpportunityProbabilitySet({ from: null, to: 70 }))
  it('is set by hand, or follows the stage again', () => {
    given(opened)
      .when(opportunity.setProbability(set(70)), day)
      .decides(e.OpportunityProbabilitySet({ from: null, to: 70 }))
    given(opened, seventy)
      .when(opportunity.setProbability(set(null)), day)
      .decides(e.OpportunityProbabilitySet({ from: 70, to: null }))
    given(opened, seventy)
      .when(opportunity.setProbability(set(70)), day)
      .nothing()
    given(opened)
      .when(opportunity.setProbability(set(101)), day)
      .invalid('probability')
    given(opened, won)
      .when(opportunity.setProbability(set(70)), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
  })
  it('is certain once closed', () => {
    const fold = (...events: readonly NewEvent[]) =>
      [e.OpportunityOpened(opening), ...events].reduce(
        (state, event) => opportunityState.evolve(state, { ...event, occurredOn: day }),
        opportunityState.initialState,
      )
    expect(probabilityOf(fold())).toBe(10)
    expect(probabilityOf(fold(e.OpportunityProbabilitySet({ from: null, to: 0 })))).toBe(0)
    expect(probabilityOf(fold(e.MarkedLost({ stage: inNew, reason: null, personId, note: null })))).toBe(0)
    expect(
      probabilityOf(fold(e.MarkedWon({ from: inNew, to: inWon, revenue: byHand(vnd(1)), expected: byHand(vnd(1)) }))),
    ).toBe(100)
  })
})

describe('the revenue', () => {
  const set = (revenue: MoneyInput | null) => ({ opportunityId, revenue })
  const five = happened('2026-01-07', e.OpportunityRevenueSet({ from: summed(vnd(1000)), to: byHand(vnd(5)) }))
  it('is set by hand, even to what it is', () => {
    given(opened)
      .when(opportunity.setRevenue(set(giveVnd(5))), day)
      .decides(e.OpportunityRevenueSet({ from: summed(vnd(0)), to: byHand(vnd(5)) }))
    given(opened)
      .when(opportunity.setRevenue(set(giveVnd(0))), day)
      .decides(e.OpportunityRevenueSet({ from: summed(vnd(0)), to: byHand(vnd(0)) }))
    given(opened, withCranes, five)
      .when(opportunity.setRevenue(set(giveVnd(5))), day)
      .nothing()
  })
  it('follows the lines again', () => {
    given(opened, withCranes, five)
      .when(opportunity.setRevenue(set(null)), day)
      .decides(e.OpportunityRevenueSet({ from: byHand(vnd(5)), to: summed(vnd(1000)) }))
    given(opened, withCranes)
      .when(opportunity.setRevenue(set(null)), day)
      .nothing()
  })
  it('refuses lines that add up to more than can be counted exactly', () => {
    const many = { ...cranes, unitPrice: vnd(Number.MAX_SAFE_INTEGER) }
    const hidden = happened('2026-01-08', e.OpportunityLineAdded({ line: many, revenue: byHand(vnd(5)) }))
    given(opened, five, hidden)
      .when(opportunity.setRevenue(set(null)), day)
      .rejected('AMOUNT_TOO_LARGE', { field: 'revenue' })
  })
  it('changes its currency only without lines', () => {
    given(opened)
      .when(opportunity.setRevenue(set(giveUsd(5))), day)
      .decides(e.OpportunityRevenueSet({ from: summed(vnd(0)), to: byHand(usd(5)) }))
    given(opened, withCranes)
      .when(opportunity.setRevenue(set(giveUsd(5))), day)
      .rejected('CURRENCY_MISMATCH', { field: 'revenue', expected: 'VND', currency: 'USD' })
  })
  it('of a won one is the final amount, which may be corrected from its closing on', () => {
    given(opened, won)
      .when(opportunity.setRevenue(set(giveVnd(440))), '2026-01-21')
      .decides(e.OpportunityRevenueSet({ from: byHand(vnd(450)), to: byHand(vnd(440)) }))
    given(opened, won)
      .when(opportunity.setRevenue(set(giveVnd(440))), '2026-01-19')
      .rejected('DATED_TOO_EARLY', { field: 'status', notBefore: '2026-01-20' })
  })
})

describe('the expected close', () => {
  const set = (expectedCloseOn: string | null) => ({ opportunityId, expectedCloseOn })
  const march = happened('2026-01-06', e.OpportunityExpectedCloseSet({ from: null, to: '2026-03-01' }))
  it('is set to another day, or to none', () => {
    given(opened)
      .when(opportunity.setExpectedClose(set('2026-03-01')), day)
      .decides(e.OpportunityExpectedCloseSet({ from: null, to: '2026-03-01' }))
    given(opened, march)
      .when(opportunity.setExpectedClose(set(null)), day)
      .decides(e.OpportunityExpectedCloseSet({ from: '2026-03-01', to: null }))
    given(opened, march)
      .when(opportunity.setExpectedClose(set('2026-03-01')), day)
      .nothing()
    given(opened, won)
      .when(opportunity.setExpectedClose(set('2026-03-01')), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
  })
  it('slips when it moves to a later day', () => {
    const days = [null, '2026-03-01', '2026-04-01', '2026-03-15', null, '2026-05-01', '2026-05-01', '2026-05-02']
    const moves = days.slice(1).map((to, i) => e.OpportunityExpectedCloseSet({ from: days[i] ?? null, to }))
    const slips = moves.map(
      (_, i) =>
        moves
          .slice(0, i + 1)
          .reduce(
            (state, event) => opportunityState.evolve(state, { ...event, occurredOn: day }),
            opportunityState.initialState,
          ).slips,
    )
    expect(slips).toEqual([0, 1, 1, 1, 1, 1, 2])
  })
})
