// Invoices to be issued, over any stores, and what came of it.
import { invoice, invoiceEvents, invoiceSeriesEvents, type Day } from '@eventcrm/domain'
import { createCodec, type EventStore } from '@eventcrm/event-store'
import { expect } from 'vitest'
import { createCrm, type CrmOptions, type Stores } from '../src/index.ts'

const idOf = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
export const invoiceIdOf = (n: number) => idOf(1, n)
export const creditNoteIdOf = (n: number) => idOf(2, n)
export const customerId = idOf(3, 1)
const clock = () => new Date('2026-06-30T05:00:00Z')

export const openWith = async (stores: Omit<Stores, 'close'>, options: Partial<CrmOptions> = {}) =>
  createCrm({ stores, actor: 'lan', clock, company: {}, project: false, runProcesses: true, ...options })
export type InvoicesCrm = Awaited<ReturnType<typeof openWith>>

export const vnd = (amount: number) => ({ amount, currency: 'VND' })
export const draftOf = (n: number) => ({
  invoiceId: invoiceIdOf(n),
  customerId,
  lines: [{ description: 'Máy in', unitPrice: vnd(1000 + n), taxRate: 10 }],
})

/** A customer, and drafts of so many invoices; each is accepted once, however often it is sent. */
export const draftInvoices = async (crm: InvoicesCrm, count: number): Promise<void> => {
  await crm.contacts.register(
    { contactId: customerId, kind: 'organisation', name: 'Đại Phát' },
    { at: '2026-01-01', commandId: 'register' },
  )
  const all = Array.from({ length: count }, (_, n) => invoice.draft(draftOf(n)))
  for (let n = 0; n < count; n += 100)
    await crm.send(all.slice(n, n + 100), { at: '2026-01-01', commandId: `draft-${String(n)}` })
}

/** Days that come in no order, so that some numbers are dated later than they were asked for. */
const dayOf = (n: number): Day => `2026-02-${String(1 + ((n * 11) % 28)).padStart(2, '0')}`

/** Has an invoice issued; every third is corrected by a credit note, which is of the same series. */
export const issueOne = async (crm: InvoicesCrm, n: number): Promise<void> => {
  await crm.invoices.issue({ invoiceId: invoiceIdOf(n) }, { at: dayOf(n), commandId: `issue-${String(n)}` })
}
export const creditOne = async (crm: InvoicesCrm, n: number): Promise<void> => {
  await crm.invoices.credit(
    { invoiceId: invoiceIdOf(n), creditNoteId: creditNoteIdOf(n) },
    { at: '2026-03-01', commandId: `credit-${String(n)}` },
  )
}

const { InvoiceIssued, InvoiceCredited } = invoiceEvents
const { InvoiceNumberAssigned } = invoiceSeriesEvents

/** The numbers of a log: what its series gave, and what invoices and credit notes have. */
export const numbersIn = async (events: EventStore) => {
  const codec = createCodec(invoiceEvents, invoiceSeriesEvents)
  const given: { number: number; on: Day; owner: string }[] = []
  const had: { number: number; on: Day; owner: string }[] = []
  const categories = ['invoice', 'invoiceSeries'].map(one => `${events.namespace}.${one}`)
  for await (const recorded of events.readAll({ categories })) {
    const { type, data, streamId, occurredOn } = codec.decode(recorded)
    if (type === InvoiceNumberAssigned.type) {
      const { number, on, ownerId } = InvoiceNumberAssigned.schema.parse(data)
      expect(on).toBe(occurredOn)
      given.push({ number, on, owner: ownerId })
    } else if (type === InvoiceIssued.type) {
      const { number, on } = InvoiceIssued.schema.parse(data)
      expect(on).toBe(occurredOn)
      had.push({ number: Number(number), on, owner: streamId })
    } else if (type === InvoiceCredited.type) {
      const { number, on, creditNoteId } = InvoiceCredited.schema.parse(data)
      expect(on).toBe(occurredOn)
      had.push({ number: Number(number), on, owner: creditNoteId })
    }
  }
  return { given, had: had.toSorted((a, b) => a.number - b.number) }
}

/** Numbers 1 to `count`, none missing, none twice, in the order of days, and each used by whom it was given to. */
export const expectNoGaps = ({ given, had }: Awaited<ReturnType<typeof numbersIn>>, count: number): void => {
  expect(given.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, n) => n + 1))
  expect(had).toEqual(given)
  expect(given.map(({ on }) => on)).toEqual(given.map(({ on }) => on).toSorted())
  expect(new Set(given.map(({ owner }) => owner)).size).toBe(count)
}
