import { describe, it } from 'vitest'
import { given } from '../../testkit/src/index.ts'
import { Erased, opportunity, opportunityEvents as e } from '../src/index.ts'
import { business, lost, opening, opportunity as happened, opportunityId, personId } from './opportunity-past.ts'

const open = (id: string | typeof Erased) =>
  happened('2026-01-05', e.OpportunityOpened({ ...opening, personId, externalIds: [{ system: 'erp', id }] }))
const set = (system: string, id: string | null) => e.OpportunityExternalIdSet({ personId, system, id })
const opened = open('7')
const renumbered = happened('2026-01-10', set('erp', '8'))
const taken = happened('2026-01-10', set('erp', null))
const day = '2026-01-12'
const early = '2026-01-06'

describe('what another system calls an opportunity', () => {
  it('is set for one more system, changed, or taken away, open or closed', () => {
    for (const history of [[opened], [opened, lost]]) {
      given(...history)
        .when(opportunity.setExternalId({ opportunityId, system: ' Odoo ', id: '5' }), early)
        .decides(set('Odoo', '5'))
      given(...history)
        .when(opportunity.setExternalId({ opportunityId, system: 'erp', id: '8' }), early)
        .decides(set('erp', '8'))
      given(...history)
        .when(opportunity.setExternalId({ opportunityId, system: 'erp', id: null }), early)
        .decides(set('erp', null))
    }
  })
  it('decides nothing when it is so already', () => {
    given(opened)
      .when(opportunity.setExternalId({ opportunityId, system: 'erp', id: '7' }), day)
      .nothing()
    given(opened, renumbered)
      .when(opportunity.setExternalId({ opportunityId, system: 'erp', id: '8' }), day)
      .nothing()
    given(opened, taken)
      .when(opportunity.setExternalId({ opportunityId, system: 'erp', id: null }), day)
      .nothing()
  })
  it('may be known to a system whose name means something to JavaScript', () => {
    for (const system of ['constructor', 'valueOf', 'toString']) {
      const known = happened('2026-01-06', set(system, '1'))
      given(opened)
        .when(opportunity.setExternalId({ opportunityId, system, id: null }), day)
        .nothing()
      given(opened, known)
        .when(opportunity.setExternalId({ opportunityId, system, id: '1' }), day)
        .nothing()
      given(opened, known)
        .when(opportunity.setExternalId({ opportunityId, system, id: null }), day)
        .decides(set(system, null))
    }
  })
  it('is written anew, or taken away, after an erasure', () => {
    for (const id of ['7', null])
      given(open(Erased))
        .when(opportunity.setExternalId({ opportunityId, system: 'erp', id }), early)
        .decides(set('erp', id))
  })
  it('changes behind a later change in another system, not in the same', () => {
    for (const later of [renumbered, taken]) {
      given(opened, later)
        .when(opportunity.setExternalId({ opportunityId, system: 'Odoo', id: '5' }), early)
        .decides(set('Odoo', '5'))
      given(opened, later)
        .when(opportunity.setExternalId({ opportunityId, system: 'erp', id: '9' }), early)
        .rejected('DATED_TOO_EARLY', { field: 'externalIds/erp/id' })
    }
  })
  it('is told once per system when it is opened', () => {
    const twice = [
      { system: 'erp', id: '7' },
      { system: 'Odoo', id: '7' },
      { system: 'erp', id: '8' },
    ]
    given(business)
      .when(opportunity.open({ opportunityId, title: 'Cranes', externalIds: twice }), '2026-01-05')
      .invalid('externalIds.2.system')
  })
  it('needs an opportunity', () => {
    given(business)
      .when(opportunity.setExternalId({ opportunityId, system: 'erp', id: null }), day)
      .rejected('OPPORTUNITY_UNKNOWN', { field: 'opportunityId', opportunityId })
  })
})
