import { code, commands, emailAddress, phoneNumber, text } from '@eventcrm/crm'
import { dayField, required, textField, type Values } from '../field.ts'
import { defineForm, type FormRow, type Remark, type Step } from '../form.ts'

const {
  registerStaffMember,
  renameStaffMember,
  setStaffMemberEmail,
  setStaffMemberPhone,
  moveStaffMember,
  setStaffMemberMainTeam,
} = commands.staff
const { createSalesTeam, setSalesTeamLeader, addSalesTeamMember } = commands.teams

const fields = {
  name: required(textField('Name', text(200))),
  email: textField('E-mail address', emailAddress, 'e-mail address'),
  phone: textField('Phone number; Vietnamese unless it has a country code', phoneNumber, 'phone number'),
  department: textField('Department', code),
  team: textField(
    'Main sales team, by key or name; made if there is none. The member joins it, and other teams are kept',
    text(200),
  ),
  teamLeader: textField(
    'Leader of that team, by key or name; registered, in the row’s department, if there is nobody. A leader need not be a member',
    text(200),
  ),
  joinedOn: dayField('Day of joining, for who and what is new; today when left out'),
  changedOn: dayField('Day of the changes to who and what is there; today when left out'),
}
type Name = keyof typeof fields
type Row = FormRow<typeof fields>

const ambiguous = (field: Name, count: number, what: string): Remark<Name> => ({
  field,
  code: 'AMBIGUOUS',
  message: `${String(count)} ${what} have this name: put the key under which the one meant was imported`,
})

/** The row's team and its leader; undefined when the row names none, or names one that could be several. */
const teamOf = async ({ crm, find }: Row, { team, teamLeader }: Values<typeof fields>, faults: Remark<Name>[]) => {
  if (team === undefined) {
    const message = 'a leader needs a team: name one in `team`, or leave the leader out'
    if (teamLeader !== undefined) faults.push({ field: 'teamLeader', code: 'TEAM_MISSING', message })
    return undefined
  }
  const found = await find('salesTeam', team)
  const leader = teamLeader === undefined ? undefined : await find('staffMember', teamLeader)
  if ('ambiguous' in found) faults.push(ambiguous('team', found.ambiguous, 'sales teams'))
  if (leader && 'ambiguous' in leader) faults.push(ambiguous('teamLeader', leader.ambiguous, 'staff members'))
  if ('ambiguous' in found || (leader && 'ambiguous' in leader)) return undefined
  return { ...found, name: team, leader, state: await crm.state('teams', found.id) }
}

/** The later of two days; today, which is undefined, is the latest. */
const notBefore = (day: string | undefined, earliest: string | null): string | undefined =>
  day !== undefined && earliest !== null && day < earliest ? earliest : day

export const staffMemberForm = defineForm({
  kind: 'staffMember',
  describe: 'a staff member, with department and sales team',
  fields,
  // A row may make the team and the leader that the next one names.
  oneByOne: true,
  async plan(row) {
    const { id: staffMemberId, crm } = row
    const creates = (await crm.state('staff', staffMemberId)).status === 'unknown'
    const values = creates ? row.whenNew : row.whenThere
    const { name, email, phone, department, joinedOn, changedOn } = values
    const faults: Remark<Name>[] = []
    const steps: Step<Name>[] = []
    const joining = { at: 'joinedOn' } as const
    const changing = { at: 'changedOn' } as const
    const team = await teamOf(row, values, faults)
    const teamId = team?.id
    if (creates && name === undefined) return { creates, steps, faults, notices: [] }

    const leadsNewTeam = team?.known === false && team.leader?.id === staffMemberId
    const newLeaderId = team?.leader?.known === false && !leadsNewTeam ? team.leader.id : undefined
    if (newLeaderId !== undefined && values.teamLeader !== undefined) {
      const wish = registerStaffMember({ staffMemberId: newLeaderId, name: values.teamLeader, department }, joinedOn)
      steps.push({ wish, from: { ...joining, name: 'teamLeader' } })
    }
    const register = (mainTeamId: string | undefined) => {
      if (!creates || name === undefined) return
      const wish = registerStaffMember({ staffMemberId, name, email, phone, department, mainTeamId }, joinedOn)
      steps.push({ wish, from: { ...joining, mainTeamId: 'team' } })
    }
    // A team needs its leader, and who belongs to it needs the team.
    if (leadsNewTeam) register(undefined)
    if (team?.known === false) {
      steps.push({
        wish: createSalesTeam({ teamId: team.id, name: team.name, leaderId: team.leader?.id }, joinedOn),
        from: { ...joining, name: 'team', leaderId: 'teamLeader' },
      })
    } else if (team?.leader && team.state.leaderId !== team.leader.id) {
      steps.push({
        wish: setSalesTeamLeader({ teamId: team.id, leaderId: team.leader.id }, changedOn),
        from: { ...changing, leaderId: 'teamLeader' },
      })
    }
    if (!leadsNewTeam) register(teamId)
    if (newLeaderId !== undefined && teamId !== undefined) {
      steps.push({
        wish: setStaffMemberMainTeam({ staffMemberId: newLeaderId, mainTeamId: teamId }, joinedOn),
        from: { ...joining, mainTeamId: 'team' },
      })
    }

    if (!creates) {
      if (name !== undefined)
        steps.push({ wish: renameStaffMember({ staffMemberId, name }, changedOn), from: changing })
      if (email !== undefined)
        steps.push({ wish: setStaffMemberEmail({ staffMemberId, email }, changedOn), from: changing })
      if (phone !== undefined)
        steps.push({ wish: setStaffMemberPhone({ staffMemberId, phone }, changedOn), from: changing })
      if (department !== undefined)
        steps.push({ wish: moveStaffMember({ staffMemberId, department }, changedOn), from: changing })
    }
    if (teamId !== undefined && (!creates || leadsNewTeam)) {
      const [at, from] = creates ? [joinedOn, joining] : [changedOn, changing]
      steps.push({
        wish: setStaffMemberMainTeam({ staffMemberId, mainTeamId: teamId }, at),
        from: { ...from, mainTeamId: 'team' },
      })
    }
    if (team) {
      // Who joined the company before the team was there joined the team when it was.
      const [at, from] = creates ? [notBefore(joinedOn, team.state.openedOn), joining] : [changedOn, changing]
      steps.push({
        wish: addSalesTeamMember({ teamId: team.id, staffMemberId }, at),
        from: { ...from, staffMemberId: 'team' },
      })
    }
    return { creates, steps, faults, notices: [] }
  },
})
