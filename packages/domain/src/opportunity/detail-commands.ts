import { z } from 'zod'
import { catalogueFor } from '../catalogue/state.ts'
import { contactState } from '../contact/state.ts'
import { tagGiven, tagIn, tagKey, tagNamed } from '../kernel/catalogue-entry.ts'
import { isRejection } from '../kernel/command.ts'
import { changedCustomFields, customChanges } from '../kernel/custom-fields.ts'
import { externalIdChange, externalIdIn } from '../kernel/external-ids.ts'
import { id, line } from '../kernel/values.ts'
import { assign } from '../sales-team/assignment.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { opportunityEvents as events } from './events.ts'
import { command, opportunityId, priority, reject } from './rules.ts'
import { opportunityState } from './state.ts'

/** What says what an opportunity is about and whose it is. It may change after the closing too, and be dated whenever it did. */
export const detailCommands = {
  retitle: command({
    describe: 'Gives it another title, open or closed',
    schema: z.strictObject({ opportunityId, title: line(300).describe('What it is about') }),
    decide: ({ opportunityId, title }, state) => {
      const personId = opportunityState.personOf(state, opportunityId)
      return state.title === title ? [] : [events.OpportunityRetitled({ personId, title })]
    },
  }),

  setPriority: command({
    describe: 'Gives it stars, open or closed',
    schema: z.strictObject({ opportunityId, priority }),
    decide: ({ priority: to }, state) => {
      const from = state.priority
      return from === to ? [] : [events.OpportunityPrioritySet({ from, to })]
    },
  }),

  tag: command({
    describe: 'Puts a tag on it, open or closed',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN'],
    schema: z.strictObject({ opportunityId, tag: tagGiven }),
    context: ({ tag }) => ({ catalogue: catalogueFor('tag', tag) }),
    decide: ({ tag: given }, { tags }, { catalogue }) => {
      const tag = tagIn(given, tags.values(), catalogue)
      if (isRejection(tag)) return tag
      return tags.has(tagKey(tag)) ? [] : [events.OpportunityTagged({ tag })]
    },
  }),

  untag: command({
    describe: 'Takes a tag off, open or closed',
    schema: z.strictObject({ opportunityId, tag: tagGiven }),
    decide: ({ tag: given }, { tags }) => {
      const there = tagNamed(given, tags.values())
      return there ? [events.OpportunityUntagged({ tag: there })] : []
    },
  }),

  reassign: command({
    describe: 'Gives it to another salesperson or has it count for another team, open or closed',
    rejects: ['NOT_IN_SALES_TEAM', 'SALES_TEAM_UNKNOWN', 'STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
    schema: z.strictObject({
      opportunityId,
      ownerId: id('staff member').nullable().describe('Salesperson; null nobody'),
      teamId: id('sales team')
        .nullish()
        .describe('Sales team it counts for; when left out, the salesperson’s main team, or its own if nobody has it'),
    }),
    context: ({ ownerId, teamId }) => ({
      owner: activeStaffMember('ownerId', ownerId),
      team: salesTeamState.of(teamId),
    }),
    decide: ({ ownerId, teamId }, state, { owner, team }) => {
      const from = state.assignment
      if (ownerId === from.ownerId && (teamId === undefined || teamId === from.teamId)) return []
      if (ownerId === null && teamId === undefined)
        return [events.OpportunityReassigned({ from, to: { ownerId, teamId: from.teamId, department: null } })]
      const to = assign({ ownerId, teamId }, owner, team)
      return isRejection(to) ? to : [events.OpportunityReassigned({ from, to })]
    },
  }),

  linkCustomer: command({
    describe: 'Says whom it is for, open or closed',
    rejects: ['CONTACT_UNKNOWN'],
    schema: z.strictObject({
      opportunityId,
      customerId: id('contact').nullable().describe('Contact that it is for; null nobody known'),
    }),
    context: ({ customerId }) => ({ customer: contactState.of(customerId) }),
    decide: ({ customerId }, state, { customer }) => {
      if (state.customerId === customerId) return []
      if (customerId !== null && customer.status === 'unknown')
        return reject('CONTACT_UNKNOWN', { field: 'customerId', contactId: customerId })
      return [events.OpportunityCustomerLinked({ from: state.customerId, to: customerId })]
    },
  }),

  setCustomFields: command({
    describe: 'Sets fields of the company’s own, open or closed; fields left out stay',
    schema: z.strictObject({
      opportunityId,
      custom: customChanges.describe('Values by field; null clears'),
    }),
    decide: ({ opportunityId, custom: given }, state) => {
      const custom = changedCustomFields(state, given)
      const personId = opportunityState.personOf(state, opportunityId)
      return Object.keys(custom).length === 0 ? [] : [events.OpportunityCustomFieldsSet({ personId, custom })]
    },
  }),

  setExternalId: command({
    describe: 'Says what another system calls it, open or closed',
    schema: z.strictObject({ opportunityId, ...externalIdChange }),
    decide: ({ opportunityId, system, id }, state) => {
      const personId = opportunityState.personOf(state, opportunityId)
      return externalIdIn(state, system) === id ? [] : [events.OpportunityExternalIdSet({ personId, system, id })]
    },
  }),
}
