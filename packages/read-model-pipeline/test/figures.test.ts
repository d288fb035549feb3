import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closedFigures, mean, medianOf, Tally } from '../src/figures.ts'

const histogramOf = (values: readonly number[]) => {
  const histogram: Record<string, number> = {}
  for (const value of values) histogram[value] = (histogram[value] ?? 0) + 1
  return histogram
}
const closed = (won: number, lost: number, wonAmount = BigInt(won), lostAmount = BigInt(lost)) => {
  const [w, l] = [new Tally(), new Tally()]
  w.add({ count: won, minorUnits: wonAmount, cycle: {} })
  l.add({ count: lost, minorUnits: lostAmount, cycle: {} })
  return closedFigures(w, l, 'USD')
}

describe('the win rate', () => {
  it.each([
    [4238, 2473, 0.6315], // 0.63150…
    [1, 2, 0.3333],
    [2, 1, 0.6667],
    [1, 19_999, 0.0001], // 0.00005, half up
    [1, 20_000, 0],
    [5, 0, 1],
    [0, 5, 0],
  ])('of %i won and %i lost is %d', (won, lost, rate) => expect(closed(won, lost).winRate.byCount).toBe(rate))

  it('is null when nothing was closed, and by value when all was worth nothing', () => {
    expect(closed(0, 0).winRate).toEqual({ byCount: null, byValue: null })
    expect(closed(1, 1, 0n, 0n).winRate).toEqual({ byCount: 0.5, byValue: null })
  })

  it('by value is exact at any size', () => {
    const all = 10n ** 30n
    expect(closed(1, 1, all, all).winRate.byValue).toBe(0.5)
    expect(closed(1, 1, all, 1n).winRate.byValue).toBe(1)
    expect(closed(1, 1, all, all).won.value).toEqual({ amount: '10000000000000000000000000000.00', currency: 'USD' })
  })
})

describe('the sales cycle', () => {
  it.each([
    [[3], 3, 3],
    [[3, 4], 3.5, 3.5],
    [[1, 1, 10], 4, 1],
    [[0, 0, 1, 200], 50.25, 0.5],
    [[10, 9], 9.5, 9.5],
  ])('of %j has the mean %d and the median %d', (days, expectedMean, median) => {
    expect(
      mean(
        days.reduce((a, b) => a + b, 0),
        days.length,
      ),
    ).toBe(expectedMean)
    expect(medianOf(histogramOf(days))).toBe(median)
  })

  it('has the median of the sorted days', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 1 }), days => {
        const sorted = days.toSorted((a, b) => a - b)
        const [low = 0, high = 0] = [sorted[(days.length - 1) >> 1], sorted[days.length >> 1]]
        expect(medianOf(histogramOf(days))).toBe((low + high) / 2)
      }),
    )
  })

  it('is null when nothing was won', () => {
    expect(closed(0, 3).cycle).toEqual({ of: 'won', mean: null, median: null })
  })
})
