import { z } from 'zod'
import { missingFields, requiredFieldRejections } from '../company/required-fields.ts'
import { companyState, theCompany } from '../company/state.ts'
import { customerCodeClaim, customerCodeKey } from '../customer-code/state.ts'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { changed, differingField, same, withGiven } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { changedCustomFields, custom, customChanges } from '../kernel/custom-fields.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { externalIdChange, externalIdIn, externalIds } from '../kernel/external-ids.ts'
import { isErased } from '../kernel/personal.ts'
import { phoneGiven, phoneIn, phoneRejection, phoneRejections } from '../kernel/phone-number.ts'
import { code, id, line } from '../kernel/values.ts'
import { activeStaffMember, staffMemberRejections } from '../staff-member/state.ts'
import { contactEvents as events, contactKind, customerTrigger, type ContactEvents } from './events.ts'
import type { ContactInputs } from './inputs.ts'
import { contactRejections, contactState, profileOf, type ContactAddress, type ContactState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  ...phoneRejections,
  ...contactRejections,
  ...requiredFieldRejections,
  ALREADY_REGISTERED: {
    en: 'A contact was registered under this id with other values',
    vi: 'Đã có liên hệ với mã này nhưng có giá trị khác',
  },
  ADDRESS_UNKNOWN: { en: 'The contact has no such address', vi: 'Liên hệ không có địa chỉ này' },
  ADDRESS_EXISTS: {
    en: 'The contact has an address with this id and other values',
    vi: 'Liên hệ đã có địa chỉ với mã này nhưng có giá trị khác',
  },
  ADDRESS_EMPTY: {
    en: 'An address says at least something about where it is',
    vi: 'Địa chỉ phải cho biết ít nhất một điều về nơi chốn',
  },
  ALREADY_CUSTOMER: { en: 'The contact is a customer under another code', vi: 'Liên hệ đã là khách hàng với mã khác' },
})

const command = commandOf(contactState)
const contactId = id('contact')
const addressId = id('address')
const name = line(200).describe('Name')
const phoneHint = 'Phone number; of the company’s country unless it says otherwise'
const accountManagerId = id('staff member')
const entry = (what: string) => code.nullish().describe(`${what}; null none`)

const profile = {
  industry: entry('Industry'),
  size: entry('Size of the organisation'),
  group: entry('Customer group'),
  territory: entry('Territory'),
}

const addressLine = (what: string) => line(200).nullish().describe(`${what}; null none`)
const addressLines = {
  label: addressLine('What it is for: office, delivery …'),
  street: addressLine('House number and street'),
  ward: addressLine('Ward or commune'),
  district: addressLine('District'),
  province: addressLine('Province or city'),
  country: addressLine('Country'),
  postalCode: addressLine('Postal code'),
}
const address = z.strictObject({ addressId, ...addressLines })

type AddressLines = Omit<ContactAddress, 'addressId'>
const emptyAddress: AddressLines = {
  label: null,
  street: null,
  ward: null,
  district: null,
  province: null,
  country: null,
  postalCode: null,
}
const addressOf = ({ addressId, ...lines }: z.output<typeof address>): ContactAddress => ({
  addressId,
  ...withGiven(emptyAddress, lines),
})
const isEmpty = ({ addressId: _, label: __, ...lines }: ContactAddress) =>
  Object.values(lines).every(value => value === null)

const registration = z.strictObject({
  contactId,
  personId: id('person').optional().describe('Whom the personal fields are about, where that person is known already'),
  kind: contactKind,
  name,
  phone: phoneGiven.optional().describe(phoneHint),
  email: emailAddress.optional().describe('E-mail address'),
  profile: z.strictObject(profile).optional().describe('What kind of contact it is'),
  accountManagerId: accountManagerId.optional().describe('Account manager'),
  // each is an event of its own, of some 4 kB at most: together a fifth of what one append takes
  addresses: z.array(address).max(50).optional().describe('Addresses'),
  externalIds: externalIds.optional().describe('What other systems call it'),
  custom: custom.optional().describe('The company’s own fields'),
})
type Registration = z.output<typeof registration>

/** The field of a registration that says something else than what is there; what it leaves out says nothing. */
const otherRegistration = (
  { contactId: _, addresses = [], profile, externalIds = [], custom = {}, ...given }: Registration,
  phone: string | null,
  state: ContactState,
): string | undefined => {
  const field = differingField(
    { ...given, phone: given.phone && phone, profile: withGiven(profileOf(state), profile ?? {}) },
    { ...state, profile: profileOf(state) },
  )
  if (field) return field
  if (addresses.some(given => !same(addressOf(given), state.addresses.get(given.addressId)))) return 'addresses'
  if (externalIds.some(({ system, id }) => externalIdIn(state, system) !== id)) return 'externalIds'
  return Object.keys(changedCustomFields(state, custom)).length > 0 ? 'custom' : undefined
}

export type ContactRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'contact', 'contactId', ContactEvents, ContactState, ContactRejection, ContactInputs>
export interface ContactAggregate extends Inferred {} // a name for hovers and declarations

export const contact: ContactAggregate = defineAggregate({
  state: contactState,
  rejections: reject,
  unknown: 'CONTACT_UNKNOWN',
  commands: {
    register: command({
      describe: 'Enters a person or organisation in the directory',
      rejects: [
        'ADDRESS_EMPTY',
        'ADDRESS_EXISTS',
        'ALREADY_REGISTERED',
        'MISSING_FIELDS',
        'PHONE_INVALID',
        'STAFF_MEMBER_LEFT',
        'STAFF_MEMBER_UNKNOWN',
      ],
      creates: true,
      schema: registration,
      context: ({ accountManagerId }) => ({
        accountManager: activeStaffMember('accountManagerId', accountManagerId),
        company: companyState.of(theCompany),
      }),
      decide: (given, state, { company }) => {
        const { contactId, personId = contactId, accountManagerId = null } = given
        const phone = phoneIn(given.phone, company.country, state.phone)
        if (phone === undefined) return phoneRejection(given.phone, company.country)
        if (state.status === 'registered') {
          const field = otherRegistration(given, phone, state)
          return field ? reject('ALREADY_REGISTERED', { field, contactId }) : []
        }
        const addresses = (given.addresses ?? []).map(addressOf)
        if (addresses.some(isEmpty)) return reject('ADDRESS_EMPTY', { field: 'addresses' })
        if (new Set(addresses.map(({ addressId }) => addressId)).size < addresses.length)
          return reject('ADDRESS_EXISTS', { field: 'addresses' })
        const { kind, name, email = null, externalIds = [], custom = {} } = given
        const profile = withGiven(profileOf(contactState.initialState), given.profile ?? {})
        const filledIn = { phone, email, ...profile, accountManagerId, addresses, externalIds }
        const missing = missingFields(company, 'contact', kind, filledIn, new Set(Object.keys(custom)))
        if (missing) return missing
        return [
          events.ContactRegistered({
            personId,
            kind,
            name,
            phone,
            email,
            profile,
            accountManagerId,
            externalIds,
            custom,
          }),
          ...addresses.map(address => events.ContactAddressAdded({ personId, address })),
        ]
      },
    }),

    rename: command({
      describe: 'Gives a contact another name',
      schema: z.strictObject({ contactId, name }),
      decide: ({ contactId, name }, state) =>
        state.name === name ? [] : [events.ContactRenamed({ personId: contactState.personOf(state, contactId), name })],
    }),

    setKind: command({
      describe: 'Says that a contact is a person, or an organisation, after all',
      schema: z.strictObject({ contactId, kind: contactKind }),
      decide: ({ kind }, { kind: from }) =>
        from === null || from === kind ? [] : [events.ContactKindSet({ from, to: kind })],
    }),

    setPhone: command({
      describe: 'Sets the phone number of a contact',
      rejects: ['PHONE_INVALID'],
      schema: z.strictObject({ contactId, phone: phoneGiven.nullable().describe(`${phoneHint}; null none`) }),
      context: () => ({ company: companyState.of(theCompany) }),
      decide: ({ contactId, phone: given }, state, { company }) => {
        const phone = phoneIn(given, company.country, state.phone)
        if (phone === undefined) return phoneRejection(given, company.country)
        return state.phone === phone
          ? []
          : [events.ContactPhoneSet({ personId: contactState.personOf(state, contactId), phone })]
      },
    }),

    setEmail: command({
      describe: 'Sets the e-mail address of a contact',
      schema: z.strictObject({ contactId, email: emailAddress.nullable().describe('E-mail address; null none') }),
      decide: ({ contactId, email }, state) =>
        state.email === email
          ? []
          : [events.ContactEmailSet({ personId: contactState.personOf(state, contactId), email })],
    }),

    setProfile: command({
      describe: 'Sets what kind of contact it is; what is left out stays',
      schema: z.strictObject({ contactId, ...profile }),
      decide: ({ contactId, ...given }, state) => {
        const { from, to } = changed(profileOf(state), given)
        return same(from, to) ? [] : [events.ContactProfileSet({ from, to })]
      },
    }),

    setAccountManager: command({
      describe: 'Gives the account to another staff member',
      rejects: ['STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
      schema: z.strictObject({
        contactId,
        accountManagerId: accountManagerId.nullable().describe('Account manager; null none'),
      }),
      context: ({ accountManagerId }) => ({ accountManager: activeStaffMember('accountManagerId', accountManagerId) }),
      decide: ({ accountManagerId }, state) => {
        if (state.accountManagerId === accountManagerId) return []
        return [events.ContactAccountManagerSet({ from: state.accountManagerId, to: accountManagerId })]
      },
    }),

    setCustomFields: command({
      describe: 'Sets fields of the company’s own; the others stay',
      schema: z.strictObject({ contactId, custom: customChanges.describe('Values by field; null clears') }),
      decide: ({ contactId, custom: given }, state) => {
        const custom = changedCustomFields(state, given)
        return Object.keys(custom).length === 0
          ? []
          : [events.ContactCustomFieldsSet({ personId: contactState.personOf(state, contactId), custom })]
      },
    }),

    setExternalId: command({
      describe: 'Says what another system calls a contact',
      schema: z.strictObject({ contactId, ...externalIdChange }),
      decide: ({ contactId, system, id }, state) =>
        externalIdIn(state, system) === id
          ? []
          : [events.ContactExternalIdSet({ personId: contactState.personOf(state, contactId), system, id })],
    }),

    addAddress: command({
      describe: 'Adds an address',
      rejects: ['ADDRESS_EMPTY', 'ADDRESS_EXISTS'],
      schema: z.strictObject({ contactId, ...address.shape }),
      decide: ({ contactId, ...given }, state) => {
        const address = addressOf(given)
        const { addressId } = address
        const there = state.addresses.get(addressId)
        if (there) return same(there, address) ? [] : reject('ADDRESS_EXISTS', { field: 'addressId', addressId })
        if (isEmpty(address)) return reject('ADDRESS_EMPTY', { addressId })
        return [events.ContactAddressAdded({ personId: contactState.personOf(state, contactId), address })]
      },
    }),

    changeAddress: command({
      describe: 'Changes an address; what is left out stays',
      rejects: ['ADDRESS_EMPTY', 'ADDRESS_UNKNOWN'],
      schema: z.strictObject({ contactId, ...address.shape }),
      decide: ({ contactId, addressId, ...lines }, state) => {
        const there = state.addresses.get(addressId)
        if (!there) return reject('ADDRESS_UNKNOWN', { field: 'addressId', addressId })
        const address = { ...withGiven(there, lines), addressId }
        if (same(there, address)) return []
        if (isEmpty(address)) return reject('ADDRESS_EMPTY', { addressId })
        return [events.ContactAddressChanged({ personId: contactState.personOf(state, contactId), address })]
      },
    }),

    removeAddress: command({
      describe: 'Removes an address',
      rejects: ['ADDRESS_UNKNOWN'],
      schema: z.strictObject({ contactId, addressId }),
      decide: ({ addressId }, state) => {
        if (state.addresses.get(addressId)) return [events.ContactAddressRemoved({ addressId })]
        return state.addresses.had(addressId) ? [] : reject('ADDRESS_UNKNOWN', { field: 'addressId', addressId })
      },
    }),

    becomeCustomer: command({
      describe: 'Makes a contact a customer, under a code that no other contact has; its history goes on',
      rejects: ['ALREADY_CUSTOMER', 'MISSING_FIELDS'],
      schema: z.strictObject({
        contactId,
        code: code.describe('Customer code, unique in the company whatever its case'),
        trigger: customerTrigger.default('manual').describe('What made it a customer'),
        documentId: z.uuid().optional().describe('The order, contract, invoice or other thing that did'),
      }),
      context: () => ({ company: companyState.of(theCompany) }),
      claims: ({ code }) => [customerCodeClaim(code)],
      decide: ({ contactId, code, trigger, documentId = null }, state, { company }) => {
        const { customer } = state
        if (!customer) {
          const missing = missingFields(company, 'customer', state.kind, state, state.custom)
          if (missing) return missing
          const personId = contactState.personOf(state, contactId)
          return [events.ContactBecameCustomer({ personId, code, trigger, documentId })]
        }
        return !isErased(customer.code) && customerCodeKey(customer.code) === customerCodeKey(code)
          ? []
          : reject('ALREADY_CUSTOMER', { field: 'code' })
      },
    }),
  },
})
