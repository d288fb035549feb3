// Customer lifetime value from the CDNOW sample, against what was published of it.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectedPurchases, expectedPurchasesOf, expectedSpending, fitBgNbd, fitGammaGamma } from '../src/index.ts'
import { expect, it } from 'vitest'

const sample = join(import.meta.dirname, '../../../../shared/data/cdnow/CDNOW_sample.txt')
const hasSample = existsSync(sample)

const weekOf = (day: string) => Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`) / (7 * 86_400_000)

/** Purchases by customer and day until the 30th of September 1997, in weeks. */
const customers = async () => {
  const now = weekOf('19970930')
  const lines = (await readFile(sample, 'utf8')).trim().split('\n')
  const byCustomer = new Map<string, Map<number, number>>()
  for (const line of lines) {
    const [, number = '', day = '', , dollars] = line.trim().split(/ +/)
    const days = byCustomer.get(number) ?? new Map<number, number>()
    byCustomer.set(number, days)
    if (weekOf(day) <= now) days.set(weekOf(day), (days.get(weekOf(day)) ?? 0) + Number(dollars))
  }
  return [...byCustomer.values()].map(days => {
    const weeks = [...days.keys()].sort((a, b) => a - b)
    const [firstAt = 0, lastAt = firstAt] = [weeks[0], weeks.at(-1)]
    const later = weeks.slice(1).map(week => days.get(week) ?? 0)
    const mean = later.length === 0 ? 0 : later.reduce((sum, dollars) => sum + dollars, 0) / later.length
    return { repeats: later.length, lastAt: lastAt - firstAt, age: now - firstAt, mean }
  })
}

it.skipIf(!hasSample)(
  `fits the published sample as published${hasSample ? '' : ` (there is no ${sample})`}`,
  async () => {
    const all = await customers()
    expect(all).toHaveLength(2357)
    const buying = fitBgNbd(all)
    expect(buying.converged).toBe(true)
    expect([buying.r, buying.alpha, buying.a, buying.b].map(value => value.toFixed(3))).toEqual([
      ...['0.243', '4.414'],
      ...['0.793', '2.426'],
    ])
    expect(buying.logLikelihood).toBeCloseTo(-9582.4, 1)
    const spending = fitGammaGamma(all)
    expect([spending.p, spending.q, spending.v].map(value => value.toFixed(2))).toEqual(['6.25', '3.74', '15.44'])
    expect(spending.logLikelihood).toBeCloseTo(-4055.9, 1)
    const expected = all.reduce((sum, customer) => sum + expectedPurchasesOf(buying, customer, 39), 0)
    expect(expected.toFixed(1)).toBe('1653.4')
    const ofNewOnes = [
      [0.1429, 0.0078],
      [1, 0.0532],
      [3, 0.1506],
      [31.8571, 1.0405],
      [32, 1.0437],
      [78, 1.8576],
    ] as const
    for (const [weeks, purchases] of ofNewOnes)
      expect(Math.abs(expectedPurchases(buying, weeks) - purchases)).toBeLessThan(0.001)
    expect(all.slice(0, 10).map(customer => expectedSpending(spending, customer).toFixed(2))).toEqual([
      ...['24.65', '18.91', '35.17', '35.17', '35.17'],
      ...['71.46', '18.91', '35.17', '27.28', '35.17'],
    ])
  },
)
