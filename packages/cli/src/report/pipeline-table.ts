// The pipeline report as people read it in a terminal.
import type { Language } from '@eventcrm/domain'
import type { CurrencyReport, PipelineReport } from '@eventcrm/read-model-pipeline'
import { formatsOf, type Formats } from '../formats.ts'
import { bar, table, type Cell, type Column } from '../layout.ts'
import type { Paint } from '../terminal.ts'
import type { ClosedFigures, OpenFigures } from './figures.ts'
import { reportWording, type ReportWording } from './wording.ts'

export interface TableOptions {
  readonly language: Language
  readonly width: number
  readonly paint: Paint
  /** Rows of salespeople and customers at most. */
  readonly top: number
  /** Names for the ids that the report was filtered by. */
  readonly names: ReadonlyMap<string, string | null>
  /** Only the figures of the whole and by stage. */
  readonly short?: boolean
}

interface Page extends TableOptions {
  readonly wording: ReportWording
  readonly formats: Formats
}

interface Section {
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly note?: string
}

const barWidth = 12
const left = (title: string): Column => ({ title, shrinks: true })
const right = (title: string): Column => ({ title, align: 'right' })

const sectionLines = ({ title, columns, rows, note }: Section, { width, paint }: Page): readonly string[] =>
  rows.length === 0
    ? []
    : [
        '',
        paint('bold', title),
        ...table(columns, rows, { width, paintTitles: text => paint('dim', text) }),
        ...(note === undefined ? [] : [paint('dim', `  ${note}`)]),
      ]

/** Won and lost side by side in one bar; told apart without colours too. */
const winBar = ({ won, lost }: ClosedFigures, width: number, paint: Paint): string => {
  const share = won.count / (won.count + lost.count)
  const wins = Math.round(share * width)
  return paint('green', '█'.repeat(wins)) + paint('red', '░'.repeat(width - wins))
}

const headLines = (report: CurrencyReport, { wording, formats, paint, width }: Page): readonly string[] => {
  const { open, won, lost, winRate, cycle } = report
  const figures = ({ count, value }: { readonly count: number; readonly value: OpenFigures['value'] }) => [
    formats.count(count),
    wording.opportunities(count),
    formats.money(value),
  ]
  const bold = (text: string): Cell => ({ text, paint: shown => paint('bold', shown) })
  const rows: readonly (readonly Cell[])[] = [
    [bold(wording.open), ...figures(open), `${wording.weighted} ${formats.money(open.weighted)}`],
    [bold(wording.won), ...figures(won), ''],
    [bold(wording.lost), ...figures(lost), ''],
  ]
  const columns = [{ title: '' }, right(''), { title: '' }, right(''), { title: '' }]
  const rates = `${formats.percent(winRate.byCount)} ${wording.byCount} · ${formats.percent(winRate.byValue)} ${wording.byValue}`
  const days = `${formats.decimal(cycle.mean)} ${wording.mean} · ${formats.decimal(cycle.median)} ${wording.median}`
  const isClosed = won.count + lost.count > 0
  return [
    ...table(columns, rows, { width }),
    '',
    ...table(
      [{ title: '' }, { title: '' }],
      [
        [wording.winRate, rates],
        [wording.cycle, days],
      ],
      { width },
    ),
    ...(isClosed ? ['', `  ${winBar(report, width - 4, paint)}`] : []),
  ]
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
const painted = (paint: Paint, format: Parameters<Paint>[0], text: string): Cell => ({
  text,
  paint: shown => paint(format, shown),
})

const stageSection = ({ stages }: CurrencyReport, { wording, formats, paint }: Page): Section => {
  const most = Math.max(0, ...stages.map(({ value }) => Number(value.amount)))
  return {
    title: wording.stages,
    columns: [
      left(wording.stage),
      right(wording.open),
      { title: '' },
      right(wording.value),
      right(wording.weightedColumn),
      right(wording.daysThere),
    ],
    rows: stages.map(({ name, count, value, weighted, meanDays }) => [
      name ?? wording.unnamed,
      formats.count(count),
      painted(paint, 'cyan', bar(share(Number(value.amount), most), barWidth)),
      formats.money(value),
      formats.money(weighted),
      formats.decimal(meanDays),
    ]),
  }
}

const reasonSection = ({ lostReasons }: CurrencyReport, { wording, formats, paint }: Page): Section => {
  const most = Math.max(0, ...lostReasons.map(({ count }) => count))
  return {
    title: wording.lostReasons,
    columns: [left(wording.reason), right(wording.lost), { title: '' }, right(wording.value)],
    rows: lostReasons.map(({ name, reasonId, count, value }) => [
      reasonId === null ? wording.noReason : (name ?? wording.unnamed),
      formats.count(count),
      painted(paint, 'red', bar(share(count, most), barWidth)),
      formats.money(value),
    ]),
  }
}

const closedColumns = ({ wording }: Page): readonly Column[] => [
  right(wording.won),
  right(wording.value),
  right(wording.lost),
  right(wording.winRate),
  right(wording.days),
]
const closedCells = ({ won, lost, winRate, cycle }: ClosedFigures, { formats }: Page): readonly Cell[] => [
  formats.count(won.count),
  formats.money(won.value),
  formats.count(lost.count),
  formats.percent(winRate.byCount),
  formats.decimal(cycle.mean),
]

const monthSection = ({ months }: CurrencyReport, page: Page): Section => {
  const { wording, formats, paint } = page
  const most = Math.max(0, ...months.map(({ won }) => Number(won.value.amount)))
  return {
    title: wording.months,
    columns: [left(wording.month), ...closedColumns(page), { title: '' }],
    rows: months.map(month => [
      formats.month(month.month),
      ...closedCells(month, page),
      painted(paint, 'green', bar(share(Number(month.won.value.amount), most), barWidth)),
    ]),
  }
}

const salespeopleSection = ({ salespeople }: CurrencyReport, page: Page): Section => {
  const { wording, formats, top } = page
  return {
    title: wording.salespeople,
    columns: [left(''), ...closedColumns(page), right(wording.open)],
    rows: salespeople
      .slice(0, top)
      .map(each => [
        each.ownerId === null ? wording.nobody : (each.name ?? wording.unnamed),
        ...closedCells(each, page),
        formats.count(each.open.count),
      ]),
    ...(salespeople.length > top ? { note: wording.more(salespeople.length - top) } : {}),
  }
}

const teamSection = ({ teams }: CurrencyReport, page: Page): Section => {
  const { wording, formats } = page
  return {
    title: wording.teams,
    columns: [left(''), ...closedColumns(page), right(wording.open)],
    rows: teams.map(each => [
      each.teamId === null ? wording.noTeam : (each.name ?? wording.unnamed),
      ...closedCells(each, page),
      formats.count(each.open.count),
    ]),
  }
}

const customerSection = ({ bestCustomers }: CurrencyReport, { wording, formats, paint, top }: Page): Section => {
  if (bestCustomers === null) {
    return {
      title: wording.bestCustomers,
      columns: [{ title: '' }],
      rows: [[painted(paint, 'dim', wording.notByCustomer)]],
    }
  }
  return {
    title: wording.bestCustomers,
    columns: [right(''), left(''), right(wording.won), right(wording.value)],
    rows: bestCustomers
      .slice(0, top)
      .map(({ name, won }, i) => [
        String(i + 1),
        name ?? wording.unnamed,
        formats.count(won.count),
        formats.money(won.value),
      ]),
  }
}

/** What the report was asked for, beside the day. */
const askedLines = (
  { closed, filter, asOf }: PipelineReport,
  { wording, formats, names, paint }: Page,
): readonly string[] => {
  const nameOf = (id: string) => names.get(id) ?? id
  const kept = [
    ...(filter.owner === null ? [] : [`${wording.owner} ${nameOf(filter.owner)}`]),
    ...(filter.team === null ? [] : [`${wording.team} ${nameOf(filter.team)}`]),
    ...(filter.customer === null ? [] : [`${wording.customer} ${nameOf(filter.customer)}`]),
    ...(filter.tag === null ? [] : [`${wording.tag} ${filter.tag}`]),
    ...(filter.currency === null ? [] : [`${wording.currency} ${filter.currency}`]),
    ...(closed.from === null ? [] : [wording.closedBetween(formats.day(closed.from), formats.day(closed.to))]),
    ...(closed.from === null && closed.to !== asOf ? [wording.closedUntil(formats.day(closed.to))] : []),
  ]
  return kept.length === 0 ? [] : [paint('dim', `${wording.only}: ${kept.join(' · ')}`)]
}

const currencyLines = (report: CurrencyReport, page: Page): readonly string[] => {
  const { short = false } = page
  const sections = [
    stageSection(report, page),
    ...(short
      ? []
      : [
          reasonSection(report, page),
          monthSection(report, page),
          salespeopleSection(report, page),
          teamSection(report, page),
          customerSection(report, page),
        ]),
  ]
  return [...headLines(report, page), ...sections.flatMap(section => sectionLines(section, page))]
}

/** Lines, without a break at the end. */
export const pipelineTable = (report: PipelineReport, options: TableOptions): string => {
  const page: Page = { ...options, wording: reportWording[options.language], formats: formatsOf(options.language) }
  const { wording, formats, paint, width } = page
  const heading = `${wording.pipeline} ${wording.asOf(formats.day(report.asOf))}`
  const several = report.currencies.length > 1
  return [
    paint('bold', heading),
    ...askedLines(report, page),
    paint('dim', '─'.repeat(width)),
    ...(report.currencies.length === 0 ? [`  ${wording.nothing}`] : []),
    ...report.currencies.flatMap((currency, i) => [
      ...(several ? [...(i === 0 ? [] : ['']), paint('bold', currency.currency)] : []),
      ...currencyLines(currency, page),
    ]),
  ].join('\n')
}
