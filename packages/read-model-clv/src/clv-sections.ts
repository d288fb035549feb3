// How the report is shown: its sections, their columns, and their words.
import type { Day, Words } from '@eventcrm/domain'
import { section, type AskedField, type Column, type Said, type Section } from '@eventcrm/projection'
import type { ClvReport, CohortAge, CurrencyClv, CustomerValue, SegmentFigures } from './clv-answer.ts'
import type { ClvQuestion } from './clv-question.ts'
import { ofCustomer } from './customer-columns.ts'
import { expectationSections } from './expectation-sections.ts'
import type { Basis } from './purchases.ts'
import { segmentWords, type Segment } from './rfm.ts'

const words = (en: string, vi: string): Words => ({ en, vi })

/** What the report was asked, in words. */
export const asked: { readonly [Field in keyof ClvQuestion]: AskedField } = {
  currency: { title: words('currency', 'tiền tệ') },
  from: { title: words('cohorts and months from', 'nhóm và tháng từ') },
  to: { title: words('cohorts and months until', 'nhóm và tháng đến') },
  calibrateUntil: { title: words('expected from purchases until', 'dự báo từ giao dịch đến') },
}

const id = words('Id', 'Mã')
const customers = words('Customers', 'Khách hàng')
const purchases = words('Purchases', 'Lần mua')
const revenue = words('Revenue', 'Doanh thu')
const value = words('Value', 'Giá trị')
const share = words('Share', 'Tỷ lệ')
const month = words('Month', 'Tháng')
const inPart = words('in part', 'một phần')
const nobody: Said = { say: words('nobody', 'không ai') }

const segmentColumn = <Row extends { readonly segment: Segment }>(): readonly Column<Row>[] => [
  { name: 'segmentCode', title: id, kind: 'text', of: row => row.segment, inTable: false },
  {
    name: 'segment',
    title: words('Segment', 'Phân khúc'),
    kind: 'text',
    of: row => ({ say: segmentWords[row.segment] }),
  },
]

const basisWords: Readonly<Record<Basis, Words>> = {
  invoices: words('Invoices', 'Hóa đơn'),
  payments: words('Payments on invoices', 'Thanh toán cho hóa đơn'),
  purchases: words('Purchases without an invoice', 'Mua hàng không hóa đơn'),
}
const boughtWords: Readonly<Record<Basis, Words>> = {
  invoices: words(
    'less credit notes; a purchase is all that a customer was invoiced on one day',
    'đã trừ hóa đơn điều chỉnh giảm; mỗi lần mua là tất cả hóa đơn của khách trong một ngày',
  ),
  payments: words(
    'as paid, less what pays no longer; a purchase is all that a customer paid on invoices on one day',
    'theo số tiền đã thanh toán, đã trừ phần không còn thanh toán; mỗi lần mua là tất cả những gì khách thanh toán cho hóa đơn trong một ngày',
  ),
  purchases: words(
    'a purchase is what a customer bought on one day',
    'mỗi lần mua là tất cả những gì khách mua trong một ngày',
  ),
}
const taxWords = {
  out: {
    invoices: words('Revenue without tax', 'Doanh thu chưa gồm thuế'),
    payments: words('Revenue without tax', 'Doanh thu chưa gồm thuế'),
    purchases: words('Revenue without tax where it is known', 'Doanh thu chưa gồm thuế nếu biết tiền thuế'),
  },
  in: {
    invoices: words('Revenue with tax', 'Doanh thu gồm thuế'),
    payments: words('Revenue with tax', 'Doanh thu gồm thuế'),
    purchases: words('Revenue with tax', 'Doanh thu gồm thuế'),
  },
}
const noteOn = ({ of, tax }: CurrencyClv['basis']): Words => {
  const [revenue, bought] = [taxWords[tax][of], boughtWords[of]]
  const mark = of === 'purchases' ? ';' : ','
  return words(`${revenue.en}${mark} ${bought.en}`, `${revenue.vi}${mark} ${bought.vi}`)
}

const total = ({ total, basis: counted }: CurrencyClv, { basis }: ClvReport) =>
  section({
    name: 'total',
    title: words('Total', 'Tổng cộng'),
    upright: true,
    rows: [total],
    columns: [
      {
        name: 'basis',
        title: words('Counted by', 'Tính theo'),
        kind: 'text',
        of: () => ({ say: basisWords[counted.of] }),
      },
      { name: 'basisCode', title: id, kind: 'text', of: () => counted.of, inTable: false },
      { name: 'tax', title: words('Tax', 'Thuế'), kind: 'text', of: () => counted.tax, inTable: false },
      { name: 'customers', title: customers, kind: 'count', of: row => row.customers },
      { name: 'purchases', title: purchases, kind: 'count', of: row => row.purchases },
      { name: 'recorded', title: words('Recorded', 'Đã ghi nhận'), kind: 'count', of: row => row.recorded },
      {
        name: 'taxUnknown',
        title: words('Tax unknown', 'Không rõ thuế'),
        kind: 'count',
        of: row => row.taxUnknown,
      },
      { name: 'revenue', title: revenue, kind: 'money', of: row => row.revenue },
      {
        name: 'margin',
        title: words('Margin', 'Tỷ suất lợi nhuận'),
        kind: 'percent',
        of: () => Math.round(basis.margin * 100) / 10_000,
      },
      {
        name: 'value',
        title: words('Lifetime value so far', 'Giá trị vòng đời đến nay'),
        kind: 'money',
        of: row => row.value,
      },
      { name: 'meanValue', title: words('each customer', 'mỗi khách hàng'), kind: 'money', of: row => row.meanValue },
      {
        name: 'averagePurchase',
        title: words('Revenue of a purchase', 'Doanh thu mỗi lần mua'),
        kind: 'money',
        of: row => row.averagePurchase,
      },
      {
        name: 'frequency',
        title: words('Purchases of a customer', 'Lần mua mỗi khách hàng'),
        kind: 'decimal',
        of: row => row.frequency,
      },
      {
        name: 'recencyDays',
        title: words('Days since the last purchase', 'Số ngày từ lần mua cuối'),
        kind: 'decimal',
        of: row => row.recencyDays,
      },
      {
        name: 'tenureDays',
        title: words('Days since the first purchase', 'Số ngày từ lần mua đầu'),
        kind: 'decimal',
        of: row => row.tenureDays,
      },
    ],
    note: noteOn(counted),
  })

const bestCustomers = ({ customers }: CurrencyClv) =>
  section({
    name: 'customer',
    title: words('Customers of most value so far', 'Khách hàng giá trị nhất đến nay'),
    rows: customers,
    columns: [
      ...ofCustomer,
      { name: 'firstOn', title: words('First', 'Lần đầu'), kind: 'day', of: row => row.firstOn, inTable: false },
      { name: 'lastOn', title: words('Last', 'Lần cuối'), kind: 'day', of: row => row.lastOn },
      { name: 'purchases', title: purchases, kind: 'count', of: row => row.purchases },
      { name: 'revenue', title: revenue, kind: 'money', of: row => row.revenue, inTable: false },
      { name: 'value', title: value, kind: 'money', of: row => row.value, bar: true },
      { name: 'recencyScore', title: words('R', 'R'), kind: 'count', of: row => row.scores.recency },
      { name: 'frequencyScore', title: words('F', 'F'), kind: 'count', of: row => row.scores.frequency },
      { name: 'monetaryScore', title: words('M', 'M'), kind: 'count', of: row => row.scores.monetary },
      ...segmentColumn<CustomerValue>(),
    ],
  })

const cohorts = ({ cohorts }: CurrencyClv, { basis }: ClvReport) =>
  section({
    name: 'cohort',
    title: words('Cohorts by first purchase', 'Nhóm theo lần mua đầu'),
    rows: cohorts,
    columns: [
      {
        name: 'cohort',
        title: words('Cohort', 'Nhóm'),
        kind: basis.cohorts === 'month' ? ('month' as const) : ('text' as const),
        of: (row: CohortAge) => row.cohort,
      },
      { name: 'size', title: customers, kind: 'count', of: row => row.size },
      {
        name: 'age',
        title: basis.cohorts === 'month' ? words('Months', 'Sau tháng') : words('Quarters', 'Sau quý'),
        kind: 'count',
        of: row => row.age,
      },
      { name: 'bought', title: words('Bought', 'Đã mua'), kind: 'count', of: row => row.bought },
      { name: 'retention', title: words('Retention', 'Giữ chân'), kind: 'percent', of: row => row.retention },
      {
        name: 'value',
        title: words('Value, each', 'Giá trị/khách'),
        kind: 'money',
        of: row => row.value,
      },
    ],
  })

const bySegment = ({ segments }: CurrencyClv) =>
  section({
    name: 'segment',
    title: words('Segments by recency and frequency', 'Phân khúc theo lần mua cuối và số lần mua'),
    rows: segments,
    columns: [
      ...segmentColumn<SegmentFigures>(),
      { name: 'customers', title: customers, kind: 'count', of: row => row.customers, bar: true },
      { name: 'share', title: share, kind: 'percent', of: row => row.share },
      { name: 'revenue', title: revenue, kind: 'money', of: row => row.revenue },
      {
        name: 'recencyDays',
        title: words('Days since', 'Số ngày'),
        kind: 'decimal',
        of: row => row.recencyDays,
      },
      { name: 'frequency', title: purchases, kind: 'decimal', of: row => row.frequency },
      {
        name: 'meanRevenue',
        title: words('Each', 'Mỗi khách'),
        kind: 'money',
        of: row => row.meanRevenue,
      },
    ],
  })

const months = ({ months }: CurrencyClv) =>
  section({
    name: 'month',
    title: words('New and repeat customers by month', 'Khách mới và khách quay lại theo tháng'),
    rows: months,
    columns: [
      { name: 'month', title: month, kind: 'month', of: row => row.month },
      { name: 'inPart', title: inPart, kind: 'flag', of: row => row.inPart },
      { name: 'newCustomers', title: words('New', 'Mới'), kind: 'count', of: row => row.newCustomers },
      { name: 'newRevenue', title: revenue, kind: 'money', of: row => row.newRevenue },
      { name: 'repeatCustomers', title: words('Repeat', 'Quay lại'), kind: 'count', of: row => row.repeatCustomers },
      { name: 'repeatRevenue', title: revenue, kind: 'money', of: row => row.repeatRevenue },
    ],
  })

const inactive = ({ inactive }: CurrencyClv) => {
  const days = String(inactive.afterDays)
  return [
    section({
      name: 'inactive',
      title: words(`Bought nothing for more than ${days} days`, `Không mua gì hơn ${days} ngày`),
      upright: true,
      rows: [inactive],
      columns: [
        { name: 'afterDays', title: words('Days', 'Số ngày'), kind: 'count', of: row => row.afterDays, inTable: false },
        { name: 'customers', title: customers, kind: 'count', of: row => row.customers },
        { name: 'share', title: share, kind: 'percent', of: row => row.share },
        { name: 'revenue', title: revenue, kind: 'money', of: row => row.revenue },
      ],
    }),
    section({
      name: 'inactiveCustomer',
      title: words('Inactive customers of most revenue', 'Khách ngừng mua có doanh thu cao nhất'),
      rows: inactive.top,
      columns: [
        ...ofCustomer,
        { name: 'purchases', title: purchases, kind: 'count', of: row => row.purchases },
        { name: 'revenue', title: revenue, kind: 'money', of: row => row.revenue, bar: true },
        { name: 'lastOn', title: words('Last', 'Lần cuối'), kind: 'day', of: row => row.lastOn },
        { name: 'daysSince', title: words('Days since', 'Số ngày từ đó'), kind: 'count', of: row => row.daysSince },
      ],
    }),
  ]
}

const acquisitions = ({ acquisitions: { months, salespeople } }: ClvReport): readonly Section[] => [
  section({
    name: 'acquiredMonth',
    title: words('Became customers, by month', 'Trở thành khách hàng, theo tháng'),
    rows: months,
    columns: [
      { name: 'month', title: month, kind: 'month', of: row => row.month },
      { name: 'inPart', title: inPart, kind: 'flag', of: row => row.inPart },
      { name: 'customers', title: customers, kind: 'count', of: row => row.customers, bar: true },
    ],
  }),
  section({
    name: 'acquiredBy',
    title: words('Became customers, by account manager', 'Trở thành khách hàng, theo người phụ trách'),
    rows: salespeople,
    columns: [
      { name: 'id', title: id, kind: 'text', of: row => row.staffMemberId, inTable: false },
      {
        name: 'name',
        title: words('Salesperson', 'Nhân viên'),
        kind: 'name',
        of: row => (row.staffMemberId === null ? nobody : row.name),
      },
      { name: 'customers', title: customers, kind: 'count', of: row => row.customers, bar: true },
    ],
  }),
]

const within = (from: Day | null, to: Day) => ({ from: from ?? '', to })

/** One section of each kind per currency, behind those on who became a customer, which are of no currency. */
export const clvSections = (report: ClvReport): readonly Section[] => {
  const period = within(report.period.from, report.period.to)
  return [
    ...acquisitions(report).map(made => ({ ...made, within: { currency: '', ...period } })),
    ...report.currencies.flatMap(figures =>
      [
        total(figures, report),
        bestCustomers(figures),
        cohorts(figures, report),
        bySegment(figures),
        months(figures),
        ...inactive(figures),
        ...expectationSections(figures),
      ].map(made => ({ ...made, within: { currency: figures.currency, ...period } })),
    ),
  ]
}
