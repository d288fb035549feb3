import { checkNotNegative, checkWhole } from './given.ts'
import { expectedPurchasesOf, type BgNbdParameters, type PurchaseHistory } from './bg-nbd.ts'

/** Weeks in a month, as the literature has it: 365.25 ÷ 12 ÷ 7, rounded. */
export const weeksInMonth = 4.345

export interface Horizon {
  /** A whole number. */
  readonly months: number
  /** Of a month, as a share: 0.01 is one percent. */
  readonly discount: number
}

/**
 * Purchases expected in each month to come, each worth less by the months until then: Σ (E[Y(i)] − E[Y(i−1)]) ÷ (1 + d)^i. Times what a
 * purchase is expected to come to, and the margin, it is what a customer is worth.
 * @throws RangeError naming what is no number that it could be
 */
export const discountedPurchases = (
  parameters: BgNbdParameters,
  history: PurchaseHistory,
  { months, discount }: Horizon,
): number => {
  checkWhole('months', months, 0)
  checkNotNegative('discount', discount)
  let [sum, before] = [0, 0]
  for (let i = 1; i <= months; i++) {
    const until = expectedPurchasesOf(parameters, history, i * weeksInMonth)
    sum += (until - before) / (1 + discount) ** i
    before = until
  }
  return sum
}
