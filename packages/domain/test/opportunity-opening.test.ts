import { describe, it } from 'vitest'
import { did, given, pooled } from '../../testkit/src/index.ts'
import {
  company,
  Erased,
  opportunity,
  opportunityEvents as e,
  standardStages,
  theStandardPipeline,
} from '../src/index.ts'
import {
  an,
  binh,
  business,
  byHand,
  customerId,
  inNew,
  inQualified,
  north,
  opened,
  opening,
  opportunity as happened,
  opportunityId,
  personId,
  summed,
  usd,
  vnd,
  won,
} from './opportunity-past.ts'

const wish = { opportunityId, title: 'Cranes for the port' }
const day = '2026-01-05'
const there = given(business)

describe('opening an opportunity', () => {
  it('needs a title only', () => {
    there.when(opportunity, 'openOpportunity', wish, day).decides(e.OpportunityOpened(opening))
  })
  it('takes all that is given', () => {
    const all = {
      ...wish,
      personId,
      pipelineId: theStandardPipeline,
      stageId: standardStages.qualified,
      ownerId: an,
      teamId: north,
      expectedRevenue: usd(500),
      currency: 'USD',
      expectedCloseOn: '2026-03-01',
      priority: 2,
      tags: ['port', 'big', 'port'],
      customerId,
      externalIds: [{ system: 'erp', id: '7' }],
      custom: { berth: 4 },
    }
    const {
      opportunityId: _,
      pipelineId: __,
      stageId: ___,
      ownerId,
      teamId,
      expectedRevenue,
      currency: ____,
      ...rest
    } = all
    there.when(opportunity, 'openOpportunity', all, day).decides(
      e.OpportunityOpened({
        ...rest,
        stage: inQualified,
        assignment: { ownerId, teamId, department: 'Hà Nội' },
        revenue: byHand(expectedRevenue),
        tags: ['big', 'port'],
      }),
    )
  })
  it('refuses a title that says nothing', () => {
    there.when(opportunity, 'openOpportunity', { ...wish, title: '  ' }, day).invalid('title')
  })
  it('refuses values out of range, naming the field', () => {
    there.when(opportunity, 'openOpportunity', { ...wish, priority: 4 }, day).invalid('priority')
    there
      .when(opportunity, 'openOpportunity', { ...wish, expectedRevenue: vnd(-1) }, day)
      .invalid('expectedRevenue.amount')
    there
      .when(opportunity, 'openOpportunity', { ...wish, expectedCloseOn: '2026-02-30' }, day)
      .invalid('expectedCloseOn')
    there.when(opportunity, 'openOpportunity', { ...wish, ownerId: 'An' }, day).invalid('ownerId')
    there.when(opportunity, 'openOpportunity', { ...wish, currency: 'đồng' }, day).invalid('currency')
  })
})

describe('opening it again', () => {
  const all = {
    ...wish,
    personId,
    ownerId: an,
    expectedRevenue: vnd(5),
    expectedCloseOn: '2026-03-01',
    priority: 1,
    tags: ['big'],
    customerId,
    externalIds: [{ system: 'erp', id: '7' }],
    custom: { berth: 4 },
  }
  const once = did(opportunity, 'openOpportunity', all, day)
  it('decides nothing, whatever happened since', () => {
    given(business, once).when(opportunity, 'openOpportunity', all, day).nothing()
    given(business, once, won)
      .when(
        opportunity,
        'openOpportunity',
        { ...all, pipelineId: theStandardPipeline, stageId: inNew.stageId, teamId: north, currency: 'VND' },
        day,
      )
      .nothing()
    given(business, opened).when(opportunity, 'openOpportunity', wish, '2026-02-01').nothing()
  })
  it('says nothing by what it leaves out', () => {
    given(business, once).when(opportunity, 'openOpportunity', wish, day).nothing()
  })
  it('refuses other values, naming the field', () => {
    const again = given(business, once)
    const other = pooled('pipeline')
    again
      .when(opportunity, 'openOpportunity', { ...all, title: 'Other' }, day)
      .rejected('ALREADY_OPENED', { field: 'title', opportunityId })
    again
      .when(opportunity, 'openOpportunity', { ...all, personId: opportunityId }, day)
      .rejected('ALREADY_OPENED', { field: 'personId' })
    again
      .when(opportunity, 'openOpportunity', { ...all, pipelineId: other }, day)
      .rejected('ALREADY_OPENED', { field: 'pipelineId' })
    again
      .when(opportunity, 'openOpportunity', { ...all, stageId: inQualified.stageId }, day)
      .rejected('ALREADY_OPENED', { field: 'stageId' })
    again
      .when(opportunity, 'openOpportunity', { ...all, ownerId: binh }, day)
      .rejected('ALREADY_OPENED', { field: 'ownerId' })
    again
      .when(opportunity, 'openOpportunity', { ...all, teamId: null }, day)
      .rejected('ALREADY_OPENED', { field: 'teamId' })
    again
      .when(opportunity, 'openOpportunity', { ...all, expectedRevenue: vnd(6) }, day)
      .rejected('ALREADY_OPENED', { field: 'expectedRevenue' })
    again
      .when(opportunity, 'openOpportunity', { ...all, currency: 'USD' }, day)
      .rejected('ALREADY_OPENED', { field: 'currency' })
    again
      .when(opportunity, 'openOpportunity', { ...all, expectedCloseOn: '2026-03-02' }, day)
      .rejected('ALREADY_OPENED', { field: 'expectedCloseOn' })
    again
      .when(opportunity, 'openOpportunity', { ...all, priority: 0 }, day)
      .rejected('ALREADY_OPENED', { field: 'priority' })
    again.when(opportunity, 'openOpportunity', { ...all, tags: [] }, day).rejected('ALREADY_OPENED', { field: 'tags' })
    again
      .when(opportunity, 'openOpportunity', { ...all, customerId: personId }, day)
      .rejected('ALREADY_OPENED', { field: 'customerId' })
    again
      .when(opportunity, 'openOpportunity', { ...all, externalIds: [] }, day)
      .rejected('ALREADY_OPENED', { field: 'externalIds' })
    again
      .when(opportunity, 'openOpportunity', { ...all, custom: { berth: 5 } }, day)
      .rejected('ALREADY_OPENED', { field: 'custom' })
    given(business, opened)
      .when(opportunity, 'openOpportunity', { ...wish, expectedRevenue: vnd(0) }, day)
      .rejected('ALREADY_OPENED', { field: 'expectedRevenue' })
  })
  it('takes an erased title for another one', () => {
    given(business, happened(day, e.OpportunityOpened({ ...opening, title: Erased })))
      .when(opportunity, 'openOpportunity', wish, day)
      .rejected('ALREADY_OPENED', { field: 'title' })
  })
})

describe('the revenue of a new opportunity', () => {
  const dollars = did(
    company,
    'foundCompany',
    { timeZone: 'Asia/Ho_Chi_Minh', currency: 'USD', language: 'en' },
    '2026-01-01',
  )
  it('is what the lines will add up to, in the company’s currency unless told', () => {
    given(business, dollars)
      .when(opportunity, 'openOpportunity', wish, day)
      .decides(e.OpportunityOpened({ ...opening, revenue: summed(usd(0)) }))
    given(business, dollars)
      .when(opportunity, 'openOpportunity', { ...wish, currency: 'VND' }, day)
      .decides(e.OpportunityOpened(opening))
  })
  it('is set by hand when it is given, in its own currency', () => {
    given(business, dollars)
      .when(opportunity, 'openOpportunity', { ...wish, expectedRevenue: vnd(0) }, day)
      .decides(e.OpportunityOpened({ ...opening, revenue: byHand(vnd(0)) }))
  })
  it('is in the currency given', () => {
    there
      .when(opportunity, 'openOpportunity', { ...wish, expectedRevenue: vnd(5), currency: 'USD' }, day)
      .rejected('CURRENCY_MISMATCH', { field: 'currency', expected: 'VND', currency: 'USD' })
  })
})

describe('the customer of a new opportunity', () => {
  it('must be in the directory', () => {
    const nobody = pooled('contact', 9)
    there
      .when(opportunity, 'openOpportunity', { ...wish, customerId: nobody }, day)
      .rejected('CONTACT_UNKNOWN', { field: 'customerId', contactId: nobody })
  })
})
