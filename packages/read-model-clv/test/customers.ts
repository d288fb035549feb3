// Customers drawn from the models themselves, the same for the same seed.
import { randomFrom } from './random.ts'
import type { BgNbdParameters, GammaGammaParameters, PurchaseHistory, Spending } from '../src/index.ts'

export type Customer = PurchaseHistory & Spending

interface Draw {
  readonly uniform: () => number
  readonly gamma: (shape: number) => number
}

/** Marsaglia & Tsang (2000), A Simple Method for Generating Gamma Variables. */
const drawFrom = (seed: number): Draw => {
  const uniform = randomFrom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    for (;;) {
      const x = normal()
      const v = (1 + x / Math.sqrt(9 * d)) ** 3
      if (v > 0 && Math.log(1 - uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
    }
  }
  return { uniform, gamma }
}

/** Each begins at a day of the first twelve weeks, and is looked at in the 39th. */
export const customersOf = (
  count: number,
  buying: BgNbdParameters,
  spending: GammaGammaParameters,
  seed: number,
): readonly Customer[] => {
  const { uniform, gamma } = drawFrom(seed)
  return Array.from({ length: count }, () => {
    const rate = gamma(buying.r) / buying.alpha
    const [stays, goes] = [gamma(buying.b), gamma(buying.a)]
    const age = 27 + Math.floor(uniform() * 84) / 7
    let [repeats, lastAt, now] = [0, 0, 0]
    do {
      now -= Math.log(1 - uniform()) / rate
      if (now > age) break
      repeats++
      lastAt = now
    } while (uniform() >= goes / (goes + stays))
    const scale = spending.v / gamma(spending.q)
    const spent = Array.from({ length: repeats }, () => gamma(spending.p) * scale)
    return { repeats, lastAt, age, mean: repeats === 0 ? 0 : spent.reduce((sum, one) => sum + one, 0) / repeats }
  })
}
