import { code, emailAddress, line, salesTeam, staffMember } from '@eventcrm/crm'
import { PlanBuilder } from '../plan-builder.ts'
import { choiceField, dayField, orNone, required, textField, type Values } from '../field.ts'
import { datedRow, dayMeant } from '../dated-row.ts'
import { defineForm, type FormRow } from '../form.ts'
import { foldedText } from '../reading/index.ts'
import { momentsIn } from '../timeline.ts'
import { meant } from './meant.ts'
import { phoneField, phoneFrom } from './phone.ts'

const yesOrNo = ['yes', 'no'] as const

const fields = {
  name: required(textField('Name', line(200)), 'họ tên (văn bản)'),
  email: orNone(textField('E-mail address', emailAddress, 'e-mail address')),
  phone: orNone(phoneField),
  department: orNone(textField('Department', code)),
  team: textField(
    'Sales team, by key or name; made if there is none. It becomes the main team, and the member joins it, unless the row says otherwise; other teams are kept',
    line(200),
  ),
  mainTeam: choiceField('Whether that is the main team', yesOrNo),
  member: choiceField('Whether the staff member belongs to that team', yesOrNo),
  teamName: textField('Name of that team, where `team` is its key, for one that is new', line(200)),
  teamLeader: orNone(
    textField(
      'Leader of that team, by key or name; registered, in the row’s department, if there is nobody. A leader need not be a member',
      line(200),
    ),
  ),
  joinedOn: dayField('Day of joining, for who and what is new; today when left out'),
  leftOn: dayField('Day on which the member left the company'),
  changedOn: dayField('Day of the changes to who and what is there; today when left out'),
}
type Name = keyof typeof fields
type Row = FormRow<typeof fields>

/** Who leads the team: by the row's own name whom the row is about, unless another of that name leads it or was meant by a row above. */
const leaderMeant = async (
  { id, crm, find }: Row,
  ownName: string | undefined,
  teamLeader: string,
  leaderId: string | null,
  plan: PlanBuilder<Name>,
) => {
  const found = await find('staffMember', teamLeader)
  const isOwnName = ownName !== undefined && foldedText(ownName) === foldedText(teamLeader)
  const isOwn = found.is === 'ambiguous' ? !found.candidates.includes(leaderId ?? '') : found.is === 'unknown'
  if (isOwnName && isOwn) return { id, isNew: (await crm.state('staff', id)).status === 'unknown' }
  return meant(found, [leaderId], 'teamLeader', 'staffMember', plan)
}

/** The row's team and its leader; undefined when the row names none, or names one that could be several. */
const teamOf = async (
  row: Row,
  { team: name, teamLeader }: Values<typeof fields>,
  ownName: string | undefined,
  plan: PlanBuilder<Name>,
) => {
  const { id, crm, find } = row
  if (name === undefined) {
    if (teamLeader !== undefined)
      plan.fault('teamLeader', 'TEAM_MISSING', {
        en: 'a leader needs a team: name one in `team`, or leave the leader out',
        vi: 'trưởng đội cần có đội: hãy ghi đội ở `team`, hoặc bỏ trưởng đội',
      })
    return undefined
  }
  const { mainTeamId } = await crm.state('staff', id)
  const team = meant(await find('salesTeam', name), [mainTeamId], 'team', 'salesTeam', plan)
  const state = team && (await crm.state('teams', team.id))
  const leader =
    teamLeader === undefined || teamLeader === null
      ? undefined
      : await leaderMeant(row, ownName, teamLeader, state?.leaderId ?? null, plan)
  if (!team || !state || (teamLeader && !leader)) return undefined
  return { ...team, name, leader, state }
}

/** Where somebody was registered by this name alone, as a leader is that a row above names, the row makes a second person of it. */
const aboutNamesake = async ({ id, crm }: Row, name: string, plan: PlanBuilder<Name>): Promise<void> => {
  const namesake = await crm.idFor('staffMember', name)
  if (namesake === id || (await crm.state('staff', namesake)).openedOn === null) return
  plan.notice('name', 'NAMESAKE', {
    en: 'somebody was registered under this name without a key, as leaders are that a row above names: if it is the same person, put the key as leader too',
    vi: 'đã có người được ghi theo tên này mà không có khóa, như trưởng đội được nêu ở dòng trên: nếu là cùng một người, hãy ghi khóa ở cột trưởng đội',
  })
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
    const plan = new PlanBuilder<Name>(there.status === 'unknown')
    const { creates } = plan
    const values = creates ? row.whenNew : row.whenThere
    const { name, email, department, teamLeader } = values
    const { changedOn } = values
    // Also of a team or leader that is new, whoever the row is about.
    const { joinedOn } = row.whenNew
    const { phone, number } = await phoneFrom('phone', values.phone, crm, creates ? joinedOn : changedOn, plan)
    if (creates && name !== undefined) await aboutNamesake(row, name, plan)
    const joining = { at: 'joinedOn' } as const
    const changing = { at: 'changedOn' } as const
    const team = await teamOf(row, values, name ?? (typeof there.name === 'string' ? there.name : undefined), plan)
    const teamId = team?.id
    const mainTeam = values.mainTeam ?? (values.member === undefined ? 'yes' : undefined)
    const isMember = values.member ?? (values.mainTeam === undefined ? 'yes' : undefined)
    // A row about a past day is compared with what held then.
    const meantDay = creates ? undefined : dayMeant({ changedOn, beganOn: values.joinedOn }, row.isHistory)
    const then = meantDay === undefined ? {} : { asOf: meantDay }
    const heldTeam = team && (await crm.state('teams', team.id, then))
    const belonged = heldTeam?.members.has(staffMemberId) === true && !heldTeam.members.beginsLater(staffMemberId)
    if (creates && name === undefined) return plan

    const leadsNewTeam = team?.isNew && team.leader?.id === staffMemberId
    const newLeaderId = team?.leader?.isNew && !leadsNewTeam ? team.leader.id : undefined
    if (newLeaderId !== undefined && teamLeader) {
      const command = staffMember.register(
        { staffMemberId: newLeaderId, name: teamLeader, department: department ?? undefined },
        joinedOn,
      )
      plan.step(command, { ...joining, name: 'teamLeader' })
    }
    const register = (mainTeamId: string | undefined) => {
      if (!creates || name === undefined) return
      const command = staffMember.register(
        {
          staffMemberId,
          name,
          email: email ?? undefined,
          phone: phone ?? undefined,
          department: department ?? undefined,
          mainTeamId,
        },
        joinedOn,
      )
      plan.step(command, { ...joining, mainTeamId: 'team' })
    }
    // A team needs its leader, and who belongs to it needs the team.
    if (leadsNewTeam) register(undefined)
    if (team?.isNew) {
      const command = salesTeam.create(
        { teamId: team.id, name: values.teamName ?? team.name, leaderId: team.leader?.id },
        joinedOn,
      )
      plan.step(command, { ...joining, name: 'team', leaderId: 'teamLeader' })
    } else if (team?.leader && heldTeam?.leaderId !== team.leader.id) {
      const command = salesTeam.setLeader({ teamId: team.id, leaderId: team.leader.id }, changedOn)
      plan.step(command, { ...changing, leaderId: 'teamLeader' })
    } else if (team && teamLeader === null && heldTeam?.leaderId !== null) {
      plan.step(salesTeam.setLeader({ teamId: team.id, leaderId: null }, changedOn), {
        ...changing,
        leaderId: 'teamLeader',
      })
    }
    if (!leadsNewTeam) register(mainTeam === 'yes' ? teamId : undefined)
    if (newLeaderId !== undefined && teamId !== undefined) {
      const command = staffMember.setMainTeam({ staffMemberId: newLeaderId, mainTeamId: teamId }, joinedOn)
      plan.step(command, { ...joining, mainTeamId: 'team' })
    }

    const read = () => momentsIn(crm.history('staff', staffMemberId), staffMember.state)
    const { isNew, timeline } = datedRow(there, read, row, { changedOn, beganOn: values.joinedOn }, plan)
    const { days } = there
    if (!creates) {
      if (name !== undefined && (await isNew('name', days['name'], s => s.name === name)))
        plan.step(staffMember.rename({ staffMemberId, name }, changedOn), changing)
      if (email !== undefined && (await isNew('email', days['email'], s => s.email === email)))
        plan.step(staffMember.setEmail({ staffMemberId, email }, changedOn), changing)
      if (phone !== undefined && (await isNew('phone', days['phone'], s => s.phone === number)))
        plan.step(staffMember.setPhone({ staffMemberId, phone }, changedOn), changing)
      if (department !== undefined && (await isNew('department', days['department'], s => s.department === department)))
        plan.step(staffMember.move({ staffMemberId, department }, changedOn), changing)
      plan.place = timeline.place
    }
    const says = (s: typeof there) => (s.mainTeamId === teamId) === (mainTeam === 'yes')
    if (
      teamId !== undefined &&
      (mainTeam === 'yes' || (mainTeam === 'no' && (changedOn !== undefined || there.mainTeamId === teamId))) &&
      (creates ? leadsNewTeam : await isNew('team', days['mainTeamId'], says))
    ) {
      const [at, from] = creates ? [joinedOn, joining] : [changedOn, changing]
      const command = staffMember.setMainTeam({ staffMemberId, mainTeamId: mainTeam === 'yes' ? teamId : null }, at)
      plan.step(command, { ...from, mainTeamId: 'team' })
    }
    if (team && isMember === 'no' && belonged)
      plan.step(salesTeam.removeMember({ teamId: team.id, staffMemberId }, changedOn), {
        ...changing,
        staffMemberId: 'team',
      })
    if (team && isMember === 'yes' && !belonged) {
      // Membership begins with the main team, also where that is known and only the membership is missing: an import that was
      // interrupted between the two then ends as if it had not been. Nobody joins a team before it was there, or again before leaving.
      const left = team.state.members.lastSetOn(staffMemberId)
      const mainSince = mainTeam === 'yes' && there.mainTeamId === team.id ? there.days['mainTeamId'] : changedOn
      const at = notBefore(creates ? joinedOn : mainSince, team.state.openedOn, left)
      const from = creates ? joining : changing
      plan.step(salesTeam.addMember({ teamId: team.id, staffMemberId }, at), { ...from, staffMemberId: 'team' })
    }
    if (values.leftOn !== undefined && there.status !== 'left')
      plan.step(staffMember.recordLeft({ staffMemberId }, values.leftOn), { at: 'leftOn' })
    return plan
  },
})
