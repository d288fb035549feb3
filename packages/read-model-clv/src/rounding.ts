// Where figures are rounded: half up, and only here. Of what is negative, half down: as its opposite would be.
import { showMoney, type ShownMoney } from '@eventcrm/domain'

/** a ÷ b, whole; b > 0. */
export const divided = (a: bigint, b: bigint): bigint => (a < 0n ? -divided(-a, b) : (2n * a + b) / (2n * b))

/** a ÷ b to so many decimals; null of nothing. */
export const quotient = (a: bigint | number, b: bigint | number, decimals: number): number | null =>
  Number(b) === 0 ? null : Number(divided(BigInt(a) * 10n ** BigInt(decimals), BigInt(b))) / 10 ** decimals

/** A number as it is shown, with so many decimals; null of what is none. */
export const rounded = (value: number, decimals: number): number | null =>
  Number.isFinite(value) ? Math.round(value * 10 ** decimals) / 10 ** decimals : null

/** Percent as hundredths of it, which are whole. */
const hundredths = (percent: number): bigint => BigInt(Math.round(percent * 100))

/** What of revenue is margin, divided by so many customers: rounded once. */
export const marginOf = (revenue: bigint, percent: number, customers = 1): bigint =>
  divided(revenue * hundredths(percent), 10_000n * BigInt(customers))

export const shown = (minorUnits: bigint, currency: string): ShownMoney => showMoney({ minorUnits, currency })

/** An expected amount in major units as money; null of what is no number. */
export const shownAmount = (amount: number, exponent: number, currency: string): ShownMoney | null => {
  const minorUnits = Math.round(amount * 10 ** exponent)
  return Number.isFinite(minorUnits) ? shown(BigInt(minorUnits), currency) : null
}
