// What a verification says of the numbers of invoices, in a log as it was written and in one that was damaged.
import { createMemoryEventStore, type EventStore, type StoredEvent } from '@eventcrm/event-store'
import { afterEach, expect, it } from 'vitest'
import { createMemoryStores, type Stores } from '../src/index.ts'
import { creditNoteIdOf, creditOne, draftInvoices, issueOne, openWith } from './invoices.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Three invoices and a credit note, numbered 1 to 4. */
const written = async (): Promise<Stores> => {
  const stores = createMemoryStores()
  const crm = await openWith(stores)
  await draftInvoices(crm, 3)
  for (const n of [0, 1, 2]) await issueOne(crm, n)
  await creditOne(crm, 1)
  await crm.close()
  return stores
}

/** The log copied, event by event, but for what is changed or left out. */
const copied = async (from: EventStore, change: (event: StoredEvent) => StoredEvent | null): Promise<EventStore> => {
  const to = createMemoryEventStore()
  const revisions = new Map<string, number>()
  for await (const { stream, revision: _, position: __, ...event } of from.readAll()) {
    const changed = change(event)
    if (!changed) continue
    const last = revisions.get(stream)
    await to.append(stream, last ?? 'noStream', [changed])
    revisions.set(stream, (last ?? -1) + 1)
  }
  return to
}

const findingsOf = async (change: (event: StoredEvent) => StoredEvent | null) => {
  const stores = await written()
  const crm = await openWith({ ...stores, events: await copied(stores.events, change) }, { runProcesses: false })
  closing.push(() => crm.close())
  const { findings } = await crm.verify()
  return findings.filter(({ kind }) => kind === 'before').map(({ message }) => message.split(':')[0])
}
const renumbered = (type: string, from: string | number, number: string | number) => (event: StoredEvent) =>
  event.type === type && Reflect.get(event.data, 'number') === from
    ? { ...event, data: { ...event.data, number } }
    : event
const notGiven = 'its number is not one that its series gave it'

it('finds nothing in numbers as they were given', async () => {
  expect(await findingsOf(event => event)).toEqual([])
})

it('finds a number that is missing, or is not the one after the last', async () => {
  const next = 'its number is not 3, the one after the last of its series'
  expect(await findingsOf(renumbered('InvoiceNumberAssigned', 3, 5))).toEqual([
    next,
    notGiven,
    'its number is not 6, the one after the last of its series',
  ])
  const withoutThird = (event: StoredEvent) =>
    event.type === 'InvoiceNumberAssigned' && Reflect.get(event.data, 'number') === 3 ? null : event
  expect(await findingsOf(withoutThird)).toEqual([notGiven, next])
})

it('finds an invoice and a credit note with numbers that were not given to them', async () => {
  expect(await findingsOf(renumbered('InvoiceIssued', '2', '1'))).toEqual([notGiven])
  expect(await findingsOf(renumbered('InvoiceCredited', '4', '7'))).toEqual([notGiven])
  const twice = (event: StoredEvent) =>
    event.type === 'InvoiceNumberAssigned' && Reflect.get(event.data, 'number') === 4
      ? { ...event, data: { ...event.data, ownerId: creditNoteIdOf(9) } }
      : event
  expect(await findingsOf(twice)).toEqual([notGiven])
})
