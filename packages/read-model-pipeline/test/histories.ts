// Random lives of opportunities, written down as events: not only what the deciders would let happen, since what the timeline and
// the totals promise holds of any events after an opening.
import { opportunityEvents as events, type Day, type NewEvent } from '@eventcrm/domain'
import fc from 'fast-check'

/** An event as it comes into the log. */
export interface Happening {
  readonly opportunityId: string
  readonly on: Day
  readonly event: NewEvent
}

const uuid = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
export const opportunityIds = Array.from({ length: 12 }, (_, n) => uuid(1, n))
export const ownerIds = [uuid(2, 1), uuid(2, 2), uuid(2, 3)]
export const teamIds = [uuid(3, 1), uuid(3, 2)]
export const customerIds = [uuid(4, 1), uuid(4, 2), uuid(4, 3)]
export const tags = ['vip', 'tender', 'Đợt hai']
export const currencies = ['VND', 'USD', 'KWD']
const pipelineIds = [uuid(5, 1), uuid(5, 2)]
const reasonIds = [uuid(6, 1), uuid(6, 2)]

const first = Date.UTC(2015, 11, 20)
/** The nth day of these histories: from December to May, over the end of a year and a leap day. */
export const dayAt = (n: number): Day => new Date(first + n * 86_400_000).toISOString().slice(0, 10)
export const lastDay = 150

// two stages to a pipeline, the won one apart; each under one of two names at one of two places
const stages = [0, 1, 2, 3]
const stageOf = (n: number, renamed: boolean, probability: number, rottingDays: number | null) => ({
  pipelineId: pipelineIds[n % 2] ?? '',
  stageId: uuid(7, n),
  name: renamed ? `Stage ${String(n)} renamed` : `Stage ${String(n)}`,
  order: renamed ? 9 - n : n,
  probability,
  rottingDays,
})

const drawn = fc.record({
  who: fc.nat(opportunityIds.length - 1),
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constant('StageChanged' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('MarkedWon' as const, 'MarkedLost' as const, 'OpportunityReopened' as const),
    },
    { weight: 2, arbitrary: fc.constantFrom('OpportunityReassigned' as const, 'OpportunityRevenueSet' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        'OpportunityProbabilitySet' as const,
        'OpportunityExpectedCloseSet' as const,
        'OpportunityPrioritySet' as const,
        'OpportunityTagged' as const,
        'OpportunityUntagged' as const,
        'OpportunityCustomerLinked' as const,
        'OpportunityRetitled' as const,
        'OpportunityLineAdded' as const,
        'OpportunityLineChanged' as const,
        'OpportunityLineRemoved' as const,
      ),
    },
  ),
  /** Days before the day of writing: most happened on it or a little before. */
  late: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 10 }) },
    { weight: 2, arbitrary: fc.integer({ min: 11, max: 120 }) },
  ),
  stage: fc.constantFrom(...stages),
  renamed: fc.boolean(),
  percent: fc.integer({ min: 0, max: 100 }),
  rottingDays: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
  byHand: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
  ownerId: fc.constantFrom(...ownerIds, null),
  teamId: fc.constantFrom(...teamIds, null),
  customerId: fc.constantFrom(...customerIds, null),
  tag: fc.constantFrom(...tags),
  amount: fc.integer({ min: 0, max: 999_999 }),
  currency: fc.oneof(
    { weight: 3, arbitrary: fc.constant('VND') },
    { weight: 1, arbitrary: fc.constantFrom(...currencies) },
  ),
  expected: fc.option(fc.nat(lastDay + 30).map(dayAt), { nil: null }),
  reason: fc.option(fc.nat(1), { nil: null }),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

const revenueOf = ({ amount, currency, renamed }: Drawn) => ({ value: { amount, currency }, byHand: renamed })
const assignmentOf = ({ ownerId, teamId }: Drawn) => ({ ownerId, teamId, department: ownerId && 'Sales' })
const lineOf = ({ amount, currency }: Drawn) => {
  const price = { amount, currency }
  return { lineId: uuid(8, 1), productId: uuid(9, 1), quantity: 1, listPrice: price, unitPrice: price }
}

const openingOf = (d: Drawn, opportunityId: string): NewEvent =>
  events.OpportunityOpened({
    personId: opportunityId,
    title: 'Máy in',
    stage: stageOf(d.stage, d.renamed, d.percent, d.rottingDays),
    assignment: assignmentOf(d),
    revenue: revenueOf(d),
    expectedCloseOn: d.expected,
    priority: 1,
    tags: d.renamed ? [d.tag] : [],
    customerId: d.customerId,
    externalIds: [],
    custom: {},
  })

const eventOf = (d: Drawn, opportunityId: string): NewEvent => {
  const stage = stageOf(d.stage, d.renamed, d.percent, d.rottingDays)
  const won = stageOf(4, d.renamed, 100, null)
  const revenue = revenueOf(d)
  switch (d.type) {
    case 'StageChanged':
      return events.StageChanged({ from: stage, to: stage })
    case 'MarkedWon':
      return events.MarkedWon({ from: stage, to: won, revenue, expected: revenue })
    case 'MarkedLost': {
      const reasonId = d.reason === null ? undefined : reasonIds[d.reason]
      const reason = reasonId === undefined ? null : { reasonId, name: d.renamed ? 'Price' : 'Too dear' }
      return events.MarkedLost({ stage, reason, personId: opportunityId, note: 'Đắt quá' })
    }
    case 'OpportunityReopened':
      return events.OpportunityReopened({ was: 'lost', stage })
    case 'OpportunityReassigned':
      return events.OpportunityReassigned({ from: assignmentOf(d), to: assignmentOf(d) })
    case 'OpportunityRevenueSet':
      return events.OpportunityRevenueSet({ from: revenue, to: revenue })
    case 'OpportunityProbabilitySet':
      return events.OpportunityProbabilitySet({ from: null, to: d.byHand })
    case 'OpportunityExpectedCloseSet':
      return events.OpportunityExpectedCloseSet({ from: null, to: d.expected })
    case 'OpportunityPrioritySet':
      return events.OpportunityPrioritySet({ from: 0, to: d.percent % 4 })
    case 'OpportunityTagged':
      return events.OpportunityTagged({ tag: d.tag })
    case 'OpportunityUntagged':
      return events.OpportunityUntagged({ tag: d.tag })
    case 'OpportunityCustomerLinked':
      return events.OpportunityCustomerLinked({ from: null, to: d.customerId })
    case 'OpportunityRetitled':
      return events.OpportunityRetitled({ personId: opportunityId, title: 'Máy quét' })
    case 'OpportunityLineAdded':
      return events.OpportunityLineAdded({ line: lineOf(d), revenue })
    case 'OpportunityLineChanged':
      return events.OpportunityLineChanged({ from: lineOf(d), to: lineOf(d), revenue })
    case 'OpportunityLineRemoved':
      return events.OpportunityLineRemoved({ line: lineOf(d), revenue })
  }
}

/** What the histories of a test reached, so that no law passes on empty ones. */
export class Reached {
  readonly #counts = new Map<string, number>()
  count(what: string, times = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + times)
  }
  of(what: string): number {
    return this.#counts.get(what) ?? 0
  }
  history(history: readonly Happening[]): void {
    const latest = new Map<string, Day>()
    for (const { opportunityId, on, event } of history) {
      this.count(event.type)
      const last = latest.get(opportunityId)
      if (last !== undefined && on < last) this.count('late')
      if (last === on) this.count('same day')
      if (last === undefined || on > last) latest.set(opportunityId, on)
    }
  }
}

/**
 * Histories in log order: the day of writing rises, and what happened earlier is dated back, but never before its opening.
 * @param perDay events written on a day
 */
export const histories = ({ minLength = 30, maxLength = 110 } = {}): fc.Arbitrary<readonly Happening[]> =>
  fc.array(drawn, { minLength, maxLength, size: 'max' }).map(all => {
    const opened = new Map<string, number>()
    return all.map((d, i): Happening => {
      const opportunityId = opportunityIds[d.who] ?? ''
      const written = Math.floor((i * lastDay) / all.length)
      const openedAt = opened.get(opportunityId)
      const day = Math.max(openedAt ?? 0, written - d.late)
      opened.set(opportunityId, openedAt ?? day)
      const event = openedAt === undefined ? openingOf(d, opportunityId) : eventOf(d, opportunityId)
      return { opportunityId, on: dayAt(day), event }
    })
  })

/** Days worth asking for: those on which something happened, the ones beside them, and ends of months. */
export const daysWorthAsking = (history: readonly Happening[]): fc.Arbitrary<Day> =>
  fc.oneof(
    fc.nat(lastDay + 40).map(dayAt),
    fc
      .tuple(fc.nat(history.length - 1), fc.integer({ min: -1, max: 1 }))
      .map(([i, beside]) =>
        new Date(Date.parse(history[i]?.on ?? '') + beside * 86_400_000).toISOString().slice(0, 10),
      ),
    fc.constantFrom(
      '2015-12-31',
      '2016-01-01',
      '2016-01-31',
      '2016-02-28',
      '2016-02-29',
      '2016-03-01',
      '2016-03-31',
      '2016-04-30',
    ),
  )
