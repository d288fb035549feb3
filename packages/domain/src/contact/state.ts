import { customerCodeClaim } from '../customer-code/state.ts'
import { mostCustomFields, setCustomFields, type CustomFields } from '../kernel/custom-fields.ts'
import { addPart, removePart, set, setPart, unopened, type FieldWords } from '../kernel/dated.ts'
import { noParts, type Parts } from '../kernel/parts.ts'
import type { DataOf } from '../kernel/events.ts'
import { mostExternalIds, setExternalIds, type ExternalIds } from '../kernel/external-ids.ts'
import { isErased, type Personal } from '../kernel/personal.ts'
import { defineState } from '../kernel/state.ts'
import type { Words } from '../kernel/words.ts'
import { contactEvents } from './events.ts'

type Registered = DataOf<typeof contactEvents.ContactRegistered>
type BecameCustomer = DataOf<typeof contactEvents.ContactBecameCustomer>

export type ContactKind = Registered['kind']
/** Industry, size, group and territory. */
export type ContactProfile = Readonly<Registered['profile']>
export type ContactAddress = DataOf<typeof contactEvents.ContactAddressAdded>['address']
export type CustomerTrigger = BecameCustomer['trigger']

/** A person or organisation in the directory. The personal values are there to tell whether a command would change them. */
export interface ContactState extends ContactProfile, CustomFields, ExternalIds {
  readonly status: 'unknown' | 'registered'
  readonly kind: ContactKind | null
  readonly personId: string | null
  readonly name: Personal<string> | null
  readonly phone: Personal<string> | null
  readonly email: Personal<string> | null
  readonly accountManagerId: string | null
  readonly addresses: Parts<ContactAddress>
  /** Null until it becomes a customer. */
  readonly customer: Pick<BecameCustomer, 'code' | 'trigger'> | null
}

const initialState: ContactState = {
  ...unopened,
  status: 'unknown',
  kind: null,
  personId: null,
  name: null,
  phone: null,
  email: null,
  industry: null,
  size: null,
  group: null,
  territory: null,
  accountManagerId: null,
  externalIds: noParts(),
  custom: noParts(),
  addresses: noParts(),
  customer: null,
}

/** What kind of contact it is. */
export const profileOf = ({ industry, size, group, territory }: ContactState): ContactProfile => ({
  industry,
  size,
  group,
  territory,
})

/** Of a profile the fields that a change of it names. */
const partOf = (profile: ContactProfile, named: object): Partial<ContactProfile> =>
  Object.fromEntries(Object.entries(profile).filter(([field]) => field in named))

const address: Words = { en: 'address', vi: 'địa chỉ' }
/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<ContactState> = {
  status: { en: 'registration', vi: 'việc ghi vào danh bạ' },
  kind: { en: 'kind of contact', vi: 'loại liên hệ' },
  personId: { en: 'person', vi: 'người' },
  name: { en: 'name', vi: 'tên' },
  phone: { en: 'phone number', vi: 'số điện thoại' },
  email: { en: 'e-mail address', vi: 'địa chỉ e-mail' },
  industry: { en: 'industry', vi: 'ngành nghề' },
  size: { en: 'size of the organisation', vi: 'quy mô tổ chức' },
  group: { en: 'customer group', vi: 'nhóm khách hàng' },
  territory: { en: 'territory', vi: 'khu vực' },
  accountManagerId: { en: 'account manager', vi: 'người phụ trách' },
  customer: { en: 'customer code', vi: 'mã khách hàng' },
  'externalIds.id': { en: 'id in the other system', vi: 'mã ở hệ thống khác' },
  'custom.value': { en: 'company’s own field', vi: 'trường riêng của công ty' },
  'addresses.addressId': address,
  'addresses.label': address,
  'addresses.street': address,
  'addresses.ward': address,
  'addresses.district': address,
  'addresses.province': address,
  'addresses.country': address,
  'addresses.postalCode': address,
}

export const contactState = defineState({
  category: 'contact',
  idField: 'contactId',
  events: contactEvents,
  initialState,
  fieldWords,
  // a company's branches; the registration takes half of them, so that its events stay far below what one append takes
  bounds: { externalIds: mostExternalIds, custom: mostCustomFields, addresses: 100 },
  personOf: state => state.personId,
  holds: ({ customer }) => (customer && !isErased(customer.code) ? [customerCodeClaim(customer.code)] : []),
  evolve: {
    ContactRegistered: (s, { personId, kind, name, phone, email, profile, accountManagerId, ...others }, on) => {
      const fields = { personId, kind, name, phone, email, ...profile, accountManagerId }
      const entered = setExternalIds(set(s, on, { status: 'registered', ...fields }), on, others.externalIds)
      return setCustomFields(entered, on, others.custom)
    },
    ContactRenamed: (s, e, on) => set(s, on, { name: e.name }),
    ContactKindSet: (s, e, on) => set(s, on, { kind: e.to }),
    ContactPhoneSet: (s, e, on) => set(s, on, { phone: e.phone }),
    ContactEmailSet: (s, e, on) => set(s, on, { email: e.email }),
    ContactProfileSet: (s, e, on) => set(s, on, e.to),
    ContactAccountManagerSet: (s, e, on) => set(s, on, { accountManagerId: e.to }),
    ContactCustomFieldsSet: (s, e, on) => setCustomFields(s, on, e.custom),
    ContactExternalIdSet: (s, { system, id }, on) => setExternalIds(s, on, [{ system, id }]),
    ContactAddressAdded: (s, e, on) => addPart(s, on, 'addresses', e.address.addressId, e.address),
    ContactAddressChanged: (s, e, on) => setPart(s, on, 'addresses', e.address.addressId, e.address),
    ContactAddressRemoved: (s, e, on) => removePart(s, on, 'addresses', e.addressId),
    ContactBecameCustomer: (s, e, on) => set(s, on, { customer: { code: e.code, trigger: e.trigger } }),
  },
  replaced: {
    ContactKindSet: s => ({ from: s.kind }),
    ContactProfileSet: (s, e) => ({ from: partOf(profileOf(s), e.to) }),
    ContactAccountManagerSet: s => ({ from: s.accountManagerId }),
  },
})

/** The rejection of what names a contact. */
export const contactRejections = {
  CONTACT_UNKNOWN: { en: 'There is no such contact', vi: 'Không có liên hệ này' },
} as const
