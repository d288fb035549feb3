import { z } from 'zod'
import { catalogueFor, type CatalogueState } from '../catalogue/state.ts'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import {
  catalogueEntryGiven,
  catalogueEntryIn,
  catalogueEntryRejections,
  type CatalogueEntryGiven,
  type CatalogueEntryStored,
} from '../kernel/catalogue-entry.ts'
import { differingField, same } from '../kernel/change.ts'
import { commandOf, defineRejections, isRejection, type Rejection } from '../kernel/command.ts'
import { id, line } from '../kernel/values.ts'
import { activeStaffMember, staffMemberRejections } from '../staff-member/state.ts'
import { salesTeamEvents as events, type SalesTeamEvents } from './events.ts'
import type { SalesTeamInputs } from './inputs.ts'
import { salesTeamRejections, salesTeamState, type SalesTeamState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  ...salesTeamRejections,
  ...catalogueEntryRejections,
  ALREADY_CREATED: {
    en: 'A sales team was created under this id with other values',
    vi: 'Đã có đội bán hàng với mã này nhưng có giá trị khác',
  },
})

const command = commandOf(salesTeamState)
const teamId = id('sales team')
const staffMemberId = id('staff member')
const name = line(200).describe('Name')

/** A territory as it is stored, where one is given. */
const territoryIn = (
  given: CatalogueEntryGiven | null | undefined,
  territories: CatalogueState,
  current: CatalogueEntryStored | null,
): CatalogueEntryStored | null | Rejection =>
  given === null || given === undefined ? null : catalogueEntryIn(given, territories, current, 'territory')

export type SalesTeamRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'salesTeam', 'teamId', SalesTeamEvents, SalesTeamState, SalesTeamRejection, SalesTeamInputs>
export interface SalesTeamAggregate extends Inferred {} // a name for hovers and declarations

export const salesTeam: SalesTeamAggregate = defineAggregate({
  state: salesTeamState,
  rejections: reject,
  unknown: 'SALES_TEAM_UNKNOWN',
  commands: {
    create: command({
      describe: 'Creates a sales team, without members as yet',
      rejects: [
        'ALREADY_CREATED',
        'CATALOGUE_ENTRY_RETIRED',
        'CATALOGUE_ENTRY_UNKNOWN',
        'STAFF_MEMBER_LEFT',
        'STAFF_MEMBER_UNKNOWN',
      ],
      creates: true,
      schema: z.strictObject({
        teamId,
        name,
        territory: catalogueEntryGiven.optional().describe('Territory it sells in'),
        leaderId: staffMemberId.optional().describe('Leader, who need not be a member'),
      }),
      context: ({ leaderId, territory }) => ({
        leader: activeStaffMember('leaderId', leaderId),
        territories: catalogueFor('territory', territory),
      }),
      decide: ({ teamId, ...given }, state, { territories }) => {
        const { name, leaderId = null } = given
        const territory = territoryIn(given.territory, territories, state.territory)
        if (territory && isRejection(territory)) return territory
        if (state.status === 'created') {
          const field = differingField({ ...given, ...(given.territory === undefined ? {} : { territory }) }, state)
          return field ? reject('ALREADY_CREATED', { field, teamId }) : []
        }
        return [events.SalesTeamCreated({ name, territory, leaderId })]
      },
    }),

    rename: command({
      describe: 'Gives a sales team another name',
      schema: z.strictObject({ teamId, name }),
      decide: ({ name }, state) =>
        state.name === name ? [] : [events.SalesTeamRenamed({ from: state.name, to: name })],
    }),

    setTerritory: command({
      describe: 'Has a sales team sell in another territory',
      rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN'],
      schema: z.strictObject({
        teamId,
        territory: catalogueEntryGiven.nullable().describe('Territory it sells in; null none'),
      }),
      context: ({ territory }) => ({ territories: catalogueFor('territory', territory) }),
      decide: ({ territory }, { territory: from }, { territories }) => {
        const to = territoryIn(territory, territories, from)
        if (to && isRejection(to)) return to
        return same(from, to) ? [] : [events.SalesTeamTerritorySet({ from, to })]
      },
    }),

    setLeader: command({
      describe: 'Has somebody else lead a sales team, member or not',
      rejects: ['STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
      schema: z.strictObject({ teamId, leaderId: staffMemberId.nullable().describe('Leader; null none') }),
      context: ({ leaderId }) => ({ leader: activeStaffMember('leaderId', leaderId) }),
      decide: ({ leaderId }, state) =>
        state.leaderId === leaderId ? [] : [events.SalesTeamLeaderSet({ from: state.leaderId, to: leaderId })],
    }),

    addMember: command({
      describe:
        'Takes a staff member into a sales team; one may be in several. A team has at most 10,000, with those who left',
      rejects: ['STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
      schema: z.strictObject({ teamId, staffMemberId }),
      context: ({ staffMemberId }) => ({ member: activeStaffMember('staffMemberId', staffMemberId) }),
      decide: ({ staffMemberId }, state) =>
        state.members.has(staffMemberId) ? [] : [events.SalesTeamMemberAdded({ staffMemberId })],
    }),

    removeMember: command({
      describe: 'Takes a staff member out of a sales team; the leader stays the leader',
      schema: z.strictObject({ teamId, staffMemberId }),
      decide: ({ staffMemberId }, state) =>
        state.members.has(staffMemberId) ? [events.SalesTeamMemberRemoved({ staffMemberId })] : [],
    }),
  },
})
