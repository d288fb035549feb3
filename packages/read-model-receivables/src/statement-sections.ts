// How a statement of account is shown: its sections, their columns, and their words.
import type { Words } from '@eventcrm/domain'
import { section, type AskedField, type Section } from '@eventcrm/projection'
import { numberColumns, numberOf } from './number-columns.ts'
import type { StatementKind } from './statement-lines.ts'
import type { StatementQuestion } from './statement-question.ts'
import type { CurrencyStatement, Statement, StatementLine } from './statement-report.ts'

const words = (en: string, vi: string): Words => ({ en, vi })

/** What the report was asked, in words. */
export const asked: { readonly [Field in keyof StatementQuestion]: AskedField } = {
  customer: { title: words('customer', 'khách hàng') },
  currency: { title: words('currency', 'tiền tệ') },
  from: { title: words('from', 'từ ngày') },
  to: { title: words('until', 'đến ngày') },
}

const kinds: Readonly<Record<StatementKind, Words>> = {
  invoice: words('Invoice', 'Hóa đơn'),
  creditNote: words('Credit note', 'Hóa đơn điều chỉnh giảm'),
  writeOff: words('Write-off', 'Xóa nợ'),
  writeOffUndone: words('Write-off undone', 'Bỏ xóa nợ'),
  cancellation: words('Invoice cancelled', 'Hủy hóa đơn'),
  payment: words('Payment', 'Thu tiền'),
  bounce: words('Payment bounced', 'Khoản thu bị trả lại'),
  paidOut: words('Paid out', 'Chi tiền'),
}

const pays = words('Pays', 'Thanh toán cho')
const paysSaid = (row: StatementLine): Words => {
  const numbers = row.pays.map(numberOf).join(', ')
  return words(`pays ${numbers}`, `thanh toán cho ${numbers}`)
}

const debit = words('Debit', 'Phát sinh nợ')
const credit = words('Credit', 'Phát sinh có')

const total = (statement: CurrencyStatement): Section =>
  section({
    name: 'total',
    title: words('Total', 'Tổng cộng'),
    upright: true,
    rows: [statement],
    columns: [
      { name: 'opening', title: words('Opening balance', 'Số dư đầu kỳ'), kind: 'money', of: row => row.opening },
      { name: 'debit', title: debit, kind: 'money', of: row => row.debits },
      { name: 'credit', title: credit, kind: 'money', of: row => row.credits },
      { name: 'balance', title: words('Closing balance', 'Số dư cuối kỳ'), kind: 'money', of: row => row.closing },
      { name: 'outstanding', title: words('Outstanding', 'Còn phải thu'), kind: 'money', of: row => row.outstanding },
      { name: 'advance', title: words('Advance', 'Trả trước'), kind: 'money', of: row => row.advance },
    ],
  })

const lines = ({ lines }: CurrencyStatement): Section =>
  section({
    name: 'line',
    title: words('Day by day', 'Chi tiết theo ngày'),
    rows: lines,
    columns: [
      { name: 'day', title: words('Day', 'Ngày'), kind: 'day', of: row => row.day },
      {
        name: 'kind',
        title: words('Kind', 'Loại'),
        kind: 'text',
        of: (row: StatementLine) => row.kind,
        inTable: false,
      },
      { name: 'what', title: words('What', 'Nội dung'), kind: 'text', of: row => ({ say: kinds[row.kind] }) },
      { name: 'id', title: words('Id', 'Mã'), kind: 'text', of: row => row.id, inTable: false },
      ...numberColumns<StatementLine>(),
      {
        name: 'reference',
        title: words('Reference', 'Diễn giải'),
        kind: 'text',
        of: row => row.reference,
        inTable: 'below',
      },
      {
        name: 'method',
        title: words('Method', 'Hình thức'),
        kind: 'text',
        of: row => row.method,
        inTable: 'below',
      },
      {
        name: 'paysSaid',
        title: pays,
        kind: 'text',
        of: (row: StatementLine) => (row.pays.length === 0 ? null : { say: paysSaid(row) }),
        inTable: 'below',
        inCsv: false,
      },
      {
        name: 'pays',
        title: pays,
        kind: 'text',
        of: row => row.pays.map(numberOf).join('; '),
        inTable: false,
      },
      { name: 'debit', title: debit, kind: 'money', of: row => row.debit },
      { name: 'credit', title: credit, kind: 'money', of: row => row.credit },
      { name: 'balance', title: words('Balance', 'Số dư'), kind: 'money', of: row => row.balance },
    ],
  })

/** One section of each kind per currency. */
export const statementSections = ({ currencies, period }: Statement): readonly Section[] =>
  currencies.flatMap(statement =>
    [total(statement), lines(statement)].map(made => ({
      ...made,
      within: { currency: statement.currency, from: period.from ?? '', to: period.to },
    })),
  )
