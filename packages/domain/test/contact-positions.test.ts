import { given, past, pooled } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import { contact, contactEvents as e, contactState, type ContactKind } from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'

const [contactId, organisationId] = [pooled('contact', 0), pooled('contact', 1)]
const registered = (id: string, kind: ContactKind) =>
  past(contactState.of(id), [
    '2026-01-05',
    e.ContactRegistered({
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
const person = registered(contactId, 'individual')
const company = registered(organisationId, 'organisation')
const employmentId = pooled('employment')
const director = { entryId: null, label: 'Giám đốc' }
const employment = { employmentId, organisationId, position: director, since: '2020-03-01' }
const employed = past(contactState.of(contactId), ['2026-02-01', e.ContactPositionTaken({ employment })])
const on = '2026-02-02'

describe('a person', () => {
  const take = contact.takePosition({
    contactId,
    employmentId,
    organisationId,
    position: 'Giám đốc',
    since: '2020-03-01',
  })
  it('takes a position in an organisation, once', () => {
    given(person, company).when(take, on).decides(e.ContactPositionTaken({ employment }))
    given(person, company, employed).when(take, on).nothing()
  })
  it('works for several organisations at once, and for one in several positions', () => {
    const other = { employmentId: pooled('employment', 1), organisationId }
    given(person, company, employed)
      .when(contact.takePosition({ contactId, ...other }), on)
      .decides(e.ContactPositionTaken({ employment: { ...other, position: null, since: null } }))
  })
  it('has no contact persons', () => {
    given(person, registered(organisationId, 'individual'))
      .when(take, on)
      .rejected('INDIVIDUAL_HAS_NO_CONTACT_PERSONS', { field: 'organisationId' })
  })
  it('works for an organisation that there is', () => {
    given(person).when(take, on).rejected('CONTACT_UNKNOWN', { field: 'organisationId' })
  })
  it('is not replaced in a position by another under the same id', () => {
    given(person, company, employed)
      .when(contact.takePosition({ contactId, employmentId, organisationId }), on)
      .rejected('EMPLOYMENT_EXISTS', { field: 'employmentId' })
  })
  it('has another position', () => {
    const change = contact.changePosition({ contactId, employmentId, position: { label: 'Kế toán' } })
    given(person, company, employed)
      .when(change, on)
      .decides(e.ContactPositionChanged({ employmentId, from: director, to: { entryId: null, label: 'Kế toán' } }))
    given(person, company, employed)
      .when(contact.changePosition({ contactId, employmentId, position: ' giám ĐỐC ' }), on)
      .nothing()
    given(person, company).when(change, on).rejected('EMPLOYMENT_UNKNOWN', { field: 'employmentId' })
  })
  it('leaves, once', () => {
    const left = e.ContactPositionLeft({ employment, until: null })
    const leave = contact.leavePosition({ contactId, employmentId })
    given(person, company, employed).when(leave, on).decides(left)
    given(person, company, employed, past(contactState.of(contactId), [on, left]))
      .when(leave, on)
      .nothing()
    given(person, company).when(leave, on).rejected('EMPLOYMENT_UNKNOWN')
  })
  it('leaves on no day before it began', () => {
    const leaving = (until: string) => contact.leavePosition({ contactId, employmentId, until })
    given(person, company, employed)
      .when(leaving('2020-02-29'), on)
      .rejected('LEFT_BEFORE_BEGINNING', { field: 'until', since: '2020-03-01' })
    given(person, company, employed)
      .when(leaving('2020-03-01'), on)
      .decides(e.ContactPositionLeft({ employment, until: '2020-03-01' }))
  })
  it('stays a person while it works for an organisation', () => {
    given(person, company, employed)
      .when(contact.setKind({ contactId, kind: 'organisation' }), on)
      .rejected('HAS_POSITIONS', { field: 'kind' })
  })
})

it('an organisation takes no position', () => {
  given(registered(contactId, 'organisation'), company)
    .when(contact.takePosition({ contactId, employmentId, organisationId }), on)
    .rejected('ORGANISATION_TAKES_NO_POSITION', { field: 'contactId' })
})
