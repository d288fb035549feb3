import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayOf } from '../../testkit/src/histories.ts'
import { did, given, pooled, World } from '../../testkit/src/index.ts'
import { rounds } from '../../testkit/src/campaign.ts'
import { invoiceSeries, invoiceSeriesEvents as e, invoiceSeriesOf, isRejection } from '../src/index.ts'

const seriesId = invoiceSeriesOf('HD', 2026)
const take = (number: number, n: number) =>
  invoiceSeries.take({
    ...{ seriesId, number, ownerId: pooled('invoice', n), invoiceId: pooled('invoice', n), symbol: 'HD', year: 2026 },
  })

it('gives the number after the last, and no other', () => {
  given()
    .when(take(1, 0), '2026-01-05')
    .decides(
      e.InvoiceNumberAssigned({
        ...{ number: 1, on: '2026-01-05', ownerId: pooled('invoice'), invoiceId: pooled('invoice') },
        ...{ symbol: 'HD', year: 2026 },
      }),
    )
  given().when(take(2, 0), '2026-01-05').rejected('NUMBER_NOT_NEXT', { expected: 1 })
  given(did(take(1, 0), '2026-01-05'))
    .when(take(1, 0), '2026-01-06')
    .nothing()
  given(did(take(1, 0), '2026-01-05'))
    .when(take(1, 1), '2026-01-06')
    .rejected('NUMBER_NOT_NEXT', { expected: 2 })
})

it('is never dated back', () => {
  given(did(take(1, 0), '2026-01-05'))
    .when(take(2, 1), '2026-01-04')
    .rejected('DATED_TOO_EARLY')
})

it('is a series of its own per symbol and year', () => {
  const all = ['HD', 'AA/26E', '1C26TAA', 'hd'].flatMap(symbol =>
    [2025, 2026, 2027].map(year => invoiceSeriesOf(symbol, year)),
  )
  expect(new Set(all).size).toBe(all.length)
})

it('has no number twice and none missing, whatever is asked of it', () => {
  const asked = fc.record({ number: fc.integer({ min: 1, max: 12 }), owner: fc.nat(20), day: fc.nat(30) })
  let given = 0
  fc.assert(
    fc.property(fc.array(asked, { minLength: 20, maxLength: 80, size: 'max' }), all => {
      const world = new World()
      let last = { number: 0, on: '' }
      for (const { number, owner, day } of all) {
        const outcome = world.run(take(number, owner), dayOf(day))
        if (isRejection(outcome)) continue
        for (const { data } of outcome) {
          const next = e.InvoiceNumberAssigned.schema.parse(data)
          expect(next.number).toBe(last.number + 1)
          expect(next.on >= last.on).toBe(true)
          last = next
        }
      }
      given += last.number
    }),
    { numRuns: rounds(200, 5_000) },
  )
  expect(given).toBeGreaterThan(200)
})
