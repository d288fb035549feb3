import { describe, expect, it } from 'vitest'
import { given, past, pooled } from '../../testkit/src/index.ts'
import { opportunity, opportunityEvents as e, priceOf, productEvents, productState } from '../src/index.ts'
import { mostMinorUnits } from '../src/kernel/index.ts'
import {
  giveVnd,
  giveUsd,
  business,
  byHand,
  crane,
  cranes,
  hoist,
  lineId,
  opened,
  opening,
  opportunity as happened,
  opportunityId,
  otherLineId,
  summed,
  usd,
  vnd,
  withCranes,
  won,
} from './opportunity-past.ts'

const day = '2026-01-12'
const add = { opportunityId, lineId, productId: crane }
const none = given(business, opened)
const one = given(business, opened, withCranes)
const five = happened('2026-01-07', e.OpportunityRevenueSet({ from: summed(vnd(1000)), to: byHand(vnd(5)) }))
const removed = happened('2026-01-08', e.OpportunityLineRemoved({ line: cranes, revenue: summed(vnd(0)) }))

describe('adding a product line', () => {
  it('takes one unit at list price unless told, and the revenue follows', () => {
    none
      .when(opportunity.addLine(add), day)
      .decides(e.OpportunityLineAdded({ line: { ...cranes, quantity: 1 }, revenue: summed(vnd(500)) }))
    one.when(opportunity.addLine({ ...add, lineId: otherLineId, quantity: 1.5, unitPrice: giveVnd(333) }), day).decides(
      e.OpportunityLineAdded({
        line: { ...cranes, lineId: otherLineId, quantity: 1.5, unitPrice: vnd(333) },
        revenue: summed(vnd(1500)),
      }),
    )
  })
  it('leaves the revenue that was set by hand', () => {
    given(business, opened, withCranes, five)
      .when(opportunity.addLine({ ...add, lineId: otherLineId }), day)
      .decides(
        e.OpportunityLineAdded({ line: { ...cranes, lineId: otherLineId, quantity: 1 }, revenue: byHand(vnd(5)) }),
      )
  })
  it('decides nothing the second time, and refuses other values under its id', () => {
    one.when(opportunity.addLine({ ...add, quantity: 2, unitPrice: giveVnd(500) }), day).nothing()
    one.when(opportunity.addLine(add), day).nothing()
    one.when(opportunity.addLine({ ...add, quantity: 3 }), day).rejected('LINE_EXISTS', { field: 'quantity', lineId })
    one
      .when(opportunity.addLine({ ...add, productId: hoist }), day)
      .rejected('LINE_EXISTS', { field: 'productId', lineId })
  })
  it('refuses a product that is not sold', () => {
    const nothing = pooled('product', 9)
    const gone = past(productState.of(crane), ['2026-01-02', productEvents.ProductRetired({})])
    none
      .when(opportunity.addLine({ ...add, productId: nothing }), day)
      .rejected('PRODUCT_UNKNOWN', { field: 'productId', productId: nothing })
    given(business, gone, opened)
      .when(opportunity.addLine(add), day)
      .rejected('PRODUCT_RETIRED', { field: 'productId', productId: crane })
  })
  it('needs a price in the opportunity’s currency', () => {
    const dollars = given(
      business,
      happened('2026-01-05', e.OpportunityOpened({ ...opening, revenue: summed(usd(0)) })),
    )
    none
      .when(opportunity.addLine({ ...add, productId: hoist }), day)
      .rejected('PRICE_MISSING', { field: 'unitPrice', expected: 'VND' })
    none
      .when(opportunity.addLine({ ...add, unitPrice: giveUsd(5) }), day)
      .rejected('CURRENCY_MISMATCH', { field: 'unitPrice', expected: 'VND', currency: 'USD' })
    dollars
      .when(opportunity.addLine(add), day)
      .rejected('CURRENCY_MISMATCH', { field: 'unitPrice', expected: 'USD', currency: 'VND' })
    dollars.when(opportunity.addLine({ ...add, unitPrice: giveUsd(5) }), day).decides(
      e.OpportunityLineAdded({
        line: { ...cranes, quantity: 1, listPrice: null, unitPrice: usd(5) },
        revenue: summed(usd(5)),
      }),
    )
  })
  it('refuses more than an opportunity may be worth', () => {
    const most = { ...add, unitPrice: giveVnd(mostMinorUnits) }
    none.when(opportunity.addLine({ ...most, quantity: 1 }), day).decides(
      e.OpportunityLineAdded({
        line: { ...cranes, quantity: 1, unitPrice: vnd(mostMinorUnits) },
        revenue: summed(vnd(mostMinorUnits)),
      }),
    )
    none
      .when(opportunity.addLine({ ...most, quantity: 1.001 }), day)
      .rejected('AMOUNT_TOO_LARGE', { field: 'quantity' })
    one
      .when(opportunity.addLine({ ...most, lineId: otherLineId }), day)
      .rejected('AMOUNT_TOO_LARGE', { field: 'unitPrice', most: '9007199254740991', currency: 'VND' })
    one
      .when(opportunity.addLine({ ...most, lineId: otherLineId, quantity: 1_000_000 }), day)
      .rejected('AMOUNT_TOO_LARGE', { field: 'quantity' })
  })
  it('refuses it too where the revenue is set by hand, so that it can follow the lines again', () => {
    given(business, opened, withCranes, five)
      .when(opportunity.addLine({ ...add, lineId: otherLineId, unitPrice: giveVnd(mostMinorUnits) }), day)
      .rejected('AMOUNT_TOO_LARGE', { field: 'unitPrice' })
  })
  it('takes a quantity of at most three decimals, more than none', () => {
    for (const quantity of [0, -1, 0.0001, 1.2345, 0.1 + 0.2, Number.NaN, 1_000_001])
      none.when(opportunity.addLine({ ...add, quantity }), day).invalid('quantity')
    for (const quantity of [0.001, 1.1, 4.35, 999_999.999, 1_000_000])
      expect(opportunity.commands.addLine.schema.safeParse({ ...add, quantity }).success).toBe(true)
  })
  it('may not come behind its own removal, nor behind another setting of the revenue', () => {
    given(business, opened, withCranes, removed)
      .when(opportunity.addLine(add), '2026-01-07')
      .rejected('DATED_TOO_EARLY', { notBefore: '2026-01-08' })
    one
      .when(opportunity.addLine({ ...add, lineId: otherLineId }), '2026-01-05')
      .rejected('DATED_TOO_EARLY', { field: 'revenue', notBefore: '2026-01-06' })
  })
})

describe('changing a product line', () => {
  it('changes what is given', () => {
    one
      .when(opportunity.changeLine({ opportunityId, lineId, quantity: 3 }), day)
      .decides(e.OpportunityLineChanged({ from: cranes, to: { ...cranes, quantity: 3 }, revenue: summed(vnd(1500)) }))
    one
      .when(opportunity.changeLine({ opportunityId, lineId, unitPrice: giveVnd(400) }), day)
      .decides(
        e.OpportunityLineChanged({ from: cranes, to: { ...cranes, unitPrice: vnd(400) }, revenue: summed(vnd(800)) }),
      )
    one.when(opportunity.changeLine({ opportunityId, lineId, quantity: 2 }), day).nothing()
    one.when(opportunity.changeLine({ opportunityId, lineId }), day).nothing()
  })
  it('refuses a line that is not there, another currency, and too much', () => {
    none
      .when(opportunity.changeLine({ opportunityId, lineId, quantity: 3 }), day)
      .rejected('LINE_UNKNOWN', { field: 'lineId', lineId })
    one
      .when(opportunity.changeLine({ opportunityId, lineId, unitPrice: giveUsd(5) }), day)
      .rejected('CURRENCY_MISMATCH', { field: 'unitPrice', expected: 'VND', currency: 'USD' })
    one
      .when(opportunity.changeLine({ opportunityId, lineId, unitPrice: giveVnd(mostMinorUnits) }), day)
      .rejected('AMOUNT_TOO_LARGE', { field: 'unitPrice' })
    one
      .when(
        opportunity.changeLine({ opportunityId, lineId, quantity: 1_000_000, unitPrice: giveVnd(mostMinorUnits) }),
        day,
      )
      .rejected('AMOUNT_TOO_LARGE', { field: 'quantity' })
  })
  it('is refused when won', () => {
    given(business, opened, withCranes, won)
      .when(opportunity.changeLine({ opportunityId, lineId, quantity: 3 }), '2026-01-21')
      .rejected('NOT_OPEN', { status: 'won' })
  })
})

describe('removing a product line', () => {
  it('takes it off the revenue', () => {
    one
      .when(opportunity.removeLine({ opportunityId, lineId }), day)
      .decides(e.OpportunityLineRemoved({ line: cranes, revenue: summed(vnd(0)) }))
    given(business, opened, withCranes, five)
      .when(opportunity.removeLine({ opportunityId, lineId }), day)
      .decides(e.OpportunityLineRemoved({ line: cranes, revenue: byHand(vnd(5)) }))
  })
  it('decides nothing the second time, and refuses a line that never was', () => {
    given(business, opened, withCranes, removed).when(opportunity.removeLine({ opportunityId, lineId }), day).nothing()
    one
      .when(opportunity.removeLine({ opportunityId, lineId: otherLineId }), day)
      .rejected('LINE_UNKNOWN', { field: 'lineId', lineId: otherLineId })
  })
})

describe('the price of a line', () => {
  it('is rounded half up to the minor unit, exactly', () => {
    expect(priceOf(2.5, usd(333))).toBe(833n)
    expect(priceOf(0.001, usd(499))).toBe(0n)
    expect(priceOf(0.001, usd(500))).toBe(1n)
    expect(priceOf(1.005, usd(100))).toBe(101n) // 100.5, though 1.005 × 100 is 100.49999999999999
    expect(priceOf(8.345, usd(1000))).toBe(8345n)
    expect(priceOf(0.145, vnd(100))).toBe(15n)
    expect(priceOf(999_999_999.999, usd(9_007_199))).toBe(9007198999990993n)
  })
  it('is that of a product with several lines, each rounded by itself', () => {
    const half = { ...cranes, quantity: 0.5, unitPrice: vnd(1) }
    given(business, opened, happened('2026-01-06', e.OpportunityLineAdded({ line: half, revenue: summed(vnd(1)) })))
      .when(opportunity.addLine({ ...add, lineId: otherLineId, quantity: 0.5, unitPrice: giveVnd(1) }), day)
      .decides(e.OpportunityLineAdded({ line: { ...half, lineId: otherLineId }, revenue: summed(vnd(2)) }))
  })
})
