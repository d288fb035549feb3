import { z } from 'zod'
import { same, withGiven } from '../kernel/change.ts'
import { id, line } from '../kernel/values.ts'
import { contactEvents as events } from './events.ts'
import { command, contactId, personOf, reject } from './rules.ts'
import type { ContactAddress } from './state.ts'

const addressId = id('address')
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
/** An address in a command. */
export const address = z.strictObject({ addressId, ...addressLines })

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
export const addressOf = ({ addressId, ...lines }: z.output<typeof address>): ContactAddress => ({
  addressId,
  ...withGiven(emptyAddress, lines),
})
export const isEmpty = ({ addressId: _, label: __, ...lines }: ContactAddress) =>
  Object.values(lines).every(value => value === null)

export const addressCommands = {
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
      return [events.ContactAddressAdded({ personId: personOf(state, contactId), address })]
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
      return [events.ContactAddressChanged({ personId: personOf(state, contactId), address })]
    },
  }),

  removeAddress: command({
    describe: 'Removes an address',
    rejects: ['ADDRESS_UNKNOWN'],
    schema: z.strictObject({ contactId, addressId }),
    dependsOn: ['mainAddressId'],
    decide: ({ addressId }, state) => {
      if (state.addresses.get(addressId)) return [events.ContactAddressRemoved({ addressId })]
      return state.addresses.had(addressId) ? [] : reject('ADDRESS_UNKNOWN', { field: 'addressId', addressId })
    },
  }),

  makeAddressMain: command({
    describe:
      'Makes one of the addresses the main one; unless one is said to be, it is the one that has been there longest',
    rejects: ['ADDRESS_UNKNOWN'],
    schema: z.strictObject({ contactId, addressId }),
    dependsOn: ['addresses.addressId'],
    decide: ({ addressId }, state) => {
      if (!state.addresses.has(addressId)) return reject('ADDRESS_UNKNOWN', { field: 'addressId', addressId })
      const from = state.mainAddressId
      return from === addressId ? [] : [events.ContactMainAddressSet({ from, to: addressId })]
    },
  }),
}
