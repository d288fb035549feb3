// Department and teams are written as they were on every day, since opportunities count for them as they were.
import { daysOf } from '../by-day.ts'
import { dayCell, shown, yesOrNo } from '../cells.ts'
import { named, none, type ExportSource, type Row, type Table } from '../table.ts'

const everybody = named('staffMember')

const members = async (crm: ExportSource, id: string): Promise<readonly Row[]> => {
  const { name, email, phone, openedOn } = await crm.state('staff', id)
  return [{ key: id, name: shown(name), email: shown(email), phone: shown(phone), joinedOn: dayCell(openedOn) }]
}

const anybody = async (crm: ExportSource): Promise<string | undefined> => {
  for await (const id of everybody(crm)) return id
  return undefined
}

/** A team, as rows about those who lead it and belong to it; one that nobody ever did stands in a row of somebody else. */
const teams = async (crm: ExportSource, teamId: string): Promise<readonly Row[]> => {
  const { name, openedOn } = await crm.state('teams', teamId)
  const rows: (Row & { readonly key: string })[] = []
  let led: string | null = null
  let before = new Set<string>()
  for (const day of await daysOf(crm, 'teams', teamId)) {
    const { leaderId, members } = await crm.state('teams', teamId, { asOf: day })
    const belong = new Set([...members.keys()].filter(id => !members.beginsLater(id)))
    const dated = { team: teamId, changedOn: dayCell(day) }
    const about = leaderId ?? led
    if (leaderId !== led && about !== null)
      rows.push({ ...dated, key: about, teamLeader: leaderId ?? none, member: yesOrNo(belong.has(about)) })
    for (const key of [...new Set([...before, ...belong])].sort())
      if (before.has(key) !== belong.has(key)) rows.push({ ...dated, key, member: yesOrNo(belong.has(key)) })
    led = leaderId
    before = belong
  }
  const key = rows[0]?.key ?? (await anybody(crm))
  if (key === undefined) return []
  const { members } = await crm.state('teams', teamId, openedOn === null ? {} : { asOf: openedOn })
  const member = yesOrNo(members.has(key) && !members.beginsLater(key))
  const opened = dayCell(openedOn)
  return [{ key, team: teamId, teamName: name, member, joinedOn: opened, changedOn: opened }, ...rows]
}

const careers = async (crm: ExportSource, key: string): Promise<readonly Row[]> => {
  const rows: Row[] = []
  let before: { readonly department: string | null; readonly team: string | null } = { department: null, team: null }
  for (const day of await daysOf(crm, 'staff', key)) {
    const { department, mainTeamId: team } = await crm.state('staff', key, { asOf: day })
    const dated = { key, changedOn: dayCell(day) }
    if (department !== before.department) rows.push({ ...dated, department: department ?? none })
    if (team !== null && team !== before.team) rows.push({ ...dated, team, mainTeam: 'yes' })
    if (team === null && before.team !== null) rows.push({ ...dated, team: before.team, mainTeam: 'no' })
    before = { department, team }
  }
  return rows
}

const leavings = async (crm: ExportSource, id: string): Promise<readonly Row[]> => {
  const { status, days } = await crm.state('staff', id)
  const leftOn = dayCell(days['status'])
  return status === 'left' ? [{ key: id, leftOn, changedOn: leftOn }] : []
}

/** First everybody, then the teams, since leaders are members of the staff; then who was where; then who has left. */
export const staff: Table = {
  becomes: 'staffMember',
  columns: [
    ...['name', 'email', 'phone', 'department', 'team', 'teamName', 'teamLeader', 'mainTeam', 'member'],
    ...['joinedOn', 'leftOn', 'changedOn'],
  ],
  rounds: [
    { ids: everybody, rows: members },
    { ids: named('salesTeam'), rows: teams },
    { ids: everybody, rows: careers },
    { ids: everybody, rows: leavings },
  ],
}
