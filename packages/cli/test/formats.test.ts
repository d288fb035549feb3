import { describe, expect, it } from 'vitest'
import stringWidth from 'string-width'
import { formatsOf } from '../src/formats.ts'
import { bar, table } from '../src/layout.ts'

describe('formats', () => {
  const [en, vi] = [formatsOf('en'), formatsOf('vi')]

  it('show money in the language asked for, like every other number', () => {
    const [dong, dollars] = [
      { amount: '1134672000', currency: 'VND' },
      { amount: '1134672.05', currency: 'USD' },
    ]
    expect([en.money(dong), vi.money(dong)]).toEqual(['₫1,134,672,000', '1.134.672.000 ₫'])
    expect([en.money(dollars), vi.money(dollars)]).toEqual(['$1,134,672.05', '1.134.672,05 US$'])
    expect(en.money({ amount: '1054.50', currency: 'EUR' })).toBe('€1,054.50')
    expect(vi.money({ amount: '1054.50', currency: 'EUR' })).toBe('1.054,50 €')
  })

  it('keep every digit of the largest amounts', () => {
    expect(en.money({ amount: '90071992547409.91', currency: 'USD' })).toBe('$90,071,992,547,409.91')
    expect(vi.money({ amount: '9007199254740991', currency: 'VND' })).toBe('9.007.199.254.740.991 ₫')
    expect(en.money({ amount: '1054.567', currency: 'IQD' })).toBe('IQD 1,054.567')
  })

  it('show shares, days and months, and a dash for nothing', () => {
    expect([en.percent(0.6315), vi.percent(0.6315), en.percent(null)]).toEqual(['63.15%', '63,15%', '–'])
    expect([en.decimal(51.78), vi.decimal(51.78), vi.decimal(null)]).toEqual(['51.78', '51,78', '–'])
    expect([en.day('2025-06-30'), vi.day('2025-06-30')]).toEqual(['2025-06-30', '30/06/2025'])
    expect([en.month('2025-06'), vi.month('2025-06')]).toEqual(['2025-06', '06/2025'])
  })
})

describe('a table', () => {
  const columns = [
    { title: 'Khách hàng', shrinks: true },
    { title: 'Số', align: 'right' as const },
  ]

  it('aligns by what a terminal shows, not by how letters are put together', () => {
    const rows = [
      ['Nguyễn Thị Đào'.normalize('NFC'), '1'],
      ['Nguyễn Thị Đào'.normalize('NFD'), '1'],
      ['株式会社', '1'],
    ]
    const lines = table(columns, rows, { width: 80 })
    expect(new Set(lines.slice(1).map(line => stringWidth(line))).size).toBe(1)
  })

  it('cuts names, never figures, to fit', () => {
    const rows = [['Công ty Cổ phần Đầu tư Xây dựng và Thương mại Quốc tế Hưng Thịnh', '1.134.672.000 ₫']]
    const lines = table(columns, rows, { width: 40 })
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(40)
    expect(lines[1]).toMatch(/Công ty Cổ.*… {2}1\.134\.672\.000 ₫$/)
  })

  it('draws bars to an eighth of a column', () => {
    expect([bar(0, 4), bar(0.5, 4), bar(1, 4), bar(0.28125, 4), bar(7, 4)]).toEqual(['', '██', '████', '█▏', '████'])
  })
})
