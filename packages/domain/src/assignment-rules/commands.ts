import { z } from 'zod'
import { catalogueEntryRejections } from '../kernel/catalogue-entry.ts'
import { catalogueFor, type CatalogueState } from '../catalogue/state.ts'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { same } from '../kernel/change.ts'
import { commandOf, defineRejections, type Rejection } from '../kernel/command.ts'
import { id } from '../kernel/values.ts'
import { salesTeamRejections, salesTeamState, type SalesTeamState } from '../sales-team/state.ts'
import { activeStaffMember, staffMemberRejections } from '../staff-member/state.ts'
import { assignmentRulesEvents as events, type AssignmentRulesEvents } from './events.ts'
import type { AssignmentRulesInputs } from './inputs.ts'
import {
  assignmentRulesState,
  noLimits,
  placeKey,
  theAssignmentRules,
  type AssignmentRulesState,
  type Responsible,
} from './state.ts'

const reject = defineRejections({
  ...catalogueEntryRejections,
  ...salesTeamRejections,
  ...staffMemberRejections,
  RULE_FOR_NOTHING: {
    en: 'A rule is for a territory, a customer group or a kind of customer: give at least one',
    vi: 'Quy tắc phải dành cho khu vực, nhóm khách hàng hoặc loại khách hàng: hãy cho biết ít nhất một',
  },
  LIMITS_CROSSED: {
    en: 'The most accounts are fewer than the least',
    vi: 'Số khách hàng tối đa nhỏ hơn số tối thiểu',
  },
})

const command = commandOf(assignmentRulesState)
const assignmentRulesId = z
  .literal(theAssignmentRules)
  .default(theAssignmentRules)
  .describe('Which rules: there is one set')
const kind = z.enum(['individual', 'organisation']).nullish()
const responsible = {
  teamId: id('sales team').nullish().describe('Sales team whose members take turns; null none'),
  staffMemberId: id('staff member')
    .nullish()
    .describe('Staff member who is responsible, alone or where none of the team has room; null nobody'),
}
interface ResponsibleGiven {
  readonly teamId?: string | null | undefined
  readonly staffMemberId?: string | null | undefined
}
const entry = (what: string) => id('catalogue entry').nullish().describe(`${what}; null any`)
const count = (what: string) => z.int().min(0).max(1_000_000).nullish().describe(`${what}; null no limit`)

const lookedAt = ({ teamId, staffMemberId }: ResponsibleGiven) => ({
  team: salesTeamState.of(teamId),
  staffMember: activeStaffMember('staffMemberId', staffMemberId),
})
const responsibleOf = ({ teamId = null, staffMemberId = null }: ResponsibleGiven): Responsible | null =>
  teamId === null && staffMemberId === null ? null : { teamId, staffMemberId }

const unknownTeam = (teamId: string | null | undefined, team: SalesTeamState): Rejection | undefined =>
  typeof teamId === 'string' && team.status === 'unknown'
    ? reject('SALES_TEAM_UNKNOWN', { field: 'teamId', teamId })
    : undefined
const unknownEntry = (field: string, entryId: string | null, { entries }: CatalogueState): Rejection | undefined =>
  entryId === null || entries.has(entryId) ? undefined : reject('CATALOGUE_ENTRY_UNKNOWN', { field, entryId })

export type AssignmentRulesRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'assignmentRules',
  'assignmentRulesId',
  AssignmentRulesEvents,
  AssignmentRulesState,
  AssignmentRulesRejection,
  AssignmentRulesInputs
>
export interface AssignmentRulesAggregate extends Inferred {} // a name for hovers and declarations

/** Who gets what arrives. `chooseAssignee` asks the rules; by hand anybody may be given anything. */
export const assignmentRules: AssignmentRulesAggregate = defineAggregate({
  state: assignmentRulesState,
  rejections: reject,
  commands: {
    setRule: command({
      describe:
        'Says who is responsible for a territory, a customer group, a kind of customer, or several of them together',
      rejects: [
        'CATALOGUE_ENTRY_UNKNOWN',
        'RULE_FOR_NOTHING',
        'SALES_TEAM_UNKNOWN',
        'STAFF_MEMBER_LEFT',
        'STAFF_MEMBER_UNKNOWN',
      ],
      creates: true,
      schema: z.strictObject({
        assignmentRulesId,
        territoryId: entry('Territory, and all that is under it'),
        groupId: entry('Customer group, and all that is under it'),
        kind: kind.describe('Kind of customer; null any'),
        ...responsible,
      }),
      context: given => ({
        ...lookedAt(given),
        territories: catalogueFor('territory', given.territoryId),
        groups: catalogueFor('customerGroup', given.groupId),
      }),
      decide: ({ territoryId = null, groupId = null, kind = null, ...given }, state, { team, territories, groups }) => {
        const place = { territoryId, groupId, kind }
        if (territoryId === null && groupId === null && kind === null) return reject('RULE_FOR_NOTHING')
        const from = state.rules.get(placeKey(place))?.responsible ?? null
        const to = responsibleOf(given)
        if (same(from, to)) return []
        return (
          unknownEntry('territoryId', territoryId, territories) ??
          unknownEntry('groupId', groupId, groups) ??
          unknownTeam(given.teamId, team) ?? [events.AssignmentRuleSet({ ...place, from, to })]
        )
      },
    }),

    setDefault: command({
      describe: 'Says who is responsible where no rule fits',
      rejects: ['SALES_TEAM_UNKNOWN', 'STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
      creates: true,
      schema: z.strictObject({ assignmentRulesId, ...responsible }),
      context: lookedAt,
      decide: (given, { otherwise: from }, { team }) => {
        const to = responsibleOf(given)
        if (same(from, to)) return []
        return unknownTeam(given.teamId, team) ?? [events.AssignmentDefaultSet({ from, to })]
      },
    }),

    setLimits: command({
      describe: 'Says which customers a staff member takes, and how many; what is left out has no limit',
      rejects: ['LIMITS_CROSSED', 'STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
      creates: true,
      schema: z.strictObject({
        assignmentRulesId,
        staffMemberId: id('staff member'),
        handles: kind.describe('Kind of customer that the person takes; null any'),
        least: count('Accounts that the person should have: until then first in turn'),
        most: count('Accounts that the person may have'),
        perMonth: count('Leads that the person takes in a month'),
      }),
      context: ({ staffMemberId }) => ({ staffMember: activeStaffMember('staffMemberId', staffMemberId) }),
      decide: ({ staffMemberId, handles = null, least = null, most = null, perMonth = null }, { limits }) => {
        if (least !== null && most !== null && most < least) return reject('LIMITS_CROSSED', { field: 'most', least })
        const from = limits.get(staffMemberId)?.limits ?? noLimits
        const to = { handles, least, most, perMonth }
        return same(from, to) ? [] : [events.AssignmentLimitsSet({ staffMemberId, from, to })]
      },
    }),
  },
})
