// What else is known of a contact: its life, its tax code, notes and tags, and what it is to the company.
import { given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  catalogueEvents,
  catalogueId,
  catalogueState,
  contact,
  contactEvents as e,
  contactState,
  Erased,
  mainAddressOf,
  type ContactKind,
  type Fact,
} from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'

const contactId = pooled('contact')
const personId = pooled('person')
const stream = contactState.of(contactId)
const asRegistered = {
  personId,
  kind: 'individual' as ContactKind,
  name: 'Lê Bình',
  phone: null,
  email: null,
  profile: profileOf(contactState.initialState),
  term: 'regular' as const,
  taxCode: null,
  accountManagerId: null,
  externalIds: [],
  custom: {},
}
const registered = past(stream, ['2026-01-05', e.ContactRegistered(asRegistered)])
const organisation = past(stream, ['2026-01-05', e.ContactRegistered({ ...asRegistered, kind: 'organisation' })])
const on = '2026-02-01'

describe('a person’s life', () => {
  const demographics = { birthDate: '1990-05-17', gender: 'female', ownBusiness: true } as const
  const known = past(stream, [on, e.ContactDemographicsSet({ personId, demographics })])
  it('is said in what is given', () => {
    given(registered)
      .when(contact.setDemographics({ contactId, ...demographics }), on)
      .decides(e.ContactDemographicsSet({ personId, demographics }))
    given(registered, known)
      .when(contact.setDemographics({ contactId, ...demographics, gender: null, occupation: 'Bác sĩ' }), on)
      .decides(e.ContactDemographicsSet({ personId, demographics: { gender: null, occupation: 'Bác sĩ' } }))
    given(registered, known)
      .when(contact.setDemographics({ contactId, ...demographics }), on)
      .nothing()
  })
  it('begins on the day it is written down at the latest', () => {
    const born = { birthDate: '2199-01-01' }
    given(registered)
      .when(contact.setDemographics({ contactId, ...born }), on)
      .rejected('BORN_IN_FUTURE', { field: 'birthDate' })
    given()
      .when(contact.register({ contactId, kind: 'individual', name: 'An', demographics: born }), on)
      .rejected('BORN_IN_FUTURE', { field: 'demographics.birthDate' })
    given(registered)
      .when(contact.setDemographics({ contactId, birthDate: on }), on)
      .decides(e.ContactDemographicsSet({ personId, demographics: { birthDate: on } }))
  })
  it('is no organisation’s', () => {
    given(organisation)
      .when(contact.setDemographics({ contactId, ...demographics }), on)
      .rejected('ORGANISATION_HAS_NO_DEMOGRAPHICS')
    given()
      .when(contact.register({ contactId, kind: 'organisation', name: 'An', demographics }), on)
      .rejected('ORGANISATION_HAS_NO_DEMOGRAPHICS', { field: 'demographics' })
  })
  it('comes with the registration, and says something else another time', () => {
    const register = (birthDate: string) =>
      contact.register({ contactId, personId, kind: 'individual', name: 'Lê Bình', demographics: { birthDate } })
    given()
      .when(register('1990-05-17'), on)
      .decides(
        e.ContactRegistered(asRegistered),
        e.ContactDemographicsSet({ personId, demographics: { birthDate: '1990-05-17' } }),
      )
    given(registered, known).when(register('1990-05-17'), on).nothing()
    given(registered, known).when(register('1990-05-18'), on).rejected('ALREADY_REGISTERED', { field: 'demographics' })
  })
})

it('a tax code is set, and taken away', () => {
  given(registered)
    .when(contact.setTaxCode({ contactId, taxCode: '0300588569' }), on)
    .decides(e.ContactTaxCodeSet({ personId, taxCode: '0300588569' }))
  given(registered)
    .when(contact.setTaxCode({ contactId, taxCode: null }), on)
    .nothing()
})

describe('a profile', () => {
  const vip = { entryId: null, label: 'VIP' }
  it('takes status and sources as text, or by label', () => {
    given(registered)
      .when(contact.setProfile({ contactId, contactStatus: 'VIP', customerSource: { label: 'VIP' } }), on)
      .decides(
        e.ContactProfileSet({
          from: { contactStatus: null, customerSource: null },
          to: { contactStatus: vip, customerSource: vip },
        }),
      )
  })
  it('is not changed by the same label in another case', () => {
    const said = past(stream, [on, e.ContactProfileSet({ from: { group: null }, to: { group: vip } })])
    given(registered, said)
      .when(contact.setProfile({ contactId, group: 'vip' }), on)
      .nothing()
  })
  it('takes an entry of the company’s list, by its id or its label', () => {
    const entryId = pooled('catalogue entry')
    const groups = past(catalogueState.of(catalogueId('customerGroup')), [
      '2026-01-01',
      catalogueEvents.CatalogueEntryAdded({
        entryId,
        label: 'VIP',
        code: null,
        order: 0,
        parentId: null,
        band: null,
      }),
    ])
    const change = e.ContactProfileSet({ from: { group: null }, to: { group: { entryId, label: 'VIP' } } })
    for (const group of ['vip', { label: 'VIP' }, { entryId }] as const)
      given(registered, groups).when(contact.setProfile({ contactId, group }), on).decides(change)
  })
  it('refuses an entry that no list has', () => {
    given(registered)
      .when(contact.setProfile({ contactId, group: { entryId: pooled('catalogue entry') } }), on)
      .rejected('CATALOGUE_ENTRY_UNKNOWN', { field: 'group' })
  })
})

describe('tags', () => {
  const tag = { entryId: null, label: 'Tết' }
  const tagged = past(stream, [on, e.ContactTagged({ tag })])
  it('are put on and taken off once, whatever their case', () => {
    given(registered)
      .when(contact.tag({ contactId, tag: 'Tết' }), on)
      .decides(e.ContactTagged({ tag }))
    given(registered, tagged)
      .when(contact.tag({ contactId, tag: 'TẾT' }), on)
      .nothing()
    given(registered, tagged)
      .when(contact.untag({ contactId, tag: 'tết' }), on)
      .decides(e.ContactUntagged({ tag }))
    given(registered)
      .when(contact.untag({ contactId, tag: 'Tết' }), on)
      .nothing()
  })

  it('are told apart by their entries, whatever these are called', () => {
    const [former, since] = [pooled('catalogue entry', 1), pooled('catalogue entry', 2)]
    const vip = (entryId: string) => ({ entryId, label: 'VIP' })
    const entry = { code: null, order: 0, parentId: null, band: null }
    const tagsOfCompany = past(
      catalogueState.of(catalogueId('tag')),
      ['2026-01-01', catalogueEvents.CatalogueEntryAdded({ ...vip(former), ...entry })],
      ['2026-01-07', catalogueEvents.CatalogueEntryRenamed({ entryId: former, from: 'VIP', to: 'VIP 2025' })],
      ['2026-01-07', catalogueEvents.CatalogueEntryAdded({ ...vip(since), ...entry })],
    )
    const before = past(stream, ['2026-01-06', e.ContactTagged({ tag: vip(former) })])
    for (const tag of ['vip', { entryId: since }])
      given(tagsOfCompany, registered, before)
        .when(contact.tag({ contactId, tag }), on)
        .decides(e.ContactTagged({ tag: vip(since) }))
    given(tagsOfCompany, registered, before)
      .when(contact.tag({ contactId, tag: { entryId: former } }), on)
      .decides(e.ContactTagged({ tag: { entryId: former, label: 'VIP 2025' } }))
    given(tagsOfCompany, registered, before)
      .when(contact.untag({ contactId, tag: { entryId: since } }), on)
      .nothing()
    given(
      tagsOfCompany,
      registered,
      tagged,
      past(stream, ['2026-01-06', e.ContactTagged({ tag: { entryId: null, label: 'VIP' } })]),
    )
      .when(contact.tag({ contactId, tag: 'vip' }), on)
      .nothing()
  })
})

describe('notes', () => {
  const noteId = pooled('note')
  const note = { noteId, text: 'Thích cà phê' }
  const noted = past(stream, [on, e.ContactNoteAdded({ personId, note })])
  it('are added, reworded and taken away once', () => {
    given(registered)
      .when(contact.addNote({ contactId, ...note }), on)
      .decides(e.ContactNoteAdded({ personId, note }))
    given(registered, noted)
      .when(contact.addNote({ contactId, ...note }), on)
      .nothing()
    given(registered, noted)
      .when(contact.changeNote({ contactId, noteId, text: 'Thích trà' }), on)
      .decides(e.ContactNoteChanged({ personId, note: { noteId, text: 'Thích trà' } }))
    given(registered, noted)
      .when(contact.removeNote({ contactId, noteId }), on)
      .decides(e.ContactNoteRemoved({ noteId }))
  })
  it('are only changed where they are, and not replaced', () => {
    given(registered, noted)
      .when(contact.addNote({ contactId, noteId, text: 'Khác' }), on)
      .rejected('NOTE_EXISTS')
    given(registered)
      .when(contact.changeNote({ contactId, ...note }), on)
      .rejected('NOTE_UNKNOWN')
    given(registered).when(contact.removeNote({ contactId, noteId }), on).rejected('NOTE_UNKNOWN')
  })
  it('are reworded once they were erased', () => {
    const erased = past(stream, [on, e.ContactNoteAdded({ personId, note: { noteId, text: Erased } })])
    given(registered, erased)
      .when(contact.changeNote({ contactId, ...note }), on)
      .decides(e.ContactNoteChanged({ personId, note }))
  })
})

describe('what a contact is to the company', () => {
  it('is a regular one unless said otherwise', () => {
    given(registered)
      .when(contact.setTerm({ contactId, term: 'regular' }), on)
      .nothing()
    given(registered)
      .when(contact.setTerm({ contactId, term: 'oneOff' }), on)
      .decides(e.ContactTermSet({ from: 'regular', to: 'oneOff' }))
  })
  it('is what it may become', () => {
    given(registered)
      .when(contact.setProspectiveAs({ contactId, prospectiveAs: 'both' }), on)
      .decides(e.ContactProspectiveAsSet({ from: null, to: 'both' }))
  })
  it('is a supplier from then on, also beside a customer', () => {
    const became = e.ContactBecameSupplier({ trigger: 'manual', documentId: null })
    const customer = e.ContactBecameCustomer({ personId, code: 'KH1', trigger: 'manual', documentId: null })
    given(registered, past(stream, [on, customer]))
      .when(contact.becomeSupplier({ contactId }), on)
      .decides(became)
    given(registered, past(stream, [on, became]))
      .when(contact.becomeSupplier({ contactId }), on)
      .nothing()
  })
  it('is archived and taken into use again', () => {
    const archived = past(stream, [on, e.ContactArchived({})])
    given(registered).when(contact.archive({ contactId }), on).decides(e.ContactArchived({}))
    given(registered, archived).when(contact.archive({ contactId }), on).nothing()
    given(registered, archived).when(contact.unarchive({ contactId }), on).decides(e.ContactUnarchived({}))
    given(registered).when(contact.unarchive({ contactId }), on).nothing()
  })
  it('is no customer without a code: command handling takes the next', () => {
    given(registered)
      .when(contact.becomeCustomer({ contactId }), on)
      .rejected('CUSTOMER_CODE_MISSING', { field: 'code' })
  })
})

describe('the main address', () => {
  const empty = { label: null, ward: null, district: null, province: null, country: null, postalCode: null }
  const at = (n: number) => ({ ...empty, addressId: pooled('address', n), street: String(n) })
  const added = (n: number, occurredOn: string) => {
    const { type, data } = e.ContactAddressAdded({ personId, address: at(n) })
    return { type, data, occurredOn }
  }
  const mainAfter = (...facts: readonly Fact[]) =>
    mainAddressOf(contactState.evolveAll(contactState.initialState, facts))
  it('is the one that has been there longest, whenever it was recorded, until another is said to be', () => {
    expect(mainAfter()).toBeNull()
    expect(mainAfter(added(0, '2026-02-02'), added(1, '2026-02-01'))).toEqual(at(1))
    const { type, data } = e.ContactMainAddressSet({ from: null, to: at(0).addressId })
    expect(mainAfter(added(0, '2026-02-02'), added(1, '2026-02-01'), { type, data, occurredOn: '2026-02-03' })).toEqual(
      at(0),
    )
  })
  it('is the first of several that a registration gives', () => {
    given()
      .when(
        contact.register({ contactId, personId, kind: 'individual', name: 'Lê Bình', addresses: [at(1), at(0)] }),
        on,
      )
      .decides(
        e.ContactRegistered(asRegistered),
        e.ContactAddressAdded({ personId, address: at(1) }),
        e.ContactAddressAdded({ personId, address: at(0) }),
        e.ContactMainAddressSet({ from: null, to: at(1).addressId }),
      )
  })
  it('is an address that the contact has', () => {
    const address = past(stream, [on, e.ContactAddressAdded({ personId, address: at(0) })])
    const make = contact.makeAddressMain({ contactId, addressId: at(0).addressId })
    given(registered).when(make, on).rejected('ADDRESS_UNKNOWN', { field: 'addressId' })
    const main = e.ContactMainAddressSet({ from: null, to: at(0).addressId })
    given(registered, address).when(make, on).decides(main)
    given(registered, address, past(stream, [on, main]))
      .when(make, on)
      .nothing()
  })
})
