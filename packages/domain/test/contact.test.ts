import { did, given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  company,
  contact,
  contactEvents as e,
  contactState,
  Erased,
  staffMemberEvents,
  staffMemberState,
  type PhoneGiven,
} from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'

const contactId = pooled('contact')
const personId = pooled('person')
const an = pooled('staff member', 0)
const binh = pooled('staff member', 1)
const staff = past(staffMemberState.of(an), [
  '2026-01-01',
  staffMemberEvents.StaffMemberJoined({
    personId: an,
    name: 'An',
    email: null,
    phone: null,
    department: null,
    mainTeamId: null,
  }),
])
const gone = past(staffMemberState.of(an), ['2026-01-02', staffMemberEvents.StaffMemberLeft({})])

const profile = { industry: 'Bán lẻ', size: '50–100', group: 'VIP', territory: 'Bắc' }
const noProfile = profileOf(contactState.initialState)
const free = (label: string) => ({ entryId: null, label })
const storedProfile = {
  ...noProfile,
  industry: free(profile.industry),
  size: free(profile.size),
  group: free(profile.group),
  territory: free(profile.territory),
}
const registration = {
  personId,
  kind: 'organisation',
  name: 'Công ty Hoà Bình',
  phone: '+842838221234',
  email: 'info@example.com',
  profile,
  accountManagerId: an,
  externalIds: [{ system: 'Odoo', id: '77' }],
  custom: { taxCode: '0300588569', vip: true },
} as const
const asked = { ...registration, externalIds: [...registration.externalIds] }
const stored = { ...asked, profile: storedProfile, term: 'regular', taxCode: null } as const
const bare = { contactId, kind: 'individual', name: 'Lê Bình' } as const
const bareStored = {
  personId: contactId,
  kind: bare.kind,
  name: bare.name,
  phone: null,
  email: null,
  profile: noProfile,
  term: 'regular' as const,
  taxCode: null,
  accountManagerId: null,
  externalIds: [],
  custom: {},
}
const stream = contactState.of(contactId)
const registered = past(stream, ['2026-01-05', e.ContactRegistered(stored)])
const erased = past(stream, [
  '2026-01-05',
  e.ContactRegistered({
    ...stored,
    name: Erased,
    phone: Erased,
    email: Erased,
    externalIds: [{ system: 'Odoo', id: Erased }],
    custom: { taxCode: Erased, vip: Erased },
  }),
])

const addressId = pooled('address')
const empty = { label: null, street: null, ward: null, district: null, province: null, country: null, postalCode: null }
const office = { ...empty, addressId, label: 'Văn phòng', street: '12 Lê Lợi', province: 'Đà Nẵng' }
const housed = past(stream, ['2026-02-01', e.ContactAddressAdded({ personId, address: office })])

describe('registering a contact', () => {
  it('keeps all that is given', () => {
    given(staff)
      .when(contact.register({ contactId, ...asked, phone: '028 3822 1234', email: 'info@EXAMPLE.com' }), '2026-01-05')
      .decides(e.ContactRegistered(stored))
  })
  it('needs kind and name only; the person is then the contact', () => {
    given().when(contact.register(bare), '2026-01-05').decides(e.ContactRegistered(bareStored))
  })
  it('adds the addresses given with it', () => {
    given()
      .when(
        contact.register({
          ...bare,
          addresses: [{ addressId, label: 'Văn phòng', street: '12 Lê Lợi', province: 'Đà Nẵng' }],
        }),
        '2026-01-05',
      )
      .decides(e.ContactRegistered(bareStored), e.ContactAddressAdded({ personId: contactId, address: office }))
  })
  it('decides nothing the second time, whatever became of the account manager', () => {
    const again = { contactId, ...asked, addresses: [office] }
    given(staff, registered, housed).when(contact.register(again), '2026-02-02').nothing()
    given(registered, housed).when(contact.register(again), '2026-02-02').nothing()
  })
  it('says nothing by what it leaves out the second time', () => {
    const { kind, name } = registration
    given(registered, housed)
      .when(
        contact.register({
          contactId,
          kind,
          name,
          profile: { size: profile.size },
          externalIds: [],
          custom: { vip: true },
        }),
        '2026-02-02',
      )
      .nothing()
  })
  it('refuses other values under the same id, naming the field and not the value', () => {
    given(registered)
      .when(contact.register({ contactId, ...asked, name: 'Khác' }), '2026-01-06')
      .rejected('ALREADY_REGISTERED', { field: 'name' })
    given(registered)
      .when(contact.register({ contactId, ...asked, custom: { vip: false } }), '2026-01-06')
      .rejected('ALREADY_REGISTERED', { field: 'custom' })
    given(registered)
      .when(contact.register({ contactId, ...asked, profile: { size: null } }), '2026-01-06')
      .rejected('ALREADY_REGISTERED', { field: 'profile' })
    for (const externalIds of [[{ system: 'Odoo', id: '78' }], [{ system: 'KiotViet', id: '77' }]])
      given(registered)
        .when(contact.register({ contactId, ...asked, externalIds }), '2026-01-06')
        .rejected('ALREADY_REGISTERED', { field: 'externalIds' })
    given(registered)
      .when(contact.register({ contactId, ...asked, addresses: [office] }), '2026-01-06')
      .rejected('ALREADY_REGISTERED', { field: 'addresses' })
    given(erased)
      .when(contact.register({ contactId, ...asked }), '2026-01-06')
      .rejected('ALREADY_REGISTERED', { field: 'name' })
  })
  it('refuses an account manager who is not active', () => {
    given()
      .when(contact.register({ ...bare, accountManagerId: an }), '2026-01-05')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'accountManagerId' })
    given(staff, gone)
      .when(contact.register({ ...bare, accountManagerId: an }), '2026-01-05')
      .rejected('STAFF_MEMBER_LEFT', { field: 'accountManagerId' })
  })
  it('refuses addresses that say nothing, or share an id', () => {
    given()
      .when(contact.register({ ...bare, addresses: [{ addressId, label: 'Văn phòng' }] }), '2026-01-05')
      .rejected('ADDRESS_EMPTY', { field: 'addresses' })
    given()
      .when(contact.register({ ...bare, addresses: [office, office] }), '2026-01-05')
      .rejected('ADDRESS_EXISTS', { field: 'addresses' })
  })
  it('refuses input that is wrong, naming the field', () => {
    given()
      .when(contact.register({ ...bare, name: ' ' }), '2026-01-05')
      .invalid('name')
    given()
      .when(contact.register({ ...bare, phone: { number: '0912 345 678', country: 'Vietnam' } }), '2026-01-05')
      .invalid('phone.country')
    given()
      .when(contact.register({ ...bare, email: 'a@b' }), '2026-01-05')
      .invalid('email')
    given()
      .when(contact.register({ ...bare, externalIds: [{ system: 'Odoo', id: '' }] }), '2026-01-05')
      .invalid('externalIds.0.id')
    const twice = [
      { system: 'Odoo', id: '77' },
      { system: ' Odoo', id: '78' },
    ]
    given()
      .when(contact.register({ ...bare, externalIds: twice }), '2026-01-05')
      .invalid('externalIds.1.system')
    given()
      // @ts-expect-error nothing is cleared where nothing was
      .when(contact.register({ ...bare, custom: { vip: null } }), '2026-01-05')
      .invalid('custom.vip')
  })
})

describe('the phone number of a contact', () => {
  const founded = (country: string | null) =>
    did(company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'vi', country }), '2026-01-01')
  const phoned = (phone: string) => e.ContactPhoneSet({ personId, phone })
  const set = (phone: PhoneGiven) => contact.setPhone({ contactId, phone })
  it('is of the company’s country, else of its own', () => {
    given(founded('US'), registered).when(set('(212) 555-0100'), '2026-02-01').decides(phoned('+12125550100'))
    given(founded('US'), registered)
      .when(set({ number: '0912 999 888', country: 'VN' }), '2026-02-01')
      .decides(phoned('+84912999888'))
  })
  it('is of the country that the company had on the day', () => {
    const moved = did(company.setCountry({ country: 'US' }), '2026-02-10')
    given(founded('VN'), registered, moved).when(set('0912 999 888'), '2026-02-09').decides(phoned('+84912999888'))
    given(founded('VN'), registered, moved).when(set('0912 999 888'), '2026-02-10').rejected('PHONE_INVALID')
  })
  it('changes nothing where the number there is written so in its own country', () => {
    const sent = contact.register({ ...bare, phone: '0912 999 888' })
    const before = [founded('VN'), did(sent, '2026-01-05')]
    for (const country of ['US', 'DE', null]) {
      const moved = did(company.setCountry({ country }), '2026-01-05')
      given(...before, moved)
        .when(sent, '2026-01-05')
        .nothing()
      given(...before, moved)
        .when(sent, '2026-02-01')
        .nothing()
      given(...before, moved)
        .when(set('0912 999 888'), '2026-02-01')
        .nothing()
    }
    const moved = did(company.setCountry({ country: 'US' }), '2026-02-01')
    given(...before, moved)
      .when(contact.register({ ...bare, phone: '(212) 555-0100' }), '2026-02-01')
      .rejected('ALREADY_REGISTERED', { field: 'phone' })
    given(...before, moved)
      .when(set('0912 999 777'), '2026-02-01')
      .rejected('PHONE_INVALID')
  })
  it('is not looked for in its own country where it comes with one, or with none', () => {
    for (const country of ['US', null])
      given(founded('VN'), registered, did(set('028 3822 1234'), '2026-01-10'))
        .when(set({ number: '028 3822 1234', country }), '2026-02-02')
        .rejected('PHONE_INVALID')
  })
  it('needs a country code where the company has no country', () => {
    given(founded(null), registered).when(set('+84 912 999 888'), '2026-02-01').decides(phoned('+84912999888'))
    given(founded(null), registered)
      .when(set('0912 999 888'), '2026-02-01')
      .rejected('PHONE_INVALID', { field: 'phone' })
  })
  it('is not repeated when it is refused', () => {
    const refused = given(registered).when(set('0112 777 999'), '2026-02-01')
    refused.rejected('PHONE_INVALID', { field: 'phone' })
    expect(JSON.stringify(refused.outcome)).not.toContain('777')
    given()
      .when(contact.register({ ...bare, phone: '0112 345 678' }), '2026-01-05')
      .rejected('PHONE_INVALID', { field: 'phone' })
  })
})

describe('a name of one line', () => {
  it('has no line breaks and no controls of the reading direction', () => {
    for (const name of ['A\nB', 'A\r\nB', 'A\u2028B', 'A\u202EB', '\u2066A\u2069', 'A\u200F', 'A\u061CB'])
      given()
        .when(contact.register({ ...bare, name }), '2026-01-05')
        .invalid('name')
    given(registered)
      .when(contact.setProfile({ contactId, group: 'A\nB' }), '2026-02-01')
      .invalid('group')
  })
})

describe('the fields of a contact', () => {
  const on = '2026-02-01'
  it('are set one by one', () => {
    given(registered)
      .when(contact.rename({ contactId, name: 'Hoà Bình' }), on)
      .decides(e.ContactRenamed({ personId, name: 'Hoà Bình' }))
    given(registered)
      .when(contact.setPhone({ contactId, phone: '0912 345 678' }), on)
      .decides(e.ContactPhoneSet({ personId, phone: '+84912345678' }))
    given(registered)
      .when(contact.setEmail({ contactId, email: 'An@Example.com' }), on)
      .decides(e.ContactEmailSet({ personId, email: 'An@example.com' }))
  })
  it('are taken away', () => {
    given(registered)
      .when(contact.setPhone({ contactId, phone: null }), on)
      .decides(e.ContactPhoneSet({ personId, phone: null }))
    given(registered)
      .when(contact.setEmail({ contactId, email: null }), on)
      .decides(e.ContactEmailSet({ personId, email: null }))
  })
  it('decide nothing when they are what they were', () => {
    given(registered)
      .when(contact.rename({ contactId, name: registration.name.normalize('NFD') }), on)
      .nothing()
    given(registered)
      .when(contact.setPhone({ contactId, phone: '(028) 3822 1234' }), on)
      .nothing()
    given(registered)
      .when(contact.setEmail({ contactId, email: 'info@example.COM' }), on)
      .nothing()
    given(registered)
      .when(contact.setCustomFields({ contactId, custom: { vip: true } }), on)
      .nothing()
  })
  it('are written anew after an erasure', () => {
    given(erased)
      .when(contact.rename({ contactId, name: registration.name }), on)
      .decides(e.ContactRenamed({ personId, name: registration.name }))
    given(erased)
      .when(contact.setPhone({ contactId, phone: registration.phone }), on)
      .decides(e.ContactPhoneSet({ personId, phone: registration.phone }))
    given(erased)
      .when(contact.setEmail({ contactId, email: registration.email }), on)
      .decides(e.ContactEmailSet({ personId, email: registration.email }))
    given(erased)
      .when(contact.setCustomFields({ contactId, custom: { vip: true } }), on)
      .decides(e.ContactCustomFieldsSet({ personId, custom: { vip: true } }))
  })
  it('of the company’s own: only those that changed are noted', () => {
    given(registered)
      .when(contact.setCustomFields({ contactId, custom: { vip: true, taxCode: '1', score: 3 } }), on)
      .decides(e.ContactCustomFieldsSet({ personId, custom: { taxCode: '1', score: 3 } }))
  })
  it('of the company’s own: each has its own day', () => {
    const later = past(stream, ['2026-03-01', e.ContactCustomFieldsSet({ personId, custom: { vip: false } })])
    given(registered, later)
      .when(contact.setCustomFields({ contactId, custom: { score: 3 } }), on)
      .decides(e.ContactCustomFieldsSet({ personId, custom: { score: 3 } }))
    given(registered, later)
      .when(contact.setCustomFields({ contactId, custom: { vip: true } }), on)
      .rejected('DATED_TOO_EARLY')
  })
  it('of the company’s own: null clears one, which may be set again', () => {
    const cleared = past(stream, ['2026-02-10', e.ContactCustomFieldsSet({ personId, custom: { vip: null } })])
    given(registered)
      .when(contact.setCustomFields({ contactId, custom: { vip: null, score: null } }), on)
      .decides(e.ContactCustomFieldsSet({ personId, custom: { vip: null } }))
    given(erased)
      .when(contact.setCustomFields({ contactId, custom: { vip: null } }), on)
      .decides(e.ContactCustomFieldsSet({ personId, custom: { vip: null } }))
    given(registered, cleared)
      .when(contact.setCustomFields({ contactId, custom: { vip: null } }), '2026-02-11')
      .nothing()
    given(registered, cleared)
      .when(contact.setCustomFields({ contactId, custom: { vip: true } }), '2026-02-11')
      .decides(e.ContactCustomFieldsSet({ personId, custom: { vip: true } }))
  })
  it('of the company’s own: one that was cleared is not set behind that', () => {
    const cleared = past(stream, ['2026-02-10', e.ContactCustomFieldsSet({ personId, custom: { vip: null } })])
    given(registered, cleared)
      .when(contact.setCustomFields({ contactId, custom: { vip: false } }), on)
      .rejected('DATED_TOO_EARLY', { field: 'custom/vip/value' })
    given(registered, cleared)
      .when(contact.setCustomFields({ contactId, custom: { taxCode: null } }), on)
      .decides(e.ContactCustomFieldsSet({ personId, custom: { taxCode: null } }))
  })
  it('of the company’s own: one that is cleared is gone, as if it had never been', () => {
    const clear = { type: 'ContactCustomFieldsSet', data: { personId, custom: { vip: null } }, occurredOn: on }
    const register = { type: 'ContactRegistered', data: stored, occurredOn: '2026-01-05' }
    const { custom } = contactState.evolve(contactState.evolve(contactState.initialState, register), clear)
    expect(Object.fromEntries(custom)).toEqual({ taxCode: { value: '0300588569' } })
  })
  it('of the company’s own: a name that every object has is refused', () => {
    given(registered)
      .when(contact.setCustomFields({ contactId, custom: { toString: 'x' } }), on)
      .invalid('custom.toString')
  })
})

describe('the profile of a contact', () => {
  it('changes in what is given, null taking away', () => {
    given(registered)
      .when(contact.setProfile({ contactId, group: 'Tiềm năng', size: null }), '2026-02-01')
      .decides(
        e.ContactProfileSet({
          from: { group: free(profile.group), size: free(profile.size) },
          to: { group: free('Tiềm năng'), size: null },
        }),
      )
  })
  it('notes only what changes of what is given', () => {
    given(registered)
      .when(contact.setProfile({ contactId, ...profile, territory: 'Nam' }), '2026-02-01')
      .decides(e.ContactProfileSet({ from: { territory: free('Bắc') }, to: { territory: free('Nam') } }))
  })
  it('changes behind a later change of another field, not of the same', () => {
    const later = past(stream, [
      '2026-03-01',
      e.ContactProfileSet({ from: { size: free('50–100') }, to: { size: free('200') } }),
    ])
    given(registered, later)
      .when(contact.setProfile({ contactId, size: '200', group: null }), '2026-02-01')
      .decides(e.ContactProfileSet({ from: { group: free('VIP') }, to: { group: null } }))
    given(registered, later)
      .when(contact.setProfile({ contactId, size: '50–100' }), '2026-02-01')
      .rejected('DATED_TOO_EARLY', { field: 'size' })
  })
  it('decides nothing when nothing changes', () => {
    given(registered)
      .when(contact.setProfile({ contactId, ...profile }), '2026-02-01')
      .nothing()
    given(registered)
      .when(contact.setProfile({ contactId, group: undefined }), '2026-02-01')
      .nothing()
  })
})

describe('what another system calls a contact', () => {
  const on = '2026-02-01'
  const set = (system: string, id: string | null) => e.ContactExternalIdSet({ personId, system, id })
  const renumbered = past(stream, ['2026-02-10', set('Odoo', '78')])
  const taken = past(stream, ['2026-02-10', set('Odoo', null)])
  it('is set for one more system, changed, or taken away', () => {
    given(registered)
      .when(contact.setExternalId({ contactId, system: 'KiotViet', id: ' 5 ' }), on)
      .decides(set('KiotViet', '5'))
    given(registered)
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: '78' }), on)
      .decides(set('Odoo', '78'))
    given(registered)
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: null }), on)
      .decides(set('Odoo', null))
  })
  it('decides nothing when it is so already', () => {
    given(registered)
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: '77' }), on)
      .nothing()
    given(registered, renumbered)
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: '78' }), '2026-02-11')
      .nothing()
    given(registered, taken)
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: null }), '2026-02-11')
      .nothing()
    given(registered)
      .when(contact.setExternalId({ contactId, system: 'toString', id: null }), on)
      .nothing()
  })
  it('is written anew, or taken away, after an erasure', () => {
    given(erased)
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: '77' }), on)
      .decides(set('Odoo', '77'))
    given(erased)
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: null }), on)
      .decides(set('Odoo', null))
  })
  it('changes behind a later change in another system, not in the same', () => {
    for (const later of [renumbered, taken]) {
      given(registered, later)
        .when(contact.setExternalId({ contactId, system: 'KiotViet', id: '5' }), on)
        .decides(set('KiotViet', '5'))
      given(registered, later)
        .when(contact.setExternalId({ contactId, system: 'Odoo', id: '79' }), on)
        .rejected('DATED_TOO_EARLY', { field: 'externalIds/Odoo/id' })
    }
  })
  it('refuses an id that says nothing', () => {
    given(registered)
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: ' ' }), on)
      .invalid('id')
  })
})

describe('the account manager of a contact', () => {
  const assigned = past(stream, ['2026-01-10', e.ContactAccountManagerSet({ from: an, to: binh, rule: null })])
  it('is set, or taken away', () => {
    given(registered, assigned, staff)
      .when(contact.setAccountManager({ contactId, accountManagerId: an }), '2026-02-01')
      .decides(e.ContactAccountManagerSet({ from: binh, to: an, rule: null }))
    given(registered)
      .when(contact.setAccountManager({ contactId, accountManagerId: null }), '2026-02-01')
      .decides(e.ContactAccountManagerSet({ from: an, to: null, rule: null }))
  })
  it('decides nothing when it is the same', () => {
    given(registered)
      .when(contact.setAccountManager({ contactId, accountManagerId: an }), '2026-02-01')
      .nothing()
  })
  it('must be an active staff member', () => {
    given(registered)
      .when(contact.setAccountManager({ contactId, accountManagerId: binh }), '2026-02-01')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'accountManagerId', staffMemberId: binh })
    given(registered, assigned, staff, gone)
      .when(contact.setAccountManager({ contactId, accountManagerId: an }), '2026-02-01')
      .rejected('STAFF_MEMBER_LEFT', { field: 'accountManagerId' })
  })
})

describe('a contact that was never registered', () => {
  it('is unknown to every other command', () => {
    const on = '2026-02-01'
    given()
      .when(contact.rename({ contactId, name: 'X' }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.setPhone({ contactId, phone: null }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.setEmail({ contactId, email: null }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given().when(contact.setProfile({ contactId }), on).rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.setAccountManager({ contactId, accountManagerId: null }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.setCustomFields({ contactId, custom: {} }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.setExternalId({ contactId, system: 'Odoo', id: null }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.addAddress({ contactId, addressId, street: 'X' }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.changeAddress({ contactId, addressId, street: 'X' }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.removeAddress({ contactId, addressId }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
    given()
      .when(contact.becomeCustomer({ contactId, code: 'KH-001' }), on)
      .rejected('CONTACT_UNKNOWN', { field: 'contactId' })
  })
})
