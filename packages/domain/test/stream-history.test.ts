import { describe, expect, it } from 'vitest'
import type { SalesTeamState } from '../src/sales-team/state.ts'
import { did, given, past, pooled } from '../../testkit/src/index.ts'
import {
  company,
  historyOf,
  opportunity,
  opportunityEvents,
  product,
  salesPipeline,
  salesTeam,
  salesTeamState,
  staffMember,
  standardStages,
  type Fact,
  type Fold,
  type NewEvent,
} from '../src/index.ts'

const { SalesTeamCreated, SalesTeamRenamed, SalesTeamMemberAdded, SalesTeamMemberRemoved } = salesTeamState.events
const on = (occurredOn: string, { type, data }: NewEvent): Fact => ({ type, data, occurredOn })
const [an, binh, chi] = [pooled('staff member', 0), pooled('staff member', 1), pooled('staff member', 2)] as const
const member = (staffMemberId: string) => ({ staffMemberId })

describe('the history of a stream', () => {
  const team = historyOf(salesTeamState).with([
    on('2026-01-05', SalesTeamCreated({ name: 'North', territory: null, leaderId: null })),
    on('2026-01-10', SalesTeamMemberAdded(member(an))),
    on('2026-01-20', SalesTeamRenamed({ from: 'North', to: 'Far north' })),
  ])
  it('is as of a day from all that occurred on or before it, the whole of that day included', () => {
    expect(team.asOf('2026-01-19').name).toBe('North')
    expect(team.asOf('2026-01-20').name).toBe('Far north')
    expect(team.asOf('2027-01-01')).toBe(team.current)
  })
  it('counts what was recorded late on the day it occurred', () => {
    const late = team.with([on('2026-01-08', SalesTeamMemberAdded(member(binh)))])
    expect(late.asOf('2026-01-08').members.beginsLater(binh)).toBe(false)
    expect(late.asOf('2026-01-07').members.beginsLater(binh)).toBe(true)
    expect(team.asOf('2026-01-08').members.has(binh)).toBe(false)
  })
  it('begins on its first day for every day before', () => {
    expect(team.asOf('2020-01-01').name).toBe('North')
    expect(historyOf(salesTeamState).asOf('2020-01-01')).toBe(salesTeamState.initialState)
  })
  it('has a part that begins later as it stood at the end of its first day', () => {
    const more = team.with([
      on('2026-01-12', SalesTeamMemberRemoved(member(an))),
      on('2026-01-15', SalesTeamMemberAdded(member(chi))),
      on('2026-01-15', SalesTeamMemberRemoved(member(chi))),
    ])
    const { members } = more.asOf('2026-01-06')
    expect(members.has(an)).toBe(true)
    expect(members.beginsLater(an)).toBe(true)
    expect(members.has(chi)).toBe(false)
    expect([...members.keys()]).toEqual([an])
    expect(members.size).toBe(1)
    expect(more.asOf('2026-01-10').members.has(an)).toBe(true)
    expect(more.asOf('2026-01-12').members.has(an)).toBe(false)
  })
  it('stays as it was when facts are added', () => {
    team.with([on('2026-01-01', SalesTeamRenamed({ from: 'North', to: 'South' }))])
    expect(team.current.name).toBe('Far north')
    expect(team.asOf('2026-01-06').name).toBe('North')
  })
})

describe('one fact more in a long history', () => {
  let folded = 0
  const counting: Fold<SalesTeamState> = {
    ...salesTeamState,
    evolve: (state, fact, overwrites) => {
      folded += 1
      return salesTeamState.evolve(state, fact, overwrites)
    },
    evolveAll: (state, facts, overwrites) => {
      const all = [...facts]
      folded += all.length
      return salesTeamState.evolveAll(state, all, overwrites)
    },
  }
  const dayAt = (n: number) => new Date(Date.UTC(2016, 0, 1 + n)).toISOString().slice(0, 10)
  const joined = (n: number, day: string) => on(day, SalesTeamMemberAdded(member(pooled('someone', n))))
  const created = on(dayAt(0), SalesTeamCreated({ name: 'All', territory: null, leaderId: null }))
  const many = 4000
  /** No order: 2503 and 3650 have no divisor in common. */
  const anyDay = (n: number) => dayAt(1 + ((n * 2503) % 3650))
  /** How many facts are folded for each of fifty that are added and looked for. */
  const foldedEach = (before: readonly Fact[], dayOf: (n: number) => string, asked: (n: number) => string) => {
    let history = historyOf(counting).with([created, ...before])
    for (let n = 0; n < 200; n++) history.asOf(asked(n))
    folded = 0
    for (let n = 0; n < 50; n++) {
      history = history.with([joined(many + n, dayOf(n))])
      history.asOf(asked(n))
    }
    return folded / 50
  }
  const oneDay = Array.from({ length: many }, (_, n) => joined(n, dayAt(1)))
  const anyDays = Array.from({ length: many }, (_, n) => joined(n, anyDay(n)))

  it('of the last day, which is the day of all', () => {
    expect(
      foldedEach(
        oneDay,
        () => dayAt(1),
        () => dayAt(0),
      ),
    ).toBeLessThan(3)
  })
  it('of the day before the last, which is the day of all', () => {
    expect(
      foldedEach(
        [...oneDay, joined(many + 99, dayAt(2))],
        () => dayAt(1),
        () => dayAt(1),
      ),
    ).toBeLessThan(4)
  })
  it('of a new last day each', () => {
    expect(
      foldedEach(
        oneDay,
        n => dayAt(2 + n),
        n => dayAt(1 + n),
      ),
    ).toBeLessThan(250)
  })
  it('of any day, as of it', () => {
    expect(
      foldedEach(
        anyDays,
        n => anyDay(many + n),
        n => anyDay(many + n),
      ),
    ).toBeLessThan(300)
  })
  it('of the first days, as of the last ones', () => {
    expect(
      foldedEach(
        anyDays,
        () => dayAt(1),
        () => dayAt(3640),
      ),
    ).toBeLessThan(130)
  })
  it('tried on a history of its own before it is added', () => {
    let history = historyOf(counting).with([created, ...anyDays])
    folded = 0
    for (let n = 0; n < 50; n++) {
      const fact = joined(many + n, anyDay(many + n))
      history.with([fact]).asOf(dayAt(3640))
      history = history.with([fact])
    }
    expect(folded / 50).toBeLessThan(300)
  })
  it('against the rule, as the order of days has it', () => {
    const renamed = (day: number, to: string) => on(dayAt(day), SalesTeamRenamed({ from: '', to }))
    const history = historyOf(salesTeamState).with([created, ...anyDays, renamed(3000, 'Third')])
    expect(history.asOf(dayAt(3640)).name).toBe('Third')
    const late = history.with([renamed(2000, 'Second')])
    expect(late.current.name).toBe('Second')
    expect(late.asOf(dayAt(3640)).name).toBe('Third')
    expect(late.asOf(dayAt(2500)).name).toBe('Second')
    expect(late.asOf(dayAt(1999)).name).toBe('All')
  })
  it('before the first, opens it then', () => {
    const history = historyOf(salesTeamState).with([created, ...anyDays])
    history.asOf(dayAt(3640))
    expect(history.with([joined(many, dayAt(-1))]).asOf(dayAt(3640)).openedOn).toBe(dayAt(-1))
  })
})

describe('a command dated in the past', () => {
  const opportunityId = pooled('opportunity')
  const [lineId, productId, stageId] = [pooled('line'), pooled('product'), pooled('stage')] as const
  const [north, south] = [pooled('sales team', 0), pooled('sales team', 1)] as const
  const business = [
    did(company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'en' }), '2026-01-01'),
    did(salesPipeline.create({ name: 'Sales' }), '2026-01-01'),
    did(salesTeam.create({ teamId: north, name: 'North' }), '2026-01-01'),
    did(salesTeam.create({ teamId: south, name: 'South' }), '2026-01-01'),
    did(staffMember.register({ staffMemberId: an, name: 'An', mainTeamId: north, department: 'Hà Nội' }), '2026-01-01'),
    did(
      product.list({ productId, code: 'C', name: 'Crane', listPrice: { amount: 500, currency: 'VND' } }),
      '2026-01-01',
    ),
  ]
  const open = opportunity.open({ opportunityId, title: 'Cranes', ownerId: an })
  const openedIn = (outcome: unknown) => JSON.parse(JSON.stringify(outcome))[0].data

  it('takes name and probability of the stage as they were', () => {
    const renamed = [
      did(salesPipeline.renameStage({ stageId: standardStages.new, name: 'Fresh' }), '2026-02-01'),
      did(salesPipeline.setStageProbability({ stageId: standardStages.new, probability: 55 }), '2026-02-01'),
    ]
    const { stage } = openedIn(given(...business, ...renamed).when(open, '2026-01-31').outcome)
    expect(stage).toMatchObject({ name: 'New', probability: 10 })
    expect(openedIn(given(...business, ...renamed).when(open, '2026-02-01').outcome).stage).toMatchObject({
      name: 'Fresh',
      probability: 55,
    })
  })
  it('takes team and department of the salesperson as they were', () => {
    const moved = [
      did(staffMember.setMainTeam({ staffMemberId: an, mainTeamId: south }), '2026-02-01'),
      did(staffMember.move({ staffMemberId: an, department: 'Huế' }), '2026-02-01'),
    ]
    expect(openedIn(given(...business, ...moved).when(open, '2026-01-31').outcome).assignment).toEqual({
      ownerId: an,
      teamId: north,
      department: 'Hà Nội',
    })
  })
  it('takes the list price as it was', () => {
    const dearer = did(product.changePrice({ productId, listPrice: { amount: 900, currency: 'VND' } }), '2026-02-01')
    const line = (day: string) =>
      openedIn(
        given(...business, dearer, did(open, '2026-01-05')).when(
          opportunity.addLine({ opportunityId, lineId, productId }),
          day,
        ).outcome,
      ).line
    expect(line('2026-01-31').listPrice.minorUnits).toBe(500)
    expect(line('2026-02-01').listPrice.minorUnits).toBe(900)
  })
  it('may enter a stage before it was retired, and name who had not left', () => {
    const since = [
      did(salesPipeline.retireStage({ stageId: standardStages.qualified }), '2026-02-01'),
      did(staffMember.recordLeft({ staffMemberId: an }), '2026-02-01'),
    ]
    const qualified = opportunity.changeStage({ opportunityId, stageId: standardStages.qualified })
    const opened = given(...business, ...since, did(open, '2026-01-31'))
    opened.when(qualified, '2026-01-31').decides(expect.objectContaining({ type: 'StageChanged' }))
    opened.when(qualified, '2026-02-01').rejected('STAGE_RETIRED')
    given(...business, ...since)
      .when(open, '2026-02-01')
      .rejected('STAFF_MEMBER_LEFT', { field: 'ownerId' })
  })
  it('finds a pipeline that was set up later, as it stood at the end of that day', () => {
    const imported = given(
      did(salesPipeline.create({ name: 'Sales' }), '2026-03-01'),
      did(salesPipeline.retireStage({ stageId: standardStages.new }), '2026-03-02'),
    ).when(opportunity.open({ opportunityId, title: 'Cranes' }), '2024-05-01')
    expect(openedIn(imported.outcome).stage.stageId).toBe(standardStages.new)
  })
  it('starts in a stage that was there, even if one that begins later comes first', () => {
    const before = did(salesPipeline.addStage({ stageId, name: 'Lead in', order: 0 }), '2026-02-01')
    const rest = did(salesPipeline.reorderStage({ stageId: standardStages.new, order: 5 }), '2026-01-02')
    expect(openedIn(given(...business, rest, before).when(open, '2026-01-31').outcome).stage.stageId).toBe(
      standardStages.new,
    )
    expect(openedIn(given(...business, rest, before).when(open, '2026-02-01').outcome).stage.stageId).toBe(stageId)
  })
  it('starts in a stage that begins later where none was there', () => {
    const empty = did(salesPipeline.create({ name: 'Sales', template: 'empty' }), '2026-01-01')
    const stage = did(salesPipeline.addStage({ stageId, name: 'Selling' }), '2026-02-01')
    const { stage: entered } = openedIn(
      given(empty, stage).when(opportunity.open({ opportunityId, title: 'Cranes' }), '2026-01-15').outcome,
    )
    expect(entered).toMatchObject({ stageId, name: 'Selling' })
  })
  it('is judged by what its own stream is now', () => {
    given(...business, did(open, '2026-01-05'), did(opportunity.markLost({ opportunityId }), '2026-02-01'))
      .when(opportunity.changeStage({ opportunityId, stageId: standardStages.qualified }), '2026-01-10')
      .rejected('NOT_OPEN')
  })
})

describe('folding thousands', () => {
  it('keeps an opportunity within ten thousand facts', () => {
    const opportunityId = pooled('opportunity')
    const { OpportunityPrioritySet } = opportunityEvents
    const changes = Array.from({ length: 9998 }, (_, i) => OpportunityPrioritySet({ from: i % 2, to: (i + 1) % 2 }))
    const full = given(
      did(salesPipeline.create({ name: 'Sales' }), '2026-01-01'),
      did(opportunity.open({ opportunityId, title: 'Cranes' }), '2026-01-01'),
      past(opportunity.state.of(opportunityId), ['2026-01-02', ...changes]),
    )
    full
      .when(opportunity.setPriority({ opportunityId, priority: 3 }), '2026-01-03')
      .decides(OpportunityPrioritySet({ from: 0, to: 3 }))
    given(
      did(salesPipeline.create({ name: 'Sales' }), '2026-01-01'),
      did(opportunity.open({ opportunityId, title: 'Cranes' }), '2026-01-01'),
      past(opportunity.state.of(opportunityId), ['2026-01-02', ...changes, ...changes.slice(0, 1)]),
    )
      .when(opportunity.setPriority({ opportunityId, priority: 3 }), '2026-01-03')
      .rejected('TOO_MANY_FACTS', { most: 10_000 })
  })
  it('keeps lists within their bounds, counted with those removed', () => {
    const opportunityId = pooled('opportunity')
    const free = (label: string) => ({ entryId: null, label })
    const tags = Array.from({ length: 100 }, (_, i) =>
      opportunityEvents.OpportunityTagged({ tag: free(`tag ${String(i)}`) }),
    )
    const full = given(
      did(salesPipeline.create({ name: 'Sales' }), '2026-01-01'),
      did(opportunity.open({ opportunityId, title: 'Cranes' }), '2026-01-01'),
      past(
        opportunity.state.of(opportunityId),
        ['2026-01-02', ...tags],
        ['2026-01-03', opportunityEvents.OpportunityUntagged({ tag: free('tag 7') })],
      ),
    )
    full
      .when(opportunity.tag({ opportunityId, tag: 'one more' }), '2026-01-04')
      .rejected('TOO_MANY_PARTS', { field: 'tags', most: 100 })
    full
      .when(opportunity.tag({ opportunityId, tag: 'tag 7' }), '2026-01-04')
      .decides(opportunityEvents.OpportunityTagged({ tag: free('tag 7') }))
    const members = Array.from({ length: 10_000 }, (_, i) => SalesTeamMemberAdded(member(pooled('someone', i))))
    given(
      past(salesTeamState.of(pooled('sales team')), [
        '2026-01-01',
        SalesTeamCreated({ name: 'All', territory: null, leaderId: null }),
        ...members,
      ]),
      did(staffMember.register({ staffMemberId: an, name: 'An' }), '2026-01-01'),
    )
      .when(salesTeam.addMember({ teamId: pooled('sales team'), staffMemberId: an }), '2026-01-02')
      .rejected('TOO_MANY_PARTS', { field: 'members', most: 10_000 })
  })
})
