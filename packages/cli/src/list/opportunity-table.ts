import type { Language } from '@eventcrm/domain'
import { erased } from '../erased.ts'
import { formatsOf } from '../formats.ts'
import { table } from '../layout.ts'
import { csvOf, type Row } from '../report/report-csv.ts'
import type { Paint } from '../terminal.ts'
import type { ListedOpportunity } from './listed-opportunity.ts'

const en = {
  title: 'Title',
  customer: 'Customer',
  owner: 'Salesperson',
  stage: 'Stage',
  lost: 'Lost',
  void: 'Void',
  amount: 'Value',
  closes: 'Closes',
  none: 'No opportunity is like that.',
}
const vi: typeof en = {
  title: 'Tiêu đề',
  customer: 'Khách hàng',
  owner: 'Nhân viên',
  stage: 'Giai đoạn',
  lost: 'Thất bại',
  void: 'Đã hủy',
  amount: 'Giá trị',
  closes: 'Ngày chốt',
  none: 'Không có cơ hội nào như vậy.',
}
const wordsOf: Readonly<Record<Language, typeof en>> = { en, vi }

interface Page {
  readonly language: Language
  readonly width: number
  readonly paint: Paint
}

/** Lines without a break at the end. What is open closes on the day that is expected. */
export const opportunityTable = (rows: readonly ListedOpportunity[], { language, width, paint }: Page): string => {
  const words = wordsOf[language]
  if (rows.length === 0) return `  ${words.none}`
  const formats = formatsOf(language)
  const called = (id: string | null, name: string | null) => (id === null ? '–' : (name ?? erased[language]))
  return table(
    [
      { title: words.title, shrinks: true },
      { title: words.customer, shrinks: true },
      { title: words.owner, shrinks: true },
      { title: words.stage, shrinks: true },
      { title: words.amount, align: 'right' },
      { title: words.closes },
    ],
    rows.map(row => {
      const closes = row.closedOn ?? row.expectedCloseOn
      return [
        row.title ?? erased[language],
        called(row.customerId, row.customer),
        called(row.ownerId, row.owner),
        row.status === 'lost' || row.status === 'void' ? words[row.status] : row.stage,
        formats.money(row.amount),
        closes === null ? '–' : formats.day(closes),
      ]
    }),
    { width, paintTitles: text => paint('dim', text) },
  ).join('\n')
}

/** With a line of headings, and a break at the end; amounts stand beside their currency. */
export const opportunityCsv = (rows: readonly ListedOpportunity[]): string =>
  csvOf(
    rows.map(({ amount, tags, ...row }): Row => ({
      ...row,
      amount: { amount: amount.amount },
      currency: amount.currency,
      tags: tags.join('; '),
    })),
    [
      'opportunityId',
      'title',
      'status',
      'pipelineId',
      'pipeline',
      'stageId',
      'stage',
      'amount',
      'currency',
      'probability',
      'ownerId',
      'owner',
      'teamId',
      'team',
      'customerId',
      'customer',
      'openedOn',
      'expectedCloseOn',
      'closedOn',
      'lostReason',
      'priority',
      'tags',
    ],
  )
