import { given, past, pooled } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import { contact, contactEvents as e, contactState, Erased } from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'

const contactId = pooled('contact')
const personId = pooled('person')
const stream = contactState.of(contactId)
const registered = past(stream, [
  '2026-01-05',
  e.ContactRegistered({
    personId,
    kind: 'individual',
    name: 'Lê Bình',
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
const addressId = pooled('address')
const empty = { label: null, street: null, ward: null, district: null, province: null, country: null, postalCode: null }
const office = { ...empty, addressId, label: 'Văn phòng', street: '12 Lê Lợi', province: 'Đà Nẵng' }
const housed = past(stream, ['2026-02-01', e.ContactAddressAdded({ personId, address: office })])

describe('the addresses of a contact', () => {
  const { label, street, province } = office
  it('are added once', () => {
    given(registered)
      .when(contact.addAddress({ contactId, addressId, label, street, province }), '2026-02-01')
      .decides(e.ContactAddressAdded({ personId, address: office }))
    given(registered, housed)
      .when(contact.addAddress({ contactId, addressId, label, street, province }), '2026-02-02')
      .nothing()
  })
  it('are not replaced by adding another under the same id', () => {
    given(registered, housed)
      .when(contact.addAddress({ contactId, addressId, label, street: '1 Lê Lợi' }), '2026-02-02')
      .rejected('ADDRESS_EXISTS', { field: 'addressId' })
  })
  it('change in what is given, null taking away', () => {
    given(registered, housed)
      .when(contact.changeAddress({ contactId, addressId, label: null, ward: 'Hải Châu' }), '2026-02-02')
      .decides(e.ContactAddressChanged({ personId, address: { ...office, label: null, ward: 'Hải Châu' } }))
  })
  it('decide nothing when nothing changes', () => {
    given(registered, housed).when(contact.changeAddress({ contactId, addressId, street }), '2026-02-02').nothing()
  })
  it('change beside what was erased of them', () => {
    const gone = past(stream, [
      '2026-02-01',
      e.ContactAddressAdded({ personId, address: { ...office, street: Erased } }),
    ])
    given(registered, gone).when(contact.changeAddress({ contactId, addressId, label }), '2026-02-02').nothing()
    given(registered, gone)
      .when(contact.changeAddress({ contactId, addressId, label: 'Kho' }), '2026-02-02')
      .decides(e.ContactAddressChanged({ personId, address: { ...office, street: Erased, label: 'Kho' } }))
    given(registered, gone)
      .when(contact.changeAddress({ contactId, addressId, street }), '2026-02-02')
      .decides(e.ContactAddressChanged({ personId, address: office }))
  })
  it('say where they are', () => {
    given(registered).when(contact.addAddress({ contactId, addressId, label }), '2026-02-01').rejected('ADDRESS_EMPTY')
    given(registered, housed)
      .when(contact.changeAddress({ contactId, addressId, street: null, province: null }), '2026-02-02')
      .rejected('ADDRESS_EMPTY')
  })
  it('are changed only where they are', () => {
    given(registered)
      .when(contact.changeAddress({ contactId, addressId, street }), '2026-02-02')
      .rejected('ADDRESS_UNKNOWN', { field: 'addressId', addressId })
  })
  it('are removed once', () => {
    const removed = past(stream, ['2026-02-03', e.ContactAddressRemoved({ addressId })])
    given(registered, housed)
      .when(contact.removeAddress({ contactId, addressId }), '2026-02-03')
      .decides(e.ContactAddressRemoved({ addressId }))
    given(registered, housed, removed).when(contact.removeAddress({ contactId, addressId }), '2026-02-04').nothing()
    given(registered)
      .when(contact.removeAddress({ contactId, addressId }), '2026-02-04')
      .rejected('ADDRESS_UNKNOWN', { field: 'addressId' })
  })
})
