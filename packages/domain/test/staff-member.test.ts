import { did, given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  company,
  Erased,
  salesTeamEvents,
  salesTeamState,
  staffMember,
  staffMemberEvents as e,
  staffMemberState,
} from '../src/index.ts'

const staffMemberId = pooled('staff member')
const personId = pooled('person')
const teamId = pooled('sales team')
const joining = {
  personId,
  name: 'Trần Thị An',
  email: 'an@example.com',
  phone: '+84912345678',
  department: 'Kinh doanh',
  mainTeamId: teamId,
}
const team = past(salesTeamState.of(teamId), [
  '2026-01-01',
  salesTeamEvents.SalesTeamCreated({ name: 'Miền Bắc', territory: null, leaderId: null }),
])
const stream = staffMemberState.of(staffMemberId)
const joined = past(stream, ['2026-01-05', e.StaffMemberJoined(joining)])
const left = past(stream, ['2026-03-01', e.StaffMemberLeft({})])
const back = past(stream, ['2026-04-01', e.StaffMemberReturned({})])
const erased = past(stream, [
  '2026-01-05',
  e.StaffMemberJoined({ ...joining, name: Erased, email: Erased, phone: Erased }),
])

describe('registering a staff member', () => {
  it('brings phone number and e-mail address to one form', () => {
    given(team)
      .when(
        staffMember.register({ staffMemberId, ...joining, email: ' an@EXAMPLE.com', phone: '0912 345 678' }),
        '2026-01-05',
      )
      .decides(e.StaffMemberJoined(joining))
  })
  it('needs a name only; the person is then the member', () => {
    given()
      .when(staffMember.register({ staffMemberId, name: 'An' }), '2026-01-05')
      .decides(
        e.StaffMemberJoined({
          personId: staffMemberId,
          name: 'An',
          email: null,
          phone: null,
          department: null,
          mainTeamId: null,
        }),
      )
  })
  it('refuses a team that nobody created', () => {
    given()
      .when(staffMember.register({ staffMemberId, ...joining }), '2026-01-05')
      .rejected('SALES_TEAM_UNKNOWN', { field: 'mainTeamId', teamId })
  })
  it('decides nothing the second time', () => {
    given(team, joined)
      .when(staffMember.register({ staffMemberId, ...joining }), '2026-01-06')
      .nothing()
  })
  it('says nothing by what it leaves out the second time', () => {
    given(joined)
      .when(staffMember.register({ staffMemberId, name: joining.name }), '2026-01-06')
      .nothing()
  })
  it('refuses other values under the same id, naming the field and not the value', () => {
    const again = { staffMemberId, ...joining, name: 'Lê Văn Bình' }
    given(team, joined)
      .when(staffMember.register(again), '2026-01-06')
      .rejected('ALREADY_REGISTERED', { field: 'name' })
    given(team, erased)
      .when(staffMember.register(again), '2026-01-06')
      .rejected('ALREADY_REGISTERED', { field: 'name' })
  })
  it('does not bring back one who left', () => {
    given(team, joined, left)
      .when(staffMember.register({ staffMemberId, ...joining }), '2026-03-02')
      .rejected('STAFF_MEMBER_LEFT')
  })
  it('refuses a phone number and an e-mail address that are none', () => {
    given()
      .when(staffMember.register({ staffMemberId, name: 'An', phone: '12' }), '2026-01-05')
      .rejected('PHONE_INVALID', { field: 'phone' })
    given()
      .when(staffMember.register({ staffMemberId, name: 'An', email: 'an' }), '2026-01-05')
      .invalid('email')
  })
})

describe('renaming a staff member', () => {
  const renamed = e.StaffMemberRenamed({ personId, name: 'Trần An' })
  it('gives another name, also to one who left or was erased', () => {
    for (const history of [[joined], [joined, left], [erased]])
      given(...history)
        .when(staffMember.rename({ staffMemberId, name: 'Trần An' }), '2026-03-02')
        .decides(renamed)
  })
  it('decides nothing for the name the member has', () => {
    given(joined)
      .when(staffMember.rename({ staffMemberId, name: joining.name.normalize('NFD') }), '2026-01-06')
      .nothing()
  })
})

describe('setting how a staff member is reached', () => {
  it('sets e-mail address and phone number one by one, also of one who left or was erased', () => {
    for (const history of [[joined], [joined, left], [erased]]) {
      given(...history)
        .when(staffMember.setEmail({ staffMemberId, email: 'Tran.An@EXAMPLE.com' }), '2026-03-02')
        .decides(e.StaffMemberEmailSet({ personId, email: 'Tran.An@example.com' }))
      given(...history)
        .when(staffMember.setPhone({ staffMemberId, phone: '028 3822 1234' }), '2026-03-02')
        .decides(e.StaffMemberPhoneSet({ personId, phone: '+842838221234' }))
    }
  })
  it('takes away what is given as null', () => {
    given(joined)
      .when(staffMember.setEmail({ staffMemberId, email: null }), '2026-02-01')
      .decides(e.StaffMemberEmailSet({ personId, email: null }))
    given(joined)
      .when(staffMember.setPhone({ staffMemberId, phone: null }), '2026-02-01')
      .decides(e.StaffMemberPhoneSet({ personId, phone: null }))
  })
  it('decides nothing for the number that is there, whatever country the company has since', () => {
    const founding = { timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'vi', country: 'US' } as const
    const founded = did(company.found(founding), '2026-01-01')
    given(founded, team, joined)
      .when(staffMember.register({ staffMemberId, ...joining, phone: '0912 345 678' }), '2026-01-05')
      .nothing()
    given(founded, team, joined)
      .when(staffMember.setPhone({ staffMemberId, phone: '0912 345 678' }), '2026-02-01')
      .nothing()
  })
  it('decides nothing for what the member has', () => {
    given(joined)
      .when(staffMember.setEmail({ staffMemberId, email: 'an@EXAMPLE.com' }), '2026-02-01')
      .nothing()
    given(joined)
      .when(staffMember.setPhone({ staffMemberId, phone: '0912345678' }), '2026-02-01')
      .nothing()
  })
  it('is dated behind a later change of the other, not of the same', () => {
    const mailed = past(stream, ['2026-02-10', e.StaffMemberEmailSet({ personId, email: null })])
    given(joined, mailed)
      .when(staffMember.setPhone({ staffMemberId, phone: null }), '2026-02-01')
      .decides(e.StaffMemberPhoneSet({ personId, phone: null }))
    given(joined, mailed)
      .when(staffMember.setEmail({ staffMemberId, email: 'an@example.org' }), '2026-02-01')
      .rejected('DATED_TOO_EARLY', { field: 'email' })
  })
})

describe('moving a staff member', () => {
  it('puts the member into another department, or into none', () => {
    given(joined)
      .when(staffMember.move({ staffMemberId, department: 'Kế toán' }), '2026-02-01')
      .decides(e.StaffMemberMoved({ from: 'Kinh doanh', to: 'Kế toán' }))
    given(joined)
      .when(staffMember.move({ staffMemberId, department: null }), '2026-02-01')
      .decides(e.StaffMemberMoved({ from: 'Kinh doanh', to: null }))
  })
  it('decides nothing for the department the member is in', () => {
    given(joined)
      .when(staffMember.move({ staffMemberId, department: 'Kinh doanh' }), '2026-02-01')
      .nothing()
  })
  it('refuses one who left', () => {
    given(joined, left)
      .when(staffMember.move({ staffMemberId, department: null }), '2026-03-02')
      .rejected('STAFF_MEMBER_LEFT')
  })
  it('is not dated into an absence', () => {
    given(joined, left, back)
      .when(staffMember.move({ staffMemberId, department: null }), '2026-03-15')
      .rejected('DATED_TOO_EARLY', { field: 'status' })
  })
})

describe('setting the main team of a staff member', () => {
  const other = pooled('sales team', 1)
  const otherTeam = past(salesTeamState.of(other), [
    '2026-01-01',
    salesTeamEvents.SalesTeamCreated({ name: 'Miền Nam', territory: null, leaderId: null }),
  ])
  it('has opportunities count for another team, or for none', () => {
    given(joined, otherTeam)
      .when(staffMember.setMainTeam({ staffMemberId, mainTeamId: other }), '2026-02-01')
      .decides(e.StaffMemberMainTeamSet({ from: teamId, to: other }))
    given(joined)
      .when(staffMember.setMainTeam({ staffMemberId, mainTeamId: null }), '2026-02-01')
      .decides(e.StaffMemberMainTeamSet({ from: teamId, to: null }))
  })
  it('decides nothing for the team it is', () => {
    given(joined)
      .when(staffMember.setMainTeam({ staffMemberId, mainTeamId: teamId }), '2026-02-01')
      .nothing()
  })
  it('refuses a team that nobody created', () => {
    given(joined)
      .when(staffMember.setMainTeam({ staffMemberId, mainTeamId: other }), '2026-02-01')
      .rejected('SALES_TEAM_UNKNOWN', { field: 'mainTeamId' })
  })
  it('refuses one who left', () => {
    given(joined, left, otherTeam)
      .when(staffMember.setMainTeam({ staffMemberId, mainTeamId: other }), '2026-03-02')
      .rejected('STAFF_MEMBER_LEFT')
  })
  it('is not dated into an absence', () => {
    given(joined, left, back)
      .when(staffMember.setMainTeam({ staffMemberId, mainTeamId: null }), '2026-03-15')
      .rejected('DATED_TOO_EARLY', { field: 'status' })
  })
})

describe('leaving and returning', () => {
  it('leaves once', () => {
    given(joined).when(staffMember.recordLeft({ staffMemberId }), '2026-03-01').decides(e.StaffMemberLeft({}))
    given(joined, left).when(staffMember.recordLeft({ staffMemberId }), '2026-03-02').nothing()
  })
  it('does not leave behind a move made while active', () => {
    const moved = past(stream, ['2026-02-01', e.StaffMemberMoved({ from: 'Kinh doanh', to: null })])
    given(joined, moved)
      .when(staffMember.recordLeft({ staffMemberId }), '2026-01-20')
      .rejected('DATED_TOO_EARLY', { field: 'department' })
  })
  it('returns once', () => {
    given(joined, left)
      .when(staffMember.recordReturned({ staffMemberId }), '2026-04-01')
      .decides(e.StaffMemberReturned({}))
    given(joined).when(staffMember.recordReturned({ staffMemberId }), '2026-04-01').nothing()
  })
})

describe('whoever never joined', () => {
  it('is unknown to every other command', () => {
    given()
      .when(staffMember.rename({ staffMemberId, name: 'An' }), '2026-01-06')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
    given()
      .when(staffMember.setEmail({ staffMemberId, email: null }), '2026-01-06')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
    given()
      .when(staffMember.setPhone({ staffMemberId, phone: null }), '2026-01-06')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
    given()
      .when(staffMember.move({ staffMemberId, department: null }), '2026-01-06')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
    given()
      .when(staffMember.setMainTeam({ staffMemberId, mainTeamId: null }), '2026-01-06')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
    given()
      .when(staffMember.recordLeft({ staffMemberId }), '2026-01-06')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
    given()
      .when(staffMember.recordReturned({ staffMemberId }), '2026-01-06')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
  })
  it('is the person that free text about the stream is personal to', () => {
    expect(staffMemberState.personOf(staffMemberState.initialState, staffMemberId)).toBe(staffMemberId)
  })
})
