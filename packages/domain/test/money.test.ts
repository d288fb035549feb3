import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalsOf, minorUnitsIn, moneyOf, showMoney } from '../src/index.ts'

describe('money', () => {
  // ISO 4217 list one, https://www.six-group.com/en/products-services/financial-information/data-standards.html
  it.each([
    [0, 'VND JPY KRW ISK CLP XOF UGX'],
    [2, 'USD EUR SGD HUF IDR LAK MMK COP PKR THB KHR CNY'],
    [3, 'KWD BHD IQD JOD LYD OMR TND'],
    [4, 'CLF UYW'],
  ])('has %s decimals by ISO 4217 in %s', (decimals, codes) => {
    for (const code of codes.split(' '))
      expect(`${code} ${String(decimalsOf(code))}`).toBe(`${code} ${String(decimals)}`)
  })

  it('is read from decimals and shown with them', () => {
    expect(moneyOf('10.50', 'HUF')).toEqual({ minorUnits: 1050, currency: 'HUF' })
    expect(moneyOf(10.5, 'HUF')).toEqual({ minorUnits: 1050, currency: 'HUF' })
    expect(moneyOf('1500000', 'VND')).toEqual({ minorUnits: 1_500_000, currency: 'VND' })
    expect(showMoney({ minorUnits: 1050, currency: 'LAK' })).toEqual({ amount: '10.50', currency: 'LAK' })
    expect(showMoney({ minorUnits: -5, currency: 'KWD' })).toEqual({ amount: '-0.005', currency: 'KWD' })
    expect(showMoney({ minorUnits: 2n ** 60n, currency: 'USD' }).amount).toBe('11529215046068469.76')
    expect(() => moneyOf('10.5', 'VND')).toThrow('expected an amount of VND, without decimals')
    expect(() => moneyOf('9007199254740992', 'VND')).toThrow('expected at most 9007199254740991 VND')
    expect(['10.5', '9007199254740992', '-1', ''].map(amount => minorUnitsIn(amount, 'VND'))).toEqual(
      Array(4).fill(undefined),
    )
    expect([minorUnitsIn('10.50', 'USD'), minorUnitsIn(7, 'VND')]).toEqual([1050, 7])
  })
  it('is the same however often it is shown and read again', () => {
    const currency = fc.constantFrom('VND', 'USD', 'KWD', 'CLF')
    fc.assert(
      fc.property(fc.maxSafeNat(), currency, (minorUnits, currency) => {
        const { amount } = showMoney({ minorUnits, currency })
        expect(moneyOf(amount, currency)).toEqual({ minorUnits, currency })
      }),
    )
  })
  it('given as a number means what the same text means', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999_999_999 }), minorUnits => {
        const { amount } = showMoney({ minorUnits, currency: 'USD' })
        expect(moneyOf(Number(amount), 'USD')).toEqual({ minorUnits, currency: 'USD' })
      }),
    )
  })
})
