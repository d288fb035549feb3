import { z } from 'zod'
import { companyState, theCompany } from '../company/state.ts'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { differingField } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { phoneGiven, phoneIn, phoneRejection, phoneRejections } from '../kernel/phone-number.ts'
import { code, id, line } from '../kernel/values.ts'
import { salesTeamRejections, salesTeamState, type SalesTeamState } from '../sales-team/state.ts'
import { staffMemberEvents as events, type StaffMemberEvents } from './events.ts'
import type { StaffMemberInputs } from './inputs.ts'
import { staffMemberRejections, staffMemberState, type StaffMemberState } from './state.ts'

const reject = defineRejections({
  ...staffMemberRejections,
  ...phoneRejections,
  ALREADY_REGISTERED: {
    en: 'A staff member was registered under this id with other values',
    vi: 'Đã có nhân viên với mã này nhưng có giá trị khác',
  },
  ...salesTeamRejections,
})

const command = commandOf(staffMemberState)
const staffMemberId = id('staff member')
const teamId = id('sales team')
const teamHint = 'Sales team that the member’s opportunities count for'
const name = line(200).describe('Name')
const phoneHint = 'Phone number; of the company’s country unless it says otherwise'

const isUnknown = (teamId: string | null, team: SalesTeamState) => teamId !== null && team.status === 'unknown'
const memberLeft = (staffMemberId: string) => reject('STAFF_MEMBER_LEFT', { field: 'staffMemberId', staffMemberId })

export type StaffMemberRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'staffMember',
  'staffMemberId',
  StaffMemberEvents,
  StaffMemberState,
  StaffMemberRejection,
  StaffMemberInputs
>
export interface StaffMemberAggregate extends Inferred {} // a name for hovers and declarations

export const staffMember: StaffMemberAggregate = defineAggregate({
  state: staffMemberState,
  rejections: reject,
  unknown: 'STAFF_MEMBER_UNKNOWN',
  commands: {
    register: command({
      describe: 'Enters somebody who joins the staff',
      rejects: ['ALREADY_REGISTERED', 'PHONE_INVALID', 'SALES_TEAM_UNKNOWN', 'STAFF_MEMBER_LEFT'],
      creates: true,
      schema: z.strictObject({
        staffMemberId,
        personId: id('person')
          .optional()
          .describe('Whom the personal fields are about, where that person is known already'),
        name,
        email: emailAddress.optional().describe('E-mail address'),
        phone: phoneGiven.optional().describe(phoneHint),
        department: code.optional().describe('Department'),
        mainTeamId: teamId.optional().describe(teamHint),
      }),
      context: ({ mainTeamId }) => ({ team: salesTeamState.of(mainTeamId), company: companyState.of(theCompany) }),
      decide: ({ staffMemberId, ...given }, state, { team, company }) => {
        const { personId = staffMemberId, name, email = null, department = null, mainTeamId = null } = given
        const phone = phoneIn(given.phone, company.country, state.phone)
        if (phone === undefined) return phoneRejection(given.phone, company.country)
        if (state.status === 'unknown') {
          if (isUnknown(mainTeamId, team))
            return reject('SALES_TEAM_UNKNOWN', { field: 'mainTeamId', teamId: mainTeamId })
          return [events.StaffMemberJoined({ personId, name, email, phone, department, mainTeamId })]
        }
        const field = differingField({ ...given, phone: given.phone && phone }, state)
        if (field) return reject('ALREADY_REGISTERED', { field, staffMemberId })
        return state.status === 'left' ? memberLeft(staffMemberId) : []
      },
    }),

    rename: command({
      describe: 'Gives a staff member another name, also one who has left',
      schema: z.strictObject({ staffMemberId, name }),
      decide: ({ staffMemberId, name }, state) =>
        state.name === name
          ? []
          : [events.StaffMemberRenamed({ personId: staffMemberState.personOf(state, staffMemberId), name })],
    }),

    setEmail: command({
      describe: 'Sets the e-mail address of a staff member, also one who has left',
      schema: z.strictObject({ staffMemberId, email: emailAddress.nullable().describe('E-mail address; null none') }),
      decide: ({ staffMemberId, email }, state) =>
        state.email === email
          ? []
          : [events.StaffMemberEmailSet({ personId: staffMemberState.personOf(state, staffMemberId), email })],
    }),

    setPhone: command({
      describe: 'Sets the phone number of a staff member, also one who has left',
      rejects: ['PHONE_INVALID'],
      schema: z.strictObject({ staffMemberId, phone: phoneGiven.nullable().describe(`${phoneHint}; null none`) }),
      context: () => ({ company: companyState.of(theCompany) }),
      decide: ({ staffMemberId, phone: given }, state, { company }) => {
        const phone = phoneIn(given, company.country, state.phone)
        if (phone === undefined) return phoneRejection(given, company.country)
        return state.phone === phone
          ? []
          : [events.StaffMemberPhoneSet({ personId: staffMemberState.personOf(state, staffMemberId), phone })]
      },
    }),

    move: command({
      describe: 'Puts a staff member into another department',
      rejects: ['STAFF_MEMBER_LEFT'],
      schema: z.strictObject({ staffMemberId, department: code.nullable().describe('Department; null none') }),
      dependsOn: ['status'],
      decide: ({ staffMemberId, department }, state) => {
        if (state.department === department) return []
        return state.status === 'left'
          ? memberLeft(staffMemberId)
          : [events.StaffMemberMoved({ from: state.department, to: department })]
      },
    }),

    setMainTeam: command({
      describe: 'Has a staff member’s opportunities count for another sales team from now on',
      rejects: ['SALES_TEAM_UNKNOWN', 'STAFF_MEMBER_LEFT'],
      schema: z.strictObject({ staffMemberId, mainTeamId: teamId.nullable().describe(`${teamHint}; null none`) }),
      dependsOn: ['status'],
      context: ({ mainTeamId }) => ({ team: salesTeamState.of(mainTeamId) }),
      decide: ({ staffMemberId, mainTeamId }, state, { team }) => {
        if (state.mainTeamId === mainTeamId) return []
        if (state.status === 'left') return memberLeft(staffMemberId)
        if (isUnknown(mainTeamId, team))
          return reject('SALES_TEAM_UNKNOWN', { field: 'mainTeamId', teamId: mainTeamId })
        return [events.StaffMemberMainTeamSet({ from: state.mainTeamId, to: mainTeamId })]
      },
    }),

    recordLeft: command({
      describe:
        'Records that a staff member left the company; what the member has in hand stays until it is given to others',
      schema: z.strictObject({ staffMemberId }),
      // so that no move made while active ends up behind the leaving
      dependsOn: ['department', 'mainTeamId'],
      decide: (_, state) => (state.status === 'left' ? [] : [events.StaffMemberLeft({})]),
    }),

    recordReturned: command({
      describe: 'Records that a staff member who had left is back',
      schema: z.strictObject({ staffMemberId }),
      decide: (_, state) => (state.status === 'active' ? [] : [events.StaffMemberReturned({})]),
    }),
  },
})
