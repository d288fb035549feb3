import { z } from 'zod'
import { catalogueFor } from '../catalogue/state.ts'
import {
  catalogueEntryGiven,
  catalogueEntryIn,
  type CatalogueEntries,
  type CatalogueEntryGiven,
} from '../kernel/catalogue-entry.ts'
import { same } from '../kernel/change.ts'
import { isRejection } from '../kernel/command.ts'
import { code, id, text } from '../kernel/values.ts'
import { assign } from '../sales-team/assignment.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { leadEvents as events } from './events.ts'
import { command, commandAlways, converting, leadId, notOpen, personOf, reject } from './rules.ts'
import type { LeadState } from './state.ts'

const note = text(5000).optional().describe('What was said about it')
const reason = catalogueEntryGiven.optional().describe('Why; left out when no reason is known')

/** Why a lead was lost or disqualified, as it is stored. */
const reasonIn = (given: CatalogueEntryGiven | undefined, reasons: CatalogueEntries, current: LeadState['lost']) =>
  given === undefined ? null : catalogueEntryIn(given, reasons, current?.reason ?? null, 'reason')

/**
 * What only an open lead allows to be set. Closing it depends on it: dated before its last setting, it would have that happen to a
 * lead that is no longer open.
 */
const whileOpen = ['qualification', 'rating'] as const

/** Whose a lead is, what was decided about it, and how it ends without having been converted. */
export const decisionCommands = {
  assign: command({
    describe: 'Gives it to a salesperson, or has it count for another team',
    rejects: ['NOT_IN_SALES_TEAM', 'SALES_TEAM_UNKNOWN', 'STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
    schema: z.strictObject({
      leadId,
      ownerId: id('staff member').nullable().describe('Salesperson; null nobody'),
      teamId: id('sales team')
        .nullish()
        .describe('Sales team it counts for; when left out, the salesperson’s main team, or its own if nobody has it'),
      rule: code.nullish().describe('Rule that it is assigned by; null, or left out, by hand'),
    }),
    context: ({ ownerId, teamId }) => ({
      owner: activeStaffMember('ownerId', ownerId),
      team: salesTeamState.of(teamId),
    }),
    decide: ({ ownerId, teamId, rule = null }, { assignment: from }, { owner, team }) => {
      if (ownerId === from.ownerId && (teamId === undefined || teamId === from.teamId)) return []
      const to =
        ownerId === null && teamId === undefined
          ? { ownerId, teamId: from.teamId, department: null }
          : assign({ ownerId, teamId }, owner, team)
      return isRejection(to) ? to : [events.LeadAssigned({ from, to, rule })]
    },
  }),

  qualify: command({
    describe: 'Decides that it is worth an opportunity',
    rejects: ['LEAD_NOT_OPEN'],
    schema: z.strictObject({ leadId, note }),
    dependsOn: ['status'],
    decide: ({ leadId, note = null }, state) => {
      if (state.status !== 'open') return notOpen(state, leadId)
      const decided = { outcome: 'qualified', reason: null, note }
      return same(state.qualification, decided)
        ? []
        : [events.LeadQualified({ personId: personOf(state, leadId), note })]
    },
  }),

  disqualify: command({
    describe: 'Decides that it is not worth an opportunity, with the reason',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN', 'LEAD_NOT_OPEN'],
    schema: z.strictObject({ leadId, reason, note }),
    context: ({ reason }) => ({ reasons: catalogueFor('leadLostReason', reason) }),
    dependsOn: ['status'],
    decide: ({ leadId, reason: given, note = null }, state, { reasons }) => {
      if (state.status !== 'open') return notOpen(state, leadId)
      const reason = reasonIn(given, reasons, state.qualification)
      if (reason && isRejection(reason)) return reason
      return same(state.qualification, { outcome: 'disqualified', reason, note })
        ? []
        : [events.LeadDisqualified({ personId: personOf(state, leadId), reason, note })]
    },
  }),

  rate: command({
    describe: 'Says how promising it is',
    rejects: ['LEAD_NOT_OPEN'],
    schema: z.strictObject({
      leadId,
      rating: z.enum(['cold', 'warm', 'hot']).nullable().describe('How promising; null none'),
    }),
    dependsOn: ['status'],
    decide: ({ leadId, rating: to }, state) => {
      if (state.status !== 'open') return notOpen(state, leadId)
      const from = state.rating
      return from === to ? [] : [events.LeadRated({ from, to })]
    },
  }),

  markLost: command({
    describe: 'Says that it came to nothing, with the reason',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN', 'LEAD_NOT_OPEN'],
    schema: z.strictObject({ leadId, reason, note }),
    context: ({ reason }) => ({ reasons: catalogueFor('leadLostReason', reason) }),
    dependsOn: whileOpen,
    decide: ({ leadId, reason: given, note = null }, state, { reasons }) => {
      const reason = reasonIn(given, reasons, state.lost)
      if (reason && isRejection(reason)) return reason
      if (state.lost && same(state.lost, { reason, note })) return []
      if (state.status !== 'open') return notOpen(state, leadId)
      return [events.LeadMarkedLost({ personId: personOf(state, leadId), reason, note })]
    },
  }),

  restore: command({
    describe: 'Opens a lost lead again, with all that was known of it',
    schema: z.strictObject({ leadId }),
    decide: (_, { lost }) => (lost ? [events.LeadRestored({ lostFor: lost.reason })] : []),
  }),

  void: commandAlways({
    describe: 'Says that it was entered by mistake: it counts nowhere on any day, and nothing more can happen to it',
    rejects: ['ALREADY_CONVERTED', 'LEAD_CONVERTING'],
    schema: z.strictObject({ leadId }),
    dependsOn: whileOpen,
    decide: ({ leadId }, { status }) => {
      switch (status) {
        case 'open':
        case 'lost':
          return [events.LeadVoided({ was: status })]
        case 'converting':
          return converting(leadId)
        case 'converted':
          return reject('ALREADY_CONVERTED', { field: 'leadId', leadId })
        case 'void':
        case 'unknown':
          return []
      }
    },
  }),
}
