import { describe, expect, it } from 'vitest'
import { decimalsOf, moneyOf, showMoney } from '../src/index.ts'

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
    expect(moneyOf('10.50', 'HUF')).toEqual({ amount: 1050, currency: 'HUF' })
    expect(moneyOf('1500000', 'VND')).toEqual({ amount: 1_500_000, currency: 'VND' })
    expect(showMoney({ amount: 1050, currency: 'LAK' })).toEqual({ amount: '10.50', currency: 'LAK' })
    expect(showMoney({ amount: -5, currency: 'KWD' })).toEqual({ amount: '-0.005', currency: 'KWD' })
    expect(() => moneyOf('10.5', 'VND')).toThrow('expected an amount of VND, not negative and with at most 0 decimals')
  })
})
