// What becomes due as time goes by is raised once, however late, often and in however many processes the clock runs.
import type { EventStore } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { createCrm, createMemoryStores, type Crm, type Stores } from '../src/index.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [customerId, writeOffId] = [id(900), id(800)]

const opened = async (stores: Stores = createMemoryStores(), now = '2026-06-30'): Promise<Crm> =>
  createCrm({
    ...{ stores, actor: 'lan', company: { timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', foundedOn: '2025-01-01' } },
    clock: () => new Date(`${now}T05:00:00Z`),
  })

/** A CRM with one customer. */
const withCustomer = async (stores?: Stores, now?: string): Promise<Crm> => {
  const crm = await opened(stores, now)
  await crm.contacts.register({ contactId: customerId, kind: 'organisation', name: 'Đại Phát' }, { at: '2025-12-01' })
  return crm
}

const invoiced = (crm: Crm, n: number, at: string, dueOn: string, amount = '100') =>
  crm.invoices.record(
    {
      ...{ invoiceId: id(n), customerId, number: String(n), terms: { dueOn } },
      lines: [{ description: 'Máy in', unitPrice: { amount, currency: 'VND' } }],
    },
    { at },
  )

/** The overdue events of an invoice: instalment, first day, and the day that the event is dated. */
const overdueOf = async (crm: Crm, n: number) => {
  const events: (readonly [number, string, string])[] = []
  for await (const event of crm.history('invoices', id(n)))
    if (event.type === 'InvoiceOverdue') events.push([event.data.instalment, event.data.on, event.occurredOn])
  return events
}

describe('the clock', () => {
  it('raises what was overdue by the day, dated on its first day, once', async () => {
    const crm = await withCustomer()
    await invoiced(crm, 1, '2026-01-10', '2026-02-10')
    await invoiced(crm, 2, '2026-01-10', '2026-06-30')
    await invoiced(crm, 3, '2026-01-10', '2026-06-29')
    expect(await crm.clock.run({ now: '2026-02-10' })).toEqual({
      asOf: '2026-02-10',
      overdue: { raised: 0, invoices: 0, refused: [] },
    })
    expect(await crm.clock.run()).toEqual({ asOf: '2026-06-30', overdue: { raised: 2, invoices: 2, refused: [] } })
    expect(await crm.clock.run()).toMatchObject({ overdue: { raised: 0 } })
    expect(await overdueOf(crm, 1)).toEqual([[1, '2026-02-11', '2026-02-11']])
    expect(await overdueOf(crm, 2)).toEqual([])
    expect(await overdueOf(crm, 3)).toEqual([[1, '2026-06-30', '2026-06-30']])
    await crm.close()
  })

  it('raises each instalment and each time anew, also one that has ended since', async () => {
    const crm = await withCustomer()
    await crm.invoices.record(
      {
        ...{ invoiceId: id(1), customerId, number: '1' },
        lines: [{ description: 'Máy in', unitPrice: { amount: '100', currency: 'VND' } }],
        terms: {
          instalments: [
            { portion: 40, count: 10 },
            { portion: 60, count: 40 },
          ],
        },
      },
      { at: '2026-01-01' },
    )
    const all = { invoiceId: id(1), writeOffId, amount: { amount: '100', currency: 'VND' } }
    await crm.invoices.writeOff(all, { at: '2026-01-20' })
    await crm.clock.run()
    // the first was overdue for a while, the second never
    expect(await overdueOf(crm, 1)).toEqual([[1, '2026-01-12', '2026-01-12']])
    await crm.invoices.undoWriteOff({ invoiceId: id(1), writeOffId }, { at: '2026-03-01' })
    expect(await crm.clock.run()).toMatchObject({ overdue: { raised: 2, invoices: 1 } })
    expect(await overdueOf(crm, 1)).toEqual([
      [1, '2026-01-12', '2026-01-12'],
      [1, '2026-03-01', '2026-03-01'],
      [2, '2026-03-01', '2026-03-01'],
    ])
    await crm.close()
  })

  it('raises what one process leaves in another, and nothing twice when they run at once', async () => {
    const stores = createMemoryStores()
    const one = await withCustomer(stores)
    for (let n = 1; n <= 100; n++) await invoiced(one, n, '2026-01-10', '2026-02-10')
    const others = [await opened(stores), await opened(stores)]
    const runs = await Promise.all([one, ...others].map(crm => crm.clock.run()))
    expect(runs.reduce((sum, { overdue }) => sum + overdue.raised, 0)).toBe(100)
    for (let n = 1; n <= 100; n++) expect(await overdueOf(one, n)).toHaveLength(1)
    for (const crm of [one, ...others]) await crm.close()
  })

  it('counts what it raised itself, not what another process raised at the same moment', async () => {
    const stores = createMemoryStores()
    const one = await withCustomer(stores)
    await invoiced(one, 1, '2026-01-10', '2026-02-10')
    await one.close()
    // both have decided before either appends
    let [arrived, open] = [0, () => {}]
    const both = new Promise<void>(resolve => (open = resolve))
    const events: EventStore = {
      ...stores.events,
      async append(stream, expected, appended) {
        if (appended.some(({ type }) => type === 'InvoiceOverdue')) {
          if (++arrived === 2) open()
          await both
        }
        return stores.events.append(stream, expected, appended)
      },
    }
    const two = [await opened({ ...stores, events }), await opened({ ...stores, events })]
    const runs = await Promise.all(two.map(crm => crm.clock.run()))
    expect(runs.map(({ overdue }) => overdue.raised).toSorted()).toEqual([0, 1])
    expect(await overdueOf(two[0] as Crm, 1)).toHaveLength(1)
    for (const crm of two) await crm.close()
  })

  it('ends under an id that an earlier run had, and raises what has become overdue since', async () => {
    const crm = await withCustomer()
    await crm.invoices.record(
      {
        ...{ invoiceId: id(1), customerId, number: '1' },
        lines: [{ description: 'Máy in', unitPrice: { amount: '100', currency: 'VND' } }],
        terms: { instalments: [40, 60].map(portion => ({ portion, count: 31 })) },
      },
      { at: '2026-01-10' },
    )
    const amount = { amount: '60', currency: 'VND' }
    await crm.invoices.writeOff({ invoiceId: id(1), writeOffId, amount }, { at: '2026-02-01' })
    const run = async () => (await crm.clock.run({ commandId: 'nightly' })).overdue.raised
    expect(await run()).toBe(1)
    // the first instalment is overdue too then, and since the same day
    await crm.invoices.undoWriteOff({ invoiceId: id(1), writeOffId }, { at: '2026-02-05' })
    expect(await run()).toBe(1)
    expect(await run()).toBe(0)
    expect(await overdueOf(crm, 1)).toEqual([
      [2, '2026-02-11', '2026-02-11'],
      [1, '2026-02-11', '2026-02-11'],
    ])
    await crm.close()
  })

  it('tells how far it has come, whatever who is told throws', async () => {
    const crm = await withCustomer()
    for (let n = 1; n <= 40; n++) await invoiced(crm, n, '2026-01-10', '2026-02-10')
    const told: number[] = []
    await crm.clock.run({
      onProgress({ raised }) {
        told.push(raised)
        throw new Error('not now')
      },
    })
    expect(told).toEqual([32, 40])
    await crm.close()
  })

  it('takes no time that is still to come, and nothing that is no time', async () => {
    const crm = await opened()
    const faults = [
      ['2026-07-01', 'not in the future'],
      ['2026-06-30T12:00:00+00:00', 'not in the future'],
      ['yesterday', 'expected a day like'],
    ] as const
    for (const [now, said] of faults)
      await expect(crm.clock.run({ now })).rejects.toMatchObject({
        code: 'CommandInvalid',
        faults: [{ field: 'now', message: expect.stringContaining(said) as string }],
      })
    // the day is that of the company's time zone
    expect(await crm.clock.run({ now: '2026-06-29T17:30:00Z' })).toMatchObject({ asOf: '2026-06-30' })
    expect(() => crm.clock.every(0)).toThrow('milliseconds')
    await crm.close()
  })

  it('runs on a schedule until it is stopped, whatever who is told throws', async () => {
    let now = '2026-02-10'
    const stores = createMemoryStores()
    const crm = await createCrm({
      ...{ stores, actor: 'lan', company: { timeZone: 'UTC', currency: 'VND', foundedOn: '2025-01-01' } },
      clock: () => new Date(`${now}T05:00:00Z`),
    })
    await crm.contacts.register({ contactId: customerId, kind: 'organisation', name: 'Đại Phát' }, { at: '2025-12-01' })
    await invoiced(crm, 1, '2026-01-10', '2026-02-10')
    const days: string[] = []
    const faults: unknown[] = []
    await new Promise<void>(resolve => {
      const stop = crm.clock.every(1, {
        onRun({ asOf, overdue }) {
          days.push(`${asOf} ${String(overdue.raised)}`)
          // whatever it throws, the next run comes
          if (now === '2026-02-10') {
            now = '2026-02-11'
            throw new Error('not now')
          }
          void stop().then(resolve)
        },
        onFault: error => faults.push(error),
      })
    })
    expect(days).toEqual(['2026-02-10 0', '2026-02-11 1'])
    expect(faults).toEqual([])
    await crm.close()
  })

  it('has its schedules ended when the CRM is closed', async () => {
    const crm = await opened()
    const faults: unknown[] = []
    await new Promise<void>(resolve => {
      crm.clock.every(1, { onRun: () => void crm.close().then(resolve), onFault: error => faults.push(error) })
    })
    expect(faults).toEqual([])
  })
})
