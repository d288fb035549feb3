import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { daysAfter, dueDay, instalmentsOf, monthEndAfter } from '../src/invoice/terms.ts'

describe('due days', () => {
  it.each([
    ['2026-01-31', 'daysAfterInvoice', 0, '2026-01-31'],
    ['2026-01-31', 'daysAfterInvoice', 30, '2026-03-02'],
    ['2026-12-15', 'daysAfterInvoice', 20, '2027-01-04'],
    ['2026-02-01', 'daysAfterMonthEnd', 0, '2026-02-28'],
    ['2028-02-01', 'daysAfterMonthEnd', 1, '2028-03-01'],
    ['2026-01-01', 'daysAfterMonthEnd', 30, '2026-03-02'],
    // the last day of month(date + n months), and not n months after the last day
    ['2026-01-31', 'monthsAfterMonthEnd', 0, '2026-01-31'],
    ['2026-01-31', 'monthsAfterMonthEnd', 1, '2026-02-28'],
    ['2026-02-28', 'monthsAfterMonthEnd', 1, '2026-03-31'],
    ['2026-11-05', 'monthsAfterMonthEnd', 3, '2027-02-28'],
  ] as const)('%s, %s %i: %s', (on, rule, count, due) => {
    expect(dueDay(on, { rule, count })).toBe(due)
  })

  it('none is before the invoice’s date', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map(n => daysAfter('2024-01-01', n))
    const rule = fc.constantFrom('daysAfterInvoice', 'daysAfterMonthEnd', 'monthsAfterMonthEnd')
    fc.assert(
      fc.property(day, rule, fc.nat(200), (on, by, count) => {
        expect(dueDay(on, { rule: by, count }) >= on).toBe(true)
        expect(monthEndAfter(on, 0).slice(0, 7)).toBe(on.slice(0, 7))
        expect(daysAfter(monthEndAfter(on, count), 1).slice(8)).toBe('01')
      }),
      { numRuns: rounds(300, 10_000) },
    )
  })
})

describe('instalments', () => {
  const third = (portion: number) => ({ portion, rule: 'daysAfterInvoice', count: 30 }) as const

  it('add up to the total by the largest remainder', () => {
    const terms = { dueOn: null, instalments: [third(33.33), third(33.33), third(33.34)] }
    expect(instalmentsOf(terms, '2026-01-01', 100).map(({ amount }) => amount)).toEqual([33, 33, 34])
    expect(instalmentsOf(terms, '2026-01-01', 2).map(({ amount }) => amount)).toEqual([1, 0, 1])
    expect(instalmentsOf(terms, '2026-01-01', 0).map(({ amount }) => amount)).toEqual([0, 0, 0])
  })

  it('are one where there is a due day, which is not before the date', () => {
    const until = (dueOn: string) => instalmentsOf({ dueOn, instalments: [] }, '2026-02-01', 100)
    expect(until('2026-03-01')).toEqual([{ instalment: 1, dueOn: '2026-03-01', amount: 100 }])
    expect(until('2026-01-01')).toEqual([{ instalment: 1, dueOn: '2026-02-01', amount: 100 }])
  })
})
