import { describe, it } from 'vitest'
import { did, given, past, pooled } from '../../testkit/src/index.ts'
import {
  catalogueEvents,
  catalogueId,
  catalogueState,
  Erased,
  opportunity,
  opportunityEvents as e,
} from '../src/index.ts'
import {
  an,
  binh,
  business,
  customerId,
  lost,
  north,
  opened,
  opening,
  opportunity as happened,
  opportunityId,
  personId,
  proposed,
  south,
} from './opportunity-past.ts'

const day = '2026-01-12'

const free = (label: string) => ({ entryId: null, label })

describe('what may change open or closed, on any day since the opening', () => {
  const closed = given(business, opened, lost)
  const early = '2026-01-06'
  it('the title', () => {
    closed
      .when(opportunity.retitle({ opportunityId, title: ' Hoists ' }), early)
      .decides(e.OpportunityRetitled({ personId: opportunityId, title: 'Hoists' }))
    closed.when(opportunity.retitle({ opportunityId, title: 'Cranes for the port' }), early).nothing()
    given(happened('2026-01-05', e.OpportunityOpened({ ...opening, personId, title: Erased })))
      .when(opportunity.retitle({ opportunityId, title: 'Hoists' }), early)
      .decides(e.OpportunityRetitled({ personId, title: 'Hoists' }))
  })
  it('the priority', () => {
    closed
      .when(opportunity.setPriority({ opportunityId, priority: 3 }), early)
      .decides(e.OpportunityPrioritySet({ from: 0, to: 3 }))
    closed.when(opportunity.setPriority({ opportunityId, priority: 0 }), early).nothing()
    closed.when(opportunity.setPriority({ opportunityId, priority: 4 }), early).invalid('priority')
  })
  it('tags, each by itself', () => {
    const tagged = happened('2026-01-10', e.OpportunityTagged({ tag: free('port') }))
    closed
      .when(opportunity.tag({ opportunityId, tag: 'port' }), early)
      .decides(e.OpportunityTagged({ tag: free('port') }))
    closed.when(opportunity.untag({ opportunityId, tag: 'port' }), early).nothing()
    given(opened, tagged)
      .when(opportunity.tag({ opportunityId, tag: 'port' }), early)
      .nothing()
    given(opened, tagged)
      .when(opportunity.tag({ opportunityId, tag: 'big' }), early)
      .decides(e.OpportunityTagged({ tag: free('big') }))
    given(opened, tagged)
      .when(opportunity.untag({ opportunityId, tag: 'port' }), '2026-01-10')
      .decides(e.OpportunityUntagged({ tag: free('port') }))
    given(opened, tagged)
      .when(opportunity.untag({ opportunityId, tag: 'port' }), early)
      .rejected('DATED_TOO_EARLY', { notBefore: '2026-01-10' })
  })
  it('tags from the catalogue, with the label of that day, by id or by label; free text that is called so stays', () => {
    const entryId = pooled('catalogue entry')
    const vip = catalogueEvents.CatalogueEntryAdded({
      ...{ entryId, label: 'VIP', code: null, order: 0, parentId: null, band: null },
    })
    const tags = past(catalogueState.of(catalogueId('tag')), ['2026-01-05', vip])
    for (const tag of ['vip', { entryId }])
      given(opened, tags)
        .when(opportunity.tag({ opportunityId, tag }), early)
        .decides(e.OpportunityTagged({ tag: { entryId, label: 'VIP' } }))
    const renamed = past(catalogueState.of(catalogueId('tag')), [
      '2026-01-06',
      catalogueEvents.CatalogueEntryRenamed({ entryId, from: 'VIP', to: 'Gold' }),
    ])
    const tagged = happened('2026-01-05', e.OpportunityTagged({ tag: { entryId, label: 'VIP' } }))
    given(opened, tags, tagged, renamed)
      .when(opportunity.tag({ opportunityId, tag: { entryId } }), early)
      .nothing()
    given(opened, tags, tagged, renamed)
      .when(opportunity.untag({ opportunityId, tag: { entryId } }), early)
      .decides(e.OpportunityUntagged({ tag: { entryId, label: 'VIP' } }))
    const asText = happened('2026-01-05', e.OpportunityTagged({ tag: free('VIP') }))
    given(opened, tags, asText)
      .when(opportunity.tag({ opportunityId, tag: 'VIP' }), early)
      .nothing()
    given(opened, tags)
      .when(opportunity.tag({ opportunityId, tag: { entryId: pooled('catalogue entry', 1) } }), early)
      .rejected('CATALOGUE_ENTRY_UNKNOWN', { field: 'tag' })
  })
  it('tags with names that mean something to JavaScript', () => {
    for (const tag of ['constructor', 'valueOf', 'toString']) {
      const tagged = happened('2026-01-10', e.OpportunityTagged({ tag: free(tag) }))
      given(opened)
        .when(opportunity.tag({ opportunityId, tag }), early)
        .decides(e.OpportunityTagged({ tag: free(tag) }))
      given(opened).when(opportunity.untag({ opportunityId, tag }), early).nothing()
      given(opened, tagged).when(opportunity.tag({ opportunityId, tag }), early).nothing()
      given(opened, tagged)
        .when(opportunity.untag({ opportunityId, tag }), '2026-01-11')
        .decides(e.OpportunityUntagged({ tag: free(tag) }))
    }
  })
  it('who is in charge', () => {
    const toBinh = { ownerId: binh, teamId: north, department: 'Sài Gòn' }
    closed
      .when(opportunity.reassign({ opportunityId, ownerId: binh }), early)
      .decides(e.OpportunityReassigned({ from: opening.assignment, to: toBinh }))
    const binhs = happened('2026-01-06', e.OpportunityReassigned({ from: opening.assignment, to: toBinh }))
    const his = given(business, opened, binhs)
    his.when(opportunity.reassign({ opportunityId, ownerId: binh }), day).nothing()
    his.when(opportunity.reassign({ opportunityId, ownerId: binh, teamId: north }), day).nothing()
    his
      .when(opportunity.reassign({ opportunityId, ownerId: binh, teamId: south }), day)
      .decides(e.OpportunityReassigned({ from: toBinh, to: { ...toBinh, teamId: south } }))
    his
      .when(opportunity.reassign({ opportunityId, ownerId: binh, teamId: null }), day)
      .decides(e.OpportunityReassigned({ from: toBinh, to: { ...toBinh, teamId: null } }))
    his
      .when(opportunity.reassign({ opportunityId, ownerId: null }), day)
      .decides(e.OpportunityReassigned({ from: toBinh, to: { ownerId: null, teamId: north, department: null } }))
    his
      .when(opportunity.reassign({ opportunityId, ownerId: null, teamId: null }), day)
      .decides(e.OpportunityReassigned({ from: toBinh, to: { ownerId: null, teamId: null, department: null } }))
    his
      .when(opportunity.reassign({ opportunityId, ownerId: an, teamId: south }), day)
      .rejected('NOT_IN_SALES_TEAM', { field: 'teamId', teamId: south, staffMemberId: an })
    his
      .when(opportunity.reassign({ opportunityId, ownerId: pooled('staff member', 9) }), day)
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'ownerId' })
    his
      .when(opportunity.reassign({ opportunityId, ownerId: null, teamId: pooled('sales team', 9) }), day)
      .rejected('SALES_TEAM_UNKNOWN', { field: 'teamId' })
    his
      .when(opportunity.reassign({ opportunityId, ownerId: an }), '2026-01-05')
      .rejected('DATED_TOO_EARLY', { field: 'assignment' })
  })
  it('a late reassignment may precede a move', () => {
    given(business, opened, proposed)
      .when(opportunity.reassign({ opportunityId, ownerId: an }), '2026-01-07')
      .decides(
        e.OpportunityReassigned({ from: opening.assignment, to: { ownerId: an, teamId: north, department: 'Hà Nội' } }),
      )
  })
  it('the customer', () => {
    const linked = happened('2026-01-06', e.OpportunityCustomerLinked({ from: null, to: customerId }))
    closed
      .when(opportunity.linkCustomer({ opportunityId, customerId }), early)
      .decides(e.OpportunityCustomerLinked({ from: null, to: customerId }))
    closed.when(opportunity.linkCustomer({ opportunityId, customerId: null }), early).nothing()
    given(business, opened, linked).when(opportunity.linkCustomer({ opportunityId, customerId }), day).nothing()
    given(business, opened, linked)
      .when(opportunity.linkCustomer({ opportunityId, customerId: null }), day)
      .decides(e.OpportunityCustomerLinked({ from: customerId, to: null }))
    closed
      .when(opportunity.linkCustomer({ opportunityId, customerId: personId }), early)
      .rejected('CONTACT_UNKNOWN', { field: 'customerId', contactId: personId })
  })
  it('the company’s own fields, each by itself', () => {
    const set = did(opportunity.setCustomFields({ opportunityId, custom: { berth: 4 } }), '2026-01-10')
    closed
      .when(opportunity.setCustomFields({ opportunityId, custom: { berth: 4 } }), early)
      .decides(e.OpportunityCustomFieldsSet({ personId: opportunityId, custom: { berth: 4 } }))
    given(opened, set)
      .when(opportunity.setCustomFields({ opportunityId, custom: { berth: 4 } }), early)
      .nothing()
    given(opened, set)
      .when(opportunity.setCustomFields({ opportunityId, custom: { berth: 4, deep: true } }), early)
      .decides(e.OpportunityCustomFieldsSet({ personId: opportunityId, custom: { deep: true } }))
    given(opened, set)
      .when(opportunity.setCustomFields({ opportunityId, custom: { berth: 5 } }), early)
      .rejected('DATED_TOO_EARLY', { field: 'custom/berth/value' })
    given(opened)
      .when(opportunity.setCustomFields({ opportunityId, custom: { 'no name': 1 } }), early)
      .invalid('custom.no name')
  })
  it('needs an opportunity', () => {
    const unknown = { field: 'opportunityId', opportunityId }
    const none = given(business)
    none.when(opportunity.retitle({ opportunityId, title: 'x' }), day).rejected('OPPORTUNITY_UNKNOWN', unknown)
    none.when(opportunity.setPriority({ opportunityId, priority: 1 }), day).rejected('OPPORTUNITY_UNKNOWN', unknown)
    none.when(opportunity.tag({ opportunityId, tag: 'x' }), day).rejected('OPPORTUNITY_UNKNOWN', unknown)
    none.when(opportunity.untag({ opportunityId, tag: 'x' }), day).rejected('OPPORTUNITY_UNKNOWN', unknown)
    none.when(opportunity.reassign({ opportunityId, ownerId: an }), day).rejected('OPPORTUNITY_UNKNOWN', unknown)
    none.when(opportunity.linkCustomer({ opportunityId, customerId }), day).rejected('OPPORTUNITY_UNKNOWN', unknown)
    none
      .when(opportunity.setCustomFields({ opportunityId, custom: { a: 1 } }), day)
      .rejected('OPPORTUNITY_UNKNOWN', unknown)
  })
})
