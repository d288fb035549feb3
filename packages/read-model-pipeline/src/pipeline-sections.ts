// How the report is shown: its sections, their columns, and their words.
import { section, type AskedField, type Column, type Said, type Section } from '@eventcrm/projection'
import type { Words } from '@eventcrm/domain'
import type { AllFigures, ClosedFigures, CountAndValue, OpenFigures } from './figures.ts'
import type {
  BestCustomer,
  CurrencyReport,
  LostReasonFigures,
  PipelineFigures,
  PipelineReport,
  SalespersonFigures,
  StageFigures,
  TeamFigures,
} from './pipeline-answer.ts'
import type { PipelineQuestion } from './pipeline-question.ts'

const words = (en: string, vi: string): Words => ({ en, vi })

/** What the report was asked, in words. */
export const asked: { readonly [Field in keyof PipelineQuestion]: AskedField } = {
  owner: { title: words('salesperson', 'nhân viên'), none: words('nobody', 'chưa giao cho ai') },
  team: { title: words('team', 'đội'), none: words('no team', 'không thuộc đội nào') },
  customer: { title: words('customer', 'khách hàng'), none: words('no customer', 'chưa rõ khách hàng') },
  tag: { title: words('tag', 'nhãn') },
  pipeline: { title: words('pipeline', 'quy trình') },
  currency: { title: words('currency', 'tiền tệ') },
  from: { title: words('closed from', 'kết thúc từ') },
  to: { title: words('closed until', 'kết thúc đến') },
}

const said = (en: string, vi: string): Said => ({ say: words(en, vi) })
const nobody = said('nobody', 'chưa giao cho ai')
const noTeam = said('no team', 'không thuộc đội nào')
const anyPipeline = said('–', '–')
const noReason = said('no reason given', 'không rõ lý do')

const open = words('Open', 'Đang mở')
const won = words('Won', 'Thắng')
const lost = words('Lost', 'Thất bại')
const value = words('Value', 'Giá trị')
const weighted = words('Weighted', 'Theo xác suất')
const winRate = words('Win rate', 'Tỷ lệ thắng')
const winRateByValue = words('by value', 'theo giá trị')
const days = words('Days', 'Số ngày')
const id = words('Id', 'Mã')

const name = <Row extends { readonly name: string | null }>(
  title: Words,
  instead: (row: Row) => Said | null = () => null,
): Column<Row> => ({ name: 'name', title, kind: 'name', of: row => instead(row) ?? row.name })
const idOf = <Row>(of: (row: Row) => string | null): Column<Row> => ({
  name: 'id',
  title: id,
  kind: 'text',
  of,
  inTable: false,
})

const openColumns = <Row>(of: (row: Row) => OpenFigures): readonly Column<Row>[] => [
  { name: 'openCount', title: open, kind: 'count', of: row => of(row).count },
  { name: 'openValue', title: value, kind: 'money', of: row => of(row).value },
  { name: 'openWeighted', title: weighted, kind: 'money', of: row => of(row).weighted },
]
const wonColumns = <Row>(of: (row: Row) => CountAndValue, bar = false): readonly Column<Row>[] => [
  { name: 'wonCount', title: won, kind: 'count', of: row => of(row).count },
  { name: 'wonValue', title: value, kind: 'money', of: row => of(row).value, bar },
]
const closedColumns = <Row extends ClosedFigures>(bar = false): readonly Column<Row>[] => [
  ...wonColumns<Row>(row => row.won, bar),
  { name: 'lostCount', title: lost, kind: 'count', of: row => row.lost.count },
  { name: 'lostValue', title: value, kind: 'money', of: row => row.lost.value, inTable: false },
  { name: 'winRateByCount', title: winRate, kind: 'percent', of: row => row.winRate.byCount },
  { name: 'winRateByValue', title: winRateByValue, kind: 'percent', of: row => row.winRate.byValue, inTable: false },
  { name: 'cycleMeanDays', title: days, kind: 'decimal', of: row => row.cycle.mean },
  {
    name: 'cycleMedianDays',
    title: words('median', 'trung vị'),
    kind: 'decimal',
    of: row => row.cycle.median,
    inTable: false,
  },
]

/** Of salespeople, teams and pipelines. */
const figureColumns: readonly Column<AllFigures>[] = [
  ...openColumns<AllFigures>(row => row.open).map(column =>
    column.name === 'openCount' ? column : { ...column, inTable: false },
  ),
  ...closedColumns<AllFigures>(),
]

const total = (report: CurrencyReport): Omit<Section, 'within'> =>
  section({
    name: 'total',
    title: words('Total', 'Tổng cộng'),
    upright: true,
    rows: [report],
    columns: [
      { name: 'openCount', title: open, kind: 'count', of: row => row.open.count },
      { name: 'openValue', title: words('Open: value', 'Đang mở: giá trị'), kind: 'money', of: row => row.open.value },
      {
        name: 'openWeighted',
        title: words('Open: weighted', 'Đang mở: theo xác suất'),
        kind: 'money',
        of: row => row.open.weighted,
      },
      { name: 'wonCount', title: won, kind: 'count', of: row => row.won.count },
      { name: 'wonValue', title: words('Won: value', 'Thắng: giá trị'), kind: 'money', of: row => row.won.value },
      { name: 'lostCount', title: lost, kind: 'count', of: row => row.lost.count },
      { name: 'lostValue', title: words('Lost: value', 'Thất bại: giá trị'), kind: 'money', of: row => row.lost.value },
      {
        name: 'winRateByCount',
        title: words('Win rate by count', 'Tỷ lệ thắng theo số lượng'),
        kind: 'percent',
        of: row => row.winRate.byCount,
        bar: { share: won, rest: lost },
      },
      {
        name: 'winRateByValue',
        title: words('Win rate by value', 'Tỷ lệ thắng theo giá trị'),
        kind: 'percent',
        of: row => row.winRate.byValue,
        bar: { share: won, rest: lost },
      },
      {
        name: 'cycleMeanDays',
        title: words('Days to win: mean', 'Số ngày đến khi thắng: trung bình'),
        kind: 'decimal',
        of: row => row.cycle.mean,
      },
      {
        name: 'cycleMedianDays',
        title: words('Days to win: median', 'Số ngày đến khi thắng: trung vị'),
        kind: 'decimal',
        of: row => row.cycle.median,
      },
    ],
  })

/** Which pipeline a stage or reason is of; a table says it where there are several. */
const pipelineColumns = <Row extends { readonly pipelineId: string | null; readonly pipeline: string | null }>(
  inTable: boolean,
): readonly Column<Row>[] => [
  { name: 'pipelineId', title: id, kind: 'text', of: row => row.pipelineId, inTable: false },
  {
    name: 'pipeline',
    title: words('Pipeline', 'Quy trình'),
    kind: 'name',
    of: row => (row.pipelineId === null ? anyPipeline : row.pipeline),
    inTable,
  },
]

const stages = ({ stages, pipelines }: CurrencyReport) =>
  section({
    name: 'stage',
    title: words('Open by stage', 'Đang mở theo giai đoạn'),
    rows: stages,
    columns: [
      idOf<StageFigures>(row => row.stageId),
      ...pipelineColumns<StageFigures>(pipelines.length > 1),
      name(words('Stage', 'Giai đoạn')),
      { name: 'openCount', title: open, kind: 'count', of: row => row.count },
      { name: 'openValue', title: value, kind: 'money', of: row => row.value, bar: true },
      { name: 'openWeighted', title: weighted, kind: 'money', of: row => row.weighted },
      { name: 'meanDaysInStage', title: words('Days there', 'Ngày ở đó'), kind: 'decimal', of: row => row.meanDays },
    ],
  })

const pipelineSection = ({ pipelines }: CurrencyReport) =>
  section({
    name: 'pipeline',
    title: words('Pipelines', 'Quy trình bán hàng'),
    rows: pipelines,
    columns: [
      idOf<PipelineFigures>(row => row.pipelineId),
      { name: 'pipelineId', title: id, kind: 'text', of: row => row.pipelineId, inTable: false },
      { name: 'pipeline', title: words('Pipeline', 'Quy trình'), kind: 'name', of: row => row.name, inTable: false },
      name(words('Pipeline', 'Quy trình')),
      ...figureColumns,
    ],
  })

const lostReasons = ({ lostReasons, pipelines }: CurrencyReport) =>
  section({
    name: 'lostReason',
    title: words('Lost by reason', 'Thất bại theo lý do'),
    rows: lostReasons,
    columns: [
      idOf<LostReasonFigures>(row => row.reasonId),
      ...pipelineColumns<LostReasonFigures>(pipelines.length > 1),
      name<LostReasonFigures>(words('Reason', 'Lý do'), row => (row.reasonId === null ? noReason : null)),
      { name: 'lostCount', title: lost, kind: 'count', of: row => row.count, bar: true },
      { name: 'lostValue', title: value, kind: 'money', of: row => row.value },
    ],
  })

const months = ({ months }: CurrencyReport) =>
  section({
    name: 'month',
    title: words('Closed by month', 'Kết quả theo tháng'),
    rows: months,
    columns: [
      { name: 'month', title: words('Month', 'Tháng'), kind: 'month', of: row => row.month },
      { name: 'inPart', title: words('in part', 'một phần'), kind: 'flag', of: row => row.inPart },
      ...closedColumns(true),
    ],
  })

const salespeople = ({ salespeople }: CurrencyReport, most: number) =>
  section({
    name: 'salesperson',
    title: words('Salespeople', 'Nhân viên bán hàng'),
    most,
    rows: salespeople,
    columns: [
      idOf<SalespersonFigures>(row => row.ownerId),
      name<SalespersonFigures>(words('Salesperson', 'Nhân viên'), row => (row.ownerId === null ? nobody : null)),
      ...figureColumns,
    ],
  })

const teams = ({ teams }: CurrencyReport) =>
  section({
    name: 'team',
    title: words('Sales teams', 'Đội bán hàng'),
    rows: teams,
    columns: [
      idOf<TeamFigures>(row => row.teamId),
      name<TeamFigures>(words('Team', 'Đội'), row => (row.teamId === null ? noTeam : null)),
      ...figureColumns,
    ],
  })

const bestCustomers = ({ bestCustomers }: CurrencyReport) =>
  section({
    name: 'bestCustomer',
    title: words('Best customers', 'Khách hàng mua nhiều nhất'),
    rows: bestCustomers ?? [],
    columns: [
      idOf<BestCustomer>(row => row.customerId),
      name(words('Customer', 'Khách hàng')),
      ...wonColumns<BestCustomer>(row => row.won, true),
    ],
    note:
      bestCustomers === null
        ? words(
            'Not known by customer from totals; with --source documents it is.',
            'Bảng tổng hợp không chia theo khách hàng; thêm --source documents để xem.',
          )
        : null,
  })

/** One section of each kind per currency. Best salespeople are the first of the salespeople, and stand in no section of their own. */
export const pipelineSections = ({ currencies, closed, question }: PipelineReport): readonly Section[] =>
  currencies.flatMap(report =>
    [
      total(report),
      stages(report),
      pipelineSection(report),
      lostReasons(report),
      months(report),
      salespeople(report, question.top),
      teams(report),
      bestCustomers(report),
    ].map(made => ({ ...made, within: { currency: report.currency, from: closed.from ?? '', to: closed.to } })),
  )
