import { did, given, past, pooled } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assignmentRules,
  assignmentRulesEvents as e,
  assignmentRulesState,
  catalogueEvents,
  catalogueId,
  catalogueState,
  chooseAssignee,
  salesTeamEvents,
  salesTeamState,
  staffMember,
  theAssignmentRules,
  type Arrival,
  type AssignmentCircumstances,
  type AssignmentTurnsNow,
  type Fact,
  type NewEvent,
  type Responsible,
} from '../src/index.ts'

const day = '2026-02-01'
const [an, binh, chi, dung] = [0, 1, 2, 3].map(n => pooled('staff member', n)) as [string, string, string, string]
const teamId = pooled('sales team')
const [country, north, vip] = [0, 1, 2].map(n => pooled('catalogue entry', n)) as [string, string, string]
const entry = (entryId: string, label: string, parentId: string | null = null) =>
  catalogueEvents.CatalogueEntryAdded({ entryId, label, code: null, order: 0, parentId, band: null })
const facts = (events: readonly NewEvent[]): readonly Fact[] =>
  events.map(({ type, data }) => ({ type, data, occurredOn: '2026-01-05' }))

const no: Pick<Arrival, 'territoryId' | 'groupId'> & { readonly kind: null } = {
  territoryId: null,
  groupId: null,
  kind: null,
}
const person = (staffMemberId: string): Responsible => ({ staffMemberId, teamId: null })
const rule = (place: Partial<typeof no> | { kind: 'individual' }, to: Responsible | null) =>
  e.AssignmentRuleSet({ ...no, ...place, from: null, to })
const limits = (staffMemberId: string, to: object) =>
  e.AssignmentLimitsSet({
    staffMemberId,
    from: { handles: null, least: null, most: null, perMonth: null },
    to: { handles: null, least: null, most: null, perMonth: null, ...to },
  })

type Circumstances = AssignmentCircumstances & AssignmentTurnsNow
const circumstances = (events: readonly NewEvent[], others: Partial<Circumstances> = {}): Circumstances => ({
  rules: assignmentRulesState.evolveAll(assignmentRulesState.initialState, facts(events)),
  territories: catalogueState.evolveAll(
    catalogueState.initialState,
    facts([entry(country, 'Việt Nam'), entry(north, 'Miền Bắc', country)]),
  ),
  groups: catalogueState.evolveAll(catalogueState.initialState, facts([entry(vip, 'VIP')])),
  teams: new Map([
    [
      teamId,
      salesTeamState.evolveAll(
        salesTeamState.initialState,
        facts([
          salesTeamEvents.SalesTeamCreated({ name: 'North', territory: null, leaderId: null }),
          ...[chi, an, binh].map(staffMemberId => salesTeamEvents.SalesTeamMemberAdded({ staffMemberId })),
        ]),
      ),
    ],
  ]),
  isActive: () => true,
  accountsOf: () => 0,
  takenThisMonth: () => 0,
  turnsOf: () => ({ lastId: null, owed: [] }),
  ...others,
})
const arrival = (some: Partial<Arrival>): Arrival => ({ ...no, teamId: null, ...some })
const lastTurn = (lastId: string | null) => ({ turnsOf: () => ({ lastId, owed: [] }) })
const chosen = (of: Circumstances, some: Partial<Arrival> = {}) => chooseAssignee(of, arrival(some))

describe('the rules', () => {
  const staff = did(staffMember.register({ staffMemberId: an, name: 'An' }), '2026-01-05')
  const territories = past(catalogueState.of(catalogueId('territory')), ['2026-01-05', entry(north, 'Miền Bắc')])
  it('say who is responsible for a territory', () => {
    given(staff, territories)
      .when(assignmentRules.setRule({ territoryId: north, staffMemberId: an }), day)
      .decides(rule({ territoryId: north }, person(an)))
  })
  it('decide nothing the second time, and take one away', () => {
    const set = past(assignmentRulesState.of(theAssignmentRules), [
      '2026-01-06',
      rule({ territoryId: north }, person(an)),
    ])
    given(staff, territories, set)
      .when(assignmentRules.setRule({ territoryId: north, staffMemberId: an }), day)
      .nothing()
    given(staff, territories, set)
      .when(assignmentRules.setRule({ territoryId: north }), day)
      .decides(e.AssignmentRuleSet({ ...no, territoryId: north, from: person(an), to: null }))
  })
  it('are for something, of catalogues, and name people and teams that are there', () => {
    given(staff)
      .when(assignmentRules.setRule({ staffMemberId: an }), day)
      .rejected('RULE_FOR_NOTHING')
    given(staff)
      .when(assignmentRules.setRule({ groupId: vip, staffMemberId: an }), day)
      .rejected('CATALOGUE_ENTRY_UNKNOWN', { field: 'groupId' })
    given(staff).when(assignmentRules.setDefault({ teamId }), day).rejected('SALES_TEAM_UNKNOWN', { field: 'teamId' })
    given()
      .when(assignmentRules.setDefault({ staffMemberId: an }), day)
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'staffMemberId' })
  })
  it('limit what a person takes', () => {
    given(staff)
      .when(assignmentRules.setLimits({ staffMemberId: an, least: 50, most: 100 }), day)
      .decides(limits(an, { least: 50, most: 100 }))
    given(staff)
      .when(assignmentRules.setLimits({ staffMemberId: an, least: 50, most: 10 }), day)
      .rejected('LIMITS_CROSSED', { field: 'most' })
  })
})

describe('who gets what arrives', () => {
  const all = circumstances([
    rule({ territoryId: north, groupId: vip }, person(an)),
    rule({ groupId: vip }, person(binh)),
    rule({ territoryId: country }, person(chi)),
    e.AssignmentDefaultSet({ from: null, to: person(dung) }),
  ])
  it('is the one for territory and group together, then for the group, then for the territory, then the default', () => {
    expect(chosen(all, { territoryId: north, groupId: vip })).toEqual({
      staffMemberId: an,
      teamId: null,
      rule: 'territoryAndGroup',
    })
    expect(chosen(all, { territoryId: country, groupId: vip })).toMatchObject({ staffMemberId: binh, rule: 'group' })
    expect(chosen(all, { territoryId: country })).toMatchObject({ staffMemberId: chi, rule: 'territory' })
    expect(chosen(all)).toMatchObject({ staffMemberId: dung, rule: 'default' })
  })
  it('is the one for a territory that it lies in, the nearest first', () => {
    expect(chosen(all, { territoryId: north })).toMatchObject({ staffMemberId: chi, rule: 'territory' })
    const nearer = circumstances([
      rule({ territoryId: country }, person(chi)),
      rule({ territoryId: north }, person(an)),
    ])
    expect(chosen(nearer, { territoryId: north })).toMatchObject({ staffMemberId: an })
  })
  it('is the one for its kind before the one for any', () => {
    const byKind = circumstances([
      rule({ groupId: vip }, person(an)),
      e.AssignmentRuleSet({ ...no, groupId: vip, kind: 'individual', from: null, to: person(binh) }),
    ])
    expect(chosen(byKind, { groupId: vip, kind: 'individual' })).toMatchObject({ staffMemberId: binh })
    expect(chosen(byKind, { groupId: vip, kind: 'organisation' })).toMatchObject({ staffMemberId: an })
  })
  it('goes on to the next rule where a person has left, takes others or has enough', () => {
    const rules = [rule({ groupId: vip }, person(an)), e.AssignmentDefaultSet({ from: null, to: person(binh) })]
    const away = circumstances(rules, { isActive: id => id !== an })
    const others = circumstances([...rules, limits(an, { handles: 'organisation' })])
    const full = circumstances([...rules, limits(an, { most: 5 })], { accountsOf: () => 5 })
    const busy = circumstances([...rules, limits(an, { perMonth: 2 })], { takenThisMonth: () => 2 })
    for (const of of [away, others, full, busy])
      expect(chosen(of, { groupId: vip, kind: 'individual' })).toMatchObject({ staffMemberId: binh, rule: 'default' })
  })
  it('is nobody where nobody is responsible', () => {
    expect(chosen(circumstances([]), { territoryId: north, groupId: vip })).toBeUndefined()
  })
  it('is the next of the team that it came in for, where no rule fits', () => {
    expect(chosen(all, { teamId })).toEqual({ staffMemberId: an, teamId, rule: 'team' })
    expect(chosen({ ...all, ...lastTurn(an) }, { teamId })).toMatchObject({ staffMemberId: binh })
    expect(chosen({ ...all, ...lastTurn(chi) }, { teamId })).toMatchObject({ staffMemberId: an })
  })
  it('is who gave a turn back first, once, and then the next', () => {
    expect(chosen({ ...all, turnsOf: () => ({ lastId: an, owed: [chi] }) }, { teamId })).toMatchObject({
      staffMemberId: chi,
    })
  })
  it('is the person who is responsible beside the team, once nobody of the team has room', () => {
    const both = circumstances(
      [
        rule({ groupId: vip }, { teamId, staffMemberId: dung }),
        ...[an, binh, chi].map(each => limits(each, { perMonth: 1 })),
      ],
      { takenThisMonth: () => 1 },
    )
    expect(chosen(both, { groupId: vip })).toEqual({ staffMemberId: dung, teamId: null, rule: 'group' })
  })
  it('is the one who has fewer accounts than one should have first', () => {
    const of = circumstances([limits(chi, { least: 3 })], { accountsOf: () => 1 })
    expect(chosen(of, { teamId })).toMatchObject({ staffMemberId: chi })
  })
  it('goes round evenly, however many arrive and whoever had the last turn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.constantFrom(null, an, binh, chi), (arrivals, began) => {
        const taken = new Map<string, number>()
        let last: string | null = began
        for (let i = 0; i < arrivals; i++) {
          last = chosen(circumstances([], lastTurn(last)), { teamId })?.staffMemberId ?? ''
          taken.set(last, (taken.get(last) ?? 0) + 1)
        }
        const counts = [an, binh, chi].map(each => taken.get(each) ?? 0)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
