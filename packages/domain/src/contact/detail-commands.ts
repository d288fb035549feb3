import { z } from 'zod'
import { assignmentRulesState, theAssignmentRules } from '../assignment-rules/state.ts'
import { changed, same } from '../kernel/change.ts'
import { isRejection } from '../kernel/command.ts'
import { changedCustomFields, customChanges } from '../kernel/custom-fields.ts'
import type { Day } from '../kernel/dated.ts'
import { externalIdChange, externalIdIn } from '../kernel/external-ids.ts'
import { dayGiven, id, line } from '../kernel/values.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { askedOfRules, byRules } from './assignment-request.ts'
import { profile, profileCatalogues, profileWith } from './catalogues.ts'
import { contactEvents as events } from './events.ts'
import { command, contactId, personOf, reject } from './rules.ts'
import { demographicsOf, profileOf } from './state.ts'
import { contactKind, contactTerm, gender, prospectiveAs } from './stored.ts'

export const name = line(200).describe('Name')
export const accountManagerId = id('staff member')
export const taxCode = line(30).describe('Tax code')

/** What a command says of a person's life; what is left out stays. */
export const demographics = {
  birthDate: dayGiven.nullish().describe('Date of birth; null unknown'),
  gender: gender.nullish().describe('Gender; null unknown'),
  areaOfResidence: line(200).nullish().describe('Where the person lives; null unknown'),
  occupation: line(200).nullish().describe('Occupation; null unknown'),
  ownBusiness: z.boolean().nullish().describe('Whether the person has a business; null unknown'),
}

export const isBornAfter = ({ birthDate }: { readonly birthDate?: Day | null | undefined }, day: Day): boolean =>
  typeof birthDate === 'string' && birthDate > day

export const detailCommands = {
  rename: command({
    describe: 'Gives a contact another name',
    schema: z.strictObject({ contactId, name }),
    decide: ({ contactId, name }, state) =>
      state.name === name ? [] : [events.ContactRenamed({ personId: personOf(state, contactId), name })],
  }),

  setKind: command({
    describe: 'Says that a contact is a person, or an organisation, after all',
    rejects: ['HAS_POSITIONS'],
    schema: z.strictObject({ contactId, kind: contactKind }),
    // what only a person has
    dependsOn: ({ kind }) =>
      kind === 'organisation'
        ? ['employments.employmentId', 'birthDate', 'gender', 'areaOfResidence', 'occupation', 'ownBusiness']
        : [],
    decide: ({ kind }, { kind: from, employments }) => {
      if (from === null || from === kind) return []
      return employments.size > 0
        ? reject('HAS_POSITIONS', { field: 'kind' })
        : [events.ContactKindSet({ from, to: kind })]
    },
  }),

  setProfile: command({
    describe: 'Sets what kind of contact it is; what is left out stays',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN'],
    schema: z.strictObject({ contactId, ...profile }),
    context: profileCatalogues,
    decide: ({ contactId: _, ...given }, state, catalogues) => {
      const since = profileWith(given, state, catalogues)
      if (isRejection(since)) return since
      const { from, to } = changed(profileOf(state), since)
      return same(from, to) ? [] : [events.ContactProfileSet({ from, to })]
    },
  }),

  setTerm: command({
    describe: 'Says that a contact is a regular one, or one for one deal only',
    schema: z.strictObject({ contactId, term: contactTerm, byRules }),
    context: () => ({ rules: assignmentRulesState.of(theAssignmentRules) }),
    decide: ({ contactId, term, byRules }, state, { rules }, day) => {
      const { term: from, customer } = state
      if (from === term) return []
      const set = events.ContactTermSet({ from, to: term })
      return [set, ...(byRules && customer ? askedOfRules(contactId, { ...state, term }, rules, day) : [])]
    },
  }),

  setProspectiveAs: command({
    describe: 'Says what a contact may become',
    schema: z.strictObject({
      contactId,
      prospectiveAs: prospectiveAs.nullable().describe('What it may become; null not said'),
    }),
    decide: ({ prospectiveAs: to }, { prospectiveAs: from }) =>
      from === to ? [] : [events.ContactProspectiveAsSet({ from, to })],
  }),

  setTaxCode: command({
    describe: 'Sets the tax code of a contact',
    schema: z.strictObject({ contactId, taxCode: taxCode.nullable().describe('Tax code; null none') }),
    decide: ({ contactId, taxCode }, state) =>
      state.taxCode === taxCode ? [] : [events.ContactTaxCodeSet({ personId: personOf(state, contactId), taxCode })],
  }),

  setDemographics: command({
    describe: 'Says what is known of a person’s life; what is left out stays',
    rejects: ['BORN_IN_FUTURE', 'ORGANISATION_HAS_NO_DEMOGRAPHICS'],
    schema: z.strictObject({ contactId, ...demographics }),
    dependsOn: ['kind'],
    decide: ({ contactId, ...given }, state, _, day) => {
      const { to } = changed(demographicsOf(state), given)
      if (Object.keys(to).length === 0) return []
      if (isBornAfter(given, day)) return reject('BORN_IN_FUTURE', { field: 'birthDate' })
      return state.kind === 'organisation'
        ? reject('ORGANISATION_HAS_NO_DEMOGRAPHICS', { field: 'contactId', contactId })
        : [events.ContactDemographicsSet({ personId: personOf(state, contactId), demographics: to })]
    },
  }),

  setAccountManager: command({
    describe: 'Gives the account to another staff member',
    rejects: ['STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
    schema: z.strictObject({
      contactId,
      accountManagerId: accountManagerId.nullable().describe('Account manager; null none'),
    }),
    context: ({ accountManagerId }) => ({ accountManager: activeStaffMember('accountManagerId', accountManagerId) }),
    decide: ({ accountManagerId }, state) => {
      if (state.accountManagerId === accountManagerId) return []
      return [events.ContactAccountManagerSet({ from: state.accountManagerId, to: accountManagerId, rule: null })]
    },
  }),

  setCustomFields: command({
    describe: 'Sets fields of the company’s own; the others stay',
    schema: z.strictObject({ contactId, custom: customChanges.describe('Values by field; null clears') }),
    decide: ({ contactId, custom: given }, state) => {
      const custom = changedCustomFields(state, given)
      return Object.keys(custom).length === 0
        ? []
        : [events.ContactCustomFieldsSet({ personId: personOf(state, contactId), custom })]
    },
  }),

  setExternalId: command({
    describe: 'Says what another system calls a contact',
    schema: z.strictObject({ contactId, ...externalIdChange }),
    decide: ({ contactId, system, id }, state) =>
      externalIdIn(state, system) === id
        ? []
        : [events.ContactExternalIdSet({ personId: personOf(state, contactId), system, id })],
  }),
}
