import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outstandingOn } from '../../domain/src/index.ts'
import { rounds } from '../../testkit/src/campaign.ts'
import { importFile, importRows, parseMapping } from '../src/index.ts'
import { all, bytes, furnish, start, temporaryFolder, told, type Started } from './start.ts'

const fields = {
  ...{ customer: 'customer', customerName: 'name', paidOn: 'on', amount: 'amount', currency: 'currency' },
  ...{ direction: 'way', purpose: 'purpose', method: 'method', reference: 'ref', invoice: 'invoice' },
  ...{ allocated: 'part', allocatedOn: 'from', instalment: 'no', owner: 'owner', team: 'team' },
  ...{ externalSystem: 'system', externalId: 'theirs' },
}
const mapping = { becomes: 'payment', none: '(none)', fields, custom: { shop: 'shop' } }
const keyed = { ...mapping, key: ['id'] }
const heading = ['id', ...Object.values(fields), 'shop']
type Cells = Readonly<Partial<Record<string, string>>>
const file = (...rows: readonly Cells[]) => [
  heading.join(),
  ...rows.map(cells => heading.map(name => cells[name] ?? '').join()),
]
const paid = { on: '2026-03-01', amount: '40', invoice: 'HD1' }

/** Two invoices of 100 and one of somebody else. */
const withInvoices = async (options: Parameters<typeof start>[0] = {}) => {
  const started = await start(options)
  const invoices = {
    becomes: 'invoice',
    key: ['no'],
    fields: { number: 'no', customer: 'customer', issuedOn: 'on', unitPrice: 'price' },
  }
  const rows = ['HD1,KH7,2026-02-01,100', 'HD2,KH7,2026-04-01,100', 'HD3,KH8,2026-02-01,100']
  await started.outcomes(invoices, 'no,customer,on,price', ...rows)
  return started
}
const invoiceOf = async ({ crm }: Pick<Started, 'crm'>, key: string) =>
  crm.state('invoices', await crm.idFor('invoice', key))
const outstanding = async (started: Pick<Started, 'crm'>, key: string, day = '2026-06-30') =>
  outstandingOn(await invoiceOf(started, key), day)
const countIn = async (started: Started, type: string) =>
  Object.values(await started.log())
    .flat()
    .filter(one => one.type === type).length

describe('a row that becomes a payment', () => {
  it('says who paid what, how, and what the bank says of it', async () => {
    const started = await start()
    const ids = await furnish(started)
    const rows = file(
      {
        ...paid,
        id: 'A',
        customer: 'Acme',
        invoice: '',
        method: 'bank transfer',
        ref: 'CK 17',
        owner: 'Lan',
        shop: 'Huế',
      },
      { ...paid, id: 'B', customer: 'Acme', invoice: '', purpose: 'refund', system: 'bank', theirs: '9' },
      { ...paid, id: 'C', customer: 'KH1', name: 'Bà Tư', invoice: '', way: 'made' },
    )
    expect(told(await started.outcomes(keyed, ...rows))).toEqual(['2 created', '3 created', '4 created'])
    const of = async (key: string) => started.crm.state('payments', await started.crm.idFor('payment', key))
    expect(await of('A')).toMatchObject({
      ...{ status: 'received', openedOn: '2026-03-01', customerId: ids.customer },
      recorded: {
        ...{ amount: { minorUnits: 4000, currency: 'USD' }, method: 'bank transfer', reference: 'CK 17' },
        assignment: { ownerId: ids.staff, teamId: ids.team },
        custom: { shop: 'Huế' },
      },
    })
    expect(await of('B')).toMatchObject({
      status: 'made',
      recorded: { purpose: 'refund', externalIds: [{ system: 'bank' }] },
    })
    expect(await of('C')).toMatchObject({ status: 'made', recorded: { purpose: 'other' } })
    const made = await started.crm.state('contacts', await started.crm.idFor('contact', 'KH1'))
    expect(made).toMatchObject({ name: 'Bà Tư', customer: { code: 'KH1', trigger: 'import' } })
  })

  it('pays the invoice that it names, from its day or the invoice’s on, in whole or the part said', async () => {
    const started = await withInvoices()
    const rows = file(
      paid,
      { ...paid, customer: 'kh7', part: '10.50' },
      { ...paid, invoice: 'HD2' },
      { ...paid, invoice: 'HD2', part: '5', from: '2026-05-01', no: '1' },
    )
    expect(told(await started.outcomes(mapping, ...rows))).toEqual(['2 created', '3 created', '4 created', '5 created'])
    expect(await outstanding(started, 'HD1', '2026-02-28')).toBe(10000)
    expect(await outstanding(started, 'HD1')).toBe(4950)
    expect(await outstanding(started, 'HD2', '2026-04-01')).toBe(6000)
    expect(await outstanding(started, 'HD2')).toBe(5500)
    expect((await invoiceOf(started, 'HD2')).movements).toMatchObject([{ instalment: null }, { instalment: 1 }])
  })

  it('names an invoice by its number, whatever key that was imported under', async () => {
    const started = await withInvoices()
    const { crm } = started
    const customerId = await crm.idFor('contact', 'KH7')
    const lines = [{ unitPrice: { amount: '100', currency: 'USD' } }]
    for (const [number, symbol] of [
      ['0001', 'A'],
      ['0002', 'A'],
      ['0002', 'B'],
    ] as const)
      await crm.invoices.record(
        { invoiceId: await crm.idFor('invoice', symbol, number), customerId, number, symbol, lines },
        { at: '2026-02-01' },
      )
    const rows = file({ ...paid, invoice: '0001' }, { ...paid, invoice: '0002' })
    expect(told(await started.outcomes(mapping, ...rows))).toEqual([
      '2 created',
      '3 rejected: invoice REFERENCE_UNKNOWN',
    ])
    expect(outstandingOn(await crm.state('invoices', await crm.idFor('invoice', 'A', '0001')), '2026-06-30')).toBe(6000)
  })

  it('pays several invoices where several rows of its key name them', async () => {
    const started = await withInvoices()
    const rows = file(
      { ...paid, id: 'A', amount: '150', part: '100' },
      { id: 'A', invoice: 'HD2', part: '30' },
      { id: 'A', invoice: 'HD2', part: '20', from: '2026-05-01' },
    )
    expect(told(await started.outcomes(keyed, ...rows))).toEqual(['2 created', '3 changed', '4 changed'])
    expect(await outstanding(started, 'HD1')).toBe(0)
    expect(await outstanding(started, 'HD2')).toBe(5000)
    const head = await started.head()
    expect(told(await started.outcomes(keyed, ...rows))).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
    expect(await started.head()).toBe(head)
    const more = file({ id: 'A', invoice: 'HD2', part: '1', from: '2026-05-02' })
    expect(told(await started.outcomes(keyed, ...more))).toEqual(['2 rejected: part MORE_THAN_REMAINDER'])
  })

  it('counts as often as it stands there, and once when the file is imported again', async () => {
    const started = await withInvoices()
    const rows = file(paid, paid, { ...paid, invoice: '', customer: 'KH7' })
    expect(told(await started.outcomes(mapping, ...rows))).toEqual(['2 created', '3 created', '4 created'])
    const head = await started.head()
    expect(told(await started.outcomes(mapping, ...rows))).toEqual([2, 3, 4].map(row => `${String(row)} unchanged`))
    expect(await started.head()).toBe(head)
    expect(await outstanding(started, 'HD1')).toBe(2000)
  })

  it('whose part the invoice can’t take goes in not at all, and says how much is outstanding', async () => {
    const started = await withInvoices()
    const rows = file(
      { ...paid, amount: '70' },
      { ...paid, amount: '50', part: '31' },
      { ...paid, amount: '50', part: '30' },
    )
    const sent = await started.outcomes(mapping, ...rows)
    expect(told(sent)).toEqual(['2 created', '3 rejected: part OUTSTANDING_EXCEEDED', '4 created'])
    expect(sent[1]?.reasons).toMatchObject([
      { value: '31', message: expect.stringContaining('expected at most 30.00 USD') },
    ])
    expect(await countIn(started, 'PaymentReceived')).toBe(2)
  })

  it('whose part the invoice refuses after all, since others paid it meanwhile, is told so, and adds it once mended', async () => {
    const started = await withInvoices()
    const { crm } = started
    let wasPaid = false
    const send: typeof crm.send = async (messages, options) => {
      const outcomes = await crm.send(messages, options)
      if (!wasPaid && messages.some(({ name }) => name === 'allocate')) {
        wasPaid = true
        await all(importRows(crm, bytes(file({ ...paid, amount: '90' }).join('\n')), parseMapping(mapping)))
      }
      return outcomes
    }
    const raced = new Proxy(crm, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) })
    const sent = await all(importRows(raced, bytes(file({ ...paid, id: 'A' }).join('\n')), parseMapping(keyed)))
    expect(told(sent)).toEqual(['2 rejected: row IN_PART, amount OUTSTANDING_EXCEEDED'])
    expect(await countIn(started, 'PaymentReceived')).toBe(2)
    expect(await countIn(started, 'PaymentAllocationRefused')).toBe(1)
    const mended = file({ ...paid, id: 'A', part: '10' })
    expect(told(await started.outcomes(keyed, ...mended))).toEqual(['2 changed'])
    expect(await outstanding(started, 'HD1')).toBe(0)
  })

  it('that was recorded otherwise under its key is refused, column by column', async () => {
    const started = await withInvoices()
    await furnish(started)
    const first = { ...paid, customer: 'KH7', part: '30', method: 'cash', ref: 'r', owner: 'Lan', shop: 'Huế' }
    const send = async (cells: Cells) => told(await started.outcomes(keyed, ...file({ id: 'A', ...cells })))
    expect(await send({ ...first, system: 'pos', theirs: '7' })).toEqual(['2 created'])
    const head = await started.head()
    expect(await send({ ...first, system: 'pos', theirs: '7' })).toEqual(['2 unchanged'])
    expect(await send({})).toEqual(['2 unchanged'])
    const others: Cells = {
      ...{ customer: 'KH8', on: '2026-03-02', amount: '41', way: 'made', purpose: 'refund', method: 'card', ref: 's' },
      ...{ part: '31', owner: '(none)', team: '(none)', theirs: '8', shop: 'Vinh', currency: 'VND' },
    }
    for (const [column, cell] of Object.entries(others))
      expect(await send({ system: 'pos', ...(column === 'part' ? { invoice: 'HD1' } : {}), [column]: cell })).toEqual([
        `2 rejected: ${column} RECORDED_OTHERWISE`,
      ])
    expect(await started.head()).toBe(head)
  })

  it('is refused with each column at fault, what stands there, and what was expected', async () => {
    const started = await withInvoices()
    const sent = await started.outcomes(
      mapping,
      ...file(
        { ...paid, amount: '-1' },
        { ...paid, amount: 'x', on: '2026-13-01', no: '0' },
        { ...paid, invoice: 'HD9' },
        { ...paid, invoice: '' },
        { ...paid, customer: 'KH8' },
        { ...paid, part: '41' },
        { ...paid, purpose: 'refund' },
        { ...paid, way: 'received', purpose: 'refund', invoice: '', customer: 'KH7' },
        { ...paid, currency: 'VND' },
        { ...paid, from: '2026-01-31' },
        { ...paid, no: '7' },
        { ...paid, amount: '0' },
        { ...paid, theirs: '7' },
        { ...paid, on: '' },
        { ...paid, on: '2027-01-01' },
      ),
    )
    expect(told(sent)).toEqual([
      '2 rejected: amount INVALID',
      '3 rejected: on INVALID, amount INVALID, no INVALID',
      '4 rejected: invoice REFERENCE_UNKNOWN',
      '5 rejected: customer REQUIRED',
      '6 rejected: invoice OTHER_CUSTOMER',
      '7 rejected: part MORE_THAN_REMAINDER',
      '8 rejected: invoice PAYMENT_PAID_OUT',
      '9 rejected: purpose PURPOSE_UNUSED',
      '10 rejected: currency CURRENCY_MISMATCH',
      '11 rejected: invoice NOT_ISSUED',
      '12 rejected: no INSTALMENT_UNKNOWN',
      '13 rejected: amount INVALID',
      '14 rejected: system INCOMPLETE',
      '15 rejected: on REQUIRED',
      '16 rejected: on DATED_IN_FUTURE',
    ])
    expect(sent[2]?.reasons).toMatchObject([{ column: 'invoice', value: 'HD9' }])
    for (const { words } of sent.flatMap(({ reasons }) => reasons)) {
      expect(words.en).not.toBe('')
      expect(words.vi).not.toBe(words.en)
    }
    expect(await countIn(started, 'PaymentReceived')).toBe(0)
  })
})

it('rejected rows of payments, once mended, go in, and the file as a whole then adds nothing', async () => {
  const started = await withInvoices()
  const folder = await temporaryFolder()
  const bank = join(folder, 'bank.csv')
  const rows = (amount: string) => file(paid, { ...paid, amount }, { ...paid, invoice: 'HD2' }).join('\n')
  await writeFile(bank, rows('999'))
  const first = await importFile(started.crm, bank, parseMapping(mapping))
  expect(first).toMatchObject({ created: 2, rejected: 1 })
  const rejected = first.rejectedFile ?? ''
  await writeFile(rejected, (await readFile(rejected, 'utf8')).replace(',999,', ',60,'))
  expect(await importFile(started.crm, rejected, parseMapping(mapping))).toMatchObject({ created: 1, rejected: 0 })
  expect(await importFile(started.crm, rejected, parseMapping(mapping))).toMatchObject({ created: 0, unchanged: 1 })
  await writeFile(bank, rows('60'))
  expect(await importFile(started.crm, bank, parseMapping(mapping))).toMatchObject({ created: 0, unchanged: 3 })
  expect(await outstanding(started, 'HD1')).toBe(0)
})

it('of any file of payments as much goes in as its invoices take, however many are carried out at once, and once', async () => {
  const row = fc.record({
    invoice: fc.constantFrom('HD1', 'hd1', 'HD2', 'HD3'),
    on: fc.constantFrom('2026-01-15', '2026-03-01', '2026-05-01'),
    amount: fc.constantFrom('10', '35', '60'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 15 }),
      fc.integer({ min: 1, max: 64 }),
      async (rows, concurrency) => {
        const started = await withInvoices()
        const send = async () =>
          all(importRows(started.crm, bytes(file(...rows).join('\n')), parseMapping(mapping), { concurrency }))
        const first = await send()
        const head = await started.head()
        expect((await send()).map(({ outcome }) => outcome)).toEqual(
          first.map(({ outcome }) => (outcome === 'created' ? 'unchanged' : 'rejected')),
        )
        expect(await started.head()).toBe(head)
        for (const key of ['HD1', 'HD2', 'HD3']) {
          const taken = rows.filter((one, i) => one.invoice === key && first[i]?.outcome === 'created')
          const sum = taken.reduce((total, { amount }) => total + Number(amount) * 100, 0)
          expect(await outstanding(started, key)).toBe(10000 - sum)
        }
      },
    ),
    { numRuns: rounds(10, 300) },
  )
})
