// When the company's rules are asked who is to manage a customer.
import { z } from 'zod'
import type { AssignmentRulesState } from '../assignment-rules/state.ts'
import { assignmentRequestIdOf } from '../assignment-turns/request.ts'
import { setLater, type Day } from '../kernel/dated.ts'
import type { mergingRejections } from '../merging/rejections.ts'
import { contactEvents as events } from './events.ts'
import type { ContactState } from './state.ts'

/** A command says so where nobody is to manage it. */
export const byRules = z
  .boolean()
  .default(true)
  .describe('Whether the company’s assignment rules are asked where nobody manages it; true when left out')

/** That the company's rules are to give it to somebody; nothing where they have not answered yet. */
export const assignmentRequested = (
  contactId: string,
  { assignmentRequest, assignmentRequests }: Pick<ContactState, 'assignmentRequest' | 'assignmentRequests'>,
) =>
  assignmentRequest?.answered === false
    ? []
    : [events.ContactAssignmentRequested({ requestId: assignmentRequestIdOf(contactId, assignmentRequests) })]

/** Whether the rules give it to somebody, where it is a customer: a regular one in use that nobody manages. */
export const isForTheRules = ({ accountManagerId, archived, term }: ContactState): boolean =>
  accountManagerId === null && !archived && term === 'regular'

/**
 * Whether the rules were never asked about what a part is that is set apart: it has become a customer that they give while it was part of
 * another, or they refused it for that.
 */
export const isYetToBeAsked = (before: ContactState, alone: ContactState): boolean =>
  alone.customer !== null &&
  (before.customer === null || !isForTheRules(before) || alone.assignmentRequest?.code === mergingCode)
const mergingCode: keyof typeof mergingRejections = 'MERGED_INTO_ANOTHER'

/** The request behind what makes it a customer that the rules give; a company that never set a rule gives its customers by hand. */
export const askedOfRules = (contactId: string, state: ContactState, rules: AssignmentRulesState, day: Day) =>
  // what they were asked later is what holds
  rules.openedOn !== null && isForTheRules(state) && !setLater(state, day, ['assignmentRequest'])
    ? assignmentRequested(contactId, state)
    : []
