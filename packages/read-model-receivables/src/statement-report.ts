import { showMoney, type Day, type ShownMoney } from '@eventcrm/domain'
import {
  defineReport,
  documentsIn,
  ranked,
  rising,
  type Answered,
  type Report,
  type ReportReader,
} from '@eventcrm/projection'
import { mergers, partsAsOf, survivorsAsOf } from '@eventcrm/read-model-directory'
import { standingAt } from './ageing.ts'
import { invoices } from './invoices.ts'
import { advanceOf, paidBy, payments } from './payments.ts'
import { linesOfInvoice, linesOfPayment, type Line, type PaidInvoice, type StatementKind } from './statement-lines.ts'
import { statementQuestion, type CheckedStatementQuestion, type StatementQuestion } from './statement-question.ts'
import { asked, statementSections } from './statement-sections.ts'

export interface StatementLine {
  readonly day: Day
  readonly kind: StatementKind
  /** Of the invoice or payment. */
  readonly id: string
  /** Of the series of the number; null none. */
  readonly symbol: string | null
  /** Of the invoice or credit note; null of a payment. */
  readonly number: string | null
  /** What the bank or the receipt says of a payment; null nothing, or erased. */
  readonly reference: string | null
  /** How a payment was made; null not said, and of anything else. */
  readonly method: string | null
  /** The invoices that a payment pays at the end of `to`; none of anything else. */
  readonly pays: readonly PaidInvoice[]
  /** What the customer owes more; null where it is less. */
  readonly debit: ShownMoney | null
  /** What the customer owes less; null where it is more. */
  readonly credit: ShownMoney | null
  /** What the customer owes after it; less than 0 where the company owes. */
  readonly balance: ShownMoney
}

/** The statement in one currency. */
export interface CurrencyStatement {
  readonly currency: string
  /** At the end of the day before `from`. */
  readonly opening: ShownMoney
  readonly debits: ShownMoney
  readonly credits: ShownMoney
  /** At the end of `to`. It is `outstanding` less `advance`, unless a payment is on its way to an invoice then. */
  readonly closing: ShownMoney
  readonly outstanding: ShownMoney
  readonly advance: ShownMoney
  /** By day, of one day in the order recorded. */
  readonly lines: readonly StatementLine[]
}

export interface Statement extends Answered<CheckedStatementQuestion> {
  readonly customer: { readonly customerId: string; readonly name: string | null }
  /** Null from: from the beginning. */
  readonly period: { readonly from: Day | null; readonly to: Day }
  /** By currency code. */
  readonly currencies: readonly CurrencyStatement[]
}

interface Account {
  opening: bigint
  readonly lines: Line[]
  outstanding: bigint
  advance: bigint
}

const statementOf = (currency: string, { opening, lines, outstanding, advance }: Account): CurrencyStatement => {
  const shown = (minorUnits: number | bigint) => showMoney({ minorUnits, currency })
  const told: StatementLine[] = []
  let [balance, debits, credits] = [opening, 0n, 0n]
  for (const { amount, position: _, currency: __, ...line } of ranked(
    lines,
    rising(line => line.day),
    rising(line => line.position),
  )) {
    balance += BigInt(amount)
    if (amount < 0) credits -= BigInt(amount)
    else debits += BigInt(amount)
    told.push({
      ...line,
      debit: amount < 0 ? null : shown(amount),
      credit: amount < 0 ? shown(-amount) : null,
      balance: shown(balance),
    })
  }
  return {
    currency,
    ...{ opening: shown(opening), debits: shown(debits), credits: shown(credits), closing: shown(balance) },
    ...{ outstanding: shown(outstanding), advance: shown(advance), lines: told },
  }
}

const answer = async (reader: ReportReader, question: CheckedStatementQuestion) => {
  const { asOf, customer, from = null, currency } = question
  const to = question.to === undefined || question.to > asOf ? asOf : question.to
  const [merged] = await reader.read(documentsIn(mergers))
  const survivorOf = survivorsAsOf(merged, to)
  const parts = partsAsOf(merged, survivorOf, customer)
  const accounts = new Map<string, Account>()
  const accountOf = (of: string): Account => {
    let account = accounts.get(of)
    if (!account) accounts.set(of, (account = { opening: 0n, lines: [], outstanding: 0n, advance: 0n }))
    return account
  }
  const add = (lines: readonly Line[], known: string): void => {
    for (const line of lines) {
      if (line.day > to || line.position > known) continue
      const account = accountOf(line.currency)
      if (from !== null && line.day < from) account.opening += BigInt(line.amount)
      else account.lines.push(line)
    }
  }
  const isAskedFor = (document: { readonly customerId: string; readonly currency: string }) =>
    parts.includes(document.customerId) && (currency === undefined || currency === document.currency)
  const day = to
  const numbers = new Map<string, PaidInvoice>()
  await reader.eachFound(
    invoices,
    parts.map(customerId => ({ where: { field: 'customerId', equals: customerId }, sort: [{ field: 'issuedOn' }] })),
    'position',
    (document, position) => {
      if (!isAskedFor(document)) return
      const { invoiceId, symbol, number } = document
      numbers.set(invoiceId, { invoiceId, symbol, number })
      add(linesOfInvoice(document), position)
      const standing = standingAt(document, { day, position })
      if (standing) accountOf(document.currency).outstanding += BigInt(standing.outstanding)
    },
  )
  await reader.eachFound(
    payments,
    parts.map(customerId => ({ where: { field: 'customerId', equals: customerId }, sort: [{ field: 'paidOn' }] })),
    'position',
    (document, position) => {
      if (!isAskedFor(document)) return
      const pays = paidBy(document, { day, position }).flatMap(invoiceId => numbers.get(invoiceId) ?? [])
      add(linesOfPayment(document, pays), position)
      const advance = advanceOf(document, { day, position })
      if (advance !== 0) accountOf(document.currency).advance += BigInt(advance)
    },
  )
  const customerId = survivorOf(customer)
  const nameOf = await reader.names([customerId])
  return {
    customer: { customerId, name: nameOf(customerId) },
    period: { from, to },
    currencies: [...accounts]
      .filter(([, { opening, lines }]) => opening !== 0n || lines.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([of, account]) => statementOf(of, account)),
  }
}

/** The statement of account of a customer: what made it owe more or less when, and what it owes since. */
export const statementReport: Report<'statement', StatementQuestion, Statement> = defineReport({
  name: 'statement',
  title: { en: 'Statement of account', vi: 'Sổ chi tiết công nợ' },
  describe: 'What a customer was invoiced and credited, paid and was paid, day by day, and what it owes since',
  views: [invoices, payments, mergers],
  question: statementQuestion,
  asked,
  answer,
  sections: statementSections,
})
