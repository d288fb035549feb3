import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cellText,
  currencySign,
  isDateFormat,
  readAmount,
  readList,
  readMoment,
  readNumber,
  readShare,
  scaledAmount,
  type NumberSigns,
} from '../src/reading/index.ts'

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
    expect(readNumber(written, signs)).toEqual({
      expected: expect.objectContaining({ en: expect.stringMatching(/^expected a number like /) }),
    })
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

describe('a number where no signs are declared', () => {
  it.each([
    ['1500000', '1500000'],
    ['1.500.000', '1500000'],
    ['1,500,000', '1500000'],
    ['1,054.50', '1054.50'],
    ['1.054,50', '1054.50'],
    ['1054.5', '1054.5'],
    ['0,5', '0.5'],
    ['0.500', '0.500'],
    ['12.5', '12.5'],
    ['1 054 000', '1054000'],
    ["1'054.25", '1054.25'],
    ['1054.500', '1054.500'],
    ['-7', '-7'],
  ])('%s is read, since only one reading fits', (written, value) => {
    expect(readNumber(written, null)).toEqual({ value })
  })

  it('is said to be ambiguous so that neither a Vietnamese nor an American takes one for the other', () => {
    const numbers = ': say in the mapping\'s `numbers` which signs the file uses, like { "decimal": ",", "group": "." }'
    expect(readNumber('500.000', null)).toMatchObject({
      expected: {
        en: `it could be 500 (the . before decimals) or 500000 (the . between thousands)${numbers}`,
        vi: expect.stringMatching(/^có thể là 500 \(dấu \. là dấu thập phân\) hoặc 500000 \(dấu \. ngăn hàng nghìn\):/),
      },
    })
    expect(readNumber('1,054', null)).toMatchObject({
      expected: {
        en: `it could be 1.054 (the , before decimals) or 1054 (the , between thousands)${numbers}`,
        vi: expect.stringMatching(/^có thể là 1,054 \(dấu , là dấu thập phân\) hoặc 1054 \(dấu , ngăn hàng nghìn\):/),
      },
    })
  })

  it.each(['-0', '(0)', '-0.00', '−0'])('of nothing, %s, has no sign', written => {
    expect(readAmount(written, null)).toMatchObject({ value: { amount: expect.stringMatching(/^0/) } })
  })

  it.each(['500.000', '1,054', '12.345', '999,999'])('%s is refused as ambiguous, never guessed', written => {
    expect(readNumber(written, null)).toEqual({
      expected: {
        en: expect.stringMatching(/^it could be .+ or .+`numbers`/),
        vi: expect.stringMatching(/^có thể là /),
      },
    })
  })

  it.each(['1.2.3', '1,00,000', '1.500,000.5', 'nhiều', '', '1e3', '1..5'])(
    '%s is refused: no reading fits',
    written => {
      expect(readNumber(written, null)).toEqual({
        expected: expect.objectContaining({ en: expect.stringMatching(/^expected a number/) }),
      })
    },
  )

  it('is never read in another way than each of the declared signs that can read it', () => {
    const chars = fc.string({ unit: fc.constantFrom(...Array.from('0123456789.,')), minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(chars, written => {
        const read = readNumber(written, null)
        if (!('value' in read)) return
        for (const signs of [english, vietnamese]) {
          const declared = readNumber(written, signs)
          if ('value' in declared) expect(declared.value).toBe(read.value)
        }
      }),
    )
  })
})

describe('an amount', () => {
  it.each([
    ['1.500.000 đ', '1500000', 'VND'],
    ['1500000 VND', '1500000', 'VND'],
    ['₫1.500.000', '1500000', 'VND'],
    ['1.500.000đ', '1500000', 'VND'],
    ['1.500.000 vnđ', '1500000', 'VND'],
    ['1.500.000 dong', '1500000', 'VND'],
    ['$22,700.00', '22700.00', 'USD'],
    ['-$22,700.00', '-22700.00', 'USD'],
    ['(1,054.00)', '-1054.00', null],
    ['($1,054.00)', '-1054.00', 'USD'],
    ['(-5)', '-5', null],
    ['-$(5)', '-5', 'USD'],
    ['USD 5', '5', 'USD'],
    ['€12,50', '12.50', 'EUR'],
    ['1054.5', '1054.5', null],
    ['-3', '-3', null],
  ])('%s is read', (written, amount, named) => {
    const read = readAmount(written, null)
    expect(read).toMatchObject({ value: { amount } })
    expect('value' in read ? (read.value.sign?.named ?? null) : undefined).toBe(named)
  })

  it.each(['500.000 đ', '12%', 'abc', '$', '5 apples', 'đ 5 $', ''])('%s is refused', written => {
    expect(readAmount(written, null)).toHaveProperty('expected')
  })

  it('has a sign that fits every currency written with it', () => {
    expect([...(currencySign('$')?.fits ?? [])]).toEqual(expect.arrayContaining(['USD', 'AUD', 'CAD', 'SGD']))
    expect(currencySign('đ')?.fits).toEqual(new Set(['VND']))
    expect(currencySign('apples')).toBeUndefined()
  })

  it.each([
    ['1.5', 'millions', false, 0, '1500000'],
    ['1.5', 'thousands', false, 0, '1500'],
    ['105450', 'minorUnits', false, 2, '1054.5'],
    ['105450', 'minorUnits', false, 0, '105450'],
    ['2.5', null, true, 0, '3'],
    ['-2.5', null, true, 0, '-3'],
    ['1.005', null, true, 2, '1.01'],
    ['1.50', null, false, 2, '1.50'],
  ] as const)('of %s in %s, rounded %s to %i decimals, is %s', (amount, scale, round, decimals, expected) => {
    const { amount: units, isRounded } = scaledAmount({ amount, sign: null, scale, round }, decimals)
    expect(units).toBe(expected)
    expect(isRounded).toBe(round)
  })
})

describe('a share', () => {
  it.each([
    ['40%', null, '40'],
    ['40 %', 'fraction', '40'],
    ['0.4', 'fraction', '40'],
    ['1.0', 'fraction', '100'],
    ['1', 'percent', '1'],
    ['40', null, '40'],
    ['0', null, '0'],
  ] as const)('%s as %s is %s percent', (written, unit, value) => {
    expect(readShare(written, null, { unit, round: false })).toEqual({ value })
  })

  it.each(['0.4', '1.0', '1'])('%s could be either, and is refused', written => {
    expect(readShare(written, null, { unit: null, round: false })).toHaveProperty('expected.en')
  })

  it('is rounded to whole percent where the mapping says so', () => {
    expect(readShare('0.455', null, { unit: 'fraction', round: true })).toEqual({ value: '46' })
  })
})

describe('a cell', () => {
  it.each([
    ['="0912345673"', '0912345673'],
    ['="a ""b"" c"', 'a "b" c'],
    ['=1+1', '=1+1'],
    [' x ', 'x'],
  ])('%s says %s', (cell, text) => {
    expect(cellText(cell)).toBe(text)
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
    ['2017-03-01T23:30:00', 'yyyy-MM-dd', '2017-03-01'],
    ['2017-03-01 23:30', 'yyyy-MM-dd', '2017-03-01'],
    ['2026-03-31T20:30:00Z', 'yyyy-MM-dd', '2026-03-31T20:30:00.000Z'],
    ['2025-03-01T00:30:00+07:00', 'yyyy-MM-dd', '2025-02-28T17:30:00.000Z'],
    ['2025-03-01 00:30:00+07', 'yyyy-MM-dd', '2025-02-28T17:30:00.000Z'],
    ['2025-03-01T00:30:00 +07:00', 'yyyy-MM-dd', '2025-02-28T17:30:00.000Z'],
    ['2025-03-01 20:30:00 UTC', 'yyyy-MM-dd', '2025-03-01T20:30:00.000Z'],
    ['2025-03-01t20:30:00z', 'yyyy-MM-dd', '2025-03-01T20:30:00.000Z'],
    ['01/03/2025 00:30 +07', 'dd/MM/yyyy HH:mm x', '2025-02-28T17:30:00.000Z'],
    ['1740763800', 't', '2025-02-28T17:30:00.000Z'],
  ])('%s as %s is read', (written, dateFormat, expected) => {
    expect(readMoment(written, dateFormat)).toEqual({ value: expected })
  })

  it.each([
    ['31/12/2017', 'M/d/yyyy'],
    ['3/1/17', 'M/d/yyyy'],
    ['3/1/2017 x', 'M/d/yyyy'],
    ['tomorrow', 'M/d/yyyy'],
    ['3/1/12017', 'M/d/yyyy'],
  ])('%s as %s is refused, saying what was expected', (written, dateFormat) => {
    const en = 'expected a day written as M/d/yyyy, like 12/31/2017'
    expect(readMoment(written, dateFormat)).toEqual({ expected: expect.objectContaining({ en }) })
  })

  it.each([
    ['2/29/2017', 'M/d/yyyy'],
    ['31/02/2026', 'dd/MM/yyyy'],
    ['31.4.26', 'd.M.yy'],
    ['2026-02-30', 'yyyy-MM-dd'],
    ['2026-02-30T10:30:30Z', 'yyyy-MM-dd'],
    ['30-02-2026 09:31', 'dd-MM-yyyy HH:mm'],
  ])('%s as %s is said to be no day, not to be written wrongly', (written, dateFormat) => {
    const words = { en: 'there is no such day in that month', vi: 'không có ngày này trong tháng đó' }
    expect(readMoment(written, dateFormat)).toEqual({ expected: words })
  })

  it.each([
    ['31/12/1899', 'dd/MM/yyyy'],
    ['1/1/2200', 'd/M/yyyy'],
    ['1850-03-31', 'yyyy-MM-dd'],
    ['1850-03-31T09:30:00Z', 'yyyy-MM-dd'],
    ['31-03-1850 09:31', 'dd-MM-yyyy HH:mm'],
  ])('%s as %s is said to be of another year, not to be written wrongly', (written, dateFormat) => {
    const words = { en: 'expected a day of the years 1900 to 2199', vi: 'cần ngày thuộc các năm 1900 đến 2199' }
    expect(readMoment(written, dateFormat)).toEqual({ expected: words })
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
