import { describe, expect, it } from 'vitest'
import { start, told } from './start.ts'

const mapping = {
  becomes: 'product',
  key: ['code'],
  numbers: { decimal: ',', group: '.' },
  dateFormat: 'dd/MM/yyyy',
  fields: {
    code: 'code',
    name: 'name',
    group: 'group',
    unit: 'unit',
    listPrice: 'price',
    currency: 'currency',
    listedOn: 'listed',
    changedOn: 'changed',
  },
}
const headings = 'code,name,group,unit,price,currency,listed,changed'

describe('a row about a product', () => {
  it('lists it, with what it says', async () => {
    const { outcomes, log, crm } = await start()
    const [outcome] = await outcomes(mapping, headings, 'P1,Máy in,Printers,piece,"1.054,50",EUR,31/12/2025,')
    expect(outcome).toEqual({
      row: 2,
      outcome: 'created',
      id: await crm.idFor('product', 'P1'),
      reasons: [],
      notices: [],
      position: expect.any(String),
    })
    expect((await log())[`crm.product-${String(outcome?.id)}`]).toEqual([
      {
        type: 'ProductListed',
        on: '2025-12-31',
        data: {
          code: 'P1',
          name: 'Máy in',
          group: 'Printers',
          unit: 'piece',
          listPrice: { minorUnits: 105450, currency: 'EUR' },
        },
      },
    ])
  })

  it('takes the company’s currency where it names none', async () => {
    const { outcomes, crm } = await start({ company: { currency: 'VND' } })
    const [outcome] = await outcomes(mapping, headings, 'P1,Máy in,,,1.054.000,,,')
    expect((await crm.state('products', String(outcome?.id))).listPrice).toEqual({
      minorUnits: 1054000,
      currency: 'VND',
    })
  })

  it('changes only what differs, and leaves what it is silent about', async () => {
    const { outcomes, log } = await start()
    await outcomes(mapping, headings, 'P1,Máy in,Printers,piece,"5,50",,01/12/2025,')
    const [outcome] = await outcomes(mapping, headings, 'P1,Máy in A4,Printers,,6,,01/12/2025,15/02/2026')
    expect(outcome).toMatchObject({ outcome: 'changed' })
    expect((await log())[`crm.product-${String(outcome?.id)}`]?.slice(1)).toEqual([
      { type: 'ProductRenamed', on: '2026-02-15', data: { from: 'Máy in', to: 'Máy in A4' } },
      {
        type: 'ProductPriceChanged',
        on: '2026-02-15',
        data: { from: { minorUnits: 550, currency: 'USD' }, to: { minorUnits: 600, currency: 'USD' } },
      },
    ])
  })

  it('that says nothing new changes nothing', async () => {
    const { outcomes, head } = await start()
    const row = 'P1,Máy in,Printers,piece,"5,50",,01/12/2025,'
    await outcomes(mapping, headings, row)
    const before = await head()
    expect(told(await outcomes(mapping, headings, row, 'P1,,,,,,,'))).toEqual(['2 unchanged', '3 unchanged'])
    expect(await head()).toBe(before)
  })

  it.each([
    ['a name is missing', 'P1,,,,,,,', '2 rejected: name REQUIRED'],
    ['the key is missing', ',Máy in,,,,,,', '2 rejected: code KEY_MISSING'],
    ['the price is no number', 'P1,Máy in,,,5.5,,,', '2 rejected: price INVALID'],
    ['the price is negative', 'P1,Máy in,,,-5,,,', '2 rejected: price INVALID'],
    ['the price is too exact', 'P1,Máy in,,,"5,555",,,', '2 rejected: price INVALID'],
    ['the currency is none', 'P1,Máy in,,,5,dollars,,', '2 rejected: currency INVALID'],
    ['the day is none', 'P1,Máy in,,,5,,30/02/2026,', '2 rejected: listed INVALID'],
    ['the day is to come', 'P1,Máy in,,,5,,01/01/2030,', '2 rejected: listed DATED_IN_FUTURE'],
    ['several things are wrong', 'P1,,,,x,,y,', '2 rejected: name REQUIRED, price INVALID, listed INVALID'],
  ])('is rejected where %s, and leaves nothing', async (_, row, expected) => {
    const { outcomes, head } = await start()
    const before = await head()
    expect(told(await outcomes(mapping, headings, row))).toEqual([expected])
    expect(await head()).toBe(before)
  })

  it('is rejected where its change is dated before what it builds on', async () => {
    const { outcomes } = await start()
    await outcomes(mapping, headings, 'P1,Máy in,,,5,,01/12/2025,')
    const [outcome] = await outcomes(mapping, headings, 'P1,Máy in,,,6,,,01/11/2025')
    expect(outcome?.reasons).toMatchObject([
      {
        field: 'changedOn',
        column: 'changed',
        value: '01/11/2025',
        code: 'DATED_TOO_EARLY',
        message: expect.stringMatching(/2025-12-01/),
      },
    ])
  })
})
