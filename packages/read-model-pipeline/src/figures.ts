// What sums come to: rates, means and medians, and the money shown. Rounding is half up, and only here.
import { showMoney, type ShownMoney } from '@eventcrm/domain'
import type { Histogram } from '@eventcrm/projection'
import type { PipelineMeasures } from './pipeline-totals.ts'

/** a / b to so many decimals, half up; exact whatever their size. a ≥ 0, b > 0. */
const quotient = (a: bigint, b: bigint, decimals: number): number => {
  const scaled = (2n * a * 10n ** BigInt(decimals) + b) / (2n * b)
  return Number(scaled) / 10 ** decimals
}

/** part / (part + rest), four decimals; null of nothing. */
const rate = (part: bigint, rest: bigint): number | null => (part + rest === 0n ? null : quotient(part, part + rest, 4))

/** Two decimals; null of nothing. */
export const mean = (sum: number, count: number): number | null =>
  count === 0 ? null : quotient(BigInt(sum), BigInt(count), 2)

/** Of whole numbers counted; the mean of the two in the middle of an even count. Null of nothing. */
export const medianOf = (histogram: Histogram): number | null => {
  const bins = Object.entries(histogram)
    .map(([bin, count]) => ({ bin: Number(bin), count }))
    .sort((a, b) => a.bin - b.bin)
  const count = bins.reduce((sum, bin) => sum + bin.count, 0)
  if (count === 0) return null
  const at = (rank: number): number => {
    let passed = 0
    return bins.find(bin => (passed += bin.count) > rank)?.bin ?? 0
  }
  return (at(Math.floor((count - 1) / 2)) + at(Math.floor(count / 2))) / 2
}

export interface CountAndValue {
  readonly count: number
  readonly value: ShownMoney
}
export interface OpenFigures extends CountAndValue {
  /** Each amount × probability, rounded half up, and these added up. */
  readonly weighted: ShownMoney
}
export interface ClosedFigures {
  readonly won: CountAndValue
  readonly lost: CountAndValue
  /** won / (won + lost), to four decimals, half up; null when nothing was closed. By value: null also when all was worth nothing. */
  readonly winRate: { readonly byCount: number | null; readonly byValue: number | null }
  /** Days from opening to closing, of those won: mean to two decimals, half up. Null when nothing was won. */
  readonly cycle: { readonly of: 'won'; readonly mean: number | null; readonly median: number | null }
}
/** What is open, won and lost of some. */
export interface AllFigures extends ClosedFigures {
  readonly open: OpenFigures
}

/** Adds up sums of one currency. */
export class Tally {
  count = 0
  minorUnits = 0n
  weightedMinorUnits = 0n
  entered = 0
  readonly cycle: Record<string, number> = {}

  add({
    count = 0,
    minorUnits = 0n,
    weightedMinorUnits = 0n,
    entered = 0,
    cycle = {},
  }: Partial<PipelineMeasures>): void {
    this.count += count
    this.minorUnits += minorUnits
    this.weightedMinorUnits += weightedMinorUnits
    this.entered += entered
    for (const days in cycle) this.cycle[days] = (this.cycle[days] ?? 0) + (cycle[days] ?? 0)
  }

  worth(currency: string): CountAndValue {
    return { count: this.count, value: showMoney({ minorUnits: this.minorUnits, currency }) }
  }

  open(currency: string): OpenFigures {
    return { ...this.worth(currency), weighted: showMoney({ minorUnits: this.weightedMinorUnits, currency }) }
  }
}

export const closedFigures = (won: Tally, lost: Tally, currency: string): ClosedFigures => {
  const days = Object.entries(won.cycle).reduce((sum, [days, count]) => sum + Number(days) * count, 0)
  return {
    won: won.worth(currency),
    lost: lost.worth(currency),
    winRate: {
      byCount: rate(BigInt(won.count), BigInt(lost.count)),
      byValue: rate(won.minorUnits, lost.minorUnits),
    },
    cycle: { of: 'won', mean: mean(days, won.count), median: medianOf(won.cycle) },
  }
}
