import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDateFormat, readDay, readList, readNumber, type NumberSigns } from '../src/reading.ts'

const english: NumberSigns = { decimal: '.', group: ',' }
const vietnamese: NumberSigns = { decimal: ',', group: '.' }

describe('a number', () => {
  it.each([
    ['1054', english, '1054'],
    ['1,054.00', english, '1054.00'],
    ['1.054.000', vietnamese, '1054000'],
    ['1.054.000,5', vietnamese, '1054000.5'],
    ['-12,345', english, '-12345'],
    ['+7', english, '7'],
    ['007', english, '7'],
    ['0.5', english, '0.5'],
    ['1 054,5', { decimal: ',', group: ' ' }, '1054.5'],
    ['1\u202f054\u00a0000', { decimal: ',', group: ' ' }, '1054000'],
    ['1054.5', { decimal: '.', group: null }, '1054.5'],
  ])('written as %s is read', (written, signs, expected) => {
    expect(readNumber(written, signs)).toEqual({ value: expected })
  })

  it('is taken by the signs declared, not guessed', () => {
    expect(readNumber('1.054', english)).toEqual({ value: '1.054' })
    expect(readNumber('1.054', vietnamese)).toEqual({ value: '1054' })
  })

  it.each([
    ['1,05', english, 'a group of two digits'],
    ['1,054.', english, 'nothing after the decimal sign'],
    ['1,054', { decimal: '.', group: null }, 'a group sign that was not declared'],
    ['1,0540', english, 'a group of four digits'],
    ['12,34,567', english, 'groups of two'],
    ['1e3', english, 'an exponent'],
    ['USD 5', english, 'a currency'],
    ['', english, 'nothing'],
    ['٥', english, 'digits of another script'],
  ] satisfies [string, NumberSigns, string][])('written as %s is refused: %s', (written, signs) => {
    expect(readNumber(written, signs)).toEqual({ expected: expect.stringMatching(/^expected a number like /) })
  })

  it('is what was written, whatever the signs', () => {
    const signs = fc.constantFrom(english, vietnamese, { decimal: ',', group: ' ' }, { decimal: '.', group: null })
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(999), fc.boolean(), signs, (whole, thousandths, minus, { decimal, group }) => {
        const grouped = group === null ? String(whole) : String(whole).replace(/\B(?=(\d{3})+$)/g, group)
        const written = `${minus ? '-' : ''}${grouped}${decimal}${String(thousandths).padStart(3, '0')}`
        const read = readNumber(written, { decimal, group })
        expect('value' in read && Number(read.value)).toBe(
          (minus ? -1 : 1) * Number(`${String(whole)}.${String(thousandths).padStart(3, '0')}`),
        )
      }),
    )
  })
})

describe('a day', () => {
  it.each([
    ['3/1/2017', 'M/d/yyyy', '2017-03-01'],
    ['12/31/2017', 'M/d/yyyy', '2017-12-31'],
    ['01-03-2017', 'dd-MM-yyyy', '2017-03-01'],
    ['31/12/17', 'dd/MM/yy', '2017-12-31'],
    ['2016-02-29', 'yyyy-MM-dd', '2016-02-29'],
    ['01-03-2017 23:30', 'dd-MM-yyyy HH:mm', '2017-03-01'],
  ])('%s as %s is read', (written, dateFormat, expected) => {
    expect(readDay(written, dateFormat)).toEqual({ value: expected })
  })

  it.each([
    ['31/12/2017', 'M/d/yyyy'],
    ['2/29/2017', 'M/d/yyyy'],
    ['3/1/17', 'M/d/yyyy'],
    ['3/1/2017 x', 'M/d/yyyy'],
    ['tomorrow', 'M/d/yyyy'],
    ['3/1/12017', 'M/d/yyyy'],
  ])('%s as %s is refused, saying what was expected', (written, dateFormat) => {
    const expected = 'expected a day written as M/d/yyyy, like 12/31/2017'
    expect(readDay(written, dateFormat)).toEqual({ expected })
  })

  it('needs a format with day, month and year', () => {
    expect(['yyyy-MM-dd', 'M/d/yyyy', 'd MMM yyyy', 'dd/MM/yy'].every(isDateFormat)).toBe(true)
    expect(['yyyy-MM', 'dd/MM', 'DD/MM/YYYY', 'yyyy-MM-dd n', ''].some(isDateFormat)).toBe(false)
  })
})

describe('a list', () => {
  it('is cut at its separator, without the empty parts', () => {
    expect(readList(' a;b ; ;c; ', ';')).toEqual(['a', 'b', 'c'])
  })
})
