// What customers bought, one document for each amount and day: a lifetime's purchases have no bound.
import { currencyCode, day, decimalsOf, id, invoice, purchase, type Day } from '@eventcrm/domain'
import { defineView, type Filter, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import { creditedKey, issuedKey, paidKey, releasedBy, undoneKey } from './invoice-keys.ts'
import { invoiced, whose, type Whose } from './invoiced.ts'

export const bases = ['invoices', 'payments', 'purchases'] as const
/** What counts as bought. */
export type Basis = (typeof bases)[number]

export const purchaseDocument = z.object({
  basis: z
    .enum(bases)
    .describe(
      'What it is counted among: what was invoiced, what was paid on invoices, or purchases without an invoice',
    ),
  kind: z
    .enum(['purchase', 'invoice', 'creditNote', 'payment', 'paymentUndone', 'paymentReleased'])
    .describe(
      'A purchase where there is no invoice, an invoice, a credit note, part of a payment that pays an invoice, or what pays it no more: undone, or freed by a credit note',
    ),
  isPurchase: z.boolean().describe('Whether it is one: else it only takes from revenue'),
  purchaseId: id('purchase').nullable().describe('Purchase; null of what has an invoice'),
  invoiceId: id('invoice').nullable().describe('Invoice; null none'),
  ...whose,
  day: day.describe('Day on which it counts'),
  minorUnits: z
    .int()
    .describe('How much, tax included, in minor units of the currency; less than 0 where it takes from revenue'),
  netMinorUnits: z.int().describe('The same without tax; with it where it is not known how much of it is tax'),
  taxMinorUnits: z.int().nullable().describe('How much of it is tax, in minor units; null unknown'),
  taxUnknown: z.int().describe('1 where it is a purchase of which it is not known how much is tax, else 0'),
  currency: currencyCode.describe('ISO 4217'),
  exponent: z.int().describe('Decimals of the currency: 2 means that 105400 minor units are 1054.00'),
  units: z.number().nullable().describe('Units bought, at most three decimals; null unknown'),
  endsOn: day
    .nullable()
    .describe(
      'Day since which it counts no more, as its invoice was cancelled or credited in whole, or its part of a payment given back in whole, what was taken back for that included; its own day, so that it counts on none, where it was entered by mistake. Null none',
    ),
  position: z.string().describe('Place in the log where it was recorded'),
  endedAt: z.string().nullable().describe('Place in the log of what ended it; null nothing did'),
})
type Document = z.output<typeof purchaseDocument>
export interface PurchaseDocument extends Document {} // a name for hovers and errors

interface Amount {
  readonly basis: Basis
  readonly kind: PurchaseDocument['kind']
  readonly day: Day
  readonly minorUnits: number
  readonly tax: number | null
  readonly currency: string
}

const recorded = (
  { streamId, position }: Pick<ViewEvent, 'streamId' | 'position'>,
  { basis, kind, day, minorUnits, tax, currency }: Amount,
  whose: Whose,
): PurchaseDocument => {
  const isPurchase = kind === 'purchase' || kind === 'invoice' || kind === 'payment'
  return {
    ...{ basis, kind, isPurchase },
    purchaseId: basis === 'purchases' ? streamId : null,
    invoiceId: basis === 'purchases' ? null : streamId,
    ...whose,
    ...{ day, minorUnits, netMinorUnits: minorUnits - (tax ?? 0), taxMinorUnits: tax },
    taxUnknown: isPurchase && tax === null ? 1 : 0,
    ...{ currency, exponent: decimalsOf(currency), units: null },
    ...{ endsOn: null, position, endedAt: null },
  }
}

/** Until the invoice says whose it is. */
const unknown: Whose = { customerId: '', ownerId: null, teamId: null, department: null }

/** One document for each purchase, and for what was invoiced, credited and paid, each on its day. */
export const purchases: View<PurchaseDocument> = defineView({
  name: 'purchases',
  version: 2,
  describe: 'What customers bought, by invoice, payment or purchase: when, for how much, and who sold it',
  document: purchaseDocument,
  indexes: [
    // what a lifetime's value is folded from, in this order
    ['basis', 'currency', 'customerId', 'day', 'isPurchase'],
    ['customerId', 'day'],
    ['ownerId', 'day'],
    ['teamId', 'day'],
    ['department', 'day'],
    ['day'],
  ],
  aggregates: [purchase, invoice],
  fedBy: invoiced(event => purchases.keysOf(event)),
  on: {
    PurchaseRecorded: (document, event) => {
      if (document) throw new TypeError('A purchase was recorded twice')
      const { customerId, amount, tax, units, assignment } = event.data
      const bought = { basis: 'purchases', kind: 'purchase', day: event.occurredOn, ...amount, tax } as const
      return { ...recorded(event, bought, { customerId, ...assignment }), units }
    },
    PurchaseVoided: (document, { position }) => {
      if (!document) throw new TypeError('A purchase was voided that was never recorded')
      return Object.assign(document, { endsOn: document.day, endedAt: position })
    },
    InvoiceIssued: {
      key: issuedKey,
      fold: (document, event) => {
        if (document) throw new TypeError('An invoice was issued twice')
        const { on, total, tax, customerId, assignment } = event.data
        const amount = { basis: 'invoices', kind: 'invoice', day: on, ...total, tax: tax.minorUnits } as const
        return recorded(event, amount, { customerId, ...assignment })
      },
    },
    InvoiceCancelled: {
      key: issuedKey,
      fold: (document, { occurredOn, position }) => {
        if (!document) throw new TypeError('An invoice was cancelled that was never issued')
        return Object.assign(document, { endsOn: occurredOn, endedAt: position })
      },
    },
    InvoiceCredited: {
      keys: event => [creditedKey(event), ...releasedBy(event).map(({ releasedKey }) => releasedKey)],
      fold: (_, event, key) => {
        const { on, amount, tax } = event.data
        const freed = releasedBy(event).find(({ releasedKey }) => releasedKey === key)
        const { currency } = amount
        return recorded(
          event,
          freed
            ? {
                ...{ basis: 'payments', kind: 'paymentReleased', day: freed.on },
                ...{ minorUnits: -freed.amount.minorUnits, tax: null, currency },
              }
            : {
                ...{ basis: 'invoices', kind: 'creditNote', day: on },
                ...{ minorUnits: -amount.minorUnits, tax: -tax.minorUnits, currency },
              },
          unknown,
        )
      },
    },
    InvoicePaymentAllocated: {
      key: paidKey,
      fold: (_, event) => {
        const { amount } = event.data
        const paid = { basis: 'payments', kind: 'payment', day: event.occurredOn, ...amount, tax: null } as const
        return recorded(event, paid, unknown)
      },
    },
    InvoiceAllocationUndone: {
      key: undoneKey,
      fold: (_, event) => {
        const { amount, on } = event.data
        const { minorUnits, currency } = amount
        const undone = { basis: 'payments', kind: 'paymentUndone', day: on, currency, tax: null } as const
        return recorded(event, { ...undone, minorUnits: -minorUnits }, unknown)
      },
    },
  },
})

/** What counts of it: bought until a day, not ended by then, and as far as was known by a position. */
export const boughtAsOf = (asOf: string, position: string): readonly Filter<PurchaseDocument>[] => [
  { field: 'day', to: asOf },
  { field: 'position', to: position },
  {
    or: [
      { field: 'endedAt', equals: null },
      { field: 'endsOn', above: asOf },
      { field: 'endedAt', above: position },
    ],
  },
]
