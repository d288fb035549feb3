import { z } from 'zod'
import { defineAggregate } from '../kernel/aggregate.ts'
import { differingGiven } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { phoneNumber } from '../kernel/phone-number.ts'
import { statesOf } from '../kernel/reference.ts'
import { code, id, text } from '../kernel/values.ts'
import { salesTeamState, type SalesTeamState } from '../sales-team/state.ts'
import { staffMemberEvents as events } from './events.ts'
import { staffMemberRejections, staffMemberState, whyNotActive } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  ALREADY_REGISTERED: 'A staff member was registered under this id with other values',
  SALES_TEAM_UNKNOWN: 'There is no such sales team',
})

const command = commandOf(staffMemberState)
const staffMemberId = id('staff member')
const teamId = id('sales team')
const teamHint = 'Sales team that the member’s opportunities count for'
const name = text(200).describe('Name')
const phoneHint = 'Phone number; Vietnamese unless it has a country code'

const isUnknown = (teamId: string | null, teams: Readonly<Record<string, SalesTeamState>>) =>
  teamId !== null && teams[teamId]?.status !== 'created'

export const staffMember = defineAggregate({
  state: staffMemberState,
  rejections: reject,
  commands: {
    registerStaffMember: command({
      describe: 'Enters somebody who joins the staff',
      schema: z.strictObject({
        staffMemberId,
        personId: id('person')
          .optional()
          .describe('Whom the personal fields are about, where that person is known already'),
        name,
        email: emailAddress.optional().describe('E-mail address'),
        phone: phoneNumber.optional().describe(phoneHint),
        department: code.optional().describe('Department'),
        mainTeamId: teamId.optional().describe(teamHint),
      }),
      context: ({ mainTeamId }) => statesOf(salesTeamState, mainTeamId),
      decide: ({ staffMemberId, ...given }, state, teams) => {
        const {
          personId = staffMemberId,
          name,
          email = null,
          phone = null,
          department = null,
          mainTeamId = null,
        } = given
        if (state.status === 'unknown') {
          if (isUnknown(mainTeamId, teams))
            return reject('SALES_TEAM_UNKNOWN', { field: 'mainTeamId', teamId: mainTeamId })
          return [events.StaffMemberJoined({ personId, name, email, phone, department, mainTeamId })]
        }
        const field = differingGiven(given, state)
        if (field) return reject('ALREADY_REGISTERED', { field, staffMemberId })
        return state.status === 'left' ? reject('STAFF_MEMBER_LEFT', { field: 'staffMemberId', staffMemberId }) : []
      },
    }),

    renameStaffMember: command({
      describe: 'Gives a staff member another name, also one who has left',
      schema: z.strictObject({ staffMemberId, name }),
      decide: ({ staffMemberId, name }, state) => {
        if (state.status === 'unknown') return reject('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId', staffMemberId })
        return state.name === name
          ? []
          : [events.StaffMemberRenamed({ personId: staffMemberState.personOf(state, staffMemberId), name })]
      },
    }),

    setStaffMemberEmail: command({
      describe: 'Sets the e-mail address of a staff member, also one who has left',
      schema: z.strictObject({ staffMemberId, email: emailAddress.nullable().describe('E-mail address; null none') }),
      decide: ({ staffMemberId, email }, state) => {
        if (state.status === 'unknown') return reject('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId', staffMemberId })
        return state.email === email
          ? []
          : [events.StaffMemberEmailSet({ personId: staffMemberState.personOf(state, staffMemberId), email })]
      },
    }),

    setStaffMemberPhone: command({
      describe: 'Sets the phone number of a staff member, also one who has left',
      schema: z.strictObject({ staffMemberId, phone: phoneNumber.nullable().describe(`${phoneHint}; null none`) }),
      decide: ({ staffMemberId, phone }, state) => {
        if (state.status === 'unknown') return reject('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId', staffMemberId })
        return state.phone === phone
          ? []
          : [events.StaffMemberPhoneSet({ personId: staffMemberState.personOf(state, staffMemberId), phone })]
      },
    }),

    moveStaffMember: command({
      describe: 'Puts a staff member into another department',
      schema: z.strictObject({ staffMemberId, department: code.nullable().describe('Department; null none') }),
      rests: ['status'],
      decide: ({ staffMemberId, department }, state) => {
        if (state.status === 'unknown') return reject('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId', staffMemberId })
        if (state.department === department) return []
        const why = whyNotActive(state)
        return why
          ? reject(why, { field: 'staffMemberId', staffMemberId })
          : [events.StaffMemberMoved({ from: state.department, to: department })]
      },
    }),

    setStaffMemberMainTeam: command({
      describe: 'Has a staff member’s opportunities count for another sales team from now on',
      schema: z.strictObject({ staffMemberId, mainTeamId: teamId.nullable().describe(`${teamHint}; null none`) }),
      rests: ['status'],
      context: ({ mainTeamId }) => statesOf(salesTeamState, mainTeamId),
      decide: ({ staffMemberId, mainTeamId }, state, teams) => {
        if (state.status === 'unknown') return reject('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId', staffMemberId })
        if (state.mainTeamId === mainTeamId) return []
        const why = whyNotActive(state)
        if (why) return reject(why, { field: 'staffMemberId', staffMemberId })
        if (isUnknown(mainTeamId, teams))
          return reject('SALES_TEAM_UNKNOWN', { field: 'mainTeamId', teamId: mainTeamId })
        return [events.StaffMemberMainTeamSet({ from: state.mainTeamId, to: mainTeamId })]
      },
    }),

    recordStaffMemberLeft: command({
      describe:
        'Records that a staff member left the company; what the member has in hand stays until it is given to others',
      schema: z.strictObject({ staffMemberId }),
      // so that no move made while active ends up behind the leaving
      rests: ['department', 'mainTeamId'],
      decide: ({ staffMemberId }, state) => {
        if (state.status === 'unknown') return reject('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId', staffMemberId })
        return state.status === 'left' ? [] : [events.StaffMemberLeft({})]
      },
    }),

    recordStaffMemberReturned: command({
      describe: 'Records that a staff member who had left is back',
      schema: z.strictObject({ staffMemberId }),
      decide: ({ staffMemberId }, state) => {
        if (state.status === 'unknown') return reject('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId', staffMemberId })
        return state.status === 'active' ? [] : [events.StaffMemberReturned({})]
      },
    }),
  },
})
