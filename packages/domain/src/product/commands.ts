import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { differingField, same } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { moneyGiven } from '../kernel/money.ts'
import { code, id, line } from '../kernel/values.ts'
import { productEvents as events, type ProductEvents } from './events.ts'
import type { ProductInputs } from './inputs.ts'
import { productRejections, productState, type ProductState } from './state.ts'

const reject = defineRejections({
  ...productRejections,
  ALREADY_LISTED: {
    en: 'A product was listed under this id with other values',
    vi: 'Đã có sản phẩm với mã này nhưng có giá trị khác',
  },
})

const command = commandOf(productState)
const productId = id('product')
const productCode = code.describe('Product code')
const name = line(200).describe('Name')
const unitHint = 'What one unit is: piece, hour …'

const productRetired = (productId: string) => reject('PRODUCT_RETIRED', { field: 'productId', productId })

export type ProductRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'product', 'productId', ProductEvents, ProductState, ProductRejection, ProductInputs>
export interface ProductAggregate extends Inferred {} // a name for hovers and declarations

export const product: ProductAggregate = defineAggregate({
  state: productState,
  rejections: reject,
  unknown: 'PRODUCT_UNKNOWN',
  commands: {
    list: command({
      describe: 'Starts selling a product or service',
      rejects: ['ALREADY_LISTED', 'PRODUCT_RETIRED'],
      creates: true,
      schema: z.strictObject({
        productId,
        code: productCode,
        name,
        group: code.optional().describe('Product group'),
        unit: code.optional().describe(unitHint),
        listPrice: moneyGiven.optional().describe('List price of a unit'),
      }),
      decide: ({ productId, ...given }, state) => {
        const { code, name, group = null, unit = null, listPrice = null } = given
        if (state.status === 'unknown') return [events.ProductListed({ code, name, group, unit, listPrice })]
        const field = differingField(given, state)
        if (field) return reject('ALREADY_LISTED', { field, productId })
        return state.status === 'retired' ? productRetired(productId) : []
      },
    }),

    changeCode: command({
      describe: 'Gives a product another code',
      schema: z.strictObject({ productId, code: productCode }),
      decide: ({ code }, state) =>
        state.code === code ? [] : [events.ProductCodeChanged({ from: state.code, to: code })],
    }),

    rename: command({
      describe: 'Gives a product another name',
      schema: z.strictObject({ productId, name }),
      decide: ({ name }, state) => (state.name === name ? [] : [events.ProductRenamed({ from: state.name, to: name })]),
    }),

    regroup: command({
      describe: 'Puts a product into another group',
      schema: z.strictObject({ productId, group: code.nullable().describe('Product group; null none') }),
      decide: ({ group }, state) =>
        state.group === group ? [] : [events.ProductRegrouped({ from: state.group, to: group })],
    }),

    setUnit: command({
      describe: 'Says what one unit of a product is',
      schema: z.strictObject({ productId, unit: code.nullable().describe(`${unitHint}; null none`) }),
      decide: ({ unit }, state) => (state.unit === unit ? [] : [events.ProductUnitSet({ from: state.unit, to: unit })]),
    }),

    changePrice: command({
      describe: 'Sets the list price of a product that is sold; what was offered before keeps its price',
      rejects: ['PRODUCT_RETIRED'],
      schema: z.strictObject({
        productId,
        listPrice: moneyGiven.nullable().describe('List price of a unit; null none'),
      }),
      dependsOn: ['status'],
      decide: ({ productId, listPrice }, state) => {
        if (same(listPrice, state.listPrice)) return []
        return state.status === 'retired'
          ? productRetired(productId)
          : [events.ProductPriceChanged({ from: state.listPrice, to: listPrice })]
      },
    }),

    retire: command({
      describe: 'Stops selling a product; where it was sold it stays',
      schema: z.strictObject({ productId }),
      // so that no price set while it was sold ends up behind the retiring
      dependsOn: ['listPrice'],
      decide: (_, state) => (state.status === 'retired' ? [] : [events.ProductRetired({})]),
    }),

    restore: command({
      describe: 'Sells a retired product again',
      schema: z.strictObject({ productId }),
      decide: (_, state) => (state.status === 'listed' ? [] : [events.ProductRestored({})]),
    }),
  },
})
