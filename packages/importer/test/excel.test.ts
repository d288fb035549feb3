import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importFile, importRows, openSheetWriter, parseMapping, type SheetCell } from '../src/index.ts'
import { all, furnish, importText, start, temporaryFolder, told, type Started } from './start.ts'
import { textRow, xlsxEntries, xlsxOf, zipOf } from './xlsx-file.ts'

const products = (more: object = {}) =>
  parseMapping({
    becomes: 'product',
    key: ['code'],
    fields: { code: 'code', name: 'name', listPrice: 'price' },
    ...more,
  })

const written = async (name: string, rows: readonly (readonly SheetCell[])[]): Promise<string> => {
  const file = join(await temporaryFolder(), name)
  const writer = await openSheetWriter(file, { sheet: 'Hàng' })
  for (const row of rows) await writer.add(row)
  await writer.finish()
  return file
}

async function* chunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const outcomesOf = ({ crm }: Pick<Started, 'crm'>, bytes: Uint8Array, mapping = products()) =>
  all(importRows(crm, chunk(bytes), mapping))

const head = textRow(1, 'code', 'name', 'price')

describe('an Excel file', () => {
  it('is read with its numbers and days as they are, whatever the mapping says of texts', async () => {
    const started = await start()
    const { crm } = started
    await furnish(started)
    const file = await written('deals.xlsx', [
      ['Mã', 'Tên', 'Mở', 'Giá trị', 'Chốt'],
      ['D1', 'Hoa Sen', { day: '2026-03-01' }, 500.125, '02/03/2026'],
      [12, 'Number for a key', { day: '2026-03-01 23:59:59' }, 19.99, null],
      ['D3', 'Texts', '05/03/2026', '1.054,50', null],
    ])
    const mapping = parseMapping({
      becomes: 'opportunity',
      key: ['Mã'],
      dateFormat: 'dd/MM/yyyy',
      numbers: { decimal: ',', group: '.' },
      fields: {
        title: 'Tên',
        customer: { value: 'ACME' },
        owner: { value: 'Lan' },
        openedOn: 'Mở',
        expectedCloseOn: 'Chốt',
        expectedRevenue: { column: 'Giá trị', round: true },
        currency: { value: 'USD' },
      },
    })
    expect(told(await all(importRows(crm, file, mapping)))).toEqual(['2 created', '3 created', '4 created'])
    const stateOf = async (key: string) => crm.state('opportunities', await crm.idFor('opportunity', key))
    expect(await stateOf('D1')).toMatchObject({ openedOn: '2026-03-01', expectedCloseOn: '2026-03-02' })
    expect(await stateOf('D1')).toMatchObject({ revenue: { value: { minorUnits: 50013 } } })
    expect(await stateOf('12')).toMatchObject({ openedOn: '2026-03-01' })
    expect(await stateOf('D3')).toMatchObject({ revenue: { value: { minorUnits: 105450 } } })
  })

  it.each([
    ['since 1900', false, 46082],
    ['since 1904', true, 44620],
  ])('counts its days %s', async (_, date1904, serial) => {
    const { crm, log } = await start()
    const rows = `${textRow(1, 'id', 'name', 'day')}<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>Lan</v></c><c r="C2" s="1"><v>${String(serial)}</v></c></row>`
    const mapping = parseMapping({
      becomes: 'staffMember',
      key: ['id'],
      fields: { name: 'name', department: { value: 'Sales' }, joinedOn: 'day' },
    })
    const [outcome] = await all(importRows(crm, chunk(xlsxOf({ Staff: rows }, { date1904 })), mapping))
    expect(outcome).toMatchObject({ outcome: 'created', reasons: [] })
    expect(await log()).toHaveProperty([`crm.staffMember-${String(outcome?.id)}`, 0, 'on'], '2026-03-01')
  })

  it('has numbers with the digits that Excel shows', async () => {
    const { crm } = await start()
    const cell = (ref: string, value: string) => `<c r="${ref}"><v>${value}</v></c>`
    const rows = `${head}<row r="2">${cell('A2', '1234567890123')}${cell('B2', '0.30000000000000004')}${cell('C2', '19.989999999999998')}</row><row r="3">${cell('A3', '2')}${cell('B3', '1E-3')}${cell('C3', '1.5E3')}</row>`
    expect(told(await outcomesOf({ crm }, xlsxOf({ Hàng: rows })))).toEqual(['2 created', '3 created'])
    expect(await crm.state('products', await crm.idFor('product', '1234567890123'))).toMatchObject({
      name: '0.3',
      listPrice: { minorUnits: 1999 },
    })
    expect(await crm.state('products', await crm.idFor('product', '2'))).toMatchObject({
      name: '0.001',
      listPrice: { minorUnits: 150000 },
    })
  })

  it('has its rows numbered as Excel shows them, blank and hidden ones too', async () => {
    const rows = `${head}<row r="4" hidden="1"><c r="A4" t="inlineStr"><is><t>P1</t></is></c><c r="B4" t="inlineStr"><is><t>Pen</t></is></c></row><row r="7"/>${textRow(9, 'P2', 'Pencil')}`
    expect(told(await outcomesOf(await start(), xlsxOf({ Hàng: rows })))).toEqual(['4 created', '9 created'])
  })

  it('has cells with errors, and formulas without a result, that are bad ones', async () => {
    const { crm } = await start()
    const row = (n: number, price: string) =>
      `<row r="${String(n)}"><c r="A${String(n)}" t="str"><v>P${String(n)}</v></c><c r="B${String(n)}" t="str"><v>Pen</v></c>${price}</row>`
    const rows = `${head}${row(2, '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')}${row(3, '<c r="C3"><f>1+1</f></c>')}${row(4, '<c r="C4"><f>1+1</f><v>2</v></c>')}<row r="5"><c r="A5" t="e"><v>#N/A</v></c><c r="B5" t="str"><v>Pen</v></c></row>`
    const strict = await outcomesOf({ crm }, xlsxOf({ Hàng: rows }))
    expect(told(strict)).toEqual([
      '2 rejected: price INVALID',
      '3 rejected: price INVALID',
      '4 created',
      '5 rejected: code KEY_MISSING, code INVALID',
    ])
    expect(strict.map(({ reasons }) => reasons[0]?.message)).toEqual([
      expect.stringMatching(/^an error of Excel/),
      expect.stringMatching(/no result in the file: open the file in Excel/),
      undefined,
      expect.stringMatching(/^an error of Excel/),
    ])
    const fields = { code: 'code', name: 'name', listPrice: { column: 'price', whenInvalid: 'leaveEmpty' } }
    const lenient = await outcomesOf({ crm }, xlsxOf({ Hàng: rows }), products({ fields, emptyWords: ['#DIV/0!'] }))
    expect(told(lenient)).toEqual([
      '2 created',
      '3 created',
      '4 unchanged',
      '5 rejected: code KEY_MISSING, code INVALID',
    ])
  })

  it('takes a truth for one', async () => {
    const { crm, log } = await start()
    const rows = `${textRow(1, 'id', 'vip')}<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2" t="b"><v>1</v></c></row>`
    const mapping = parseMapping({
      becomes: 'contact',
      key: ['id'],
      fields: { kind: { value: 'organisation' }, name: 'id' },
      custom: { vip: { column: 'vip', as: 'boolean' } },
    })
    expect(told(await all(importRows(crm, chunk(xlsxOf({ A: rows })), mapping)))).toEqual(['2 created'])
    expect(JSON.stringify(await log())).toContain('"vip":')
  })

  it('has the sheet read that the mapping names, its only one otherwise', async () => {
    const two = xlsxOf({ 'Tổng &amp; hợp': textRow(1, 'x'), Hàng: head + textRow(2, 'P1', 'Pen') })
    const started = await start()
    expect(told(await outcomesOf(started, two, products({ sheet: 'Hàng' })))).toEqual(['2 created'])
    await expect(outcomesOf(started, two)).rejects.toMatchObject({
      code: 'SheetUnknown',
      message: 'The file has several sheets: say in the mapping which is meant, `sheet`: "Tổng & hợp", "Hàng"',
    })
    await expect(outcomesOf(started, two, products({ sheet: 'Hang' }))).rejects.toMatchObject({
      code: 'SheetUnknown',
      message: 'The file has no sheet "Hang"; the nearest is "Hàng"; it has "Tổng & hợp", "Hàng"',
      words: { vi: expect.stringMatching(/^Tệp không có trang tính "Hang"/) },
    })
    const hidden = xlsxOf(
      { Cũ: textRow(1, 'x'), Hàng: head + textRow(2, 'P1', 'Pen') },
      { sheetAttributes: ['state="hidden"'] },
    )
    expect(told(await outcomesOf(started, hidden))).toEqual(['2 unchanged'])
  })

  it('may have no headings, and values beside its table', async () => {
    const rows = textRow(1, 'P1', 'Pen') + textRow(2, 'P2', 'Pencil', '', '', 'a note')
    const bare = products({ heading: null, key: ['A'], fields: { code: 'A', name: 'B' } })
    expect(told(await outcomesOf(await start(), xlsxOf({ Hàng: rows }), bare))).toEqual(['1 created', '2 created'])
    const beside = head + textRow(2, 'P2', 'Pencil', '', '', 'a note')
    expect(told(await outcomesOf(await start(), xlsxOf({ Hàng: beside })))).toEqual(['2 created'])
  })

  it.each([
    [
      'an old Excel file',
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      'NotReadable',
      /\.xls.*save it as \.xlsx/,
    ],
    [
      'an OpenDocument file',
      Buffer.concat([
        Buffer.from('PK\x03\x04'),
        Buffer.alloc(26),
        Buffer.from('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
      ]),
      'NotReadable',
      /\.ods.*save it as \.xlsx/,
    ],
    ['a cut file', xlsxOf({ A: head }).subarray(0, 900), 'NotReadable', /damaged/],
    ['a zip of something else', zipOf([{ name: 'a.txt', content: Buffer.from('x') }]), 'NotReadable', /damaged/],
    [
      'one with a cell in the farthest corner',
      xlsxOf({ A: `${head}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>` }),
      'FileTooLarge',
      /more than 20 million cells/,
    ],
    ['one that is empty', xlsxOf({ A: '' }), 'NoHeading', /the file is empty/],
  ])('that is %s is refused', async (_, bytes, code, message) => {
    await expect(outcomesOf(await start(), bytes)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })

  it('that would unpack to too much is refused before it is, with the limit', async () => {
    const small = xlsxEntries({ A: head })
    const bomb = zipOf([...small, { name: 'xl/sharedStrings.xml', content: Buffer.alloc(70 * 1024 * 1024, 'x') }])
    expect(bomb.length).toBeLessThan(200_000)
    const refused = { code: 'FileTooLarge', message: expect.stringMatching(/larger than 64 MB unpacked: .* CSV UTF-8/) }
    await expect(outcomesOf(await start(), bomb)).rejects.toMatchObject(refused)
    // One that says that it is smaller than it is, is not unpacked further than it says.
    const lying = zipOf(
      small.map(entry =>
        /sheet1/.test(entry.name) ? { ...entry, content: Buffer.alloc(5e6, ' '), saidSize: 10 } : entry,
      ),
    )
    await expect(outcomesOf(await start(), lying)).rejects.toMatchObject({ code: 'NotReadable' })
    const huge = async function* () {
      yield xlsxOf({ A: head })
      for (let n = 0; n < 129; n++) yield Buffer.alloc(1024 * 1024)
    }
    await expect(all(importRows((await start()).crm, huge(), products()))).rejects.toMatchObject({
      code: 'FileTooLarge',
      message: expect.stringMatching(/larger than 128 MB: /),
    })
  })
})

describe('rejected rows of an Excel file', () => {
  const mapping = parseMapping({
    becomes: 'opportunity',
    key: ['id'],
    dateFormat: 'dd/MM/yyyy',
    sheet: 'Hàng',
    fields: {
      title: 'title',
      customer: 'customer',
      owner: { value: 'Lan' },
      openedOn: 'opened',
      expectedRevenue: { column: 'amount', round: true },
      currency: { value: 'USD' },
    },
  })
  const rows: readonly (readonly SheetCell[])[] = [
    ['id', 'title', 'customer', 'opened', 'amount', 'note'],
    ['=D1', '=1+1', 'nobody', { day: '2026-03-01' }, 500.125, true],
    ['D2', 'Fine', 'ACME', { day: '2026-03-02' }, -1, null],
    ['D3', 'Fine', 'ACME', { day: '2026-03-03' }],
  ]
  const furnished = async () => {
    const started = await start()
    await furnish(started)
    const file = await written('deals.xlsx', rows)
    return { ...started, file, folder: join(file, '..') }
  }

  it('stand in an Excel file beside it, with their own days and numbers, and go in once mended', async () => {
    const { crm, file, folder } = await furnished()
    const { rejectedFile, ...summary } = await importFile(crm, file, mapping)
    expect({ rejectedFile, ...summary }).toMatchObject({
      created: 1,
      rejected: 2,
      rejectedFile: join(folder, 'deals.rejected.xlsx'),
    })
    const again = await importFile(crm, String(rejectedFile), mapping)
    expect(again).toMatchObject({ rejected: 2, rejectedFile: join(folder, 'deals.rejected-2.xlsx') })
    // The customer is made; the amount below zero is left to be mended.
    const contacts = { becomes: 'contact', key: ['id'], fields: { kind: { value: 'individual' }, name: 'id' } }
    await all(importText(crm, contacts, 'id\nnobody\n'))
    expect(await importFile(crm, String(again.rejectedFile), mapping)).toMatchObject({ created: 1, rejected: 1 })
    const deal = await crm.state('opportunities', await crm.idFor('opportunity', '=D1'))
    expect(deal).toMatchObject({ title: '=1+1', openedOn: '2026-03-01' })
    expect(deal).toMatchObject({ revenue: { value: { minorUnits: 50013 } } })
  })

  it('can go into CSV, written as the mapping reads them', async () => {
    const { crm, file, folder } = await furnished()
    const rejectedFile = join(folder, 'mend.csv')
    await importFile(crm, file, mapping, { rejectedFile, language: 'vi' })
    const text = await readFile(rejectedFile, 'utf8')
    expect(text).toMatch(/^\uFEFFLý do từ chối,id,title,customer,opened,amount,note\r\n/)
    expect(text).toMatch(/,'=D1,'=1\+1,nobody,01\/03\/2026,500\.1250,TRUE\r\n/)
    await writeFile(rejectedFile, text.replace('nobody', 'ACME').replace(',-1,', ',1,'))
    expect(await importFile(crm, rejectedFile, mapping)).toMatchObject({ created: 2, rejected: 0, rejectedFile: null })
    expect(await crm.state('opportunities', await crm.idFor('opportunity', '=D1'))).toMatchObject({
      openedOn: '2026-03-01',
    })
  })

  it('of CSV can go into an Excel file', async () => {
    const { crm, folder } = await furnished()
    await mkdir(join(folder, 'csv'))
    const file = join(folder, 'csv', 'deals.csv')
    await writeFile(
      file,
      'id,title,customer,opened,amount,note\nD5,"=1\n+2",nobody,01/03/2026,"1,500.50",x\nD6,short\n',
    )
    const rejectedFile = join(folder, 'csv', 'mend.xlsx')
    expect(await importFile(crm, file, mapping, { rejectedFile })).toMatchObject({ rejected: 2, rejectedFile })
    expect((await readdir(join(folder, 'csv'))).toSorted()).toEqual(['deals.csv', 'mend.xlsx'])
    const again = await all(importRows(crm, rejectedFile, mapping))
    expect(told(again)).toEqual(['2 rejected: customer REFERENCE_UNKNOWN', '3 rejected: id KEY_MISSING'])
  })
})
