import { z } from 'zod'
import { assignmentRulesState, theAssignmentRules } from '../assignment-rules/state.ts'
import { catalogueFor } from '../catalogue/state.ts'
import { missingFields } from '../company/required-fields.ts'
import { companyState, theCompany } from '../company/state.ts'
import { catalogueEntriesIn, tagGiven, tagsIn } from '../kernel/catalogue-entry.ts'
import { differingField } from '../kernel/change.ts'
import { isRejection } from '../kernel/command.ts'
import { custom } from '../kernel/custom-fields.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { externalIds } from '../kernel/external-ids.ts'
import { phoneGiven, phoneIn, phoneRejection } from '../kernel/phone-number.ts'
import { id, line } from '../kernel/values.ts'
import { assign } from '../sales-team/assignment.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { assignmentRequested } from './assignment-commands.ts'
import { leadEvents as events } from './events.ts'
import {
  addressGiven,
  addressIn,
  catalogueFields,
  cataloguesFor,
  type CatalogueField,
  commandWhileConverting,
  entriesOf,
  isNameless,
  kind,
  leadId,
  names,
  needGiven,
  needIn,
  productsKnown,
  reject,
} from './rules.ts'
import { leadState, mostTags, profileOf } from './state.ts'

const creation = z.strictObject({
  leadId,
  personId: id('person').optional().describe('Whom the personal fields are about, where that person is known already'),
  ...names,
  kind: kind
    .optional()
    .describe('Person or organisation; an organisation when left out and the name of one is given, else a person'),
  phone: phoneGiven.nullish().describe('Phone number; of the company’s country unless it says otherwise; null none'),
  email: emailAddress.nullish().describe('E-mail address; null none'),
  website: line(300).nullish().describe('Website; null none'),
  address: addressGiven.nullish().describe('Address; null none'),
  ...catalogueFields,
  need: needGiven.nullish().describe('What is wanted; null unknown'),
  tags: z.array(tagGiven).max(mostTags).optional().describe('Tags'),
  ownerId: id('staff member').nullish().describe('Salesperson; nobody when left out'),
  teamId: id('sales team')
    .nullish()
    .describe('Sales team it counts for; the salesperson’s main team when left out; null none'),
  byRules: z
    .boolean()
    .optional()
    .describe('Whether the company’s assignment rules are asked where nobody has it; true when left out'),
  externalIds: externalIds.optional().describe('What other systems call it'),
  custom: custom.optional().describe('The company’s own fields'),
})

export const create = commandWhileConverting({
  describe: 'Writes a lead down: a title or a name is enough, the rest can be completed later',
  rejects: [
    'ALREADY_CREATED',
    'CATALOGUE_ENTRY_RETIRED',
    'CATALOGUE_ENTRY_UNKNOWN',
    'LEAD_NEEDS_A_NAME',
    'MISSING_FIELDS',
    'NOT_IN_SALES_TEAM',
    'PHONE_INVALID',
    'PRODUCT_UNKNOWN',
    'SALES_TEAM_UNKNOWN',
    'STAFF_MEMBER_LEFT',
    'STAFF_MEMBER_UNKNOWN',
  ],
  creates: true,
  schema: creation,
  context: ({ ownerId, teamId, need, tags, ...given }) => ({
    ...productsKnown('need', need?.productIds ?? []),
    ...cataloguesFor(given),
    tag: catalogueFor('tag', tags?.[0]),
    company: companyState.of(theCompany),
    rules: assignmentRulesState.of(theAssignmentRules),
    owner: activeStaffMember('ownerId', ownerId),
    team: salesTeamState.of(teamId),
  }),
  decide: (given, state, { company, rules, owner, team, tag, ...lists }) => {
    const { leadId, ownerId = null, teamId, byRules = true } = given
    const known = state.creation
    const phone = phoneIn(given.phone, company.country, known?.phone ?? null)
    if (phone === undefined) return phoneRejection(given.phone, company.country)
    const entries = catalogueEntriesIn<CatalogueField>(
      given,
      lists,
      entriesOf(known ?? leadState.initialState),
      'as it was',
    )
    if (isRejection(entries)) return entries
    const tags = tagsIn(given.tags ?? [], known?.tags ?? [], tag)
    if (isRejection(tags)) return tags
    const { title = null, name = null, organisationName = null, email = null, website = null } = given
    const lead = {
      personId: given.personId ?? leadId,
      title,
      name,
      organisationName,
      phone,
      email,
      website,
      address: addressIn(given.address),
      ...profileOf({ ...entriesOf(leadState.initialState), ...entries, kind: kindOf(given) }),
      need: needIn(given.need),
      tags,
      externalIds: given.externalIds ?? [],
      custom: given.custom ?? {},
    }
    if (known) {
      const asked = Object.fromEntries(Object.entries(lead).filter(([field]) => field in given))
      const field = differingField({ ...asked, ownerId: given.ownerId, teamId }, { ...known, ...known.assignment })
      return field ? reject('ALREADY_CREATED', { field, leadId }) : []
    }
    if (isNameless(lead)) return reject('LEAD_NEEDS_A_NAME', { field: 'title' })
    const assignment = assign({ ownerId, teamId }, owner, team)
    if (isRejection(assignment)) return assignment
    const has = new Map(Object.entries(lead.custom))
    const missing = missingFields(company, 'lead', lead.kind, { ...lead, ...assignment }, has)
    if (missing) return missing
    // a company that never set a rule gives its leads by hand
    const isAsked = byRules && ownerId === null && rules.openedOn !== null
    return [events.LeadCreated({ ...lead, assignment }), ...(isAsked ? [assignmentRequested(leadId, state)] : [])]
  },
})

/** Somebody who gives an organisation's name means that organisation. */
const kindOf = ({ kind, organisationName }: Pick<z.output<typeof creation>, 'kind' | 'organisationName'>) =>
  kind ?? (organisationName ? 'organisation' : 'individual')
