// What customers spend at a time: the Gamma-Gamma model of Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value
// (http://www.brucehardie.com/notes/025/). A customer's purchases vary about a mean of his own (p, ν), and means among customers (q, v).
// How much is spent must have nothing to do with how often.
import gammaln from '@stdlib/math-base-special-gammaln'
import { checkPositive, checkSpending } from './given.ts'
import { maximise } from './maximise.ts'

/** What is known of what a customer spends. */
export interface Spending {
  /** Purchases after the first: x. */
  readonly repeats: number
  /** What they came to on average: z̄, in any one unit. */
  readonly mean: number
}

export interface GammaGammaParameters {
  readonly p: number
  readonly q: number
  /** In the unit of what is spent. */
  readonly v: number
}

export interface GammaGammaFit extends GammaGammaParameters {
  /** Of the means' density. */
  readonly logLikelihood: number
  /** False where no greatest likelihood was found: the parameters say little. */
  readonly converged: boolean
}

/**
 * Of the sum of ln f(z̄ | x) = ln(Γ(px+q) ÷ (Γ(px)·Γ(q)) · v^q · z̄^(px−1) · x^(px) ÷ (v + x·z̄)^(px+q)), all but ln(v + x·z̄) is the same
 * for each x, or worked out beforehand.
 */
const logLikelihoodOf = (all: readonly Spending[]) => {
  const repeats = Int32Array.from(all, one => one.repeats)
  const spent = Float64Array.from(all, one => one.repeats * one.mean)
  const counts = [...Map.groupBy(repeats, x => x)].map(([x, of]) => [x, of.length] as const)
  const ofLogs = all.reduce((sum, one) => sum + Math.log(one.mean), 0)
  const ofLogsByRepeats = all.reduce((sum, { repeats: x, mean }) => sum + x * Math.log(x * mean), 0)
  return ([p = 0, q = 0, v = 0]: readonly number[]): number => {
    let sum = all.length * q * Math.log(v) + p * ofLogsByRepeats - ofLogs
    for (const [x, count] of counts) sum -= count * (gammaln(p * x) + gammaln(q) - gammaln(p * x + q))
    for (let i = 0; i < repeats.length; i++) sum -= (p * (repeats[i] ?? 0) + q) * Math.log(v + (spent[i] ?? 0))
    return sum
  }
}

const fits = ({ repeats, mean }: Spending) => repeats > 0 && mean > 0

/**
 * The parameters under which what was spent is likeliest, of those who bought after the first time and spent something.
 * In whatever unit: it is fitted as shares of the mean of all, and v told in the unit.
 * @throws RangeError where nobody did, and naming what is no number that it could be: the customers are counted from 0
 */
export const fitGammaGamma = (all: readonly Spending[]): GammaGammaFit => {
  for (const [i, one] of all.entries()) checkSpending(one, `customer ${String(i)}`)
  const fitting = all.filter(fits)
  if (fitting.length === 0) throw new RangeError('A fit needs customers who bought after the first time')
  const unit = fitting.reduce((sum, { mean }) => sum + mean, 0) / fitting.length
  const starts = [
    [6, 4, 0.4],
    [1, 2, 1],
    [30, 3, 0.1],
  ]
  const shares = fitting.map(({ repeats, mean }) => ({ repeats, mean: mean / unit }))
  const { parameters, logLikelihood, converged } = maximise(logLikelihoodOf, shares, starts)
  const [p = 0, q = 0, v = 0] = parameters
  return { p, q, v: v * unit, logLikelihood: logLikelihood - shares.length * Math.log(unit), converged }
}

/**
 * E[M]: what a customer's purchases come to on average in the long run, between what he spent and what all do: (q−1) ÷ (px+q−1) of
 * p·v ÷ (q−1), and px ÷ (px+q−1) of z̄.
 * @returns NaN where q is 1 or less and nothing was bought after the first time: such a mean has no end
 * @throws RangeError naming what is no number that it could be
 */
export const expectedSpending = ({ p, q, v }: GammaGammaParameters, customer: Spending): number => {
  checkPositive({ p, q, v })
  checkSpending(customer)
  const { repeats: x, mean } = customer
  const weight = p * x + q - 1
  return weight > 0 ? (p * (v + x * mean)) / weight : Number.NaN
}
