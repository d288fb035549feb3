// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { id } from '../kernel/values.ts'

const place = {
  territoryId: id('catalogue entry').nullable().describe('Territory; null any'),
  groupId: id('catalogue entry').nullable().describe('Customer group; null any'),
  kind: z.enum(['individual', 'organisation']).nullable().describe('Kind of customer; null any'),
}
const responsible = z
  .object({
    teamId: id('sales team').nullable().describe('Sales team whose members take turns; null none'),
    staffMemberId: id('staff member').nullable().describe('Staff member; of a team, where none of it has room'),
  })
  .nullable()
  .describe('Who is responsible; null nobody')
const limits = z
  .object({
    handles: z
      .enum(['individual', 'organisation'])
      .nullable()
      .describe('Kind of customer that the person takes; null any'),
    least: z.int().nullable().describe('Accounts that the person should have; null no such number'),
    most: z.int().nullable().describe('Accounts that the person may have; null no limit'),
    perMonth: z.int().nullable().describe('Leads that the person takes in a month; null no limit'),
  })
  .describe('Limits')

const events = defineEvents({
  AssignmentRuleSet: z
    .object({
      ...place,
      from: responsible.describe('Responsible before'),
      to: responsible.describe('Responsible since'),
    })
    .describe('Somebody else is responsible for a territory, a customer group or a kind of customer'),
  AssignmentDefaultSet: z
    .object({ from: responsible.describe('Responsible before'), to: responsible.describe('Responsible since') })
    .describe('Somebody else is responsible where no rule fits'),
  AssignmentLimitsSet: z
    .object({
      staffMemberId: id('staff member'),
      from: limits.describe('Limits before'),
      to: limits.describe('Limits since'),
    })
    .describe('A person takes other customers, or another number of accounts or leads'),
})

type Inferred = typeof events
export interface AssignmentRulesEvents extends Inferred {} // a name for hovers and errors
export const assignmentRulesEvents: AssignmentRulesEvents = events
