import fc from 'fast-check'
import { getCountries } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { phoneExpected, phoneNumberOf } from '../src/index.ts'
import { phoneGiven } from '../src/kernel/index.ts'

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length })
/** What follows +84: mobiles of the three large operators, fixed lines of Hà Nội, Đà Nẵng and Hồ Chí Minh City. */
const vietnamese = fc.oneof(
  fc.tuple(fc.constantFrom('32', '70', '86', '90', '91', '98'), digits(7)).map(parts => parts.join('')),
  fc.tuple(fc.constantFrom('2437', '2363', '2838'), digits(6)).map(parts => parts.join('')),
)
const spaced = (number: string, mark: string) => number.replaceAll(/(?<=^\d{3}|^\d{6})(?=\d)/g, mark)

describe('a phone number', () => {
  it('comes to the same E.164 however it is written', () => {
    fc.assert(
      fc.property(vietnamese, fc.constantFrom(' ', '.', '-', ''), (number, mark) => {
        const written = [
          `0${number}`,
          number,
          `84${number}`,
          `+84${number}`,
          `0084${number}`,
          spaced(`0${number}`, mark),
          `+84 ${spaced(number, mark)}`,
          `(+84) ${number}`,
          ` +84 (0)${number} `,
        ]
        for (const way of written) expect(phoneNumberOf(way, 'VN')).toBe(`+84${number}`)
      }),
    )
  })
  it('stays as it is once it is in E.164', () => {
    for (const number of ['+84912345678', '+842838221234', '+8419001560', '+12125550100', '+4915112345678'])
      expect(phoneNumberOf(number, null)).toBe(number)
  })
  it.each([
    ['0912 345 678', '+84912345678'],
    ['+84 912 345 678', '+84912345678'],
    ['84912345678', '+84912345678'],
    ['(024) 3825 1234', '+842438251234'],
    ['1900 1560', '+8419001560'],
    ['+1 (212) 555-0100', '+12125550100'],
  ])('%s is %s', (written, number) => {
    expect(phoneNumberOf(written, 'VN')).toBe(number)
  })
  it.each([
    ['which no operator has', '0112 345 678'],
    ['with too few digits', '0912 345'],
    ['with too many digits', '0912 345 6789'],
    ['renumbered in 2018', '01699 123 456'],
    ['that is two', '0912 345 678 / 0913 345 678'],
    ['inside a sentence', 'gọi 0912 345 678'],
    ['with an extension, which E.164 cannot keep', '028 3822 1234 ext 12'],
    ['that is a day', '2026-01-20'],
    ['that is empty', ''],
  ])('is refused: one %s', (_, written) => {
    expect(phoneNumberOf(written, 'VN')).toBeUndefined()
  })
  it('is of its own country, else of the company’s', () => {
    expect(phoneNumberOf('(212) 555-0100', 'US')).toBe('+12125550100')
    expect(phoneNumberOf({ number: '(212) 555-0100', country: 'US' }, 'VN')).toBe('+12125550100')
    expect(phoneNumberOf('0912 345 678', 'US')).toBeUndefined()
    expect(phoneNumberOf({ number: '0912 345 678', country: 'VN' }, 'US')).toBe('+84912345678')
  })
  it('needs a country code where no country is known, or one without telephones', () => {
    for (const country of [null, 'AQ']) {
      expect(phoneNumberOf('0912 345 678', country)).toBeUndefined()
      expect(phoneNumberOf({ number: '0912 345 678', country }, 'VN')).toBeUndefined()
      expect(phoneNumberOf({ number: '+84 912 345 678', country }, 'US')).toBe('+84912345678')
    }
  })
  it('has an example of every country that has telephones, and of any with its code', () => {
    expect(phoneExpected('US').en).toMatch(/\(201\) 555-0123 or \+1 201 555 0123$/)
    for (const country of getCountries()) {
      const [, within = '', abroad = ''] = /like (.*) or (.*)$/.exec(phoneExpected(country).en) ?? []
      expect(phoneNumberOf(within, country), country).toBe(phoneNumberOf(abroad, null))
      expect(phoneNumberOf(abroad, null), country).toBeDefined()
    }
    for (const country of [null, 'AQ']) expect(phoneExpected(country).vi).toMatch(/mã quốc gia, như \+84 912 345 678$/)
  })
  it('comes with a country that exists', () => {
    expect(phoneGiven.safeParse({ number: '0912 345 678', country: 'VN' }).success).toBe(true)
    expect(phoneGiven.safeParse({ number: '0912 345 678', country: 'XX' }).success).toBe(false)
  })
})
