// What customers bought, one document each: a lifetime's purchases have no bound.
import { currencyCode, day, decimalsOf, id, purchase } from '@eventcrm/domain'
import { defineView, type Filter, type View } from '@eventcrm/projection'
import { z } from 'zod'

export const purchaseDocument = z.object({
  purchaseId: id('purchase'),
  kind: z.enum(['purchase']).describe('What it is written down as: a purchase, where there is no invoice'),
  customerId: id('contact').describe('Who bought'),
  day: day.describe('Day on which it was bought'),
  minorUnits: z.int().describe('What was paid, tax included, in minor units of the currency'),
  netMinorUnits: z.int().describe('The same without tax; with it where it is not known how much of it is tax'),
  taxMinorUnits: z.int().nullable().describe('How much of it is tax, in minor units; null unknown'),
  isTaxKnown: z.boolean().describe('Whether it is known how much of it is tax'),
  currency: currencyCode.describe('ISO 4217'),
  exponent: z.int().describe('Decimals of the currency: 2 means that 105400 minor units are 1054.00'),
  units: z.number().nullable().describe('Units bought, at most three decimals; null unknown'),
  ownerId: id('staff member').nullable().describe('Salesperson who sold it; null nobody'),
  teamId: id('sales team').nullable().describe('Sales team that it counts for; null none'),
  department: z.string().nullable().describe('Department of the salesperson on that day; null none'),
  isVoid: z.boolean().describe('It was entered by mistake, and counts on no day'),
  position: z.string().describe('Place in the log where it was recorded'),
  voidedAt: z.string().nullable().describe('Place in the log where it was voided; null it was not'),
})
type Document = z.output<typeof purchaseDocument>
export interface PurchaseDocument extends Document {} // a name for hovers and errors

/** One document per purchase. Invoices and credit notes are further kinds of it. */
export const purchases: View<PurchaseDocument> = defineView({
  name: 'purchases',
  version: 1,
  describe: 'What customers bought: when, for how much, and who sold it',
  document: purchaseDocument,
  indexes: [
    // what a lifetime's value is folded from, in this order
    ['currency', 'customerId', 'day', 'isTaxKnown'],
    ['customerId', 'day'],
    ['ownerId', 'day'],
    ['teamId', 'day'],
    ['department', 'day'],
    ['day'],
  ],
  aggregates: [purchase],
  on: {
    PurchaseRecorded: (document, { streamId, data, occurredOn, position }) => {
      if (document) throw new TypeError('A purchase was recorded twice')
      const { customerId, amount, tax, units, assignment } = data
      return {
        ...{ purchaseId: streamId, kind: 'purchase', customerId, day: occurredOn },
        ...{ minorUnits: amount.minorUnits, netMinorUnits: amount.minorUnits - (tax ?? 0) },
        ...{ taxMinorUnits: tax, isTaxKnown: tax !== null },
        ...{ currency: amount.currency, exponent: decimalsOf(amount.currency), units, ...assignment },
        ...{ isVoid: false, position, voidedAt: null },
      }
    },
    PurchaseVoided: (document, { position }) => {
      if (!document) throw new TypeError('A purchase was voided that was never recorded')
      return Object.assign(document, { isVoid: true, voidedAt: position })
    },
  },
})

/** What counts of it: bought until a day, and not known by a position to be a mistake. */
export const boughtAsOf = (asOf: string, position: string): readonly Filter<PurchaseDocument>[] => [
  { field: 'day', to: asOf },
  { field: 'position', to: position },
  {
    or: [
      { field: 'voidedAt', equals: null },
      { field: 'voidedAt', above: position },
    ],
  },
]
