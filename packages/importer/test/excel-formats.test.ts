import { showMoney } from '@eventcrm/crm'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importFile, importRows, parseMapping } from '../src/index.ts'
import { all, furnish, start, temporaryFolder, told } from './start.ts'
import { textRow, xlsxOf } from './xlsx-file.ts'

async function* chunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

describe('a day of Excel', () => {
  const staff = parseMapping({
    becomes: 'staffMember',
    key: ['id'],
    dateFormat: 'yyyy-dd-MM',
    fields: { name: 'name', department: { value: 'Sales' }, joinedOn: 'day' },
  })
  const staffRow = (row: number, day: string) =>
    `<row r="${String(row)}"><c r="A${String(row)}"><v>${String(row)}</v></c><c r="B${String(row)}" t="str"><v>Lan</v></c>${day}</row>`

  it.each([
    ['a day of a strict file', '<c r="C2" s="1" t="d"><v>2026-03-01</v></c>', '2026-03-01'],
    ['its day with a time', '<c r="C2" s="2" t="d"><v>2026-03-01T23:59:59.000Z</v></c>', '2026-03-01'],
    ['a text that looks like one', '<c r="C2" s="5" t="str"><v>2026-03-01</v></c>', '2026-01-03'],
    ['a text without a format', '<c r="C2" t="str"><v>2026-03-01</v></c>', '2026-01-03'],
    ['the first day of its calendar', '<c r="C2" s="1"><v>1</v></c>', '1900-01-01'],
    ['a day before its own 29 February 1900', '<c r="C2" s="1"><v>59</v></c>', '1900-02-28'],
    ['the day after it', '<c r="C2" s="1"><v>61</v></c>', '1900-03-01'],
  ])('that is %s is taken as it is', async (_, cell, day) => {
    const { crm } = await start({ company: { foundedOn: '1900-01-01' } })
    const rows = `${textRow(1, 'id', 'name', 'day')}${staffRow(2, cell)}`
    const [outcome] = await all(importRows(crm, chunk(xlsxOf({ Staff: rows })), staff))
    expect(outcome?.reasons).toEqual([])
    expect(await crm.state('staff', String(outcome?.id))).toMatchObject({ openedOn: day })
  })

  it('that is none is refused', async () => {
    const rows = `${textRow(1, 'id', 'name', 'day')}${staffRow(2, '<c r="C2" s="1" t="d"><v>2026-02-30</v></c>')}`
    const outcomes = await all(importRows((await start()).crm, chunk(xlsxOf({ Staff: rows })), staff))
    expect(told(outcomes)).toEqual(['2 rejected: day INVALID'])
  })
})

describe('a cell that Excel shows as percent', () => {
  const deals = (more: object = {}) =>
    parseMapping({
      becomes: 'opportunity',
      key: ['id'],
      custom: { share: { column: 'share', as: 'number' } },
      fields: {
        title: { value: 'Deal' },
        probability: { column: 'probability', ...more },
        expectedRevenue: 'revenue',
      },
    })
  const heading = textRow(1, 'id', 'probability', 'share', 'revenue')
  const row = (n: number, style: number, probability: string, revenue = '') =>
    `<row r="${String(n)}"><c r="A${String(n)}"><v>${String(n)}</v></c><c r="B${String(n)}" s="${String(style)}"><v>${probability}</v></c><c r="C${String(n)}" s="3"><v>0.125</v></c>${revenue}</row>`

  it.each([{}, { unit: 'percent' }, { unit: 'fraction' }])('is taken as shown, with %j', async more => {
    const { crm } = await start()
    const rows = `${heading}${row(2, 3, '0.4')}${row(3, 4, '1')}${row(4, 3, '0.07')}`
    const outcomes = await all(importRows(crm, chunk(xlsxOf({ Deals: rows })), deals(more)))
    expect(told(outcomes)).toEqual(['2 created', '3 created', '4 created'])
    const states = await Promise.all(outcomes.map(({ id }) => crm.state('opportunities', String(id))))
    expect(states.map(({ probabilityByHand }) => probabilityByHand)).toEqual([40, 100, 7])
    expect(states.map(({ custom }) => custom.get('share')?.value)).toEqual([0.125, 0.125, 0.125])
  })

  it('is told in percent where it is out of range, and is no price', async () => {
    const price = '<c r="D4" s="3"><v>0.4</v></c>'
    const rows = `${heading}${row(2, 3, '40')}${row(3, 3, '0.405')}${row(4, 3, '0.4', price)}${row(5, 6, '0.4')}`
    const outcomes = await all(importRows((await start()).crm, chunk(xlsxOf({ Deals: rows })), deals()))
    expect(outcomes.map(({ reasons }) => reasons.map(({ value, message }) => [value, message.slice(0, 40)]))).toEqual([
      [['4000%', 'expected percent from 0 to 100']],
      [['40.5%', 'expected whole percent; `round` in the m']],
      [['40%', 'expected an amount, not a share']],
      [['0.4', 'it could be a fraction or percent: say i']],
    ])
  })

  it.each(['deals.rejected.xlsx', 'deals.rejected.csv'])('goes into %s as shown', async name => {
    const { crm } = await start()
    const folder = await temporaryFolder()
    const [file, rejectedFile] = [join(folder, 'deals.xlsx'), join(folder, name)]
    await writeFile(file, xlsxOf({ Deals: `${heading}${row(2, 3, '0.405')}` }))
    await importFile(crm, file, deals(), { rejectedFile })
    const [again] = await all(importRows(crm, rejectedFile, deals({ round: true })))
    expect(await crm.state('opportunities', String(again?.id))).toMatchObject({ probabilityByHand: 41 })
  })
})

describe('an amount that Excel shows with a currency', () => {
  const deals = parseMapping({
    becomes: 'opportunity',
    key: ['id'],
    fields: {
      title: 'title',
      quantity: 'quantity',
      product: 'product',
      expectedRevenue: 'amount',
      currency: 'currency',
    },
  })
  const heading = textRow(1, 'id', 'title', 'quantity', 'product', 'currency', 'amount')
  const row = (amount: string, currency: string, style = 7, title = 'Deal') =>
    textRow(2, '1', title, '', '', currency).replace(
      '</row>',
      `<c r="F2" s="${String(style)}"><v>${amount}</v></c></row>`,
    )

  it.each([
    ['[$$-409]#,##0.00', '', '22700.00 USD'],
    ['[$$-409]#,##0.00', 'AUD', '22700.00 AUD'],
    ['[$$-409]#,##0.00', 'VND', 'CURRENCY_CONTRADICTED'],
    ['#,##0\\ [$₫-42A]', '', '22700 VND'],
    ['#,##0\\ [$₫-42A]', 'USD', 'CURRENCY_CONTRADICTED'],
    ['#,##0 "đ"', 'EUR', 'CURRENCY_CONTRADICTED'],
    ['_-* #,##0\\ "₫"_-;-* #,##0\\ "₫"_-', '', '22700 VND'],
    ['"$"#,##0.00_);[Red]("$"#,##0.00)', '', '22700.00 USD'],
    ['[$€-2] #,##0.00', '', '22700.00 EUR'],
    ['#,##0 [$USD]', '', '22700.00 USD'],
    ['#,##0.00\\ €', '', '22700.00 EUR'],
    ['[$-409]#,##0', '', '22700 VND'],
    ['#,##0 "per piece"', '', '22700 VND'],
    ['[Red][>100]#,##0;General', '', '22700 VND'],
  ])('as in %s, in a row of "%s", is as if the sign stood in the cell: %s', async (format, currency, expected) => {
    const { crm } = await start({ company: { currency: 'VND', language: 'en' } })
    const [outcome] = await all(
      importRows(crm, chunk(xlsxOf({ Deals: heading + row('22700', currency) }, { format })), deals),
    )
    const codes = outcome?.reasons.map(({ code }) => code) ?? []
    const { revenue } = await crm.state('opportunities', String(outcome?.id))
    const { amount, currency: has } = showMoney(revenue.value)
    expect(codes.length > 0 ? codes.join() : `${amount} ${has}`).toBe(expected)
  })

  it('is no part of a number that is none of money', async () => {
    const { crm } = await start()
    await furnish({ crm })
    const cells = textRow(2, '1', 'Deal', '', 'P1').replace(
      '<c r="C2" t="inlineStr"><is><t xml:space="preserve"></t></is></c>',
      '<c r="C2" s="7"><v>3</v></c>',
    )
    const [outcome] = await all(
      importRows(crm, chunk(xlsxOf({ Deals: heading + cells }, { format: '"$"#,##0' })), deals),
    )
    expect(outcome).toMatchObject({ outcome: 'created', reasons: [] })
  })

  it.each(['deals.rejected.xlsx', 'deals.rejected.csv'])('has its sign in %s', async name => {
    const { crm } = await start({ company: { currency: 'VND', language: 'en' } })
    const folder = await temporaryFolder()
    const [file, rejectedFile] = [join(folder, 'deals.xlsx'), join(folder, name)]
    await writeFile(file, xlsxOf({ Deals: heading + row('22700', 'VND') }, { format: '[$$-409]#,##0.00' }))
    await importFile(crm, file, deals, { rejectedFile })
    const [again] = await all(importRows(crm, rejectedFile, deals))
    expect(told(again ? [again] : [])).toEqual(['2 rejected: amount CURRENCY_CONTRADICTED'])
  })
})
