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
  giveVnd,
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
  giveUsd,
} from './opportunity-past.ts'

const input = { opportunityId, title: 'Cranes for the port' }
const day = '2026-01-05'
const there = given(business)

describe('opening an opportunity', () => {
  it('needs a title only', () => {
    there.when(opportunity.open(input), day).decides(e.OpportunityOpened(opening))
  })
  it('takes all that is given', () => {
    const all = {
      ...input,
      personId,
      pipelineId: theStandardPipeline,
      stageId: standardStages.qualified,
      ownerId: an,
      teamId: north,
      expectedRevenue: giveUsd(500),
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
      expectedRevenue: ____,
      currency: _____,
      ...rest
    } = all
    there.when(opportunity.open(all), day).decides(
      e.OpportunityOpened({
        ...rest,
        stage: inQualified,
        assignment: { ownerId, teamId, department: 'Hà Nội' },
        revenue: byHand(usd(500)),
        tags: ['big', 'port'].map(label => ({ entryId: null, label })),
      }),
    )
  })
  it('refuses a title that says nothing', () => {
    there.when(opportunity.open({ ...input, title: '  ' }), day).invalid('title')
  })
  it('refuses values out of range, naming the field', () => {
    there.when(opportunity.open({ ...input, priority: 4 }), day).invalid('priority')
    there.when(opportunity.open({ ...input, expectedRevenue: giveVnd(-1) }), day).invalid('expectedRevenue.amount')
    there.when(opportunity.open({ ...input, expectedCloseOn: '2026-02-30' }), day).invalid('expectedCloseOn')
    there.when(opportunity.open({ ...input, ownerId: 'An' }), day).invalid('ownerId')
    there.when(opportunity.open({ ...input, currency: 'đồng' }), day).invalid('currency')
  })
})

describe('opening it again', () => {
  const all = {
    ...input,
    personId,
    ownerId: an,
    expectedRevenue: giveVnd(5),
    expectedCloseOn: '2026-03-01',
    priority: 1,
    tags: ['big'],
    customerId,
    externalIds: [{ system: 'erp', id: '7' }],
    custom: { berth: 4 },
  }
  const once = did(opportunity.open(all), day)
  it('decides nothing, whatever happened since', () => {
    given(business, once).when(opportunity.open(all), day).nothing()
    given(business, once, won)
      .when(
        opportunity.open({
          ...all,
          pipelineId: theStandardPipeline,
          stageId: inNew.stageId,
          teamId: north,
          currency: 'VND',
        }),
        day,
      )
      .nothing()
    given(business, opened).when(opportunity.open(input), '2026-02-01').nothing()
  })
  it('says nothing by what it leaves out', () => {
    given(business, once).when(opportunity.open(input), day).nothing()
  })
  it('refuses other values, naming the field', () => {
    const again = given(business, once)
    const other = pooled('pipeline')
    again
      .when(opportunity.open({ ...all, title: 'Other' }), day)
      .rejected('ALREADY_OPENED', { field: 'title', opportunityId })
    again
      .when(opportunity.open({ ...all, personId: opportunityId }), day)
      .rejected('ALREADY_OPENED', { field: 'personId' })
    again.when(opportunity.open({ ...all, pipelineId: other }), day).rejected('ALREADY_OPENED', { field: 'pipelineId' })
    again
      .when(opportunity.open({ ...all, stageId: inQualified.stageId }), day)
      .rejected('ALREADY_OPENED', { field: 'stageId' })
    again.when(opportunity.open({ ...all, ownerId: binh }), day).rejected('ALREADY_OPENED', { field: 'ownerId' })
    again.when(opportunity.open({ ...all, teamId: null }), day).rejected('ALREADY_OPENED', { field: 'teamId' })
    again
      .when(opportunity.open({ ...all, expectedRevenue: giveVnd(6) }), day)
      .rejected('ALREADY_OPENED', { field: 'expectedRevenue' })
    again.when(opportunity.open({ ...all, currency: 'USD' }), day).rejected('ALREADY_OPENED', { field: 'currency' })
    again
      .when(opportunity.open({ ...all, expectedCloseOn: '2026-03-02' }), day)
      .rejected('ALREADY_OPENED', { field: 'expectedCloseOn' })
    again.when(opportunity.open({ ...all, priority: 0 }), day).rejected('ALREADY_OPENED', { field: 'priority' })
    again.when(opportunity.open({ ...all, tags: [] }), day).rejected('ALREADY_OPENED', { field: 'tags' })
    again
      .when(opportunity.open({ ...all, customerId: personId }), day)
      .rejected('ALREADY_OPENED', { field: 'customerId' })
    again.when(opportunity.open({ ...all, externalIds: [] }), day).rejected('ALREADY_OPENED', { field: 'externalIds' })
    again.when(opportunity.open({ ...all, custom: { berth: 5 } }), day).rejected('ALREADY_OPENED', { field: 'custom' })
    given(business, opened)
      .when(opportunity.open({ ...input, expectedRevenue: giveVnd(0) }), day)
      .rejected('ALREADY_OPENED', { field: 'expectedRevenue' })
  })
  it('takes an erased title for another one', () => {
    given(business, happened(day, e.OpportunityOpened({ ...opening, title: Erased })))
      .when(opportunity.open(input), day)
      .rejected('ALREADY_OPENED', { field: 'title' })
  })
})

describe('the revenue of a new opportunity', () => {
  const dollars = did(company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'USD', language: 'en' }), '2026-01-01')
  it('is what the lines will add up to, in the company’s currency unless told', () => {
    given(business, dollars)
      .when(opportunity.open(input), day)
      .decides(e.OpportunityOpened({ ...opening, revenue: summed(usd(0)) }))
    given(business, dollars)
      .when(opportunity.open({ ...input, currency: 'VND' }), day)
      .decides(e.OpportunityOpened(opening))
  })
  it('is set by hand when it is given, in its own currency', () => {
    given(business, dollars)
      .when(opportunity.open({ ...input, expectedRevenue: giveVnd(0) }), day)
      .decides(e.OpportunityOpened({ ...opening, revenue: byHand(vnd(0)) }))
  })
  it('is in the currency given', () => {
    there
      .when(opportunity.open({ ...input, expectedRevenue: giveVnd(5), currency: 'USD' }), day)
      .rejected('CURRENCY_MISMATCH', { field: 'currency', expected: 'VND', currency: 'USD' })
  })
})

describe('the customer of a new opportunity', () => {
  it('must be in the directory', () => {
    const nobody = pooled('contact', 9)
    there
      .when(opportunity.open({ ...input, customerId: nobody }), day)
      .rejected('CONTACT_UNKNOWN', { field: 'customerId', contactId: nobody })
  })
})
