import { z } from 'zod'
import { defineAggregate } from '../kernel/aggregate.ts'
import { differingGiven } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { statesOf } from '../kernel/reference.ts'
import { code, id, text } from '../kernel/values.ts'
import { staffMemberRejections, staffMemberState, whyNotActive } from '../staff-member/state.ts'
import { salesTeamEvents as events } from './events.ts'
import { salesTeamState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  SALES_TEAM_UNKNOWN: 'There is no such sales team',
  ALREADY_CREATED: 'A sales team was created under this id with other values',
})

const command = commandOf(salesTeamState)
const teamId = id('sales team')
const staffMemberId = id('staff member')
const name = text(200).describe('Name')

const teamUnknown = (teamId: string) => reject('SALES_TEAM_UNKNOWN', { field: 'teamId', teamId })

export const salesTeam = defineAggregate({
  state: salesTeamState,
  rejections: reject,
  commands: {
    createSalesTeam: command({
      describe: 'Creates a sales team, without members as yet',
      schema: z.strictObject({
        teamId,
        name,
        territory: code.optional().describe('Territory it sells in'),
        leaderId: staffMemberId.optional().describe('Leader, who need not be a member'),
      }),
      context: ({ leaderId }) => statesOf(staffMemberState, leaderId),
      decide: ({ teamId, ...given }, state, staff) => {
        const { name, territory = null, leaderId = null } = given
        if (state.status === 'created') {
          const field = differingGiven(given, state)
          return field ? reject('ALREADY_CREATED', { field, teamId }) : []
        }
        const why = leaderId === null ? undefined : whyNotActive(staff[leaderId])
        return why
          ? reject(why, { field: 'leaderId', staffMemberId: leaderId })
          : [events.SalesTeamCreated({ name, territory, leaderId })]
      },
    }),

    renameSalesTeam: command({
      describe: 'Gives a sales team another name',
      schema: z.strictObject({ teamId, name }),
      decide: ({ teamId, name }, state) => {
        if (state.status === 'unknown') return teamUnknown(teamId)
        return state.name === name ? [] : [events.SalesTeamRenamed({ from: state.name, to: name })]
      },
    }),

    setSalesTeamTerritory: command({
      describe: 'Has a sales team sell in another territory',
      schema: z.strictObject({ teamId, territory: code.nullable().describe('Territory it sells in; null none') }),
      decide: ({ teamId, territory }, state) => {
        if (state.status === 'unknown') return teamUnknown(teamId)
        return state.territory === territory
          ? []
          : [events.SalesTeamTerritorySet({ from: state.territory, to: territory })]
      },
    }),

    setSalesTeamLeader: command({
      describe: 'Has somebody else lead a sales team, member or not',
      schema: z.strictObject({ teamId, leaderId: staffMemberId.nullable().describe('Leader; null none') }),
      context: ({ leaderId }) => statesOf(staffMemberState, leaderId),
      decide: ({ teamId, leaderId }, state, staff) => {
        if (state.status === 'unknown') return teamUnknown(teamId)
        if (state.leaderId === leaderId) return []
        const why = leaderId === null ? undefined : whyNotActive(staff[leaderId])
        return why
          ? reject(why, { field: 'leaderId', staffMemberId: leaderId })
          : [events.SalesTeamLeaderSet({ from: state.leaderId, to: leaderId })]
      },
    }),

    addSalesTeamMember: command({
      describe: 'Takes a staff member into a sales team; one may be in several',
      schema: z.strictObject({ teamId, staffMemberId }),
      context: ({ staffMemberId }) => ({ member: staffMemberState.of(staffMemberId) }),
      decide: ({ teamId, staffMemberId }, state, { member }) => {
        if (state.status === 'unknown') return teamUnknown(teamId)
        if (state.members[staffMemberId]) return []
        const why = whyNotActive(member)
        return why
          ? reject(why, { field: 'staffMemberId', staffMemberId })
          : [events.SalesTeamMemberAdded({ staffMemberId })]
      },
    }),

    removeSalesTeamMember: command({
      describe: 'Takes a staff member out of a sales team; the leader stays the leader',
      schema: z.strictObject({ teamId, staffMemberId }),
      decide: ({ teamId, staffMemberId }, state) => {
        if (state.status === 'unknown') return teamUnknown(teamId)
        return state.members[staffMemberId] ? [events.SalesTeamMemberRemoved({ staffMemberId })] : []
      },
    }),
  },
})
