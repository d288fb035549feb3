// Periods of whole months and of days. Rows hold whole months, so the days of a month that begins or ends within are read elsewhere.
import type { Day } from '@eventcrm/domain'
import { isFirstOfMonth, isLastOfMonth, monthOf } from './months.ts'
import { wholeMonths, type WholeMonths } from './whole-months.ts'

/** The months of a period, and which of them it covers only in part. */
export interface MonthsOfPeriod extends WholeMonths {
  /** First day; null from the beginning. */
  readonly from: Day | null
  /** Last day, that of `asOf` at the latest. */
  readonly to: Day
}

/**
 * Splits a period. The month of the day asked for counts as whole up to it: nothing has happened since.
 * @param period.to the day asked for when left out, and at the latest
 */
export const monthsOfPeriod = ({
  asOf,
  from = null,
  to: asked = asOf,
}: {
  readonly asOf: Day
  readonly from?: Day | null | undefined
  readonly to?: Day | undefined
}): MonthsOfPeriod => {
  const to = asked > asOf ? asOf : asked
  return { from, to, ...wholeMonths(from, to, to === asOf || isLastOfMonth(to)) }
}

const next = (month: string): string => {
  const [year = 0, of = 0] = month.split('-').map(Number)
  return of === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${month.slice(0, 5)}${String(of + 1).padStart(2, '0')}`
}

/** Every month from the first day's to the last day's, 'YYYY-MM', with whether the days cover it whole. */
export const monthsBetween = (from: Day, to: Day): readonly { readonly month: string; readonly inPart: boolean }[] => {
  const months = []
  const [first, last] = [monthOf(from), monthOf(to)]
  for (let month = first; month <= last; month = next(month)) {
    const inPart = (month === first && !isFirstOfMonth(from)) || (month === last && !isLastOfMonth(to))
    months.push({ month, inPart })
    if (month === last) break // behind the last month of a year of four digits comes none that sorts behind it
  }
  return months
}
