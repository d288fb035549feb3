// The pipeline report as flat rows: one per figure's group, for a spreadsheet.
import type { CurrencyReport, PipelineReport } from '@eventcrm/read-model-pipeline'
import { stringify } from 'csv-stringify/sync'
import type { ClosedFigures, CountAndValue, OpenFigures } from './figures.ts'

const columns = [
  'asOf',
  'currency',
  'section',
  'id',
  'name',
  'openCount',
  'openValue',
  'openWeighted',
  'meanDaysInStage',
  'wonCount',
  'wonValue',
  'lostCount',
  'lostValue',
  'winRateByCount',
  'winRateByValue',
  'cycleMeanDays',
  'cycleMedianDays',
] as const

type Row = Readonly<Partial<Record<(typeof columns)[number], string | number | null>>>

const open = ({ count, value, weighted }: OpenFigures): Row => ({
  openCount: count,
  openValue: value.amount,
  openWeighted: weighted.amount,
})
const won = ({ count, value }: CountAndValue): Row => ({ wonCount: count, wonValue: value.amount })
const lost = ({ count, value }: CountAndValue): Row => ({ lostCount: count, lostValue: value.amount })
const closed = (figures: ClosedFigures): Row => ({
  ...won(figures.won),
  ...lost(figures.lost),
  winRateByCount: figures.winRate.byCount,
  winRateByValue: figures.winRate.byValue,
  cycleMeanDays: figures.cycle.mean,
  cycleMedianDays: figures.cycle.median,
})

const rowsOf = (report: CurrencyReport): readonly Row[] => [
  { section: 'total', ...open(report.open), ...closed(report) },
  ...report.stages.map(stage => ({
    section: 'stage',
    id: stage.stageId,
    name: stage.name,
    ...open(stage),
    meanDaysInStage: stage.meanDays,
  })),
  ...report.lostReasons.map(reason => ({
    section: 'lostReason',
    id: reason.reasonId,
    name: reason.name,
    ...lost(reason),
  })),
  ...report.months.map(month => ({ section: 'month', id: month.month, ...closed(month) })),
  ...report.salespeople.map(each => ({
    section: 'salesperson',
    id: each.ownerId,
    name: each.name,
    ...open(each.open),
    ...closed(each),
  })),
  ...report.teams.map(each => ({
    section: 'team',
    id: each.teamId,
    name: each.name,
    ...open(each.open),
    ...closed(each),
  })),
  ...(report.bestCustomers ?? []).map(each => ({
    section: 'bestCustomer',
    id: each.customerId,
    name: each.name,
    ...won(each.won),
  })),
]

/** Spreadsheets take a file without it for one in their own encoding. */
const mark = '\uFEFF'

/** Begins with the mark of UTF-8. With a line of headings, and a break at the end. Cells that a spreadsheet would take for a formula begin with an apostrophe. */
export const pipelineCsv = ({ asOf, currencies }: PipelineReport): string =>
  mark +
  stringify(
    currencies.flatMap(report => rowsOf(report).map(row => ({ asOf, currency: report.currency, ...row }))),
    { header: true, columns: [...columns], escape_formulas: true },
  )
