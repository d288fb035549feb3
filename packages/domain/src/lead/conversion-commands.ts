import { z } from 'zod'
import { missingOfForm, missingRejection, type MissingOfForm } from '../company/required-fields.ts'
import { companyState, theCompany, type CompanyState } from '../company/state.ts'
import { contactState, type ContactState } from '../contact/state.ts'
import { same } from '../kernel/change.ts'
import { derivedId } from '../kernel/derived-id.ts'
import type { DataOf } from '../kernel/events.ts'
import { isErased, type Erased } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'
import { opportunityState, type OpportunityState } from '../opportunity/state.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { conversion, type Conversion } from './conversion-given.ts'
import { leadEvents as events } from './events.ts'
import { commandWhileConverting, converting, leadId, notOpen, personOf, reject } from './rules.ts'
import type { LeadState } from './state.ts'

type Requested = DataOf<typeof events.LeadConversionRequested>
type Opportunity = NonNullable<Requested['opportunity']>
type Customer = NonNullable<Requested['customer']>

/** The id of a lead's next conversion. */
export const conversionIdOf = (leadId: string, conversions: number): string =>
  derivedId(leadId, `conversion/${String(conversions)}`)

const known = <T>(value: T | Erased): T | null => (isErased(value) ? null : value)
const knownCustom = ({ custom }: LeadState) =>
  Object.fromEntries([...custom].flatMap(([field, { value }]) => (isErased(value) ? [] : [[field, value]])))

const given = <T>(value: T | undefined, otherwise: T): T => (value === undefined ? otherwise : value)
/** The salesperson of the opportunity that is opened; the lead's where none is. */
const ownerOf = ({ into }: Conversion, { assignment }: LeadState): string | null =>
  into.mode === 'newOpportunity' ? given(into.ownerId, assignment.ownerId) : assignment.ownerId
/** The account manager of the contact that is made; null where none is. */
const managerOf = (conversion: Conversion, state: LeadState): string | null => {
  const { customer } = conversion
  return customer.choice === 'create' ? given(customer.accountManagerId, ownerOf(conversion, state)) : null
}

const titleOf = ({ title, organisationName, name }: LeadState) => known(title) ?? known(organisationName) ?? known(name)
/** Whom the lead is, as the directory will have it. */
const contactNameOf = ({ kind, name, organisationName }: LeadState) =>
  kind === 'organisation' ? known(organisationName) : known(name)

/** The opportunity that an earlier attempt has opened, or this one opens. */
const firstOpportunityIdOf = (leadId: string): string => derivedId(leadId, 'opportunity')
/** The opportunity that a conversion opens: another one where the first is closed or void by now. */
const openedIdOf = (leadId: string, { conversions }: LeadState, first: OpportunityState): string =>
  first.status === 'unknown' || first.status === 'open'
    ? firstOpportunityIdOf(leadId)
    : derivedId(leadId, `opportunity/${String(conversions)}`)

/** What a conversion is fixed by besides the lead and what was asked. */
interface Surroundings {
  readonly openedId: string
  /** Main team of the salesperson given. */
  readonly mainTeamId: string | null
  /** Whether the contact is a customer already. */
  readonly isCustomer: boolean
}
/** As they stood when the conversion under way was asked for, so that the same one asked for again comes to the same. */
const surroundingsThen = ({ opportunity, customer }: Requested, contact: ContactState): Surroundings => ({
  openedId: opportunity?.opportunityId ?? '',
  mainTeamId: opportunity?.opening?.teamId ?? null,
  isCustomer: !customer?.becomesCustomer && contact.customer !== null,
})

const opportunityOf = (
  conversion: Conversion,
  state: LeadState,
  { openedId, mainTeamId }: Surroundings,
): Opportunity | null => {
  const { into } = conversion
  switch (into.mode) {
    case 'newOpportunity': {
      const { title, pipelineId = null, stageId = null, ownerId, teamId } = into
      const opening = {
        title: title ?? titleOf(state) ?? '',
        pipelineId,
        stageId,
        ownerId: ownerOf(conversion, state),
        teamId: given(teamId, ownerId === undefined ? state.assignment.teamId : mainTeamId),
        tags: [...state.tags.values()].sort((a, b) => (a.label < b.label ? -1 : 1)),
        custom: knownCustom(state),
      }
      return { opportunityId: openedId, opening }
    }
    case 'intoOpportunity':
      return { opportunityId: into.opportunityId, opening: null }
    case 'customerOnly':
      return null
  }
}

/** The contact that a conversion is for; null nobody. */
const contactIdOf = ({ customer, leadId }: Conversion): string | null => {
  switch (customer.choice) {
    case 'create':
      return derivedId(leadId, 'contact')
    case 'link':
      return customer.contactId
    case 'none':
      return null
  }
}

const customerOf = (conversion: Conversion, state: LeadState, { isCustomer }: Surroundings): Customer | null => {
  const { customer, leadId, into } = conversion
  const contactId = contactIdOf(conversion)
  if (customer.choice === 'none' || contactId === null) return null
  const wanted = into.mode === 'customerOnly' || (customer.becomesCustomer ?? false)
  const becomesCustomer = wanted && !isCustomer
  const code = becomesCustomer ? (customer.code ?? null) : null
  if (customer.choice === 'link') return { choice: 'link', contactId, registration: null, becomesCustomer, code }
  const { kind, industry, size, group, territory, source, phone, email, address } = state
  const registration = {
    ...{ kind, name: contactNameOf(state) ?? '', phone: known(phone), email: known(email) },
    ...{ industry, size, group, territory, source, accountManagerId: managerOf(conversion, state) },
    address: address && { addressId: derivedId(leadId, 'address'), ...address },
    custom: knownCustom(state),
  }
  return { choice: 'create', contactId, registration, becomesCustomer, code }
}

/** All that is missing for what a conversion is to make. */
const missingFor = (
  { opportunity, customer }: Pick<Requested, 'opportunity' | 'customer'>,
  { kind }: LeadState,
  company: CompanyState,
) => {
  const missing: MissingOfForm[] = []
  const opening = opportunity?.opening
  if (opening) {
    if (opening.title === '') missing.push({ form: 'lead', fields: ['title'] })
    const { ownerId, teamId, tags, custom } = opening
    const contactId = customer?.contactId ?? null
    const none = { expectedRevenue: null, expectedCloseOn: null, externalIds: null }
    const values = { ...none, ownerId, teamId, tags, customerId: contactId }
    missing.push(missingOfForm(company, 'opportunity', null, values, new Map(Object.entries(custom))))
  }
  const registration = customer?.registration
  if (customer && registration) {
    if (registration.name === '')
      missing.push({ form: 'lead', fields: [kind === 'organisation' ? 'organisationName' : 'name'] })
    const { address, custom, ...fields } = registration
    const values = { ...fields, addresses: address, externalIds: null }
    for (const form of customer.becomesCustomer ? (['contact', 'customer'] as const) : (['contact'] as const))
      missing.push(missingOfForm(company, form, kind, values, new Map(Object.entries(custom))))
  }
  return missingRejection(...missing)
}

/** How a lead becomes something else: a request that fixes everything, the steps of a process, and an outcome. */
export const conversionCommands = {
  convert: commandWhileConverting({
    describe:
      'Has it become an opportunity, a customer, or both: it is locked until that is done or was refused, and is converted once',
    rejects: [
      'ALREADY_CONVERTED',
      'CONTACT_UNKNOWN',
      'LEAD_CONVERTING',
      'LEAD_NOT_OPEN',
      'MISSING_FIELDS',
      'NOT_OPEN',
      'NOT_QUALIFIED',
      'OPPORTUNITY_UNKNOWN',
      'STAFF_MEMBER_LEFT',
      'STAFF_MEMBER_UNKNOWN',
    ],
    schema: conversion,
    // it copies what is known
    dependsOn: [
      'qualification',
      'rating',
      'title',
      'name',
      'organisationName',
      'phone',
      'email',
      'address',
      'kind',
      'industry',
      'size',
      'group',
      'territory',
      'source',
      'assignment',
      'tags.label',
      'custom.value',
    ],
    context: (given, state) => ({
      company: companyState.of(theCompany),
      owner: activeStaffMember('into.ownerId', given.into.mode === 'newOpportunity' ? ownerOf(given, state) : null),
      accountManager: activeStaffMember('customer.accountManagerId', managerOf(given, state)),
      opportunity: opportunityState.of(given.into.mode === 'intoOpportunity' ? given.into.opportunityId : null),
      earlier: opportunityState.of(given.into.mode === 'newOpportunity' ? firstOpportunityIdOf(given.leadId) : null),
      contact: contactState.of(contactIdOf(given)),
    }),
    decide: (given, state, { company, owner, opportunity, earlier, contact }) => {
      const { leadId, into, customer } = given
      const surroundings =
        state.status === 'converting' && state.conversion
          ? surroundingsThen(state.conversion, contact)
          : {
              openedId: openedIdOf(leadId, state, earlier),
              mainTeamId: owner.mainTeamId,
              isCustomer: contact.customer !== null,
            }
      const request = {
        mode: into.mode,
        opportunity: opportunityOf(given, state, surroundings),
        customer: customerOf(given, state, surroundings),
      }
      if (state.status === 'converting')
        return same({ ...state.conversion, ...request }, state.conversion) ? [] : converting(leadId)
      if (state.status === 'converted') return reject('ALREADY_CONVERTED', { field: 'leadId', leadId })
      if (state.status !== 'open') return notOpen(state, leadId)
      const outcome = state.qualification?.outcome
      if (outcome === 'disqualified' || (company.leadsMustBeQualified && outcome !== 'qualified'))
        return reject('NOT_QUALIFIED', { field: 'leadId', leadId })
      if (into.mode === 'intoOpportunity' && opportunity.status !== 'open') {
        const details = { field: 'into.opportunityId', opportunityId: into.opportunityId, status: opportunity.status }
        return reject(opportunity.status === 'unknown' ? 'OPPORTUNITY_UNKNOWN' : 'NOT_OPEN', details)
      }
      if (customer.choice === 'link' && contact.status === 'unknown')
        return reject('CONTACT_UNKNOWN', { field: 'customer.contactId', contactId: customer.contactId })
      const missing = missingFor(request, state, company)
      if (missing) return missing
      const conversionId = conversionIdOf(leadId, state.conversions)
      return [events.LeadConversionRequested({ conversionId, personId: personOf(state, leadId), ...request })]
    },
  }),

  completeConversion: commandWhileConverting({
    describe: 'States that a conversion is done; the process that carries it out says so, and nobody else needs to',
    rejects: ['CONVERSION_UNKNOWN'],
    schema: z.strictObject({ leadId, conversionId: id('conversion') }),
    decide: ({ conversionId }, { status, conversion }) => {
      if (conversion?.conversionId !== conversionId || (status !== 'converting' && status !== 'converted'))
        return reject('CONVERSION_UNKNOWN', { field: 'conversionId', conversionId })
      if (status === 'converted') return []
      const { mode, opportunity, customer } = conversion
      const customerId = customer?.contactId ?? null
      if (mode !== 'customerOnly' && opportunity) {
        const { opportunityId } = opportunity
        return [events.LeadConvertedToOpportunity({ conversionId, mode, opportunityId, customerId })]
      }
      return customerId === null ? [] : [events.LeadConvertedToCustomer({ conversionId, customerId })]
    },
  }),

  refuseConversion: commandWhileConverting({
    describe: 'States that a conversion was refused; the process that carries it out says so, and nobody else needs to',
    rejects: ['CONVERSION_UNKNOWN'],
    schema: z.strictObject({
      leadId,
      conversionId: id('conversion'),
      step: z.enum(['opportunity', 'contact', 'customer', 'link']).describe('What could not be done'),
      code: z
        .string()
        .regex(/^[A-Z][A-Z0-9_]{0,59}$/)
        .describe('Why not: the code of its rejection'),
    }),
    decide: ({ conversionId, step, code }, { status, conversion }) => {
      if (conversion?.conversionId !== conversionId || status === 'converted')
        return reject('CONVERSION_UNKNOWN', { field: 'conversionId', conversionId })
      return status === 'converting' ? [events.LeadConversionRefused({ conversionId, step, code })] : []
    },
  }),
}
