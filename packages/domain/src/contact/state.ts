import { stillAsked } from '../assignment-turns/request.ts'
import { customerCodeClaim, customerCodeKey } from '../customer-code/state.ts'
import { tagKey, type CatalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { mostCustomFields, setCustomFields, type CustomFields } from '../kernel/custom-fields.ts'
import { addPart, removePart, set, setPart, unopened, type Occurrence } from '../kernel/dated.ts'
import { longestThere, noParts, type Parts } from '../kernel/parts.ts'
import type { DataOf } from '../kernel/events.ts'
import { mostExternalIds, setExternalIds, type ExternalIds } from '../kernel/external-ids.ts'
import { isErased, type Personal } from '../kernel/personal.ts'
import { defineState, type Evolve } from '../kernel/state.ts'
import { foldedBy, Merging, partedOn, remembered, stateWithout, type Mergeable } from '../kernel/merging.ts'
import { contactEvents, type ContactEvents } from './events.ts'
import { fieldWords } from './field-words.ts'
import {
  mainEmailMissing,
  mainEmailOf,
  mainPhoneMissing,
  mainPhoneOf,
  setMainEmail,
  setMainPhone,
} from './main-ways.ts'
import { withContactValues } from './merge-values.ts'

export { mainEmailOf, mainPhoneOf } from './main-ways.ts'

type Data<Type extends keyof typeof contactEvents> = DataOf<(typeof contactEvents)[Type]>
type Registered = Data<'ContactRegistered'>
type BecameCustomer = Data<'ContactBecameCustomer'>

export type ContactKind = Registered['kind']
export type ContactTerm = Registered['term']
/** Industry, size, group, territory, status and sources. */
export type ContactProfile = Readonly<Registered['profile']>
export type ContactPhone = Data<'ContactPhoneAdded'>['phone']
export type ContactEmail = Data<'ContactEmailAdded'>['email']
export type ContactAddress = Data<'ContactAddressAdded'>['address']
export type ContactNote = Data<'ContactNoteAdded'>['note']
/** What an organisation is to a person who works there. */
export type Employment = Data<'ContactPositionTaken'>['employment']
/** What is known of a person's life. */
export type Demographics = {
  readonly [F in keyof Data<'ContactDemographicsSet'>['demographics']]-?: NonNullable<
    Data<'ContactDemographicsSet'>['demographics'][F]
  > | null
}
export type CustomerTrigger = BecameCustomer['trigger']
export type SupplierTrigger = Data<'ContactBecameSupplier'>['trigger']
export type ProspectiveAs = NonNullable<Data<'ContactProspectiveAsSet'>['to']>

/** A person or organisation in the directory. The personal values are there to tell whether a command would change them. */
export interface ContactState extends ContactProfile, Demographics, CustomFields, ExternalIds, Mergeable<ContactState> {
  readonly status: 'unknown' | 'registered'
  readonly kind: ContactKind | null
  readonly personId: string | null
  readonly name: Personal<string> | null
  /** The main number; null none, and then there are no further ones either. */
  readonly phone: Personal<string> | null
  /** Its id: `firstId` where nothing has given it another. */
  readonly phoneId: string
  readonly phoneLabel: Personal<string> | null
  readonly furtherPhones: Parts<ContactPhone>
  /** The main address; null none, and then there are no further ones either. */
  readonly email: Personal<string> | null
  readonly emailId: string
  readonly emailLabel: Personal<string> | null
  readonly furtherEmails: Parts<ContactEmail>
  readonly addresses: Parts<ContactAddress>
  /** Said to be the main one; it may be there no more. `mainAddressOf` tells which one is. */
  readonly mainAddressId: string | null
  readonly term: ContactTerm
  readonly taxCode: Personal<string> | null
  readonly accountManagerId: string | null
  /** What the company's rules were asked last; null while they never were. */
  readonly assignmentRequest: {
    readonly requestId: string
    readonly answered: boolean
    /** Why they gave it to nobody; null where they did not say so. */
    readonly code: string | null
  } | null
  /** How often the rules were asked. */
  readonly assignmentRequests: number
  /** The organisations that the person works for now. */
  readonly employments: Parts<Employment>
  readonly tags: Parts<CatalogueEntryStored>
  readonly notes: Parts<ContactNote>
  /** What it may become; null not said. */
  readonly prospectiveAs: ProspectiveAs | null
  /** Null until it becomes a customer. */
  readonly customer: Pick<BecameCustomer, 'code' | 'trigger'> | null
  /** Null until it becomes a supplier. */
  readonly supplier: { readonly trigger: SupplierTrigger } | null
  readonly archived: boolean
}

/** The id of a main number or address that nothing has given another: of one that the contact was registered with. */
export const firstId = '00000000-0000-4000-8000-000000000001'

/** Where nothing is known of a person's life. */
export const noDemographics: Demographics = {
  birthDate: null,
  gender: null,
  areaOfResidence: null,
  occupation: null,
  ownBusiness: null,
}

const initialState: ContactState = {
  ...unopened,
  ...noDemographics,
  status: 'unknown',
  kind: null,
  personId: null,
  name: null,
  phone: null,
  phoneId: firstId,
  phoneLabel: null,
  furtherPhones: noParts(),
  email: null,
  emailId: firstId,
  emailLabel: null,
  furtherEmails: noParts(),
  addresses: noParts(),
  mainAddressId: null,
  industry: null,
  size: null,
  group: null,
  territory: null,
  contactStatus: null,
  contactSource: null,
  customerSource: null,
  term: 'regular',
  taxCode: null,
  accountManagerId: null,
  assignmentRequest: null,
  assignmentRequests: 0,
  employments: noParts(),
  tags: noParts(),
  notes: noParts(),
  externalIds: noParts(),
  custom: noParts(),
  prospectiveAs: null,
  customer: null,
  supplier: null,
  archived: false,
  merging: new Merging((state, { type, data, day }) => foldOne(state, type, data, day)),
}

/** What kind of contact it is. */
export const profileOf = (state: ContactProfile): ContactProfile => {
  const { industry, size, group, territory, contactStatus, contactSource, customerSource } = state
  return { industry, size, group, territory, contactStatus, contactSource, customerSource }
}

/** What is known of the person's life. */
export const demographicsOf = (state: Demographics): Demographics => {
  const { birthDate, gender, areaOfResidence, occupation, ownBusiness } = state
  return { birthDate, gender, areaOfResidence, occupation, ownBusiness }
}

/** The main address: the one said to be, else the one that has been there longest; null none. */
export const mainAddressOf = ({ addresses, mainAddressId }: ContactState): ContactAddress | null =>
  addresses.get(mainAddressId ?? '') ?? addresses.get(longestThere(addresses) ?? '') ?? null

/** Whether a customer has that code; of one whose code was erased nobody can tell. */
export const isCodeOf = ({ code }: NonNullable<ContactState['customer']>, given: string): boolean =>
  !isErased(code) && customerCodeKey(code) === customerCodeKey(given)

/** Of a profile the fields that a change of it names. */
const partOf = (profile: ContactProfile, named: object): Partial<ContactProfile> =>
  Object.fromEntries(Object.entries(profile).filter(([field]) => field in named))

/** Numbers and addresses, of which one is the main one where there are any, and that one is not among the further ones too. */
const reachable = (s: ContactState, on: Occurrence): ContactState => {
  const [phone, email] = [mainPhoneMissing(s), mainEmailMissing(s)]
  const called = phone
    ? setMainPhone(s, on, { from: null, to: phone })
    : removePart(s, on, 'furtherPhones', s.phone === null ? '' : s.phoneId)
  return email
    ? setMainEmail(called, on, { from: null, to: email })
    : removePart(called, on, 'furtherEmails', s.email === null ? '' : s.emailId)
}

const answered = (
  { assignmentRequest: asked }: ContactState,
  code: string | null,
): Pick<ContactState, 'assignmentRequest'> => ({ assignmentRequest: asked && { ...asked, answered: true, code } })

const cases: Evolve<ContactEvents, ContactState> = remembered('ContactMerged', {
  ContactRegistered: (s, { profile, externalIds, custom, ...fields }, on) => {
    const entered = setExternalIds(set(s, on, { status: 'registered', ...fields, ...profile }), on, externalIds)
    return setCustomFields(entered, on, custom)
  },
  ContactRenamed: (s, e, on) => set(s, on, { name: e.name }),
  ContactKindSet: (s, e, on) => set(s, on, { kind: e.to }),
  ContactPhoneSet: (s, e, on) => set(s, on, { phone: e.phone }),
  ContactMainPhoneSet: (s, e, on) => setMainPhone(s, on, e),
  ContactPhoneAdded: (s, e, on) => addPart(s, on, 'furtherPhones', e.phone.phoneId, e.phone),
  ContactPhoneChanged: (s, e, on) => setPart(s, on, 'furtherPhones', e.phone.phoneId, e.phone),
  ContactPhoneRemoved: (s, e, on) => removePart(s, on, 'furtherPhones', e.phoneId),
  ContactEmailSet: (s, e, on) => set(s, on, { email: e.email }),
  ContactMainEmailSet: (s, e, on) => setMainEmail(s, on, e),
  ContactEmailAdded: (s, e, on) => addPart(s, on, 'furtherEmails', e.email.emailId, e.email),
  ContactEmailChanged: (s, e, on) => setPart(s, on, 'furtherEmails', e.email.emailId, e.email),
  ContactEmailRemoved: (s, e, on) => removePart(s, on, 'furtherEmails', e.emailId),
  ContactAddressAdded: (s, e, on) => addPart(s, on, 'addresses', e.address.addressId, e.address),
  ContactAddressChanged: (s, e, on) => setPart(s, on, 'addresses', e.address.addressId, e.address),
  ContactAddressRemoved: (s, e, on) => removePart(s, on, 'addresses', e.addressId),
  ContactMainAddressSet: (s, e, on) => set(s, on, { mainAddressId: e.to }),
  ContactProfileSet: (s, e, on) => set(s, on, e.to),
  ContactTermSet: (s, e, on) => set(s, on, { term: e.to }),
  ContactProspectiveAsSet: (s, e, on) => set(s, on, { prospectiveAs: e.to }),
  ContactTaxCodeSet: (s, e, on) => set(s, on, { taxCode: e.taxCode }),
  ContactDemographicsSet: (s, e, on) => set(s, on, e.demographics),
  ContactAccountManagerSet: (s, e, on) =>
    set(s, on, { accountManagerId: e.to, ...(e.rule === null ? {} : answered(s, null)) }),
  ContactAssignmentRequested: (s, { requestId }, on) =>
    set(s, on, {
      assignmentRequest: { requestId, answered: false, code: null },
      assignmentRequests: s.assignmentRequests + 1,
    }),
  ContactAssignmentRefused: (s, { code }, on) => set(s, on, answered(s, code)),
  ContactCustomFieldsSet: (s, e, on) => setCustomFields(s, on, e.custom),
  ContactExternalIdSet: (s, { system, id }, on) => setExternalIds(s, on, [{ system, id }]),
  ContactPositionTaken: (s, e, on) => addPart(s, on, 'employments', e.employment.employmentId, e.employment),
  ContactPositionChanged: (s, e, on) => setPart(s, on, 'employments', e.employmentId, { position: e.to }),
  ContactPositionLeft: (s, e, on) => removePart(s, on, 'employments', e.employment.employmentId),
  ContactTagged: (s, e, on) => addPart(s, on, 'tags', tagKey(e.tag), e.tag),
  ContactUntagged: (s, e, on) => removePart(s, on, 'tags', tagKey(e.tag)),
  ContactNoteAdded: (s, e, on) => addPart(s, on, 'notes', e.note.noteId, e.note),
  ContactNoteChanged: (s, e, on) => setPart(s, on, 'notes', e.note.noteId, e.note),
  ContactNoteRemoved: (s, e, on) => removePart(s, on, 'notes', e.noteId),
  ContactBecameCustomer: (s, e, on) => set(s, on, { customer: { code: e.code, trigger: e.trigger } }),
  ContactBecameSupplier: (s, e, on) => set(s, on, { supplier: { trigger: e.trigger } }),
  ContactArchived: (s, _, on) => set(s, on, { archived: true }),
  ContactUnarchived: (s, _, on) => set(s, on, { archived: false }),
  ContactMergeRequested: (s, e, on) => set(s, on, { merging: s.merging.request(e) }),
  ContactMergedInto: (s, { survivorId, mergeId }, on) =>
    set(s, on, { merging: s.merging.mergedInto(survivorId, mergeId) }),
  ContactMerged: (s, { mergeId, loserIds, taken }, on) => {
    on.draft?.finish()
    const whole = taken.reduce((state, { values }) => withContactValues(state, on, values), s)
    return set(whole, on, { merging: s.merging.merged({ mergeId, loserIds }, s) })
  },
  ContactMergeRefused: (s, _, on) => set(s, on, { merging: s.merging.refused() }),
  ContactAddressedAs: (s, { path, facts }, on) => set(s, on, { merging: s.merging.naming(path, facts) }),
  ContactUnmergeRequested: (s, { mergeId }, on) => set(s, on, { merging: s.merging.requestUnmerge(mergeId) }),
  ContactSetApart: (s, _, on) => set(s, on, { merging: s.merging.setApart() }),
  ContactUnmerged: (s, { mergeId, values }, on) =>
    partedOn(s, contactWithout(s, mergeId, on), on, mergeId, Object.keys(values)),
})
const foldOne = foldedBy<ContactState>(cases)

/** What a contact is without a merger. */
export const contactWithout = (s: ContactState, mergeId: string, on: Occurrence): ContactState =>
  reachable(stillAsked(s, stateWithout(s, mergeId)), on)

export const contactState = defineState({
  category: 'contact',
  idField: 'contactId',
  events: contactEvents,
  initialState,
  fieldWords,
  bounds: {
    externalIds: mostExternalIds,
    custom: mostCustomFields,
    // a company's branches; the registration takes half of them, so that its events stay far below what one append takes
    addresses: 100,
    furtherPhones: 50,
    furtherEmails: 50,
    employments: 100,
    tags: 100,
    // as many as a lead's, and what else was known of it; each may fill 5,000 characters, which every decision holds in memory
    notes: 501,
  },
  personOf: state => state.personId,
  holds: ({ customer }) => (customer && !isErased(customer.code) ? [customerCodeClaim(customer.code)] : []),
  evolve: cases,
  merging: {
    survivorOf: ({ merging }) => merging.into?.survivorId ?? null,
    standsFor: ({ merging }, loserId) => merging.standsFor(loserId),
    addressed: (path, facts) => contactEvents.ContactAddressedAs({ path: [...path], facts }),
  },
  replaced: {
    ContactKindSet: s => ({ from: s.kind }),
    ContactMainPhoneSet: s => ({ from: mainPhoneOf(s) }),
    ContactMainEmailSet: s => ({ from: mainEmailOf(s) }),
    ContactMainAddressSet: s => ({ from: s.mainAddressId }),
    ContactProfileSet: (s, e) => ({ from: partOf(profileOf(s), e.to) }),
    ContactTermSet: s => ({ from: s.term }),
    ContactProspectiveAsSet: s => ({ from: s.prospectiveAs }),
    ContactAccountManagerSet: s => ({ from: s.accountManagerId }),
    ContactPositionChanged: (s, e) => ({ from: s.employments.get(e.employmentId)?.position }),
    ContactPositionLeft: (s, e) => ({ employment: s.employments.get(e.employment.employmentId) }),
  },
})

/** The rejection of what names a contact. */
export const contactRejections = {
  CONTACT_UNKNOWN: { en: 'There is no such contact', vi: 'Không có liên hệ này' },
} as const
