import {
  contact,
  invoice,
  opportunity,
  payment,
  product,
  purchase,
  salesPipeline,
  staffMember,
  theStandardPipeline,
} from '@eventcrm/crm'
import { readMapping } from '@eventcrm/importer'
import { randomUUID } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportFile } from '../src/index.ts'
import { exportAll, headOf, importAll, newFolder, ofNoIds, start, taken, unchanged, type Crm } from './trip.ts'

const hostile = [
  '="0912"',
  '＝1+1',
  '_x000D_',
  '1e5',
  '0912345678',
  '2026-01-02',
  'TRUE',
  '=1+1',
  '+84 tel',
  "'quoted",
  "'=1",
  'a "b" c',
  'semi;colon, comma',
  '(none)',
  '-dash',
  '@at',
]

const at = '2026-06-29'
const furnish = async (crm: Crm) => {
  const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  await crm.send(
    [
      product.list({
        productId: id(1),
        code: '=P1',
        name: "'Máy in",
        listPrice: { amount: '1500000', currency: 'VND' },
      }),
      product.list({ productId: id(2), code: 'P2', name: 'Mực' }),
      staffMember.register({ staffMemberId: id(10), name: 'Lan', department: 'Sales', phone: '0912345678' }),
    ],
    { at },
  )
  await crm.teams.create({ teamId: id(20), name: 'North', leaderId: id(10) }, { at })
  await crm.teams.addMember({ teamId: id(20), staffMemberId: id(10) }, { at })
  await crm.staff.setMainTeam({ staffMemberId: id(10), mainTeamId: id(20) }, { at })
  await crm.send([
    salesPipeline.create({ pipelineId: id(30), name: 'Projects', language: 'vi' }),
    salesPipeline.renameStage({
      stageId: [...(await crm.state('pipelines', theStandardPipeline)).stages.keys()][0] ?? '',
      name: 'Khởi đầu',
    }),
  ])
  for (const [i, name] of hostile.entries()) {
    const contactId = id(100 + i)
    const addresses = [
      { addressId: id(300 + i), label: 'office', street: name },
      { addressId: id(400 + i), label: 'store', street: `2 ${name}` },
    ]
    const custom = { employees: i, note: name, listed: true }
    await crm.send(
      [
        contact.register({
          contactId,
          kind: 'organisation',
          name,
          phone: '0912345678',
          addresses,
          custom,
          accountManagerId: id(10),
        }),
        contact.becomeCustomer({ contactId, code: `KH${String(i)}`, trigger: 'manual' }),
        purchase.record({
          purchaseId: id(700 + i),
          customerId: contactId,
          amount: { amount: i * 1000, currency: 'VND' },
          tax: { amount: i, currency: 'VND' },
          units: i / 8,
          ownerId: i % 2 === 0 ? id(10) : null,
          teamId: i % 4 === 0 ? null : undefined,
          externalIds: [
            { system: name, id: name },
            { system: 'pos', id: '7' },
          ],
          custom: { note: name, paid: true },
        }),
        payment.make({
          ...{ paymentId: id(900 + i), customerId: contactId, amount: { amount: 1 + i, currency: 'VND' } },
          ...{ purpose: 'refund', reference: name, externalIds: [{ system: 'bank', id: name }] },
        }),
        opportunity.open({
          opportunityId: id(200 + i),
          title: name,
          customerId: contactId,
          ownerId: id(10),
          tags: ['a;b', 'c'],
          ...(i % 3 === 0 ? { pipelineId: id(30) } : {}),
        }),
        opportunity.addLine({ opportunityId: id(200 + i), lineId: id(500 + i), productId: id(1), quantity: 2 }),
        opportunity.addLine({
          opportunityId: id(200 + i),
          lineId: id(600 + i),
          productId: id(2),
          unitPrice: { amount: 1000 + i, currency: 'VND' },
        }),
      ],
      { at },
    )
    await crm.send(
      [
        invoice.record({
          ...{ invoiceId: id(800 + i), customerId: contactId, number: name, note: name, opportunityId: id(200 + i) },
          ...(i % 2 === 0 ? { symbol: 'C26', ownerId: id(10) } : { ownerId: null, buyer: { name, taxCode: '0312' } }),
          ...(i % 4 === 0 ? { teamId: null } : {}),
          lines: [
            { productId: id(1), quantity: 1.5, unitPrice: { amount: 1000, currency: 'VND' }, taxRate: 10 },
            { description: name, unitPrice: { amount: i, currency: 'VND' }, discount: { amount: i, currency: 'VND' } },
            { description: 'x', unitPrice: { amount: 9000, currency: 'VND' }, taxRate: 0.5 },
          ],
          discount: { amount: 100 * i, currency: 'VND' },
          terms:
            i % 3 === 0
              ? { dueOn: '2026-07-31' }
              : {
                  instalments: [
                    { portion: 33.33, rule: 'daysAfterMonthEnd', count: 10 },
                    { portion: 66.67, rule: 'monthsAfterMonthEnd', count: 1 },
                  ],
                },
          externalIds: [{ system: name, id: name }],
          custom: { note: name },
        }),
        payment.receive({
          ...{ paymentId: id(1000 + i), customerId: contactId, amount: { amount: 5000, currency: 'VND' } },
          ...{ method: 'cash', reference: name, custom: { note: name } },
          ...(i % 2 === 0 ? { ownerId: id(10) } : {}),
          ...(i % 4 === 0 ? { teamId: null } : {}),
        }),
      ],
      { at },
    )
    if (i % 3 !== 0)
      for (const [n, on] of [at, at, '2026-06-30'].entries())
        await crm.payments.allocate(
          {
            ...{ paymentId: id(1000 + i), allocationId: id(2000 + 10 * i + n), invoiceId: id(800 + i) },
            ...(n === 1 ? {} : { instalment: 1 }),
            amount: { amount: 100 + n, currency: 'VND' },
          },
          { at: on },
        )
    if (i === 1) await crm.opportunities.markWon({ opportunityId: id(201), revenue: { amount: 5, currency: 'VND' } })
    if (i === 2) await crm.opportunities.markLost({ opportunityId: id(202), note: 'two\nlines' })
    if (i === 3)
      await crm.opportunities.setRevenue({ opportunityId: id(203), revenue: { amount: 777, currency: 'VND' } })
  }
  await crm.products.retire({ productId: id(2) })
}

const openOf = async (crm: Crm) => {
  await crm.catchUp()
  const { currencies } = await crm.reports.pipeline()
  return currencies.map(({ currency, open }) => ({ currency, open }))
}

/** Every invoice's figures and every advance, but for ids. */
const receivableOf = async (crm: Crm) => {
  await crm.catchUp()
  const { currencies } = await crm.reports.receivables({ asOf: '2026-06-30' })
  return currencies.map(({ outstanding, buckets, advances, openInvoices }) => ({
    ...{ outstanding, buckets, advances },
    each: openInvoices
      .map(({ invoiceId: _, customerId: __, ...figures }) => JSON.stringify(figures))
      .toSorted((a, b) => (a < b ? -1 : 1)),
  }))
}

describe.each(['csv', 'xlsx'] as const)('an export into %s', format => {
  it('imported into the same database changes nothing', async () => {
    const { crm, stores } = await start()
    await furnish(crm)
    const folder = await newFolder()
    for (const history of [false, true]) {
      await exportAll(crm, folder, 'a', { format, history })
      const head = await headOf(stores)
      expect(await importAll(crm, folder, 'a', { format })).toMatchObject(unchanged)
      expect(await headOf(stores)).toBe(head)
    }
  })

  it.each([false, true])(
    'imported into an empty database and exported again is the same but for ids (history %s)',
    async history => {
      const { crm } = await start()
      await furnish(crm)
      const folder = await newFolder()
      const files = await exportAll(crm, folder, 'a', { history })
      await exportAll(crm, folder, 'a', { format, history })
      const copy = await start()
      expect(await importAll(copy.crm, folder, 'a', { format })).toMatchObject(taken)
      const again = await exportAll(copy.crm, folder, 'b', { history })
      for (const name in files) expect(ofNoIds(again[name])).toEqual(ofNoIds(files[name]))
      const open = await openOf(crm)
      expect(await openOf(copy.crm)).toEqual(open)
      expect(open).not.toEqual([])
      const receivable = await receivableOf(crm)
      expect(await receivableOf(copy.crm)).toEqual(receivable)
      expect(receivable).not.toEqual([])
    },
  )
})

describe('an export', () => {
  it('of what was added, won and corrected on later days changes nothing where it came from', async () => {
    const { crm, stores } = await start()
    const [contactId, opportunityId] = [randomUUID(), randomUUID()]
    const productIds = [randomUUID(), randomUUID()]
    for (const [n, productId] of productIds.entries())
      await crm.products.list({ productId, code: `P${String(n)}`, name: 'Bút' }, { at })
    const unitPrice = { amount: 5, currency: 'VND' }
    const on = (day: number) => ({ at: `2026-06-${String(day).padStart(2, '0')}` })
    await crm.contacts.register({ contactId, kind: 'organisation', name: 'Hoa Sen' }, on(1))
    for (const day of [2, 3]) {
      const street = `${String(day)} Lê Lợi`
      await crm.contacts.addAddress({ contactId, addressId: randomUUID(), label: 'office', street }, on(day))
      await crm.contacts.setExternalId({ contactId, system: `s${String(day)}`, id: '7' }, on(day))
    }
    await crm.opportunities.open({ opportunityId, title: 'one' }, on(1))
    await crm.opportunities.setExternalId({ opportunityId, system: 'a', id: '7' }, on(2))
    await crm.opportunities.setExternalId({ opportunityId, system: 'b', id: '8' }, on(3))
    await crm.opportunities.markWon({ opportunityId }, on(4))
    await crm.opportunities.reopen({ opportunityId }, on(5))
    for (const [n, productId] of productIds.entries())
      await crm.opportunities.addLine(
        { opportunityId, lineId: randomUUID(), productId, unitPrice },
        { at: n === 0 ? on(29).at : at },
      )
    const exported = async () => {
      const folder = await newFolder()
      await exportAll(crm, folder, 'a')
      const head = await headOf(stores)
      expect(await importAll(crm, folder, 'a')).toMatchObject(unchanged)
      expect(await headOf(stores)).toBe(head)
    }
    await exported()
    await crm.opportunities.markWon({ opportunityId }, on(29))
    await crm.opportunities.setRevenue({ opportunityId, revenue: { amount: 7, currency: 'VND' } }, on(30))
    await exported()
  })

  it('takes another word for nothing where somebody said that one', async () => {
    const { crm } = await start()
    await furnish(crm)
    const folder = await newFolder()
    await exportAll(crm, folder, 'a')
    const mapping = await readMapping(join(folder, 'a-opportunities.csv.mapping.json'))
    expect(mapping.none).toBe('((none))')
  })

  it('that is aborted leaves nothing behind, and what stood there as it was', async () => {
    const { crm } = await start()
    await furnish(crm)
    const folder = await newFolder()
    const file = join(folder, 'contacts.csv')
    await writeFile(file, 'before')
    const stop = new AbortController()
    const exporting = exportFile(crm, 'contacts', file, {
      mappingFile: join(folder, 'contacts.mapping.json'),
      signal: stop.signal,
      onProgress: ({ things }) => {
        if (things === 3) stop.abort(new Error('enough'))
      },
    })
    await expect(exporting).rejects.toThrow('enough')
    expect(await readdir(folder)).toEqual(['contacts.csv'])
    expect(await readFile(file, 'utf8')).toBe('before')
  })
})

it('an export tells what of money the file does not have', async () => {
  const { crm } = await start()
  const at = '2026-06-01'
  const vnd = (amount: number) => ({ amount, currency: 'VND' })
  const ids = Array.from({ length: 4 }, () => randomUUID())
  const id = (n: number) => ids[n] ?? ''
  const contactId = id(0)
  await crm.contacts.register({ contactId, kind: 'organisation', name: 'Hoa Sen' }, { at })
  for (const n of [1, 2, 3])
    await crm.invoices.record(
      { invoiceId: id(n), customerId: contactId, number: String(n), lines: [{ unitPrice: vnd(100) }] },
      { at },
    )
  await crm.invoices.cancel({ invoiceId: id(1) }, { at })
  for (const n of [2, 3]) {
    await crm.invoices.writeOff({ invoiceId: id(n), writeOffId: id(n), amount: vnd(10) }, { at })
    await crm.invoices.credit({ invoiceId: id(n), creditNoteId: id(n), amount: vnd(10) }, { at })
  }
  await crm.invoices.undoWriteOff({ invoiceId: id(2), writeOffId: id(2) }, { at })
  await crm.payments.receive({ paymentId: id(1), customerId: contactId, amount: vnd(5) }, { at })
  const folder = await newFolder()
  const leftOut = async (name: 'invoices' | 'payments' | 'contacts') =>
    (await exportFile(crm, name, join(folder, `${name}.csv`), { mappingFile: join(folder, `${name}.json`) })).leftOut
  expect(await leftOut('contacts')).toEqual([])
  expect(await leftOut('payments')).toEqual([])
  await crm.payments.bounce({ paymentId: id(1) }, { at })
  expect(await leftOut('payments')).toEqual([{ what: 'bouncedPayments', count: 1 }])
  expect(new Map((await leftOut('invoices')).map(({ what, count }) => [what, count]))).toEqual(
    new Map([
      ['cancelledInvoices', 1],
      ['writeOffs', 1],
      ['creditNotes', 2],
    ]),
  )
})

it('an export holds a page of things at a time', async () => {
  const { crm } = await start()
  const things = 1200
  const messages = Array.from({ length: things }, (_, n) =>
    product.list({ productId: randomUUID(), code: `P${String(n)}`, name: 'Bút' }),
  )
  await crm.send(messages)
  let pages = 0
  const noting = new Proxy(crm, {
    get(target, name) {
      if (name === 'find') pages++
      return Reflect.get(target, name)
    },
  })
  const folder = await newFolder()
  let counted = 0
  await exportFile(noting, 'products', join(folder, 'products.csv'), {
    mappingFile: join(folder, 'products.mapping.json'),
    onProgress: ({ things: done, of }) => {
      counted ||= pages - 1 // to know how many there are, all were gone through before
      expect(of).toBe(things)
      expect((pages - counted) * 500 - done).toBeLessThanOrEqual(500)
    },
  })
  expect(pages).toBe(2 * counted)
})
