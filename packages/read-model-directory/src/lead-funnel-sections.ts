// How the funnel is shown: its sections, their columns, and their words.
import type { Words } from '@eventcrm/domain'
import { section, type AskedField, type Column, type Said, type Section } from '@eventcrm/projection'
import type {
  CampaignFunnel,
  FunnelFigures,
  LeadFunnel,
  LeadFunnelQuestion,
  MonthFunnel,
  SalespersonFunnel,
  SourceFunnel,
} from './lead-funnel.ts'

const words = (en: string, vi: string): Words => ({ en, vi })
const said = (en: string, vi: string): Said => ({ say: words(en, vi) })

/** What the report was asked, in words. */
export const leadFunnelAsked: { readonly [Field in keyof LeadFunnelQuestion]: AskedField } = {
  source: { title: words('source', 'nguồn'), none: words('no source', 'không rõ nguồn') },
  campaign: { title: words('campaign', 'chiến dịch'), none: words('no campaign', 'không thuộc chiến dịch nào') },
  owner: { title: words('salesperson', 'nhân viên'), none: words('nobody', 'chưa giao cho ai') },
  team: { title: words('team', 'đội'), none: words('no team', 'không thuộc đội nào') },
  from: { title: words('written down from', 'ghi nhận từ') },
  to: { title: words('written down until', 'ghi nhận đến') },
}

const rate = words('of all', 'trên tổng số')
const created = words('Leads', 'Tiềm năng')
const qualified = words('Qualified', 'Đạt yêu cầu')
const converted = words('Converted', 'Đã chuyển đổi')
const won = words('Won', 'Thắng')

const figures: readonly Column<FunnelFigures>[] = [
  { name: 'created', title: created, kind: 'count', of: row => row.created, bar: true },
  { name: 'qualified', title: qualified, kind: 'count', of: row => row.qualified },
  { name: 'qualifiedRate', title: rate, kind: 'percent', of: row => row.qualifiedRate, inTable: false },
  { name: 'converted', title: converted, kind: 'count', of: row => row.converted },
  { name: 'convertedRate', title: rate, kind: 'percent', of: row => row.convertedRate },
  { name: 'won', title: won, kind: 'count', of: row => row.won },
  { name: 'wonRate', title: rate, kind: 'percent', of: row => row.wonRate },
]

const total = ({ total }: LeadFunnel): Section =>
  section({
    name: 'total',
    title: words('Total', 'Tổng cộng'),
    upright: true,
    rows: [total],
    columns: [
      { name: 'created', title: created, kind: 'count', of: row => row.created },
      { name: 'qualified', title: qualified, kind: 'count', of: row => row.qualified },
      {
        name: 'qualifiedRate',
        title: words('Qualified, of all', 'Đạt yêu cầu, trên tổng số'),
        kind: 'percent',
        of: row => row.qualifiedRate,
      },
      { name: 'converted', title: converted, kind: 'count', of: row => row.converted },
      {
        name: 'convertedRate',
        title: words('Converted, of all', 'Đã chuyển đổi, trên tổng số'),
        kind: 'percent',
        of: row => row.convertedRate,
      },
      { name: 'won', title: won, kind: 'count', of: row => row.won },
      {
        name: 'wonRate',
        title: words('Won, of all', 'Thắng, trên tổng số'),
        kind: 'percent',
        of: row => row.wonRate,
      },
    ],
  })

const sources = ({ sources }: LeadFunnel): Section =>
  section({
    name: 'source',
    title: words('By source', 'Theo nguồn'),
    rows: sources,
    columns: [
      {
        name: 'source',
        title: words('Source', 'Nguồn'),
        kind: 'text',
        of: (row: SourceFunnel) => row.source ?? said('not said', 'không rõ'),
      },
      ...figures,
    ],
  })

const campaigns = ({ campaigns }: LeadFunnel): Section =>
  section({
    name: 'campaign',
    title: words('By campaign', 'Theo chiến dịch'),
    rows: campaigns,
    columns: [
      {
        name: 'campaign',
        title: words('Campaign', 'Chiến dịch'),
        kind: 'text',
        of: (row: CampaignFunnel) => row.campaign ?? said('none', 'không có'),
      },
      ...figures,
    ],
  })

const salespeople = ({ salespeople }: LeadFunnel): Section =>
  section({
    name: 'salesperson',
    title: words('By salesperson', 'Theo nhân viên'),
    rows: salespeople,
    columns: [
      {
        name: 'id',
        title: words('Id', 'Mã'),
        kind: 'text',
        of: (row: SalespersonFunnel) => row.ownerId,
        inTable: false,
      },
      {
        name: 'name',
        title: words('Salesperson', 'Nhân viên'),
        kind: 'name',
        of: (row: SalespersonFunnel) => (row.ownerId === null ? said('nobody', 'chưa giao cho ai') : row.name),
      },
      ...figures,
    ],
  })

const months = ({ months }: LeadFunnel): Section =>
  section({
    name: 'month',
    title: words('By month in which they were written down', 'Theo tháng ghi nhận'),
    rows: months,
    columns: [
      { name: 'month', title: words('Month', 'Tháng'), kind: 'month', of: (row: MonthFunnel) => row.month },
      { name: 'inPart', title: words('in part', 'một phần'), kind: 'flag', of: (row: MonthFunnel) => row.inPart },
      ...figures,
    ],
  })

export const leadFunnelSections = (report: LeadFunnel): readonly Section[] =>
  [total, sources, campaigns, salespeople, months].map(of => ({
    ...of(report),
    within: { from: report.created.from ?? '', to: report.created.to },
  }))
