import { asOf, defineReport, section } from '@eventcrm/projection'
import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { reportCsv } from '../src/report/report-csv.ts'
import { reportTable } from '../src/report/report-table.ts'
import { askedIn } from '../src/report/shown-answer.ts'

const words = (en: string) => ({ en, vi: en })
interface Row {
  readonly name: string | null
  readonly amount: string
  readonly count: bigint
  readonly late: boolean
}
const rows: Row[] = []
const names = new Map<string, string | null>([['00000000-0000-4000-8000-000000000001', '=Team']])

/** A report that the command line knows nothing of. */
const report = defineReport({
  name: 'tickets',
  title: words('Tickets'),
  describe: 'Tickets',
  views: [],
  question: z.strictObject({
    asOf,
    team: z.uuid().meta({ kind: 'sales team' }).nullish().describe('Only this team'),
    tag: z.string().optional().describe('Only this tag'),
  }),
  asked: { team: { title: words('team'), none: words('no team') }, tag: { title: words('tag') } },
  answer: async () => ({ rows }),
  sections: answer => [
    section({
      name: 'customer',
      title: words('Customers'),
      within: { currency: 'VND' },
      rows: answer.rows,
      columns: [
        { name: 'name', title: words('Customer'), kind: 'name', of: row => row.name },
        { name: 'worth', title: words('Worth'), kind: 'money', of: row => ({ amount: row.amount, currency: 'VND' }) },
        { name: 'count', title: words('Tickets'), kind: 'count', of: row => row.count, bar: true },
        { name: 'late', title: words('late'), kind: 'flag', of: row => row.late },
        { name: 'reason', title: words('Reason'), kind: 'text', of: () => ({ say: words('none given') }) },
        { name: 'id', title: words('Id'), kind: 'text', of: () => 'x', inTable: false },
      ],
    }),
  ],
})
const shownOf = (shown: readonly Row[], question: object = {}) => {
  const whole = { question: { asOf: '2026-03-31', ...question }, asOf: '2026-03-31', position: null }
  const answer = { ...whole, read: { rows: 0, documents: 0 }, rows: [...shown] }
  return {
    report,
    answer,
    asOf: answer.asOf,
    knownAt: null,
    asked: askedIn(report, answer.question),
    sections: report.sections(answer),
    names,
  }
}
const csvOf = (...given: Parameters<typeof shownOf>): Record<string, string>[] =>
  parse(reportCsv(shownOf(...given)), { columns: true, bom: true })

it('takes no name for a formula', () => {
  const given = ['=1+1', '+84 28', '-2+3', '@SUM(A1)', '\u3000=1', '＝1+1', 'Công ty TNHH "An Phát", Hà Nội']
  const csv = reportCsv(shownOf(given.map(name => ({ name, amount: '0', count: 0n, late: false }))))
  for (const name of given.slice(0, 6)) expect(csv).toContain(`,'${name}`)
  const broken = reportCsv(shownOf([{ name: 'a\r=1+1', amount: '0', count: 0n, late: false }]))
  expect(broken).toContain(',a\\r=1+1,')
  expect(csv).toContain(',"Công ty TNHH ""An Phát"", Hà Nội",')
})

it('says in every row what was asked, by id and by name, and what asks for none', () => {
  const row = { name: null, amount: '7', count: 2n ** 60n, late: true }
  const [team] = names.keys()
  expect(csvOf([row, row], { team })).toMatchObject(
    [0, 1].map(() => ({
      asOf: '2026-03-31',
      teamId: team,
      team: "'=Team",
      tag: '',
      currency: 'VND',
      section: 'customer',
      name: '',
      worth: '7',
      count: '1152921504606846976',
      late: 'true',
      reason: '',
      id: 'x',
    })),
  )
  expect(csvOf([row], { team: null, tag: 'vip' })).toMatchObject([{ teamId: 'none', team: 'none', tag: 'vip' }])
})

it('is the same report as a table, with what was asked above', () => {
  const paint = (_: unknown, text: string) => text
  const tableOf = (...given: Parameters<typeof shownOf>) =>
    reportTable(shownOf(...given), { language: 'en', width: 80, paint }).split('\n')
  expect(
    tableOf([{ name: 'An\u001b[2J', amount: '1234', count: 5n, late: true }], { team: null, tag: 'v\u0007' }),
  ).toEqual([
    'Tickets as of 2026-03-31',
    'only: no team · tag v\\u0007',
    '─'.repeat(80),
    '',
    'Customers',
    '  Customer      Worth  Tickets                      Reason',
    '  An\\u001b[2J  ₫1,234        5  ████████████  late  none given',
  ])
  const [, , , , , titles] = tableOf([{ name: 'An', amount: '1', count: 0n, late: false }])
  expect(titles).not.toContain('late')
  expect(tableOf([])).toContain('  There is nothing to show by that day.')
})

/** Two amounts a row, each in a currency of its own, below zero like its count. */
const mixed = (within: Readonly<Record<string, string>>, paidIn: string) =>
  defineReport({
    name: 'mixed',
    title: words('Mixed'),
    describe: 'Mixed',
    views: [],
    question: z.strictObject({ asOf }),
    answer: async () => ({}),
    sections: () => [
      section({
        name: 'balance',
        title: words('Balances'),
        within,
        most: 1,
        rows: [-5n, null],
        columns: [
          { name: 'owed', title: words('Owed'), kind: 'money', of: () => ({ amount: '-5.00', currency: 'USD' }) },
          { name: 'paid', title: words('Paid'), kind: 'money', of: () => ({ amount: '7', currency: paidIn }) },
          { name: 'count', title: words('Count'), kind: 'count', of: row => row },
          { name: 'change', title: words('Change'), kind: 'decimal', of: () => -0.5 },
          { name: 'note', title: words('Note'), kind: 'text', of: () => '-5' },
        ],
      }),
    ],
  })
const shownMixed = (...given: Parameters<typeof mixed>) => {
  const answered = mixed(...given)
  const answer = {
    question: { asOf: '2026-03-31' },
    asOf: '2026-03-31',
    position: null,
    read: { rows: 0, documents: 0 },
  }
  return {
    report: answered,
    answer,
    asOf: answer.asOf,
    knownAt: null,
    asked: [],
    sections: answered.sections(answer),
    names,
  }
}

it('has a currency beside every amount, and takes no number for a formula', () => {
  expect(reportCsv(shownMixed({}, 'VND'))).toBe(
    '\uFEFFasOf,section,owed,owedCurrency,paid,paidCurrency,count,change,note\n' +
      '2026-03-31,balance,-5.00,USD,7,VND,-5,-0.5,-5\n' +
      '2026-03-31,balance,-5.00,USD,7,VND,,-0.5,-5\n',
  )
  expect(reportCsv(shownMixed({ currency: 'USD' }, 'USD'))).toMatch(
    /^.asOf,currency,section,owed,paid,count,change,note\n2026-03-31,USD,balance,-5\.00,7,-5,-0\.5,-5\n/,
  )
})

it('offers --top only where the report takes it', () => {
  const lines = reportTable(shownMixed({}, 'VND'), { language: 'en', width: 80, paint: (_, text) => text }).split('\n')
  expect(lines.at(-1)).toBe('  … and 1 more')
})
