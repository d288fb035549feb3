import type { Day } from '@eventcrm/crm'
import { rowsByDay, type SaidSince } from '../by-day.ts'
import { asText, customCells, customIn, dayCell, externalIdCells, listCell, ofLists, shown } from '../cells.ts'
import { none, type ExportSource, type Row, type Table } from '../table.ts'

const entryColumns = ['position', 'industry', 'size', 'group', 'territory', 'source', 'campaign'] as const
const addressColumns = ['street', 'ward', 'district', 'province', 'country', 'postalCode'] as const

type Lead = Awaited<ReturnType<typeof leadOf>>
const leadOf = (crm: ExportSource, id: string) => crm.state('leads', id)

const ownFields = async (crm: ExportSource, id: string) => {
  const { custom, status } = await leadOf(crm, id)
  return status === 'void' ? [] : [...custom].map(([name, { value }]) => [name, value] as const)
}

/** No document names every lead, so the log is gone through. */
async function* leadIds(crm: ExportSource): AsyncGenerator<string, undefined> {
  for await (const { type, streamId } of crm.events({ follow: false })) if (type === 'LeadCreated') yield streamId
}

/** What was decided, and since when: of one that is converted, before that. */
const decisionOf = ({ status, lost, qualification, days }: Lead, openedOn: Day): readonly SaidSince[] => {
  if (status === 'lost' && lost) {
    const cells = { status, reason: lost.reason?.label ?? null, note: shown(lost.note) }
    return [[days['status'] ?? openedOn, cells]]
  }
  if (!qualification) return []
  const { outcome, reason, note } = qualification
  const cells = { status: outcome, reason: reason?.label ?? null, note: shown(note) }
  return [[days['qualification'] ?? openedOn, cells]]
}

const rows = async (crm: ExportSource, id: string): Promise<readonly Row[]> => {
  const there = await leadOf(crm, id)
  const { openedOn, address } = there
  // what is void was entered by mistake
  if (openedOn === null || there.status === 'void') return []
  const { ownerId, teamId } = there.assignment
  const assignedOn = there.days['assignment'] ?? openedOn
  const mainTeamId = ownerId === null ? null : (await crm.state('staff', ownerId, { asOf: assignedOn })).mainTeamId
  // an empty cell means the salesperson's main team, whose member he need not be
  const team = teamId === mainTeamId ? null : (teamId ?? none)
  const assigned: Row = { owner: ownerId, team }
  const [firstId, ...furtherIds] = externalIdCells(there.externalIds, openedOn)
  const further: readonly SaidSince[] = [
    ...(assignedOn === openedOn || (ownerId === null && teamId === null) ? [] : [[assignedOn, assigned] as const]),
    ...furtherIds,
    ...decisionOf(there, openedOn),
  ]
  const first = {
    key: id,
    title: shown(there.title),
    name: shown(there.name),
    organisationName: shown(there.organisationName),
    kind: there.kind,
    phone: shown(there.phone),
    email: shown(there.email),
    website: shown(there.website),
    ...Object.fromEntries(addressColumns.map(column => [column, shown(address?.[column])])),
    ...Object.fromEntries(entryColumns.map(column => [column, there[column]?.label ?? null])),
    need: shown(there.need?.description),
    tags: listCell([...new Set(Array.from(there.tags.values(), ({ label }) => label))].sort()),
    ...(assignedOn === openedOn ? assigned : {}),
    rating: there.rating,
    createdOn: dayCell(openedOn),
    ...customCells(await ownFields(crm, id)),
    ...firstId?.[1],
  }
  return [first, ...rowsByDay(id, further)]
}

/** Each as it is now, as if it had been so since it was written down, but for who has it and what was decided. */
export const leads: Table = {
  becomes: 'lead',
  columns: [
    ...['title', 'name', 'organisationName', 'kind', 'phone', 'email', 'website'],
    ...addressColumns,
    ...entryColumns,
    ...['need', 'tags', 'owner', 'team', 'rating', 'status', 'reason', 'note'],
    ...['externalSystem', 'externalId', 'createdOn', 'changedOn'],
  ],
  settings: {
    ...Object.fromEntries([...entryColumns, 'reason'].map(column => [column, asText])),
    tags: { ...asText, ...ofLists },
  },
  customOf: async (crm, id) => customIn(await ownFields(crm, id)),
  rounds: [{ ids: leadIds, rows }],
}
