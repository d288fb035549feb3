import { given, past, pooled } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import { contact, contactEvents as e, contactState } from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'

const contactId = pooled('contact')
const stream = contactState.of(contactId)
const registered = past(stream, [
  '2026-01-05',
  e.ContactRegistered({
    personId: pooled('person'),
    kind: 'individual',
    name: 'Cửa hàng Lê Bình',
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
const corrected = past(stream, ['2026-02-01', e.ContactKindSet({ from: 'individual', to: 'organisation' })])

describe('setting the kind of a contact', () => {
  it('makes an organisation of what was taken for a person', () => {
    given(registered)
      .when(contact.setKind({ contactId, kind: 'organisation' }), '2026-02-01')
      .decides(e.ContactKindSet({ from: 'individual', to: 'organisation' }))
  })
  it('decides nothing for the kind it has', () => {
    given(registered)
      .when(contact.setKind({ contactId, kind: 'individual' }), '2026-02-01')
      .nothing()
    given(registered, corrected)
      .when(contact.setKind({ contactId, kind: 'organisation' }), '2026-02-01')
      .nothing()
  })
  it('is not dated behind another setting', () => {
    given(registered, corrected)
      .when(contact.setKind({ contactId, kind: 'individual' }), '2026-01-31')
      .rejected('DATED_TOO_EARLY', { field: 'kind' })
  })
  it('refuses a contact that was never registered', () => {
    given()
      .when(contact.setKind({ contactId, kind: 'individual' }), '2026-02-01')
      .rejected('CONTACT_UNKNOWN', { field: 'contactId', contactId })
  })
})
