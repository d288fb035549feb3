import { addPart, removePart, set, setPart, undated, type Dated, type Day, type Parts } from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import type { Personal } from '../kernel/personal.ts'
import { defineState } from '../kernel/state.ts'
import { contactEvents } from './events.ts'

type Registered = DataOf<typeof contactEvents.ContactRegistered>
type BecameCustomer = DataOf<typeof contactEvents.ContactBecameCustomer>

export type ContactKind = Registered['kind']
export type ContactProfile = Registered['profile']
export type ContactAddress = DataOf<typeof contactEvents.ContactAddressAdded>['address']
export type CustomerTrigger = BecameCustomer['trigger']

/** A person or organisation in the directory. The personal values are there to tell whether a command would change them. */
export interface ContactState extends Dated {
  readonly status: 'unknown' | 'registered'
  readonly kind: ContactKind | null
  readonly personId: string | null
  readonly name: Personal<string> | null
  readonly phone: Personal<string> | null
  readonly email: Personal<string> | null
  readonly profile: ContactProfile
  readonly accountManagerId: string | null
  readonly externalIds: Registered['externalIds']
  /** The company's own fields, each with a day of its own. */
  readonly custom: Parts<{ readonly value: Registered['custom'][string] }>
  readonly addresses: Parts<ContactAddress>
  /** Null until it becomes a customer. */
  readonly customer: Pick<BecameCustomer, 'code' | 'trigger'> | null
}

const initialState: ContactState = {
  ...undated,
  status: 'unknown',
  kind: null,
  personId: null,
  name: null,
  phone: null,
  email: null,
  profile: { industry: null, size: null, group: null, territory: null },
  accountManagerId: null,
  externalIds: [],
  custom: {},
  addresses: {},
  customer: null,
}

const setCustom = (state: ContactState, on: Day, custom: Registered['custom']): ContactState =>
  Object.entries(custom).reduce((s, [field, value]) => addPart(s, on, 'custom', field, { value }), state)

export const contactState = defineState({
  category: 'contact',
  idField: 'contactId',
  events: contactEvents,
  initialState,
  personOf: state => state.personId,
  evolve: {
    ContactRegistered: (
      s,
      { kind, personId, name, phone, email, profile, accountManagerId, externalIds, custom },
      on,
    ) =>
      setCustom(
        set(s, on, {
          status: 'registered',
          kind,
          personId,
          name,
          phone,
          email,
          profile,
          accountManagerId,
          externalIds,
        }),
        on,
        custom,
      ),
    ContactRenamed: (s, e, on) => set(s, on, { name: e.name }),
    ContactPhoneSet: (s, e, on) => set(s, on, { phone: e.phone }),
    ContactEmailSet: (s, e, on) => set(s, on, { email: e.email }),
    ContactProfileSet: (s, e, on) => set(s, on, { profile: e.to }),
    ContactAccountManagerSet: (s, e, on) => set(s, on, { accountManagerId: e.to }),
    ContactCustomFieldsSet: (s, e, on) => setCustom(s, on, e.custom),
    ContactAddressAdded: (s, e, on) => addPart(s, on, 'addresses', e.address.addressId, e.address),
    ContactAddressChanged: (s, e, on) => setPart(s, on, 'addresses', e.address.addressId, e.address),
    ContactAddressRemoved: (s, e, on) => removePart(s, on, 'addresses', e.addressId),
    ContactBecameCustomer: (s, e, on) => set(s, on, { customer: { code: e.code, trigger: e.trigger } }),
  },
})
