import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { importFile, importRows, parseMapping, type RowOutcome } from '../src/index.ts'
import { all, bytes, furnish, start, temporaryFolder, told, type Started } from './start.ts'

const mapping = {
  becomes: 'purchase',
  none: '(none)',
  fields: {
    customer: 'customer',
    customerName: 'name',
    customerKind: 'kind',
    boughtOn: 'on',
    amount: 'amount',
    tax: 'tax',
    units: 'units',
    owner: 'owner',
    team: 'team',
    currency: 'currency',
    externalSystem: 'system',
    externalId: 'theirs',
  },
  custom: { shop: 'shop' },
}
const keyed = { ...mapping, key: ['id'] }
const columns = ['id', 'customer', 'name', 'kind', 'on', 'amount', 'tax', 'units', 'owner', 'team', 'currency'] as const
const heading = [...columns, 'system', 'theirs', 'shop']
type Cells = Readonly<Partial<Record<(typeof heading)[number], string>>>
const line = (cells: Cells) => heading.map(name => cells[name] ?? '').join()
const file = (...rows: readonly Cells[]) => [heading.join(), ...rows.map(line)]

const bought = { customer: 'KH7', on: '2026-02-03', amount: '12.50' }

const purchasesIn = async ({ stores }: Pick<Started, 'stores'>) => {
  const found: unknown[] = []
  for await (const { type, data, metadata } of stores.events.readAll())
    if (type === 'PurchaseRecorded') found.push({ on: metadata.occurredOn, ...Object(data) })
  return found
}
const historyOf = async ({ crm }: Pick<Started, 'crm'>, key: string) => {
  const days: string[] = []
  for await (const { type, occurredOn } of crm.history('contacts', await crm.idFor('contact', key)))
    days.push(`${occurredOn} ${type}`)
  return days
}
const reasonsOf = (outcomes: readonly RowOutcome[]) => outcomes.flatMap(({ reasons }) => reasons)

describe('a row that becomes a purchase', () => {
  it('makes a customer whom nobody knew, on the day of the purchase, under the code and by the name that it gives', async () => {
    const started = await start()
    const { crm, outcomes } = started
    const rows = file(
      { ...bought, name: 'Nguyễn Văn Đông' },
      { ...bought, customer: 'KH8', kind: 'organisation' },
      { ...bought, on: '2026-02-09', name: 'another name' },
    )
    expect(told(await outcomes(mapping, ...rows))).toEqual(['2 created', '3 created', '4 created'])
    expect(await historyOf(started, 'KH7')).toEqual([
      '2026-02-03 ContactRegistered',
      '2026-02-03 ContactBecameCustomer',
    ])
    expect(await crm.state('contacts', await crm.idFor('contact', 'KH7'))).toMatchObject({
      kind: 'individual',
      name: 'Nguyễn Văn Đông',
      customer: { code: 'KH7', trigger: 'import' },
    })
    expect(await crm.state('contacts', await crm.idFor('contact', 'KH8'))).toMatchObject({
      kind: 'organisation',
      name: 'KH8',
      customer: { code: 'KH8', trigger: 'import' },
    })
    expect(await purchasesIn(started)).toHaveLength(3)
  })

  it('says what was bought, by whom it was sold, and what others call it', async () => {
    const started = await start()
    const ids = await furnish(started)
    const sold = { ...bought, customer: 'Acme', tax: '1.25', units: '2.5', owner: 'Lan', currency: 'USD' }
    const rows = file(
      { ...sold, system: 'shop', theirs: '77', shop: 'Huế' },
      { ...sold, amount: '0', tax: '', owner: '' },
    )
    expect(told(await started.outcomes(mapping, ...rows))).toEqual(['2 created', '3 created'])
    const common = { on: '2026-02-03', customerId: ids.customer, units: 2.5 }
    expect(await purchasesIn(started)).toEqual([
      expect.objectContaining({
        ...common,
        amount: { minorUnits: 1250, currency: 'USD' },
        tax: 125,
        assignment: { ownerId: ids.staff, teamId: ids.team, department: 'Sales' },
        externalIds: [expect.objectContaining({ system: 'shop' })],
        custom: { shop: expect.anything() },
      }),
      expect.objectContaining({
        ...common,
        amount: { minorUnits: 0, currency: 'USD' },
        tax: null,
        assignment: { ownerId: null, teamId: null, department: null },
        makesCustomer: true,
      }),
    ])
  })

  it('is about the customer with that code, whatever its case, its key or its name', async () => {
    const started = await start()
    const { crm, outcomes } = started
    const contactId = await crm.idFor('contact', '17')
    await crm.contacts.register({ contactId, kind: 'individual', name: 'Trần Thị Bích' }, { at: '2026-01-05' })
    await crm.contacts.becomeCustomer({ contactId, code: 'kh7' }, { at: '2026-01-05' })
    const names = ['KH7', 'kh7', '17', 'trần thị bích', 'Tran Thi Bich', contactId, 'new', 'NEW', 'New']
    const rows = file(...names.map(customer => ({ ...bought, customer })))
    expect(new Set((await outcomes(mapping, ...rows)).map(({ outcome }) => outcome))).toEqual(new Set(['created']))
    const madeId = await crm.idFor('contact', 'new')
    expect((await purchasesIn(started)).map(one => Reflect.get(Object(one), 'customerId'))).toEqual([
      ...Array.from({ length: 6 }, () => contactId),
      ...[madeId, madeId, madeId],
    ])
  })

  it('goes in before the row that made the customer, and before the contact was known, where the file has days in no order', async () => {
    const started = await start({ runProcesses: true })
    const { crm, outcomes } = started
    const contactId = await crm.idFor('contact', 'old')
    await crm.contacts.register({ contactId, kind: 'individual', name: 'Old' }, { at: '2026-05-01' })
    const rows = file(
      { ...bought, on: '2026-03-01' },
      { ...bought, on: '2026-01-15' },
      { ...bought, on: '1999-12-31' },
      { ...bought, customer: 'old' },
    )
    expect(told(await outcomes(mapping, ...rows))).toEqual(['2 created', '3 created', '4 created', '5 created'])
    await crm.processes.settle()
    expect(await historyOf(started, 'KH7')).toEqual([
      '2026-03-01 ContactRegistered',
      '2026-03-01 ContactBecameCustomer',
    ])
    // by the company's settings, on the first day that it can be
    expect(await historyOf(started, 'old')).toEqual([
      '2026-05-01 ContactRegistered',
      '2026-05-01 ContactBecameCustomer',
    ])
    expect((await crm.state('contacts', contactId)).customer).toMatchObject({ trigger: 'sale' })
    expect((await crm.status()).processes.flatMap(({ open, failing }) => [open, ...failing])).toEqual(
      (await crm.status()).processes.map(() => 0),
    )
  })

  it('counts as often as it stands there, and once when the file is imported again', async () => {
    const started = await start()
    const rows = file(bought, bought, { ...bought, amount: '1' }, bought)
    expect(told(await started.outcomes(mapping, ...rows))).toEqual(['2 created', '3 created', '4 created', '5 created'])
    const head = await started.head()
    expect(told(await started.outcomes(mapping, ...rows))).toEqual([2, 3, 4, 5].map(row => `${String(row)} unchanged`))
    expect(await started.head()).toBe(head)
    expect(await purchasesIn(started)).toHaveLength(4)
  })

  it('that was recorded otherwise under its key is refused, column by column', async () => {
    const started = await start()
    await furnish(started)
    const first = { ...bought, id: 'A', customer: 'Acme', tax: '1', units: '2', owner: 'Lan', shop: 'Huế' }
    const send = async (cells: Cells) => told(await started.outcomes(keyed, ...file({ id: 'A', ...cells })))
    expect(await send({ ...first, system: 'pos', theirs: '7' })).toEqual(['2 created'])
    const head = await started.head()
    expect(await send({ ...first, system: 'pos', theirs: '7' })).toEqual(['2 unchanged'])
    expect(await send({})).toEqual(['2 unchanged'])
    const others: Cells = {
      ...{ customer: 'KH9', on: '2026-02-04', amount: '12.51', tax: '2', units: '3', owner: '(none)', team: '(none)' },
      ...{ system: 'pos', theirs: '8', shop: 'Vinh' },
    }
    for (const [column, cell] of Object.entries(others).filter(([name]) => name !== 'system'))
      expect(await send({ system: 'pos', [column]: cell })).toEqual([`2 rejected: ${column} RECORDED_OTHERWISE`])
    expect(await send({ currency: 'VND' })).toEqual(['2 rejected: currency RECORDED_OTHERWISE'])
    expect(await started.head()).toBe(head)
  })

  it('that is void is not recorded again', async () => {
    const { crm, outcomes } = await start()
    expect(told(await outcomes(keyed, ...file({ ...bought, id: 'A' })))).toEqual(['2 created'])
    await crm.purchases.void({ purchaseId: await crm.idFor('purchase', 'A') })
    expect(told(await outcomes(keyed, ...file({ ...bought, id: 'A' })))).toEqual(['2 rejected: amount PURCHASE_VOID'])
  })

  it('is refused with each column at fault, what stands there, and what was expected', async () => {
    const started = await start()
    await furnish(started)
    const outcomes = await started.outcomes(
      mapping,
      ...file(
        { ...bought, amount: '-1' },
        { ...bought, amount: 'x', on: '2026-13-01', units: '1.0001' },
        { ...bought, customer: '' },
        { ...bought, tax: '13' },
        { ...bought, owner: 'Ln' },
        { ...bought, customer: 'x'.repeat(61) },
        { ...bought, theirs: '7' },
        { ...bought, on: '' },
        { ...bought, on: '2027-01-01' },
      ),
    )
    expect(told(outcomes)).toEqual([
      '2 rejected: amount INVALID',
      '3 rejected: on INVALID, amount INVALID, units INVALID',
      '4 rejected: customer REQUIRED',
      '5 rejected: tax TAX_TOO_LARGE',
      '6 rejected: owner REFERENCE_UNKNOWN',
      '7 rejected: customer INVALID',
      '8 rejected: system INCOMPLETE',
      '9 rejected: on REQUIRED',
      '10 rejected: on DATED_IN_FUTURE',
    ])
    expect(reasonsOf(outcomes)[0]).toMatchObject({
      column: 'amount',
      value: '-1',
      message: expect.stringContaining('not negative'),
    })
    for (const { words } of reasonsOf(outcomes)) {
      expect(words.en).not.toBe('')
      expect(words.vi).not.toBe(words.en)
    }
    expect(await purchasesIn(started)).toEqual([])
    // nor was a customer made of any
    expect((await started.crm.state('contacts', await started.crm.idFor('contact', 'KH7'))).status).toBe('unknown')
  })

  it('makes the customer where the row before that names it was refused', async () => {
    const started = await start()
    const rows = file({ ...bought, amount: 'x' }, bought, bought)
    expect(told(await started.outcomes(mapping, ...rows))).toEqual([
      '2 rejected: amount INVALID',
      '3 created',
      '4 created',
    ])
    expect(await historyOf(started, 'KH7')).toHaveLength(2)
  })

  it('names a contact that is part of another, whose purchase it then is', async () => {
    const { crm, outcomes } = await start({ runProcesses: true })
    const [part, survivor] = [await crm.idFor('contact', 'part'), await crm.idFor('contact', 'whole')]
    for (const [contactId, at] of [
      [survivor, '2026-01-01'],
      [part, '2026-01-02'],
    ] as const)
      await crm.contacts.register({ contactId, kind: 'individual', name: 'An' }, { at })
    const sent = file({ ...bought, id: 'A', customer: 'part' })
    expect(told(await outcomes(keyed, ...sent))).toEqual(['2 created'])
    await crm.contacts.merge({ ids: [part, survivor] })
    expect(told(await outcomes(keyed, ...sent))).toEqual(['2 unchanged'])
    expect(told(await outcomes(keyed, ...file({ ...bought, id: 'A', customer: 'whole' })))).toEqual(['2 unchanged'])
  })
})

it('rejected rows, once mended, go in, and the file as a whole then adds nothing', async () => {
  const started = await start()
  const folder = await temporaryFolder()
  const sales = join(folder, 'sales.csv')
  await writeFile(sales, file(bought, { ...bought, amount: 'free' }, { ...bought, customer: 'KH8' }).join('\n'))
  const first = await importFile(started.crm, sales, parseMapping(mapping))
  expect(first).toMatchObject({ created: 2, rejected: 1 })
  const { readFile } = await import('node:fs/promises')
  const rejected = first.rejectedFile ?? ''
  await writeFile(rejected, (await readFile(rejected, 'utf8')).replace('free,', '0,'))
  expect(await importFile(started.crm, rejected, parseMapping(mapping))).toMatchObject({ created: 1, rejected: 0 })
  expect(await importFile(started.crm, rejected, parseMapping(mapping))).toMatchObject({ created: 0, unchanged: 1 })
  await writeFile(sales, file(bought, { ...bought, amount: '0' }, { ...bought, customer: 'KH8' }).join('\n'))
  expect(await importFile(started.crm, sales, parseMapping(mapping))).toMatchObject({ created: 0, unchanged: 3 })
})

it('two imports at once of files that name the same customers make each of them once, and take every row', async () => {
  const started = await start()
  const other = await start({ stores: started.stores })
  const codes = Array.from({ length: 20 }, (_, n) => `k${String(n)}`)
  const both = await Promise.all([
    started.outcomes(mapping, ...file(...codes.map(customer => ({ ...bought, customer, name: `Bà ${customer}` })))),
    other.outcomes(mapping, ...file(...codes.map(code => ({ ...bought, customer: code.toUpperCase(), amount: '3' })))),
  ])
  expect(told(both.flat()).filter(row => !row.endsWith('created'))).toEqual([])
  const log = Object.values(await started.log()).flat()
  const count = (type: string) => log.filter(one => one.type === type).length
  expect([count('ContactRegistered'), count('ContactBecameCustomer'), count('PurchaseRecorded')]).toEqual([20, 20, 40])
})

it('any file of purchases goes in whole, whatever the order of its days and however many are carried out at once, and once', async () => {
  const row = fc.record({
    customer: fc.constantFrom('a', 'A', 'b', 'B', 'ä', 'Ä', 'c'),
    on: fc.constantFrom('2025-01-01', '2025-06-30', '2024-02-29', '2026-02-03'),
    amount: fc.constantFrom('0', '1', '2.50'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 64 }),
      async (rows, concurrency) => {
        const started = await start()
        const text = file(...rows).join('\n')
        const send = async () => all(importRows(started.crm, bytes(text), parseMapping(mapping), { concurrency }))
        expect((await send()).map(({ outcome }) => outcome)).toEqual(rows.map(() => 'created'))
        expect((await send()).map(({ outcome }) => outcome)).toEqual(rows.map(() => 'unchanged'))
        const log = Object.values(await started.log()).flat()
        const made = log.filter(({ type }) => type === 'ContactBecameCustomer')
        expect(made).toHaveLength(new Set(rows.map(({ customer }) => customer.toUpperCase())).size)
        expect(log.filter(({ type }) => type === 'PurchaseRecorded')).toHaveLength(rows.length)
      },
    ),
    { numRuns: rounds(15, 500) },
  )
})

it('rows of other kinds, too, name a contact by its customer code, and make none', async () => {
  const { crm, outcomes } = await start()
  const contactId = await crm.idFor('contact', '17')
  await crm.contacts.register({ contactId, kind: 'individual', name: 'Bích' }, { at: '2026-01-05' })
  await crm.contacts.becomeCustomer({ contactId, code: 'KH7' }, { at: '2026-01-05' })
  const deals = { becomes: 'opportunity', key: ['id'], fields: { title: 'title', customer: 'customer' } }
  expect(told(await outcomes(deals, 'id,title,customer', 'A,Printers,kh7', 'B,Printers,kh8'))).toEqual([
    '2 created',
    '3 rejected: customer REFERENCE_UNKNOWN',
  ])
  expect((await crm.state('opportunities', await crm.idFor('opportunity', 'A'))).customerId).toBe(contactId)
})
