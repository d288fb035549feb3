import { z } from 'zod'
import { code, id, rejectionCode } from '../kernel/values.ts'
import { activeStaffMember } from '../staff-member/state.ts'
import { assignmentRequested, isForTheRules } from './assignment-request.ts'
import { contactEvents as events } from './events.ts'
import { command, contactId, reject } from './rules.ts'
import type { ContactState } from './state.ts'

const requestId = id('assignment request')
const notRequested = (requestId: string) => reject('ASSIGNMENT_NOT_REQUESTED', { field: 'requestId', requestId })

/** Why the rules have nothing to give. */
const notToBeGiven = (contactId: string, state: ContactState) => {
  if (!state.customer) return reject('NOT_A_CUSTOMER', { field: 'contactId', contactId })
  if (state.archived) return reject('CONTACT_ARCHIVED', { field: 'contactId', contactId })
  if (state.term === 'oneOff') return reject('ONE_OFF_CUSTOMER', { field: 'contactId', contactId })
  return isForTheRules(state) ? undefined : reject('ALREADY_ASSIGNED', { field: 'contactId', contactId })
}

/** What it may be refused for as what it was then. */
const passing: ReadonlySet<string> = new Set([
  'CONTACT_ARCHIVED',
  'MERGED_INTO_ANOTHER',
  'NOT_A_CUSTOMER',
  'ONE_OFF_CUSTOMER',
])

/** How a customer that nobody manages gets its account manager by the company's rules: a request, the steps of a process, and an outcome. */
export const assignmentCommands = {
  assignByRules: command({
    // they answer the customer that was to be given, also where it is without that part by then
    whenMerged: 'survivorAlone',
    describe: 'Has the company’s rules give a regular customer that nobody manages to somebody',
    rejects: ['ALREADY_ASSIGNED', 'CONTACT_ARCHIVED', 'NOT_A_CUSTOMER', 'ONE_OFF_CUSTOMER'],
    schema: z.strictObject({ contactId }),
    dependsOn: ['customer', 'archived', 'term', 'accountManagerId'],
    decide: ({ contactId }, state) => {
      const refused = notToBeGiven(contactId, state)
      return refused ?? assignmentRequested(contactId, state)
    },
  }),

  completeAssignment: command({
    whenMerged: 'itself',
    describe:
      'Gives it to whose turn it is; the process that carries an assignment out says so, and nobody else needs to',
    rejects: [
      'ALREADY_ASSIGNED',
      'ASSIGNMENT_NOT_REQUESTED',
      'CONTACT_ARCHIVED',
      'MERGED_INTO_ANOTHER',
      'NOT_A_CUSTOMER',
      'ONE_OFF_CUSTOMER',
      'STAFF_MEMBER_LEFT',
      'STAFF_MEMBER_UNKNOWN',
    ],
    schema: z.strictObject({
      contactId,
      requestId,
      accountManagerId: id('staff member').describe('Staff member whose turn it is'),
      rule: code.describe('Rule that it is given by'),
    }),
    context: ({ accountManagerId }) => ({ accountManager: activeStaffMember('accountManagerId', accountManagerId) }),
    dependsOn: ['customer', 'archived'],
    decide: ({ contactId, requestId, accountManagerId, rule }, state) => {
      const { assignmentRequest: asked, merging } = state
      if (asked?.requestId !== requestId) return notRequested(requestId)
      if (asked.answered) return state.accountManagerId === accountManagerId ? [] : notRequested(requestId)
      if (merging.into) return reject('MERGED_INTO_ANOTHER', { field: 'contactId', contactId })
      const refused = notToBeGiven(contactId, state)
      return refused ?? [events.ContactAccountManagerSet({ from: null, to: accountManagerId, rule })]
    },
  }),

  refuseAssignment: command({
    whenMerged: 'itself',
    describe:
      'States that the rules give it to nobody; the process that carries an assignment out says so, and nobody else needs to',
    rejects: ['ASSIGNMENT_NOT_REQUESTED'],
    schema: z.strictObject({
      contactId,
      requestId,
      code: rejectionCode.describe('Why not: the code of a rejection'),
    }),
    decide: ({ contactId, requestId, code }, state) => {
      const { assignmentRequest: asked, assignmentRequests, merging } = state
      if (asked?.requestId !== requestId) return notRequested(requestId)
      if (asked.answered) return []
      const refused = events.ContactAssignmentRefused({ requestId, code })
      // what made it one to be given meanwhile found this request still open, and asked for nothing
      const isAskedAgain = passing.has(code) && !merging.into && !notToBeGiven(contactId, state)
      const open = { assignmentRequest: null, assignmentRequests }
      return [refused, ...(isAskedAgain ? assignmentRequested(contactId, open) : [])]
    },
  }),
}
