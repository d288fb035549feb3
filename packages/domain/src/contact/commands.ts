import { z } from 'zod'
import { customerCodeClaim, customerCodeKey } from '../customer-code/state.ts'
import { defineAggregate } from '../kernel/aggregate.ts'
import { changed, differingGiven, same, withGiven } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { changedCustomFields, custom, customChanges } from '../kernel/custom-fields.ts'
import { hadPart } from '../kernel/dated.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { externalIdChange, externalIdIn, externalIds } from '../kernel/external-ids.ts'
import { isErased } from '../kernel/personal.ts'
import { phoneNumber } from '../kernel/phone-number.ts'
import { statesOf } from '../kernel/reference.ts'
import { code, id, text } from '../kernel/values.ts'
import { staffMemberRejections, staffMemberState, whyNotActive } from '../staff-member/state.ts'
import { contactEvents as events, contactKind, customerTrigger } from './events.ts'
import { contactState, profileOf, type ContactAddress, type ContactState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  CONTACT_UNKNOWN: 'There is no such contact',
  ALREADY_REGISTERED: 'A contact was registered under this id with other values',
  ADDRESS_UNKNOWN: 'The contact has no such address',
  ADDRESS_EXISTS: 'The contact has an address with this id and other values',
  ADDRESS_EMPTY: 'An address says at least something about where it is',
  ALREADY_CUSTOMER: 'The contact is a customer under another code',
})

const command = commandOf(contactState)
const contactId = id('contact')
const addressId = id('address')
const name = text(200).describe('Name')
const phoneHint = 'Phone number; Vietnamese unless it has a country code'
const accountManagerId = id('staff member')
const entry = (what: string) => code.nullish().describe(`${what}; null none`)

const profile = {
  industry: entry('Industry'),
  size: entry('Size of the organisation'),
  group: entry('Customer group'),
  territory: entry('Territory'),
}

const line = (what: string) => text(200).nullish().describe(`${what}; null none`)
const addressLines = {
  label: line('What it is for: office, delivery …'),
  street: line('House number and street'),
  ward: line('Ward or commune'),
  district: line('District'),
  province: line('Province or city'),
  country: line('Country'),
  postalCode: line('Postal code'),
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
  phone: phoneNumber.optional().describe(phoneHint),
  email: emailAddress.optional().describe('E-mail address'),
  profile: z.strictObject(profile).optional().describe('What kind of contact it is'),
  accountManagerId: accountManagerId.optional().describe('Account manager'),
  addresses: z.array(address).max(50).optional().describe('Addresses'),
  externalIds: externalIds.optional().describe('What other systems call it'),
  custom: custom.optional().describe('The company’s own fields'),
})

const contactUnknown = (contactId: string) => reject('CONTACT_UNKNOWN', { field: 'contactId', contactId })

const byId = (addresses: readonly ContactAddress[]) =>
  Object.fromEntries(addresses.map(address => [address.addressId, address]))

/** The field of a registration that says something else than what is there; what it leaves out says nothing. */
const otherRegistration = (
  { contactId: _, addresses, profile, externalIds, custom, ...given }: z.output<typeof registration>,
  state: ContactState,
): string | undefined => {
  const values = Object.fromEntries(Object.entries(state.custom).map(([field, { value }]) => [field, value]))
  return differingGiven(
    {
      ...given,
      profile: withGiven(profileOf(state), profile ?? {}),
      addresses: withGiven(state.addresses, byId((addresses ?? []).map(addressOf))),
      externalIds: withGiven(
        state.externalIds,
        Object.fromEntries((externalIds ?? []).map(({ system, id }) => [system, { id }])),
      ),
      custom: withGiven(values, custom ?? {}),
    },
    { ...state, profile: profileOf(state), custom: values },
  )
}

export const contact = defineAggregate({
  state: contactState,
  rejections: reject,
  commands: {
    registerContact: command({
      describe: 'Enters a person or organisation in the directory',
      schema: registration,
      context: ({ accountManagerId }) => statesOf(staffMemberState, accountManagerId),
      decide: (wish, state, staff) => {
        const { contactId, personId = contactId, accountManagerId = null } = wish
        if (state.status === 'registered') {
          const field = otherRegistration(wish, state)
          return field ? reject('ALREADY_REGISTERED', { field, contactId }) : []
        }
        const why = accountManagerId === null ? undefined : whyNotActive(staff[accountManagerId])
        if (why) return reject(why, { field: 'accountManagerId', staffMemberId: accountManagerId })
        const addresses = (wish.addresses ?? []).map(addressOf)
        if (addresses.some(isEmpty)) return reject('ADDRESS_EMPTY', { field: 'addresses' })
        if (Object.keys(byId(addresses)).length < addresses.length)
          return reject('ADDRESS_EXISTS', { field: 'addresses' })
        return [
          events.ContactRegistered({
            personId,
            kind: wish.kind,
            name: wish.name,
            phone: wish.phone ?? null,
            email: wish.email ?? null,
            profile: withGiven(profileOf(contactState.initialState), wish.profile ?? {}),
            accountManagerId,
            externalIds: wish.externalIds ?? [],
            custom: wish.custom ?? {},
          }),
          ...addresses.map(address => events.ContactAddressAdded({ personId, address })),
        ]
      },
    }),

    renameContact: command({
      describe: 'Gives a contact another name',
      schema: z.strictObject({ contactId, name }),
      decide: ({ contactId, name }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        return state.name === name
          ? []
          : [events.ContactRenamed({ personId: contactState.personOf(state, contactId), name })]
      },
    }),

    setContactKind: command({
      describe: 'Says that a contact is a person, or an organisation, after all',
      schema: z.strictObject({ contactId, kind: contactKind }),
      decide: ({ contactId, kind }, { kind: from }) => {
        if (from === null) return contactUnknown(contactId)
        return from === kind ? [] : [events.ContactKindSet({ from, to: kind })]
      },
    }),

    setContactPhone: command({
      describe: 'Sets the phone number of a contact',
      schema: z.strictObject({ contactId, phone: phoneNumber.nullable().describe(`${phoneHint}; null none`) }),
      decide: ({ contactId, phone }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        return state.phone === phone
          ? []
          : [events.ContactPhoneSet({ personId: contactState.personOf(state, contactId), phone })]
      },
    }),

    setContactEmail: command({
      describe: 'Sets the e-mail address of a contact',
      schema: z.strictObject({ contactId, email: emailAddress.nullable().describe('E-mail address; null none') }),
      decide: ({ contactId, email }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        return state.email === email
          ? []
          : [events.ContactEmailSet({ personId: contactState.personOf(state, contactId), email })]
      },
    }),

    setContactProfile: command({
      describe: 'Sets what kind of contact it is; what is left out stays',
      schema: z.strictObject({ contactId, ...profile }),
      decide: ({ contactId, ...given }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        const { from, to } = changed(profileOf(state), given)
        return same(from, to) ? [] : [events.ContactProfileSet({ from, to })]
      },
    }),

    setContactAccountManager: command({
      describe: 'Gives the account to another staff member',
      schema: z.strictObject({
        contactId,
        accountManagerId: accountManagerId.nullable().describe('Account manager; null none'),
      }),
      context: ({ accountManagerId }) => statesOf(staffMemberState, accountManagerId),
      decide: ({ contactId, accountManagerId }, state, staff) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        if (state.accountManagerId === accountManagerId) return []
        const why = accountManagerId === null ? undefined : whyNotActive(staff[accountManagerId])
        if (why) return reject(why, { field: 'accountManagerId', staffMemberId: accountManagerId })
        return [events.ContactAccountManagerSet({ from: state.accountManagerId, to: accountManagerId })]
      },
    }),

    setContactCustomFields: command({
      describe: 'Sets fields of the company’s own; the others stay',
      schema: z.strictObject({ contactId, custom: customChanges.describe('Values by field; null clears') }),
      decide: ({ contactId, custom: given }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        const custom = changedCustomFields(state, given)
        return Object.keys(custom).length === 0
          ? []
          : [events.ContactCustomFieldsSet({ personId: contactState.personOf(state, contactId), custom })]
      },
    }),

    setContactExternalId: command({
      describe: 'Says what another system calls a contact',
      schema: z.strictObject({ contactId, ...externalIdChange }),
      decide: ({ contactId, system, id }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        return externalIdIn(state, system) === id
          ? []
          : [events.ContactExternalIdSet({ personId: contactState.personOf(state, contactId), system, id })]
      },
    }),

    addContactAddress: command({
      describe: 'Adds an address',
      schema: z.strictObject({ contactId, ...address.shape }),
      decide: ({ contactId, ...given }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        const address = addressOf(given)
        const { addressId } = address
        const there = state.addresses[addressId]
        if (there) return same(there, address) ? [] : reject('ADDRESS_EXISTS', { field: 'addressId', addressId })
        if (isEmpty(address)) return reject('ADDRESS_EMPTY', { addressId })
        return [events.ContactAddressAdded({ personId: contactState.personOf(state, contactId), address })]
      },
    }),

    changeContactAddress: command({
      describe: 'Changes an address; what is left out stays',
      schema: z.strictObject({ contactId, ...address.shape }),
      decide: ({ contactId, addressId, ...lines }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        const there = state.addresses[addressId]
        if (!there) return reject('ADDRESS_UNKNOWN', { field: 'addressId', addressId })
        const address = { ...withGiven(there, lines), addressId }
        if (same(there, address)) return []
        if (isEmpty(address)) return reject('ADDRESS_EMPTY', { addressId })
        return [events.ContactAddressChanged({ personId: contactState.personOf(state, contactId), address })]
      },
    }),

    removeContactAddress: command({
      describe: 'Removes an address',
      schema: z.strictObject({ contactId, addressId }),
      decide: ({ contactId, addressId }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        if (state.addresses[addressId]) return [events.ContactAddressRemoved({ addressId })]
        return hadPart(state, 'addresses', addressId)
          ? []
          : reject('ADDRESS_UNKNOWN', { field: 'addressId', addressId })
      },
    }),

    becomeCustomer: command({
      describe: 'Makes a contact a customer, under a code that no other contact has; its history goes on',
      schema: z.strictObject({
        contactId,
        code: code.describe('Customer code, unique in the company whatever its case'),
        trigger: customerTrigger.default('manual').describe('What made it a customer'),
        documentId: z.uuid().optional().describe('The order, contract, invoice or other thing that did'),
      }),
      claims: ({ code }) => [customerCodeClaim(code)],
      decide: ({ contactId, code, trigger, documentId = null }, state) => {
        if (state.status === 'unknown') return contactUnknown(contactId)
        const { customer } = state
        if (!customer) {
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
