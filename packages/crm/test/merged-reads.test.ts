import { expect, it, onTestFinished } from 'vitest'
import { createMemoryStores } from '../src/index.ts'
import { idOf, openWith } from './leads.ts'

const [an, binh, deal, won] = [idOf(11), idOf(12), idOf(21), idOf(22)]
const mergedOn = '2026-03-01'

const withDeals = async () => {
  const crm = await openWith(createMemoryStores())
  onTestFinished(() => crm.close())
  const at = { at: '2026-01-05' }
  const value = { amount: 1_000, currency: 'VND' }
  await crm.contacts.register({ contactId: an, kind: 'individual', name: 'Lê An', phone: '0912345678' }, at)
  await crm.contacts.register({ contactId: binh, kind: 'individual', name: 'Trần Bình', phone: '0987654321' }, at)
  await crm.contacts.becomeCustomer({ contactId: an, code: 'KH-1' }, at)
  await crm.contacts.becomeCustomer({ contactId: binh, code: 'KH-2' }, at)
  await crm.opportunities.open({ opportunityId: deal, title: 'Máy in', customerId: binh, expectedRevenue: value }, at)
  await crm.opportunities.open({ opportunityId: won, title: 'Máy quét', customerId: an, expectedRevenue: value }, at)
  await crm.opportunities.markWon({ opportunityId: won }, { at: '2026-02-01' })
  await crm.opportunities.markWon({ opportunityId: deal }, { at: '2026-02-02' })
  return crm
}
type Crm = Awaited<ReturnType<typeof withDeals>>
const wonBy = async (crm: Crm, customer: string, asOf?: string) => {
  const { currencies } = await crm.reports.pipeline({ customer, ...(asOf === undefined ? {} : { asOf }) })
  return currencies.reduce((sum, { won: { count } }) => sum + count, 0)
}
const best = async (crm: Crm, asOf?: string) => {
  const { currencies } = await crm.reports.pipeline(asOf === undefined ? {} : { asOf })
  return currencies.flatMap(one => one.bestCustomers?.map(({ customerId, won }) => [customerId, won.count]) ?? [])
}

it('counts what was for one that is part of another for that one, on the days on which it is', async () => {
  const crm = await withDeals()
  await crm.contacts.merge({ ids: [an, binh], survivorId: an }, { at: mergedOn })
  await crm.catchUp()
  expect(await wonBy(crm, an)).toBe(2)
  expect(await wonBy(crm, binh)).toBe(2)
  expect(await best(crm)).toEqual([[an, 2]])
  expect(await wonBy(crm, an, '2026-02-28')).toBe(1)
  expect(await best(crm, '2026-02-28')).toHaveLength(2)
  await crm.contacts.unmerge({ id: binh }, { at: '2026-04-01' })
  await crm.catchUp()
  expect(await wonBy(crm, an)).toBe(1)
  expect(await wonBy(crm, binh)).toBe(1)
  expect(await wonBy(crm, an, '2026-03-15')).toBe(2)
})

it('lists, finds and names the survivor, and the others again once they are parted', async () => {
  const crm = await withDeals()
  await crm.catchUp()
  const before = await crm.lists.contacts({ total: true })
  await crm.contacts.merge({ ids: [an, binh], survivorId: an }, { at: mergedOn })
  await crm.catchUp()
  const { rows, total } = await crm.lists.contacts({ total: true })
  expect(total).toBe(1)
  expect(rows[0]?.document).toMatchObject({
    name: 'Lê An',
    furtherPhones: { [Object.keys(rows[0]?.document.furtherPhones ?? {})[0] ?? '']: '+84987654321' },
  })
  expect((await crm.names([binh])).get(binh)).toBe('Lê An')
  expect((await crm.searchContacts('KH-2')).hits.map(({ key }) => key)).toEqual([an])
  expect((await crm.searchContacts('Trần Bình')).hits.map(({ key }) => key)).toEqual([an])
  expect(await crm.search('contact', 'Trần')).toEqual([])
  expect((await crm.contactsReachedBy({ phone: '+84987654321' })).map(({ id }) => id)).toEqual([an])
  const ofCustomer = await crm.lists.opportunities({ filter: { customer: { is: an } } })
  expect(ofCustomer.rows.map(({ key }) => key).sort()).toEqual([deal, won].sort())
  await crm.contacts.unmerge({ id: binh })
  await crm.catchUp()
  const after = await crm.lists.contacts({ total: true })
  const fields = (one: typeof before) => one.rows.map(({ document: { touchedOn: _, ...rest } }) => rest)
  expect(fields(after)).toEqual(fields(before))
})

it('lists a contact by what is for all that are part of it, and a customer since the day of the one that was', async () => {
  const crm = await openWith(createMemoryStores())
  onTestFinished(() => crm.close())
  const [cuong, begun] = [idOf(13), { at: '2026-01-05' }]
  for (const [contactId, name] of [
    [an, 'Lê An'],
    [binh, 'Trần Bình'],
    [cuong, 'Vũ Cường'],
  ] as const)
    await crm.contacts.register({ contactId, kind: 'individual', name }, begun)
  await crm.contacts.becomeCustomer({ contactId: cuong, code: 'KH-3' }, { at: '2026-01-20' })
  await crm.opportunities.open({ opportunityId: deal, title: 'Máy in', customerId: cuong }, begun)
  await crm.opportunities.open({ opportunityId: won, title: 'Máy quét', customerId: binh }, begun)
  await crm.opportunities.markWon({ opportunityId: won }, begun)
  await crm.catchUp()
  const before = (await crm.lists.contacts({})).rows
  await crm.contacts.merge({ ids: [binh, cuong], survivorId: binh }, { at: '2026-02-01' })
  await crm.contacts.merge({ ids: [an, binh], survivorId: an }, { at: mergedOn })
  await crm.opportunities.markLost({ opportunityId: deal }, { at: mergedOn })
  await crm.catchUp()
  const [customer] = (await crm.lists.customers({ filter: { pipelineStatus: { is: 'won' } } })).rows
  expect(customer?.document).toMatchObject({
    ...{ contactId: an, lifecycle: 'customer', customerCode: 'KH-3', customerSince: '2026-01-20' },
    ...{ openOpportunities: 0, wonOpportunities: 1, lostOpportunities: 1 },
  })
  await crm.contacts.unmerge({ id: binh }, { at: '2026-04-01' })
  await crm.contacts.unmerge({ id: cuong }, { at: '2026-04-02' })
  await crm.opportunities.reopen({ opportunityId: deal }, { at: '2026-04-03' })
  await crm.catchUp()
  const said = (rows: typeof before) => rows.map(({ document: { touchedOn: _, ...rest } }) => rest)
  expect(said((await crm.lists.contacts({})).rows)).toEqual(said(before))
})

it('lists a contact by the codes of all that are part of it, as long as they are', async () => {
  const crm = await withDeals()
  const found = async (code: object) => {
    await crm.catchUp()
    const [all, customers] = [
      await crm.lists.contacts({ filter: { code } }),
      await crm.lists.customers({ filter: { code } }),
    ]
    expect(customers.rows).toEqual(all.rows)
    return all.rows.map(({ key }) => key).sort()
  }
  await crm.contacts.merge({ ids: [an, binh], survivorId: an }, { at: mergedOn })
  for (const code of [{ is: 'KH-1' }, { is: 'kh-2' }, { begins: 'kh-2' }, { begins: 'kh' }])
    expect(await found(code)).toEqual([an])
  // what it is part of becomes part of a third
  const cuong = idOf(13)
  await crm.contacts.register({ contactId: cuong, kind: 'individual', name: 'Vũ Cường' }, { at: '2026-01-05' })
  await crm.contacts.merge({ ids: [an, cuong], survivorId: cuong }, { at: '2026-03-02' })
  expect(await found({ begins: 'kh-2' })).toEqual([cuong])
  await crm.contacts.unmerge({ id: an }, { at: '2026-03-03' })
  await crm.contacts.unmerge({ id: binh }, { at: '2026-03-04' })
  expect(await found({ is: 'KH-2' })).toEqual([binh])
  expect(await found({ begins: 'kh' })).toEqual([an, binh])
  expect((await crm.verify()).findings).toEqual([])
})

it('lists a contact among customers as long as a part of it is one', async () => {
  const crm = await openWith(createMemoryStores())
  onTestFinished(() => crm.close())
  const [cuong, begun] = [idOf(13), { at: '2026-01-05' }]
  for (const [n, contactId] of [an, binh, cuong].entries())
    await crm.contacts.register({ contactId, kind: 'individual', name: `Lê ${String(n)}` }, begun)
  for (const [i, contactId] of [binh, cuong].entries()) {
    const on = { at: `2026-01-1${String(i)}` }
    await crm.contacts.becomeCustomer({ contactId, code: `KH-${String(i)}` }, on)
    await crm.contacts.merge({ ids: [an, contactId], survivorId: an }, { at: `2026-02-0${String(i + 1)}` })
  }
  const customers = async () => {
    await crm.catchUp()
    const { rows } = await crm.lists.customers({})
    return rows.map(({ document: { contactId, customerSince } }) => [contactId, customerSince])
  }
  expect(await customers()).toEqual([[an, '2026-01-10']])
  await crm.contacts.unmerge({ id: binh }, { at: '2026-03-01' })
  expect(await customers()).toEqual([
    [an, '2026-01-11'],
    [binh, '2026-01-10'],
  ])
  await crm.contacts.unmerge({ id: cuong }, { at: '2026-03-02' })
  expect(await customers()).toEqual([
    [binh, '2026-01-10'],
    [cuong, '2026-01-11'],
  ])
})

it('lists leads that were merged once, and counts them once from that day on', async () => {
  const crm = await openWith(createMemoryStores())
  onTestFinished(() => crm.close())
  const [first, second] = [idOf(31), idOf(32)]
  await crm.leads.create({ leadId: first, name: 'Lê An', tags: ['a'] }, { at: '2026-01-05' })
  await crm.leads.create({ leadId: second, name: 'An', source: 'Hội thảo', tags: ['b'] }, { at: '2026-01-06' })
  await crm.leads.qualify({ leadId: first }, { at: '2026-01-07' })
  await crm.catchUp()
  const before = (await crm.lists.leads({})).rows
  await crm.leads.merge({ ids: [first, second] }, { at: mergedOn })
  await crm.leads.markLost({ leadId: second, reason: 'Giá cao' }, { at: '2026-03-02' })
  await crm.catchUp()
  const { rows } = await crm.lists.leads({ apart: 'with' })
  expect(rows.map(({ document }) => document)).toMatchObject([
    { leadId: first, status: 'lost', source: 'Hội thảo', tags: ['a', 'b'], lostReason: 'Giá cao' },
  ])
  const created = async (asOf: string) => (await crm.reports.leadFunnel({ asOf })).total.created
  expect(await created('2026-02-28')).toBe(2)
  expect(await created(mergedOn)).toBe(1)
  expect((await crm.reports.leadFunnel({})).sources.map(({ source }) => source)).toEqual(['Hội thảo'])
  await crm.leads.unmerge({ id: second }, { at: '2026-04-01' })
  await crm.catchUp()
  expect(await created('2026-04-01')).toBe(2)
  expect(await created('2026-03-31')).toBe(1)
  const after = await crm.lists.leads({ apart: 'with' })
  const said = (all: typeof before) =>
    all.map(({ document: { leadId, name, source, tags, phone } }) => ({ leadId, name, source, tags, phone }))
  expect(said(after.rows)).toEqual(said(before))
  expect(after.rows.map(({ document: { leadId, status } }) => [leadId, status])).toEqual([
    [second, 'lost'],
    [first, 'qualified'],
  ])
})

it('tells in one timeline what happened to all that are one contact', async () => {
  const crm = await withDeals()
  await crm.contacts.merge({ ids: [an, binh], survivorId: an }, { at: mergedOn })
  await crm.catchUp()
  for (const id of [an, binh]) {
    const { entries } = await crm.timeline(id)
    const streams = new Set(entries.map(({ of }) => of.id))
    expect(streams).toEqual(new Set([an, binh, deal, won]))
  }
  await crm.contacts.unmerge({ id: an })
  await crm.catchUp()
  expect(new Set((await crm.timeline(binh)).entries.map(({ of }) => of.id))).toEqual(new Set([binh, deal]))
})
