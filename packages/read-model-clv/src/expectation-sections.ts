// How what is expected of customers is shown.
import type { Words } from '@eventcrm/domain'
import { section, type Section } from '@eventcrm/projection'
import type { CurrencyClv } from './clv-answer.ts'
import { ofCustomer } from './customer-columns.ts'

const words = (en: string, vi: string): Words => ({ en, vi })

/** What speaks against believing it, below the parameters. */
const noteOf = (cautions: CurrencyClv['expectations']['cautions']): Words | null =>
  cautions.length === 0
    ? null
    : words(cautions.map(({ words }) => words.en).join('. '), cautions.map(({ words }) => words.vi).join('. '))

const customers = words('Customers', 'Khách hàng')
const logLikelihood = words('Log-likelihood', 'Log hợp lý')

export const expectationSections = ({ expectations }: CurrencyClv): readonly Section[] => {
  const { buying, spending, cautions, window, value, top, calibratedUntil } = expectations
  return [
    section({
      name: 'expected',
      title: words('Expected', 'Dự báo'),
      upright: true,
      rows: [expectations],
      columns: [
        {
          name: 'calibratedUntil',
          title: words('From purchases until', 'Từ giao dịch đến'),
          kind: 'day',
          of: () => calibratedUntil,
        },
        {
          name: 'customers',
          title: words('Customers by then', 'Khách hàng đến lúc đó'),
          kind: 'count',
          of: row => row.customers,
        },
        {
          name: 'repeatCustomers',
          title: words('of whom bought again', 'trong đó đã mua lại'),
          kind: 'count',
          of: row => row.repeatCustomers,
        },
        { name: 'windowFrom', title: words('Window from', 'Kỳ dự báo từ'), kind: 'day', of: () => window.from },
        { name: 'windowTo', title: words('until', 'đến'), kind: 'day', of: () => window.to },
        { name: 'windowWeeks', title: words('Weeks', 'Số tuần'), kind: 'number', of: () => window.weeks },
        {
          name: 'expectedPurchases',
          title: words('Purchases expected in it', 'Lần mua dự kiến trong kỳ'),
          kind: 'decimal',
          of: () => window.expected,
        },
        {
          name: 'bought',
          title: window.isOver
            ? words('Purchases made in it', 'Lần mua thực tế trong kỳ')
            : words('Purchases made in it so far', 'Lần mua thực tế đến nay'),
          kind: 'count',
          of: () => window.bought,
        },
        {
          name: 'expectedMonths',
          title: words('Months ahead', 'Số tháng tới'),
          kind: 'count',
          of: () => value.months,
        },
        {
          name: 'expectedValue',
          title: words('Lifetime value expected', 'Giá trị vòng đời dự kiến'),
          kind: 'money',
          of: () => value.total,
        },
      ],
    }),
    section({
      name: 'buying',
      title: words('How customers buy: BG/NBD, in weeks', 'Cách khách mua: BG/NBD, theo tuần'),
      rows: buying?.converged ? [buying] : [],
      columns: [
        { name: 'r', title: words('r', 'r'), kind: 'number', of: row => row.r },
        { name: 'alpha', title: words('α', 'α'), kind: 'number', of: row => row.alpha },
        { name: 'a', title: words('a', 'a'), kind: 'number', of: row => row.a },
        { name: 'b', title: words('b', 'b'), kind: 'number', of: row => row.b },
        { name: 'logLikelihood', title: logLikelihood, kind: 'number', of: row => row.logLikelihood },
      ],
      note: noteOf(cautions),
    }),
    section({
      name: 'spending',
      title: words('What customers spend: Gamma-Gamma', 'Mức chi của khách: Gamma-Gamma'),
      rows: spending?.converged ? [spending] : [],
      columns: [
        { name: 'customers', title: customers, kind: 'count', of: row => row.customers },
        { name: 'p', title: words('p', 'p'), kind: 'number', of: row => row.p },
        { name: 'q', title: words('q', 'q'), kind: 'number', of: row => row.q },
        { name: 'v', title: words('v', 'v'), kind: 'number', of: row => row.v },
        { name: 'logLikelihood', title: logLikelihood, kind: 'number', of: row => row.logLikelihood },
        { name: 'correlation', title: words('Correlation', 'Tương quan'), kind: 'number', of: row => row.correlation },
      ],
    }),
    section({
      name: 'expectedCustomer',
      title: words('Customers of most value expected', 'Khách hàng có giá trị dự kiến cao nhất'),
      rows: top,
      columns: [
        ...ofCustomer,
        { name: 'repeats', title: words('Bought again', 'Lần mua lại'), kind: 'count', of: row => row.repeats },
        { name: 'alive', title: words('Still buys', 'Còn mua'), kind: 'percent', of: row => row.alive },
        { name: 'expectedPurchases', title: words('Purchases', 'Lần mua'), kind: 'decimal', of: row => row.purchases },
        { name: 'expectedSpending', title: words('Each', 'Mỗi lần'), kind: 'money', of: row => row.spending },
        { name: 'expectedValue', title: words('Value', 'Giá trị'), kind: 'money', of: row => row.value, bar: true },
      ],
    }),
  ]
}
