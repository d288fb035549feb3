import { describe, expect, it } from 'vitest'
import { did, given, pooled } from '../../testkit/src/index.ts'
import {
  Erased,
  opportunity,
  opportunityEvents as e,
  opportunityState,
  probabilityOf,
  salesPipelineEvents as p,
  standardStages,
  type NewEvent,
} from '../src/index.ts'
import {
  an,
  binh,
  business,
  byHand,
  cranes,
  customerId,
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
  reasonId,
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
      .when(opportunity, 'changeStage', to(proposition), day)
      .decides(e.StageChanged({ from: inNew, to: inProposition }))
    given(business, pipeline(p.StageRenamed({ stageId: proposition, from: 'Proposition', to: 'Offer' })), opened)
      .when(opportunity, 'changeStage', to(proposition), day)
      .decides(e.StageChanged({ from: inNew, to: { ...inProposition, name: 'Offer' } }))
  })
  it('goes back as well as forward', () => {
    given(business, opened, proposed)
      .when(opportunity, 'changeStage', to(qualified), day)
      .decides(e.StageChanged({ from: inProposition, to: inQualified }))
  })
  it('does nothing in the stage it is in, even if that is retired by now', () => {
    given(business, opened).when(opportunity, 'changeStage', to(newId), day).nothing()
    given(business, pipeline(p.StageRetired({ stageId: newId })), opened)
      .when(opportunity, 'changeStage', to(newId), day)
      .nothing()
  })
  it('wins in a stage that is won, at the expected revenue', () => {
    given(business, opened, withCranes)
      .when(opportunity, 'changeStage', to(wonId), day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: summed(vnd(1000)), expected: summed(vnd(1000)) }))
    given(business, opened, won).when(opportunity, 'changeStage', to(wonId), '2026-01-21').nothing()
  })
  it('enters only stages of the pipeline that are not retired', () => {
    const stageId = pooled('stage', 9)
    given(business, opened)
      .when(opportunity, 'changeStage', to(stageId), day)
      .rejected('STAGE_UNKNOWN', { field: 'stageId', stageId, known: Object.values(standardStages) })
    given(business, pipeline(p.StageRetired({ stageId: qualified })), opened)
      .when(opportunity, 'changeStage', to(qualified), day)
      .rejected('STAGE_RETIRED', { field: 'stageId' })
  })
  it('enters a stage that is limited to teams only with one of them, or with none', () => {
    given(business, limited(qualified, south), opened)
      .when(opportunity, 'changeStage', to(qualified), day)
      .decides(e.StageChanged({ from: inNew, to: inQualified }))
    given(business, limited(qualified, south), opened, counted('2026-01-06', south))
      .when(opportunity, 'changeStage', to(qualified), day)
      .decides(e.StageChanged({ from: inNew, to: inQualified }))
    given(business, limited(qualified, south), opened, counted('2026-01-06', north))
      .when(opportunity, 'changeStage', to(qualified), day)
      .rejected('STAGE_CLOSED_TO_TEAM', { field: 'stageId', teamId: north, known: [south] })
    given(business, limited(wonId, south), opened, counted('2026-01-06', north))
      .when(opportunity, 'changeStage', to(wonId), day)
      .rejected('STAGE_CLOSED_TO_TEAM', { field: 'stageId', stageId: wonId })
  })
  it('is refused when closed, and when there is nothing', () => {
    given(business, opened, lost)
      .when(opportunity, 'changeStage', to(qualified), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'lost', opportunityId })
    given(business, opened, won)
      .when(opportunity, 'changeStage', to(qualified), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
    given(business)
      .when(opportunity, 'changeStage', to(qualified), day)
      .rejected('OPPORTUNITY_UNKNOWN', { field: 'opportunityId', opportunityId })
  })
  it('may share the day of the last move, but not precede it', () => {
    given(business, opened, proposed)
      .when(opportunity, 'changeStage', to(newId), '2026-01-10')
      .decides(e.StageChanged({ from: inProposition, to: inNew }))
    given(business, opened, proposed)
      .when(opportunity, 'changeStage', to(newId), '2026-01-09')
      .rejected('DATED_TOO_EARLY', { field: 'stage', notBefore: '2026-01-10' })
    given(business, opened)
      .when(opportunity, 'changeStage', to(qualified), '2026-01-04')
      .rejected('DATED_TOO_EARLY', { field: 'opening' })
  })
  it('may precede another team’s taking over, unless the stage asks for the team', () => {
    given(business, opened, counted('2026-01-15', south))
      .when(opportunity, 'changeStage', to(qualified), day)
      .decides(e.StageChanged({ from: inNew, to: inQualified }))
    given(business, limited(qualified, south), opened, counted('2026-01-15', south))
      .when(opportunity, 'changeStage', to(qualified), day)
      .rejected('DATED_TOO_EARLY', { field: 'assignment', notBefore: '2026-01-15' })
    given(business, limited(wonId, south), opened, counted('2026-01-15', south))
      .when(opportunity, 'changeStage', to(wonId), day)
      .rejected('DATED_TOO_EARLY', { field: 'assignment' })
  })
})

describe('what only an open opportunity allows', () => {
  const wishes = [
    ['changeStage', { opportunityId, stageId: qualified }],
    ['setOpportunityProbability', { opportunityId, probability: 70 }],
    ['setOpportunityExpectedClose', { opportunityId, expectedCloseOn: '2026-03-01' }],
    ['addOpportunityLine', { opportunityId, lineId: pooled('line', 5), productId: cranes.productId }],
    ['changeOpportunityLine', { opportunityId, lineId: cranes.lineId, quantity: 5 }],
    ['removeOpportunityLine', { opportunityId, lineId: cranes.lineId }],
    ['setOpportunityRevenue', { opportunityId, revenue: vnd(7) }],
    ['markWon', { opportunityId }],
    ['markLost', { opportunityId }],
  ] as const
  for (const [name, input] of wishes) {
    it(`is not dated inside a loss that was undone: ${name}`, () => {
      given(business, opened, withCranes, lost, reopened('2026-02-01'))
        .when<typeof opportunity.commands, typeof name>(opportunity, name, input, '2026-01-25')
        .rejected('DATED_TOO_EARLY', { notBefore: '2026-02-01' })
    })
    it(`is refused when lost, and when there is nothing: ${name}`, () => {
      const other = name === 'markLost' ? { opportunityId, note: 'other' } : input
      given(business, opened, withCranes, lost)
        .when<typeof opportunity.commands, typeof name>(opportunity, name, other, '2026-01-25')
        .rejected('NOT_OPEN', { field: 'opportunityId', status: 'lost' })
      given(business)
        .when<typeof opportunity.commands, typeof name>(opportunity, name, input, '2026-01-25')
        .rejected('OPPORTUNITY_UNKNOWN', { field: 'opportunityId', opportunityId })
    })
  }
})

describe('the probability', () => {
  const set = (probability: number | null) => ({ opportunityId, probability })
  const seventy = happened('2026-01-06', e.OpportunityProbabilitySet({ from: null, to: 70 }))
  it('is set by hand, or follows the stage again', () => {
    given(opened)
      .when(opportunity, 'setOpportunityProbability', set(70), day)
      .decides(e.OpportunityProbabilitySet({ from: null, to: 70 }))
    given(opened, seventy)
      .when(opportunity, 'setOpportunityProbability', set(null), day)
      .decides(e.OpportunityProbabilitySet({ from: 70, to: null }))
    given(opened, seventy).when(opportunity, 'setOpportunityProbability', set(70), day).nothing()
    given(opened).when(opportunity, 'setOpportunityProbability', set(101), day).invalid('probability')
    given(opened, won)
      .when(opportunity, 'setOpportunityProbability', set(70), '2026-01-21')
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
  const set = (revenue: ReturnType<typeof vnd> | null) => ({ opportunityId, revenue })
  const five = happened('2026-01-07', e.OpportunityRevenueSet({ from: summed(vnd(1000)), to: byHand(vnd(5)) }))
  it('is set by hand, even to what it is', () => {
    given(opened)
      .when(opportunity, 'setOpportunityRevenue', set(vnd(5)), day)
      .decides(e.OpportunityRevenueSet({ from: summed(vnd(0)), to: byHand(vnd(5)) }))
    given(opened)
      .when(opportunity, 'setOpportunityRevenue', set(vnd(0)), day)
      .decides(e.OpportunityRevenueSet({ from: summed(vnd(0)), to: byHand(vnd(0)) }))
    given(opened, withCranes, five)
      .when(opportunity, 'setOpportunityRevenue', set(vnd(5)), day)
      .nothing()
  })
  it('follows the lines again', () => {
    given(opened, withCranes, five)
      .when(opportunity, 'setOpportunityRevenue', set(null), day)
      .decides(e.OpportunityRevenueSet({ from: byHand(vnd(5)), to: summed(vnd(1000)) }))
    given(opened, withCranes).when(opportunity, 'setOpportunityRevenue', set(null), day).nothing()
  })
  it('changes its currency only without lines', () => {
    given(opened)
      .when(opportunity, 'setOpportunityRevenue', set(usd(5)), day)
      .decides(e.OpportunityRevenueSet({ from: summed(vnd(0)), to: byHand(usd(5)) }))
    given(opened, withCranes)
      .when(opportunity, 'setOpportunityRevenue', set(usd(5)), day)
      .rejected('CURRENCY_MISMATCH', { field: 'revenue', expected: 'VND', currency: 'USD' })
  })
  it('of a won one is the final amount, which may be corrected from its closing on', () => {
    given(opened, won)
      .when(opportunity, 'setOpportunityRevenue', set(vnd(440)), '2026-01-21')
      .decides(e.OpportunityRevenueSet({ from: byHand(vnd(450)), to: byHand(vnd(440)) }))
    given(opened, won)
      .when(opportunity, 'setOpportunityRevenue', set(vnd(440)), '2026-01-19')
      .rejected('DATED_TOO_EARLY', { field: 'status', notBefore: '2026-01-20' })
  })
})

describe('the expected close', () => {
  const set = (expectedCloseOn: string | null) => ({ opportunityId, expectedCloseOn })
  const march = happened('2026-01-06', e.OpportunityExpectedCloseSet({ from: null, to: '2026-03-01' }))
  it('is set to another day, or to none', () => {
    given(opened)
      .when(opportunity, 'setOpportunityExpectedClose', set('2026-03-01'), day)
      .decides(e.OpportunityExpectedCloseSet({ from: null, to: '2026-03-01' }))
    given(opened, march)
      .when(opportunity, 'setOpportunityExpectedClose', set(null), day)
      .decides(e.OpportunityExpectedCloseSet({ from: '2026-03-01', to: null }))
    given(opened, march).when(opportunity, 'setOpportunityExpectedClose', set('2026-03-01'), day).nothing()
    given(opened, won)
      .when(opportunity, 'setOpportunityExpectedClose', set('2026-03-01'), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
  })
  it('slips when it moves to a later day', () => {
    const days = [null, '2026-03-01', '2026-04-01', '2026-03-15', null, '2026-05-01', '2026-05-02']
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
    expect(slips).toEqual([0, 1, 1, 1, 1, 2])
  })
})

describe('winning', () => {
  it('enters the next stage that is won', () => {
    given(business, opened)
      .when(opportunity, 'markWon', { opportunityId }, day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: summed(vnd(0)), expected: summed(vnd(0)) }))
    const signed = {
      stageId: pooled('stage'),
      name: 'Signed',
      order: 15,
      probability: 100,
      isWon: true,
      folded: true,
      requirements: [],
      rottingDays: null,
      teamIds: [],
    }
    const inSigned = { ...inWon, stageId: signed.stageId, name: 'Signed', order: 15 }
    const twoWon = pipeline(p.StageAdded(signed))
    const winsIn = (to: typeof inWon, from = inNew) =>
      e.MarkedWon({ from, to, revenue: summed(vnd(0)), expected: summed(vnd(0)) })
    given(business, twoWon, opened).when(opportunity, 'markWon', { opportunityId }, day).decides(winsIn(inSigned))
    given(business, twoWon, opened, proposed)
      .when(opportunity, 'markWon', { opportunityId }, day)
      .decides(winsIn(inWon, inProposition))
    given(business, twoWon, pipeline(p.StageRetired({ stageId: wonId })), opened, proposed)
      .when(opportunity, 'markWon', { opportunityId }, day)
      .decides(winsIn(inSigned, inProposition))
    // its own stage counts where it stands now
    given(business, twoWon, pipeline(p.StageReordered({ stageId: newId, from: 0, to: 30 })), opened)
      .when(opportunity, 'markWon', { opportunityId }, day)
      .decides(winsIn(inWon))
    given(business, twoWon, limited(signed.stageId, south), opened, counted('2026-01-06', north))
      .when(opportunity, 'markWon', { opportunityId }, day)
      .decides(winsIn(inWon))
    given(business, twoWon, limited(signed.stageId, south), opened, counted('2026-01-15', north))
      .when(opportunity, 'markWon', { opportunityId }, day)
      .rejected('DATED_TOO_EARLY', { field: 'assignment' })
  })
  it('takes the final amount', () => {
    given(business, opened, withCranes)
      .when(opportunity, 'markWon', { opportunityId, revenue: vnd(900) }, day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: byHand(vnd(900)), expected: summed(vnd(1000)) }))
    given(business, opened, withCranes)
      .when(opportunity, 'markWon', { opportunityId, revenue: vnd(1000) }, day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: summed(vnd(1000)), expected: summed(vnd(1000)) }))
    given(business, opened)
      .when(opportunity, 'markWon', { opportunityId, revenue: usd(9) }, day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: byHand(usd(9)), expected: summed(vnd(0)) }))
    given(business, opened, withCranes)
      .when(opportunity, 'markWon', { opportunityId, revenue: usd(9) }, day)
      .rejected('CURRENCY_MISMATCH', { field: 'revenue', expected: 'VND', currency: 'USD' })
  })
  it('decides nothing the second time, but refuses another amount', () => {
    given(business, opened, won).when(opportunity, 'markWon', { opportunityId }, '2026-01-21').nothing()
    given(business, opened, won)
      .when(opportunity, 'markWon', { opportunityId, revenue: vnd(450) }, '2026-01-21')
      .nothing()
    given(business, opened, won)
      .when(opportunity, 'markWon', { opportunityId, revenue: vnd(451) }, '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
  })
  it('needs a stage to be won in', () => {
    given(business, limited(wonId, south), opened, counted('2026-01-06', north))
      .when(opportunity, 'markWon', { opportunityId }, day)
      .rejected('NO_WON_STAGE')
  })
})

describe('losing', () => {
  it('keeps the reason by name and the note about a person', () => {
    given(business, opened, proposed)
      .when(opportunity, 'markLost', { opportunityId, reasonId, personId, note: 'Too dear' }, day)
      .decides(
        e.MarkedLost({ stage: inProposition, reason: { reasonId, name: 'Too dear' }, personId, note: 'Too dear' }),
      )
  })
  it('needs no reason', () => {
    given(business, opened)
      .when(opportunity, 'markLost', { opportunityId }, day)
      .decides(e.MarkedLost({ stage: inNew, reason: null, personId: opportunityId, note: null }))
    given(business, happened('2026-01-05', e.OpportunityOpened({ ...opening, personId })))
      .when(opportunity, 'markLost', { opportunityId }, day)
      .decides(e.MarkedLost({ stage: inNew, reason: null, personId, note: null }))
  })
  it('decides nothing the second time, but refuses another reason or note', () => {
    given(business, opened, lost)
      .when(opportunity, 'markLost', { opportunityId, reasonId, note: 'They said so' }, '2026-01-21')
      .nothing()
    given(business, opened, lost).when(opportunity, 'markLost', { opportunityId }, '2026-01-21').nothing()
    given(business, opened, lost)
      .when(opportunity, 'markLost', { opportunityId, note: 'Other' }, '2026-01-21')
      .rejected('NOT_OPEN', { status: 'lost' })
    given(business, opened, lost)
      .when(opportunity, 'markLost', { opportunityId, reasonId: pooled('lost reason', 1) }, '2026-01-21')
      .rejected('NOT_OPEN', { status: 'lost' })
    given(business, opened, won)
      .when(opportunity, 'markLost', { opportunityId }, '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
  })
  it('refuses a reason that is not there, or no longer', () => {
    const nothing = pooled('lost reason', 9)
    given(business, opened)
      .when(opportunity, 'markLost', { opportunityId, reasonId: nothing }, day)
      .rejected('LOST_REASON_UNKNOWN', { field: 'reasonId', reasonId: nothing })
    given(business, pipeline(p.LostReasonRetired({ reasonId })), opened)
      .when(opportunity, 'markLost', { opportunityId, reasonId }, day)
      .rejected('LOST_REASON_RETIRED', { field: 'reasonId', reasonId })
  })
})

describe('closing', () => {
  const later = {
    stage: happened('2026-01-15', e.StageChanged({ from: inNew, to: inQualified })),
    probabilityByHand: happened('2026-01-15', e.OpportunityProbabilitySet({ from: null, to: 5 })),
    revenue: happened('2026-01-15', e.OpportunityRevenueSet({ from: summed(vnd(0)), to: byHand(vnd(5)) })),
    expectedCloseOn: happened('2026-01-15', e.OpportunityExpectedCloseSet({ from: null, to: '2026-03-01' })),
  }
  for (const [field, event] of Object.entries(later)) {
    it(`is not dated before what only an open one allows: ${field}`, () => {
      const rejection = { field, notBefore: '2026-01-15' }
      given(business, opened, event)
        .when(opportunity, 'markLost', { opportunityId }, day)
        .rejected('DATED_TOO_EARLY', rejection)
      given(business, opened, event)
        .when(opportunity, 'markWon', { opportunityId }, day)
        .rejected('DATED_TOO_EARLY', rejection)
      given(business, opened, event)
        .when(opportunity, 'changeStage', { opportunityId, stageId: wonId }, day)
        .rejected('DATED_TOO_EARLY', rejection)
    })
  }
})

describe('reopening', () => {
  it('puts it back into its open stage', () => {
    given(business, opened, lost)
      .when(opportunity, 'reopenOpportunity', { opportunityId }, '2026-02-01')
      .decides(e.OpportunityReopened({ was: 'lost', stage: inNew }))
    given(business, opened, won)
      .when(opportunity, 'reopenOpportunity', { opportunityId }, '2026-02-01')
      .decides(e.OpportunityReopened({ was: 'won', stage: inNew }))
  })
  it('keeps the final amount as what is expected', () => {
    given(business, opened, won, reopened('2026-02-01', 'won'))
      .when(opportunity, 'markWon', { opportunityId }, '2026-02-02')
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: byHand(vnd(450)), expected: byHand(vnd(450)) }))
  })
  it('lets it be lost again for another reason', () => {
    given(business, opened, lost, reopened('2026-02-01'))
      .when(opportunity, 'markLost', { opportunityId, note: 'Again' }, '2026-02-02')
      .decides(e.MarkedLost({ stage: inNew, reason: null, personId: opportunityId, note: 'Again' }))
  })
  it('does nothing to an open one, and may not precede the closing', () => {
    given(business, opened).when(opportunity, 'reopenOpportunity', { opportunityId }, day).nothing()
    given(business)
      .when(opportunity, 'reopenOpportunity', { opportunityId }, day)
      .rejected('OPPORTUNITY_UNKNOWN', { field: 'opportunityId', opportunityId })
    given(business, opened, lost)
      .when(opportunity, 'reopenOpportunity', { opportunityId }, '2026-01-19')
      .rejected('DATED_TOO_EARLY', { field: 'status' })
  })
})

describe('what may change open or closed, on any day since the opening', () => {
  const closed = given(business, opened, lost)
  const early = '2026-01-06'
  it('the title', () => {
    closed
      .when(opportunity, 'retitleOpportunity', { opportunityId, title: ' Hoists ' }, early)
      .decides(e.OpportunityRetitled({ personId: opportunityId, title: 'Hoists' }))
    closed.when(opportunity, 'retitleOpportunity', { opportunityId, title: 'Cranes for the port' }, early).nothing()
    given(happened('2026-01-05', e.OpportunityOpened({ ...opening, personId, title: Erased })))
      .when(opportunity, 'retitleOpportunity', { opportunityId, title: 'Hoists' }, early)
      .decides(e.OpportunityRetitled({ personId, title: 'Hoists' }))
  })
  it('the priority', () => {
    closed
      .when(opportunity, 'setOpportunityPriority', { opportunityId, priority: 3 }, early)
      .decides(e.OpportunityPrioritySet({ from: 0, to: 3 }))
    closed.when(opportunity, 'setOpportunityPriority', { opportunityId, priority: 0 }, early).nothing()
    closed.when(opportunity, 'setOpportunityPriority', { opportunityId, priority: 4 }, early).invalid('priority')
  })
  it('tags, each by itself', () => {
    const tagged = happened('2026-01-10', e.OpportunityTagged({ tag: 'port' }))
    closed
      .when(opportunity, 'tagOpportunity', { opportunityId, tag: 'port' }, early)
      .decides(e.OpportunityTagged({ tag: 'port' }))
    closed.when(opportunity, 'untagOpportunity', { opportunityId, tag: 'port' }, early).nothing()
    given(opened, tagged).when(opportunity, 'tagOpportunity', { opportunityId, tag: 'port' }, early).nothing()
    given(opened, tagged)
      .when(opportunity, 'tagOpportunity', { opportunityId, tag: 'big' }, early)
      .decides(e.OpportunityTagged({ tag: 'big' }))
    given(opened, tagged)
      .when(opportunity, 'untagOpportunity', { opportunityId, tag: 'port' }, '2026-01-10')
      .decides(e.OpportunityUntagged({ tag: 'port' }))
    given(opened, tagged)
      .when(opportunity, 'untagOpportunity', { opportunityId, tag: 'port' }, early)
      .rejected('DATED_TOO_EARLY', { notBefore: '2026-01-10' })
  })
  it('tags with names that mean something to JavaScript', () => {
    for (const tag of ['constructor', '__proto__', 'toString']) {
      const tagged = happened('2026-01-10', e.OpportunityTagged({ tag }))
      given(opened)
        .when(opportunity, 'tagOpportunity', { opportunityId, tag }, early)
        .decides(e.OpportunityTagged({ tag }))
      given(opened).when(opportunity, 'untagOpportunity', { opportunityId, tag }, early).nothing()
      given(opened, tagged).when(opportunity, 'tagOpportunity', { opportunityId, tag }, early).nothing()
      given(opened, tagged)
        .when(opportunity, 'untagOpportunity', { opportunityId, tag }, '2026-01-11')
        .decides(e.OpportunityUntagged({ tag }))
    }
  })
  it('who is in charge', () => {
    const toBinh = { ownerId: binh, teamId: north, department: 'Sài Gòn' }
    closed
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: binh }, early)
      .decides(e.OpportunityReassigned({ from: opening.assignment, to: toBinh }))
    const binhs = happened('2026-01-06', e.OpportunityReassigned({ from: opening.assignment, to: toBinh }))
    const his = given(business, opened, binhs)
    his.when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: binh }, day).nothing()
    his.when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: binh, teamId: north }, day).nothing()
    his
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: binh, teamId: south }, day)
      .decides(e.OpportunityReassigned({ from: toBinh, to: { ...toBinh, teamId: south } }))
    his
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: binh, teamId: null }, day)
      .decides(e.OpportunityReassigned({ from: toBinh, to: { ...toBinh, teamId: null } }))
    his
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: null }, day)
      .decides(e.OpportunityReassigned({ from: toBinh, to: { ownerId: null, teamId: north, department: null } }))
    his
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: null, teamId: null }, day)
      .decides(e.OpportunityReassigned({ from: toBinh, to: { ownerId: null, teamId: null, department: null } }))
    his
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: an, teamId: south }, day)
      .rejected('NOT_IN_SALES_TEAM', { field: 'teamId', teamId: south, staffMemberId: an })
    his
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: pooled('staff member', 9) }, day)
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'ownerId' })
    his
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: null, teamId: pooled('sales team', 9) }, day)
      .rejected('SALES_TEAM_UNKNOWN', { field: 'teamId' })
    his
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: an }, '2026-01-05')
      .rejected('DATED_TOO_EARLY', { field: 'assignment' })
  })
  it('a late reassignment may precede a move', () => {
    given(business, opened, proposed)
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: an }, '2026-01-07')
      .decides(
        e.OpportunityReassigned({ from: opening.assignment, to: { ownerId: an, teamId: north, department: 'Hà Nội' } }),
      )
  })
  it('the customer', () => {
    const linked = happened('2026-01-06', e.OpportunityCustomerLinked({ from: null, to: customerId }))
    closed
      .when(opportunity, 'linkOpportunityCustomer', { opportunityId, customerId }, early)
      .decides(e.OpportunityCustomerLinked({ from: null, to: customerId }))
    closed.when(opportunity, 'linkOpportunityCustomer', { opportunityId, customerId: null }, early).nothing()
    given(business, opened, linked)
      .when(opportunity, 'linkOpportunityCustomer', { opportunityId, customerId }, day)
      .nothing()
    given(business, opened, linked)
      .when(opportunity, 'linkOpportunityCustomer', { opportunityId, customerId: null }, day)
      .decides(e.OpportunityCustomerLinked({ from: customerId, to: null }))
    closed
      .when(opportunity, 'linkOpportunityCustomer', { opportunityId, customerId: personId }, early)
      .rejected('CONTACT_UNKNOWN', { field: 'customerId', contactId: personId })
  })
  it('the company’s own fields, each by itself', () => {
    const set = did(opportunity, 'setOpportunityCustomFields', { opportunityId, custom: { berth: 4 } }, '2026-01-10')
    closed
      .when(opportunity, 'setOpportunityCustomFields', { opportunityId, custom: { berth: 4 } }, early)
      .decides(e.OpportunityCustomFieldsSet({ personId: opportunityId, custom: { berth: 4 } }))
    given(opened, set)
      .when(opportunity, 'setOpportunityCustomFields', { opportunityId, custom: { berth: 4 } }, early)
      .nothing()
    given(opened, set)
      .when(opportunity, 'setOpportunityCustomFields', { opportunityId, custom: { berth: 4, deep: true } }, early)
      .decides(e.OpportunityCustomFieldsSet({ personId: opportunityId, custom: { deep: true } }))
    given(opened, set)
      .when(opportunity, 'setOpportunityCustomFields', { opportunityId, custom: { berth: 5 } }, early)
      .rejected('DATED_TOO_EARLY', { field: 'custom/berth/value' })
    given(opened)
      .when(opportunity, 'setOpportunityCustomFields', { opportunityId, custom: { 'no name': 1 } }, early)
      .invalid('custom.no name')
  })
  it('needs an opportunity', () => {
    const unknown = { field: 'opportunityId', opportunityId }
    const none = given(business)
    none
      .when(opportunity, 'retitleOpportunity', { opportunityId, title: 'x' }, day)
      .rejected('OPPORTUNITY_UNKNOWN', unknown)
    none
      .when(opportunity, 'setOpportunityPriority', { opportunityId, priority: 1 }, day)
      .rejected('OPPORTUNITY_UNKNOWN', unknown)
    none.when(opportunity, 'tagOpportunity', { opportunityId, tag: 'x' }, day).rejected('OPPORTUNITY_UNKNOWN', unknown)
    none
      .when(opportunity, 'untagOpportunity', { opportunityId, tag: 'x' }, day)
      .rejected('OPPORTUNITY_UNKNOWN', unknown)
    none
      .when(opportunity, 'reassignOpportunity', { opportunityId, ownerId: an }, day)
      .rejected('OPPORTUNITY_UNKNOWN', unknown)
    none
      .when(opportunity, 'linkOpportunityCustomer', { opportunityId, customerId }, day)
      .rejected('OPPORTUNITY_UNKNOWN', unknown)
    none
      .when(opportunity, 'setOpportunityCustomFields', { opportunityId, custom: { a: 1 } }, day)
      .rejected('OPPORTUNITY_UNKNOWN', unknown)
  })
})
