import { describe, expect, it } from 'vitest'
import { given, pooled } from '../../testkit/src/index.ts'
import { opportunity, opportunityEvents as e, probabilityOf, opportunityState } from '../src/index.ts'
import {
  an,
  business,
  cranes,
  giveVnd,
  lost,
  opened,
  opportunity as happened,
  opportunityId,
  proposed,
  withCranes,
  won,
} from './opportunity-past.ts'

const day = '2026-03-01'
const leadId = pooled('lead')

describe('an opportunity entered by mistake', () => {
  it('is voided, however it stands', () => {
    const voided = (was: 'open' | 'won' | 'lost') => e.OpportunityVoided({ was })
    given(business, opened).when(opportunity.void({ opportunityId }), day).decides(voided('open'))
    given(business, opened, won).when(opportunity.void({ opportunityId }), day).decides(voided('won'))
    given(business, opened, lost).when(opportunity.void({ opportunityId }), day).decides(voided('lost'))
  })
  it('is voided once, and not before what was done to it', () => {
    given(business, opened, happened('2026-02-01', e.OpportunityVoided({ was: 'open' })))
      .when(opportunity.void({ opportunityId }), day)
      .nothing()
    given(business, opened, proposed)
      .when(opportunity.void({ opportunityId }), '2026-01-05')
      .rejected('DATED_TOO_EARLY', { field: 'stage' })
    given().when(opportunity.void({ opportunityId }), day).rejected('OPPORTUNITY_UNKNOWN')
  })
  it.each([
    opportunity.open({ opportunityId, title: 'Máy in' }),
    opportunity.retitle({ opportunityId, title: 'Máy quét' }),
    opportunity.reassign({ opportunityId, ownerId: an }),
    opportunity.setRevenue({ opportunityId, revenue: giveVnd(5) }),
    opportunity.removeLine({ opportunityId, lineId: cranes.lineId }),
    opportunity.markLost({ opportunityId }),
    opportunity.reopen({ opportunityId }),
    opportunity.takeLead({ opportunityId, leadId }),
  ])('takes nothing more: $name', message => {
    given(business, opened, withCranes, happened('2026-02-01', e.OpportunityVoided({ was: 'open' })))
      .when(message, day)
      .rejected('OPPORTUNITY_VOID', { opportunityId })
  })
  it('is won with no probability', () => {
    expect(probabilityOf({ ...opportunityState.initialState, status: 'void', probabilityByHand: 50 })).toBe(0)
  })
})

describe('a lead that becomes an opportunity', () => {
  const taken = e.OpportunityLeadTaken({ leadId, conversionId: null })
  it('is named as it is opened', () => {
    expect(
      given(business).when(opportunity.open({ opportunityId, title: 'Máy in', leadId }), day).outcome,
    ).toMatchObject([{ type: 'OpportunityOpened' }, taken])
  })
  it('is taken once, by one that is open', () => {
    given(business, opened).when(opportunity.takeLead({ opportunityId, leadId }), day).decides(taken)
    given(business, opened, happened('2026-02-01', taken))
      .when(opportunity.takeLead({ opportunityId, leadId }), day)
      .nothing()
    given(business, opened, won).when(opportunity.takeLead({ opportunityId, leadId }), day).rejected('NOT_OPEN')
  })
})
