// Whose invoices are: what happens to one later does not say so. Beside it stands what the last event did, to which it is given.
import { id, invoice } from '@eventcrm/domain'
import { defineFeed, defineView, type Feed, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'

/** Whom something counts for. */
export const whose = {
  customerId: id('contact').describe('Who bought'),
  ownerId: id('staff member').nullable().describe('Salesperson who sold it; null nobody'),
  teamId: id('sales team').nullable().describe('Sales team that it counts for; null none'),
  department: z.string().nullable().describe('Department of the salesperson on that day; null none'),
}
const counting = z.object(whose)
export type Whose = Readonly<z.output<typeof counting>>

const source = z.object({
  whose: counting.describe('Whom it counts for'),
  gives: z.array(z.string()).describe('Documents that its last event made, which get it'),
})
type Source = z.output<typeof source>

type KeysOf = (event: ViewEvent) => readonly string[]

const happened =
  (keysOf: KeysOf) =>
  (known: Source | undefined, event: ViewEvent): Source => {
    if (!known) throw new TypeError('Something happened to an invoice that was never issued')
    return { ...known, gives: [...keysOf(event)] }
  }

/**
 * Says whose what happens to invoices is.
 * @param keysOf the documents that an event makes
 */
export const invoiced = <Doc extends Whose>(keysOf: KeysOf): Feed<Doc> => {
  const gives = happened(keysOf)
  return defineFeed<Source, Whose, Doc>(
    defineView({
      name: 'purchasesSources',
      version: 1,
      describe: 'Whose invoices are, for what is paid on them and credited',
      document: source,
      aggregates: [invoice],
      on: {
        InvoiceIssued: (_, { data: { customerId, assignment } }) => ({
          whose: { customerId, ...assignment },
          gives: [],
        }),
        InvoicePaymentAllocated: gives,
        InvoiceAllocationUndone: gives,
        InvoiceCredited: gives,
      },
    }),
    {
      gives: ({ whose, gives }) => new Map(gives.map(key => [key, whose])),
      mayGive: (_, event) => keysOf(event),
      // what was given once stays: the next event gives it to others
      take: (document, _, __, is) => (is === undefined ? document : { ...document, ...is }),
    },
  )
}
