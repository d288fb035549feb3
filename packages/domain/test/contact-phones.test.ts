import { given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  contact,
  contactEvents as e,
  contactState,
  Erased,
  mainEmailOf,
  mainPhoneOf,
  type NewEvent,
} from '../src/index.ts'
import { firstId, profileOf } from '../src/contact/state.ts'
import { personalFields } from '../src/kernel/index.ts'

const contactId = pooled('contact')
const personId = pooled('person')
const stream = contactState.of(contactId)
const registeredWith = (phone: string | null | Erased, email: string | null) =>
  past(stream, [
    '2026-01-05',
    e.ContactRegistered({
      personId,
      kind: 'individual',
      name: 'Lê Bình',
      phone,
      email,
      profile: profileOf(contactState.initialState),
      term: 'regular',
      taxCode: null,
      accountManagerId: null,
      externalIds: [],
      custom: {},
    }),
  ])
const registered = registeredWith('+84912345678', 'an@example.com')
const unreachable = registeredWith(null, null)
const [one, two] = [pooled('phone number', 1), pooled('phone number', 2)]
const first = { phoneId: firstId, label: null, number: '+84912345678' }
const office = { phoneId: one, label: 'Văn phòng', number: '+842838221234' }
const added = past(stream, ['2026-02-01', e.ContactPhoneAdded({ personId, phone: office })])
const on = '2026-02-02'
const fold = (...events: readonly NewEvent[]) =>
  contactState.evolveAll(
    contactState.initialState,
    events.map(({ type, data }) => ({ type, data, occurredOn: on })),
  )

describe('the phone numbers of a contact', () => {
  const { label } = office
  const add = contact.addPhone({ contactId, phoneId: one, label, phone: '028 3822 1234' })
  it('are added beside the main one, once', () => {
    given(registered)
      .when(add, on)
      .decides(e.ContactPhoneAdded({ personId, phone: office }))
    given(registered, added).when(add, on).nothing()
  })
  it('begin with the main one', () => {
    given(unreachable)
      .when(add, on)
      .decides(e.ContactMainPhoneSet({ personId, from: null, to: office }))
  })
  it('are not replaced by adding another under the same id', () => {
    given(registered, added)
      .when(contact.addPhone({ contactId, phoneId: one, phone: '0912 345 679' }), on)
      .rejected('PHONE_EXISTS', { field: 'phoneId' })
    given(registered)
      .when(contact.addPhone({ contactId, phoneId: firstId, phone: '0912 345 679' }), on)
      .rejected('PHONE_EXISTS', { field: 'phoneId' })
  })
  it('are numbers in use', () => {
    given(registered)
      .when(contact.addPhone({ contactId, phoneId: one, phone: '123' }), on)
      .rejected('PHONE_INVALID', { field: 'phone' })
    given(registered, added)
      .when(contact.changePhone({ contactId, phoneId: one, phone: '123' }), on)
      .rejected('PHONE_INVALID', { field: 'phone' })
  })
  it('change in what is given, the main one too', () => {
    given(registered, added)
      .when(contact.changePhone({ contactId, phoneId: one, label: null }), on)
      .decides(e.ContactPhoneChanged({ personId, phone: { ...office, label: null } }))
    given(registered)
      .when(contact.changePhone({ contactId, phoneId: firstId, label: 'Zalo' }), on)
      .decides(e.ContactMainPhoneSet({ personId, from: first, to: { ...first, label: 'Zalo' } }))
    given(registered, added)
      .when(contact.changePhone({ contactId, phoneId: one, phone: '+84 28 3822 1234' }), on)
      .nothing()
    given(registered)
      .when(contact.changePhone({ contactId, phoneId: two }), on)
      .rejected('PHONE_UNKNOWN')
  })
  it('have another main one, and the one that was stays', () => {
    const swapped = e.ContactMainPhoneSet({ personId, from: first, to: office })
    const make = contact.makePhoneMain({ contactId, phoneId: one })
    given(registered, added).when(make, on).decides(swapped)
    given(registered, added, past(stream, [on, swapped]))
      .when(make, on)
      .nothing()
    given(registered).when(make, on).rejected('PHONE_UNKNOWN', { field: 'phoneId' })
    const state = fold(e.ContactPhoneAdded({ personId, phone: office }), swapped)
    expect(mainPhoneOf(state)).toEqual(office)
    expect([...state.furtherPhones.values()]).toEqual([first])
  })
  it('have the main one set as ever, under its id', () => {
    const swapped = past(stream, [on, e.ContactMainPhoneSet({ personId, from: first, to: office })])
    given(registered, added, swapped)
      .when(contact.setPhone({ contactId, phone: '0912 345 679' }), '2026-02-03')
      .decides(e.ContactPhoneSet({ personId, phone: '+84912345679' }))
  })
  it('are removed, the main one last', () => {
    const removed = e.ContactPhoneRemoved({ phoneId: one })
    given(registered, added)
      .when(contact.removePhone({ contactId, phoneId: one }), on)
      .decides(removed)
    given(registered, added, past(stream, [on, removed]))
      .when(contact.removePhone({ contactId, phoneId: one }), on)
      .nothing()
    for (const takeAway of [
      contact.setPhone({ contactId, phone: null }),
      contact.removePhone({ contactId, phoneId: firstId }),
    ]) {
      given(registered, added).when(takeAway, on).rejected('MAIN_PHONE_NEEDED', { field: 'phone' })
      given(registered)
        .when(takeAway, on)
        .decides(e.ContactPhoneSet({ personId, phone: null }))
      given(unreachable).when(takeAway, on).nothing()
    }
    given(registered)
      .when(contact.removePhone({ contactId, phoneId: two }), on)
      .rejected('PHONE_UNKNOWN')
  })
  it('are not taken away before the further ones were', () => {
    const removed = past(stream, ['2026-02-10', e.ContactPhoneRemoved({ phoneId: one })])
    given(registered, added, removed)
      .when(contact.setPhone({ contactId, phone: null }), '2026-02-05')
      .rejected('DATED_TOO_EARLY', { field: 'furtherPhones.number' })
  })
  it('change places beside what was erased of them', () => {
    const erased = { ...first, number: Erased }
    given(registeredWith(Erased, null), added)
      .when(contact.makePhoneMain({ contactId, phoneId: one }), on)
      .decides(e.ContactMainPhoneSet({ personId, from: erased, to: office }))
  })
})

describe('the e-mail addresses of a contact', () => {
  const emailId = pooled('e-mail address')
  const main = { emailId: firstId, label: null, address: 'an@example.com' }
  const work = { emailId, label: 'work', address: 'An@work.example' }
  const had = past(stream, ['2026-02-01', e.ContactEmailAdded({ personId, email: work })])
  const add = contact.addEmail({ contactId, emailId, label: 'work', email: 'An@Work.Example' })
  it('are added beside the main one, once, and begin with it', () => {
    given(registered)
      .when(add, on)
      .decides(e.ContactEmailAdded({ personId, email: work }))
    given(registered, had).when(add, on).nothing()
    given(unreachable)
      .when(add, on)
      .decides(e.ContactMainEmailSet({ personId, from: null, to: work }))
  })
  it('change, and change places', () => {
    given(registered, had)
      .when(contact.changeEmail({ contactId, emailId, email: 'b@work.example' }), on)
      .decides(e.ContactEmailChanged({ personId, email: { ...work, address: 'b@work.example' } }))
    const swapped = e.ContactMainEmailSet({ personId, from: main, to: work })
    given(registered, had).when(contact.makeEmailMain({ contactId, emailId }), on).decides(swapped)
    expect(mainEmailOf(fold(swapped))).toEqual(work)
  })
  it('are removed, the main one last', () => {
    given(registered, had)
      .when(contact.setEmail({ contactId, email: null }), on)
      .rejected('MAIN_EMAIL_NEEDED')
    given(registered, had)
      .when(contact.removeEmail({ contactId, emailId }), on)
      .decides(e.ContactEmailRemoved({ emailId }))
    given(registered)
      .when(contact.removeEmail({ contactId, emailId: firstId }), on)
      .decides(e.ContactEmailSet({ personId, email: null }))
    given(registered).when(contact.removeEmail({ contactId, emailId }), on).rejected('EMAIL_UNKNOWN')
    given(registered, had)
      .when(contact.addEmail({ contactId, emailId, email: 'c@work.example' }), on)
      .rejected('EMAIL_EXISTS')
  })
})

it('what a number or an address is for is kept with the person, as the number or the address is', () => {
  const personalIn = (type: keyof typeof e) => personalFields(type, e[type].schema).map(({ path }) => path.join('/'))
  for (const type of ['ContactPhoneAdded', 'ContactPhoneChanged'] as const)
    expect(personalIn(type)).toEqual(['phone/label', 'phone/number'])
  for (const type of ['ContactEmailAdded', 'ContactEmailChanged'] as const)
    expect(personalIn(type)).toEqual(['email/label', 'email/address'])
  expect(personalIn('ContactMainPhoneSet')).toEqual(['from/label', 'from/number', 'to/label', 'to/number'])
  expect(personalIn('ContactMainEmailSet')).toEqual(['from/label', 'from/address', 'to/label', 'to/address'])
})
