// Invoices and credit notes get the numbers of their series without gaps, whatever ends where.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { everyAggregate, invoice, invoiceSeries, invoiceSeriesEvents, invoiceSeriesOf } from '@eventcrm/domain'
import {
  createCodec,
  createMemoryEventStore,
  createMemoryKeyStore,
  StoreUnavailable,
  type EventStore,
} from '@eventcrm/event-store'
import { openSqlite } from '@eventcrm/sqlite'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { createMemoryStores, type Stores } from '../src/index.ts'
import {
  creditNoteIdOf,
  creditOne,
  customerId,
  draftInvoices,
  draftOf,
  expectNoGaps,
  invoiceIdOf,
  issueOne,
  numbersIn,
  openWith,
  vnd,
} from './invoices.ts'
import { start } from './start.ts'
import { endingAt } from './transfers.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const withDrafts = async (count: number, stores: Omit<Stores, 'close'> = createMemoryStores()) => {
  const crm = await openWith(stores)
  closing.push(() => crm.close())
  await draftInvoices(crm, count)
  return crm
}

describe('issuing an invoice', () => {
  it('answers with the next number of its series', async () => {
    const crm = await withDrafts(3)
    const issue = (n: number, symbol?: string) =>
      crm.invoices.issue({ invoiceId: invoiceIdOf(n), symbol }, { at: '2026-02-01' })
    expect(await issue(0)).toMatchObject({ number: '1', symbol: 'HD', on: '2026-02-01' })
    expect(await issue(1, '1C26TAA')).toMatchObject({ number: '1', symbol: '1C26TAA' })
    const { position, ...third } = await issue(2)
    expect(third).toEqual({ number: '2', symbol: 'HD', on: '2026-02-01' })
    await crm.projected(position)
    expect((await crm.state('invoices', invoiceIdOf(2))).status).toBe('issued')
  })

  it('begins a series of each year', async () => {
    const crm = await withDrafts(1)
    const issue = (n: number, at: string) => crm.invoices.issue({ invoiceId: invoiceIdOf(n) }, { at })
    for (const n of [7, 8]) await crm.invoices.draft(draftOf(n), { at: '2025-12-01' })
    expect(await issue(7, '2025-12-31')).toMatchObject({ number: '1' })
    expect(await issue(0, '2026-01-01')).toMatchObject({ number: '1' })
    // the old year's goes on
    expect(await issue(8, '2025-12-05')).toMatchObject({ number: '2', on: '2025-12-31' })
  })

  it('is dated as asked, or as the number before where that is later, and due days count from it', async () => {
    const crm = await withDrafts(2)
    await crm.invoices.issue({ invoiceId: invoiceIdOf(0) }, { at: '2026-03-05' })
    const { on } = await crm.invoices.issue({ invoiceId: invoiceIdOf(1) }, { at: '2026-02-01' })
    expect(on).toBe('2026-03-05')
    expect((await crm.state('invoices', invoiceIdOf(1))).issued).toMatchObject({
      on: '2026-03-05',
      instalments: [{ dueOn: '2026-03-05' }],
    })
  })

  it('is dated as asked, whenever and by whomever it is carried out', async () => {
    const { crm, handler } = await start({ memory: createMemoryEventStore() })
    await crm.contacts.register({ contactId: customerId, kind: 'organisation', name: 'Đại Phát' }, { at: '2025-12-01' })
    await crm.invoices.draft(draftOf(0), { at: '2025-12-01' })
    await handler.handle({ ...invoice.issue({ invoiceId: invoiceIdOf(0) }), at: '2025-12-31' })
    const complete = { ...invoice.completeIssue({ invoiceId: invoiceIdOf(0) }), at: '2026-01-04' }
    const { events } = await handler.handle(complete)
    expect(events).toMatchObject([{ data: { number: '1', on: '2025-12-31' } }])
    const creditNote = { invoiceId: invoiceIdOf(0), creditNoteId: creditNoteIdOf(0) }
    await handler.handle({ ...invoice.credit(creditNote), at: '2025-12-31' })
    const credited = await handler.handle({ ...invoice.completeCredit(creditNote), at: '2026-01-05' })
    expect(credited.events).toMatchObject([{ data: { number: '2', on: '2025-12-31' } }])
  })

  it('takes no number from whoever sends the command', async () => {
    const { handler } = await start()
    const given = invoice.completeIssue({ invoiceId: invoiceIdOf(0), number: 99 })
    await expect(handler.handle(given)).rejects.toMatchObject({ code: 'CommandInvalid' })
  })

  it('gives a credit note a number of its own, also where it has the id of its invoice', async () => {
    const crm = await withDrafts(2)
    const credit = (n: number, at: string) =>
      crm.invoices.credit({ invoiceId: invoiceIdOf(n), creditNoteId: invoiceIdOf(n) }, { at })
    for (const n of [0, 1]) await crm.invoices.issue({ invoiceId: invoiceIdOf(n) }, { at: '2026-02-01' })
    expect(await credit(0, '2026-02-01')).toMatchObject({ number: '3' })
    expect(await credit(1, '2026-02-20')).toMatchObject({ number: '4', on: '2026-02-20' })
  })

  it('comes to the same when it is asked again, with or without its command id', async () => {
    const crm = await withDrafts(2)
    const first = await crm.invoices.issue({ invoiceId: invoiceIdOf(0) }, { at: '2026-02-01', commandId: 'i' })
    const credit = { invoiceId: invoiceIdOf(0), creditNoteId: creditNoteIdOf(0), amount: vnd(100) }
    const credited = await crm.invoices.credit(credit)
    expect(credited).toMatchObject({ number: '2', on: '2026-06-30' })
    const more = await crm.invoices.credit({ ...credit, creditNoteId: creditNoteIdOf(1) })
    expect(more).toMatchObject({ number: '3' })
    expect(await crm.invoices.issue({ invoiceId: invoiceIdOf(0) })).toEqual(first)
    expect(await crm.invoices.issue({ invoiceId: invoiceIdOf(0) }, { commandId: 'i' })).toEqual(first)
    expect(await crm.invoices.credit(credit)).toEqual(credited)
    await expect(crm.invoices.credit({ ...credit, amount: vnd(101) })).rejects.toMatchObject({
      code: 'CREDIT_NOTE_EXISTS',
    })
    expect(await crm.invoices.issue({ invoiceId: invoiceIdOf(1) })).toMatchObject({ number: '4' })
  })

  it('takes no number for what is refused', async () => {
    const crm = await withDrafts(2)
    await crm.invoices.discardDraft({ invoiceId: invoiceIdOf(0) })
    await expect(crm.invoices.issue({ invoiceId: invoiceIdOf(0) })).rejects.toMatchObject({ code: 'NOT_DRAFT' })
    await expect(crm.invoices.issue({ invoiceId: invoiceIdOf(9) })).rejects.toMatchObject({ code: 'INVOICE_UNKNOWN' })
    const credit = { invoiceId: invoiceIdOf(1), creditNoteId: creditNoteIdOf(0) }
    await expect(crm.invoices.credit(credit)).rejects.toMatchObject({ code: 'NOT_ISSUED' })
    expect(await crm.invoices.issue({ invoiceId: invoiceIdOf(1) })).toMatchObject({ number: '1' })
  })
})

/** Stores of a file, and what removes it. */
const inFile = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
  const file = join(folder, 'crm.sqlite')
  const first = await openSqlite(file)
  await first.keys.secret('crm/outsideKeys', secret)
  await first.close()
  return { open: () => openSqlite(file), end: () => rm(folder, { recursive: true, force: true }) }
}
const inMemory = () => {
  const stores = createMemoryStores(createMemoryKeyStore({ 'crm/outsideKeys': secret }))
  return Promise.resolve({
    open: () => Promise.resolve({ ...stores, close: () => Promise.resolve() }),
    end: () => stores.close(),
  })
}
const secret = new Uint8Array(32).fill(7)

describe.each(Object.entries({ 'in memory': inMemory, 'on SQLite': inFile }))('%s', (place, newPlace) => {
  it('numbers have no gap when several processes issue the same and other invoices at once', async () => {
    const { open, end } = await newPlace()
    const stores = await Promise.all([open(), open(), open(), open()])
    const [first, ...others] = await Promise.all(stores.map(each => openWith(each)))
    if (!first) expect.fail('Nobody issues')
    const crms = [first, ...others]
    const [{ events }] = stores
    try {
      const count = rounds(24, 400)
      await draftInvoices(first, count)
      const all = Array.from({ length: count }, (_, n) => n)
      // each invoice is asked for by two of them
      await Promise.all(
        crms.flatMap((crm, i) => all.flatMap(n => (n % 4 === i || (n + 1) % 4 === i ? [issueOne(crm, n)] : []))),
      )
      await Promise.all(crms.flatMap((crm, i) => all.flatMap(n => (n % 8 === i ? [creditOne(crm, n)] : []))))
      for (const crm of crms) await crm.processes.settle()
      const credited = all.filter(n => n % 8 < 4).length
      expectNoGaps(await numbersIn(events), count + credited)
      expect((await first.verify()).findings).toEqual([])
    } finally {
      for (const crm of crms) await crm.close()
      for (const each of stores) await each.close()
      await end()
    }
  })

  it('cut off at any write, an invoice and its credit note end as if undisturbed', { timeout: 120_000 }, async () => {
    const live = async (stores: Stores) => {
      const crm = await openWith(stores)
      try {
        for (const n of [0, 1]) await issueOne(crm, n)
        await creditOne(crm, 0)
        await issueOne(crm, 2)
        await crm.processes.settle()
        return (await crm.status()).processes.map(({ open, failing }) => ({ open, failing: failing.length }))
      } finally {
        await crm.close()
      }
    }
    /** @returns what it ends as, and how many writes there were */
    const endOf = async (cut?: { readonly at: number; readonly written: boolean }) => {
      const { open, end } = await newPlace()
      const stores = await open()
      const prepared = await openWith(stores)
      await draftInvoices(prepared, 3)
      await prepared.close()
      if (cut) await live(endingAt(stores, cut.at, cut.written)).catch(() => undefined)
      const again = cut ? await open() : stores
      let writes = 0
      const processes = await live(endingAt(again, Infinity, true, () => writes++))
      const numbers = await numbersIn(again.events)
      if (again !== stores) await again.close()
      await stores.close()
      await end()
      return { processes, numbers, writes }
    }
    const { processes, numbers, writes } = await endOf()
    expectNoGaps(numbers, 4)
    expect(processes.every(({ open, failing }) => open === 0 && failing === 0)).toBe(true)
    const every = Array.from({ length: writes }, (_, n) => n + 1).flatMap(at =>
      [true, false].map(written => ({ at, written })),
    )
    const count = place === 'in memory' ? every.length : Math.min(every.length, rounds(6, every.length))
    const [cuts = []] = fc.sample(fc.shuffledSubarray(every, { minLength: count, maxLength: count }), 1)
    for (const cut of cuts) {
      const came = await endOf(cut)
      expect({ processes: came.processes, numbers: came.numbers }, JSON.stringify(cut)).toEqual({ processes, numbers })
    }
  })
})

describe('the cost of a number', () => {
  const codec = createCodec(...everyAggregate.map(({ events }) => events))
  const seriesId = invoiceSeriesOf('HD', 2026)

  /** A series that has given so many numbers, as if to invoices. */
  const seriesOf = async (memory: EventStore, count: number) => {
    const stream = `crm.${invoiceSeries.category}-${seriesId}`
    const at = '2026-01-10T00:00:00.000Z'
    const envelope = {
      ...{ occurredAt: at, occurredOn: '2026-01-10', recordedAt: at, commandId: 'c', correlationId: 'c' },
      ...{ causationId: 'c', actor: 'a', source: 'test' },
    }
    const stored = Array.from({ length: count }, (_, n) => {
      const owner = `00000009-0000-4000-8000-${String(n).padStart(12, '0')}`
      const said = { number: n + 1, on: '2026-01-10', ownerId: owner, invoiceId: owner, symbol: 'HD', year: 2026 }
      return codec.encode(invoiceSeriesEvents.InvoiceNumberAssigned(said), `${owner}/e`, envelope, seriesId)
    })
    for (let n = 0; n < count; n += 500)
      await memory.append(stream, n === 0 ? 'noStream' : n - 1, stored.slice(n, n + 500))
  }
  const counting = () => {
    const counted = { events: 0, appends: 0 }
    const wrap = (store: EventStore): EventStore => ({
      ...store,
      async *readStream(...given) {
        for await (const event of store.readStream(...given)) {
          counted.events++
          yield event
        }
      },
      async *readAll(...given) {
        for await (const event of store.readAll(...given)) {
          counted.events++
          yield event
        }
      },
      append: (...given) => {
        counted.appends++
        return store.append(...given)
      },
    })
    return { counted, wrap }
  }

  /** Events read and appends made for the next number, and for the one after it by the same process. */
  const costAfter = async (numbers: number) => {
    const memory = createMemoryEventStore()
    const prepared = await start({ memory })
    await prepared.crm.contacts.register({ contactId: customerId, kind: 'organisation', name: 'Đại Phát' })
    for (const n of [1, 2]) await prepared.crm.invoices.draft(draftOf(n), { at: '2026-03-01' })
    await seriesOf(memory, numbers)
    const { counted, wrap } = counting()
    const { handler } = await start({ memory, wrap })
    const costs: object[] = []
    for (const n of [1, 2]) {
      Object.assign(counted, { events: 0, appends: 0 })
      await handler.handle(invoice.issue({ invoiceId: invoiceIdOf(n) }))
      const { events } = await handler.handle(invoice.completeIssue({ invoiceId: invoiceIdOf(n) }))
      expect(events[0]?.data).toMatchObject({ number: String(numbers + n) })
      costs.push({ ...counted })
    }
    return costs
  }

  it('is the same for the 10,000th as for the 100th, the first one of a process included', async () => {
    const hundredth = await costAfter(99)
    expect(await costAfter(9_999)).toEqual(hundredth)
    // more is read by a process that knows nothing yet
    expect(hundredth).toMatchObject([{ appends: 3 }, { appends: 3 }])
  })
})

it('a number that was given is found again however many others were given since', async () => {
  for (const others of [0, 1, 31, 32, 33, 100]) {
    const memory = createMemoryEventStore()
    const prepared = await start({ memory })
    await prepared.crm.contacts.register({ contactId: customerId, kind: 'organisation', name: 'Đại Phát' })
    for (let n = 0; n <= others; n++) await prepared.crm.invoices.draft(draftOf(n))
    const cut = await start({
      memory,
      wrap: store => ({
        ...store,
        append: async (stream, expected, events) => {
          const appended = await store.append(stream, expected, events)
          if (stream.startsWith('crm.invoiceSeries-')) throw new StoreUnavailable('the process ended')
          return appended
        },
      }),
    })
    await cut.handler.handle(invoice.issue({ invoiceId: invoiceIdOf(0) }))
    await expect(cut.handler.handle(invoice.completeIssue({ invoiceId: invoiceIdOf(0) }))).rejects.toThrow('ended')
    for (let n = 1; n <= others; n++) {
      await prepared.handler.handle(invoice.issue({ invoiceId: invoiceIdOf(n) }))
      await prepared.handler.handle(invoice.completeIssue({ invoiceId: invoiceIdOf(n) }))
    }
    const again = await start({ memory })
    await again.handler.handle(invoice.completeIssue({ invoiceId: invoiceIdOf(0) }))
    expectNoGaps(await numbersIn(memory), others + 1)
  }
})

describe('an invoice that was issued elsewhere', () => {
  const recorded = (n: number, number: string, symbol?: string) =>
    invoice.record({ ...draftOf(n), number, ...(symbol === undefined ? {} : { symbol }) })
  const withCustomer = async (stores: Omit<Stores, 'close'> = createMemoryStores()) => withDrafts(0, stores)

  it('has its number alone, under its symbol in its year', async () => {
    const crm = await withCustomer()
    const at = '2026-02-01'
    const taken = { code: 'INVOICE_NUMBER_TAKEN', details: { field: 'number', invoiceId: invoiceIdOf(0) } }
    await crm.send([recorded(0, '17', '1C26TAA')], { at })
    await expect(crm.send([recorded(1, '00017', '1c26taa')], { at })).rejects.toMatchObject(taken)
    expect((await crm.state('invoices', invoiceIdOf(1))).status).toBe('unknown')
    // the same sent again is the same
    await crm.send([recorded(0, '17', '1C26TAA')], { at: '2026-02-02' })
    await crm.send([recorded(1, '17')], { at })
    await crm.send([recorded(2, '17', '1C26TAA')], { at: '2025-02-01' })
    await expect(crm.send([recorded(3, '17')], { at })).rejects.toMatchObject({ code: 'INVOICE_NUMBER_TAKEN' })
    expect((await crm.verify()).findings).toEqual([])
  })

  it('has it alone when several are recorded at once', async () => {
    const crm = await withCustomer()
    const ended = await Promise.allSettled(
      [0, 1, 2, 3].map(n => crm.send([recorded(n, '17', '1C26TAA')], { at: '2026-02-01' })),
    )
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('has no symbol under which the company gives numbers of its own in that year', async () => {
    const crm = await withDrafts(1)
    await crm.invoices.issue({ invoiceId: invoiceIdOf(0), symbol: '1C26TAA' }, { at: '2026-03-01' })
    const refused = { code: 'SYMBOL_IN_USE', details: { field: 'symbol' } }
    await expect(crm.send([recorded(5, '9', '1C26TAA')], { at: '2026-02-01' })).rejects.toMatchObject(refused)
    await crm.send([recorded(5, '9', '1C26TAA')], { at: '2025-12-31' })
    await crm.send([recorded(6, '1')], { at: '2026-02-01' })
  })

  it('gives its number back where it was claimed and could not be recorded, by the same command sent again', async () => {
    const memory = createMemoryEventStore()
    const prepared = await start({ memory })
    await prepared.crm.contacts.register({ contactId: customerId, kind: 'organisation', name: 'Đại Phát' })
    const cut = await start({
      memory,
      wrap: store => ({
        ...store,
        append: async (stream, expected, events) => {
          if (stream.startsWith('crm.invoice-')) throw new StoreUnavailable('the process ended')
          return store.append(stream, expected, events)
        },
      }),
    })
    const record = { ...recorded(0, '17'), at: '2026-02-01' }
    const commandId = { commandId: 'record' }
    await expect(cut.handler.handle(record, commandId)).rejects.toThrow('ended')
    const other = { ...recorded(1, '17'), at: '2026-02-01' }
    const taken = { code: 'INVOICE_NUMBER_TAKEN' }
    await expect(prepared.handler.handle(other)).rejects.toMatchObject(taken)
    // a day later it can't be recorded any more
    const later = await start({ memory, clock: () => new Date('2026-03-02T02:00:00Z') })
    const wrong = invoice.record({ ...draftOf(0), number: '17', opportunityId: invoiceIdOf(9) })
    await expect(later.handler.handle({ ...wrong, at: '2026-02-01' }, commandId)).rejects.toMatchObject({
      code: 'OPPORTUNITY_UNKNOWN',
    })
    await later.handler.handle(other)
  })

  it('is looked up by the status where a claimed number was not used, and only there', async () => {
    const stores = createMemoryStores()
    const crm = await withCustomer(stores)
    await crm.send(
      [0, 1, 2].map(n => recorded(n, String(n), '1C26TAA')),
      { at: '2026-02-01' },
    )
    await crm.close()
    let read = 0
    const events: EventStore = {
      ...stores.events,
      readStream: (stream, options) => {
        if (stream.startsWith('crm.invoice-')) read++
        return stores.events.readStream(stream, options)
      },
      append: async (stream, expected, appended) => {
        if (stream.startsWith('crm.invoice-')) throw new StoreUnavailable('the process ended')
        return stores.events.append(stream, expected, appended)
      },
    }
    const cut = await openWith({ ...stores, events }, { runProcesses: false })
    closing.push(() => cut.close())
    await expect(cut.send([recorded(3, '3', '1C26TAA')], { at: '2026-02-01' })).rejects.toThrow('ended')
    await cut.catchUp()
    read = 0
    const { claimsWithoutOwner } = await cut.status()
    expect(claimsWithoutOwner).toMatchObject([{ kind: 'invoiceNumber', ownerId: invoiceIdOf(3) }])
    expect(read).toBe(1)
  })

  it('leaves the series that its system gave numbers in to that system', async () => {
    const crm = await withDrafts(2)
    const at = '2026-02-01'
    await crm.send([recorded(5, '0001', '1C26TAA')], { at })
    const issued = crm.invoices.issue({ invoiceId: invoiceIdOf(0), symbol: '1C26TAA' }, { at })
    await expect(issued).rejects.toMatchObject({ code: 'INVOICE_NUMBER_TAKEN', details: { field: 'symbol' } })
    expect((await crm.state('invoices', invoiceIdOf(0))).status).toBe('draft')
    await crm.invoices.issue({ invoiceId: invoiceIdOf(0) }, { at })
    const credit = { invoiceId: invoiceIdOf(0), creditNoteId: creditNoteIdOf(0), symbol: '1C26TAA' }
    await expect(crm.invoices.credit(credit, { at })).rejects.toMatchObject({ code: 'INVOICE_NUMBER_TAKEN' })
  })
})
