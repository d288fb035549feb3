// Random lives of opportunities and of the pipelines that they go through, written down as events: not only what the deciders would
// let happen, since what the timeline and the totals promise holds of any events after an opening.
import { opportunityEvents as events, salesPipelineEvents, type Day, type NewEvent } from '@eventcrm/domain'
import fc from 'fast-check'

/** An event as it comes into the log. */
export interface Happening {
  readonly category: 'opportunity' | 'salesPipeline'
  /** Which opportunity or pipeline. */
  readonly id: string
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
export const pipelineIds = [uuid(5, 1), uuid(5, 2)]
const reasonIds = [uuid(6, 1), uuid(6, 2)]
/** Names of people, teams and customers: some alike, some erased. */
export const names = new Map<string, string | null>([
  [uuid(2, 1), 'Ân'],
  [uuid(2, 2), 'An'],
  [uuid(2, 3), null],
  [uuid(3, 1), 'Miền Bắc'],
  [uuid(3, 2), 'Miền Bắc'],
  [uuid(4, 1), 'Đại Phát'],
  [uuid(4, 2), 'Dai Phat'],
  [uuid(4, 3), null],
])

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
        'OpportunityLeadTaken' as const,
        'OpportunityLeadReleased' as const,
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom('OpportunityRetitled' as const, 'OpportunityVoided' as const) },
    { weight: 3, arbitrary: fc.constant('pipeline' as const) },
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
  // one label is free text and an entry’s: two tags
  tag: fc.tuple(fc.constantFrom(...tags), fc.constantFrom(null, uuid(9, 1))).map(([label, entryId]) => ({
    label,
    entryId: label === 'vip' ? entryId : null,
  })),
  minorUnits: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 999_999 }) },
    { weight: 3, arbitrary: fc.constantFrom(0, 500) },
    { weight: 1, arbitrary: fc.constant(Number.MAX_SAFE_INTEGER) },
  ),
  currency: fc.oneof(
    { weight: 3, arbitrary: fc.constant('VND') },
    { weight: 1, arbitrary: fc.constantFrom(...currencies) },
  ),
  expected: fc.option(fc.nat(lastDay + 30).map(dayAt), { nil: null }),
  reason: fc.option(fc.nat(1), { nil: null }),
  /** Which pipeline, stage or lost reason changes. */
  part: fc.nat(8),
  name: fc.constantFrom('Mới', 'Moi', 'Đàm phán', 'Zeta'),
  order: fc.nat(4),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

const revenueOf = ({ minorUnits, currency, renamed }: Drawn) => ({ value: { minorUnits, currency }, byHand: renamed })
const assignmentOf = ({ ownerId, teamId }: Drawn) => ({ ownerId, teamId, department: ownerId && 'Sales' })
const lineOf = ({ minorUnits, currency }: Drawn) => {
  const price = { minorUnits, currency }
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

const eventOf = (d: Drawn & { readonly type: Exclude<Drawn['type'], 'pipeline'> }, opportunityId: string): NewEvent => {
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
    case 'OpportunityLeadTaken':
      return events.OpportunityLeadTaken({ leadId: uuid(10, d.part), conversionId: null })
    case 'OpportunityLeadReleased':
      return events.OpportunityLeadReleased({ leadId: uuid(10, d.part), conversionId: uuid(11, d.part) })
    case 'OpportunityVoided':
      return events.OpportunityVoided({ was: 'open' })
  }
}

/** Parts of pipelines: two pipelines, the stages 0 to 4, and two lost reasons. */
const partIds = [...pipelineIds, ...[0, 1, 2, 3, 4].map(n => uuid(7, n)), ...reasonIds]
const pipelineOf = (part: number) => (part < 2 ? part : part < 7 ? (part - 2) % 2 : 0)

/** What it is about: an opportunity, a pipeline, or a stage or lost reason of one. */
export const subjectOf = ({ id, event }: Happening): string => {
  const { stageId, reasonId }: { stageId?: string; reasonId?: string } = event.data
  return stageId ?? reasonId ?? id
}

/** What happens to a part of a pipeline: first it is there, later it is called otherwise, and a stage stands elsewhere. */
const pipelineEventOf = ({ part, name, order, renamed, percent }: Drawn, isThere: boolean): NewEvent => {
  const id = partIds[part] ?? ''
  if (part < 2)
    return isThere
      ? salesPipelineEvents.PipelineRenamed({ from: '', to: name })
      : salesPipelineEvents.PipelineCreated({ name, teamIds: [] })
  if (part < 7) {
    if (!isThere)
      return salesPipelineEvents.StageAdded({
        stageId: id,
        name,
        order,
        probability: percent,
        isWon: part === 6,
        folded: false,
        requirements: [],
        rottingDays: null,
        teamIds: [],
      })
    return renamed
      ? salesPipelineEvents.StageReordered({ stageId: id, from: 0, to: order })
      : salesPipelineEvents.StageRenamed({ stageId: id, from: '', to: name })
  }
  return isThere
    ? salesPipelineEvents.LostReasonRenamed({ reasonId: id, from: '', to: name })
    : salesPipelineEvents.LostReasonAdded({ reasonId: id, name })
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
    for (const { id, on, event } of history) {
      this.count(event.type)
      const last = latest.get(id)
      if (last !== undefined && on < last) this.count('late')
      if (last === on) this.count('same day')
      if (last === undefined || on > last) latest.set(id, on)
    }
  }
}

/**
 * Histories in log order: the day of writing rises, and what happened earlier is dated back, but never before its opening.
 * @param perDay events written on a day
 */
export const histories = ({ minLength = 30, maxLength = 110 } = {}): fc.Arbitrary<readonly Happening[]> =>
  fc.array(drawn, { minLength, maxLength, size: 'max' }).map(all => {
    const began = new Map<string, number>()
    const voided = new Set<string>()
    return all.flatMap((d, i): readonly Happening[] => {
      const written = Math.floor((i * lastDay) / all.length)
      /** The day, not before any of these began. */
      const dayOf = (key: string, ...after: readonly string[]) => {
        const day = Math.max(written - d.late, ...[key, ...after].map(one => began.get(one) ?? 0))
        began.set(key, began.get(key) ?? day)
        return dayAt(day)
      }
      const { type } = d
      if (type === 'pipeline') {
        const id = pipelineIds[pipelineOf(d.part)] ?? ''
        // a pipeline is created before its stages
        const part = began.has(id) ? d.part : pipelineOf(d.part)
        const partId = partIds[part] ?? ''
        const event = pipelineEventOf({ ...d, part }, began.has(partId))
        return [{ category: 'salesPipeline', id, on: dayOf(partId, id), event }]
      }
      const id = opportunityIds[d.who] ?? ''
      // nothing more can happen to it
      if (voided.has(id)) return []
      const event = began.has(id) ? eventOf({ ...d, type }, id) : openingOf(d, id)
      if (event.type === 'OpportunityVoided') voided.add(id)
      return [{ category: 'opportunity', id, on: dayOf(id), event }]
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
