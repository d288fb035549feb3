// The report's figures, made of sums: which stand where, and in which order.
import { sortKeyOf, type Day } from '@eventcrm/domain'
import {
  byFirst,
  falling,
  monthsBetween,
  ranked,
  rising,
  type Answered,
  type ReportReader,
  type Sum,
} from '@eventcrm/projection'
import { dayNumber } from './calendar.ts'
import type { CustomerFacet, CustomerMeasures, CustomerSeries } from './customer-totals.ts'
import {
  closedFigures,
  mean,
  Tally,
  type AllFigures,
  type ClosedFigures,
  type CountAndValue,
  type OpenFigures,
} from './figures.ts'
import { byFigures, byName, mostWon, openFirst, worth } from './figure-rankings.ts'
import { inPipeline, type PipelineNames } from './pipeline-names.ts'
import type { CheckedPipelineQuestion } from './pipeline-question.ts'
import type { PipelineFacet, PipelineMeasures, PipelineSeries } from './pipeline-totals.ts'

export interface StageFigures extends OpenFigures {
  readonly stageId: string
  readonly pipelineId: string
  /** As they were called on the day asked for; null when the pipeline is not known. */
  readonly name: string | null
  readonly pipeline: string | null
  /** Its place on that day. */
  readonly order: number | null
  /** Days since they entered it, on average; two decimals, half up. */
  readonly meanDays: number | null
}
export interface LostReasonFigures extends CountAndValue {
  /** Null: lost with no reason known. */
  readonly reasonId: string | null
  readonly name: string | null
  /** The pipeline whose reason it is, as it was called; null without a reason. */
  readonly pipelineId: string | null
  readonly pipeline: string | null
}
export interface MonthFigures extends ClosedFigures {
  /** Month of closing, YYYY-MM. */
  readonly month: string
  /** The period asked for covers only some of its days. */
  readonly inPart: boolean
}
export interface PipelineFigures extends AllFigures {
  readonly pipelineId: string
  /** As it was called on the day asked for. */
  readonly name: string | null
}
export interface SalespersonFigures extends AllFigures {
  /** Null: nobody had it. */
  readonly ownerId: string | null
  readonly name: string | null
}
export interface TeamFigures extends AllFigures {
  /** Null: it counted for no team. */
  readonly teamId: string | null
  readonly name: string | null
}
export interface BestCustomer {
  readonly customerId: string
  readonly name: string | null
  readonly won: CountAndValue
}
export interface BestSalesperson {
  readonly ownerId: string
  readonly name: string | null
  readonly won: CountAndValue
}

/** Everything in one currency; currencies are never added up. Rows that tie stand by name in Vietnamese order, erased ones last. */
export interface CurrencyReport extends AllFigures {
  readonly currency: string
  /** Stages with open opportunities, by pipeline, and there in their order on that day. */
  readonly stages: readonly StageFigures[]
  /** By name. */
  readonly pipelines: readonly PipelineFigures[]
  /** Most often first. */
  readonly lostReasons: readonly LostReasonFigures[]
  /** From `from`, else the first closing, to `to`, else the day asked for; those without closings too. */
  readonly months: readonly MonthFigures[]
  /** Most won first. */
  readonly salespeople: readonly SalespersonFigures[]
  /** Most won first. */
  readonly teams: readonly TeamFigures[]
  /** Most won first, `top` of them. Null where totals can't tell: for one salesperson or team. */
  readonly bestCustomers: readonly BestCustomer[] | null
  /** Most won first, `top` of them. */
  readonly bestSalespeople: readonly BestSalesperson[]
}

export interface PipelineReport extends Answered<CheckedPipelineQuestion> {
  /** Which closings were asked for; `from` null: from the beginning. */
  readonly closed: { readonly from: Day | null; readonly to: Day }
  /** By currency code. */
  readonly currencies: readonly CurrencyReport[]
}

type PipelineSum = Sum<PipelineFacet, PipelineSeries, PipelineMeasures>
type CustomerSum = Sum<CustomerFacet, CustomerSeries, CustomerMeasures>

export interface Sums {
  readonly pipeline: readonly PipelineSum[]
  /** Which of them add up to the whole: for one salesperson or team, only sellers' were read. */
  readonly whole: PipelineFacet['kind']
  /** Null where they are not known by customer. */
  readonly customers: readonly CustomerSum[] | null
}

interface Asked {
  readonly asOf: Day
  readonly from: Day | null
  readonly to: Day
  readonly top: number
  readonly names: PipelineNames
  /** What stood for a customer on that day: itself, or the contact that it was part of. */
  readonly survivorOf: (contactId: string) => string
  readonly nameOf: (id: string | null) => string | null
}

const tallied = (sums: readonly { readonly sum: Partial<PipelineMeasures> }[]): Tally => {
  const tally = new Tally()
  for (const { sum } of sums) tally.add(sum)
  return tally
}
const ofStatus = (sums: readonly PipelineSum[], status: PipelineSeries['status']) =>
  tallied(sums.filter(({ series }) => series.status === status))
const closedOf = (sums: readonly PipelineSum[], currency: string): ClosedFigures =>
  closedFigures(ofStatus(sums, 'won'), ofStatus(sums, 'lost'), currency)
const figuresOf = (sums: readonly PipelineSum[], currency: string): AllFigures => ({
  open: ofStatus(sums, 'open').open(currency),
  ...closedOf(sums, currency),
})

type OfStatus<Status extends PipelineSeries['status']> = PipelineSum & {
  readonly series: Extract<PipelineSeries, { readonly status: Status }>
}
const isOpen = (sum: PipelineSum): sum is OfStatus<'open'> => sum.series.status === 'open'
const isLost = (sum: PipelineSum): sum is OfStatus<'lost'> => sum.series.status === 'lost'
const isClosed = (sum: PipelineSum): sum is OfStatus<'won' | 'lost'> => sum.series.status !== 'open'
const isSeller = (
  sum: PipelineSum,
): sum is PipelineSum & { readonly facet: Extract<PipelineFacet, { readonly kind: 'seller' }> } =>
  sum.facet.kind === 'seller'

/** @param pipelines in their order, which the stages follow: two of one name stand apart by their figures */
const stagesOf = (
  sums: readonly PipelineSum[],
  currency: string,
  pipelines: readonly PipelineFigures[],
  { asOf, names }: Asked,
): StageFigures[] => {
  const places = new Map(pipelines.map(({ pipelineId }, place) => [pipelineId, place]))
  const byStage = Map.groupBy(sums.filter(isOpen), ({ series }) => inPipeline(series.pipelineId, series.stageId))
  const stages = [...byStage].flatMap(([key, of]) => {
    const [first] = of
    if (!first) return []
    const { stageId, pipelineId } = first.series
    const tally = tallied(of)
    const { name = null, order = null } = names.stages.get(key) ?? {}
    const pipeline = names.pipelines.get(pipelineId) ?? null
    const meanDays = mean(tally.count * dayNumber(asOf) - tally.entered, tally.count)
    return [{ stageId, pipelineId, name, pipeline, order, ...tally.open(currency), meanDays }]
  })
  return ranked<StageFigures>(
    stages,
    rising(({ pipelineId }) => places.get(pipelineId) ?? null),
    rising(({ order }) => order),
    ...byName<StageFigures>(({ stageId }) => stageId),
    ...openFirst<StageFigures>(stage => stage),
    falling(({ meanDays }) => meanDays),
    rising(({ stageId }) => stageId),
  )
}

const pipelinesOf = (sums: readonly PipelineSum[], currency: string, { names }: Asked): PipelineFigures[] =>
  ranked<PipelineFigures>(
    [...Map.groupBy(sums, ({ series }) => series.pipelineId)].map(([pipelineId, of]) => ({
      pipelineId,
      name: names.pipelines.get(pipelineId) ?? null,
      ...figuresOf(of, currency),
    })),
    ...byName<PipelineFigures>(({ pipelineId }) => pipelineId),
    ...byFigures,
    rising(({ pipelineId }) => pipelineId),
  )

/** Losses without a reason are one row, whatever their pipelines. */
const lostReasonsOf = (sums: readonly PipelineSum[], currency: string, { names }: Asked): LostReasonFigures[] =>
  ranked<LostReasonFigures>(
    [
      ...Map.groupBy(sums.filter(isLost), ({ series: { pipelineId, reasonId } }) =>
        reasonId === null ? null : inPipeline(pipelineId, reasonId),
      ),
    ].map(([key, of]) => {
      const { reasonId = null, pipelineId = null } = (key === null ? null : of[0]?.series) ?? {}
      const name = (key === null ? null : names.lostReasons.get(key)?.name) ?? null
      const pipeline = (pipelineId === null ? null : names.pipelines.get(pipelineId)) ?? null
      return { reasonId, name, pipelineId, pipeline, ...tallied(of).worth(currency) }
    }),
    falling(({ count }) => count),
    falling(({ value }) => worth(value)),
    ...byName<LostReasonFigures>(({ reasonId }) => reasonId),
    rising(({ pipeline }) => (pipeline === null ? null : sortKeyOf(pipeline))),
    rising(({ reasonId }) => reasonId),
  )

const monthsOf = (sums: readonly PipelineSum[], currency: string, { from, to }: Asked): MonthFigures[] => {
  const closed = Map.groupBy(sums.filter(isClosed), ({ series }) => series.closedIn)
  const [first] = [...closed.keys()].sort()
  const begins = from ?? (first === undefined ? undefined : `${first}-01`)
  if (begins === undefined) return []
  return monthsBetween(begins, to).map(({ month, inPart }) => ({
    month,
    inPart,
    ...closedOf(closed.get(month) ?? [], currency),
  }))
}

const salespeopleOf = (sums: readonly PipelineSum[], currency: string, { nameOf }: Asked): SalespersonFigures[] =>
  ranked<SalespersonFigures>(
    [...Map.groupBy(sums.filter(isSeller), ({ facet }) => facet.ownerId)].map(([ownerId, of]) => ({
      ownerId,
      name: nameOf(ownerId),
      ...figuresOf(of, currency),
    })),
    ...mostWon,
    ...byName<SalespersonFigures>(({ ownerId }) => ownerId),
    ...byFigures,
    rising(({ ownerId }) => ownerId),
  )

const teamsOf = (sums: readonly PipelineSum[], currency: string, { nameOf }: Asked): TeamFigures[] =>
  ranked<TeamFigures>(
    [...Map.groupBy(sums.filter(isSeller), ({ facet }) => facet.teamId)].map(([teamId, of]) => ({
      teamId,
      name: nameOf(teamId),
      ...figuresOf(of, currency),
    })),
    ...mostWon,
    ...byName<TeamFigures>(({ teamId }) => teamId),
    ...byFigures,
    rising(({ teamId }) => teamId),
  )

/** Those who may be among the best, before their names are known: as many as asked for, and all who tie with the last of them. */
const bestIds = (
  sums: readonly CustomerSum[],
  currency: string,
  { top, survivorOf }: Pick<Asked, 'top' | 'survivorOf'>,
) => {
  const customers = ranked(
    [...Map.groupBy(sums, ({ facet }) => survivorOf(facet.customerId))].map(([customerId, of]) => ({
      customerId,
      won: tallied(of).worth(currency),
    })),
    ...mostWon,
  ).filter(({ won }) => won.count > 0)
  const last = customers[Math.min(top, customers.length) - 1]
  if (!last) return []
  const byMostWon = byFirst(...mostWon)
  return customers.filter(customer => byMostWon(customer, last) <= 0)
}

const bestOf = (
  candidates: readonly { readonly customerId: string; readonly won: CountAndValue }[],
  { top, nameOf }: Asked,
): BestCustomer[] =>
  ranked<BestCustomer>(
    candidates.map(({ customerId, won }) => ({ customerId, name: nameOf(customerId), won })),
    ...mostWon,
    ...byName<BestCustomer>(({ customerId }) => customerId),
    rising(({ customerId }) => customerId),
  ).slice(0, top)

/** The figures of every currency, with the names of people and customers looked up once for all of them. */
export const currencyReports = async (
  sums: Sums,
  asked: Omit<Asked, 'nameOf'>,
  reader: ReportReader,
): Promise<CurrencyReport[]> => {
  const byCurrency = [...Map.groupBy(sums.pipeline, ({ facet }) => facet.currency)].sort(([a], [b]) => (a < b ? -1 : 1))
  const customers = sums.customers && Map.groupBy(sums.customers, ({ facet }) => facet.currency)
  const groups = byCurrency.map(([currency, pipeline]) => ({
    currency,
    pipeline,
    best: customers && bestIds(customers.get(currency) ?? [], currency, asked),
  }))
  const nameOf = await reader.names([
    ...sums.pipeline.filter(isSeller).flatMap(({ facet: { ownerId, teamId } }) => [ownerId, teamId]),
    ...groups.flatMap(({ best }) => (best ?? []).map(({ customerId }) => customerId)),
  ])
  const named: Asked = { ...asked, nameOf }
  return groups.map(({ currency, pipeline, best }) => {
    const whole = pipeline.filter(({ facet }) => facet.kind === sums.whole)
    const pipelines = pipelinesOf(whole, currency, named)
    const salespeople = salespeopleOf(pipeline, currency, named)
    return {
      currency,
      ...figuresOf(whole, currency),
      stages: stagesOf(whole, currency, pipelines, named),
      pipelines,
      lostReasons: lostReasonsOf(whole, currency, named),
      months: monthsOf(whole, currency, named),
      salespeople,
      teams: teamsOf(pipeline, currency, named),
      bestCustomers: best && bestOf(best, named),
      bestSalespeople: salespeople
        .flatMap(({ ownerId, name, won }) => (ownerId === null || won.count === 0 ? [] : [{ ownerId, name, won }]))
        .slice(0, asked.top),
    }
  })
}
