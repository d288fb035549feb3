// Recency, frequency and monetary value in fifths of the customers, and what customers of such scores are called.
import type { Words } from '@eventcrm/domain'
import type { Lifetime } from './lifetimes.ts'

/** From 1 to 5; customers who are equal have the score of the middle of their places, but for the frequency of who bought once: 1. */
export interface RfmScores {
  /** 5 is the fifth that bought last. */
  readonly recency: number
  /** 5 is the fifth that bought most often. */
  readonly frequency: number
  /** 5 is the fifth that spent most. */
  readonly monetary: number
}

/** How many of the numbers, which are in order, are less; or are no more. */
const countBelow = (sorted: Float64Array, value: number, orEqual = false): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = sorted[middle] ?? 0
    if (one < value || (orEqual && one === value)) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Which fifth of the customers one with this value is in. Those who are equal share the middle of their places, so that they have equal scores, and a
 * company in which all are equal stands in the middle, not at the bottom.
 */
const scorer = (values: Float64Array): ((value: number) => number) => {
  const sorted = values.toSorted()
  return value =>
    1 + Math.floor((5 * (countBelow(sorted, value) + countBelow(sorted, value, true))) / (2 * sorted.length))
}

/** What scores a customer against all of them. */
export const rfmOf = (all: readonly Lifetime[]): ((customer: Lifetime) => RfmScores) => {
  const recency = scorer(Float64Array.from(all, ({ last }) => last))
  const frequency = scorer(Float64Array.from(all, ({ purchases }) => purchases))
  const monetary = scorer(Float64Array.from(all, ({ revenue }) => Number(revenue)))
  return ({ last, purchases, revenue }) => ({
    recency: recency(last),
    // however many bought once: else nobody would be new where most did
    frequency: purchases === 1 ? 1 : frequency(purchases),
    monetary: monetary(Number(revenue)),
  })
}

export const segments = [
  'champions',
  'loyal',
  'potentialLoyalists',
  'newCustomers',
  'promising',
  'needAttention',
  'aboutToSleep',
  'cannotLose',
  'atRisk',
  'hibernating',
] as const
export type Segment = (typeof segments)[number]

/** By frequency, 1 to 5, for each recency from 1 to 5: the table that is widely used, with a segment for every pair of scores. */
const bySegment: readonly (readonly Segment[])[] = [
  ['hibernating', 'hibernating', 'atRisk', 'atRisk', 'cannotLose'],
  ['hibernating', 'hibernating', 'atRisk', 'atRisk', 'cannotLose'],
  ['aboutToSleep', 'aboutToSleep', 'needAttention', 'loyal', 'loyal'],
  ['promising', 'potentialLoyalists', 'potentialLoyalists', 'loyal', 'loyal'],
  ['newCustomers', 'potentialLoyalists', 'potentialLoyalists', 'champions', 'champions'],
]

export const segmentOf = ({ recency, frequency }: Pick<RfmScores, 'recency' | 'frequency'>): Segment =>
  bySegment[recency - 1]?.[frequency - 1] ?? 'hibernating'

export const segmentWords: Readonly<Record<Segment, Words>> = {
  champions: { en: 'Champions', vi: 'Khách hàng vàng' },
  loyal: { en: 'Loyal', vi: 'Trung thành' },
  potentialLoyalists: { en: 'Potential loyalists', vi: 'Có thể trung thành' },
  newCustomers: { en: 'New', vi: 'Mới' },
  promising: { en: 'Promising', vi: 'Hứa hẹn' },
  needAttention: { en: 'Need attention', vi: 'Cần quan tâm' },
  aboutToSleep: { en: 'About to sleep', vi: 'Sắp ngủ' },
  cannotLose: { en: 'Can’t lose them', vi: 'Không thể mất' },
  atRisk: { en: 'At risk', vi: 'Có nguy cơ rời bỏ' },
  hibernating: { en: 'Hibernating', vi: 'Ngủ đông' },
}
