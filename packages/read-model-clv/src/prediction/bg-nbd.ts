// When customers buy, and whether they still do: the BG/NBD model of Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way,
// Marketing Science 24(2) 275–284. While alive a customer buys at random at a rate of his own (gamma distributed: r, α); after each
// purchase he may be gone for good, with a chance of his own (beta distributed: a, b).
import gammaln from '@stdlib/math-base-special-gammaln'
import { checkHistory, checkNotNegative, checkPositive, checkWhole } from './given.ts'
import { hypergeometric } from './hypergeometric.ts'
import { maximise } from './maximise.ts'

/** What is known of a customer's purchases, in weeks (or any one unit). Those of a day count as one. */
export interface PurchaseHistory {
  /** Purchases after the first: x. */
  readonly repeats: number
  /** From the first to the last: t_x; 0 where there was one. */
  readonly lastAt: number
  /** From the first to now: T. */
  readonly age: number
}

export interface BgNbdParameters {
  readonly r: number
  readonly alpha: number
  readonly a: number
  readonly b: number
}

export interface BgNbdFit extends BgNbdParameters {
  readonly logLikelihood: number
  /** False where no greatest likelihood was found: the parameters say little. */
  readonly converged: boolean
}

const betaln = (a: number, b: number) => gammaln(a) + gammaln(b) - gammaln(a + b)

/** ln(e^x + e^y). */
const lnSum = (x: number, y: number) => Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)))

/** Histories as the likelihood takes them: those alike once, with how many they are. */
interface Histories {
  readonly size: number
  /** How many purchases after the first there are, each number once. */
  readonly numbers: readonly number[]
  /** Of each history, which of the numbers is its own. */
  readonly which: Int32Array
  readonly lastAt: Float64Array
  readonly age: Float64Array
  readonly count: Float64Array
}

const alikeOnce = (all: readonly PurchaseHistory[]): Histories => {
  const alike = new Map<string, { readonly one: PurchaseHistory; count: number }>()
  for (const one of all) {
    const key = `${String(one.repeats)} ${String(one.lastAt)} ${String(one.age)}`
    const known = alike.get(key)
    if (known) known.count++
    else alike.set(key, { one, count: 1 })
  }
  const rows = [...alike.values()]
  const numbers = [...new Set(all.map(({ repeats }) => repeats))]
  const places = new Map(numbers.map((number, i) => [number, i]))
  return {
    size: rows.length,
    numbers,
    which: Int32Array.from(rows, ({ one }) => places.get(one.repeats) ?? 0),
    lastAt: Float64Array.from(rows, ({ one }) => one.lastAt),
    age: Float64Array.from(rows, ({ one }) => one.age),
    count: Float64Array.from(rows, ({ count }) => count),
  }
}

/** Of a likelihood ln(A1·A2·(A3 + [x > 0]·A4)), what rests on x alone is worked out once for each x. */
const logLikelihoodOf = (all: readonly PurchaseHistory[]) => {
  const { size, numbers, which, lastAt, age, count } = alikeOnce(all)
  return ([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): number => {
    const fixed = numbers.map(x => gammaln(r + x) - gammaln(r) + r * Math.log(alpha) + betaln(a, b + x) - betaln(a, b))
    const atLast = numbers.map(x => (x === 0 ? -Infinity : Math.log(a / (b + x - 1))))
    let sum = 0
    for (let i = 0; i < size; i++) {
      const n = which[i] ?? 0
      const x = numbers[n] ?? 0
      const a3 = -(r + x) * Math.log(alpha + (age[i] ?? 0))
      const either = x === 0 ? a3 : lnSum(a3, (atLast[n] ?? 0) - (r + x) * Math.log(alpha + (lastAt[i] ?? 0)))
      sum += (count[i] ?? 0) * ((fixed[n] ?? 0) + either)
    }
    return sum
  }
}

const checkHistories = (all: readonly PurchaseHistory[]): void => {
  for (const [i, one] of all.entries()) checkHistory(one, `customer ${String(i)}`)
}

/**
 * ln L of the histories under the parameters.
 * @throws RangeError naming what is no number that it could be: the customers are counted from 0
 */
export const bgNbdLogLikelihood = ({ r, alpha, a, b }: BgNbdParameters, all: readonly PurchaseHistory[]): number => {
  checkPositive({ r, alpha, a, b })
  checkHistories(all)
  return logLikelihoodOf(all)([r, alpha, a, b])
}

/**
 * The parameters under which the histories are likeliest. In whatever unit: it is fitted as shares of the mean age, and alpha told in the unit.
 * @throws RangeError for no customers, and naming what is no number that it could be: the customers are counted from 0
 */
export const fitBgNbd = (all: readonly PurchaseHistory[]): BgNbdFit => {
  if (all.length === 0) throw new RangeError('A fit needs customers')
  checkHistories(all)
  const meanAge = all.reduce((sum, { age }) => sum + age, 0) / all.length
  const unit = meanAge > 0 ? meanAge : 1
  const shares = all.map(({ repeats, lastAt, age }) => ({ repeats, lastAt: lastAt / unit, age: age / unit }))
  const starts = [
    [1, 0.2, 1, 2],
    [0.3, 0.1, 0.5, 5],
    [3, 1, 2, 2],
  ]
  const { parameters, logLikelihood, converged } = maximise(logLikelihoodOf, shares, starts)
  const [r = 0, alpha = 0, a = 0, b = 0] = parameters
  const repeats = all.reduce((sum, one) => sum + one.repeats, 0)
  return {
    ...{ r, alpha: alpha * unit, a, b },
    logLikelihood: logLikelihood - repeats * Math.log(unit),
    // where all came only now, any parameters are as likely
    converged: converged && meanAge > 0,
  }
}

/** What is divided by has a limit where it is 0, and too few digits left close to it: it is moved aside to there. */
const least = 1e-5
const awayFromZero = (value: number): number => (Math.abs(value) >= least ? value : value < 0 ? -least : least)

/** The same with neither a − 1 nor a + b − 1 at 0. */
const divisible = (given: BgNbdParameters): BgNbdParameters => {
  const { r, alpha, b } = given
  checkPositive({ r, alpha, a: given.a, b })
  const a = 1 + awayFromZero(given.a - 1)
  return { r, alpha, a, b: 1 - a + awayFromZero(a + b - 1) }
}

/** e to this is still a number, and a series that comes to it does so in some thousand terms. */
const largestLn = 600
/** Terms that differ in sign may come to e to this before they fall: so many digits cancel out. */
const mostCancelled = 5

/**
 * (1 − z)^(r+x) · ₂F₁(r+x, b+x; a+b+x−1; z). It is the same as (1 − z)^(a−1) · ₂F₁(a+b−1−r, a−1; a+b+x−1; z) by Euler's transformation
 * (Abramowitz & Stegun 15.3.3): of the two, the one whose terms don't grow. But where customers are much alike and buy often, the terms of
 * the second grow too, and differ in sign: those of the first are all positive.
 */
const gone = ({ r, a, b }: BgNbdParameters, x: number, z: number): number => {
  const c = a + b + x - 1
  const cancels = (r + x - c) * z > mostCancelled && (r + x) * -Math.log1p(-z) < largestLn
  return a - 1 >= r + x || cancels
    ? (1 - z) ** (r + x) * hypergeometric(r + x, b + x, c, z)
    : (1 - z) ** (a - 1) * hypergeometric(c - r - x, a - 1, c, z)
}

/**
 * E[X(t)]: purchases that a new customer makes after the first, in so long.
 * @throws RangeError naming what is no number that it could be
 */
export const expectedPurchases = (given: BgNbdParameters, t: number): number => {
  checkNotNegative('time', t)
  const parameters = divisible(given)
  const { alpha, a, b } = parameters
  return ((a + b - 1) / (a - 1)) * (1 - gone(parameters, 0, t / (alpha + t)))
}

/** a ÷ (b + x − 1) · ((α + T) ÷ (α + t_x))^(r+x), or 0 for x = 0: the odds of being gone. */
const oddsOfGone = ({ r, alpha, a, b }: BgNbdParameters, { repeats: x, lastAt, age }: PurchaseHistory): number =>
  x === 0 ? 0 : Math.exp(Math.log(a / (b + x - 1)) + (r + x) * Math.log((alpha + age) / (alpha + lastAt)))

/**
 * Whether a customer may still buy. 1 where nothing was bought after the first time, by the model's own rule.
 * @throws RangeError naming what is no number that it could be
 */
export const probabilityAlive = (given: BgNbdParameters, history: PurchaseHistory): number => {
  const { r, alpha, a, b } = given
  checkPositive({ r, alpha, a, b })
  checkHistory(history)
  return 1 / (1 + oddsOfGone(given, history))
}

/**
 * E[Y(t) | x, t_x, T]: purchases of a customer in the time to come, of such length.
 * @throws RangeError naming what is no number that it could be
 */
export const expectedPurchasesOf = (given: BgNbdParameters, history: PurchaseHistory, t: number): number => {
  checkHistory(history)
  checkNotNegative('time', t)
  const parameters = divisible(given)
  const { alpha, a, b } = parameters
  const { repeats: x, age } = history
  const ifAlive = ((a + b + x - 1) / (a - 1)) * (1 - gone(parameters, x, t / (alpha + age + t)))
  return ifAlive / (1 + oddsOfGone(parameters, history))
}

/**
 * P(X(t) = n): that a new customer buys so often after the first time, in so long. Equation 8 of the paper.
 * @throws RangeError naming what is no number that it could be
 */
export const probabilityOfPurchases = ({ r, alpha, a, b }: BgNbdParameters, n: number, t: number): number => {
  checkPositive({ r, alpha, a, b })
  checkWhole('number of purchases', n, 0)
  checkNotNegative('time', t)
  if (t === 0) return n === 0 ? 1 : 0
  const [whileAlive, share] = [r * Math.log(alpha / (alpha + t)), Math.log(t / (alpha + t))]
  const bought = (j: number) => Math.exp(gammaln(r + j) - gammaln(r) - gammaln(j + 1) + whileAlive + j * share)
  const alive = Math.exp(betaln(a, b + n) - betaln(a, b)) * bought(n)
  if (n === 0) return alive
  const before = Array.from({ length: n }, (_, j) => bought(j)).reduce((sum, p) => sum + p, 0)
  return alive + Math.exp(betaln(a + 1, b + n - 1) - betaln(a, b)) * (1 - before)
}
