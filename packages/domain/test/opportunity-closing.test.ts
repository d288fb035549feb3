import { describe, it } from 'vitest'
import { given, pooled } from '../../testkit/src/index.ts'
import { opportunity, opportunityEvents as e, salesPipelineEvents as p, standardStages } from '../src/index.ts'
import {
  giveVnd,
  giveUsd,
  business,
  byHand,
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

const { new: newId, won: wonId } = standardStages
const limited = (stageId: string, ...to: string[]) => pipeline(p.StageTeamsSet({ stageId, from: [], to }))
const reopened = (on: string, was: 'won' | 'lost' = 'lost') =>
  happened(on, e.OpportunityReopened({ was, stage: inNew }))
const counted = (on: string, teamId: string | null) =>
  happened(on, e.OpportunityReassigned({ from: opening.assignment, to: { ownerId: null, teamId, department: null } }))
const day = '2026-01-12'

describe('winning', () => {
  it('enters the next stage that is won', () => {
    given(business, opened)
      .when(opportunity.markWon({ opportunityId }), day)
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
    given(business, twoWon, opened).when(opportunity.markWon({ opportunityId }), day).decides(winsIn(inSigned))
    given(business, twoWon, opened, proposed)
      .when(opportunity.markWon({ opportunityId }), day)
      .decides(winsIn(inWon, inProposition))
    given(business, twoWon, pipeline(p.StageRetired({ stageId: wonId })), opened, proposed)
      .when(opportunity.markWon({ opportunityId }), day)
      .decides(winsIn(inSigned, inProposition))
    // the one that is named goes first
    const inStage = (stageId: string) => opportunity.markWon({ opportunityId, stageId })
    given(business, twoWon, opened).when(inStage(wonId), day).decides(winsIn(inWon))
    given(business, twoWon, opened).when(inStage(newId), day).rejected('STAGE_NOT_WON', { field: 'stageId' })
    given(business, twoWon, opened)
      .when(inStage(pooled('stage', 1)), day)
      .rejected('STAGE_UNKNOWN')
    // its own stage counts where it stands now
    given(business, twoWon, pipeline(p.StageReordered({ stageId: newId, from: 0, to: 30 })), opened)
      .when(opportunity.markWon({ opportunityId }), day)
      .decides(winsIn(inWon))
    // after both, it is won in the last one before
    given(business, twoWon, pipeline(p.StageReordered({ stageId: newId, from: 0, to: 95 })), opened)
      .when(opportunity.markWon({ opportunityId }), day)
      .decides(winsIn(inWon))
    given(business, twoWon, limited(signed.stageId, south), opened, counted('2026-01-06', north))
      .when(opportunity.markWon({ opportunityId }), day)
      .decides(winsIn(inWon))
    given(business, twoWon, limited(signed.stageId, south), opened, counted('2026-01-15', north))
      .when(opportunity.markWon({ opportunityId }), day)
      .rejected('DATED_TOO_EARLY', { field: 'assignment' })
  })
  it('takes the final amount', () => {
    given(business, opened, withCranes)
      .when(opportunity.markWon({ opportunityId, revenue: giveVnd(900) }), day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: byHand(vnd(900)), expected: summed(vnd(1000)) }))
    given(business, opened, withCranes)
      .when(opportunity.markWon({ opportunityId, revenue: giveVnd(1000) }), day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: summed(vnd(1000)), expected: summed(vnd(1000)) }))
    given(business, opened)
      .when(opportunity.markWon({ opportunityId, revenue: giveUsd(9) }), day)
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: byHand(usd(9)), expected: summed(vnd(0)) }))
    given(business, opened, withCranes)
      .when(opportunity.markWon({ opportunityId, revenue: giveUsd(9) }), day)
      .rejected('CURRENCY_MISMATCH', { field: 'revenue', expected: 'VND', currency: 'USD' })
  })
  it('decides nothing the second time, but refuses another amount', () => {
    given(business, opened, won).when(opportunity.markWon({ opportunityId }), '2026-01-21').nothing()
    given(business, opened, won)
      .when(opportunity.markWon({ opportunityId, revenue: giveVnd(450) }), '2026-01-21')
      .nothing()
    given(business, opened, won)
      .when(opportunity.markWon({ opportunityId, revenue: giveVnd(451) }), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
  })
  it('needs a stage to be won in', () => {
    given(business, limited(wonId, south), opened, counted('2026-01-06', north))
      .when(opportunity.markWon({ opportunityId }), day)
      .rejected('NO_WON_STAGE')
  })
})

describe('losing', () => {
  it('keeps the reason by name and the note about a person', () => {
    given(business, opened, proposed)
      .when(opportunity.markLost({ opportunityId, reasonId, personId, note: 'Too dear' }), day)
      .decides(
        e.MarkedLost({ stage: inProposition, reason: { reasonId, name: 'Too dear' }, personId, note: 'Too dear' }),
      )
  })
  it('needs no reason', () => {
    given(business, opened)
      .when(opportunity.markLost({ opportunityId }), day)
      .decides(e.MarkedLost({ stage: inNew, reason: null, personId: opportunityId, note: null }))
    given(business, happened('2026-01-05', e.OpportunityOpened({ ...opening, personId })))
      .when(opportunity.markLost({ opportunityId }), day)
      .decides(e.MarkedLost({ stage: inNew, reason: null, personId, note: null }))
  })
  it('decides nothing the second time, but refuses another reason or note', () => {
    given(business, opened, lost)
      .when(opportunity.markLost({ opportunityId, reasonId, note: 'They said so' }), '2026-01-21')
      .nothing()
    given(business, opened, lost).when(opportunity.markLost({ opportunityId }), '2026-01-21').nothing()
    given(business, opened, lost)
      .when(opportunity.markLost({ opportunityId, note: 'Other' }), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'lost' })
    given(business, opened, lost)
      .when(opportunity.markLost({ opportunityId, reasonId: pooled('lost reason', 1) }), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'lost' })
    given(business, opened, won)
      .when(opportunity.markLost({ opportunityId }), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
  })
  it('refuses a reason that is not there, or no longer', () => {
    const nothing = pooled('lost reason', 9)
    given(business, opened)
      .when(opportunity.markLost({ opportunityId, reasonId: nothing }), day)
      .rejected('LOST_REASON_UNKNOWN', { field: 'reasonId', reasonId: nothing })
    given(business, pipeline(p.LostReasonRetired({ reasonId })), opened)
      .when(opportunity.markLost({ opportunityId, reasonId }), day)
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
        .when(opportunity.markLost({ opportunityId }), day)
        .rejected('DATED_TOO_EARLY', rejection)
      given(business, opened, event)
        .when(opportunity.markWon({ opportunityId }), day)
        .rejected('DATED_TOO_EARLY', rejection)
      given(business, opened, event)
        .when(opportunity.changeStage({ opportunityId, stageId: wonId }), day)
        .rejected('DATED_TOO_EARLY', rejection)
    })
  }
})

describe('reopening', () => {
  it('puts it back into its open stage', () => {
    given(business, opened, lost)
      .when(opportunity.reopen({ opportunityId }), '2026-02-01')
      .decides(e.OpportunityReopened({ was: 'lost', stage: inNew }))
    given(business, opened, won)
      .when(opportunity.reopen({ opportunityId }), '2026-02-01')
      .decides(e.OpportunityReopened({ was: 'won', stage: inNew }))
  })
  it('keeps the final amount as what is expected', () => {
    given(business, opened, won, reopened('2026-02-01', 'won'))
      .when(opportunity.markWon({ opportunityId }), '2026-02-02')
      .decides(e.MarkedWon({ from: inNew, to: inWon, revenue: byHand(vnd(450)), expected: byHand(vnd(450)) }))
  })
  it('lets it be lost again for another reason', () => {
    given(business, opened, lost, reopened('2026-02-01'))
      .when(opportunity.markLost({ opportunityId, note: 'Again' }), '2026-02-02')
      .decides(e.MarkedLost({ stage: inNew, reason: null, personId: opportunityId, note: 'Again' }))
  })
  it('does nothing to an open one, and may not precede the closing', () => {
    given(business, opened).when(opportunity.reopen({ opportunityId }), day).nothing()
    given(business)
      .when(opportunity.reopen({ opportunityId }), day)
      .rejected('OPPORTUNITY_UNKNOWN', { field: 'opportunityId', opportunityId })
    given(business, opened, lost)
      .when(opportunity.reopen({ opportunityId }), '2026-01-19')
      .rejected('DATED_TOO_EARLY', { field: 'status' })
  })
})
