// What is true on a day, by folding every event up to it, with no timeline, no entries and no sums of differences. Written apart
// from the code it judges, and as plainly as possible.
import type { DataOf, OpportunityEvents, SalesPipelineEvents } from '@eventcrm/domain'
import type { Happening } from './histories.ts'

type Tag = DataOf<OpportunityEvents['OpportunityTagged']>['tag']
/** Without the tag of that entry; of free text, without the one that says the same. */
const withoutTag = (tags: readonly Tag[], { entryId, label }: Tag): readonly Tag[] =>
  tags.filter(tag => (entryId === null ? tag.entryId !== null || tag.label !== label : tag.entryId !== entryId))

interface Closing {
  status: 'won' | 'lost'
  on: string
  ownerId: string | null
  teamId: string | null
  reasonId: string | null
  cycle: number
}
export interface Life {
  status: 'open' | 'won' | 'lost'
  pipelineId: string
  stageId: string
  probability: number
  byHand: number | null
  ownerId: string | null
  teamId: string | null
  customerId: string | null
  tags: readonly Tag[]
  minorUnits: number
  currency: string
  opened: string
  entered: string
  closing: Closing | null
}

const unopened: Life = {
  status: 'open',
  pipelineId: '',
  stageId: '',
  probability: 0,
  byHand: null,
  ownerId: null,
  teamId: null,
  customerId: null,
  tags: [],
  minorUnits: 0,
  currency: '',
  opened: '',
  entered: '',
  closing: null,
}

export const dayCount = (day: string) => Math.round(new Date(`${day}T12:00:00Z`).getTime() / 86_400_000 - 0.5)

/** In the order in which it happened. */
const inOrder = (history: readonly Happening[]) =>
  history
    .map((happening, position) => ({ ...happening, position }))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.position - b.position))

export const livesAsOf = (history: readonly Happening[], asOf: string): Life[] => {
  const lives = new Map<string, Life>()
  // what was entered by mistake counts nowhere, also on the days before that was said
  const voided = history.flatMap(({ id, event }) => (event.type === 'OpportunityVoided' ? [id] : []))
  for (const { category, id, on, event } of inOrder(history)) {
    if (on > asOf || category !== 'opportunity' || voided.includes(id)) continue
    const was = lives.get(id)
    const life: Life = { ...(was ?? unopened) }
    const data = <Type extends keyof OpportunityEvents>(_: Type) => event.data as DataOf<OpportunityEvents[Type]>
    const setRevenue = ({ value }: { readonly value: { readonly minorUnits: number; readonly currency: string } }) =>
      Object.assign(life, value)
    const enter = ({ pipelineId, stageId, probability }: DataOf<OpportunityEvents['StageChanged']>['to']) =>
      Object.assign(life, { pipelineId, stageId, probability })
    let reasonId: string | null = null
    switch (event.type) {
      case 'OpportunityOpened': {
        const { assignment, revenue, stage, tags, customerId } = data('OpportunityOpened')
        const { ownerId, teamId } = assignment
        Object.assign(life, { tags, customerId, ownerId, teamId, opened: on })
        setRevenue(revenue)
        enter(stage)
        break
      }
      case 'StageChanged':
        enter(data('StageChanged').to)
        break
      case 'MarkedWon':
        life.status = 'won'
        setRevenue(data('MarkedWon').revenue)
        enter(data('MarkedWon').to)
        break
      case 'MarkedLost':
        life.status = 'lost'
        reasonId = data('MarkedLost').reason?.reasonId ?? null
        break
      case 'OpportunityReopened':
        life.status = 'open'
        enter(data('OpportunityReopened').stage)
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
        life.tags = [...withoutTag(life.tags, data('OpportunityTagged').tag), data('OpportunityTagged').tag]
        break
      case 'OpportunityUntagged':
        life.tags = withoutTag(life.tags, data('OpportunityUntagged').tag)
        break
      default:
    }
    if (was?.stageId !== life.stageId || was.status !== life.status) life.entered = on
    const { status, ownerId, teamId } = life
    if (status === 'open') life.closing = null
    else if (was?.status !== status) {
      const cycle = dayCount(on) - dayCount(life.opened)
      life.closing = { status, on, ownerId, teamId, reasonId, cycle }
    }
    lives.set(id, life)
  }
  return [...lives.values()]
}

/** What a pipeline, or a stage or lost reason of it, is called on a day; what begins later, at the end of its first day. */
export const calledAsOf = (
  history: readonly Happening[],
  { pipelineId, part = pipelineId }: { readonly pipelineId: string; readonly part?: string | undefined },
  asOf: string,
): { readonly name: string | null; readonly order: number | null } => {
  const its = inOrder(history).flatMap(({ category, id, on, event: { type, data } }) => {
    if (category !== 'salesPipeline' || id !== pipelineId) return []
    const { stageId, reasonId } = data as Partial<DataOf<SalesPipelineEvents['StageAdded']>> & { reasonId?: string }
    return (stageId ?? reasonId ?? id) === part ? [{ on, type, data }] : []
  })
  const first = its[0]?.on ?? ''
  let [name, order]: [string | null, number | null] = [null, null]
  for (const { on, type, data } of its) {
    if (on > asOf && on > first) break
    const said = data as { readonly name: string; readonly to: string; readonly order: number }
    if (/(Added|Created)$/.test(type)) name = said.name
    if (/Renamed$/.test(type)) name = said.to
    if (type === 'StageAdded') order = said.order
    if (type === 'StageReordered') order = (data as DataOf<SalesPipelineEvents['StageReordered']>).to
  }
  return { name, order }
}

export const weightedOf = (life: Life): bigint =>
  (BigInt(life.minorUnits) * BigInt(life.byHand ?? life.probability) * 2n + 100n) / 200n

interface Total {
  readonly cycle: Record<string, number>
  readonly sums: Record<string, number | bigint>
}

/** Facet and series to sums, as rows of totals must add up to on that day; what comes to nothing is left out. */
export const totalsAsOf = (history: readonly Happening[], asOf: string): Record<string, object> => {
  const totals = new Map<string, Total>()
  const add = (facet: object, series: object, values: Record<string, number | bigint>, days?: number) => {
    const key = groupText(facet, series)
    const { cycle, sums } = totals.get(key) ?? { cycle: {}, sums: {} }
    totals.set(key, { cycle, sums })
    for (const [name, value] of Object.entries(values)) {
      const was = sums[name]
      sums[name] = typeof value === 'bigint' ? BigInt(was ?? 0) + value : Number(was ?? 0) + value
    }
    if (days !== undefined) cycle[days] = (cycle[days] ?? 0) + 1
  }
  for (const life of livesAsOf(history, asOf)) {
    const { pipelineId, currency, closing, customerId } = life
    const minorUnits = BigInt(life.minorUnits)
    const { ownerId, teamId } = closing ?? life
    for (const facet of [
      { kind: 'all', currency },
      { kind: 'seller', ownerId, teamId, currency },
    ]) {
      if (!closing) {
        const values = { count: 1, minorUnits, weightedMinorUnits: weightedOf(life), entered: dayCount(life.entered) }
        add(facet, { status: 'open', pipelineId, stageId: life.stageId }, values)
        continue
      }
      const { status, on, reasonId, cycle } = closing
      const series = { status, pipelineId, closedIn: on.slice(0, 7), ...(status === 'lost' ? { reasonId } : {}) }
      add(facet, series, { count: 1, minorUnits }, status === 'won' ? cycle : undefined)
    }
    if (customerId === null || closing?.status !== 'won') continue
    const closedIn = closing.on.slice(0, 7)
    add({ customerId, currency }, { status: 'won', pipelineId, closedIn }, { count: 1, minorUnits })
  }
  return Object.fromEntries(
    Array.from(totals, ([key, { cycle, sums }]) => [
      key,
      {
        ...Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0 && value !== 0n)),
        ...(Object.keys(cycle).length > 0 ? { cycle } : {}),
      },
    ]),
  )
}

/** A group as text, whatever the order of its keys. */
export const groupText = (facet: object, series: object): string =>
  JSON.stringify([Object.entries(facet).sort(), Object.entries(series).sort()])
