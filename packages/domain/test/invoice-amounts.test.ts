import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { invoiceAmounts, splitByWeight, taxCredited, type LineGiven } from '../src/invoice/amounts.ts'

const numRuns = rounds(500, 20_000)
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

const priced: fc.Arbitrary<LineGiven> = fc
  .record({
    quantity: fc.integer({ min: 1, max: 5_000 }).map(thousandths => thousandths / 1000),
    unitPrice: fc.nat(1_000_000),
    taxRate: fc.constantFrom(null, 0, 5, 8, 10, 5.5, 7.75, 100),
    off: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ off, quantity, unitPrice, taxRate }) => ({
    ...{ quantity, unitPrice, taxRate },
    discount: Math.floor((Math.floor(quantity * unitPrice) * off) / 100),
  }))
const amountsOf = (lines: readonly LineGiven[], discount: number) => {
  const amounts = invoiceAmounts(lines, discount)
  if ('fault' in amounts) expect.fail(JSON.stringify(amounts))
  return amounts
}

describe('what an invoice comes to', () => {
  it('adds up, line by line and rate by rate', () => {
    fc.assert(
      fc.property(fc.array(priced, { minLength: 1, maxLength: 20 }), fc.nat(100), (lines, off) => {
        const { net: before } = amountsOf(lines, 0)
        const discount = Math.floor((before * off) / 100)
        const { lines: each, net, tax, total, taxes } = amountsOf(lines, discount)
        expect(sum(each.map(line => line.net))).toBe(net)
        expect(sum(each.map(line => line.tax))).toBe(tax)
        expect(sum(taxes.map(({ taxable }) => taxable))).toBe(net)
        expect(sum(taxes.map(one => one.tax))).toBe(tax)
        expect(net).toBe(before - discount)
        expect(total).toBe(net + tax)
        for (const { rate, taxable, tax: at } of taxes) {
          const ofRate = each.filter((_, i) => lines[i]?.taxRate === rate)
          expect([sum(ofRate.map(line => line.net)), sum(ofRate.map(line => line.tax))]).toEqual([taxable, at])
          // half up: the exact tax lies within half a unit
          const exact = (taxable * (rate ?? 0)) / 100
          expect(at - exact).toBeGreaterThan(-0.5 - 1e-6)
          expect(at - exact).toBeLessThanOrEqual(0.5 + 1e-6)
        }
        for (const line of each) expect(Math.min(line.net, line.tax)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns },
    )
  })

  it('rounds the tax of a rate once, half up', () => {
    const line = { quantity: 1, unitPrice: 5, discount: 0, taxRate: 10 }
    // line by line it would be 1 each
    expect(amountsOf([line, line, line], 0)).toMatchObject({ net: 15, tax: 2, total: 17 })
    expect(amountsOf([line], 0)).toMatchObject({ tax: 1 })
    expect(amountsOf([{ ...line, unitPrice: 4 }], 0)).toMatchObject({ tax: 0 })
  })

  it('splits a discount of the whole by what the lines come to', () => {
    const lines = [100, 100, 100].map(unitPrice => ({ quantity: 1, unitPrice, discount: 0, taxRate: null }))
    expect(amountsOf(lines, 100).lines.map(({ net }) => net)).toEqual([66, 67, 67])
  })

  it('takes no discount of more than is charged, and no more than money can be', () => {
    const line = { quantity: 1, unitPrice: 100, discount: 101, taxRate: null }
    expect(invoiceAmounts([line], 0)).toEqual({ fault: 'discount', line: 0, most: 100 })
    expect(invoiceAmounts([{ ...line, discount: 0 }], 101)).toEqual({ fault: 'discount', line: null, most: 100 })
    const dear = { quantity: 1, unitPrice: Number.MAX_SAFE_INTEGER, discount: 0, taxRate: 10 }
    expect(invoiceAmounts([dear], 0)).toEqual({ fault: 'tooLarge' })
  })
})

it('parts add up, none further than one unit from its share', () => {
  const weights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(fc.nat(10 ** 9), weights, (total, given) => {
      const whole = sum(given)
      const parts = splitByWeight(
        BigInt(total),
        given.map(weight => BigInt(weight)),
      ).map(Number)
      expect(sum(parts)).toBe(whole === 0 ? 0 : total)
      if (whole > 0)
        parts.forEach((part, i) => {
          expect(Math.abs(part - (total * (given[i] ?? 0)) / whole)).toBeLessThan(1)
        })
    }),
    { numRuns },
  )
})

it('the tax of credit notes for all of an invoice is all of its tax, and never more than what is credited', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 50 }),
      fc.nat(100),
      (parts, rate) => {
        const total = sum(parts)
        const tax = Math.floor((total * rate) / 100)
        const before = { amount: 0, tax: 0 }
        for (const amount of parts) {
          const part = taxCredited(amount, before, { total, tax })
          expect(part).toBeGreaterThanOrEqual(0)
          expect(part).toBeLessThanOrEqual(amount)
          before.amount += amount
          before.tax += part
        }
        expect(before).toEqual({ amount: total, tax })
      },
    ),
    { numRuns },
  )
})
