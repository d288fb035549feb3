import { given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  assignmentRequestIdOf,
  assignmentRulesEvents,
  assignmentRulesState,
  contact,
  contactEvents as e,
  contactState,
  staffMember,
  theAssignmentRules,
} from '../src/index.ts'
import { did } from '../../testkit/src/index.ts'
import { profileOf } from '../src/contact/state.ts'

const contactId = pooled('contact')
const personId = pooled('person')
const [an, binh] = [pooled('staff member', 0), pooled('staff member', 1)] as const
const day = '2026-02-03'
const [first, second] = [0, 1].map(n => assignmentRequestIdOf(contactId, n)) as [string, string]
const stream = contactState.of(contactId)

const people = did(staffMember.register({ staffMemberId: an, name: 'An' }), '2026-01-01')
const rules = past(assignmentRulesState.of(theAssignmentRules), [
  '2026-01-01',
  assignmentRulesEvents.AssignmentDefaultSet({ from: null, to: { teamId: null, staffMemberId: an } }),
])
const registered = (accountManagerId: string | null = null, term: 'regular' | 'oneOff' = 'regular') =>
  past(stream, [
    '2026-01-05',
    e.ContactRegistered({
      ...{ personId, kind: 'individual', name: 'Lê Bình', phone: null, email: null },
      ...{ profile: profileOf(contactState.initialState), term, taxCode: null },
      ...{ accountManagerId, externalIds: [], custom: {} },
    }),
  ])
const became = e.ContactBecameCustomer({ personId, code: 'KH-001', trigger: 'manual', documentId: null })
const customer = past(stream, ['2026-01-06', became])
const asked = past(stream, ['2026-01-06', e.ContactAssignmentRequested({ requestId: first })])
const refused = past(stream, ['2026-01-07', e.ContactAssignmentRefused({ requestId: first, code: 'NOBODY_HAS_ROOM' })])
const archived = past(stream, ['2026-01-08', e.ContactArchived({})])
const byRule = e.ContactAccountManagerSet({ from: null, to: an, rule: 'default' })
const become = contact.becomeCustomer({ contactId, code: 'KH-001' })
const again = contact.assignByRules({ contactId })
const complete = contact.completeAssignment({ contactId, requestId: first, accountManagerId: an, rule: 'default' })
const refuse = contact.refuseAssignment({ contactId, requestId: first, code: 'NOBODY_HAS_ROOM' })

describe('a contact that becomes a customer', () => {
  it('is followed by a request where nobody manages it and the company has ever set a rule', () => {
    given(rules, registered())
      .when(become, day)
      .decides(became, e.ContactAssignmentRequested({ requestId: first }))
    given(registered()).when(become, day).decides(became)
    given(rules, registered(binh)).when(become, day).decides(became)
  })
  it('is followed by none where the rules are not to be asked, or it is one for one deal only', () => {
    given(rules, registered())
      .when(contact.becomeCustomer({ contactId, code: 'KH-001', byRules: false }), day)
      .decides(became)
    given(rules, registered(null, 'oneOff')).when(become, day).decides(became)
  })
  it('is followed by none while it is put away', () => {
    given(rules, registered(), archived).when(become, day).decides(became)
  })
})

describe('a contact for one deal only', () => {
  const regular = contact.setTerm({ contactId, term: 'regular' })
  const set = e.ContactTermSet({ from: 'oneOff', to: 'regular' })
  const request = e.ContactAssignmentRequested({ requestId: first })
  it('is given by the rules once it is a regular customer', () => {
    given(rules, registered(null, 'oneOff'), customer).when(regular, day).decides(set, request)
    given(registered(null, 'oneOff'), customer).when(regular, day).decides(set)
    given(rules, registered(null, 'oneOff')).when(regular, day).decides(set)
    given(rules, registered(binh, 'oneOff'), customer).when(regular, day).decides(set)
    given(rules, registered(null, 'oneOff'), customer, archived).when(regular, day).decides(set)
    given(rules, registered(null, 'oneOff'), customer, asked).when(regular, day).decides(set)
    given(rules, registered(null, 'oneOff'), customer)
      .when(contact.setTerm({ contactId, term: 'regular', byRules: false }), day)
      .decides(set)
  })
  it('is not given by them before that', () => {
    given(registered(null, 'oneOff'), customer).when(again, day).rejected('ONE_OFF_CUSTOMER', { contactId })
    given(people, registered(null, 'oneOff'), customer, asked).when(complete, day).rejected('ONE_OFF_CUSTOMER')
  })
})

describe('a customer that nobody manages', () => {
  it('is given by the rules when they are asked again, once until they have answered', () => {
    given(registered(), customer)
      .when(again, day)
      .decides(e.ContactAssignmentRequested({ requestId: first }))
    given(registered(), customer, asked).when(again, day).nothing()
    given(registered(), customer, asked, refused)
      .when(again, day)
      .decides(e.ContactAssignmentRequested({ requestId: second }))
  })
  it('is one: neither a contact, nor somebody’s account, nor put away', () => {
    given(registered()).when(again, day).rejected('NOT_A_CUSTOMER', { contactId })
    given(registered(binh), customer).when(again, day).rejected('ALREADY_ASSIGNED', { contactId })
    given(registered(), customer, archived).when(again, day).rejected('CONTACT_ARCHIVED', { contactId })
  })
  it('is given once for a request', () => {
    given(people, registered(), customer, asked).when(complete, day).decides(byRule)
    given(people, registered(), customer, asked, past(stream, ['2026-01-07', byRule]))
      .when(complete, day)
      .nothing()
    given(people, registered(), customer).when(complete, day).rejected('ASSIGNMENT_NOT_REQUESTED')
    given(people, registered(), customer, asked, refused).when(complete, day).rejected('ASSIGNMENT_NOT_REQUESTED')
  })
  it('stays whose it is by hand, and the request is answered', () => {
    const byHand = past(stream, ['2026-01-07', e.ContactAccountManagerSet({ from: null, to: binh, rule: null })])
    given(people, registered(), customer, asked, byHand).when(complete, day).rejected('ALREADY_ASSIGNED')
    given(registered(), customer, asked, byHand)
      .when(refuse, day)
      .decides(e.ContactAssignmentRefused({ requestId: first, code: 'NOBODY_HAS_ROOM' }))
  })
  it('is asked about again where what it is refused for has passed meanwhile', () => {
    for (const code of ['CONTACT_ARCHIVED', 'MERGED_INTO_ANOTHER', 'NOT_A_CUSTOMER', 'ONE_OFF_CUSTOMER']) {
      const refusing = contact.refuseAssignment({ contactId, requestId: first, code })
      const refused = e.ContactAssignmentRefused({ requestId: first, code })
      given(registered(), customer, asked)
        .when(refusing, day)
        .decides(refused, e.ContactAssignmentRequested({ requestId: second }))
      given(registered(), customer, asked, archived).when(refusing, day).decides(refused)
      given(registered(binh), customer, asked).when(refusing, day).decides(refused)
    }
  })
  it('is refused once', () => {
    given(registered(), customer, asked, refused).when(refuse, day).nothing()
    given(registered(), customer).when(refuse, day).rejected('ASSIGNMENT_NOT_REQUESTED')
  })
  it('was given by hand where an older event says nothing of a rule', () => {
    const { older } = e.ContactAccountManagerSet
    expect(older[0]?.upcast({ from: null, to: an })).toEqual({ from: null, to: an, rule: null })
  })
})
