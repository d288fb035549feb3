import { code, commands, emailAddress, phoneNumber, text } from '@eventcrm/crm'
import { Draft } from '../draft.ts'
import { dayField, required, textField, type Values } from '../field.ts'
import { defineForm, type FormRow } from '../form.ts'
import { severalHave, type Reference } from '../references.ts'

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

/** What a name means; of several, the one that is held already. */
const meant = (found: Reference, held: readonly (string | null)[], field: Name, things: string, draft: Draft<Name>) => {
  if (found.is !== 'ambiguous') return { id: found.id, isNew: found.is === 'unknown' }
  const id = found.candidates.find(candidate => held.includes(candidate))
  if (id !== undefined) return { id, isNew: false }
  draft.fault(field, 'AMBIGUOUS', severalHave(found.candidates.length, things))
  return undefined
}

/** The row's team and its leader; undefined when the row names none, or names one that could be several. */
const teamOf = async (
  { id, crm, find }: Row,
  { team: name, teamLeader }: Values<typeof fields>,
  draft: Draft<Name>,
) => {
  if (name === undefined) {
    const message = 'a leader needs a team: name one in `team`, or leave the leader out'
    if (teamLeader !== undefined) draft.fault('teamLeader', 'TEAM_MISSING', message)
    return undefined
  }
  const { mainTeamId } = await crm.state('staff', id)
  const team = meant(await find('salesTeam', name), [mainTeamId], 'team', 'sales teams', draft)
  const state = team && (await crm.state('teams', team.id))
  const leader =
    teamLeader === undefined
      ? undefined
      : meant(await find('staffMember', teamLeader), [state?.leaderId ?? null], 'teamLeader', 'staff members', draft)
  if (!team || !state || (teamLeader !== undefined && !leader)) return undefined
  return { ...team, name, leader, state }
}

/** The latest of some days; today, which is undefined, is later than all. */
const notBefore = (day: string | undefined, ...others: readonly (string | null | undefined)[]): string | undefined =>
  day === undefined
    ? undefined
    : [day, ...others].reduce<string>((latest, other) => (other && other > latest ? other : latest), day)

export const staffMemberForm = defineForm({
  kind: 'staffMember',
  describe: 'a staff member, with department and sales team',
  fields,
  // A row may make the team and the leader that the next one names.
  oneByOne: true,
  async plan(row) {
    const { id: staffMemberId, crm } = row
    const there = await crm.state('staff', staffMemberId)
    const draft = new Draft<Name>(there.status === 'unknown')
    const { creates } = draft
    const values = creates ? row.whenNew : row.whenThere
    const { name, email, phone, department, teamLeader, changedOn } = values
    // Also of a team or leader that is new, whoever the row is about.
    const { joinedOn } = row.whenNew
    const joining = { at: 'joinedOn' } as const
    const changing = { at: 'changedOn' } as const
    const team = await teamOf(row, values, draft)
    const teamId = team?.id
    if (creates && name === undefined) return draft

    const leadsNewTeam = team?.isNew && team.leader?.id === staffMemberId
    const newLeaderId = team?.leader?.isNew && !leadsNewTeam ? team.leader.id : undefined
    if (newLeaderId !== undefined && teamLeader !== undefined) {
      const wish = registerStaffMember({ staffMemberId: newLeaderId, name: teamLeader, department }, joinedOn)
      draft.step(wish, { ...joining, name: 'teamLeader' })
    }
    const register = (mainTeamId: string | undefined) => {
      if (!creates || name === undefined) return
      const wish = registerStaffMember({ staffMemberId, name, email, phone, department, mainTeamId }, joinedOn)
      draft.step(wish, { ...joining, mainTeamId: 'team' })
    }
    // A team needs its leader, and who belongs to it needs the team.
    if (leadsNewTeam) register(undefined)
    if (team?.isNew) {
      const wish = createSalesTeam({ teamId: team.id, name: team.name, leaderId: team.leader?.id }, joinedOn)
      draft.step(wish, { ...joining, name: 'team', leaderId: 'teamLeader' })
    } else if (team?.leader && team.state.leaderId !== team.leader.id) {
      const wish = setSalesTeamLeader({ teamId: team.id, leaderId: team.leader.id }, changedOn)
      draft.step(wish, { ...changing, leaderId: 'teamLeader' })
    }
    if (!leadsNewTeam) register(teamId)
    if (newLeaderId !== undefined && teamId !== undefined) {
      const wish = setStaffMemberMainTeam({ staffMemberId: newLeaderId, mainTeamId: teamId }, joinedOn)
      draft.step(wish, { ...joining, mainTeamId: 'team' })
    }

    if (!creates) {
      if (name !== undefined) draft.step(renameStaffMember({ staffMemberId, name }, changedOn), changing)
      if (email !== undefined) draft.step(setStaffMemberEmail({ staffMemberId, email }, changedOn), changing)
      if (phone !== undefined) draft.step(setStaffMemberPhone({ staffMemberId, phone }, changedOn), changing)
      if (department !== undefined) draft.step(moveStaffMember({ staffMemberId, department }, changedOn), changing)
    }
    if (teamId !== undefined && (!creates || leadsNewTeam)) {
      const [at, from] = creates ? [joinedOn, joining] : [changedOn, changing]
      draft.step(setStaffMemberMainTeam({ staffMemberId, mainTeamId: teamId }, at), { ...from, mainTeamId: 'team' })
    }
    if (team) {
      // Membership begins with the main team, also where that is known and only the membership is missing: an import that was
      // interrupted between the two then ends as if it had not been. Nobody joins a team before it was there, or again before leaving.
      const left = team.state.days[`members/${staffMemberId}/staffMemberId`]
      const mainSince = there.mainTeamId === team.id ? there.days['mainTeamId'] : changedOn
      const at = notBefore(creates ? joinedOn : mainSince, team.state.openedOn, left)
      const from = creates ? joining : changing
      draft.step(addSalesTeamMember({ teamId: team.id, staffMemberId }, at), { ...from, staffMemberId: 'team' })
    }
    return draft
  },
})
