import { z } from 'zod'
import { companyState, theCompany, type CompanyState } from '../company/state.ts'
import { contactState, isCodeOf, type ContactState } from '../contact/state.ts'
import { customerCodeClaim } from '../customer-code/state.ts'
import { same } from '../kernel/change.ts'
import { isRejection, type Rejection } from '../kernel/command.ts'
import type { Reference } from '../kernel/reference.ts'
import { id, rejectionCode } from '../kernel/values.ts'
import { openingPlace } from '../opportunity/opening-place.ts'
import { opportunityState, type OpportunityState } from '../opportunity/state.ts'
import { productState, type ProductState } from '../product/state.ts'
import { theStandardPipeline } from '../sales-pipeline/presets.ts'
import { salesPipelineState, type SalesPipelineState } from '../sales-pipeline/state.ts'
import { salesTeamState, type SalesTeamState } from '../sales-team/state.ts'
import { activeStaffMember, type StaffMemberState } from '../staff-member/state.ts'
import { conversion } from './conversion-given.ts'
import {
  contactIdOf,
  conversionIdOf,
  customerOf,
  firstOpportunityIdOf,
  managerOf,
  missingFor,
  opportunityOf,
  ownerOf,
  placeOf,
  surroundingsNow,
  surroundingsThen,
} from './conversion-made.ts'
import { leadEvents as events } from './events.ts'
import { commandWhileConverting, converting, leadId, notOpen, personOf, reject } from './rules.ts'
import type { LeadState } from './state.ts'

/** A rejection of a value that is part of a field. */
const inField = (within: string, { details, ...rejection }: Rejection): Rejection => ({
  ...rejection,
  details: { ...details, field: `${within}.${String(details['field'])}` },
})

type ConversionContext = {
  readonly company: Reference<CompanyState>
  readonly owner: Reference<StaffMemberState>
  readonly accountManager: Reference<StaffMemberState>
  readonly opportunity: Reference<OpportunityState>
  /** The one that an earlier attempt has opened. */
  readonly earlier: Reference<OpportunityState>
  readonly contact: Reference<ContactState>
  readonly pipeline: Reference<SalesPipelineState>
  readonly team: Reference<SalesTeamState>
} & Products
type Products = Readonly<Record<`product/${string}`, Reference<ProductState>>>
const productsWanted = ({ need }: LeadState): Products =>
  Object.fromEntries((need?.productIds ?? []).map(id => [`product/${id}`, productState.of(id)]))

/** How a lead becomes something else: a request that fixes everything, the steps of a process, and an outcome. */
export const conversionCommands = {
  convert: commandWhileConverting({
    // a lead is converted once, whoever it is called: it stays converted when the others are parted from it
    whenMerged: 'survivorAlone',
    describe:
      'Has it become an opportunity, a customer, or both: it is locked until that is done or was refused, and is converted once',
    rejects: [
      'ALREADY_CONVERTED',
      'ALREADY_CUSTOMER',
      'CONTACT_UNKNOWN',
      'LEAD_CONVERTING',
      'LEAD_NOT_OPEN',
      'MERGING',
      'MISSING_FIELDS',
      'NOT_IN_SALES_TEAM',
      'NOT_OPEN',
      'NOT_QUALIFIED',
      'NO_OPEN_STAGE',
      'OPPORTUNITY_UNKNOWN',
      'PIPELINE_CLOSED_TO_TEAM',
      'PIPELINE_UNKNOWN',
      'SALES_TEAM_UNKNOWN',
      'STAFF_MEMBER_LEFT',
      'STAFF_MEMBER_UNKNOWN',
      'STAGE_CLOSED_TO_TEAM',
      'STAGE_IS_WON',
      'STAGE_RETIRED',
      'STAGE_UNKNOWN',
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
      'position',
      'website',
      'need',
      'tags.label',
      'custom.value',
    ],
    context: (given, state): ConversionContext => ({
      ...productsWanted(state),
      pipeline: salesPipelineState.of(
        given.into.mode === 'newOpportunity' ? (given.into.pipelineId ?? theStandardPipeline) : null,
      ),
      team: salesTeamState.of(placeOf(given, state)?.teamId),
      company: companyState.of(theCompany),
      owner: activeStaffMember('into.ownerId', given.into.mode === 'newOpportunity' ? ownerOf(given, state) : null),
      accountManager: activeStaffMember('customer.accountManagerId', managerOf(given, state)),
      opportunity: opportunityState.of(given.into.mode === 'intoOpportunity' ? given.into.opportunityId : null),
      earlier: opportunityState.of(given.into.mode === 'newOpportunity' ? firstOpportunityIdOf(given.leadId) : null),
      contact: contactState.of(contactIdOf(given)),
    }),
    needsFree: (given, _, { contact }) => {
      const { customer } = given
      const contactId = contactIdOf(given)
      if (customer.choice === 'none' || customer.code === undefined || contactId === null) return []
      // a contact that became part of another has that one's code
      if (contact.customer || contactState.merging?.survivorOf(contact)) return []
      return [{ ...customerCodeClaim(customer.code), ownerId: contactId, field: 'customer.code' }]
    },
    decide: (given, state, there) => {
      const { company, owner, opportunity, earlier, contact } = there
      const { leadId, into, customer } = given
      const products = (state.need?.productIds ?? []).flatMap(id => there[`product/${id}`]?.name ?? [])
      const mainTeamId = owner.mainTeamId
      const surroundings =
        state.status === 'converting' && state.conversion
          ? surroundingsThen(state.conversion, contact)
          : surroundingsNow(given, state, { company, contact, earlier, mainTeamId, products })
      const request = {
        mode: into.mode,
        opportunity: opportunityOf(given, state, surroundings),
        customer: customerOf(given, state, surroundings),
      }
      if (state.status === 'converting')
        return same({ ...state.conversion, ...request }, state.conversion) ? [] : converting(leadId)
      if (state.status === 'converted') return reject('ALREADY_CONVERTED', { field: 'leadId', leadId })
      if (state.status !== 'open') return notOpen(state, leadId)
      if (state.merging.requested ?? state.merging.unmerging) return reject('MERGING', { field: 'leadId', leadId })
      const outcome = state.qualification?.outcome
      if (outcome === 'disqualified' || (company.leadsMustBeQualified && outcome !== 'qualified'))
        return reject('NOT_QUALIFIED', { field: 'leadId', leadId })
      if (into.mode === 'intoOpportunity' && opportunity.status !== 'open') {
        const details = { field: 'into.opportunityId', opportunityId: into.opportunityId, status: opportunity.status }
        return reject(opportunity.status === 'unknown' ? 'OPPORTUNITY_UNKNOWN' : 'NOT_OPEN', details)
      }
      if (customer.choice === 'link' && contact.status === 'unknown')
        return reject('CONTACT_UNKNOWN', { field: 'customer.contactId', contactId: customer.contactId })
      if (customer.choice !== 'none' && customer.code !== undefined && contact.customer)
        if (!isCodeOf(contact.customer, customer.code)) return reject('ALREADY_CUSTOMER', { field: 'customer.code' })
      const missing = missingFor(request, state, contact, company)
      if (missing) return missing
      // the one that an earlier attempt has opened is where it is
      const place = earlier.status === 'open' ? null : placeOf(given, state)
      const opened = place && openingPlace(place, there)
      if (opened && isRejection(opened)) return inField('into', opened)
      const conversionId = conversionIdOf(leadId, state.conversions)
      return [events.LeadConversionRequested({ conversionId, personId: personOf(state, leadId), ...request })]
    },
  }),

  completeConversion: commandWhileConverting({
    whenMerged: 'itself',
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
    whenMerged: 'itself',
    describe: 'States that a conversion was refused; the process that carries it out says so, and nobody else needs to',
    rejects: ['CONVERSION_UNKNOWN'],
    schema: z.strictObject({
      leadId,
      conversionId: id('conversion'),
      step: z.enum(['opportunity', 'contact', 'customer', 'link']).describe('What could not be done'),
      code: rejectionCode.describe('Why not: the code of its rejection'),
    }),
    decide: ({ conversionId, step, code }, { status, conversion }) => {
      if (conversion?.conversionId !== conversionId || status === 'converted')
        return reject('CONVERSION_UNKNOWN', { field: 'conversionId', conversionId })
      return status === 'converting' ? [events.LeadConversionRefused({ conversionId, step, code })] : []
    },
  }),
}
