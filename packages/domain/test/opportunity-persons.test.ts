import { given, past, pooled, type History } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  contactEvents,
  contactState,
  mainPersonOf,
  opportunity,
  opportunityEvents as e,
  opportunityState,
  type ContactKind,
} from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'
import { business, opened, opportunityId } from './opportunity-past.ts'

const [buyer, user] = [pooled('contact', 2), pooled('contact', 3)]
const registered = (id: string, kind: ContactKind) =>
  past(contactState.of(id), [
    '2026-01-01',
    contactEvents.ContactRegistered({
      personId: id,
      kind,
      name: 'An',
      phone: null,
      email: null,
      profile: profileOf(contactState.initialState),
      term: 'regular',
      taxCode: null,
      accountManagerId: null,
      externalIds: [],
      custom: {},
    }),
  ])
const decider = { entryId: null, label: 'Người quyết định' }
const stream = opportunityState.of(opportunityId)
const involved = past(stream, ['2026-02-01', e.OpportunityPersonAdded({ contactId: buyer, role: decider })])
const persons = registered(buyer, 'individual')
const on = '2026-02-02'
const here = (...more: readonly History[]) => given(business, opened, persons, ...more)

describe('the persons of an opportunity', () => {
  const add = opportunity.addPerson({ opportunityId, contactId: buyer, role: 'Người quyết định' })
  it('are added once, each in a role', () => {
    here()
      .when(add, on)
      .decides(e.OpportunityPersonAdded({ contactId: buyer, role: decider }))
    here(involved).when(add, on).nothing()
    here(involved)
      .when(opportunity.addPerson({ opportunityId, contactId: buyer }), on)
      .rejected('PERSON_EXISTS', { field: 'contactId' })
  })
  it('are persons that are known', () => {
    const addUser = opportunity.addPerson({ opportunityId, contactId: user })
    here().when(addUser, on).rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    here(registered(user, 'organisation')).when(addUser, on).rejected('PERSON_IS_ORGANISATION', { field: 'contactId' })
  })
  it('have another role', () => {
    here(involved)
      .when(opportunity.setPersonRole({ opportunityId, contactId: buyer, role: null }), on)
      .decides(e.OpportunityPersonRoleSet({ contactId: buyer, from: decider, to: null }))
    here()
      .when(opportunity.setPersonRole({ opportunityId, contactId: buyer }), on)
      .rejected('PERSON_UNKNOWN')
  })
  it('are involved no more, once', () => {
    const removed = e.OpportunityPersonRemoved({ contactId: buyer, role: decider })
    const remove = opportunity.removePerson({ opportunityId, contactId: buyer })
    here(involved).when(remove, on).decides(removed)
    here(involved, past(stream, [on, removed]))
      .when(remove, on)
      .nothing()
    here().when(remove, on).rejected('PERSON_UNKNOWN')
  })
  it('have a main one: who has been involved longest, until another is said to be', () => {
    const main = e.OpportunityMainPersonSet({ from: null, to: user })
    const both = past(stream, ['2026-02-03', e.OpportunityPersonAdded({ contactId: user, role: null })])
    const make = opportunity.setMainPerson({ opportunityId, contactId: user })
    here(involved, both).when(make, '2026-02-03').decides(main)
    here(involved, both, past(stream, ['2026-02-03', main]))
      .when(make, '2026-02-03')
      .nothing()
    here(involved).when(make, on).rejected('PERSON_UNKNOWN', { field: 'contactId' })
    const after = (
      ...facts: readonly { readonly type: string; readonly data: object; readonly occurredOn: string }[]
    ) => mainPersonOf(opportunityState.evolveAll(opportunityState.initialState, facts))?.contactId
    const first = { ...e.OpportunityPersonAdded({ contactId: user, role: null }), occurredOn: '2026-02-03' }
    const second = { ...e.OpportunityPersonAdded({ contactId: buyer, role: null }), occurredOn: '2026-02-01' }
    expect(after(first, second)).toBe(buyer)
    expect(after(first, second, { ...main, occurredOn: '2026-02-04' })).toBe(user)
    expect(after()).toBeUndefined()
  })
})
