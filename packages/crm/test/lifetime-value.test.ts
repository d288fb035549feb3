// Purchases as they are recorded, and what the report on lifetime value says of them.
import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { createCrm, createMemoryStores, QuestionInvalid } from '../src/index.ts'
import { idOf } from './leads.ts'

const [an, binh, lan] = [idOf(11), idOf(12), idOf(21)]

const open = async () => {
  let now = '2026-01-05'
  const crm = await createCrm({
    ...{ stores: createMemoryStores(), actor: 'lan', company: { currency: 'VND' } },
    clock: () => new Date(`${now}T05:00:00Z`),
  })
  onTestFinished(() => crm.close())
  await crm.staff.register({ staffMemberId: lan, name: 'Lan' })
  await crm.contacts.register({ contactId: an, kind: 'individual', name: 'Lê An' })
  await crm.contacts.register({ contactId: binh, kind: 'individual', name: 'Lê Văn An', accountManagerId: lan })
  /** Lets a day come, and what it brings be done. */
  const on = async (day: string, work: () => Promise<unknown>): Promise<void> => {
    now = day
    await work()
    await crm.catchUp()
  }
  const buys = (customerId: string, amount: number) => () =>
    crm.purchases.record({ purchaseId: randomUUID(), customerId, amount: { amount, currency: 'VND' } })
  return { crm, on, buys }
}

it('tells what customers are worth as of a day, and who won them, before a merger, with it and after it was undone', async () => {
  const { crm, on, buys } = await open()
  await on('2026-01-10', buys(binh, 1000))
  await on('2026-02-10', buys(an, 200))
  await on('2026-03-10', () => crm.contacts.merge({ ids: [an, binh], survivorId: an }))
  await on('2026-03-20', buys(binh, 30))
  await on('2026-04-10', () => crm.contacts.unmerge({ id: an }))
  await on('2026-04-20', () => crm.company.setMargin({ margin: 50 }))
  const told = async (asOf: string) => {
    const { acquisitions, currencies, basis } = await crm.reports.clv({ asOf })
    const customers = currencies.flatMap(({ customers }) => customers)
    return {
      margin: basis.margin,
      acquired: acquisitions.salespeople.map(({ name, customers }) => [name, customers]),
      customers: customers.map(({ name, purchases, revenue, value }) => [
        name,
        purchases,
        revenue.amount,
        value.amount,
      ]),
    }
  }
  expect(await told('2026-01-09')).toEqual({ margin: 100, acquired: [], customers: [] })
  expect(await told('2026-03-09')).toEqual({
    margin: 100,
    acquired: [
      ['Lan', 1],
      [null, 1],
    ],
    customers: [
      ['Lê Văn An', 1, '1000', '1000'],
      ['Lê An', 1, '200', '200'],
    ],
  })
  expect(await told('2026-04-09')).toEqual({
    ...{ margin: 100, acquired: [['Lan', 1]] },
    customers: [['Lê An', 3, '1230', '1230']],
  })
  const since = await told('2026-04-20')
  expect(since).toMatchObject({
    margin: 50,
    acquired: [
      ['Lan', 1],
      [null, 1],
    ],
  })
  expect(since.customers).toEqual([
    ['Lê Văn An', 2, '1030', '515'],
    ['Lê An', 1, '200', '100'],
  ])
})

it('tells what it said before a mistake was found out', async () => {
  const { crm, on, buys } = await open()
  const mistaken = randomUUID()
  await on('2026-01-10', buys(an, 1000))
  await on('2026-01-11', () =>
    crm.purchases.record({ purchaseId: mistaken, customerId: an, amount: { amount: 9000, currency: 'VND' } }),
  )
  await on('2026-02-10', () => crm.purchases.void({ purchaseId: mistaken }))
  const revenue = async (knownAt?: string) =>
    (await crm.reports.clv({ asOf: '2026-01-31', ...(knownAt === undefined ? {} : { knownAt }) })).currencies[0]?.total
      .revenue.amount
  expect(await revenue()).toBe('1000')
  expect(await revenue('2026-02-09T00:00:00Z')).toBe('10000')
  await expect(crm.reports.clv({ asOf: '2026-01-31', margin: 101 })).rejects.toThrow(QuestionInvalid)
})

it('counts what was paid until it bounces or is credited in whole, as of any day and as it was known', async () => {
  const { crm, on } = await open()
  const [invoiceId, another, bounced, lasting] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const vnd = (amount: number) => ({ amount, currency: 'VND' })
  for (const [id, number] of [
    [invoiceId, '1'],
    [another, '2'],
  ] as const)
    await on('2026-01-10', () =>
      crm.invoices.record({ invoiceId: id, customerId: an, number, lines: [{ unitPrice: vnd(1000) }] }),
    )
  const pays = (paymentId: string, of: string, amount: number) => async () => {
    await crm.payments.receive({ paymentId, customerId: an, amount: vnd(amount) })
    await crm.payments.allocate({ paymentId, allocationId: randomUUID(), invoiceId: of, amount: vnd(amount) })
  }
  await on('2026-01-20', pays(bounced, invoiceId, 700))
  await on('2026-02-20', pays(lasting, another, 1000))
  await on('2026-03-10', () =>
    crm.invoices.credit({ invoiceId: another, creditNoteId: randomUUID(), amount: vnd(400) }),
  )
  await on('2026-03-20', () => crm.payments.bounce({ paymentId: bounced }))
  await on('2026-04-10', () => crm.invoices.credit({ invoiceId: another, creditNoteId: randomUUID() }))
  const told = async (basis: 'payments' | 'invoices', asOf: string, knownAt?: string) => {
    const { currencies } = await crm.reports.clv({ basis, asOf, ...(knownAt === undefined ? {} : { knownAt }) })
    const [figures] = currencies
    return [figures?.total.purchases, figures?.total.revenue.amount, figures?.customers[0]?.firstOn]
  }
  const nothing = [undefined, undefined, undefined]
  expect(await told('payments', '2026-02-28')).toEqual([2, '1700', '2026-01-20'])
  expect(await told('payments', '2026-03-19')).toEqual([2, '1300', '2026-01-20'])
  expect(await told('payments', '2026-03-20')).toEqual([1, '600', '2026-02-20'])
  expect(await told('payments', '2026-03-20', '2026-03-19T23:00:00Z')).toEqual([2, '1300', '2026-01-20'])
  expect(await told('payments', '2026-04-10')).toEqual(nothing)
  expect(await told('payments', '2026-04-10', '2026-04-09T23:00:00Z')).toEqual([1, '600', '2026-02-20'])
  expect(await told('invoices', '2026-04-09')).toEqual([1, '1600', '2026-01-10'])
  expect(await told('invoices', '2026-04-10')).toEqual([1, '1000', '2026-01-10'])
  // both of one day were one purchase
  await on('2026-05-10', () => crm.invoices.credit({ invoiceId, creditNoteId: randomUUID() }))
  expect(await told('invoices', '2026-05-09')).toEqual([1, '1000', '2026-01-10'])
  expect(await told('invoices', '2026-05-10')).toEqual(nothing)
})
