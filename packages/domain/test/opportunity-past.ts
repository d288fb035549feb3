// A small company for the tests of opportunities: its people, its products, its pipeline, and an opportunity on the way.
import { did, past, pooled, type History } from '../../testkit/src/index.ts'
import {
  contactEvents,
  contactState,
  opportunityEvents as e,
  opportunityState,
  productEvents,
  productState,
  salesPipeline,
  salesPipelineEvents,
  salesPipelineState,
  salesTeamEvents,
  salesTeamState,
  staffMemberEvents,
  staffMemberState,
  standardStages,
  theStandardPipeline,
  showMoney,
  type MoneyInput,
  type StoredMoney,
  type NewEvent,
  type OpportunityLine,
  type Revenue,
  type StageEntered,
} from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'

export const opportunityId = pooled('opportunity')
export const personId = pooled('person')
export const [an, binh] = [pooled('staff member', 0), pooled('staff member', 1)] as const
export const [north, south] = [pooled('sales team', 0), pooled('sales team', 1)] as const
export const customerId = pooled('contact')
export const [crane, hoist] = [pooled('product', 0), pooled('product', 1)] as const
export const [lineId, otherLineId] = [pooled('line', 0), pooled('line', 1)] as const
export const reasonId = pooled('lost reason')

/** Money as stored. */
export const vnd = (minorUnits: number): StoredMoney => ({ minorUnits, currency: 'VND' })
export const usd = (minorUnits: number): StoredMoney => ({ minorUnits, currency: 'USD' })
/** The same money as commands take it. */
export const giveVnd = (minorUnits: number): MoneyInput => showMoney(vnd(minorUnits))
export const giveUsd = (minorUnits: number): MoneyInput => showMoney(usd(minorUnits))
export const byHand = (value: StoredMoney): Revenue => ({ value, byHand: true })
export const summed = (value: StoredMoney): Revenue => ({ value, byHand: false })

const stage = (stageId: string, name: string, order: number, probability: number): StageEntered => ({
  pipelineId: theStandardPipeline,
  stageId,
  name,
  order,
  probability,
  rottingDays: null,
})
export const inNew = stage(standardStages.new, 'New', 0, 10)
export const inQualified = stage(standardStages.qualified, 'Qualified', 10, 30)
export const inProposition = stage(standardStages.proposition, 'Proposition', 20, 60)
export const inWon = stage(standardStages.won, 'Won', 90, 100)

export const pipeline = (...events: readonly NewEvent[]): History =>
  past(salesPipelineState.of(theStandardPipeline), ['2026-01-01', ...events])
export const opportunity = (on: string, ...events: readonly NewEvent[]): History =>
  past(opportunityState.of(opportunityId), [on, ...events])

const joined = (id: string, name: string, department: string, mainTeamId: string | null): History =>
  past(staffMemberState.of(id), [
    '2026-01-01',
    staffMemberEvents.StaffMemberJoined({ personId: id, name, email: null, phone: null, department, mainTeamId }),
  ])
const team = (id: string, name: string, leaderId: string | null): History =>
  past(salesTeamState.of(id), ['2026-01-01', salesTeamEvents.SalesTeamCreated({ name, territory: null, leaderId })])
const listed = (id: string, listPrice: StoredMoney | null): History =>
  past(productState.of(id), [
    '2026-01-01',
    productEvents.ProductListed({ code: 'C1', name: 'Crane', group: null, unit: null, listPrice }),
  ])

/** An sells in the north, which is her main team and Bình's too; Bình leads the south. The crane has a price in đồng, the hoist none. */
export const business: History = world => {
  did(salesPipeline.create({ name: 'Sales', language: 'en' }), '2026-01-01')(world)
  pipeline(salesPipelineEvents.LostReasonAdded({ reasonId, name: 'Too dear' }))(world)
  team(north, 'North', null)(world)
  team(south, 'South', binh)(world)
  joined(an, 'An', 'Hà Nội', north)(world)
  joined(binh, 'Bình', 'Sài Gòn', north)(world)
  past(salesTeamState.of(north), ['2026-01-01', salesTeamEvents.SalesTeamMemberAdded({ staffMemberId: an })])(world)
  listed(crane, vnd(500))(world)
  listed(hoist, null)(world)
  past(contactState.of(customerId), [
    '2026-01-01',
    contactEvents.ContactRegistered({
      personId: customerId,
      kind: 'organisation',
      name: 'Việt Tiến',
      phone: null,
      email: null,
      profile: profileOf(contactState.initialState),
      term: 'regular',
      taxCode: null,
      accountManagerId: null,
      externalIds: [],
      custom: {},
    }),
  ])(world)
}

export const opening = {
  personId: opportunityId,
  title: 'Cranes for the port',
  stage: inNew,
  assignment: { ownerId: null, teamId: null, department: null },
  revenue: summed(vnd(0)),
  expectedCloseOn: null,
  priority: 0,
  tags: [],
  customerId: null,
  externalIds: [],
  custom: {},
}
export const opened = opportunity('2026-01-05', e.OpportunityOpened(opening))
export const proposed = opportunity('2026-01-10', e.StageChanged({ from: inNew, to: inProposition }))
export const won = opportunity(
  '2026-01-20',
  e.MarkedWon({ from: inNew, to: inWon, revenue: byHand(vnd(450)), expected: summed(vnd(0)) }),
)
export const lost = opportunity(
  '2026-01-20',
  e.MarkedLost({ stage: inNew, reason: { reasonId, name: 'Too dear' }, personId: opportunityId, note: 'They said so' }),
)

export const cranes: OpportunityLine = {
  lineId,
  productId: crane,
  quantity: 2,
  listPrice: vnd(500),
  unitPrice: vnd(500),
}
export const withCranes = opportunity(
  '2026-01-06',
  e.OpportunityLineAdded({ line: cranes, revenue: summed(vnd(1000)) }),
)
