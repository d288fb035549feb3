import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bookings } from '../src/bookings.ts'
import { during, groupKey, GroupSums, type Document, type Entry } from '../src/index.ts'
import { rowIn } from '../src/row-decoder.ts'

const add = { count: 1 }
const owner = { owner: 'An' }
const line = { line: 'open' }

describe('during', () => {
  it('adds on the first day and takes back on the day when it is no longer there', () => {
    expect(during('2026-01-30', '2026-02-02', owner, line, add)).toEqual([
      { day: '2026-01-30', facet: owner, line, add },
      { day: '2026-02-02', facet: owner, line, add, takesBack: true },
    ])
  })
  it('has no end while there is none', () => {
    expect(during('2026-01-30', null, owner, line, add)).toEqual([{ day: '2026-01-30', facet: owner, line, add }])
  })
  it('is nothing when it ends on the day it begins, or before', () => {
    expect(during('2026-01-30', '2026-01-30', owner, line, add)).toEqual([])
    expect(during('2026-01-30', '2026-01-29', owner, line, add)).toEqual([])
  })
})

it('a group is the same whatever the order of its keys, and another when a value has another type', () => {
  expect(groupKey({ a: 1, b: null })).toBe(groupKey({ b: null, a: 1 }))
  const keys = [{ a: 1 }, { a: '1' }, { a: null }, { a: 'null' }, { a: true }, {}, { a: 1, b: 1 }].map(groupKey)
  expect(new Set(keys).size).toBe(keys.length)
})

const day = fc.nat(100).map(n => new Date(Date.UTC(2026, 0, 20) + n * 86_400_000).toISOString().slice(0, 10))
const entry: fc.Arbitrary<Entry> = fc.record(
  {
    day,
    facet: fc.constantFrom({ owner: 'An' }, { owner: 'Bình' }),
    line: fc.constantFrom({ line: 'open' }, { line: 'won' }),
    add: fc.record({
      count: fc.integer({ min: -2, max: 2 }),
      bins: fc.dictionary(fc.constantFrom('1', '2'), fc.integer({ min: -1, max: 1 })),
    }),
    takesBack: fc.constant(true as const),
  },
  { requiredKeys: ['day', 'facet', 'line', 'add'] },
)
const entries = fc.array(entry, { maxLength: 40 })

/** Rows with some more booked into them. */
const booked = (
  rows: ReadonlyMap<string, Document>,
  more: readonly Entry[],
  sign: 1 | -1 = 1,
): Map<string, Document> => {
  const bookings = new Bookings()
  bookings.book(more, sign)
  const changed = new Map(rows)
  const touched = new Map(bookings.keys().flatMap(key => (rows.has(key) ? [[key, rows.get(key) ?? {}]] : [])))
  for (const { key, document } of bookings.applied(touched)) {
    if (document) changed.set(key, document)
    else changed.delete(key)
  }
  return changed
}

describe('rows', () => {
  it('sum, over any days, to what the entries of those days sum to', () => {
    fc.assert(
      fc.property(entries, entries, fc.option(day, { nil: undefined }), day, (some, more, from, to) => {
        const days = { to, ...(from === undefined ? {} : { from }) }
        const rows = booked(booked(new Map(), some), more)
        const [byRow, byEntry] = [new GroupSums(), new GroupSums()]
        for (const row of rows.values()) byRow.addRow(rowIn(row)!, days)
        for (const entry of [...some, ...more]) byEntry.addEntry(entry, days)
        const plain = new Map<string, number>()
        for (const { day, facet, line, add, takesBack } of [...some, ...more]) {
          if (day > to || (from !== undefined && day < from)) continue
          const key = JSON.stringify([facet, line])
          plain.set(key, (plain.get(key) ?? 0) + (takesBack ? -1 : 1) * Number(add['count']))
        }
        expect(new Set(byRow.groups())).toEqual(new Set(byEntry.groups()))
        for (const { facet, line, sum } of byRow.groups())
          expect(sum['count'] ?? 0).toBe(plain.get(JSON.stringify([facet, line])))
      }),
      { numRuns: 300 },
    )
  })

  it('are gone, and leave nothing behind, when all that was booked is taken back', () => {
    fc.assert(
      fc.property(entries, entries, (some, more) => {
        const rows = booked(new Map(), some)
        expect(booked(booked(rows, more), more, -1)).toEqual(rows)
        expect(booked(rows, some, -1).size).toBe(0)
      }),
    )
  })

  it('hold each month apart', () => {
    const rows = booked(new Map(), [...during('2026-01-31', '2026-02-01', owner, line, add)])
    expect([...rows.values()]).toEqual([
      { facet: owner, line, month: '2026-01', total: { count: 1 }, days: { '2026-01-31': { count: 1 } } },
      { facet: owner, line, month: '2026-02', total: { count: -1 }, days: { '2026-02-01': { count: -1 } } },
    ])
  })

  it('refuse a sum that is no longer exact', () => {
    const much = during('2026-01-31', null, owner, line, { count: Number.MAX_SAFE_INTEGER })
    expect(() => booked(booked(new Map(), much), much)).toThrow(RangeError)
  })
})
