// When an invoice is due: terms of payment count from the day that it is issued on.
import type { Day } from '../kernel/dated.ts'
import { hundredths, splitByWeight } from './amounts.ts'

export const dueRules = ['daysAfterInvoice', 'daysAfterMonthEnd', 'monthsAfterMonthEnd'] as const
export type DueRule = (typeof dueRules)[number]

/** A part of what is to be paid, and when. */
export interface InstalmentTerm {
  /** Percent of the total, at most two decimals. */
  readonly portion: number
  readonly rule: DueRule
  /** Days or months, by the rule. */
  readonly count: number
}

/** One due day, or instalments that add up to all of it. */
export interface PaymentTerms {
  /** Null where there are instalments. */
  readonly dueOn: Day | null
  /** None where there is one due day. */
  readonly instalments: readonly InstalmentTerm[]
}

export interface Instalment {
  /** 1, 2 … in the order of the terms. */
  readonly instalment: number
  readonly dueOn: Day
  /** Minor units. */
  readonly amount: number
}

const partsOf = (day: Day): readonly [number, number, number] => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return [year, month, date]
}
// the day alone: no clock, and no time zone
const dayOf = (year: number, month: number, date: number): Day =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)

/** The day so many days later. */
export const daysAfter = (day: Day, days: number): Day => {
  const [year, month, date] = partsOf(day)
  return dayOf(year, month, date + days)
}

/** The last day of the month, so many months later. */
export const monthEndAfter = (day: Day, months: number): Day => {
  const [year, month] = partsOf(day)
  return dayOf(year, month + months + 1, 0)
}

/**
 * When an instalment is due.
 * @param on the invoice's date
 * @see ERPNext, payment terms: days after the invoice's date, days after the end of its month, last day of the month so many months later
 * @example dueDay('2026-01-31', { rule: 'monthsAfterMonthEnd', count: 1 }) // '2026-02-28'
 */
export const dueDay = (on: Day, { rule, count }: Pick<InstalmentTerm, 'rule' | 'count'>): Day => {
  switch (rule) {
    case 'daysAfterInvoice':
      return daysAfter(on, count)
    case 'daysAfterMonthEnd':
      return daysAfter(monthEndAfter(on, 0), count)
    case 'monthsAfterMonthEnd':
      return monthEndAfter(on, count)
  }
}

/** The instalments of an invoice: amounts that add up to its total, none due before its date. */
export const instalmentsOf = ({ dueOn, instalments }: PaymentTerms, on: Day, total: number): readonly Instalment[] => {
  if (instalments.length === 0)
    return [{ instalment: 1, dueOn: dueOn !== null && dueOn > on ? dueOn : on, amount: total }]
  const amounts = splitByWeight(
    BigInt(total),
    instalments.map(({ portion }) => hundredths(portion)),
  )
  return instalments.map((term, i) => ({ instalment: i + 1, dueOn: dueDay(on, term), amount: Number(amounts[i]) }))
}
