import { z } from 'zod'
import { missingFields } from '../company/required-fields.ts'
import { companyState, theCompany } from '../company/state.ts'
import { changed, differingField, same, withGiven } from '../kernel/change.ts'
import { isRejection, type Rejection } from '../kernel/command.ts'
import { changedCustomFields, custom } from '../kernel/custom-fields.ts'
import type { Day } from '../kernel/dated.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { externalIdIn, externalIds } from '../kernel/external-ids.ts'
import { phoneGiven, phoneIn, phoneRejection } from '../kernel/phone-number.ts'
import { id } from '../kernel/values.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { address, addressOf, isEmpty } from './address-commands.ts'
import { profileCatalogues, profileGiven, profileWith } from './catalogues.ts'
import { accountManagerId, demographics, isBornAfter, name, taxCode } from './detail-commands.ts'
import { contactEvents as events } from './events.ts'
import { phoneHint } from './phone-commands.ts'
import { command, contactId, reject } from './rules.ts'
import {
  contactState,
  demographicsOf,
  noDemographics,
  profileOf,
  type ContactProfile,
  type ContactState,
} from './state.ts'
import { contactKind, contactTerm } from './stored.ts'

const registration = z.strictObject({
  contactId,
  personId: id('person').optional().describe('Whom the personal fields are about, where that person is known already'),
  kind: contactKind,
  name,
  phone: phoneGiven.optional().describe(phoneHint),
  email: emailAddress.optional().describe('E-mail address'),
  profile: profileGiven.optional().describe('What kind of contact it is'),
  term: contactTerm.optional().describe('Regular when left out'),
  taxCode: taxCode.optional(),
  demographics: z.strictObject(demographics).optional().describe('What is known of the person’s life'),
  accountManagerId: accountManagerId.optional().describe('Account manager'),
  // each is an event of its own, of some 4 kB at most: together a fifth of what one append takes
  addresses: z.array(address).max(50).optional().describe('Addresses; the first is the main one'),
  externalIds: externalIds.optional().describe('What other systems call it'),
  custom: custom.optional().describe('The company’s own fields'),
})
type Registration = z.output<typeof registration>

/** The field of a registration that says something else than what is there; what it leaves out says nothing. */
const otherRegistration = (
  {
    contactId: _,
    addresses = [],
    profile: __,
    externalIds = [],
    custom = {},
    demographics = {},
    ...given
  }: Registration,
  phone: string | null,
  profile: ContactProfile,
  state: ContactState,
): string | undefined => {
  const field = differingField(
    { ...given, phone: given.phone && phone, profile },
    { ...state, profile: profileOf(state) },
  )
  if (field) return field
  if (!same(withGiven(demographicsOf(state), demographics), demographicsOf(state))) return 'demographics'
  if (addresses.some(given => !same(addressOf(given), state.addresses.get(given.addressId)))) return 'addresses'
  if (externalIds.some(({ system, id }) => externalIdIn(state, system) !== id)) return 'externalIds'
  return Object.keys(changedCustomFields(state, custom)).length > 0 ? 'custom' : undefined
}

/** Why a registration cannot be what it says. */
const refused = ({ kind, addresses = [], demographics = {} }: Registration, day: Day): Rejection | undefined => {
  if (addresses.map(addressOf).some(isEmpty)) return reject('ADDRESS_EMPTY', { field: 'addresses' })
  if (new Set(addresses.map(({ addressId }) => addressId)).size < addresses.length)
    return reject('ADDRESS_EXISTS', { field: 'addresses' })
  if (kind === 'organisation' && Object.values(demographics).some(value => value !== undefined && value !== null))
    return reject('ORGANISATION_HAS_NO_DEMOGRAPHICS', { field: 'demographics' })
  if (isBornAfter(demographics, day)) return reject('BORN_IN_FUTURE', { field: 'demographics.birthDate' })
  return undefined
}

export const register = command({
  describe: 'Enters a person or organisation in the directory',
  rejects: [
    'ADDRESS_EMPTY',
    'ADDRESS_EXISTS',
    'ALREADY_REGISTERED',
    'BORN_IN_FUTURE',
    'CATALOGUE_ENTRY_RETIRED',
    'CATALOGUE_ENTRY_UNKNOWN',
    'MISSING_FIELDS',
    'ORGANISATION_HAS_NO_DEMOGRAPHICS',
    'PHONE_INVALID',
    'STAFF_MEMBER_LEFT',
    'STAFF_MEMBER_UNKNOWN',
  ],
  creates: true,
  schema: registration,
  context: ({ accountManagerId, profile = {} }) => ({
    accountManager: activeStaffMember('accountManagerId', accountManagerId),
    company: companyState.of(theCompany),
    ...profileCatalogues(profile),
  }),
  decide: (given, state, { company, ...catalogues }, day) => {
    const { contactId, personId = contactId, accountManagerId = null } = given
    const phone = phoneIn(given.phone, company.country, state.phone)
    if (phone === undefined) return phoneRejection(given.phone, company.country)
    const profile = profileWith(given.profile ?? {}, state, catalogues, 'as it was')
    if (isRejection(profile)) return profile
    if (state.status === 'registered') {
      const field = otherRegistration(given, phone, profile, state)
      return field ? reject('ALREADY_REGISTERED', { field, contactId }) : []
    }
    const refusal = refused(given, day)
    if (refusal) return refusal
    const addresses = (given.addresses ?? []).map(addressOf)
    const [first, ...others] = addresses
    const { kind, name, email = null, externalIds = [], custom = {} } = given
    const filledIn = { phone, email, ...profile, accountManagerId, addresses, externalIds }
    const missing = missingFields(company, 'contact', kind, filledIn, new Set(Object.keys(custom)))
    if (missing) return missing
    const { to: demographics } = changed(noDemographics, given.demographics ?? {})
    return [
      events.ContactRegistered({
        personId,
        kind,
        name,
        phone,
        email,
        profile,
        term: given.term ?? contactState.initialState.term,
        taxCode: given.taxCode ?? null,
        accountManagerId,
        externalIds,
        custom,
      }),
      ...(Object.keys(demographics).length > 0 ? [events.ContactDemographicsSet({ personId, demographics })] : []),
      ...addresses.map(address => events.ContactAddressAdded({ personId, address })),
      ...(first && others.length > 0 ? [events.ContactMainAddressSet({ from: null, to: first.addressId })] : []),
    ]
  },
})
