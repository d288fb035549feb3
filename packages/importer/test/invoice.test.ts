import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { importFile, importRows, parseMapping } from '../src/index.ts'
import { all, bytes, furnish, start, temporaryFolder, told, type Started } from './start.ts'

const own = { shop: 'shop' }
const fields = {
  ...{ number: 'no', symbol: 'symbol', customer: 'customer', customerName: 'name', customerKind: 'kind' },
  ...{ issuedOn: 'on', dueOn: 'due', dueAfterDays: 'days', instalments: 'parts', opportunity: 'deal', owner: 'owner' },
  ...{ team: 'team', currency: 'currency', product: 'product', description: 'what', quantity: 'units' },
  ...{ unitPrice: 'price', lineDiscount: 'less', taxRate: 'vat', discount: 'discount', buyerTaxCode: 'mst' },
  ...{ note: 'note', externalSystem: 'system', externalId: 'theirs' },
}
const mapping = {
  becomes: 'invoice',
  key: ['no'],
  none: '(none)',
  fields: { ...fields, instalments: { column: 'parts', separator: ';' } },
  custom: own,
}
const heading = [...Object.values(fields), 'shop']
type Cells = Readonly<Partial<Record<string, string>>>
const file = (...rows: readonly Cells[]) => [
  heading.join(),
  ...rows.map(cells => heading.map(name => cells[name] ?? '').join()),
]

const billed = { no: 'HD7', customer: 'KH7', on: '2026-02-03', price: '100', vat: '10' }

const invoiceOf = async ({ crm }: Pick<Started, 'crm'>, key: string) =>
  crm.state('invoices', await crm.idFor('invoice', key))
const issuedIn = async ({ stores }: Pick<Started, 'stores'>) => {
  const found: string[] = []
  for await (const { type, metadata } of stores.events.readAll())
    if (type === 'InvoiceIssued') found.push(metadata.occurredOn)
  return found
}

describe('rows that become an invoice', () => {
  it('keep its number, are issued on its day in a series of their own, and make a customer whom nobody knew', async () => {
    const started = await start()
    const { crm, outcomes } = started
    const rows = file({ ...billed, symbol: 'C26T', name: 'Nguyễn Văn Đông', days: '30' })
    expect(told(await outcomes(mapping, ...rows))).toEqual(['2 created'])
    expect(await invoiceOf(started, 'HD7')).toMatchObject({
      status: 'issued',
      openedOn: '2026-02-03',
      content: {
        customerId: await crm.idFor('contact', 'KH7'),
        net: { minorUnits: 10000, currency: 'USD' },
        tax: { minorUnits: 1000 },
        total: { minorUnits: 11000 },
      },
      issued: {
        ...{ number: 'HD7', symbol: 'C26T', seriesId: expect.any(String), on: '2026-02-03' },
        instalments: [{ instalment: 1, dueOn: '2026-03-05', amount: { minorUnits: 11000 } }],
      },
    })
    expect(await crm.state('contacts', await crm.idFor('contact', 'KH7'))).toMatchObject({
      name: 'Nguyễn Văn Đông',
      customer: { code: 'KH7', trigger: 'import' },
    })
  })

  it('are its lines where they have one number, and say the rest once, or all the same', async () => {
    const started = await start()
    const ids = await furnish(started)
    const opportunityId = await started.crm.idFor('opportunity', 'D1')
    await started.crm.opportunities.open(
      { opportunityId, title: 'Printers', customerId: ids.customer },
      { at: '2026-01-05' },
    )
    const said = { currency: 'VND', due: '2026-02-28', deal: 'D1', owner: 'Lan', discount: '10000' }
    const rows = file(
      { ...billed, ...said, customer: 'Acme', product: 'P1', units: '2', price: '100000' },
      { no: 'HD7', customer: 'Acme', what: 'Cài đặt', price: '50000', less: '10000', vat: '8%' },
      { no: 'HD7', what: 'Free of tax', price: '1000', note: 'paid in cash', mst: '0312345678', shop: 'Huế' },
      {
        ...billed,
        no: 'HD8',
        customer: 'acme',
        system: 'misa',
        theirs: '77',
        parts: '30 daysAfterInvoice 0;70% monthsAfterMonthEnd 1',
      },
    )
    expect(told(await started.outcomes(mapping, ...rows))).toEqual(['2 created', '3 created', '4 created', '5 created'])
    const { content, issued } = await invoiceOf(started, 'HD7')
    expect(content).toMatchObject({
      ...{ customerId: ids.customer, opportunityId, currency: 'VND', note: 'paid in cash' },
      assignment: { ownerId: ids.staff, teamId: ids.team, department: 'Sales' },
      discount: { minorUnits: 10000 },
      buyer: { taxCode: '0312345678', name: null },
      custom: { shop: 'Huế' },
    })
    expect(content?.lines).toMatchObject([
      { productId: ids.product, quantity: 2, unitPrice: { minorUnits: 100000 }, taxRate: 10 },
      { productId: null, description: 'Cài đặt', quantity: 1, discount: { minorUnits: 10000 }, taxRate: 8 },
      { description: 'Free of tax', taxRate: null, tax: { minorUnits: 0 } },
    ])
    expect(issued?.instalments).toMatchObject([{ dueOn: '2026-02-28' }])
    const other = await invoiceOf(started, 'HD8')
    expect(other.content?.externalIds).toMatchObject([{ system: 'misa' }])
    expect(other.issued?.instalments).toMatchObject([
      { dueOn: '2026-02-03', amount: { minorUnits: 3300 } },
      { dueOn: '2026-03-31', amount: { minorUnits: 7700 } },
    ])
  })

  it('go in together or not at all, and each is told why', async () => {
    const started = await start()
    const { outcomes } = started
    const rows = file(
      billed,
      { no: 'HD7', price: 'x' },
      { no: 'HD7', price: '1', on: '2026-02-04' },
      { ...billed, no: 'HD8' },
    )
    const sent = await outcomes(mapping, ...rows)
    expect(told(sent)).toEqual([
      '2 rejected: row OTHER_LINE',
      '3 rejected: price INVALID',
      '4 rejected: on LINES_DISAGREE',
      '5 created',
    ])
    expect(sent[1]?.reasons).toMatchObject([{ field: 'unitPrice', column: 'price', value: 'x' }])
    expect(sent[2]?.reasons).toMatchObject([{ field: 'issuedOn', column: 'on', value: '2026-02-04' }])
    expect(sent[0]?.reasons[0]?.words).toEqual({
      en: 'it goes in together with row 3, which was refused',
      vi: 'dòng này được nhập cùng dòng 3, dòng đó bị từ chối',
    })
    expect((await invoiceOf(started, 'HD7')).status).toBe('unknown')
  })

  it('that stand apart, or have no key, are no reason to leave out a line', async () => {
    const started = await start()
    const apart = file({ ...billed, price: 'x' }, { ...billed, no: 'HD8' }, billed)
    expect(told(await started.outcomes(mapping, ...apart))).toEqual([
      '2 rejected: price INVALID',
      '3 created',
      '4 rejected: row LINES_APART',
    ])
    const without = file(billed, { price: '5' })
    expect(told(await started.outcomes(mapping, ...without))).toEqual([
      '2 rejected: row OTHER_LINE',
      '3 rejected: no KEY_MISSING',
    ])
    const again = file(billed, { ...billed, no: 'HD9' }, { ...billed, price: '3' })
    expect(told(await started.outcomes(mapping, ...again))).toEqual([
      '2 created',
      '3 created',
      '4 rejected: price RECORDED_OTHERWISE',
    ])
  })

  it('change nothing when they come again, and are refused column by column where they say otherwise', async () => {
    const started = await start()
    await furnish(started)
    const first = {
      ...billed,
      customer: 'Acme',
      days: '30',
      note: 'n',
      owner: 'Lan',
      what: 'Ink',
      units: '2',
      mst: '1',
      shop: 'Huế',
    }
    const second = { no: 'HD7', price: '3', vat: '8' }
    const send = async (...rows: readonly Cells[]) => told(await started.outcomes(mapping, ...file(...rows)))
    expect(await send({ ...first, system: 'pos', theirs: '7' }, second)).toEqual(['2 created', '3 created'])
    const head = await started.head()
    expect(await send({ ...first, system: 'pos', theirs: '7' }, second)).toEqual(['2 unchanged', '3 unchanged'])
    expect(await send({ no: 'HD7' })).toEqual(['2 unchanged'])
    const others: Cells = {
      ...{ customer: 'KH9', on: '2026-02-04', days: '31', note: 'm', owner: '(none)', team: '(none)', what: 'Toner' },
      ...{ units: '3', price: '101', vat: '(none)', less: '1', discount: '1', mst: '2', theirs: '8', shop: 'Vinh' },
      ...{ symbol: 'C', currency: 'VND', product: 'P1' },
    }
    for (const [column, cell] of Object.entries(others))
      expect(await send({ no: 'HD7', price: '100', system: 'pos', [column]: cell }, second)).toEqual([
        `2 rejected: ${column} RECORDED_OTHERWISE`,
        '3 rejected: row OTHER_LINE',
      ])
    expect(await send(first)).toEqual(['2 rejected: what RECORDED_OTHERWISE'])
    expect(await started.head()).toBe(head)
  })

  it('are refused with each column at fault, what stands there, and what was expected', async () => {
    const started = await start()
    await furnish(started)
    const sent = await started.outcomes(
      mapping,
      ...file(
        { ...billed, no: '1', price: '-1', vat: '101' },
        { ...billed, no: '2', on: '2026-13-01', units: '1.0001' },
        { ...billed, no: '3', customer: '' },
        { ...billed, no: '4', less: '101' },
        { ...billed, no: '5', owner: 'Ln', deal: 'D9', product: 'P9' },
        { ...billed, no: '6', customer: 'x'.repeat(61) },
        { ...billed, no: '7', theirs: '7' },
        { ...billed, no: '8', on: '' },
        { ...billed, no: '9', on: '2027-01-01' },
        { ...billed, no: '10', due: '2026-03-01', days: '30' },
        { ...billed, no: '11', parts: '30 daysAfterInvoice 15' },
        { ...billed, no: '12', parts: '30 whenever 15' },
        { ...billed, no: '13' },
        { no: '13', price: '5', less: '6' },
        { ...billed, no: '14', discount: '101' },
        { ...billed, no: '15' },
        { no: '15', what: 'no price' },
      ),
    )
    expect(told(sent)).toEqual([
      '2 rejected: price INVALID, vat INVALID',
      '3 rejected: on INVALID, units INVALID',
      '4 rejected: customer REQUIRED',
      '5 rejected: less DISCOUNT_TOO_LARGE',
      '6 rejected: deal REFERENCE_UNKNOWN, owner REFERENCE_UNKNOWN, product REFERENCE_UNKNOWN',
      '7 rejected: customer INVALID',
      '8 rejected: system INCOMPLETE',
      '9 rejected: on REQUIRED',
      '10 rejected: on DATED_IN_FUTURE',
      '11 rejected: days DUE_CONTRADICTED',
      '12 rejected: parts INVALID',
      '13 rejected: parts INVALID',
      '14 rejected: row OTHER_LINE',
      '15 rejected: less DISCOUNT_TOO_LARGE',
      '16 rejected: discount DISCOUNT_TOO_LARGE',
      '17 rejected: row OTHER_LINE',
      '18 rejected: price REQUIRED',
    ])
    for (const { words, code } of sent.flatMap(({ reasons }) => reasons)) {
      expect([code, words.en]).not.toEqual([code, ''])
      expect(words.vi).not.toBe(words.en)
    }
    expect(sent[13]?.reasons).toMatchObject([{ column: 'less', value: '6' }])
    expect(await issuedIn(started)).toEqual([])
  })

  it('may be due in portions with decimals, behind a comma as behind a point', async () => {
    const started = await start()
    const parts = { column: 'parts', separator: ';' }
    const portions = '"33,33 daysAfterInvoice 10;33.33% daysAfterInvoice 20;33,34 daysAfterInvoice 30"'
    const commas = { ...mapping, numbers: { decimal: ',', group: '.' }, fields: { ...fields, instalments: parts } }
    expect(told(await started.outcomes(commas, ...file({ ...billed, parts: portions })))).toEqual(['2 created'])
    expect((await invoiceOf(started, 'HD7')).content?.terms.instalments.map(({ portion }) => portion)).toEqual([
      33.33, 33.33, 33.34,
    ])
    const [wrong] = await started.outcomes(
      commas,
      ...file({ ...billed, no: 'HD8', parts: '"33,333 daysAfterInvoice 10"' }),
    )
    expect(wrong?.reasons).toMatchObject([{ column: 'parts', code: 'INVALID' }])
  })

  it('of which one could not be read are not told that it lacks what it may have', async () => {
    const { outcomes } = await start()
    const [, sent] = file({ no: 'HD7', price: '1' })
    const rows = [...file(billed), `${sent ?? ''},too many`, ...file({ ...billed, no: 'HD8' }).slice(1)]
    const [first, second] = await outcomes(mapping, ...rows)
    expect(second?.reasons.map(({ field, code }) => [field, code])).toEqual([[null, 'RAGGED']])
    expect(first?.reasons.map(({ code }) => code)).toEqual(['OTHER_LINE'])
    const broken = [...file(billed), 'HD7,"x"y', ...file({ ...billed, no: 'HD8' }).slice(1)]
    const reasons = (await outcomes(mapping, ...broken)).slice(0, 2).flatMap(one => one.reasons)
    expect(reasons.filter(({ code }) => code === 'REQUIRED')).toEqual([])
  })

  it('need a key, by which lines are told to be of one', () => {
    expect(() => parseMapping({ ...mapping, key: undefined })).toThrow(/key: required/)
  })

  it('go in whole where only some rows are asked for', async () => {
    const { outcomes } = await start()
    const rows = file(
      billed,
      { no: 'HD7', price: '1' },
      { ...billed, no: 'HD8' },
      { no: 'HD8', price: '1' },
      { ...billed, no: 'HD9' },
    )
    expect(told(await outcomes({ ...mapping, rows: { from: 3, to: 4 } }, ...rows))).toEqual(['4 created', '5 created'])
  })
})

it('an invoice that a file breaks off behind is left to the mended file, since lines of it may be missing', async () => {
  const { crm } = await start()
  const text = `${file(billed, { ...billed, no: 'HD8' }).join('\n')}\n"${'never closed,'.repeat(100_000)}`
  const outcomes: string[] = []
  const reading = async () => {
    for await (const outcome of importRows(crm, bytes(text, 65_536), parseMapping(mapping)))
      outcomes.push(...told([outcome]))
  }
  await expect(reading()).rejects.toThrow()
  expect(outcomes).toEqual(['2 created'])
})

it('rejected rows of invoices, once mended, go in, and the file as a whole then adds nothing', async () => {
  const started = await start()
  const folder = await temporaryFolder()
  const sales = join(folder, 'invoices.csv')
  const rows = (price: string) => file(billed, { no: 'HD7', price }, { ...billed, no: 'HD8' }).join('\n')
  await writeFile(sales, rows('free'))
  const first = await importFile(started.crm, sales, parseMapping(mapping))
  expect(first).toMatchObject({ created: 1, rejected: 2 })
  const rejected = first.rejectedFile ?? ''
  await writeFile(rejected, (await readFile(rejected, 'utf8')).replace(',free,', ',0,'))
  expect(await importFile(started.crm, rejected, parseMapping(mapping))).toMatchObject({ created: 2, rejected: 0 })
  expect(await importFile(started.crm, rejected, parseMapping(mapping))).toMatchObject({ created: 0, unchanged: 2 })
  await writeFile(sales, rows('0'))
  expect(await importFile(started.crm, sales, parseMapping(mapping))).toMatchObject({ created: 0, unchanged: 3 })
})

it('any file of invoices goes in whole, however many are carried out at once, and once', async () => {
  const one = fc.record({
    customer: fc.constantFrom('a', 'A', 'b', 'ä'),
    on: fc.constantFrom('2025-01-01', '2024-02-29', '2026-02-03'),
    prices: fc.array(fc.constantFrom('0', '1', '2.50'), { minLength: 1, maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(one, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 64 }),
      async (invoices, concurrency) => {
        const started = await start()
        const rows = invoices.flatMap(({ customer, on, prices }, i) =>
          prices.map((price, n) => ({ no: String(i), price, ...(n === 0 ? { customer, on } : {}) })),
        )
        const send = async () =>
          all(importRows(started.crm, bytes(file(...rows).join('\n')), parseMapping(mapping), { concurrency }))
        expect((await send()).map(({ outcome }) => outcome)).toEqual(rows.map(() => 'created'))
        expect((await send()).map(({ outcome }) => outcome)).toEqual(rows.map(() => 'unchanged'))
        expect((await issuedIn(started)).sort()).toEqual(invoices.map(({ on }) => on).sort())
        for (const [i, { prices }] of invoices.entries())
          expect((await invoiceOf(started, String(i))).content?.lines).toHaveLength(prices.length)
      },
    ),
    { numRuns: rounds(10, 300) },
  )
})
