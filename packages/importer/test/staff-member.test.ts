import { describe, expect, it } from 'vitest'
import { start, told } from './start.ts'

const mapping = {
  becomes: 'staffMember',
  key: ['code'],
  fields: {
    name: 'name',
    email: 'email',
    phone: 'phone',
    department: 'department',
    team: 'team',
    teamLeader: 'leader',
    joinedOn: 'joined',
    changedOn: 'changed',
  },
}
const headings = 'code,name,email,phone,department,team,leader,joined,changed'
const byName = { ...mapping, key: ['name'] }

describe('a row about a staff member', () => {
  it('makes the team that it names, its leader, and the member', async () => {
    const { outcomes, crm } = await start()
    const [outcome] = await outcomes(mapping, headings, 'E1,Lan,lan@acme.vn,0912 345 678,Sales,North,Hoa,2025-03-01,')
    expect(outcome).toMatchObject({ outcome: 'created', reasons: [] })
    const id = String(outcome?.id)
    const team = await crm.state('teams', await crm.idFor('salesTeam', 'North'))
    const leaderId = await crm.idFor('staffMember', 'Hoa')
    expect(await crm.state('staff', id)).toMatchObject({
      openedOn: '2025-03-01',
      name: 'Lan',
      email: 'lan@acme.vn',
      phone: '+84912345678',
      department: 'Sales',
      mainTeamId: await crm.idFor('salesTeam', 'North'),
    })
    expect(team).toMatchObject({ name: 'North', leaderId, openedOn: '2025-03-01' })
    expect([...team.members.keys()]).toEqual([id])
    expect(await crm.state('staff', leaderId)).toMatchObject({
      name: 'Hoa',
      department: 'Sales',
      mainTeamId: await crm.idFor('salesTeam', 'North'),
    })
  })

  it('joins a team that is there, whoever came first', async () => {
    const { outcomes, crm } = await start()
    const rows = ['E1,Lan,,,,North,Hoa,2025-03-01,', 'E2,Minh,,,,North,Hoa,2024-01-01,', 'E3,An,,,,North,,2025-06-01,']
    expect(told(await outcomes(mapping, headings, ...rows))).toEqual(['2 created', '3 created', '4 created'])
    const team = await crm.state('teams', await crm.idFor('salesTeam', 'North'))
    expect([...team.members.keys()]).toHaveLength(3)
    // Minh was with the company before the team was there.
    expect(team.members.lastSetOn(await crm.idFor('staffMember', 'E2'))).toBe('2025-03-01')
    expect((await crm.state('staff', await crm.idFor('staffMember', 'E2'))).openedOn).toBe('2024-01-01')
  })

  it('takes nobody out of a team who joined it later', async () => {
    const { outcomes, crm } = await start()
    await outcomes(mapping, headings, 'E1,Lan,,,,North,,2025-03-01,')
    const joined = { ...mapping, fields: { ...mapping.fields, member: 'member' } }
    const rows = ['E2,An,,,,,,2025-03-01,,', 'E2,,,,,North,,,2025-05-01,yes', 'E2,,,,,North,,,2025-04-01,no']
    const told = await outcomes(joined, `${headings},member`, ...rows)
    expect(told.map(({ outcome, reasons }) => [outcome, reasons.map(({ code }) => code)])).toEqual([
      ['created', []],
      ['changed', []],
      ['unchanged', []],
    ])
    const { members } = await crm.state('teams', await crm.idFor('salesTeam', 'North'))
    expect(members.has(await crm.idFor('staffMember', 'E2'))).toBe(true)
  })

  it('may be about the leader of its own team', async () => {
    const { outcomes, crm } = await start()
    expect(told(await outcomes(byName, headings, ',Hoa,,,Sales,North,Hoa,2025-03-01,'))).toEqual(['2 created'])
    const leaderId = await crm.idFor('staffMember', 'Hoa')
    const team = await crm.state('teams', await crm.idFor('salesTeam', 'North'))
    expect(team.leaderId).toBe(leaderId)
    expect([...team.members.keys()]).toEqual([leaderId])
  })

  it('may be about the leader of its own team by name, where the key is another', async () => {
    const { outcomes, crm } = await start()
    const row = 'E1,Hoa,,,Sales,North,hoa,2025-03-01,'
    const first = await outcomes(mapping, headings, row)
    expect(told(first)).toEqual(['2 created'])
    expect(first.flatMap(({ notices }) => notices)).toEqual([])
    const leaderId = await crm.idFor('staffMember', 'E1')
    const team = await crm.state('teams', await crm.idFor('salesTeam', 'North'))
    expect([team.leaderId, [...team.members.keys()]]).toEqual([leaderId, [leaderId]])
    for (const name of ['Hoa', 'hoa'])
      expect((await crm.state('staff', await crm.idFor('staffMember', name))).status).toBe('unknown')
    expect(told(await outcomes(mapping, headings, row))).toEqual(['2 unchanged'])
  })

  it('means whom the row is about by its own name, also where others have it', async () => {
    const { outcomes, crm } = await start()
    const rows = ['E1,Hoa,,,,,,2025-03-01,', 'E2,Hoa,,,,,,2025-03-01,', 'E2,Hoa,,,,North,Hoa,2025-03-01,']
    expect((await outcomes(mapping, headings, ...rows)).map(({ outcome }) => outcome)).toEqual([
      'created',
      'created',
      'changed',
    ])
    const team = await crm.state('teams', await crm.idFor('salesTeam', 'North'))
    expect(team.leaderId).toBe(await crm.idFor('staffMember', 'E2'))
  })

  it('finds team and leader by name where the key is another', async () => {
    const { outcomes, crm } = await start()
    const rows = ['E1,Hoa,,,,,,2025-03-01,', 'E2,Lan,,,,North,Hoa,2025-03-01,']
    expect(told(await outcomes(mapping, headings, ...rows))).toEqual(['2 created', '3 created'])
    const team = await crm.state('teams', await crm.idFor('salesTeam', 'North'))
    expect(team.leaderId).toBe(await crm.idFor('staffMember', 'E1'))
    expect((await crm.state('staff', await crm.idFor('staffMember', 'Hoa'))).status).toBe('unknown')
  })

  it('is rejected where the leader could be several', async () => {
    const { outcomes } = await start()
    const rows = ['E1,Hoa,,,,,,,', 'E2,Hoa,,,,,,,', 'E3,Lan,,,,North,Hoa,,']
    const [, , third] = await outcomes(mapping, headings, ...rows)
    expect(third?.reasons).toMatchObject([
      {
        field: 'teamLeader',
        column: 'leader',
        value: 'Hoa',
        code: 'AMBIGUOUS',
        message: expect.stringMatching(/^2 staff members have this name/),
      },
    ])
  })

  it('under a key is told apart from a leader who was registered by name', async () => {
    const { outcomes } = await start()
    const rows = ['E1,Lan,,,,North,Hoa,,', 'E2,Hoa,,,,North,,,', 'E3,Minh,,,,North,E2,,']
    const told = (await outcomes(mapping, headings, ...rows)).map(({ notices }) => notices.map(({ code }) => code))
    expect(told).toEqual([[], ['NAMESAKE'], []])
    const byKey = ['E1,Lan,,,,North,,,', 'E2,Hoa,,,,North,,,', 'E3,Minh,,,,North,E2,,']
    const { outcomes: other } = await start()
    expect((await other(mapping, headings, ...byKey)).flatMap(({ notices }) => notices)).toEqual([])
  })

  it('changes only what differs', async () => {
    const { outcomes, log, crm } = await start()
    await outcomes(mapping, headings, 'E1,Lan,lan@acme.vn,,Sales,North,Hoa,2025-03-01,')
    const teamId = await crm.idFor('salesTeam', 'North')
    const [outcome] = await outcomes(
      mapping,
      headings,
      'E1,Lan,lan@acme.vn,0912 345 678,Export,South,Minh,2025-03-01,2026-01-15',
    )
    expect(outcome?.outcome).toBe('changed')
    const streams = await log()
    expect(streams[`crm.staffMember-${String(outcome?.id)}`]?.map(({ type, on }) => [type, on])).toEqual([
      ['StaffMemberJoined', '2025-03-01'],
      ['StaffMemberPhoneSet', '2026-01-15'],
      ['StaffMemberMoved', '2026-01-15'],
      ['StaffMemberMainTeamSet', '2026-01-15'],
    ])
    // One may be in several teams: a new main team takes nobody out of the old one.
    expect([...(await crm.state('teams', teamId)).members.keys()]).toEqual([outcome?.id])
  })

  it('gives a team another leader', async () => {
    const { outcomes, crm } = await start()
    await outcomes(mapping, headings, 'E1,Lan,,,,North,Hoa,2025-03-01,')
    expect(told(await outcomes(mapping, headings, 'E1,Lan,,,,North,Minh,2025-03-01,2026-01-15'))).toEqual(['2 changed'])
    const team = await crm.state('teams', await crm.idFor('salesTeam', 'North'))
    expect(team.leaderId).toBe(await crm.idFor('staffMember', 'Minh'))
  })

  it('imported again changes nothing', async () => {
    const { outcomes, head } = await start()
    const rows = [
      'E1,Lan,lan@acme.vn,0912 345 678,Sales,North,Hoa,2025-03-01,',
      'E2,Minh,,,Sales,North,Hoa,2024-01-01,',
      'E3,Hoa,,,Export,South,Hoa,2024-01-01,',
    ]
    await outcomes(mapping, headings, ...rows)
    const before = await head()
    expect(told(await outcomes(mapping, headings, ...rows))).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
    expect(await head()).toBe(before)
  })

  it('broken off between any two of its writes and imported again leaves the same', async () => {
    const rows = [
      'E1,Lan,,,Sales,North,Hoa,2025-03-01,',
      'E2,Minh,,,Sales,North,Hoa,2024-01-01,',
      'Hoa,Hoa,,,,South,Hoa,2024-05-01,',
    ]
    const whole = await start()
    await whole.outcomes(mapping, headings, ...rows)
    for (let written = 0, ended = false; !ended; written++) {
      const { stores, log, outcomes } = await start()
      const { append } = stores.events
      let writes = 0
      stores.events.append = (...wanted) =>
        writes++ === written ? Promise.reject(new Error('power cut')) : append(...wanted)
      ended = await outcomes(mapping, headings, ...rows).then(
        () => true,
        () => false,
      )
      stores.events.append = append
      await outcomes(mapping, headings, ...rows)
      expect(await log(), `after ${String(written)} writes`).toEqual(await whole.log())
      if (ended) expect(written).toBe(9) // seven of rows, and the run's begin and end
    }
  })

  /** The member is written first, and then the team: somebody else makes it in that moment. */
  const whileTeamIsMade = async (on: string) => {
    const started = await start()
    const { crm, stores } = started
    const other = await start({ stores })
    const { append } = stores.events
    let isMade = false
    stores.events.append = async (stream, ...rest) => {
      if (stream.includes('salesTeam') && !isMade) {
        isMade = true
        await other.crm.teams.create({ teamId: await crm.idFor('salesTeam', 'South'), name: 'South' }, { at: on })
      }
      return append(stream, ...rest)
    }
    return started
  }

  it('is created though somebody else writes between its streams', async () => {
    const { crm, outcomes, head } = await whileTeamIsMade('2024-01-01')
    const row = 'Hoa,Hoa,,,,South,Hoa,2024-05-01,2024-05-02'
    const [outcome] = await outcomes(mapping, headings, row)
    expect(outcome).toMatchObject({ outcome: 'created', reasons: [], position: await head() })
    const teamId = await crm.idFor('salesTeam', 'South')
    expect(await crm.state('staff', String(outcome?.id))).toMatchObject({ mainTeamId: teamId })
    expect(await crm.state('teams', teamId)).toMatchObject({ leaderId: outcome?.id })
    expect(told(await outcomes(mapping, headings, row))).toEqual(['2 unchanged'])
  })

  it('says that it is in in part where somebody else wrote between its streams and the rest is refused', async () => {
    const { crm, outcomes } = await whileTeamIsMade('2025-01-01')
    const row = 'Hoa,Hoa,,,,South,Hoa,2024-05-01,2024-05-02'
    const [outcome] = await outcomes(mapping, headings, row)
    expect(outcome?.outcome).toBe('rejected')
    expect(outcome?.reasons.map(({ field, code }) => [field, code])).toEqual([
      [null, 'IN_PART'],
      ['changedOn', 'DATED_TOO_EARLY'],
    ])
    expect(await crm.state('staff', String(outcome?.id))).toMatchObject({ status: 'active' })
    const [again] = await outcomes(mapping, headings, row)
    expect(again?.reasons.map(({ code }) => code)).toEqual(['DATED_TOO_EARLY'])
  })

  it.each([
    [
      'has everything wrong at once',
      'E1,,not an address,0112 345 678,,,Hoa,yesterday,',
      '2 rejected: name REQUIRED, email INVALID, phone PHONE_INVALID, leader TEAM_MISSING, joined INVALID',
    ],
    ['joins before today is over', 'E1,Lan,,,,,,2030-01-01,', '2 rejected: joined DATED_IN_FUTURE'],
  ])('that %s is rejected', async (_, row, expected) => {
    const { outcomes } = await start()
    expect(told(await outcomes(mapping, headings, row))).toEqual([expected])
  })
})
