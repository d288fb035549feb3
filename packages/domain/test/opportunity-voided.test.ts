import { describe, expect, it } from 'vitest'
import { did, given, past, pooled } from '../../testkit/src/index.ts'
import {
  companyEvents,
  companyState,
  conversionIdOf,
  lead,
  opportunity,
  opportunityEvents as e,
  opportunityState,
  probabilityOf,
  theCompany,
} from '../src/index.ts'
import { derivedId } from '../src/kernel/derived-id.ts'
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
const aLead = did(lead.create({ leadId, title: 'Máy in' }), '2026-01-05')

describe('an opportunity entered by mistake', () => {
  it('is voided, however it stands', () => {
    const voided = (was: 'open' | 'won' | 'lost') => e.OpportunityVoided({ was })
    given(business, opened).when(opportunity.void({ opportunityId }), day).decides(voided('open'))
    given(business, opened, won).when(opportunity.void({ opportunityId }), day).decides(voided('won'))
    given(business, opened, lost).when(opportunity.void({ opportunityId }), day).decides(voided('lost'))
  })
  it('is voided only while it is open, where that is asked', () => {
    const whileOpen = opportunity.void({ opportunityId, onlyOpen: true })
    given(business, opened)
      .when(whileOpen, day)
      .decides(e.OpportunityVoided({ was: 'open' }))
    for (const closed of [won, lost]) given(business, opened, closed).when(whileOpen, day).rejected('NOT_OPEN')
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
    const opening = opportunity.open({ opportunityId, title: 'Máy in', leadId })
    expect(given(business, aLead).when(opening, day).outcome).toMatchObject([{ type: 'OpportunityOpened' }, taken])
    given(business).when(opening, day).rejected('LEAD_UNKNOWN', { field: 'leadId' })
  })
  it('excuses its opening from what is required only while it is converted into that one', () => {
    const conversionId = conversionIdOf(leadId, 0)
    const asked = did(
      lead.convert({ leadId, into: { mode: 'newOpportunity', ownerId: an }, customer: { choice: 'none' } }),
      day,
    )
    const required = past(companyState.of(theCompany), [
      day,
      companyEvents.CompanyRequiredFieldsSet({ form: 'opportunity', kind: null, from: [], to: ['ownerId'] }),
    ])
    const converted = derivedId(leadId, 'opportunity')
    const opening = (opportunityId: string, conversionId: string) =>
      opportunity.open({ opportunityId, title: 'Máy in', leadId, conversionId })
    const converting = [business, aLead, asked, required] as const
    expect(given(...converting).when(opening(converted, conversionId), day).outcome).toMatchObject([
      { type: 'OpportunityOpened' },
      { type: 'OpportunityLeadTaken' },
    ])
    given(...converting)
      .when(opening(opportunityId, conversionId), day)
      .rejected('MISSING_FIELDS')
    given(...converting)
      .when(opening(converted, conversionIdOf(leadId, 1)), day)
      .rejected('MISSING_FIELDS')
    given(business, aLead, required).when(opening(converted, conversionId), day).rejected('MISSING_FIELDS')
    const refused = did(lead.refuseConversion({ leadId, conversionId, step: 'link', code: 'NO' }), day)
    given(...converting, refused)
      .when(opening(converted, conversionId), day)
      .rejected('MISSING_FIELDS')
  })
  it('is taken once, by one that is open', () => {
    given(business, opened).when(opportunity.takeLead({ opportunityId, leadId }), day).decides(taken)
    given(business, opened, happened('2026-02-01', taken))
      .when(opportunity.takeLead({ opportunityId, leadId }), day)
      .nothing()
    given(business, opened, won).when(opportunity.takeLead({ opportunityId, leadId }), day).rejected('NOT_OPEN')
  })
})
