// In which order what covers an invoice counts: of two on one day the order decides whether an instalment was uncovered in between.
import type { Day } from '../kernel/dated.ts'

/** When an amount counts. */
export interface MovementDays {
  /** The day from which it counts. */
  readonly on: Day
  /** The day of its event, where that is earlier than the day from which it counts. */
  readonly dated: Day
}

const byDay = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Compares by the day from which they count; of one day, first those dated on it, then those dated earlier. The latter undo something of that
 * day: were they to come before it, they would take away what covers the invoice by then.
 * @returns less than 0 where the first comes before the second, 0 where it makes no difference but for which was recorded first
 */
export const compareMovements = (a: MovementDays, b: MovementDays): number =>
  byDay(a.on, b.on) || Number(a.dated < a.on) - Number(b.dated < b.on) || byDay(a.dated, b.dated)
