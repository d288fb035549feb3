import { z } from 'zod'
import { catalogueFor } from '../catalogue/state.ts'
import { missingFields } from '../company/required-fields.ts'
import { companyState, theCompany } from '../company/state.ts'
import { contactState } from '../contact/state.ts'
import { tagGiven, tagsIn, type CatalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { differingField } from '../kernel/change.ts'
import { isRejection } from '../kernel/command.ts'
import { custom } from '../kernel/custom-fields.ts'
import { externalIds } from '../kernel/external-ids.ts'
import { currencyGiven, moneyGiven } from '../kernel/money.ts'
import { id, line } from '../kernel/values.ts'
import { leadState, type LeadState } from '../lead/state.ts'
import { theStandardPipeline } from '../sales-pipeline/presets.ts'
import { salesPipelineState } from '../sales-pipeline/state.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { opportunityEvents as events } from './events.ts'
import { openingPlace } from './opening-place.ts'
import { command, entered, expectedCloseOn, opportunityId, priority, reject } from './rules.ts'
import { mostTags, type OpportunityState } from './state.ts'

const opening = z.strictObject({
  opportunityId,
  personId: id('person').optional().describe('Whom title and own fields are about; left out when nobody is known'),
  title: line(300).describe('What it is about'),
  pipelineId: id('pipeline').optional().describe('Which pipeline; the standard one when left out'),
  stageId: id('stage')
    .optional()
    .describe('Which stage; the first that is open to its team and not folded when left out'),
  ownerId: id('staff member').optional().describe('Salesperson; nobody when left out'),
  teamId: id('sales team')
    .nullish()
    .describe('Sales team it counts for; the salesperson’s main team when left out; null none'),
  expectedRevenue: moneyGiven.optional().describe('Expected revenue; the sum of the lines when left out'),
  currency: currencyGiven
    .optional()
    .describe('Currency of its lines, ISO 4217; that of the expected revenue, else the company’s, when left out'),
  expectedCloseOn: expectedCloseOn.optional(),
  priority: priority.optional(),
  tags: z.array(tagGiven).max(mostTags).optional().describe('Tags'),
  customerId: id('contact').optional().describe('Contact that it is for'),
  leadId: id('lead').optional().describe('Lead that became it'),
  conversionId: id('conversion').optional().describe('Conversion of that lead'),
  externalIds: externalIds.optional().describe('What other systems call it'),
  custom: custom.optional().describe('The company’s own fields'),
})

/** Whether it is opened by a conversion of its lead that is under way: that has asked for all that is required, and links the customer afterwards. */
const isConverting = (
  { opportunityId, leadId, conversionId }: z.output<typeof opening>,
  { status, conversion }: LeadState,
): boolean =>
  leadId !== undefined &&
  status === 'converting' &&
  conversion?.conversionId === conversionId &&
  conversion?.opportunity?.opportunityId === opportunityId

/** Whether the lead given is another one than became it, or became it by another conversion. */
const isOtherLead = ({ leadId, conversionId }: z.output<typeof opening>, { leads }: OpportunityState): boolean => {
  if (leadId === undefined) return false
  const there = leads.get(leadId)
  return !there || (conversionId !== undefined && conversionId !== there.conversionId)
}

/** The field of an opening that says something else than the one that opened it; what it leaves out says nothing. */
const otherOpening = (
  { opportunityId: _, leadId: __, conversionId: ___, tags, ...given }: z.output<typeof opening>,
  stored: readonly CatalogueEntryStored[],
  { stage, assignment, revenue, ...kept }: NonNullable<OpportunityState['opening']>,
): string | undefined => {
  const expectedRevenue = revenue.byHand ? revenue.value : null
  const { currency } = revenue.value
  return differingField(
    { ...given, tags: tags && stored },
    { ...kept, ...stage, ...assignment, expectedRevenue, currency },
  )
}

export const open = command({
  describe: 'Opens an opportunity, in the first stage of the standard pipeline unless told where',
  rejects: [
    'ALREADY_OPENED',
    'CATALOGUE_ENTRY_RETIRED',
    'CATALOGUE_ENTRY_UNKNOWN',
    'CONTACT_UNKNOWN',
    'CURRENCY_MISMATCH',
    'LEAD_UNKNOWN',
    'MISSING_FIELDS',
    'NOT_IN_SALES_TEAM',
    'NO_OPEN_STAGE',
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
  creates: true,
  schema: opening,
  context: ({ pipelineId = theStandardPipeline, ownerId, teamId, customerId, leadId, tags }) => ({
    tag: catalogueFor('tag', tags?.[0]),
    pipeline: salesPipelineState.of(pipelineId),
    company: companyState.of(theCompany),
    owner: activeStaffMember('ownerId', ownerId),
    team: salesTeamState.of(teamId),
    customer: contactState.of(customerId),
    lead: leadState.of(leadId),
  }),
  decide: (given, state, { pipeline, company, owner, team, customer, lead, tag }) => {
    const { opportunityId, title, pipelineId = theStandardPipeline, ownerId = null, teamId, customerId = null } = given
    const tags = tagsIn(given.tags ?? [], state.opening?.tags ?? [], tag)
    if (isRejection(tags)) return tags
    if (state.opening) {
      const field = otherOpening(given, tags, state.opening) ?? (isOtherLead(given, state) ? 'leadId' : undefined)
      return field ? reject('ALREADY_OPENED', { field, opportunityId }) : []
    }
    if (customerId !== null && customer.status === 'unknown')
      return reject('CONTACT_UNKNOWN', { field: 'customerId', contactId: customerId })
    if (given.leadId !== undefined && lead.status === 'unknown')
      return reject('LEAD_UNKNOWN', { field: 'leadId', leadId: given.leadId })
    const place = openingPlace({ pipelineId, stageId: given.stageId, ownerId, teamId }, { pipeline, owner, team })
    if (isRejection(place)) return place
    const { assignment, stage } = place
    const { expectedRevenue, currency = expectedRevenue?.currency ?? company.currency } = given
    if (expectedRevenue && expectedRevenue.currency !== currency)
      return reject('CURRENCY_MISMATCH', { field: 'currency', expected: expectedRevenue.currency, currency })
    const { expectedCloseOn = null, externalIds = [], custom = {} } = given
    const filledIn = { expectedRevenue, expectedCloseOn, ...assignment, customerId, tags, externalIds }
    const missing = missingFields(company, 'opportunity', customer.kind, filledIn, new Set(Object.keys(custom)))
    if (missing && !isConverting(given, lead)) return missing
    return [
      events.OpportunityOpened({
        personId: given.personId ?? opportunityId,
        title,
        stage: entered(pipelineId, stage),
        assignment,
        revenue: expectedRevenue
          ? { value: expectedRevenue, byHand: true }
          : { value: { minorUnits: 0, currency }, byHand: false },
        expectedCloseOn,
        priority: given.priority ?? 0,
        tags,
        customerId,
        externalIds,
        custom,
      }),
      ...(given.leadId === undefined
        ? []
        : [events.OpportunityLeadTaken({ leadId: given.leadId, conversionId: given.conversionId ?? null })]),
    ]
  },
})
