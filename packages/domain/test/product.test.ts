import { given, past, pooled } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import { product, productEvents as e, productState } from '../src/index.ts'

const productId = pooled('product')
const vnd = (minorUnits: number) => ({ minorUnits, currency: 'VND' })
const giveVnd = (amount: number) => ({ amount, currency: 'VND' })
const input = { code: 'CF-01', name: 'Cà phê rang', group: 'Cà phê', unit: 'kg', listPrice: giveVnd(250_000) }
const listing = { code: 'CF-01', name: 'Cà phê rang', group: 'Cà phê', unit: 'kg', listPrice: vnd(250_000) }
const listed = past(productState.of(productId), ['2026-01-05', e.ProductListed(listing)])
const retired = past(productState.of(productId), ['2026-03-01', e.ProductRetired({})])
const restored = past(productState.of(productId), ['2026-04-01', e.ProductRestored({})])

describe('listing a product', () => {
  it('starts selling it', () => {
    given()
      .when(product.list({ productId, ...input }), '2026-01-05')
      .decides(e.ProductListed(listing))
  })
  it('needs a code and a name only', () => {
    given()
      .when(product.list({ productId, code: 'CF-02', name: 'Cà phê hạt' }), '2026-01-05')
      .decides(e.ProductListed({ code: 'CF-02', name: 'Cà phê hạt', group: null, unit: null, listPrice: null }))
  })
  it('decides nothing the second time', () => {
    given(listed)
      .when(product.list({ productId, ...input }), '2026-01-06')
      .nothing()
  })
  it('refuses other values under the same id, naming the field', () => {
    given(listed)
      .when(product.list({ productId, ...input, listPrice: giveVnd(1) }), '2026-01-06')
      .rejected('ALREADY_LISTED', { field: 'listPrice' })
  })
  it('does not restore a retired one', () => {
    given(listed, retired)
      .when(product.list({ productId, ...input }), '2026-03-02')
      .rejected('PRODUCT_RETIRED')
  })
  it('refuses an empty name and a price below zero', () => {
    given()
      .when(product.list({ productId, ...input, name: '  ' }), '2026-01-05')
      .invalid('name')
    given()
      .when(product.list({ productId, ...input, listPrice: giveVnd(-1) }), '2026-01-05')
      .invalid('listPrice.amount')
  })
})

describe('changing a product', () => {
  it('renames it, retired or not', () => {
    const renamed = e.ProductRenamed({ from: 'Cà phê rang', to: 'Cà phê rang xay' })
    given(listed)
      .when(product.rename({ productId, name: 'Cà phê rang xay' }), '2026-02-01')
      .decides(renamed)
    given(listed, retired)
      .when(product.rename({ productId, name: 'Cà phê rang xay' }), '2026-03-02')
      .decides(renamed)
  })
  it('decides nothing for the name it has', () => {
    given(listed)
      .when(product.rename({ productId, name: 'Cà phê rang' }), '2026-02-01')
      .nothing()
  })
  it('gives it another code, retired or not', () => {
    const recoded = e.ProductCodeChanged({ from: 'CF-01', to: 'CF-1' })
    given(listed)
      .when(product.changeCode({ productId, code: ' CF-1 ' }), '2026-02-01')
      .decides(recoded)
    given(listed, retired)
      .when(product.changeCode({ productId, code: 'CF-1' }), '2026-03-02')
      .decides(recoded)
  })
  it('decides nothing for the code it has, and refuses none', () => {
    given(listed)
      .when(product.changeCode({ productId, code: 'CF-01' }), '2026-02-01')
      .nothing()
    given(listed)
      .when(product.changeCode({ productId, code: ' ' }), '2026-02-01')
      .invalid('code')
  })
  it('sells it in another unit, or in none', () => {
    given(listed)
      .when(product.setUnit({ productId, unit: 'gói' }), '2026-02-01')
      .decides(e.ProductUnitSet({ from: 'kg', to: 'gói' }))
    given(listed, retired)
      .when(product.setUnit({ productId, unit: null }), '2026-03-02')
      .decides(e.ProductUnitSet({ from: 'kg', to: null }))
  })
  it('decides nothing for the unit it is sold in', () => {
    given(listed)
      .when(product.setUnit({ productId, unit: 'kg' }), '2026-02-01')
      .nothing()
  })
  it('dates code, name and unit each behind a later change of the others, not of itself', () => {
    const recoded = past(productState.of(productId), [
      '2026-02-10',
      e.ProductCodeChanged({ from: 'CF-01', to: 'CF-1' }),
    ])
    const repacked = past(productState.of(productId), ['2026-02-10', e.ProductUnitSet({ from: 'kg', to: 'gói' })])
    given(listed, recoded)
      .when(product.setUnit({ productId, unit: 'gói' }), '2026-02-01')
      .decides(e.ProductUnitSet({ from: 'kg', to: 'gói' }))
    given(listed, repacked)
      .when(product.changeCode({ productId, code: 'CF-1' }), '2026-02-01')
      .decides(e.ProductCodeChanged({ from: 'CF-01', to: 'CF-1' }))
    given(listed, recoded)
      .when(product.changeCode({ productId, code: 'CF-2' }), '2026-02-01')
      .rejected('DATED_TOO_EARLY', { field: 'code' })
    given(listed, repacked)
      .when(product.setUnit({ productId, unit: null }), '2026-02-01')
      .rejected('DATED_TOO_EARLY', { field: 'unit' })
  })
  it('puts it into another group, or into none', () => {
    given(listed)
      .when(product.regroup({ productId, group: 'Đồ uống' }), '2026-02-01')
      .decides(e.ProductRegrouped({ from: 'Cà phê', to: 'Đồ uống' }))
    given(listed)
      .when(product.regroup({ productId, group: null }), '2026-02-01')
      .decides(e.ProductRegrouped({ from: 'Cà phê', to: null }))
  })
  it('decides nothing for the group it is in', () => {
    given(listed)
      .when(product.regroup({ productId, group: 'Cà phê' }), '2026-02-01')
      .nothing()
  })
  it('sets another list price, or none', () => {
    given(listed)
      .when(product.changePrice({ productId, listPrice: giveVnd(270_000) }), '2026-02-01')
      .decides(e.ProductPriceChanged({ from: vnd(250_000), to: vnd(270_000) }))
    given(listed)
      .when(product.changePrice({ productId, listPrice: null }), '2026-02-01')
      .decides(e.ProductPriceChanged({ from: vnd(250_000), to: null }))
  })
  it('decides nothing for the price it has', () => {
    given(listed)
      .when(product.changePrice({ productId, listPrice: giveVnd(250_000) }), '2026-02-01')
      .nothing()
  })
  it('sees another price in the same number of another currency', () => {
    const usd = { amount: 250_000, currency: 'USD' }
    given(listed)
      .when(product.changePrice({ productId, listPrice: usd }), '2026-02-01')
      .decides(e.ProductPriceChanged({ from: vnd(250_000), to: { minorUnits: 25_000_000, currency: 'USD' } }))
  })
  it('sets no price of a product that is no longer sold', () => {
    given(listed, retired)
      .when(product.changePrice({ productId, listPrice: null }), '2026-03-02')
      .rejected('PRODUCT_RETIRED')
  })
  it('sets no price inside a time in which it was not sold', () => {
    given(listed, retired, restored)
      .when(product.changePrice({ productId, listPrice: null }), '2026-03-15')
      .rejected('DATED_TOO_EARLY', { field: 'status' })
  })
  it('refuses a product that was never listed', () => {
    given()
      .when(product.rename({ productId, name: 'Trà' }), '2026-02-01')
      .rejected('PRODUCT_UNKNOWN')
    given()
      .when(product.regroup({ productId, group: null }), '2026-02-01')
      .rejected('PRODUCT_UNKNOWN')
    given()
      .when(product.changeCode({ productId, code: 'T' }), '2026-02-01')
      .rejected('PRODUCT_UNKNOWN')
    given()
      .when(product.setUnit({ productId, unit: null }), '2026-02-01')
      .rejected('PRODUCT_UNKNOWN')
    given()
      .when(product.changePrice({ productId, listPrice: null }), '2026-02-01')
      .rejected('PRODUCT_UNKNOWN')
    given().when(product.retire({ productId }), '2026-02-01').rejected('PRODUCT_UNKNOWN')
    given().when(product.restore({ productId }), '2026-02-01').rejected('PRODUCT_UNKNOWN')
  })
})

describe('retiring and restoring a product', () => {
  it('retires it once', () => {
    given(listed).when(product.retire({ productId }), '2026-03-01').decides(e.ProductRetired({}))
    given(listed, retired).when(product.retire({ productId }), '2026-03-02').nothing()
  })
  it('is not retired behind a price that it had while it was sold', () => {
    const priced = past(productState.of(productId), [
      '2026-02-01',
      e.ProductPriceChanged({ from: vnd(250_000), to: null }),
    ])
    given(listed, priced)
      .when(product.retire({ productId }), '2026-01-20')
      .rejected('DATED_TOO_EARLY', { field: 'listPrice' })
  })
  it('restores it once', () => {
    given(listed, retired).when(product.restore({ productId }), '2026-04-01').decides(e.ProductRestored({}))
    given(listed).when(product.restore({ productId }), '2026-04-01').nothing()
  })
})
