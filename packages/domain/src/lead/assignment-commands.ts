import { z } from 'zod'
import { assignmentRequestIdOf } from '../assignment-turns/request.ts'
import { isRejection } from '../kernel/command.ts'
import { code, id, rejectionCode } from '../kernel/values.ts'
import { assign } from '../sales-team/assignment.ts'
import { salesTeamState } from '../sales-team/state.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { leadEvents as events } from './events.ts'
import { command, commandAlways, leadId, notOpen, reject } from './rules.ts'
import type { LeadState } from './state.ts'

/** That the company's rules are to give it to somebody. */
export const assignmentRequested = (leadId: string, { assignmentRequests }: LeadState) =>
  events.LeadAssignmentRequested({ requestId: assignmentRequestIdOf(leadId, assignmentRequests) })

const requestId = id('assignment request')
const notRequested = (requestId: string) => reject('ASSIGNMENT_NOT_REQUESTED', { field: 'requestId', requestId })

/** How a lead that nobody has gets its salesperson by the company's rules: a request, the steps of a process, and an outcome. */
export const assignmentCommands = {
  assignByRules: command({
    // they answer the lead that was to be given, also where it is without that part by then
    whenMerged: 'survivorAlone',
    describe: 'Has the company’s rules give a lead that nobody has to somebody',
    rejects: ['ALREADY_ASSIGNED', 'LEAD_NOT_OPEN'],
    schema: z.strictObject({ leadId }),
    dependsOn: ['status', 'assignment'],
    decide: ({ leadId }, state) => {
      if (state.status !== 'open') return notOpen(state, leadId)
      if (state.assignment.ownerId !== null) return reject('ALREADY_ASSIGNED', { field: 'leadId', leadId })
      return state.assignmentRequest?.answered === false ? [] : [assignmentRequested(leadId, state)]
    },
  }),

  completeAssignment: command({
    whenMerged: 'itself',
    describe:
      'Gives it to whose turn it is; the process that carries an assignment out says so, and nobody else needs to',
    rejects: [
      'ALREADY_ASSIGNED',
      'ASSIGNMENT_NOT_REQUESTED',
      'LEAD_NOT_OPEN',
      'MERGED_INTO_ANOTHER',
      'NOT_IN_SALES_TEAM',
      'SALES_TEAM_UNKNOWN',
      'STAFF_MEMBER_LEFT',
      'STAFF_MEMBER_UNKNOWN',
    ],
    schema: z.strictObject({
      leadId,
      requestId,
      ownerId: id('staff member').describe('Salesperson whose turn it is'),
      teamId: id('sales team').nullable().describe('Team within which it is; null the salesperson’s main team'),
      rule: code.describe('Rule that it is assigned by'),
    }),
    context: ({ ownerId, teamId }) => ({
      owner: activeStaffMember('ownerId', ownerId),
      team: salesTeamState.of(teamId),
    }),
    dependsOn: ['status'],
    decide: ({ leadId, requestId, ownerId, teamId, rule }, state, { owner, team }) => {
      const { assignment: from, assignmentRequest: asked } = state
      if (asked?.requestId !== requestId) return notRequested(requestId)
      if (asked.answered) return from.ownerId === ownerId ? [] : notRequested(requestId)
      if (state.merging.into) return reject('MERGED_INTO_ANOTHER', { field: 'leadId', leadId })
      if (from.ownerId !== null) return reject('ALREADY_ASSIGNED', { field: 'leadId', leadId })
      if (state.status !== 'open') return notOpen(state, leadId)
      const to = assign({ ownerId, teamId: teamId ?? undefined }, owner, team)
      return isRejection(to) ? to : [events.LeadAssigned({ from, to, rule })]
    },
  }),

  refuseAssignment: commandAlways({
    whenMerged: 'itself',
    describe:
      'States that the rules give it to nobody; the process that carries an assignment out says so, and nobody else needs to',
    rejects: ['ASSIGNMENT_NOT_REQUESTED'],
    schema: z.strictObject({
      leadId,
      requestId,
      code: rejectionCode.describe('Why not: the code of a rejection'),
    }),
    decide: ({ requestId, code }, { assignmentRequest: asked }) => {
      if (asked?.requestId !== requestId) return notRequested(requestId)
      return asked.answered ? [] : [events.LeadAssignmentRefused({ requestId, code })]
    },
  }),
}
