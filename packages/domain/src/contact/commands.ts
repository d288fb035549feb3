import { z } from 'zod'
import { defineAggregate } from '../kernel/aggregate.ts'
import { differingField, same, withGiven } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { phoneNumber } from '../kernel/phone-number.ts'
import { statesOf } from '../kernel/reference.ts'
import { code, custom, externalIds, id, text } from '../kernel/values.ts'
import { customerCodeKey } from '../customer-code/commands.ts'
import { staffMemberRejections, staffMemberState, whyNotActive } from '../staff-member/state.ts'
import { contactEvents as events, contactKind, customerTrigger } from './events.ts'
import { contactState, type ContactAddress, type ContactState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  CONTACT_UNKNOWN: 'There is no such contact',
  ALREADY_REGISTERED: 'A contact was registered under this id with other values',
  ADDRESS_UNKNOWN: 'The contact has no such address',
  ADDRESS_ALREADY_ADDED: 'The contact has another address under this id',
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
const emptyAddress: AddressLines = { label: null, street: null, ward: null, district: null, province: null, country: null, postalCode: null }
const addressOf = ({ addressId, ...lines }: z.output<typeof address>): ContactAddress => ({ addressId, ...withGiven(emptyAddress, lines) })
const isEmpty = ({ addressId: _, label: __, ...lines }: ContactAddress) => Object.values(lines).every(value => value === null)

const valuesOf = ({ custom }: ContactState) => Object.fromEntries(Object.entries(custom).map(([field, { value }]) => [field, value]))

export const contact = defineAggregate({
  state: contactState,
  rejections: reject,
  commands: {
    registerContact: command({
      describe: 'Enters a person or organisation in the directory',
      schema: z.strictObject({
        contactId,
        personId: id('person').optional().describe('Whom the personal fields are about, where that person is known already'),
        kind: contactKind,
        name,
        phone: phoneNumber.optional().describe(phoneHint),
        email: emailAddress.optional().describe('E-mail address'),
        profile: z.strictObject(profile).default({}).describe('What kind of contact it is'),
        accountManagerId: accountManagerId.optional().describe('Account manager'),
        addresses: z.array(address).default([]).describe('Addresses'),
        externalIds: externalIds.default([]).describe('What other systems call it'),
        custom: custom.default({}).describe('The company’s own fields'),
      }),
      context: ({ accountManagerId }) => statesOf(staffMemberState, accountManagerId),
      decide: ({ contactId, personId = contactId, phone = null, email = null, accountManagerId = null, addresses, ...wish }, state, staff) => {
        const places = addresses.map(addressOf)
        const byId = Object.fromEntries(places.map(place => [place.addressId, place]))
        const { kind, name, externalIds, custom } = wish
        const profile = withGiven(contactState.initialState.profile, wish.profile)
        const registration = { personId, kind, name, phone, email, profile, accountManagerId, externalIds, custom }
        if (state.status === 'registered') {
          const there = { ...state, custom: valuesOf(state) }
          const field = differingField({ ...registration, addresses: byId }, there)
          return field ? reject('ALREADY_REGISTERED', { field }) : []
        }
        const why = accountManagerId === null ? undefined : whyNotActive(staff[accountManagerId])
        if (why) return reject(why, { field: 'accountManagerId', staffMemberId: accountManagerId })
        if (places.some(isEmpty)) return reject('ADDRESS_EMPTY', { field: 'addresses' })
        if (Object.keys(byId).length < places.length) return reject('ADDRESS_ALREADY_ADDED', { field: 'addresses' })
        return [events.ContactRegistered(registration), ...places.map(place => events.ContactAddressAdded({ personId, address: place }))]
      },
    }),

    renameContact: command({
      describe: 'Gives a contact another name',
      schema: z.strictObject({ contactId, name }),
      decide: ({ contactId, name }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        return state.name === name ? [] : [events.ContactRenamed({ personId: contactState.personOf(state, contactId), name })]
      },
    }),

    setContactPhone: command({
      describe: 'Sets the phone number of a contact',
      schema: z.strictObject({ contactId, phone: phoneNumber.nullable().describe(`${phoneHint}; null none`) }),
      decide: ({ contactId, phone }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        return state.phone === phone ? [] : [events.ContactPhoneSet({ personId: contactState.personOf(state, contactId), phone })]
      },
    }),

    setContactEmail: command({
      describe: 'Sets the e-mail address of a contact',
      schema: z.strictObject({ contactId, email: emailAddress.nullable().describe('E-mail address; null none') }),
      decide: ({ contactId, email }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        return state.email === email ? [] : [events.ContactEmailSet({ personId: contactState.personOf(state, contactId), email })]
      },
    }),

    setContactProfile: command({
      describe: 'Sets what kind of contact it is; what is left out stays',
      schema: z.strictObject({ contactId, ...profile }),
      decide: ({ contactId: _, ...given }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        const to = withGiven(state.profile, given)
        return same(state.profile, to) ? [] : [events.ContactProfileSet({ from: state.profile, to })]
      },
    }),

    setContactAccountManager: command({
      describe: 'Gives the account to another staff member',
      schema: z.strictObject({ contactId, accountManagerId: accountManagerId.nullable().describe('Account manager; null none') }),
      context: ({ accountManagerId }) => statesOf(staffMemberState, accountManagerId),
      decide: ({ accountManagerId }, state, staff) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        if (state.accountManagerId === accountManagerId) return []
        const why = accountManagerId === null ? undefined : whyNotActive(staff[accountManagerId])
        if (why) return reject(why, { field: 'accountManagerId', staffMemberId: accountManagerId })
        return [events.ContactAccountManagerSet({ from: state.accountManagerId, to: accountManagerId })]
      },
    }),

    setContactCustomFields: command({
      describe: 'Sets fields of the company’s own; the others stay',
      schema: z.strictObject({ contactId, custom: custom.describe('Values by field') }),
      decide: ({ contactId, custom }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        const changed = Object.entries(custom).filter(([field, value]) => state.custom[field]?.value !== value)
        if (changed.length === 0) return []
        return [events.ContactCustomFieldsSet({ personId: contactState.personOf(state, contactId), custom: Object.fromEntries(changed) })]
      },
    }),

    addContactAddress: command({
      describe: 'Adds an address',
      schema: z.strictObject({ contactId, ...address.shape }),
      decide: ({ contactId, ...given }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        const address = addressOf(given)
        const { addressId } = address
        const there = state.addresses[addressId]
        if (there) return same(there, address) ? [] : reject('ADDRESS_ALREADY_ADDED', { field: 'addressId', addressId })
        if (isEmpty(address)) return reject('ADDRESS_EMPTY', { addressId })
        return [events.ContactAddressAdded({ personId: contactState.personOf(state, contactId), address })]
      },
    }),

    changeContactAddress: command({
      describe: 'Changes an address; what is left out stays',
      schema: z.strictObject({ contactId, ...address.shape }),
      decide: ({ contactId, addressId, ...lines }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
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
      decide: ({ addressId }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        return state.addresses[addressId] ? [events.ContactAddressRemoved({ addressId })] : []
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
      claims: ({ code }) => [{ kind: 'customerCode', key: customerCodeKey(code) }],
      decide: ({ code, trigger, documentId = null }, state) => {
        if (state.status === 'unknown') return reject('CONTACT_UNKNOWN')
        if (!state.customer) return [events.ContactBecameCustomer({ code, trigger, documentId })]
        return customerCodeKey(state.customer.code) === customerCodeKey(code) ? [] : reject('ALREADY_CUSTOMER', { field: 'code' })
      },
    }),
  },
})
