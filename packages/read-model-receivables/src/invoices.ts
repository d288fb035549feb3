import {
  currencyCode,
  day,
  decimalsOf,
  id,
  invoice,
  overdueEpisodes,
  type DataOf,
  type InvoiceEvents,
} from '@eventcrm/domain'
import { defineView, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import { insertMovement, nothingSince } from './movements.ts'

const position = z.string().describe('Place of its event in the log')
const money = z.int()

const instalment = z.object({
  instalment: z.int().describe('1, 2 … in the order of the terms'),
  dueOn: day.describe('Due day'),
  amount: money.describe('What is due, in minor units'),
})
export type DueInstalment = Readonly<z.output<typeof instalment>>

const movement = z.object({
  on: day.describe('Day from which it counts'),
  dated: day.describe('Day of its event'),
  position,
  kind: z
    .enum(['allocation', 'allocationUndone', 'credit', 'release', 'writeOff', 'writeOffUndone'])
    .describe(
      'Part of a payment that pays it, or does so no more; a credit note, and what that frees of such a part; a write-off, or its undoing',
    ),
  id: z.uuid().describe('Allocation, credit note or write-off'),
  amount: money.describe('What it covers, in minor units; less than 0 where it covers so much no more'),
  symbol: z.string().nullable().describe('Symbol of the series of the credit note’s number; null of anything else'),
  number: z.string().nullable().describe('Number of the credit note; null of anything else'),
})
export type InvoiceMovementDocument = Readonly<z.output<typeof movement>>

const episode = z.object({
  instalment: z.int().describe('Instalment'),
  on: day.describe('First day on which it was overdue'),
})

/** What a document says besides what happened: worked out from it whenever something did. */
const derived = {
  paid: money.describe('What payments pay of it now, in minor units'),
  credited: money.describe('What credit notes credit, in minor units'),
  writtenOff: money.describe('What is written off, in minor units'),
  outstanding: money.describe('What is to be paid now, in minor units: 0 before it is issued and once it is cancelled'),
  settlement: z
    .enum(['open', 'partlySettled', 'settled'])
    .nullable()
    .describe(
      'Whether it is settled, by what was paid, credited or written off: not at all, in part, or so that nothing is outstanding; null unless it is issued',
    ),
  nextDueOn: day
    .nullable()
    .describe('Due day of the first instalment that is not covered; null where nothing is outstanding'),
  openUntil: day
    .nullable()
    .describe('Day since which nothing has been outstanding; null while something is, and before it is issued'),
  overdueFrom: day
    .nullable()
    .describe(
      'First day of the first time of being overdue that comes about as things stand and is not raised yet; it may be still to come. Null none',
    ),
}

export const invoiceDocument = z.object({
  invoiceId: id('invoice'),
  status: z
    .enum(['draft', 'ready', 'issued', 'cancelled', 'discarded'])
    .describe('Draft, about to get its number, issued, cancelled, or a draft that was thrown away'),
  number: z.string().nullable().describe('Its number; null before it is issued'),
  symbol: z.string().nullable().describe('Symbol of the series of its number; null none'),
  customerId: id('contact').describe('Customer'),
  opportunityId: id('opportunity').nullable().describe('Opportunity that it is for; null none'),
  ownerId: id('staff member').nullable().describe('Salesperson in charge'),
  teamId: id('sales team').nullable().describe('Sales team it counts for'),
  department: z.string().nullable().describe('Department of the salesperson'),
  draftedOn: day.describe('Day it was drafted on'),
  issuedOn: day.nullable().describe('Its date; null before it is issued'),
  issuedAt: position.nullable().describe('Place in the log of its issuing; null before it'),
  cancelledOn: day.nullable().describe('Day since which it is cancelled; null none'),
  cancelledAt: position.nullable().describe('Place in the log of its cancellation; null none'),
  dueOn: day.nullable().describe('Due day, of instalments the last; null before it is issued'),
  currency: currencyCode.describe('Currency of all its amounts, ISO 4217'),
  exponent: z.int().describe('Decimals of the currency: 2 means that 105400 minor units are 1054.00'),
  net: money.describe('Total without tax, in minor units'),
  tax: money.describe('Tax, in minor units'),
  total: money.describe('Total with tax, in minor units: also of one that was cancelled, which comes to nothing'),
  ...derived,
  instalments: z.array(instalment).describe('What is due when; none before it is issued'),
  movements: z.array(movement).describe('What covers it, by the day from which it counts'),
  raised: z.array(episode).describe('Times of being overdue that were raised'),
  position: z.string().describe('Place in the log of the last event that it took'),
})
type Document = z.output<typeof invoiceDocument>
export interface InvoiceDocument extends Document {} // a name for hovers and errors

type Derived = Pick<InvoiceDocument, keyof typeof derived>
const unissued: Derived = {
  paid: 0,
  credited: 0,
  writtenOff: 0,
  outstanding: 0,
  settlement: null,
  nextDueOn: null,
  openUntil: null,
  overdueFrom: null,
}

const byDueDay = (a: DueInstalment, b: DueInstalment): number =>
  a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.instalment - b.instalment

/**
 * What of each instalment is not covered, in order of due day: whatever covers an invoice covers the first due.
 * @param covered paid, credited or written off, in minor units
 */
export const uncovered = (instalments: readonly DueInstalment[], covered: number): readonly DueInstalment[] => {
  let left = covered
  return instalments.toSorted(byDueDay).flatMap(one => {
    const part = Math.min(left, one.amount)
    left -= part
    return part === one.amount ? [] : [{ ...one, amount: one.amount - part }]
  })
}

const derive = (document: InvoiceDocument): InvoiceDocument => {
  const { issuedOn, cancelledOn, total, movements, instalments, raised } = document
  if (issuedOn === null) return document
  const sums = { paid: 0, credited: 0, writtenOff: 0 }
  for (const { kind, amount } of movements)
    sums[kind === 'credit' ? 'credited' : kind.startsWith('writeOff') ? 'writtenOff' : 'paid'] += amount
  const covered = sums.paid + sums.credited + sums.writtenOff
  const outstanding = cancelledOn === null ? total - covered : 0
  const episodes = overdueEpisodes(instalments, movements, cancelledOn)
  return Object.assign(document, {
    ...sums,
    outstanding,
    settlement: cancelledOn !== null ? null : outstanding === 0 ? 'settled' : covered === 0 ? 'open' : 'partlySettled',
    nextDueOn: outstanding === 0 ? null : (uncovered(instalments, covered)[0]?.dueOn ?? null),
    openUntil: nothingSince({ from: issuedOn, amount: total, until: cancelledOn }, movements),
    overdueFrom:
      episodes.find(one => !raised.some(known => known.instalment === one.instalment && known.on === one.on))?.on ??
      null,
  } satisfies Derived)
}

type Data<Type extends keyof InvoiceEvents> = DataOf<InvoiceEvents[Type]>
type Fold<D> = (document: InvoiceDocument | undefined, event: ViewEvent<D>) => InvoiceDocument

const drafted = (document: InvoiceDocument | undefined): InvoiceDocument => {
  if (!document) throw new TypeError('Something happened to an invoice that was never drafted')
  return document
}

const changes =
  <D>(change: (data: D, event: ViewEvent<D>, document: InvoiceDocument) => Partial<InvoiceDocument>): Fold<D> =>
  (known, event) => {
    const document = drafted(known)
    return derive(Object.assign(document, { ...change(event.data, event, document), position: event.position }))
  }

type Moved = Pick<InvoiceMovementDocument, 'kind' | 'id' | 'amount'> &
  Partial<Pick<InvoiceMovementDocument, 'on' | 'symbol' | 'number'>>
const moves = <D>(movementsOf: (data: D) => readonly Moved[]): Fold<D> =>
  changes((data, { occurredOn, position }, { movements }) => {
    for (const moved of movementsOf(data))
      insertMovement(movements, { on: occurredOn, symbol: null, number: null, ...moved, dated: occurredOn, position })
    return {}
  })

const contentOf = ({ customerId, opportunityId, assignment, currency, net, tax, total }: Data<'InvoiceDrafted'>) => ({
  customerId,
  opportunityId,
  ...assignment,
  currency,
  exponent: decimalsOf(currency),
  net: net.minorUnits,
  tax: tax.minorUnits,
  total: total.minorUnits,
})

/** One document per invoice: as it is now, for lists and analysts, and what happened when, for reports as of any day. */
export const invoices: View<InvoiceDocument> = defineView({
  name: 'invoices',
  version: 3,
  describe: 'Invoices: as they are now, what is due when, and what was paid, credited and written off when',
  document: invoiceDocument,
  indexes: [
    ['number'],
    // what was outstanding on a day: what is now, and what has been settled since
    ['openUntil', 'issuedOn'],
    ['issuedOn'],
    ['customerId', 'issuedOn'],
    // what the clock has to raise
    ['overdueFrom'],
    ['nextDueOn'],
    // the list’s order, for each of its scopes
    ['ownerId', 'issuedOn'],
    ['teamId', 'issuedOn'],
    ['department', 'issuedOn'],
    // what has changed while a report reads
    ['position'],
  ],
  aggregates: [invoice],
  on: {
    InvoiceDrafted: (document, { streamId, data, occurredOn, position }) => {
      if (document) throw new TypeError('An invoice was drafted twice')
      return {
        ...{ invoiceId: streamId, status: 'draft', number: null, symbol: null },
        ...contentOf(data),
        ...{ draftedOn: occurredOn, issuedOn: null, issuedAt: null, cancelledOn: null, cancelledAt: null, dueOn: null },
        ...unissued,
        ...{ instalments: [], movements: [], raised: [], position },
      }
    },
    InvoiceDraftChanged: changes(contentOf),
    InvoiceDraftDiscarded: changes(() => ({ status: 'discarded' })),
    InvoiceReadyToIssue: changes(({ symbol }) => ({ status: 'ready', symbol })),
    InvoiceIssued: changes(
      ({ number, symbol, on, instalments, customerId, opportunityId, assignment, ...amounts }, { position }) => ({
        ...{ status: 'issued', number, symbol, issuedOn: on, issuedAt: position, customerId, opportunityId },
        ...assignment,
        currency: amounts.currency,
        exponent: decimalsOf(amounts.currency),
        net: amounts.net.minorUnits,
        tax: amounts.tax.minorUnits,
        total: amounts.total.minorUnits,
        instalments: instalments.map(({ instalment, dueOn, amount }) => ({
          instalment,
          dueOn,
          amount: amount.minorUnits,
        })),
        dueOn: instalments.reduce((last, { dueOn }) => (dueOn > last ? dueOn : last), on),
      }),
    ),
    InvoicePaymentAllocated: moves(({ allocationId, amount }) => [
      { kind: 'allocation', id: allocationId, amount: amount.minorUnits },
    ]),
    InvoiceAllocationUndone: moves(({ allocationId, amount, on }) => [
      { kind: 'allocationUndone', id: allocationId, amount: -amount.minorUnits, on },
    ]),
    InvoiceCredited: moves(({ creditNoteId, symbol, number, on, amount, released }) => [
      { kind: 'credit', id: creditNoteId, amount: amount.minorUnits, symbol, number, on },
      ...released.map(({ allocationId, amount: freed, on: from }): Moved => ({
        kind: 'release',
        id: allocationId,
        amount: -freed.minorUnits,
        on: from,
      })),
    ]),
    InvoiceWrittenOff: moves(({ writeOffId, amount }) => [
      { kind: 'writeOff', id: writeOffId, amount: amount.minorUnits },
    ]),
    InvoiceWriteOffUndone: moves(({ writeOffId, amount, on }) => [
      { kind: 'writeOffUndone', id: writeOffId, amount: -amount.minorUnits, on },
    ]),
    InvoiceCancelled: changes((_, { occurredOn, position }) => ({
      ...{ status: 'cancelled', cancelledOn: occurredOn, cancelledAt: position },
    })),
    InvoiceOverdue: changes(({ instalment, on }, _, { raised }) => ({ raised: [...raised, { instalment, on }] })),
  },
})
