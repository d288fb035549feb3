// How the report is shown: its sections, their columns, and their words.
import type { Words } from '@eventcrm/domain'
import { section, type AskedField, type Column, type Section } from '@eventcrm/projection'
import type { Bucket } from './ageing.ts'
import { numberColumns } from './number-columns.ts'
import {
  salesDays,
  type CurrencyReceivables,
  type CustomerReceivables,
  type InvoiceReceivable,
  type OutstandingFigures,
  type Receivables,
} from './receivables-answer.ts'
import type { ReceivablesQuestion } from './receivables-question.ts'

const words = (en: string, vi: string): Words => ({ en, vi })

/** What the report was asked, in words. */
export const asked: { readonly [Field in keyof ReceivablesQuestion]: AskedField } = {
  customer: { title: words('customer', 'khách hàng') },
  owner: { title: words('salesperson', 'nhân viên'), none: words('nobody', 'chưa giao cho ai') },
  team: { title: words('team', 'đội'), none: words('no team', 'không thuộc đội nào') },
  department: { title: words('department', 'phòng ban') },
  currency: { title: words('currency', 'tiền tệ') },
}

const outstanding = words('Outstanding', 'Còn phải thu')
const notYetDue = words('Not yet due', 'Chưa đến hạn')
const dueToday = words('Due today', 'Đến hạn hôm nay')
const overdue = words('Overdue', 'Quá hạn')
const advance = words('Advance', 'Trả trước')
const customer = words('Customer', 'Khách hàng')
const invoicesTitle = words('Invoices', 'Hóa đơn')
const id = words('Id', 'Mã')

const bucketTitle = ({ from, to }: Bucket): Words =>
  to === null
    ? words(`Over ${String(from - 1)} days`, `Trên ${String(from - 1)} ngày`)
    : words(`${String(from)}–${String(to)} days`, `${String(from)}–${String(to)} ngày`)
const bucketName = ({ from, to }: Bucket): string =>
  to === null ? `daysOver${String(from - 1)}` : `days${String(from)}To${String(to)}`

const total = (report: CurrencyReceivables): Section =>
  section({
    name: 'total',
    title: words('Total', 'Tổng cộng'),
    upright: true,
    rows: [report],
    columns: [
      {
        name: 'invoices',
        title: words('Open invoices', 'Hóa đơn chưa thu đủ'),
        kind: 'count',
        of: row => row.invoices,
      },
      { name: 'outstanding', title: outstanding, kind: 'money', of: row => row.outstanding },
      { name: 'notYetDue', title: notYetDue, kind: 'money', of: row => row.notYetDue },
      {
        name: 'dueToday',
        title: dueToday,
        kind: 'money',
        of: row => row.dueToday,
        inTable: Number(report.dueToday.amount) !== 0,
      },
      { name: 'overdue', title: overdue, kind: 'money', of: row => row.overdue },
      { name: 'advance', title: words('Advances', 'Khách trả trước'), kind: 'money', of: row => row.advances },
      {
        name: 'invoiced',
        title: words(`Invoiced in ${String(salesDays)} days`, `Đã xuất hóa đơn trong ${String(salesDays)} ngày`),
        kind: 'money',
        of: row => row.daysSalesOutstanding.invoiced,
      },
      {
        name: 'daysSalesOutstanding',
        title: words('Days sales outstanding', 'Số ngày thu tiền bình quân'),
        kind: 'decimal',
        of: row => row.daysSalesOutstanding.days,
      },
    ],
  })

const ageing = (report: CurrencyReceivables): Section =>
  section({
    name: 'ageing',
    title: words('By due day', 'Theo hạn thanh toán'),
    rows: [
      { name: 'notYetDue', title: notYetDue, outstanding: report.notYetDue, instalments: null },
      ...report.buckets.map(bucket => ({ ...bucket, name: bucketName(bucket), title: bucketTitle(bucket) })),
    ],
    columns: [
      { name: 'bucket', title: id, kind: 'text', of: row => row.name, inTable: false },
      { name: 'days', title: words('Days past due', 'Số ngày quá hạn'), kind: 'text', of: row => ({ say: row.title }) },
      { name: 'outstanding', title: outstanding, kind: 'money', of: row => row.outstanding, bar: true },
      { name: 'instalments', title: words('Parts', 'Số kỳ'), kind: 'count', of: row => row.instalments },
    ],
  })

const outstandingColumns = <Row extends OutstandingFigures>(buckets: readonly Bucket[]): readonly Column<Row>[] => [
  { name: 'outstanding', title: outstanding, kind: 'money', of: row => row.outstanding },
  { name: 'notYetDue', title: notYetDue, kind: 'money', of: row => row.notYetDue, inTable: false },
  { name: 'dueToday', title: dueToday, kind: 'money', of: row => row.dueToday, inTable: false },
  { name: 'overdue', title: overdue, kind: 'money', of: row => row.overdue },
  ...buckets.map((bucket, i): Column<Row> => ({
    name: bucketName(bucket),
    title: bucketTitle(bucket),
    kind: 'money',
    of: row => row.buckets[i]?.outstanding ?? null,
    inTable: false,
  })),
]

const customers = ({ customers, customersInAll, buckets }: CurrencyReceivables): Section =>
  section({
    name: 'customer',
    title: words('By customer', 'Theo khách hàng'),
    rows: customers,
    columns: [
      { name: 'id', title: id, kind: 'text', of: (row: CustomerReceivables) => row.customerId, inTable: false },
      { name: 'name', title: customer, kind: 'name', of: (row: CustomerReceivables) => row.name },
      { name: 'invoices', title: invoicesTitle, kind: 'count', of: (row: CustomerReceivables) => row.invoices },
      ...outstandingColumns<CustomerReceivables>(buckets),
      { name: 'advance', title: advance, kind: 'money', of: (row: CustomerReceivables) => row.advance },
    ],
    note:
      customersInAll > customers.length
        ? words(
            `${String(customers.length)} of ${String(customersInAll)} customers, those with most outstanding: --top says how many.`,
            `${String(customers.length)} trong ${String(customersInAll)} khách hàng, có số còn phải thu lớn nhất: --top cho biết bao nhiêu.`,
          )
        : null,
  })

const openInvoices = ({ openInvoices, invoices }: CurrencyReceivables): Section =>
  section({
    name: 'invoice',
    title: words('Open invoices', 'Hóa đơn chưa thu đủ'),
    rows: openInvoices,
    columns: [
      { name: 'id', title: id, kind: 'text', of: (row: InvoiceReceivable) => row.invoiceId, inTable: false },
      ...numberColumns<InvoiceReceivable>(),
      { name: 'customerId', title: id, kind: 'text', of: row => row.customerId, inTable: false },
      { name: 'name', title: customer, kind: 'name', of: row => row.customer },
      { name: 'date', title: words('Date', 'Ngày lập'), kind: 'day', of: row => row.issuedOn },
      { name: 'dueOn', title: words('Due', 'Hạn'), kind: 'day', of: row => row.dueOn },
      { name: 'total', title: words('Total', 'Tổng tiền'), kind: 'money', of: row => row.total },
      { name: 'paid', title: words('Paid', 'Đã trả'), kind: 'money', of: row => row.paid, inTable: false },
      {
        name: 'credited',
        title: words('Credited', 'Điều chỉnh giảm'),
        kind: 'money',
        of: row => row.credited,
        inTable: false,
      },
      {
        name: 'writtenOff',
        title: words('Written off', 'Xóa nợ'),
        kind: 'money',
        of: row => row.writtenOff,
        inTable: false,
      },
      { name: 'outstanding', title: outstanding, kind: 'money', of: row => row.outstanding },
      {
        name: 'daysOverdue',
        title: words('Days overdue', 'Ngày quá hạn'),
        kind: 'count',
        of: row => row.daysOverdue,
      },
    ],
    note:
      invoices > openInvoices.length
        ? words(
            `${String(openInvoices.length)} of ${String(invoices)} invoices, those overdue for longest: --top says how many; \`list invoices\` has all.`,
            `${String(openInvoices.length)} trong ${String(invoices)} hóa đơn, quá hạn lâu nhất: --top cho biết bao nhiêu; \`list invoices\` có đủ.`,
          )
        : null,
  })

/** One section of each kind per currency. */
export const receivablesSections = ({ currencies }: Receivables): readonly Section[] =>
  currencies.flatMap(report =>
    [total(report), ageing(report), customers(report), openInvoices(report)].map(made => ({
      ...made,
      within: { currency: report.currency },
    })),
  )
