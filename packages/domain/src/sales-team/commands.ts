import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { differingField } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { code, id, line } from '../kernel/values.ts'
import { activeStaffMember, staffMemberRejections } from '../staff-member/state.ts'
import { salesTeamEvents as events, type SalesTeamEvents } from './events.ts'
import type { SalesTeamInputs } from './inputs.ts'
import { salesTeamRejections, salesTeamState, type SalesTeamState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  ...salesTeamRejections,
  ALREADY_CREATED: {
    en: 'A sales team was created under this id with other values',
    vi: 'Đã có đội bán hàng với mã này nhưng có giá trị khác',
  },
})

const command = commandOf(salesTeamState)
const teamId = id('sales team')
const staffMemberId = id('staff member')
const name = line(200).describe('Name')

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
      rejects: ['ALREADY_CREATED', 'STAFF_MEMBER_LEFT', 'STAFF_MEMBER_UNKNOWN'],
      creates: true,
      schema: z.strictObject({
        teamId,
        name,
        territory: code.optional().describe('Territory it sells in'),
        leaderId: staffMemberId.optional().describe('Leader, who need not be a member'),
      }),
      context: ({ leaderId }) => ({ leader: activeStaffMember('leaderId', leaderId) }),
      decide: ({ teamId, ...given }, state) => {
        const { name, territory = null, leaderId = null } = given
        if (state.status === 'created') {
          const field = differingField(given, state)
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
      schema: z.strictObject({ teamId, territory: code.nullable().describe('Territory it sells in; null none') }),
      decide: ({ territory }, state) =>
        state.territory === territory ? [] : [events.SalesTeamTerritorySet({ from: state.territory, to: territory })],
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
