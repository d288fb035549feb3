import { did, given, pooled } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import { company, contact, contactEvents, opportunity, salesPipeline } from '../src/index.ts'

const day = '2026-02-01'
const contactId = pooled('contact')
const opportunityId = pooled('opportunity')
const requiring = (form: 'contact' | 'customer' | 'opportunity', fields: readonly string[], on = '2026-01-05') => [
  did(company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'vi' }), '2026-01-05'),
  did(company.setRequiredFields({ form, kind: 'individual', fields }), on),
]
const an = { contactId, kind: 'individual', name: 'An' } as const

describe('registering a contact', () => {
  const strict = given(...requiring('contact', ['email', 'phone', 'group', 'addresses', 'custom.area']))
  it('is refused with all that is missing', () => {
    strict
      .when(contact.register({ ...an, email: 'an@example.com', profile: { group: 'VIP' } }), day)
      .rejected('MISSING_FIELDS', { field: 'addresses', fields: ['addresses', 'custom.area', 'phone'] })
  })
  it('goes on once all is there', () => {
    const all = {
      ...an,
      email: 'an@example.com',
      phone: '0912345678',
      profile: { group: 'VIP' },
      addresses: [{ addressId: pooled('address'), street: '1 Lê Lợi' }],
      custom: { area: 'port' },
    }
    given(
      ...requiring('contact', ['email', 'phone', 'group', 'addresses', 'custom.area']),
      did(contact.register(all), day),
    )
      .when(contact.register(all), day)
      .nothing()
  })
  it('of the other kind is another form', () => {
    given(...requiring('contact', ['phone']), did(contact.register({ ...an, kind: 'organisation' }), day))
      .when(contact.register({ ...an, kind: 'organisation' }), day)
      .nothing()
  })
  it('on a day before it was required needs nothing more', () => {
    given(...requiring('contact', ['phone'], '2026-03-01'), did(contact.register(an), day))
      .when(contact.rename({ contactId, name: 'Ân' }), day)
      .decides(contactEvents.ContactRenamed({ personId: contactId, name: 'Ân' }))
  })
})

it('becoming a customer is refused with all that the contact has not', () => {
  const registered = [
    ...requiring('customer', ['phone', 'accountManagerId', 'custom.area']),
    did(contact.register(an), day),
  ]
  given(...registered)
    .when(contact.becomeCustomer({ contactId, code: 'KH1' }), day)
    .rejected('MISSING_FIELDS', { fields: ['accountManagerId', 'custom.area', 'phone'], form: 'customer' })
  given(...registered, did(contact.setPhone({ contactId, phone: '0912345678' }), day))
    .when(contact.becomeCustomer({ contactId, code: 'KH1' }), day)
    .rejected('MISSING_FIELDS', { fields: ['accountManagerId', 'custom.area'] })
})

it('opening an opportunity is refused with all that is missing', () => {
  const selling = [
    did(company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'vi' }), '2026-01-05'),
    did(
      company.setRequiredFields({ form: 'opportunity', fields: ['expectedRevenue', 'ownerId', 'tags'] }),
      '2026-01-05',
    ),
    did(salesPipeline.create({ name: 'Sales' }), '2026-01-05'),
  ]
  given(...selling)
    .when(opportunity.open({ opportunityId, title: 'Cranes', tags: ['port'] }), day)
    .rejected('MISSING_FIELDS', { field: 'expectedRevenue', fields: ['expectedRevenue', 'ownerId'] })
})
