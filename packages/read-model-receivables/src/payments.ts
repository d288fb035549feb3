import { currencyCode, day, decimalsOf, id, isErased, payment, type DataOf, type PaymentEvents } from '@eventcrm/domain'
import { defineView, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import { insertMovement, nothingSince, type AsOf, type Movement } from './movements.ts'

const position = z.string().describe('Place of its event in the log')
const money = z.int()

const allocation = z.object({
  on: day.describe('Day from which it counts'),
  dated: day.describe('Day of its event'),
  position,
  allocationId: id('allocation').describe('Part of the payment'),
  invoiceId: id('invoice').describe('Invoice that it pays'),
  amount: money.describe('What it takes out of the remainder, in minor units; less than 0 where it puts so much back'),
  refusedAt: position.nullable().describe('Place in the log of its refusal, from which it counts on no day; null none'),
})

export const paymentDocument = z.object({
  paymentId: id('payment'),
  kind: z.enum(['received', 'made']).describe('Money that came in, or was paid out'),
  customerId: id('contact').describe('Who paid, or was paid'),
  ownerId: id('staff member').nullable().describe('Salesperson in charge'),
  teamId: id('sales team').nullable().describe('Sales team it counts for'),
  department: z.string().nullable().describe('Department of the salesperson'),
  paidOn: day.describe('Day it came in or was paid out on'),
  paidAt: position,
  bouncedOn: day.nullable().describe('Day since which it counts nothing, as it did not come in after all; null none'),
  bouncedAt: position.nullable(),
  method: z.string().nullable().describe('How: cash, bank transfer …; null not said'),
  purpose: z
    .enum(['refund', 'deposit', 'commission', 'other'])
    .nullable()
    .describe('What it was paid out for; null of what came in'),
  reference: z
    .string()
    .nullable()
    .describe('What the bank or the receipt says of it; null nothing, or erased. The only personal data here'),
  currency: currencyCode.describe('ISO 4217'),
  exponent: z.int().describe('Decimals of the currency: 2 means that 105400 minor units are 1054.00'),
  amount: money.describe('How much, in minor units'),
  advance: money.describe(
    'What of it is the customer’s advance now, in minor units: what came in and pays no invoice, less than 0 of what was paid out',
  ),
  openUntil: day
    .nullable()
    .describe(
      'Day since which it has been no advance; null while it is one. Of what was paid out its own day: it is none, and lessens those of its customer',
    ),
  allocations: z
    .array(allocation)
    .describe('Parts that pay invoices, or do so no more, by the day from which they count'),
  position: z.string().describe('Place in the log of the last event that it took'),
})
type Document = z.output<typeof paymentDocument>
export interface PaymentDocument extends Document {} // a name for hovers and errors

/** What it counts towards its customer's advance, before what pays invoices. */
const countedOf = ({ kind, amount }: PaymentDocument): number => (kind === 'received' ? amount : -amount)

/** What of it was the customer's advance at the end of a day, in minor units. */
export const advanceOf = (document: PaymentDocument, { day, position }: AsOf): number => {
  const { paidOn, paidAt, bouncedOn, bouncedAt, allocations } = document
  if (paidOn > day || paidAt > position) return 0
  const hasBounced = bouncedOn !== null && bouncedOn <= day && bouncedAt !== null && bouncedAt <= position
  let left = hasBounced ? 0 : countedOf(document)
  for (const { on, position: known, refusedAt, amount } of allocations) {
    if (on > day) break
    if (known <= position && (refusedAt === null || refusedAt > position)) left -= amount
  }
  return left
}

/** The invoices of which it paid something at the end of a day, in the order in which it began to. */
export const paidBy = ({ allocations }: PaymentDocument, { day, position }: AsOf): readonly string[] => {
  const paid = new Map<string, number>()
  for (const { on, position: known, refusedAt, invoiceId, amount } of allocations) {
    if (on > day) break
    if (known <= position && (refusedAt === null || refusedAt > position))
      paid.set(invoiceId, (paid.get(invoiceId) ?? 0) + amount)
  }
  return [...paid].flatMap(([invoiceId, amount]) => (amount > 0 ? [invoiceId] : []))
}

/** Behind every position. */
const latest = '~'

const derive = (document: PaymentDocument): PaymentDocument => {
  const { kind, paidOn, bouncedOn, allocations } = document
  const taken: Movement[] = allocations.filter(({ refusedAt }) => refusedAt === null)
  if (bouncedOn !== null)
    insertMovement(taken, { on: bouncedOn, dated: bouncedOn, position: '', amount: countedOf(document) })
  return Object.assign(document, {
    advance: advanceOf(document, { day: '9999-12-31', position: latest }),
    // nothing ever closes what was paid out: a report adds it up for each customer, and reads none of it
    openUntil:
      kind === 'made' ? paidOn : nothingSince({ from: paidOn, amount: countedOf(document), until: null }, taken),
  })
}

type Data<Type extends keyof PaymentEvents> = DataOf<PaymentEvents[Type]>

const recorded = (document: PaymentDocument | undefined): PaymentDocument => {
  if (!document) throw new TypeError('Something happened to a payment that was never recorded')
  return document
}

const opened =
  (kind: PaymentDocument['kind']) =>
  (
    document: PaymentDocument | undefined,
    {
      streamId,
      data,
      occurredOn,
      position,
    }: ViewEvent<Omit<Data<'PaymentReceived'>, 'makesCustomer'> & Partial<Data<'PaymentMade'>>>,
  ): PaymentDocument => {
    if (document) throw new TypeError('A payment was recorded twice')
    const { customerId, amount, method, reference, assignment, purpose = null } = data
    return derive({
      ...{ paymentId: streamId, kind, customerId, ...assignment, paidOn: occurredOn, paidAt: position },
      ...{ bouncedOn: null, bouncedAt: null, method, purpose },
      reference: reference === null || isErased(reference) ? null : reference,
      ...{ currency: amount.currency, exponent: decimalsOf(amount.currency), amount: amount.minorUnits },
      ...{ advance: 0, openUntil: null, allocations: [], position },
    })
  }

const changes =
  <D>(change: (document: PaymentDocument, event: ViewEvent<D>) => void) =>
  (known: PaymentDocument | undefined, event: ViewEvent<D>): PaymentDocument => {
    const document = recorded(known)
    change(document, event)
    return derive(Object.assign(document, { position: event.position }))
  }

interface Part {
  readonly allocationId: string
  readonly invoiceId: string
  readonly amount: { readonly minorUnits: number }
}
const moves = <D extends Part>(sign: 1 | -1) =>
  changes<D>(({ allocations }, { data, occurredOn, position }) => {
    const { allocationId, invoiceId, amount } = data
    insertMovement(allocations, {
      ...{ on: occurredOn, dated: occurredOn, position, allocationId, invoiceId },
      ...{ amount: sign * amount.minorUnits, refusedAt: null },
    })
  })

/** One document per payment: what of it pays no invoice, now and as it was on every day. */
export const payments: View<PaymentDocument> = defineView({
  name: 'payments',
  version: 2,
  describe: 'Payments: what came in and was paid out, and what of it is the customer’s advance, now and on every day',
  document: paymentDocument,
  indexes: [
    ['openUntil', 'paidOn'],
    ['customerId', 'paidOn'],
    // what was paid out is added up in this order
    ['kind', 'currency', 'customerId', 'paidOn'],
    // what has changed while a report reads
    ['position'],
  ],
  aggregates: [payment],
  on: {
    PaymentReceived: opened('received'),
    PaymentMade: opened('made'),
    PaymentAllocationRequested: moves(1),
    PaymentAllocationRefused: changes(({ allocations }, { data: { allocationId }, position }) => {
      const at = allocations.findIndex(one => one.allocationId === allocationId && one.amount > 0)
      const refused = allocations[at]
      if (refused) allocations[at] = { ...refused, refusedAt: position }
    }),
    PaymentAllocationUndone: moves(-1),
    PaymentAllocationReleased: moves(-1),
    PaymentBounced: changes((document, { occurredOn, position }) => {
      Object.assign(document, { bouncedOn: occurredOn, bouncedAt: position })
    }),
  },
})
