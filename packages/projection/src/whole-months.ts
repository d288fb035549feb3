// Rows of totals hold whole months; the days of a month that a period covers in part are read elsewhere.
import type { Day } from '@eventcrm/domain'
import { isFirstOfMonth, isLastOfMonth, monthOf } from './months.ts'

/** The months of a period, and which of them it covers only in part. */
export interface WholeMonths {
  /** Bounds for a filter on the month: those covered whole. */
  readonly whole: { readonly from?: string; readonly above?: string; readonly to?: string; readonly below?: string }
  /** 'YYYY-MM' of those covered in part: none, one or two. */
  readonly inPart: readonly string[]
}

/**
 * Splits a period, both days included.
 * @param from null: from the beginning
 * @param endsWhole whether the last day's month counts as covered whole
 */
export const wholeMonths = (from: Day | null, to: Day, endsWhole = isLastOfMonth(to)): WholeMonths => {
  const beginsWhole = from === null || isFirstOfMonth(from)
  return {
    whole: {
      ...(from === null ? {} : beginsWhole ? { from: monthOf(from) } : { above: monthOf(from) }),
      ...(endsWhole ? { to: monthOf(to) } : { below: monthOf(to) }),
    },
    inPart: [...new Set([...(beginsWhole ? [] : [monthOf(from)]), ...(endsWhole ? [] : [monthOf(to)])])],
  }
}
