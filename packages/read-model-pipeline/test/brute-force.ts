// What is true on a day, by folding every event up to it, with no timeline, no entries and no sums of differences. Written apart
// from the code it judges, and as plainly as possible.
import type { DataOf, OpportunityEvents } from '@eventcrm/domain'
import type { Happening } from './histories.ts'

interface Closing {
  status: 'won' | 'lost'
  on: string
  ownerId: string | null
  teamId: string | null
  customerId: string | null
  tags: readonly string[]
  reasonId: string | null
  cycle: number
}
export interface Life {
  status: 'open' | 'won' | 'lost'
  stageId: string
  probability: number
  byHand: number | null
  ownerId: string | null
  teamId: string | null
  customerId: string | null
  tags: string[]
  amount: number
  currency: string
  opened: string
  entered: string
  closing: Closing | null
}
export interface Called {
  id: string
  day: string
  name: string
  order: number | null
  pipelineId: string | null
}

const unopened: Life = {
  status: 'open',
  stageId: '',
  probability: 0,
  byHand: null,
  ownerId: null,
  teamId: null,
  customerId: null,
  tags: [],
  amount: 0,
  currency: '',
  opened: '',
  entered: '',
  closing: null,
}

export const dayCount = (day: string) => Math.round(new Date(`${day}T12:00:00Z`).getTime() / 86_400_000 - 0.5)

/** Everything up to a day, in the order in which it happened. */
const upTo = (history: readonly Happening[], asOf: string) =>
  history
    .map((happening, position) => ({ ...happening, position }))
    .filter(({ on }) => on <= asOf)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.position - b.position))

export const livesAsOf = (history: readonly Happening[], asOf: string): { lives: Life[]; called: Called[] } => {
  const lives = new Map<string, Life>()
  const called: Called[] = []
  for (const { opportunityId, on, event } of upTo(history, asOf)) {
    const was = lives.get(opportunityId)
    const life: Life = { ...(was ?? unopened) }
    const data = <Type extends keyof OpportunityEvents>(_: Type) => event.data as DataOf<OpportunityEvents[Type]>
    const setRevenue = ({ value }: { readonly value: { readonly amount: number; readonly currency: string } }) =>
      Object.assign(life, value)
    const enter = (stage: DataOf<OpportunityEvents['StageChanged']>['to'], isNamed: boolean) => {
      const { stageId, pipelineId, name, order, probability } = stage
      Object.assign(life, { stageId, probability })
      if (isNamed) called.push({ id: stageId, day: on, name, order, pipelineId })
    }
    let reasonId: string | null = null
    switch (event.type) {
      case 'OpportunityOpened': {
        const { assignment, revenue, stage, tags, customerId } = data('OpportunityOpened')
        const { ownerId, teamId } = assignment
        Object.assign(life, { tags, customerId, ownerId, teamId, opened: on })
        setRevenue(revenue)
        enter(stage, true)
        break
      }
      case 'StageChanged':
        enter(data('StageChanged').to, true)
        break
      case 'MarkedWon':
        life.status = 'won'
        setRevenue(data('MarkedWon').revenue)
        enter(data('MarkedWon').to, true)
        break
      case 'MarkedLost': {
        const { reason } = data('MarkedLost')
        life.status = 'lost'
        if (reason) called.push({ id: reason.reasonId, day: on, name: reason.name, order: null, pipelineId: null })
        reasonId = reason?.reasonId ?? null
        break
      }
      case 'OpportunityReopened':
        life.status = 'open'
        enter(data('OpportunityReopened').stage, false)
        break
      case 'OpportunityProbabilitySet':
        life.byHand = data('OpportunityProbabilitySet').to
        break
      case 'OpportunityRevenueSet':
        setRevenue(data('OpportunityRevenueSet').to)
        break
      case 'OpportunityLineAdded':
      case 'OpportunityLineChanged':
      case 'OpportunityLineRemoved':
        setRevenue(data('OpportunityLineAdded').revenue)
        break
      case 'OpportunityReassigned': {
        const { ownerId, teamId } = data('OpportunityReassigned').to
        Object.assign(life, { ownerId, teamId })
        break
      }
      case 'OpportunityCustomerLinked':
        life.customerId = data('OpportunityCustomerLinked').to
        break
      case 'OpportunityTagged':
        life.tags = [...new Set([...life.tags, data('OpportunityTagged').tag])]
        break
      case 'OpportunityUntagged':
        life.tags = life.tags.filter(tag => tag !== data('OpportunityUntagged').tag)
        break
      default:
    }
    if (was?.stageId !== life.stageId || was.status !== life.status) life.entered = on
    const { status, ownerId, teamId, customerId, tags } = life
    if (status === 'open') life.closing = null
    else if (was?.status !== status) {
      const cycle = dayCount(on) - dayCount(life.opened)
      life.closing = { status, on, ownerId, teamId, customerId, tags, reasonId, cycle }
    }
    lives.set(opportunityId, life)
  }
  return { lives: [...lives.values()], called }
}

export const weightedOf = (life: Life) => Math.round((life.amount * (life.byHand ?? life.probability)) / 100)

interface Total {
  readonly cycle: Record<string, number>
  readonly sums: Record<string, number>
}

/** Facet and line to sums, as rows of totals must add up to on that day; what comes to nothing is left out. */
export const totalsAsOf = (history: readonly Happening[], asOf: string): Record<string, object> => {
  const totals = new Map<string, Total>()
  const add = (facet: object, line: object, values: Record<string, number>, days?: number) => {
    const key = groupText(facet, line)
    const { cycle, sums } = totals.get(key) ?? { cycle: {}, sums: {} }
    totals.set(key, { cycle, sums })
    for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] ?? 0) + value
    if (days !== undefined) cycle[days] = (cycle[days] ?? 0) + 1
  }
  for (const life of livesAsOf(history, asOf).lives) {
    const { amount, currency, closing } = life
    const { ownerId, teamId } = closing ?? life
    for (const facet of [
      { kind: 'all', currency },
      { kind: 'seller', ownerId, teamId, currency },
    ]) {
      if (!closing) {
        const values = { count: 1, amount, weighted: weightedOf(life), entered: dayCount(life.entered) }
        add(facet, { line: 'open', stageId: life.stageId }, values)
        continue
      }
      const { status, on, reasonId, cycle } = closing
      const line = { line: status, closedIn: on.slice(0, 7), ...(status === 'lost' ? { reasonId } : {}) }
      add(facet, line, { count: 1, amount }, status === 'won' ? cycle : undefined)
    }
    if (!closing?.customerId || closing.status === 'lost') continue
    const { customerId, on } = closing
    add({ customerId, currency }, { line: 'won', closedIn: on.slice(0, 7) }, { count: 1, amount })
  }
  return Object.fromEntries(
    Array.from(totals, ([key, { cycle, sums }]) => [
      key,
      {
        ...Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0)),
        ...(Object.keys(cycle).length > 0 ? { cycle } : {}),
      },
    ]),
  )
}

/** A group as text, whatever the order of its keys. */
export const groupText = (facet: object, line: object): string =>
  JSON.stringify([Object.entries(facet).sort(), Object.entries(line).sort()])
