import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { groupKey } from '../src/rollup.ts'
import { RollupDelta } from '../src/rollup-delta.ts'
import {
  createMemoryDocumentStore,
  during,
  GroupSums,
  rowsOver,
  type Days,
  type Document,
  type Entry,
  type Found,
  type Rollup,
} from '../src/index.ts'
import { decodeDocument, storedJson, type StorableDocument } from '../src/store.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const add = { count: 1 }
const owner = { owner: 'An' }
const series = { state: 'open' }

describe('during', () => {
  it('adds on the first day and takes back on the day when it is no longer there', () => {
    expect(during('2026-01-30', '2026-02-02', owner, series, add)).toEqual([
      { day: '2026-01-30', facet: owner, series, add },
      { day: '2026-02-02', facet: owner, series, add, reversal: true },
    ])
  })
  it('has no end while there is none', () => {
    expect(during('2026-01-30', null, owner, series, add)).toEqual([{ day: '2026-01-30', facet: owner, series, add }])
  })
  it('is nothing when it ends on the day it begins, or before', () => {
    expect(during('2026-01-30', '2026-01-30', owner, series, add)).toEqual([])
    expect(during('2026-01-30', '2026-01-29', owner, series, add)).toEqual([])
  })
})

it('a group is the same whatever the order of its keys, and another when a value has another type', () => {
  expect(groupKey({ a: 1, b: null })).toBe(groupKey({ b: null, a: 1 }))
  const keys = [{ a: 1 }, { a: '1' }, { a: null }, { a: 'null' }, { a: true }, {}, { a: 1, b: 1 }].map(groupKey)
  expect(new Set(keys).size).toBe(keys.length)
})

const day = fc.nat(100).map(n => new Date(Date.UTC(2026, 0, 20) + n * 86_400_000).toISOString().slice(0, 10))
const dayOrEnd = fc.oneof(
  day,
  fc.constantFrom('2026-01-31', '2026-02-28', '2026-03-31', '2026-02-01', '2026-03-01', '2026-04-01'),
)
const entry: fc.Arbitrary<Entry> = fc.record(
  {
    day,
    facet: fc.constantFrom({ owner: 'An' }, { owner: 'Bình' }),
    series: fc.constantFrom({ state: 'open' }, { state: 'won' }),
    add: fc.record({
      count: fc.integer({ min: -2, max: 2 }),
      amount: fc.bigInt({ min: -1n, max: 2n ** 60n }),
      bins: fc.dictionary(fc.constantFrom('1', '2'), fc.integer({ min: -1, max: 1 })),
    }),
    reversal: fc.constant(true as const),
  },
  { requiredKeys: ['day', 'facet', 'series', 'add'] },
)
const entries = fc.array(entry, { maxLength: 40 })

const any = z.record(z.string(), z.string())
const rollup: Pick<Rollup, 'collection' | 'daysCollection' | 'facet' | 'series' | 'measures'> = {
  collection: 'sums__v1',
  daysCollection: 'sumsDays__v1',
  facet: any,
  series: any,
  measures: z.record(z.string(), z.int()),
}

interface Rows {
  readonly months: ReadonlyMap<string, Document>
  readonly days: ReadonlyMap<string, Document>
}
const none: Rows = { months: new Map(), days: new Map() }

/** Rows with some more booked into them. */
const booked = (rows: Rows, more: readonly Entry[], sign: 1 | -1 = 1): Rows => {
  const delta = new RollupDelta()
  delta.add(more, sign)
  const [months, days] = [new Map(rows.months), new Map(rows.days)]
  const put = (into: Map<string, Document>, key: string, document: StorableDocument | null) =>
    document ? into.set(key, decodeDocument(storedJson(document))) : into.delete(key)
  for (const { key, month, days: daysOfIt } of delta.applied(rows.months, rows.days)) {
    put(months, key, month)
    put(days, key, daysOfIt)
  }
  return { months, days }
}
const found = (rows: ReadonlyMap<string, Document>): Found => ({
  documents: Array.from(rows, ([key, document]) => ({ key, document })),
  next: null,
})
/** What a store would find. */
const asked = async ({ months, days }: Rows, over: Days) => {
  const store = createMemoryDocumentStore()
  const { collection, daysCollection } = rollup
  await store.ensure([collection, daysCollection].map(name => ({ name, indexes: [] })))
  const writes = [
    ...found(months).documents.map(row => ({ ...row, collection })),
    ...found(days).documents.map(row => ({ ...row, collection: daysCollection })),
  ]
  await store.commit({ views: [], writes })
  return store.query(rowsOver(rollup, [], over))
}

describe('rows', () => {
  it('sum, over any days, to what the entries of those days sum to', async () => {
    let whole = 0
    await fc.assert(
      fc.asyncProperty(
        entries,
        entries,
        fc.option(dayOrEnd, { nil: undefined }),
        dayOrEnd,
        async (some, more, from, to) => {
          const days = { to, ...(from === undefined ? {} : { from }) }
          const rows = booked(booked(none, some), more)
          const [byRow, byEntry] = [new GroupSums(), new GroupSums()]
          const [months, parts] = await asked(rows, days)
          byRow.addRows(rollup, months, parts, days)
          if (parts.documents.length === 0) whole++
          for (const entry of [...some, ...more]) byEntry.addEntry(entry, days)
          const plain = new Map<string, { count: number; amount: bigint }>()
          for (const { day, facet, series, add, reversal } of [...some, ...more]) {
            if (day > to || (from !== undefined && day < from)) continue
            const key = JSON.stringify([facet, series])
            const sum = plain.get(key) ?? { count: 0, amount: 0n }
            sum.count += (reversal ? -1 : 1) * Number(add['count'])
            sum.amount += (reversal ? -1n : 1n) * (typeof add['amount'] === 'bigint' ? add['amount'] : 0n)
            plain.set(key, sum)
          }
          expect(new Set(byRow.groups())).toEqual(new Set(byEntry.groups()))
          for (const { facet, series, sum } of byRow.groups()) {
            const { count = 0, amount = 0n } = sum
            expect({ count, amount }).toEqual(plain.get(JSON.stringify([facet, series])))
          }
        },
      ),
      { numRuns: rounds(400, 20_000) },
    )
    expect(whole).toBeGreaterThan(20)
  })

  it('are gone, and leave nothing behind, when all that was booked is taken back', () => {
    fc.assert(
      fc.property(entries, entries, (some, more) => {
        const rows = booked(none, some)
        expect(booked(booked(rows, more), more, -1)).toEqual(rows)
        expect(booked(rows, some, -1)).toEqual(none)
      }),
    )
  })

  it('hold each month apart, and its days', () => {
    const { months, days } = booked(none, during('2026-01-31', '2026-02-01', owner, series, add))
    expect([...months.values()]).toEqual([
      { facet: owner, series, month: '2026-01', total: { count: 1 } },
      { facet: owner, series, month: '2026-02', total: { count: -1 } },
    ])
    expect([...days.values()]).toEqual([
      { facet: owner, series, month: '2026-01', days: { '2026-01-31': { count: 1 } } },
      { facet: owner, series, month: '2026-02', days: { '2026-02-01': { count: -1 } } },
    ])
  })

  it('keep no month of what came and went within it, only its days', () => {
    const { months, days } = booked(none, during('2026-01-30', '2026-01-31', owner, series, add))
    expect(months.size).toBe(0)
    expect([...days.values()]).toMatchObject([{ days: { '2026-01-30': { count: 1 }, '2026-01-31': { count: -1 } } }])
  })

  it('are exact whatever a sum comes to, and refuse a count that no longer is', () => {
    const largest = BigInt(Number.MAX_SAFE_INTEGER)
    const amounts = during('2026-01-31', null, owner, series, { amount: largest })
    let rows = none
    for (let i = 0; i < 1000; i++) rows = booked(rows, amounts)
    expect([...rows.months.values()]).toMatchObject([{ total: { amount: String(largest * 1000n) } }])
    expect([...booked(rows, amounts, -1).months.values()]).toMatchObject([
      { total: { amount: String(largest * 999n) } },
    ])
    const counts = during('2026-01-31', null, owner, series, { count: Number.MAX_SAFE_INTEGER })
    expect(() => booked(booked(none, counts), counts)).toThrow(RangeError)
  })

  it('refuse a measure that is now a sum, now a count', () => {
    const [sum, count] = [1n, 1].map(add => during('2026-01-31', null, owner, series, { amount: add }))
    expect(() => booked(booked(none, sum ?? []), count ?? [])).toThrow(TypeError)
  })

  it('cannot be bent by a fold that changes what was given as a group', () => {
    const group = { owner: 'An' }
    booked(none, during('2026-01-31', null, group, series, add))
    expect(() => (group.owner = 'Bình')).toThrow(TypeError)
  })
})
