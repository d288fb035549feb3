// How many customers each may manage, and those whose turns are given and who are not written down as theirs yet: one document per person.
import { assignmentRules, assignmentTurns, contact, id } from '@eventcrm/domain'
import { defineView, type Filter, type View } from '@eventcrm/projection'
import { z } from 'zod'
import type { ContactDocument } from './contacts.ts'

export const portfolioDocument = z.object({
  staffMemberId: id('staff member'),
  handles: z
    .enum(['individual', 'organisation'])
    .nullable()
    .describe('Kind of customer that the person takes; null any'),
  least: z.int().nullable().describe('Accounts that the person should have; null no such number'),
  most: z.int().nullable().describe('Accounts that the person may have; null no limit'),
  promised: z
    .array(id('contact'))
    .describe(
      'Customers whose turn was this person’s, and whose account manager is not written down yet; the first one first',
    ),
})
type Document = z.output<typeof portfolioDocument>
export interface PortfolioDocument extends Document {} // a name for hovers and errors

/** The customers that count as somebody's accounts: once whatever is part of them, and not what is for one deal or put away. */
export const isAccount: Filter<ContactDocument> = {
  and: [
    { field: 'isCustomer', equals: true },
    { field: 'mergedInto', equals: null },
    { field: 'archived', equals: false },
    { field: 'term', equals: 'regular' },
  ],
}
/** Whether a contact is one of somebody's. */
export const isAccountOf = (
  staffMemberId: string,
  { ownerId, isCustomer, mergedInto, archived, term }: ContactDocument,
): boolean => ownerId === staffMemberId && isCustomer && mergedInto === null && !archived && term === 'regular'

const unlimited = { handles: null, least: null, most: null, promised: [] }
/** Nothing is kept of somebody who has no limit and is promised nothing. */
const kept = (document: PortfolioDocument): PortfolioDocument | null => {
  const { handles, least, most, promised } = document
  return handles === null && least === null && most === null && promised.length === 0 ? null : document
}
const without = (document: PortfolioDocument | undefined, contactId: string) =>
  document ? kept({ ...document, promised: document.promised.filter(each => each !== contactId) }) : null

/** Limits as they are now, and turns under way. */
export const portfolios: View<PortfolioDocument> = defineView({
  name: 'portfolios',
  version: 1,
  describe:
    'How many customers each may manage, and customers promised to somebody by a turn that is being carried out',
  document: portfolioDocument,
  aggregates: [assignmentRules, assignmentTurns, contact],
  on: {
    AssignmentLimitsSet: {
      key: ({ data }) => data.staffMemberId,
      fold: (document, { data: { staffMemberId, to } }) => {
        const { handles, least, most } = to
        return kept({ ...unlimited, ...document, staffMemberId, handles, least, most })
      },
    },
    AssignmentTurnTaken: {
      key: ({ data }) => (data.contactId === null ? null : data.staffMemberId),
      fold: (document, { data: { staffMemberId, contactId } }) => {
        const { promised, ...limits } = document ?? unlimited
        return { ...limits, staffMemberId, promised: contactId === null ? promised : [...promised, contactId] }
      },
    },
    AssignmentTurnGivenBack: {
      key: ({ data }) => (data.contactId === null ? null : data.staffMemberId),
      fold: (document, { data }) => without(document, data.contactId ?? ''),
    },
    ContactAccountManagerSet: {
      key: ({ data }) => (data.rule === null ? null : data.to),
      fold: (document, { streamId }) => without(document, streamId),
    },
  },
})
