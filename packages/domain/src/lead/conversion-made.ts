// What a conversion is to make, fixed from the lead and from what is said otherwise, and what is missing for it.
import { missingOfForm, missingRejection, type MissingOfForm } from '../company/required-fields.ts'
import type { CompanyState } from '../company/state.ts'
import type { ContactState } from '../contact/state.ts'
import type { CatalogueEntryStored } from '../kernel/catalogue-entry.ts'
import type { Rejection } from '../kernel/command.ts'
import { derivedId } from '../kernel/derived-id.ts'
import type { DataOf } from '../kernel/events.ts'
import { isErased, type Erased } from '../kernel/personal.ts'
import type { PlaceGiven } from '../opportunity/opening-place.ts'
import type { OpportunityState } from '../opportunity/state.ts'
import { wantsCustomer, type Conversion } from './conversion-given.ts'
import type { leadEvents } from './events.ts'
import { remarkOf } from './conversion-remark.ts'
import type { LeadState } from './state.ts'

export type Requested = DataOf<typeof leadEvents.LeadConversionRequested>
type Opportunity = NonNullable<Requested['opportunity']>
type Customer = NonNullable<Requested['customer']>
type Person = NonNullable<Customer['person']>

/** The id of a lead's next conversion. */
export const conversionIdOf = (leadId: string, conversions: number): string =>
  derivedId(leadId, `conversion/${String(conversions)}`)

const known = <T>(value: T | Erased): T | null => (isErased(value) ? null : value)
const knownCustom = ({ custom }: LeadState) =>
  Object.fromEntries([...custom].flatMap(([field, { value }]) => (isErased(value) ? [] : [[field, value]])))
const tagsOf = ({ tags }: LeadState) => [...tags.values()].sort((a, b) => (a.label < b.label ? -1 : 1))

const given = <T>(value: T | undefined, otherwise: T): T => (value === undefined ? otherwise : value)
/** The salesperson of the opportunity that is opened; the lead's where none is. */
export const ownerOf = ({ into }: Conversion, { assignment }: LeadState): string | null =>
  into.mode === 'newOpportunity' ? given(into.ownerId, assignment.ownerId) : assignment.ownerId
/** The account manager of the contact that is made; null where none is. */
export const managerOf = (conversion: Conversion, state: LeadState): string | null => {
  const { customer } = conversion
  return customer.choice === 'create' ? given(customer.accountManagerId, ownerOf(conversion, state)) : null
}

const titleOf = ({ title, organisationName, name }: LeadState) => known(title) ?? known(organisationName) ?? known(name)
/** Whom the lead is, as the directory will have it. */
const contactNameOf = ({ kind, name, organisationName }: LeadState) =>
  kind === 'organisation' ? known(organisationName) : known(name)

/** The opportunity that an earlier attempt has opened, or this one opens. */
export const firstOpportunityIdOf = (leadId: string): string => derivedId(leadId, 'opportunity')
/** The opportunity that a conversion opens: another one where the first is closed or void by now. */
const openedIdOf = (leadId: string, { conversions }: LeadState, first: OpportunityState): string =>
  first.status === 'unknown' || first.status === 'open'
    ? firstOpportunityIdOf(leadId)
    : derivedId(leadId, `opportunity/${String(conversions)}`)

/** The contact that a conversion of a lead makes. */
export const contactIdOfLead = (leadId: string): string => derivedId(leadId, 'contact')

/** The contact that a conversion is for; null nobody. */
export const contactIdOf = ({ customer, leadId }: Conversion): string | null => {
  switch (customer.choice) {
    case 'create':
      return contactIdOfLead(leadId)
    case 'link':
      return customer.contactId
    case 'none':
      return null
  }
}

/** What a conversion is fixed by besides the lead and what was asked. */
export interface Surroundings {
  readonly openedId: string
  /** Main team of the salesperson given. */
  readonly mainTeamId: string | null
  /** Whether the contact is a customer already. */
  readonly isCustomer: boolean
  /** Whether the source of the customer would be the lead's. */
  readonly hasNoSource: boolean
  /** Whether the lead's person is made a contact person. */
  readonly hasPerson: boolean
  readonly remark: string | null
  /** Tags of an opportunity that is there already. */
  readonly opportunityTags: readonly CatalogueEntryStored[]
  readonly contactTags: readonly CatalogueEntryStored[]
  readonly noteIds: readonly string[]
}
/** As they stood when the conversion under way was asked for, so that the same one asked for again comes to the same. */
export const surroundingsThen = ({ opportunity, customer }: Requested, contact: ContactState): Surroundings => ({
  openedId: opportunity?.opportunityId ?? '',
  mainTeamId: opportunity?.opening?.teamId ?? null,
  isCustomer: !customer?.becomesCustomer && contact.customer !== null,
  hasNoSource: (customer?.source ?? null) !== null,
  hasPerson: (customer?.person ?? null) !== null,
  remark: known(customer?.registration?.remark ?? null),
  // one that was asked for before they came along has none, whatever the lead has
  opportunityTags: opportunity?.tags ?? [],
  contactTags: customer?.registration?.tags ?? [],
  noteIds: customer?.registration?.noteIds ?? [],
})

/** Whether the lead's person can be a contact person: of an organisation, and with all that the company requires of a contact. */
const canHavePerson = (conversion: Conversion, state: LeadState, contact: ContactState, company: CompanyState) => {
  const { choice } = conversion.customer
  if (choice === 'none' || state.kind !== 'organisation' || known(state.name) === null) return false
  if (choice === 'link' && contact.kind !== 'organisation') return false
  return missingOfPerson(personIn(conversion, state), company).fields.length === 0
}

/** What a conversion asked for now is fixed by. */
export const surroundingsNow = (
  conversion: Conversion,
  state: LeadState,
  there: {
    readonly company: CompanyState
    readonly contact: ContactState
    readonly earlier: OpportunityState
    readonly mainTeamId: string | null
    /** Names of the products that the lead needs. */
    readonly products: readonly string[]
  },
): Surroundings => {
  const { company, contact, earlier, mainTeamId, products } = there
  const hasPerson = canHavePerson(conversion, state, contact, company)
  return {
    openedId: openedIdOf(conversion.leadId, state, earlier),
    mainTeamId,
    isCustomer: contact.customer !== null,
    hasNoSource: contact.customerSource === null,
    hasPerson,
    remark: remarkOf(state, hasPerson, products, company.language),
    opportunityTags: tagsOf(state),
    contactTags: tagsOf(state),
    noteIds: [...state.notes.values()].map(({ noteId }) => noteId),
  }
}

/** Where an opportunity is to be opened. */
export const placeOf = (conversion: Conversion, state: LeadState): PlaceGiven | null => {
  const { into } = conversion
  if (into.mode !== 'newOpportunity') return null
  const { pipelineId, stageId, ownerId } = into
  const teamId = into.teamId === undefined && ownerId === undefined ? state.assignment.teamId : into.teamId
  return { pipelineId, stageId, ownerId: ownerOf(conversion, state), teamId }
}

export const opportunityOf = (
  conversion: Conversion,
  state: LeadState,
  { openedId, mainTeamId, opportunityTags }: Surroundings,
): Opportunity | null => {
  const { into } = conversion
  switch (into.mode) {
    case 'newOpportunity': {
      const { title, pipelineId = null, stageId = null, ownerId, teamId, externalIds = [] } = into
      const { expectedRevenue = null, expectedCloseOn = null } = into
      const opening = {
        title: title ?? titleOf(state) ?? '',
        pipelineId,
        stageId,
        ownerId: ownerOf(conversion, state),
        teamId: given(teamId, ownerId === undefined ? state.assignment.teamId : mainTeamId),
        expectedRevenue,
        expectedCloseOn,
        tags: tagsOf(state),
        externalIds,
        custom: knownCustom(state),
      }
      return { opportunityId: openedId, opening, tags: [] }
    }
    case 'intoOpportunity':
      return { opportunityId: into.opportunityId, opening: null, tags: [...opportunityTags] }
    case 'customerOnly':
      return null
  }
}

/** The person whom an organisation's lead names. */
const personIn = (conversion: Conversion, state: LeadState): Person => ({
  contactId: derivedId(conversion.leadId, 'person'),
  employmentId: derivedId(conversion.leadId, 'employment'),
  name: known(state.name) ?? '',
  phone: known(state.phone),
  email: known(state.email),
  accountManagerId: managerOf(conversion, state),
  position: state.position,
})

export const customerOf = (conversion: Conversion, state: LeadState, surroundings: Surroundings): Customer | null => {
  const { customer, leadId } = conversion
  const contactId = contactIdOf(conversion)
  if (customer.choice === 'none' || contactId === null) return null
  const { isCustomer, hasNoSource, hasPerson, remark, contactTags, noteIds } = surroundings
  const becomesCustomer = wantsCustomer(conversion) && !isCustomer
  const code = becomesCustomer ? (customer.code ?? null) : null
  const person = hasPerson ? personIn(conversion, state) : null
  if (customer.choice === 'link') {
    const source = becomesCustomer && hasNoSource ? state.source : null
    return { choice: 'link', contactId, registration: null, becomesCustomer, code, source, person }
  }
  const { kind, industry, size, group, territory, source, phone, email, address } = state
  const registration = {
    ...{ kind, name: contactNameOf(state) ?? '', phone: known(phone), email: known(email) },
    ...{ industry, size, group, territory, source, accountManagerId: managerOf(conversion, state) },
    address: address && { addressId: derivedId(leadId, 'address'), ...address },
    tags: [...contactTags],
    noteIds: [...noteIds],
    remark,
    externalIds: customer.externalIds ?? [],
    custom: knownCustom(state),
  }
  return { choice: 'create', contactId, registration, becomesCustomer, code, source: null, person }
}

const has = (custom: object): ReadonlySet<string> => new Set(Object.keys(custom))

const missingOfPerson = ({ phone, email, accountManagerId }: Person, company: CompanyState): MissingOfForm => {
  const unknown = { industry: null, size: null, group: null, territory: null, addresses: null, externalIds: null }
  return missingOfForm(company, 'contact', 'individual', { phone, email, accountManagerId, ...unknown }, new Map())
}

/** All that is missing for what a conversion is to make, in one list. */
export const missingFor = (
  { opportunity, customer }: Pick<Requested, 'opportunity' | 'customer'>,
  { kind }: LeadState,
  contact: ContactState,
  company: CompanyState,
): Rejection | undefined => {
  const missing: MissingOfForm[] = []
  const opening = opportunity?.opening
  if (opening) {
    if (opening.title === '') missing.push({ form: 'lead', fields: ['title'] })
    const { expectedRevenue, expectedCloseOn, ownerId, teamId, tags, externalIds, custom } = opening
    const customerId = customer?.contactId ?? null
    const values = { expectedRevenue, expectedCloseOn, ownerId, teamId, tags, externalIds, customerId }
    const kindOfCustomer = customer && (customer.registration ? kind : contact.kind)
    missing.push(missingOfForm(company, 'opportunity', kindOfCustomer, values, has(custom)))
  }
  const registration = customer?.registration
  if (customer && registration) {
    if (registration.name === '')
      missing.push({ form: 'lead', fields: [kind === 'organisation' ? 'organisationName' : 'name'] })
    const { address, custom, ...fields } = registration
    const forms: readonly ('contact' | 'customer')[] = customer.becomesCustomer ? ['contact', 'customer'] : ['contact']
    for (const form of forms)
      missing.push(missingOfForm(company, form, kind, { ...fields, addresses: address }, has(custom)))
  }
  if (customer?.choice === 'link' && customer.becomesCustomer)
    missing.push(missingOfForm(company, 'customer', contact.kind, contact, contact.custom))
  return missingRejection(...missing)
}
