// What the lines of an invoice come to. All in whole minor units: whatever is split is split by the largest remainder, so that parts add up.
import { priceOf, mostMinorUnits } from '../kernel/money.ts'

/** What is charged on a line, in minor units of the invoice's currency. */
export interface LineGiven {
  readonly quantity: number
  readonly unitPrice: number
  readonly discount: number
  /** Percent, at most two decimals; null where it is not subject to tax. */
  readonly taxRate: number | null
}
export interface LineAmounts {
  /** After the line's own discount and its share of the whole invoice's. */
  readonly net: number
  readonly tax: number
}
export interface TaxAmounts {
  readonly rate: number | null
  readonly taxable: number
  readonly tax: number
}
export interface InvoiceAmounts {
  /** In the order of the lines given. */
  readonly lines: readonly LineAmounts[]
  readonly net: number
  readonly tax: number
  readonly total: number
  /** By rate, the highest first, what is not subject to tax last. */
  readonly taxes: readonly TaxAmounts[]
}

/** Why lines come to no invoice: the line at fault, where it is one. */
export type AmountsFault =
  { readonly fault: 'discount'; readonly line: number | null; readonly most: number } | { readonly fault: 'tooLarge' }

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n)

/**
 * Splits an amount by weights with the largest remainder: each part is its share rounded down, and what is left goes one by one to those
 * that lost most by that, of equal ones to the first.
 * @param total not negative
 * @param weights not negative; of nothing but 0 all parts are 0
 * @returns whole parts that add up to `total`
 * @example splitByWeight(100n, [1n, 1n, 1n]) // [34n, 33n, 33n]
 */
export const splitByWeight = (total: bigint, weights: readonly bigint[]): readonly bigint[] => {
  const whole = sumOf(weights)
  if (whole === 0n) return weights.map(() => 0n)
  const parts = weights.map(weight => (total * weight) / whole)
  const left = Number(total - sumOf(parts))
  const next = weights
    .map((weight, i) => [(total * weight) % whole, i] as const)
    .toSorted(([a, i], [b, j]) => (a > b ? -1 : a < b ? 1 : i - j))
    .slice(0, left)
  const raised = new Set(next.map(([, i]) => i))
  return parts.map((part, i) => (raised.has(i) ? part + 1n : part))
}

/** A percentage with at most two decimals in hundredths, so that it is whole. */
export const hundredths = (percentage: number): bigint => BigInt(Math.round(percentage * 100))

/** Tax on what is taxable at a rate, rounded half up. */
const taxOn = (taxable: bigint, rate: number | null): bigint =>
  rate === null ? 0n : (taxable * hundredths(rate) + 5_000n) / 10_000n

/**
 * What lines and a discount of the whole invoice come to. The discount is split over the lines by what they come to; the tax of each rate is
 * computed on all that is taxable at it, rounded half up, and split over its lines. So lines, taxes and total add up.
 * @param discount of the whole invoice, in minor units
 * @returns amounts in minor units, or why there are none: a discount of more than is charged, or more than money can be
 */
export const invoiceAmounts = (lines: readonly LineGiven[], discount: number): InvoiceAmounts | AmountsFault => {
  const gross = lines.map(({ quantity, unitPrice }) => priceOf(quantity, { minorUnits: unitPrice, currency: '' }))
  const charged = lines.map((line, i) => (gross[i] ?? 0n) - BigInt(line.discount))
  const faulty = charged.findIndex(amount => amount < 0n)
  const most = (amount: bigint) => Number(amount > mostMinorUnits ? BigInt(mostMinorUnits) : amount)
  if (faulty >= 0) return { fault: 'discount', line: faulty, most: most(gross[faulty] ?? 0n) }
  const whole = sumOf(charged)
  if (BigInt(discount) > whole) return { fault: 'discount', line: null, most: most(whole) }
  const shares = splitByWeight(BigInt(discount), charged)
  const nets = charged.map((amount, i) => amount - (shares[i] ?? 0n))
  const taxesOfLines = nets.map(() => 0n)
  const rates = [...new Set(lines.map(({ taxRate }) => taxRate))].toSorted((a, b) => (b ?? -1) - (a ?? -1))
  const taxes = rates.map(rate => {
    const at = lines.flatMap(({ taxRate }, i) => (taxRate === rate ? [i] : []))
    const ofRate = at.map(i => nets[i] ?? 0n)
    const taxable = sumOf(ofRate)
    const tax = taxOn(taxable, rate)
    splitByWeight(tax, ofRate).forEach((part, n) => (taxesOfLines[at[n] ?? 0] = part))
    return { rate, taxable: Number(taxable), tax: Number(tax) }
  })
  const net = sumOf(nets)
  const tax = sumOf(taxesOfLines)
  if (net + tax > mostMinorUnits) return { fault: 'tooLarge' }
  return {
    lines: nets.map((amount, i) => ({ net: Number(amount), tax: Number(taxesOfLines[i]) })),
    net: Number(net),
    tax: Number(tax),
    total: Number(net + tax),
    taxes,
  }
}

/**
 * The tax in an amount that is credited: what of the invoice's tax is credited with it, less what was credited before, each rounded half up.
 * So the tax of credit notes for all of an invoice is all of its tax.
 * @param before amount and tax credited before
 */
export const taxCredited = (
  amount: number,
  before: { readonly amount: number; readonly tax: number },
  { total, tax }: { readonly total: number; readonly tax: number },
): number => {
  if (total === 0) return 0
  const all = BigInt(before.amount + amount)
  const whole = BigInt(total)
  return Number((2n * all * BigInt(tax) + whole) / (2n * whole)) - before.tax
}
