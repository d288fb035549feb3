// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { storedMoney } from '../kernel/money.ts'

const code = z.string().describe('Product code')
const name = z.string().describe('Name')
const unit = z.string().nullable().describe('What one unit is')
const listPrice = storedMoney.nullable().describe('List price of a unit; null none')
const group = z.string().nullable().describe('Product group')

const events = defineEvents({
  ProductListed: z
    .object({
      code,
      name,
      group,
      unit,
      listPrice,
    })
    .describe('A product or service is sold'),
  ProductCodeChanged: z
    .object({ from: code.describe('Code before'), to: code.describe('Code since') })
    .describe('The product has another code'),
  ProductRenamed: z
    .object({ from: name.describe('Name before'), to: name.describe('Name since') })
    .describe('The product has another name'),
  ProductRegrouped: z
    .object({ from: group.describe('Group before'), to: group.describe('Group since') })
    .describe('The product belongs to another group'),
  ProductUnitSet: z
    .object({ from: unit.describe('What one unit was before'), to: unit.describe('What one unit is since') })
    .describe('The product is sold in another unit'),
  ProductPriceChanged: z
    .object({ from: listPrice.describe('List price before'), to: listPrice.describe('List price since') })
    .describe('The product has another list price'),
  ProductRetired: z.object({}).describe('The product is no longer sold'),
  ProductRestored: z.object({}).describe('The product is sold again'),
})

type Inferred = typeof events
export interface ProductEvents extends Inferred {} // a name for hovers and errors
export const productEvents: ProductEvents = events
