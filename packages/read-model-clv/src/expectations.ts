// What is expected of customers: the models fitted to their purchases, what breaks their assumptions, and what they say of each.
import type { Words } from '@eventcrm/domain'
import {
  expectedPurchasesOf,
  fitBgNbd,
  probabilityAlive,
  type BgNbdFit,
  type PurchaseHistory,
} from './prediction/bg-nbd.ts'
import { discountedPurchases, type Horizon } from './prediction/discounted.ts'
import { expectedSpending, fitGammaGamma, type GammaGammaFit } from './prediction/gamma-gamma.ts'
import type { Calibrated, Lifetime } from './lifetimes.ts'

const daysInWeek = 7
const words = (en: string, vi: string): Words => ({ en, vi })

/** What a fit or the data say against believing what is expected. */
export const cautions = {
  nobodyBought: words(
    'Nobody had bought anything by then, so nothing can be expected',
    'Đến lúc đó chưa có khách hàng nào mua nên không dự báo được gì',
  ),
  nobodyBoughtAgain: words(
    'Nobody bought again, so nothing can be expected from it',
    'Không ai mua lại nên không dự báo được gì',
  ),
  allCameOnOneDay: words(
    'All first bought on the last day of the calibration, so nothing can be expected from it',
    'Tất cả mua lần đầu vào ngày cuối của kỳ hiệu chỉnh nên không dự báo được gì',
  ),
  buyingNotConverged: words(
    'No likeliest parameters were found of how customers buy: too few bought again, or too much alike; nothing is expected from them',
    'Không tìm được tham số hợp lý nhất cho việc mua: quá ít khách mua lại hoặc mua quá giống nhau; không dự báo từ đó',
  ),
  spendingNotConverged: words(
    'No likeliest parameters were found of what customers spend: too few bought again, or spent too much alike; no amounts are expected from them',
    'Không tìm được tham số hợp lý nhất cho mức chi: quá ít khách mua lại hoặc chi quá giống nhau; không dự báo số tiền',
  ),
  nothingSpent: words(
    'Nobody who bought again spent anything, so no amounts can be expected',
    'Khách mua lại không chi khoản nào nên không dự báo được số tiền',
  ),
  spendingGoesWithBuying: words(
    'How much customers spend goes with how often they buy (correlation 0.3 or more, or −0.3 or less), which the model of spending rules out',
    'Mức chi có liên quan đến số lần mua (hệ số tương quan từ 0,3 trở lên hoặc −0,3 trở xuống), trái với giả định của mô hình chi tiêu',
  ),
  spendingUnbounded: words(
    'q is 1 or less: the mean that customers spend has no end, and nothing is expected of those who did not buy again',
    'q không quá 1: mức chi trung bình không có giới hạn, không dự báo số tiền cho khách chưa mua lại',
  ),
  buyingUnbounded: words(
    'a is 1 or less: over all time purchases expected have no end; what is said of a window holds',
    'a không quá 1: tính mãi mãi thì số lần mua dự kiến không có giới hạn; dự báo trong một kỳ vẫn đúng',
  ),
} as const satisfies Record<string, Words>
export type Caution = keyof typeof cautions

/** From how much correlation on the model of spending is doubted. */
const muchCorrelation = 0.3

/** A customer as the models see him. Weeks are days ÷ 7. */
export interface Observed extends PurchaseHistory {
  readonly customerId: string
  /** What purchases after the first came to on average, in major units. */
  readonly mean: number
}

export const observed = (all: readonly Lifetime[], until: number, exponent: number): readonly Observed[] =>
  all.flatMap(({ customerId, first, calibrated }) =>
    calibrated === null ? [] : [observedOne(customerId, first, calibrated, until, exponent)],
  )
const observedOne = (
  customerId: string,
  first: number,
  { repeats, last, spent }: Calibrated,
  until: number,
  exponent: number,
): Observed => ({
  customerId,
  repeats,
  lastAt: (last - first) / daysInWeek,
  age: (until - first) / daysInWeek,
  mean: repeats === 0 ? 0 : Number(spent) / 10 ** exponent / repeats,
})

/** Pearson's, of how often those bought again who did, and what they spent; null where either is the same for all. */
const correlationOf = (all: readonly Observed[]): number | null => {
  const n = all.length
  const meanOf = (of: (one: Observed) => number) => all.reduce((sum, one) => sum + of(one), 0) / n
  const [x, y] = [meanOf(({ repeats }) => repeats), meanOf(({ mean }) => mean)]
  let [xy, xx, yy] = [0, 0, 0]
  for (const { repeats, mean } of all) {
    xy += (repeats - x) * (mean - y)
    xx += (repeats - x) ** 2
    yy += (mean - y) ** 2
  }
  const correlation = xy / Math.sqrt(xx * yy)
  return Number.isFinite(correlation) ? correlation : null
}

/** The models as they fit the customers. */
export interface Fits {
  readonly buying: BgNbdFit | null
  readonly spending: GammaGammaFit | null
  /** Of those that the model of spending is fitted to. */
  readonly spenders: number
  readonly correlation: number | null
  readonly cautions: readonly Caution[]
}

export const fitsOf = (all: readonly Observed[]): Fits => {
  const again = all.filter(({ repeats }) => repeats > 0)
  const spenders = again.filter(({ mean }) => mean > 0)
  const correlation = correlationOf(spenders)
  const buying = again.length === 0 ? null : fitBgNbd(all)
  const spending = spenders.length === 0 ? null : fitGammaGamma(spenders)
  const found: readonly (readonly [Caution, boolean])[] = [
    ['nobodyBought', all.length === 0],
    ['allCameOnOneDay', all.length > 0 && all.every(({ age }) => age === 0)],
    ['nobodyBoughtAgain', again.length === 0 && all.some(({ age }) => age > 0)],
    ['buyingNotConverged', buying?.converged === false],
    ['buyingUnbounded', buying?.converged === true && buying.a <= 1],
    ['nothingSpent', again.length > 0 && spenders.length === 0],
    ['spendingNotConverged', spending?.converged === false],
    ['spendingGoesWithBuying', correlation !== null && Math.abs(correlation) >= muchCorrelation],
    ['spendingUnbounded', spending?.converged === true && spending.q <= 1],
  ]
  return {
    ...{ buying, spending, spenders: spenders.length, correlation },
    cautions: found.flatMap(([caution, holds]) => (holds ? [caution] : [])),
  }
}

/** What is expected of one customer. */
export interface Expected {
  readonly observed: Observed
  /** The chance that he still buys. */
  readonly alive: number
  /** Purchases in the window. */
  readonly purchases: number
  /** What a purchase comes to, in major units; null unknown. */
  readonly spending: number | null
  /** Revenue in the months ahead, each month's worth less by the discount, in major units; null unknown. */
  readonly revenue: number | null
}

/** What is expected of each customer; nothing where no likeliest parameters were found of how they buy. */
export const expectationsOf = (
  all: readonly Observed[],
  { buying, spending }: Fits,
  weeks: number,
  horizon: Horizon,
): readonly Expected[] => {
  if (!buying?.converged) return []
  const believed = spending?.converged ? spending : null
  // customers are often alike to the day, and series cost what a thousand of these look-ups do
  const alike = new Map<string, Pick<Expected, 'alive' | 'purchases'> & { readonly discounted: number }>()
  return all.map(observed => {
    const { repeats, lastAt, age } = observed
    const key = `${String(repeats)} ${String(lastAt)} ${String(age)}`
    let said = alike.get(key)
    if (!said) {
      said = {
        alive: probabilityAlive(buying, observed),
        purchases: expectedPurchasesOf(buying, observed, weeks),
        discounted: believed ? discountedPurchases(buying, observed, horizon) : 0,
      }
      alike.set(key, said)
    }
    const { alive, purchases, discounted } = said
    const amount = believed ? expectedSpending(believed, observed) : Number.NaN
    const spends = Number.isNaN(amount) ? null : amount
    return { observed, alive, purchases, spending: spends, revenue: spends === null ? null : spends * discounted }
  })
}
