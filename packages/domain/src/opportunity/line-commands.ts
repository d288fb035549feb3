import { z } from 'zod'
import { differingField, same, withGiven } from '../kernel/change.ts'
import { isRejection, type Rejection } from '../kernel/command.ts'
import { moneyGiven, quantity, type StoredMoney } from '../kernel/money.ts'
import { id } from '../kernel/values.ts'
import { productState, type ProductState } from '../product/state.ts'
import { opportunityEvents as events } from './events.ts'
import { command, notOpen, opportunityId, reject, sumOf } from './rules.ts'
import type { OpportunityLine, OpportunityState, Revenue } from './state.ts'

const lineId = id('line')
const units = quantity.describe('Units, at most three decimals')
const unitPrice = moneyGiven.describe('Price of a unit offered, in the opportunity’s currency')

/** The revenue expected with these lines: what they add up to, which is bounded also where it is set by hand and they don't count. */
const revenueWith = (
  { revenue }: OpportunityState,
  lines: Iterable<OpportunityLine>,
  given: { readonly quantity?: number | undefined; readonly unitPrice?: StoredMoney | undefined } = {},
): Revenue | Rejection => {
  const field = given.unitPrice && given.quantity === undefined ? 'unitPrice' : 'quantity'
  const sum = sumOf(lines, revenue.value.currency, field)
  return revenue.byHand && !isRejection(sum) ? revenue : sum
}

const linesWithout = ({ lines }: OpportunityState, lineId: string) =>
  [...lines.values()].filter(line => line.lineId !== lineId)

/** The price of a unit, in the opportunity's currency: the one given, else the list price. */
const priceIn = (
  currency: string,
  given: StoredMoney | undefined,
  listPrice: StoredMoney | null,
): StoredMoney | Rejection => {
  const price = given ?? listPrice
  if (!price) return reject('PRICE_MISSING', { field: 'unitPrice', expected: currency })
  if (price.currency === currency) return price
  return reject('CURRENCY_MISMATCH', { field: 'unitPrice', expected: currency, currency: price.currency })
}

const whyNotSold = ({ status }: ProductState) =>
  status === 'unknown' ? 'PRODUCT_UNKNOWN' : status === 'retired' ? 'PRODUCT_RETIRED' : undefined

/** The product lines of an opportunity: each event says what revenue is expected since. */
export const lineCommands = {
  addLine: command({
    describe: 'Adds a product line; the expected revenue follows unless it is set by hand',
    rejects: [
      'AMOUNT_TOO_LARGE',
      'CURRENCY_MISMATCH',
      'LINE_EXISTS',
      'NOT_OPEN',
      'PRICE_MISSING',
      'PRODUCT_RETIRED',
      'PRODUCT_UNKNOWN',
    ],
    schema: z.strictObject({
      opportunityId,
      lineId,
      productId: id('product'),
      quantity: units.optional().describe('Units, at most three decimals; 1 when left out'),
      unitPrice: unitPrice.optional().describe('Price of a unit offered; the list price when left out'),
    }),
    dependsOn: ['status'],
    context: ({ productId }) => ({ product: productState.of(productId) }),
    decide: ({ opportunityId, ...given }, state, { product }) => {
      const { lineId, productId, quantity = 1 } = given
      if (state.status !== 'open') return notOpen(state, opportunityId)
      const there = state.lines.get(lineId)
      if (there) {
        const field = differingField(given, there)
        return field ? reject('LINE_EXISTS', { field, lineId }) : []
      }
      const why = whyNotSold(product)
      if (why) return reject(why, { field: 'productId', productId })
      const { currency } = state.revenue.value
      const unitPrice = priceIn(currency, given.unitPrice, product.listPrice)
      if (isRejection(unitPrice)) return unitPrice
      const listPrice = product.listPrice?.currency === currency ? product.listPrice : null
      const line = { lineId, productId, quantity, listPrice, unitPrice }
      const revenue = revenueWith(state, [...state.lines.values(), line], given)
      return isRejection(revenue) ? revenue : [events.OpportunityLineAdded({ line, revenue })]
    },
  }),

  changeLine: command({
    describe: 'Changes the quantity or the price of a product line; what is left out stays',
    rejects: ['AMOUNT_TOO_LARGE', 'CURRENCY_MISMATCH', 'LINE_UNKNOWN', 'NOT_OPEN'],
    schema: z.strictObject({ opportunityId, lineId, quantity: units.optional(), unitPrice: unitPrice.optional() }),
    dependsOn: ['status'],
    decide: ({ opportunityId, lineId, quantity, unitPrice }, state) => {
      if (state.status !== 'open') return notOpen(state, opportunityId)
      const from = state.lines.get(lineId)
      if (!from) return reject('LINE_UNKNOWN', { field: 'lineId', lineId })
      const to = withGiven(from, { quantity, unitPrice })
      if (same(from, to)) return []
      const price = priceIn(state.revenue.value.currency, to.unitPrice, null)
      if (isRejection(price)) return price
      const revenue = revenueWith(state, [...linesWithout(state, lineId), to], { quantity, unitPrice })
      return isRejection(revenue) ? revenue : [events.OpportunityLineChanged({ from, to, revenue })]
    },
  }),

  removeLine: command({
    describe: 'Removes a product line',
    rejects: ['LINE_UNKNOWN', 'NOT_OPEN'],
    schema: z.strictObject({ opportunityId, lineId }),
    dependsOn: ['status'],
    decide: ({ opportunityId, lineId }, state) => {
      if (state.status !== 'open') return notOpen(state, opportunityId)
      const line = state.lines.get(lineId)
      if (!line) return state.lines.had(lineId) ? [] : reject('LINE_UNKNOWN', { field: 'lineId', lineId })
      const revenue = revenueWith(state, linesWithout(state, lineId))
      return isRejection(revenue) ? revenue : [events.OpportunityLineRemoved({ line, revenue })]
    },
  }),
}
