import {
  defineReport,
  documentsIn,
  type FieldOf,
  type Filter,
  type Report,
  type ReportReader,
  type Sort,
} from '@eventcrm/projection'
import { mergers, partsAsOf, survivorsAsOf } from '@eventcrm/read-model-directory'
import { standingAt } from './ageing.ts'
import { daysBefore } from './calendar.ts'
import { invoices, type InvoiceDocument } from './invoices.ts'
import { advanceOf, payments, type PaymentDocument } from './payments.ts'
import { ReceivablesTally, salesDays, type Receivables } from './receivables-answer.ts'
import {
  receivablesQuestion,
  type CheckedReceivablesQuestion,
  type ReceivablesQuestion,
} from './receivables-question.ts'
import { asked, receivablesSections } from './receivables-sections.ts'

interface Search<Doc> {
  readonly where: Filter<Doc>
  readonly sort: readonly Sort<Doc>[]
}

/** Whether a document is of those asked for, whatever its customer. */
const isAskedFor = (
  { owner, team, department, currency }: CheckedReceivablesQuestion,
  document: Pick<InvoiceDocument & PaymentDocument, 'ownerId' | 'teamId' | 'department' | 'currency'>,
): boolean =>
  (owner === undefined || owner === document.ownerId) &&
  (team === undefined || team === document.teamId) &&
  (department === undefined || department === document.department) &&
  (currency === undefined || currency === document.currency)

/** What was outstanding on the day: what is now, and what has been settled since; and what was invoiced within the days before. */
const invoiceSearches = (asOf: string, since: string): readonly Search<InvoiceDocument>[] => [
  {
    where: {
      and: [
        { field: 'openUntil', equals: null },
        { field: 'issuedOn', to: asOf },
      ],
    },
    sort: [{ field: 'issuedOn' }],
  },
  {
    where: {
      and: [
        { field: 'openUntil', above: asOf },
        { field: 'issuedOn', to: asOf },
      ],
    },
    sort: [{ field: 'openUntil' }],
  },
  { where: { field: 'issuedOn', from: since, to: asOf }, sort: [{ field: 'issuedOn' }] },
]

/** What came in and was an advance on the day. */
const paymentSearches = (asOf: string): readonly Search<PaymentDocument>[] => [
  {
    where: {
      and: [
        { field: 'openUntil', equals: null },
        { field: 'paidOn', to: asOf },
      ],
    },
    sort: [{ field: 'paidOn' }],
  },
  {
    where: {
      and: [
        { field: 'openUntil', above: asOf },
        { field: 'paidOn', to: asOf },
      ],
    },
    sort: [{ field: 'openUntil' }],
  },
]

/** What was paid out until the day, to those asked for: it never changes once it was recorded. */
const paidOut = (
  { asOf, owner, team, department, currency }: CheckedReceivablesQuestion,
  parts: readonly string[] | null,
  position: string,
): Filter<PaymentDocument> => {
  const only = (
    field: FieldOf<PaymentDocument>,
    equals: string | null | undefined,
  ): readonly Filter<PaymentDocument>[] => (equals === undefined ? [] : [{ field, equals }])
  return {
    and: [
      { field: 'kind', equals: 'made' },
      ...only('currency', currency),
      ...(parts === null ? [] : [{ field: 'customerId', in: parts } as const]),
      ...only('ownerId', owner),
      ...only('teamId', team),
      ...only('department', department),
      { field: 'paidOn', to: asOf },
      { field: 'paidAt', to: position },
    ],
  }
}

const answer = async (reader: ReportReader, question: CheckedReceivablesQuestion) => {
  const { asOf, customer } = question
  const [merged] = await reader.read(documentsIn(mergers))
  const survivorOf = survivorsAsOf(merged, asOf)
  const parts = customer === undefined ? null : partsAsOf(merged, survivorOf, customer)
  const isOfCustomer = (customerId: string) => parts === null || parts.includes(customerId)
  const since = daysBefore(asOf, salesDays - 1)
  const tally = new ReceivablesTally(question)
  await reader.eachFound(
    invoices,
    parts?.map(customerId => ({
      where: {
        and: [
          { field: 'customerId', equals: customerId },
          { field: 'issuedOn', to: asOf },
        ],
      },
      sort: [{ field: 'issuedOn' }],
    })) ?? invoiceSearches(asOf, since),
    'position',
    (document, position) => {
      if (!isAskedFor(question, document) || !isOfCustomer(document.customerId)) return
      const standing = standingAt(document, { day: asOf, position })
      if (!standing) return
      const of = tally.of(document.currency)
      if (document.issuedOn !== null && document.issuedOn >= since) of.addInvoiced(standing.total)
      if (standing.outstanding !== 0) of.addOpen(document, survivorOf(document.customerId), standing)
    },
  )
  await reader.eachFound(
    payments,
    parts?.map(customerId => ({
      where: {
        and: [
          { field: 'customerId', equals: customerId },
          { field: 'paidOn', to: asOf },
        ],
      },
      sort: [{ field: 'paidOn' }],
    })) ?? paymentSearches(asOf),
    'position',
    (document, position) => {
      if (document.kind === 'made') return
      if (!isAskedFor(question, document) || !isOfCustomer(document.customerId)) return
      const advance = advanceOf(document, { day: asOf, position })
      if (advance !== 0) tally.of(document.currency).addAdvance(survivorOf(document.customerId), advance)
    },
  )
  await reader.eachGroup(
    payments,
    {
      by: ['currency', 'customerId'],
      sum: ['amount'],
      where: position => paidOut(question, parts, position),
    },
    ({ values: [of, customerId], sums: [amount = 0n] }) => {
      tally.of(String(of)).addAdvance(survivorOf(String(customerId)), -amount)
    },
  )
  const currencies = await tally.report(ids => reader.names(ids))
  return { currencies }
}

/**
 * What is to be paid as of a day, from documents alone: what it reads are the invoices with something outstanding on that day and those of the
 * last 90 days, by index, and the payments of which something was an advance; of one customer all that it has. What was paid out is
 * added up by customer in the store.
 */
export const receivablesReport: Report<'receivables', ReceivablesQuestion, Receivables> = defineReport({
  name: 'receivables',
  title: { en: 'Receivables', vi: 'Công nợ phải thu' },
  describe: 'What is outstanding, by due day, by customer and by invoice, and advances: now, or as of any past day',
  views: [invoices, payments, mergers],
  question: receivablesQuestion,
  asked,
  answer,
  sections: receivablesSections,
})
