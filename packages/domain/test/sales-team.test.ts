import { given, past, pooled } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import {
  catalogueEvents,
  catalogueId,
  catalogueState,
  salesTeam,
  salesTeamEvents as e,
  salesTeamState,
  staffMemberEvents,
  staffMemberState,
} from '../src/index.ts'

const teamId = pooled('sales team')
const an = pooled('staff member', 0)
const binh = pooled('staff member', 1)
const stranger = pooled('staff member', 2)
const joined = (staffMemberId: string) =>
  past(staffMemberState.of(staffMemberId), [
    '2026-01-01',
    staffMemberEvents.StaffMemberJoined({
      personId: staffMemberId,
      name: 'An',
      email: null,
      phone: null,
      department: null,
      mainTeamId: null,
    }),
  ])
const staff = joined(an)
const gone = past(staffMemberState.of(binh), ['2026-01-02', staffMemberEvents.StaffMemberLeft({})])
const creation = { name: 'Miền Bắc', territory: 'Bắc', leaderId: an }
const text = (label: string) => ({ entryId: null, label })
const creationStored = { ...creation, territory: text('Bắc') }
const created = past(salesTeamState.of(teamId), ['2026-01-05', e.SalesTeamCreated(creationStored)])
const added = past(salesTeamState.of(teamId), ['2026-01-10', e.SalesTeamMemberAdded({ staffMemberId: an })])
const removed = past(salesTeamState.of(teamId), ['2026-01-20', e.SalesTeamMemberRemoved({ staffMemberId: an })])

describe('creating a sales team', () => {
  it('takes a leader who is no member', () => {
    given(staff)
      .when(salesTeam.create({ teamId, ...creation }), '2026-01-05')
      .decides(e.SalesTeamCreated(creationStored))
  })
  it('needs a name only', () => {
    given()
      .when(salesTeam.create({ teamId, name: 'Miền Nam' }), '2026-01-05')
      .decides(e.SalesTeamCreated({ name: 'Miền Nam', territory: null, leaderId: null }))
  })
  it('refuses a leader whom nobody knows', () => {
    given()
      .when(salesTeam.create({ teamId, ...creation }), '2026-01-05')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'leaderId', staffMemberId: an })
  })
  it('refuses a leader who has left', () => {
    given(joined(binh), gone)
      .when(salesTeam.create({ teamId, ...creation, leaderId: binh }), '2026-01-05')
      .rejected('STAFF_MEMBER_LEFT', { field: 'leaderId' })
  })
  it('decides nothing the second time, even when the leader has left since', () => {
    given(staff, created)
      .when(salesTeam.create({ teamId, ...creation }), '2026-01-06')
      .nothing()
    given(created)
      .when(salesTeam.create({ teamId, ...creation }), '2026-01-06')
      .nothing()
  })
  it('refuses other values under the same id', () => {
    given(staff, created)
      .when(salesTeam.create({ teamId, ...creation, name: 'Miền Nam' }), '2026-01-06')
      .rejected('ALREADY_CREATED', { field: 'name' })
  })
})

describe('renaming a sales team', () => {
  it('gives it another name', () => {
    given(created)
      .when(salesTeam.rename({ teamId, name: 'Hà Nội' }), '2026-02-01')
      .decides(e.SalesTeamRenamed({ from: 'Miền Bắc', to: 'Hà Nội' }))
  })
  it('decides nothing for the name it has', () => {
    given(created)
      .when(salesTeam.rename({ teamId, name: 'Miền Bắc' }), '2026-02-01')
      .nothing()
  })
  it('refuses a team that was never created', () => {
    given()
      .when(salesTeam.rename({ teamId, name: 'Hà Nội' }), '2026-02-01')
      .rejected('SALES_TEAM_UNKNOWN')
  })
})

describe('setting the territory of a sales team', () => {
  it('has it sell somewhere else, or nowhere in particular', () => {
    for (const territory of ['Nam', null])
      given(created)
        .when(salesTeam.setTerritory({ teamId, territory }), '2026-02-01')
        .decides(e.SalesTeamTerritorySet({ from: text('Bắc'), to: territory === null ? null : text(territory) }))
  })
  it('takes one of the catalogue, by id or by label, with the label of that day', () => {
    const entryId = pooled('catalogue entry')
    const south = catalogueEvents.CatalogueEntryAdded({
      ...{ entryId, label: 'Miền Nam', code: null, order: 0, parentId: null, band: null },
    })
    const territories = past(catalogueState.of(catalogueId('territory')), ['2026-01-05', south])
    for (const territory of ['miền nam', { entryId }])
      given(staff, created, territories)
        .when(salesTeam.setTerritory({ teamId, territory }), '2026-02-01')
        .decides(e.SalesTeamTerritorySet({ from: text('Bắc'), to: { entryId, label: 'Miền Nam' } }))
    given(staff, created)
      .when(salesTeam.setTerritory({ teamId, territory: { entryId } }), '2026-02-01')
      .rejected('CATALOGUE_ENTRY_UNKNOWN', { field: 'territory' })
  })
  it('decides nothing for the territory it has', () => {
    given(created)
      .when(salesTeam.setTerritory({ teamId, territory: 'Bắc' }), '2026-02-01')
      .nothing()
  })
  it('is not dated behind another setting', () => {
    const moved = past(salesTeamState.of(teamId), [
      '2026-02-01',
      e.SalesTeamTerritorySet({ from: text('Bắc'), to: text('Nam') }),
    ])
    given(created, moved)
      .when(salesTeam.setTerritory({ teamId, territory: null }), '2026-01-31')
      .rejected('DATED_TOO_EARLY', { field: 'territory' })
  })
  it('refuses a team that was never created', () => {
    given()
      .when(salesTeam.setTerritory({ teamId, territory: 'Nam' }), '2026-02-01')
      .rejected('SALES_TEAM_UNKNOWN', { field: 'teamId', teamId })
  })
})

describe('setting the leader of a sales team', () => {
  it('has somebody else lead it, or nobody', () => {
    given(joined(binh), created)
      .when(salesTeam.setLeader({ teamId, leaderId: binh }), '2026-02-01')
      .decides(e.SalesTeamLeaderSet({ from: an, to: binh }))
    given(created)
      .when(salesTeam.setLeader({ teamId, leaderId: null }), '2026-02-01')
      .decides(e.SalesTeamLeaderSet({ from: an, to: null }))
  })
  it('decides nothing for the leader it has', () => {
    given(created)
      .when(salesTeam.setLeader({ teamId, leaderId: an }), '2026-02-01')
      .nothing()
  })
  it('refuses whoever is not active', () => {
    given(created)
      .when(salesTeam.setLeader({ teamId, leaderId: stranger }), '2026-02-01')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'leaderId' })
    given(joined(binh), gone, created)
      .when(salesTeam.setLeader({ teamId, leaderId: binh }), '2026-02-01')
      .rejected('STAFF_MEMBER_LEFT', { field: 'leaderId' })
  })
  it('refuses a team that was never created', () => {
    given(staff)
      .when(salesTeam.setLeader({ teamId, leaderId: an }), '2026-02-01')
      .rejected('SALES_TEAM_UNKNOWN')
  })
})

describe('the members of a sales team', () => {
  const member = { teamId, staffMemberId: an }
  it('are added once', () => {
    given(staff, created)
      .when(salesTeam.addMember(member), '2026-01-10')
      .decides(e.SalesTeamMemberAdded({ staffMemberId: an }))
    given(staff, created, added).when(salesTeam.addMember(member), '2026-01-11').nothing()
  })
  it('must be active', () => {
    given(created)
      .when(salesTeam.addMember(member), '2026-01-10')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
    given(joined(binh), gone, created)
      .when(salesTeam.addMember({ teamId, staffMemberId: binh }), '2026-01-10')
      .rejected('STAFF_MEMBER_LEFT', { field: 'staffMemberId' })
  })
  it('are removed once, whether they have left the company or not', () => {
    given(created, added)
      .when(salesTeam.removeMember(member), '2026-01-20')
      .decides(e.SalesTeamMemberRemoved({ staffMemberId: an }))
    given(created, added, removed).when(salesTeam.removeMember(member), '2026-01-21').nothing()
  })
  it('come back after they were removed, though not behind it', () => {
    given(staff, created, added, removed)
      .when(salesTeam.addMember(member), '2026-01-20')
      .decides(e.SalesTeamMemberAdded({ staffMemberId: an }))
    given(staff, created, added, removed).when(salesTeam.addMember(member), '2026-01-15').rejected('DATED_TOO_EARLY')
  })
  it('are not removed behind their joining', () => {
    given(created, added).when(salesTeam.removeMember(member), '2026-01-09').rejected('DATED_TOO_EARLY')
  })
  it('belong to a team that was created', () => {
    given(staff).when(salesTeam.addMember(member), '2026-01-10').rejected('SALES_TEAM_UNKNOWN')
    given(staff).when(salesTeam.removeMember(member), '2026-01-10').rejected('SALES_TEAM_UNKNOWN')
  })
})
