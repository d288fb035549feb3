// Published figures of the CDNOW sample, from the rounded parameters published with them; and laws of the models.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import {
  bgNbdLogLikelihood,
  discountedPurchases,
  expectedPurchases,
  expectedPurchasesOf,
  expectedSpending,
  fitBgNbd,
  fitGammaGamma,
  probabilityAlive,
  probabilityOfPurchases,
  type BgNbdParameters,
} from '../src/index.ts'
import { customersOf } from './customers.ts'

const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
/** The same with more of their digits, as fitted: in a year the rounded ones make a difference in the third decimal. */
const fitted = { r: 0.242594, alpha: 4.413602, a: 0.792922, b: 2.425906 }
const spending = { p: 6.25, q: 3.74, v: 15.44 }
/** The first customers of the sample. */
const [first, second, third] = [
  { repeats: 2, lastAt: 213 / 7, age: 272 / 7, mean: 22.35 },
  { repeats: 1, lastAt: 12 / 7, age: 272 / 7, mean: 11.77 },
  { repeats: 0, lastAt: 0, age: 272 / 7, mean: 0 },
] as const

describe('BG/NBD', () => {
  it.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [52, 1.444],
    [78, 1.8576],
  ])('expects of a new customer in %d weeks %d purchases', (weeks, purchases) => {
    expect(Math.abs(expectedPurchases(fitted, weeks) - purchases)).toBeLessThan(0.001)
  })

  it('expects purchases of a customer by his history, and tells whether he may still buy', () => {
    const known = { repeats: 2, lastAt: 30.43, age: 38.86 }
    expect(expectedPurchasesOf(published, known, 39)).toBeCloseTo(1.226, 3)
    expect(probabilityAlive(published, known)).toBeCloseTo(0.7266, 4)
    const often = { repeats: 26, lastAt: 30.86, age: 31 }
    expect(expectedPurchasesOf(published, often, 52)).toBeCloseTo(25.76, 2)
    expect(probabilityAlive(published, often)).toBeCloseTo(0.969, 3)
  })

  it('tells how likely so many purchases are', () => {
    expect(probabilityOfPurchases(published, 0, 39)).toBeCloseTo(0.5737864, 7)
    const likely = [0.0019995, 0.001517, 0.0011633, 0.0009003, 0.0007024]
    for (const [i, p] of likely.entries()) expect(probabilityOfPurchases(published, 11 + i, 30)).toBeCloseTo(p, 7)
  })

  const parameter = fc.double({ min: 0.05, max: 30, noNaN: true })
  const parameters: fc.Arbitrary<BgNbdParameters> = fc.record({
    r: parameter,
    alpha: parameter,
    a: parameter,
    b: parameter,
  })
  const weeks = fc.double({ min: 0.1, max: 100, noNaN: true })

  it('gives every number of purchases a share of 1, and their mean is what it expects', () => {
    const dying = fc.record({
      ...{ r: fc.double({ min: 0.2, max: 3, noNaN: true }), alpha: fc.double({ min: 3, max: 20, noNaN: true }) },
      ...{ a: fc.double({ min: 0.3, max: 5, noNaN: true }), b: parameter },
    })
    fc.assert(
      fc.property(dying, fc.double({ min: 0.1, max: 30, noNaN: true }), (all, t) => {
        let [sum, mean] = [0, 0]
        for (let n = 0; n < 400; n++) {
          const p = probabilityOfPurchases(all, n, t)
          sum += p
          mean += n * p
        }
        expect(sum).toBeCloseTo(1, 6)
        expect(Math.abs(mean / expectedPurchases(all, t) - 1)).toBeLessThan(1e-4)
      }),
      { numRuns: rounds(15, 300) },
    )
  })

  it.each([50, 100, 200, 1000, 50_000])('expects as much of customers who are much alike and buy often: r = %d', r => {
    const often = { ...published, r, alpha: r / 3 }
    let mean = 0
    for (let n = 0; n < 500; n++) mean += n * probabilityOfPurchases(often, n, 52)
    expect(expectedPurchases(often, 52) / mean).toBeCloseTo(1, 6)
    const known = { repeats: 60, lastAt: 19, age: 20 }
    const [half, whole] = [26, 52].map(t => expectedPurchasesOf(often, known, t)) as [number, number]
    expect(half).toBeGreaterThan(0)
    expect(whole).toBeGreaterThan(half)
    expect(whole).toBeLessThan(((r + 60) / (r / 3 + 20)) * 52)
  })

  it('is sure that in no time nothing is bought', () => {
    expect([0, 1, 2].map(n => probabilityOfPurchases(published, n, 0))).toEqual([1, 0, 0])
  })

  it('expects of whom nothing is known yet what it expects of a new customer', () => {
    fc.assert(
      fc.property(parameters, weeks, (all, t) => {
        const expected = expectedPurchases(all, t)
        const asked = expectedPurchasesOf(all, { repeats: 0, lastAt: 0, age: 0 }, t)
        expect(Math.abs(asked / expected - 1)).toBeLessThan(1e-6)
      }),
      { numRuns: rounds(100, 10_000) },
    )
  })

  it('expects no less the longer it waits, and no more than one who never leaves would buy', () => {
    fc.assert(
      fc.property(
        parameters,
        fc.nat(100),
        weeks,
        fc.double({ min: 0, max: 1, noNaN: true }),
        weeks,
        (all, repeats, age, part, t) => {
          const history = { repeats, lastAt: repeats === 0 ? 0 : age * part, age }
          const [half, whole] = [expectedPurchasesOf(all, history, t / 2), expectedPurchasesOf(all, history, t)]
          const slack = 1e-9 * (1 + repeats)
          expect(half).toBeGreaterThanOrEqual(-slack)
          expect(whole).toBeGreaterThanOrEqual(half - slack)
          expect(whole).toBeLessThanOrEqual(((all.r + repeats) / (all.alpha + age)) * t + slack)
        },
      ),
      { numRuns: rounds(300, 30_000) },
    )
  })

  it('is as steady where its formula divides by nothing as beside it', () => {
    const at = (a: number) => expectedPurchasesOf({ ...published, a }, first, 39)
    expect(at(1)).toBeCloseTo((at(0.9999) + at(1.0001)) / 2, 4)
    expect(at(1 + 1e-9)).toBeCloseTo(at(1), 4)
    const ofNewOnes = (b: number) => expectedPurchases({ ...published, a: 0.25, b }, 39)
    expect(ofNewOnes(0.75)).toBeCloseTo((ofNewOnes(0.7499) + ofNewOnes(0.7501)) / 2, 4)
  })
})

describe('Gamma-Gamma', () => {
  it('expects purchases of the value that is published, and customers to be worth it', () => {
    expect(expectedSpending(spending, first)).toBeCloseTo(24.66, 2)
    expect(expectedSpending(spending, second)).toBeCloseTo(18.92, 2)
    expect(expectedSpending(spending, third)).toBeCloseTo(35.22, 2)
    const year = { months: 12, discount: 0.01 }
    const worth = [first, second, third].map(
      customer => expectedSpending(spending, customer) * discountedPurchases(published, customer, year),
    )
    expect(worth.map(value => value.toFixed(2))).toEqual(['36.29', '4.64', '8.37'])
  })

  it('has no mean to tell where it would have no end', () => {
    expect(expectedSpending({ p: 2, q: 0.9, v: 3 }, third)).toBeNaN()
  })
})

describe('a fit', () => {
  const customers = customersOf(4000, published, spending, 20260)

  it('finds again what customers were drawn from', () => {
    const { r, alpha, a, b, converged } = fitBgNbd(customers)
    expect(converged).toBe(true)
    expect(r).toBeCloseTo(published.r, 1)
    expect(alpha / published.alpha).toBeCloseTo(1, 0)
    expect(a / (a + b)).toBeCloseTo(published.a / (published.a + published.b), 1)
    const spent = fitGammaGamma(customers)
    expect(spent.converged).toBe(true)
    expect((spent.p * spent.v) / (spent.q - 1)).toBeCloseTo((spending.p * spending.v) / (spending.q - 1), -1)
  })

  it('is likelier than everything around it', () => {
    const fit = fitBgNbd(customers)
    const step = fc.double({ min: -0.3, max: 0.3, noNaN: true }).filter(by => Math.abs(by) > 0.001)
    fc.assert(
      fc.property(fc.constantFrom('r' as const, 'alpha' as const, 'a' as const, 'b' as const), step, (name, by) => {
        const moved = { ...fit, [name]: fit[name] * Math.exp(by) }
        expect(bgNbdLogLikelihood(moved, customers)).toBeLessThan(fit.logLikelihood)
      }),
      { numRuns: rounds(30, 3000) },
    )
  })

  it('says the same in any unit of time and money', () => {
    const [inWeeks, inDays, inSeconds] = [7, 1, 1 / 86_400].map(unit =>
      fitBgNbd(
        customers.map(({ repeats, lastAt, age }) => ({ repeats, lastAt: lastAt * (7 / unit), age: age * (7 / unit) })),
      ),
    )
    expect((inDays?.alpha ?? 0) / (inWeeks?.alpha ?? 1)).toBeCloseTo(7, 2)
    expect(inDays?.r).toBeCloseTo(inWeeks?.r ?? 0, 3)
    expect((inSeconds?.alpha ?? 0) / (inDays?.alpha ?? 1)).toBeCloseTo(86_400, -2)
    const repeats = customers.reduce((sum, customer) => sum + customer.repeats, 0)
    expect(inDays?.logLikelihood).toBeCloseTo((inWeeks?.logLikelihood ?? 0) - repeats * Math.log(7), 4)
    const [dollars, dong] = [1, 25_000].map(rate =>
      fitGammaGamma(customers.map(({ repeats, mean }) => ({ repeats, mean: mean * rate }))),
    )
    expect((dong?.v ?? 0) / (dollars?.v ?? 1)).toBeCloseTo(25_000, -1)
    expect(dong?.q).toBeCloseTo(dollars?.q ?? 0, 3)
  })

  it.each([
    ['nobody bought twice', Array.from({ length: 50 }, (_, i) => ({ repeats: 0, lastAt: 0, age: 10 + i }))],
    ['all bought alike', Array.from({ length: 50 }, () => ({ repeats: 3, lastAt: 9, age: 10 }))],
    ['there is one customer', [{ repeats: 1, lastAt: 2, age: 3 }]],
    ['all came only now', Array.from({ length: 50 }, () => ({ repeats: 0, lastAt: 0, age: 0 }))],
  ])('says that there is none where %s', (_, all) => {
    expect(fitBgNbd(all).converged).toBe(false)
  })

  it('is refused numbers that can’t be, by the place and name of each', () => {
    const with3 = (one: object) => [first, second, { ...first, ...one }]
    for (const [one, said] of [
      [{ repeats: 1.5 }, /customer 2: repeats: .*whole.*1\.5/],
      [{ repeats: Number.NaN }, /customer 2: repeats/],
      [{ repeats: -1 }, /customer 2: repeats/],
      [{ age: -10, lastAt: 0 }, /customer 2: age/],
      [{ age: Infinity }, /customer 2: age/],
      [{ lastAt: 99 }, /customer 2: lastAt/],
      [{ repeats: 0, lastAt: 3 }, /customer 2: lastAt/],
    ] as const) {
      expect(() => fitBgNbd(with3(one))).toThrow(said)
      expect(() => expectedPurchasesOf(published, { ...first, ...one }, 1)).toThrow(RangeError)
    }
    for (const mean of [Number.NaN, -1, Infinity])
      expect(() => fitGammaGamma(with3({ mean }))).toThrow(/customer 2: mean/)
    expect(() => expectedPurchases({ ...published, a: 0 }, 1)).toThrow(/parameter a/)
    expect(() => expectedPurchasesOf(published, first, -5)).toThrow(/time/)
    expect(() => probabilityOfPurchases(published, -1, 10)).toThrow(/number of purchases/)
    for (const horizon of [{ months: Number.NaN }, { months: 1.5 }, { months: -1 }, { discount: -1 }])
      expect(() => discountedPurchases(published, first, { months: 12, discount: 0.01, ...horizon })).toThrow(
        RangeError,
      )
  })

  it('takes no longer for a customer who bought a million times', () => {
    const often = { repeats: 1_000_000, lastAt: 38, age: 39 }
    expect(fitBgNbd([...customers.slice(0, 300), often]).logLikelihood).toBeGreaterThan(-Infinity)
  })

  it('says that spending has none where all spend the same, and takes no mean of nothing', () => {
    const alike = Array.from({ length: 50 }, () => ({ repeats: 2, mean: 10 }))
    expect(fitGammaGamma(alike).converged).toBe(false)
    expect(() => fitGammaGamma([{ repeats: 0, mean: 0 }])).toThrow(RangeError)
    expect(() => fitBgNbd([])).toThrow(RangeError)
  })
})
