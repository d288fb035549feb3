import { z } from 'zod'
import { defineAggregate } from '../kernel/aggregate.ts'
import { differingField, same } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { code, id, money, text } from '../kernel/values.ts'
import { productEvents as events } from './events.ts'
import { productState } from './state.ts'

const reject = defineRejections({
  PRODUCT_UNKNOWN: 'There is no such product',
  PRODUCT_RETIRED: 'The product is no longer sold',
  ALREADY_LISTED: 'A product was listed under this id with other values',
})

const command = commandOf(productState)
const productId = id('product')
const name = text(200).describe('Name')

export const product = defineAggregate({
  state: productState,
  rejections: reject,
  commands: {
    listProduct: command({
      describe: 'Starts selling a product or service',
      schema: z.strictObject({
        productId,
        code: code.describe('Product code'),
        name,
        group: code.optional().describe('Product group'),
        unit: code.optional().describe('What one unit is: piece, hour …'),
        listPrice: money.optional().describe('List price of a unit'),
      }),
      decide: ({ code, name, group = null, unit = null, listPrice = null }, state) => {
        const listing = { code, name, group, unit, listPrice }
        if (state.status === 'unknown') return [events.ProductListed(listing)]
        const field = differingField(listing, state)
        if (field) return reject('ALREADY_LISTED', { field })
        return state.status === 'retired' ? reject('PRODUCT_RETIRED') : []
      },
    }),

    renameProduct: command({
      describe: 'Gives a product another name',
      schema: z.strictObject({ productId, name }),
      decide: ({ name }, state) => {
        if (state.status === 'unknown') return reject('PRODUCT_UNKNOWN')
        return state.name === name ? [] : [events.ProductRenamed({ from: state.name, to: name })]
      },
    }),

    regroupProduct: command({
      describe: 'Puts a product into another group',
      schema: z.strictObject({ productId, group: code.nullable().describe('Product group; null none') }),
      decide: ({ group }, state) => {
        if (state.status === 'unknown') return reject('PRODUCT_UNKNOWN')
        return state.group === group ? [] : [events.ProductRegrouped({ from: state.group, to: group })]
      },
    }),

    changeProductPrice: command({
      describe: 'Sets the list price of a product that is sold; what was offered before keeps its price',
      schema: z.strictObject({ productId, listPrice: money.nullable().describe('List price of a unit; null none') }),
      rests: ['status'],
      decide: ({ listPrice }, state) => {
        if (state.status === 'unknown') return reject('PRODUCT_UNKNOWN')
        if (same(listPrice, state.listPrice)) return []
        return state.status === 'retired' ? reject('PRODUCT_RETIRED') : [events.ProductPriceChanged({ from: state.listPrice, to: listPrice })]
      },
    }),

    retireProduct: command({
      describe: 'Stops selling a product; where it was sold it stays',
      schema: z.strictObject({ productId }),
      // so that no price set while it was sold ends up behind the retiring
      rests: ['listPrice'],
      decide: (_, state) => {
        if (state.status === 'unknown') return reject('PRODUCT_UNKNOWN')
        return state.status === 'retired' ? [] : [events.ProductRetired({})]
      },
    }),

    restoreProduct: command({
      describe: 'Sells a retired product again',
      schema: z.strictObject({ productId }),
      decide: (_, state) => {
        if (state.status === 'unknown') return reject('PRODUCT_UNKNOWN')
        return state.status === 'listed' ? [] : [events.ProductRestored({})]
      },
    }),
  },
})
