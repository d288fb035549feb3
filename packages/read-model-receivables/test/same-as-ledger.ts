// What reports say against what a plain double-entry ledger of the same history comes to.
import type { Day } from '@eventcrm/domain'
import type { DocumentStore } from '@eventcrm/projection'
import { expect } from 'vitest'
import { customerIds, dayAt, lastDay, randomOf, type Ledger } from './ledger.ts'
import { plainReceivables, plainStatement } from './plain-report.ts'
import { ask, askStatement } from './stores.ts'

const minorUnits = (amount: string): bigint => BigInt(amount.replace('.', ''))

/** Holds that the report says what the ledger comes to. */
export const expectSameReport = async (
  documents: DocumentStore,
  ledger: Ledger,
  asked: {
    readonly asOf: Day
    readonly limits: readonly number[]
    readonly customer?: string
    readonly owner?: string | null
  },
): Promise<void> => {
  const { limits, ...question } = asked
  const { currencies } = await ask(documents, { ...question, buckets: limits, top: 1000 })
  const found = currencies.map(({ openInvoices, ...figures }) => ({
    ...figures,
    open: openInvoices
      .map(({ invoiceId, outstanding, dueOn, daysOverdue }) => ({ invoiceId, outstanding, dueOn, daysOverdue }))
      .sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1)),
  }))
  const expected = plainReceivables(ledger, asked)
  // more open invoices than a report tells one by one are compared by their sums alone
  for (const [n, one] of expected.entries())
    if (one.open.length > 1000) {
      one.open = []
      found[n]?.open.splice(0)
    }
  expect(found).toEqual(expected)
  for (const one of currencies.flatMap(currency => [currency, ...currency.customers])) {
    const [notYetDue, dueToday, overdue] = [one.notYetDue, one.dueToday, one.overdue].map(({ amount }) =>
      minorUnits(amount),
    )
    expect((notYetDue ?? 0n) + (dueToday ?? 0n) + (overdue ?? 0n)).toBe(minorUnits(one.outstanding.amount))
  }
}

/** Holds that the statement of account says what the ledger comes to. */
export const expectSameStatement = async (
  documents: DocumentStore,
  ledger: Ledger,
  asked: { readonly customer: string; readonly from: Day | null; readonly to: Day },
): Promise<void> => {
  const { customer, from, to } = asked
  const { currencies } = await askStatement(documents, { customer, to, ...(from === null ? {} : { from }) })
  const shown = currencies.map(({ currency, opening, closing, lines }) => ({
    ...{ currency, opening, closing },
    lines: lines.map(({ day, kind, number, debit, credit, balance }) => ({
      ...{ day, kind, number, balance },
      amount: debit ?? (credit && { ...credit, amount: credit.amount === '0' ? '0' : `-${credit.amount}` }),
    })),
  }))
  expect(shown).toEqual(plainStatement(ledger, asked))
  for (const { closing, outstanding, advance } of currencies)
    expect(minorUnits(closing.amount)).toBe(minorUnits(outstanding.amount) - minorUnits(advance.amount))
}

/** Holds both as of twelve days at random, for all customers and for one. */
export const expectSameOnDays = async (documents: DocumentStore, ledger: Ledger, seed: number): Promise<void> => {
  const { below } = randomOf(seed)
  for (let n = 0; n < 12; n++) {
    const asOf = dayAt(100 + below(lastDay - 40))
    await expectSameReport(documents, ledger, { asOf, limits: [30, 60, 90, 120] })
    const customer = customerIds[n % customerIds.length] ?? ''
    await expectSameReport(documents, ledger, { asOf, limits: [30, 60, 90, 120], customer })
    await expectSameStatement(documents, ledger, { customer, from: n % 2 === 0 ? null : dayAt(100), to: asOf })
  }
}
