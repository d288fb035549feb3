// The report, made of sums: which figures stand where, and in which order.
import type { Day } from '@eventcrm/domain'
import type { Position, Sum } from '@eventcrm/projection'
import type { CustomerFacet, CustomerLine, CustomerMeasures } from './customer-totals.ts'
import { closedFigures, mean, Tally, type ClosedFigures, type CountAndValue, type OpenFigures } from './figures.ts'
import { dayNumber } from './calendar.ts'
import type { Name } from './pipeline-names.ts'
import type { PipelineFacet, PipelineLine, PipelineMeasures } from './pipeline-totals.ts'

export interface StageFigures extends OpenFigures {
  readonly stageId: string
  readonly pipelineId: string | null
  /** As it was called on that day. */
  readonly name: string | null
  /** Its place on that day. */
  readonly order: number | null
  /** Days since they entered it, on average; two decimals, half up. */
  readonly meanDays: number | null
}
export interface LostReasonFigures extends CountAndValue {
  /** Null: lost with no reason known. */
  readonly reasonId: string | null
  readonly name: string | null
}
export interface MonthFigures extends ClosedFigures {
  /** Month of closing, YYYY-MM. */
  readonly month: string
}
export interface SalespersonFigures extends ClosedFigures {
  /** Null: nobody had it. */
  readonly ownerId: string | null
  readonly name: string | null
  readonly open: OpenFigures
}
export interface TeamFigures extends ClosedFigures {
  /** Null: it counted for no team. */
  readonly teamId: string | null
  readonly name: string | null
  readonly open: OpenFigures
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

/** Everything in one currency; currencies are never added up. */
export interface CurrencyReport extends ClosedFigures {
  readonly currency: string
  readonly open: OpenFigures
  /** Stages with open opportunities, by pipeline, and there in their order on that day. */
  readonly stages: readonly StageFigures[]
  /** Most often first. */
  readonly lostReasons: readonly LostReasonFigures[]
  /** By month of closing. */
  readonly months: readonly MonthFigures[]
  /** Most won first. */
  readonly salespeople: readonly SalespersonFigures[]
  /** Most won first. */
  readonly teams: readonly TeamFigures[]
  /** Most won first, equals by id. Null where totals can't tell: for one salesperson or team. */
  readonly bestCustomers: readonly BestCustomer[] | null
  /** Most won first, equals by id. */
  readonly bestSalespeople: readonly BestSalesperson[]
}

export interface PipelineReport {
  readonly asOf: Day
  /** Which closings were asked for; `from` null: from the beginning. */
  readonly closed: { readonly from: Day | null; readonly to: Day }
  readonly filter: {
    readonly owner: string | null
    readonly team: string | null
    readonly customer: string | null
    readonly tag: string | null
    readonly currency: string | null
  }
  /** The report holds every event up to this one; null while there is none. */
  readonly position: Position | null
  /** What it took: rows of totals, and opportunities. */
  readonly read: { readonly rows: number; readonly documents: number }
  /** By currency code. */
  readonly currencies: readonly CurrencyReport[]
}

type PipelineSum = Sum<PipelineFacet, PipelineLine, PipelineMeasures>
type CustomerSum = Sum<CustomerFacet, CustomerLine, CustomerMeasures>

export interface Sums {
  readonly pipeline: readonly PipelineSum[]
  /** Which of them add up to the whole: for one salesperson or team, only sellers' were read. */
  readonly whole: PipelineFacet['kind']
  /** Null where they are not known by customer. */
  readonly customers: readonly CustomerSum[] | null
  /** Stages and lost reasons as they were called. */
  readonly names: ReadonlyMap<string, Name>
}

const plain = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const tallied = (sums: readonly { readonly sum: Partial<PipelineMeasures> }[]): Tally => {
  const tally = new Tally()
  for (const { sum } of sums) tally.add(sum)
  return tally
}
const ofLine = (sums: readonly PipelineSum[], wanted: PipelineLine['line']) =>
  sums.filter(({ line }) => line.line === wanted)
const figuresOf = (sums: readonly PipelineSum[], currency: string) => ({
  open: tallied(ofLine(sums, 'open')).open(currency),
  ...closedFigures(tallied(ofLine(sums, 'won')), tallied(ofLine(sums, 'lost')), currency),
})

/** Groups with their won amount, most first; equals by id, null last. */
const mostWonFirst = <S extends PipelineSum | CustomerSum>(sums: readonly S[], idOf: (sum: S) => string | null) =>
  [...Map.groupBy(sums, idOf)]
    .map(([id, of]) => ({ id, of, won: tallied(of.filter(({ line }) => line.line === 'won')) }))
    .sort((a, b) => b.won.amount - a.won.amount || b.won.count - a.won.count || plain(a.id ?? '~', b.id ?? '~'))

const stagesOf = (sums: readonly PipelineSum[], names: Sums['names'], asOf: Day, currency: string): StageFigures[] =>
  [...Map.groupBy(sums.filter(isOpen), ({ line }) => line.stageId)]
    .map(([stageId, of]) => {
      const tally = tallied(of)
      const { name = null, pipelineId = null, order = null } = names.get(stageId) ?? {}
      const meanDays = mean(tally.count * dayNumber(asOf) - tally.entered, tally.count)
      return { stageId, pipelineId, name, order, ...tally.open(currency), meanDays }
    })
    .sort(
      (a, b) =>
        plain(a.pipelineId ?? '', b.pipelineId ?? '') || (a.order ?? 0) - (b.order ?? 0) || plain(a.stageId, b.stageId),
    )
type OfLine<Line extends PipelineLine['line']> = PipelineSum & {
  readonly line: Extract<PipelineLine, { readonly line: Line }>
}
const isOpen = (sum: PipelineSum): sum is OfLine<'open'> => sum.line.line === 'open'
const isLost = (sum: PipelineSum): sum is OfLine<'lost'> => sum.line.line === 'lost'
const isClosed = (sum: PipelineSum): sum is OfLine<'won' | 'lost'> => sum.line.line !== 'open'

const lostReasonsOf = (sums: readonly PipelineSum[], names: Sums['names'], currency: string): LostReasonFigures[] =>
  [...Map.groupBy(sums.filter(isLost), ({ line }) => line.reasonId)]
    .map(([reasonId, of]) => ({ reasonId, tally: tallied(of) }))
    .sort(
      (a, b) =>
        b.tally.count - a.tally.count || b.tally.amount - a.tally.amount || plain(a.reasonId ?? '~', b.reasonId ?? '~'),
    )
    .map(({ reasonId, tally }) => ({
      reasonId,
      name: (reasonId === null ? undefined : names.get(reasonId)?.name) ?? null,
      ...tally.worth(currency),
    }))

const monthsOf = (sums: readonly PipelineSum[], currency: string): MonthFigures[] =>
  [...Map.groupBy(sums.filter(isClosed), ({ line }) => line.closedIn)]
    .sort(([a], [b]) => plain(a, b))
    .map(([month, of]) => ({
      month,
      ...closedFigures(tallied(ofLine(of, 'won')), tallied(ofLine(of, 'lost')), currency),
    }))

const isSeller = (
  sum: PipelineSum,
): sum is PipelineSum & { readonly facet: Extract<PipelineFacet, { kind: 'seller' }> } => sum.facet.kind === 'seller'

const bestOf = (sums: readonly CustomerSum[], top: number, currency: string) =>
  mostWonFirst(sums, ({ facet }) => facet.customerId)
    .filter(({ won }) => won.count > 0)
    .slice(0, top)
    .flatMap(({ id, won }) => (id === null ? [] : [{ customerId: id, won: won.worth(currency) }]))

/** The report's figures in one currency. People and customers are ids; `named` puts their names to them. */
const currencyReport = (
  { pipeline, whole: kind, customers, names }: Sums,
  currency: string,
  asOf: Day,
  top: number,
) => {
  const sellers = pipeline.filter(isSeller)
  const whole = pipeline.filter(({ facet }) => facet.kind === kind)
  const salespeople = mostWonFirst(sellers, ({ facet }) => facet.ownerId)
  const teams = mostWonFirst(sellers, ({ facet }) => facet.teamId)
  return {
    currency,
    ...figuresOf(whole, currency),
    stages: stagesOf(whole, names, asOf, currency),
    lostReasons: lostReasonsOf(whole, names, currency),
    months: monthsOf(whole, currency),
    salespeople: salespeople.map(({ id, of }) => ({ ownerId: id, ...figuresOf(of, currency) })),
    teams: teams.map(({ id, of }) => ({ teamId: id, ...figuresOf(of, currency) })),
    bestCustomers: customers && bestOf(customers, top, currency),
    bestSalespeople: salespeople
      .flatMap(({ id, won }) => (id === null || won.count === 0 ? [] : [{ ownerId: id, won: won.worth(currency) }]))
      .slice(0, top),
  }
}

/** The figures of every currency, with the names of people and customers looked up once for all of them. */
export const currencyReports = async (
  sums: Sums,
  asOf: Day,
  top: number,
  namesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, string | null>>,
): Promise<CurrencyReport[]> => {
  const pipeline = Map.groupBy(sums.pipeline, ({ facet }) => facet.currency)
  const customers = sums.customers && Map.groupBy(sums.customers, ({ facet }) => facet.currency)
  const reports = [...pipeline]
    .sort(([a], [b]) => plain(a, b))
    .map(([currency, of]) =>
      currencyReport(
        { ...sums, pipeline: of, customers: customers && (customers.get(currency) ?? []) },
        currency,
        asOf,
        top,
      ),
    )
  const ids = reports.flatMap(({ salespeople, teams, bestCustomers }) => [
    ...salespeople.map(({ ownerId }) => ownerId),
    ...teams.map(({ teamId }) => teamId),
    ...(bestCustomers ?? []).map(({ customerId }) => customerId),
  ])
  const known = await namesOf([...new Set(ids)].filter(id => id !== null))
  const nameOf = (id: string | null) => (id === null ? null : (known.get(id) ?? null))
  return reports.map(report => ({
    ...report,
    salespeople: report.salespeople.map(of => ({ ...of, name: nameOf(of.ownerId) })),
    teams: report.teams.map(of => ({ ...of, name: nameOf(of.teamId) })),
    bestCustomers: report.bestCustomers && report.bestCustomers.map(of => ({ ...of, name: nameOf(of.customerId) })),
    bestSalespeople: report.bestSalespeople.map(of => ({ ...of, name: nameOf(of.ownerId) })),
  }))
}
