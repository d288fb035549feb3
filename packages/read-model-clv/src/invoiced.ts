// What the documents of an invoice get that no event of it says alone: whose it is, and since when something of it was bought no more, as it was
// credited, or a part of a payment given back, to the last unit. Documents that an event made are given whose they are; what may still be
// taken back has a document of its own, so that an invoice with a thousand movements costs each of them the same.
import { day, id, invoice, type Day } from '@eventcrm/domain'
import { defineFeed, defineView, type Feed, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import { creditedKey, issuedKey, paidKey, releasedBy, undoneKey } from './invoice-keys.ts'

/** Whom something counts for. */
export const whose = {
  customerId: id('contact').describe('Who bought'),
  ownerId: id('staff member').nullable().describe('Salesperson who sold it; null nobody'),
  teamId: id('sales team').nullable().describe('Sales team that it counts for; null none'),
  department: z.string().nullable().describe('Department of the salesperson on that day; null none'),
}
const counting = z.object(whose)
export type Whose = Readonly<z.output<typeof counting>>

/** Since when something counts no more. */
export interface Ended {
  readonly endsOn: Day | null
  readonly endedAt: string | null
}

const ofInvoice = z.object({
  of: z.literal('invoice'),
  whose: counting.describe('Whom it counts for'),
  gives: z.array(z.string()).describe('Documents that its last event made, which get it'),
})
const ofBought = z.object({
  of: z.literal('bought'),
  left: z.int().describe('Minor units of it, tax included, that were not taken back'),
  takenBackOn: day.nullable().describe('The last day on which something of it was taken back; null nothing was'),
  endedAt: z.string().nullable().describe('Place in the log of what took the last of it back; null something is left'),
  documents: z.array(z.string()).describe('The document of it, and those of what was taken back'),
})
const source = z.discriminatedUnion('of', [ofInvoice, ofBought])
type Source = z.output<typeof source>
type OfInvoice = z.output<typeof ofInvoice>
type OfBought = z.output<typeof ofBought>

const issued = (known: Source | undefined): OfInvoice => {
  if (known?.of !== 'invoice') throw new TypeError('Something happened to an invoice that was never issued')
  return known
}
const boughtOnce = (known: Source | undefined): OfBought => {
  if (known?.of !== 'bought') throw new TypeError('Something was taken back that was never bought')
  return known
}

const bought = (key: string, { minorUnits }: { readonly minorUnits: number }): OfBought => ({
  ...{ of: 'bought', left: minorUnits, takenBackOn: null, endedAt: null, documents: [key] },
})

interface TakenBack {
  readonly amount: { readonly minorUnits: number }
  readonly on: Day
  readonly document: string
}
/** Amounts add up to the whole only when all are known, and it is over on the last of their days, whichever was recorded last. */
const takeBack = (known: Source | undefined, { amount, on, document }: TakenBack, position: string): OfBought => {
  const from = boughtOnce(known)
  const left = from.left - amount.minorUnits
  return Object.assign(from, {
    left,
    takenBackOn: from.takenBackOn !== null && from.takenBackOn > on ? from.takenBackOn : on,
    endedAt: left > 0 ? null : position,
    documents: [...from.documents, document],
  })
}

/** @returns what is given to the documents of something that was bought: nothing that it says otherwise, until it is over */
const endedOf = ({ takenBackOn, endedAt }: OfBought): Partial<Ended> =>
  endedAt === null ? {} : { endsOn: takenBackOn, endedAt }

type KeysOf = (event: ViewEvent) => readonly string[]

const purchasesSources = (keysOf: KeysOf) => {
  const happened = (known: Source | undefined, event: ViewEvent): OfInvoice =>
    Object.assign(issued(known), { gives: [...keysOf(event)] })
  return defineView({
    name: 'purchasesSources',
    version: 2,
    describe: 'Whose invoices are, and how much of them and of their payments was not taken back',
    document: source,
    aggregates: [invoice],
    on: {
      InvoiceIssued: {
        keys: event => [event.streamId, issuedKey(event)],
        fold: (_, { streamId, data: { customerId, assignment, total } }, key): Source =>
          key === streamId ? { of: 'invoice', whose: { customerId, ...assignment }, gives: [] } : bought(key, total),
      },
      InvoicePaymentAllocated: {
        keys: event => [event.streamId, paidKey(event)],
        fold: (known, event, key): Source =>
          key === event.streamId ? happened(known, event) : bought(key, event.data.amount),
      },
      InvoiceAllocationUndone: {
        keys: event => [event.streamId, paidKey(event)],
        fold: (known, event, key): Source => {
          if (key === event.streamId) return happened(known, event)
          const { amount, on } = event.data
          return takeBack(known, { amount, on, document: undoneKey(event) }, event.position)
        },
      },
      InvoiceCredited: {
        keys: event => [event.streamId, issuedKey(event), ...releasedBy(event).map(({ paidKey }) => paidKey)],
        fold: (known, event, key): Source => {
          if (key === event.streamId) return happened(known, event)
          const { amount, on } = event.data
          const freed = releasedBy(event).find(({ paidKey }) => paidKey === key)
          const taken = freed ? { ...freed, document: freed.releasedKey } : { amount, on, document: creditedKey(event) }
          return takeBack(known, taken, event.position)
        },
      },
    },
  })
}

/**
 * Says whose what happens to invoices is, and since when it was bought no more.
 * @param keysOf the documents that an event makes
 */
export const invoiced = <Doc extends Whose & Ended>(keysOf: KeysOf): Feed<Doc> =>
  defineFeed<Source, Partial<Whose & Ended>, Doc>(purchasesSources(keysOf), {
    gives: known => {
      const given = known.of === 'invoice' ? known.whose : endedOf(known)
      return new Map((known.of === 'invoice' ? known.gives : known.documents).map(key => [key, given]))
    },
    // what was bought gives to its own document what only a later event tells
    mayGive: (key, event) => (key === event.streamId ? keysOf(event) : [key, ...keysOf(event)]),
    // what was given once stays: the next event gives it to others
    take: (document, _, __, is) => (is === undefined ? document : { ...document, ...is }),
  })
