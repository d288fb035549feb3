// Receivables on the command line: the reports, the list of invoices, and the clock.
import { createCrm } from '@eventcrm/crm'
import { parse } from 'csv-parse/sync'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [daiPhat, hoaBinh] = [idOf(1), idOf(2)]
const vnd = (amount: string) => ({ amount, currency: 'VND' })
const at = (args: readonly string[]) => [...args, '-d', 'crm.sqlite']

beforeAll(async () => {
  const crm = await createCrm({
    ...{ file: file('crm.sqlite'), actor: 'lan' },
    company: { language: 'vi', currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh', foundedOn: '2025-01-01' },
  })
  await crm.contacts.register({ contactId: daiPhat, kind: 'organisation', name: 'Đại Phát' }, { at: '2025-01-02' })
  await crm.contacts.register({ contactId: hoaBinh, kind: 'organisation', name: 'Hòa Bình' }, { at: '2025-01-02' })
  const invoiced = (n: number, customerId: string, amount: string, on: string, dueOn: string) =>
    crm.invoices.record(
      {
        ...{ invoiceId: idOf(10 + n), customerId, number: `00${String(n)}`, terms: { dueOn } },
        lines: [{ description: 'Máy in', unitPrice: vnd(amount), taxRate: 10 }],
      },
      { at: on },
    )
  await invoiced(1, daiPhat, '1000000', '2025-01-10', '2025-02-10')
  await invoiced(2, daiPhat, '500000', '2025-03-01', '2025-03-31')
  await invoiced(3, hoaBinh, '200000', '2025-03-20', '2025-04-20')
  await crm.invoices.writeOff(
    { invoiceId: idOf(11), writeOffId: idOf(20), amount: vnd('100000') },
    { at: '2025-02-20' },
  )
  await crm.payments.receive({ paymentId: idOf(30), customerId: hoaBinh, amount: vnd('50000') }, { at: '2025-03-25' })
  await crm.close()
})
afterAll(remove)

describe('report receivables', () => {
  it('tells what is outstanding by due day, customer and invoice, in both languages', async () => {
    const { stdout, stderr, exitCode } = await run(at(['report', 'receivables', '--as-of', '2025-03-31']))
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(stdout).toMatch(/^Công nợ phải thu đến hết ngày 31\/03\/2025/)
    expect(stdout).toMatch(/Còn phải thu +1\.770\.000/)
    expect(stdout).toMatch(/Chưa đến hạn +220\.000/)
    expect(stdout).toMatch(/Đến hạn hôm nay +550\.000 ₫\n +Quá hạn +1\.000\.000/)
    expect(stdout).toMatch(/0–30 ngày +550\.000/)
    expect(stdout).toMatch(/31–60 ngày +1\.000\.000/)
    expect(stdout).toMatch(/Đại Phát +2 +1\.550\.000/)
    expect(stdout).toMatch(/001 +Đại Phát .* 49$/m)
    const english = await run(at(['report', 'receivables', '--as-of', '2025-03-31', '--language', 'en']))
    expect(english.stdout).toMatch(/^Receivables as of /)
    expect(english.stdout).toMatch(/Due today +₫550,000$/m)
    const nothingDue = await run(at(['report', 'receivables', '--as-of', '2025-03-30']))
    expect(nothingDue.stdout).not.toContain('Đến hạn hôm nay')
    expect(english.stdout).toMatch(/Days sales outstanding +85\.19$/m)
  })

  it('cuts no bucket on a narrow terminal', async () => {
    const asked = at(['report', 'receivables', '--as-of', '2025-03-31'])
    const vietnamese = await run(asked, { columns: 40 })
    expect(vietnamese.stdout).toMatch(/^ {2}Số ngày quá hạn +Còn phải thu +Số kỳ$/m)
    expect(vietnamese.stdout).toMatch(/^ {2}Chưa đến hạn +220\.000.* +–$/m)
    expect(vietnamese.stdout).toMatch(/^ {2}Trên 120 ngày +0.* +0$/m)
    const english = await run([...asked, '--language', 'en'], { columns: 40 })
    expect(english.stdout).toMatch(/^ {2}Over 120 days +.*0 +0$/m)
    for (const line of [vietnamese, english].flatMap(({ stdout }) => stdout.split('\n')))
      expect(stringWidth(line), line).toBeLessThanOrEqual(40)
  })

  it('says the same as JSON and CSV, by other buckets', async () => {
    const asked = at(['report', 'receivables', '--as-of', '2025-03-31', '--buckets', '10,60'])
    const { currencies, question } = JSON.parse((await run([...asked, '-f', 'json'])).stdout)
    expect(question.buckets).toEqual([10, 60])
    expect(currencies).toMatchObject([
      {
        ...{
          currency: 'VND',
          outstanding: vnd('1770000'),
          notYetDue: vnd('220000'),
          dueToday: vnd('550000'),
          overdue: vnd('1000000'),
        },
        buckets: [
          { from: 0, to: 10, outstanding: vnd('550000') },
          { from: 11, to: 60, outstanding: vnd('1000000') },
          { from: 61, to: null, outstanding: vnd('0') },
        ],
        ...{ invoices: 3, advances: vnd('50000') },
        customers: [{ name: 'Đại Phát' }, { name: 'Hòa Bình', advance: vnd('50000') }],
      },
    ])
    const rows: Record<string, string>[] = parse((await run([...asked, '-f', 'csv'])).stdout, {
      columns: true,
      bom: true,
    })
    expect(rows.filter(({ section }) => section === 'customer')).toMatchObject([
      { name: 'Đại Phát', outstanding: '1550000', days0To10: '550000', days11To60: '1000000', daysOver60: '0' },
      { name: 'Hòa Bình', outstanding: '220000', advance: '50000' },
    ])
  })

  it('says what the query of the analysts’ page says', () => {
    const page = readFileSync(new URL('../../../docs/analyst.md', import.meta.url), 'utf8')
    const [, sql = ''] = /```sql\n(-- what was outstanding[^]*?)```/.exec(page) ?? []
    const database = new DatabaseSync(file('crm.sqlite'), { readOnly: true })
    const found = database.prepare(sql.replaceAll('2026-03-31', '2025-03-31')).all()
    database.close()
    expect(found.map(row => ({ ...row }))).toEqual([{ currency: 'VND', outstanding: 1_770_000 }])
  })

  it('names what is wrong with buckets', async () => {
    const { stderr, exitCode } = await run(at(['report', 'receivables', '--buckets', '30,20', '--language', 'en']))
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--buckets: expected 1 to 12 rising numbers of days')
  })
})

describe('report statement', () => {
  it('tells a customer’s account line by line', async () => {
    const asked = at(['report', 'statement', '--customer', 'Đại', '--from', '2025-02-01', '--as-of', '2025-03-31'])
    const { stdout, stderr, exitCode } = await run(asked)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(stdout).toMatch(/Số dư đầu kỳ +1\.100\.000/)
    expect(stdout).toMatch(/20\/02\/2025 +Xóa nợ +001 .* 100\.000 .* 1\.000\.000/)
    expect(stdout).toMatch(/01\/03\/2025 +Hóa đơn +002 +550\.000 .* 1\.550\.000/)
    const { currencies } = JSON.parse((await run([...asked, '-f', 'json'])).stdout)
    expect(currencies).toMatchObject([{ opening: vnd('1100000'), closing: vnd('1550000'), advance: vnd('0') }])
  })

  it('is told with a customer in every example', async () => {
    const { stdout } = await run(['report', 'statement', '--help'])
    const examples = stdout.split('\n').filter(line => line.includes('$ '))
    expect(examples.length).toBeGreaterThan(1)
    for (const line of examples) expect(line).toContain('--customer')
  })

  it('needs a customer', async () => {
    const english = await run(at(['report', 'statement', '--language', 'en']))
    expect(english.exitCode).toBe(2)
    expect(english.stderr).toBe(
      'eventcrm: --customer: a customer is needed: name, words of a name, customer code, or id\n' +
        '  for example: --customer "Đại Phát"\n',
    )
    expect((await run(at(['report', 'statement']))).stderr).toBe(
      'eventcrm: --customer: cần cho biết khách hàng: tên, một phần của tên, mã khách hàng, hoặc mã định danh\n' +
        '  ví dụ: --customer "Đại Phát"\n',
    )
  })
})

describe('--customer', () => {
  const named = async (name: string, language = 'vi') => {
    const asked = ['--customer', name, '-f', 'json', '--language', language]
    const { stdout, stderr } = await run(['report', 'receivables', '-d', 'named.sqlite', ...asked])
    return stderr === '' ? (JSON.parse(stdout).question as { customer: string }).customer : stderr
  }
  beforeAll(async () => {
    const crm = await createCrm({
      ...{ file: file('named.sqlite'), actor: 'lan' },
      company: { language: 'vi', currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh', foundedOn: '2025-01-01' },
    })
    for (const [n, name] of ['TNHH Đại Phát', 'TNHH Hòa Bình', 'Cổ phần Hòa Phát', 'TNHH Hòa Bình Minh'].entries())
      await crm.contacts.register({ contactId: idOf(n + 1), kind: 'organisation', name: `Công ty ${name}` })
    await crm.contacts.setPhone({ contactId: idOf(2), phone: '0912345678' })
    await crm.close()
  })

  it('takes words of a name that only one has', async () => {
    expect(await named('Đại Phát')).toBe(idOf(1))
    expect(await named('dai phat')).toBe(idOf(1))
    expect(await named('bình minh')).toBe(idOf(4))
    const statement = await run(['report', 'statement', '-d', 'named.sqlite', '--customer', 'Đại Phát'])
    expect(statement).toMatchObject({ exitCode: 0, stderr: '' })
    const list = (name: string) => run(['list', name, '-d', 'named.sqlite', '--customer', 'Đại Phát', '-f', 'csv'])
    expect(await list('invoices')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await list('opportunities')).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('names those that have it in their names where there are several', async () => {
    expect(await named('Hòa')).toMatch(/--customer: nhiều liên hệ có 'Hòa' trong tên;.*(\n.*Công ty .*Hòa .*){3}\n$/)
    expect(await named('Hòa', 'en')).toContain("--customer: several contacts have 'Hòa' in their name;")
  })

  it('takes no phone number for a name', async () => {
    expect(await named('0912345678', 'en')).toContain('--customer: no contact is called')
  })
})

describe('list invoices', () => {
  it('finds by what is overdue, by amount and by customer', async () => {
    const numbers = async (...args: readonly string[]) => {
      const { stdout, stderr, exitCode } = await run(at(['list', 'invoices', '-f', 'json', ...args]))
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
      return (JSON.parse(stdout).invoices as { number: string }[]).map(({ number }) => number)
    }
    expect(await numbers()).toEqual(['001', '002', '003'])
    expect(await numbers('--overdue')).toEqual(['001', '002', '003'])
    expect(await numbers('--no-overdue')).toEqual([])
    expect(await numbers('--settlement', 'partlySettled')).toEqual(['001'])
    expect(await numbers('--customer', 'Hòa')).toEqual(['003'])
    expect(await numbers('--min-outstanding', '300000', '--sort', 'outstanding')).toEqual(['002', '001'])
    expect(await numbers('--max-total', '550000', '--currency', 'VND')).toEqual(['002', '003'])
    expect(await numbers('--min-total', '1', '--currency', 'USD')).toEqual([])
    const { stdout } = await run(at(['list', 'invoices', '--overdue']))
    expect(stdout).toMatch(/001 +Đại Phát +Đã phát .* 10\/02\/2025 .* 1.000.000/)
  })

  it('names the option of an amount that is none', async () => {
    const { stderr, exitCode } = await run(at(['list', 'invoices', '--min-total', '1.5', '--language', 'en']))
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--min-total') as string,
    })
    const other = await run(at(['list', 'invoices', '--min-total', '1', '--currency', 'đồng', '--language', 'en']))
    expect(other).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--currency') as string })
  })
})

describe('clock', () => {
  it('raises what is overdue by a day, once', async () => {
    const first = await run(at(['clock', '--now', '2025-03-31']))
    expect(first).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: '  Quá hạn đến ngày 31/03/2025: đã ghi nhận 1 kỳ thanh toán của 1 hóa đơn.\n',
    })
    const again = await run(at(['clock', '--now', '2025-03-31', '--language', 'en']))
    expect(again.stdout).toBe('  Nothing has become overdue by 2025-03-31 that was not raised before.\n')
    const json = await run(at(['clock', '--now', '2025-04-21T00:00:00+07:00', '-f', 'json']))
    expect(JSON.parse(json.stdout)).toEqual({ asOf: '2025-04-21', overdue: { raised: 2, invoices: 2, refused: [] } })
    const crm = await createCrm({ file: file('crm.sqlite'), project: false })
    const days: string[] = []
    for await (const event of crm.history('invoices', idOf(11)))
      if (event.type === 'InvoiceOverdue') days.push(`${event.occurredOn} ${event.actor}`)
    expect(days).toEqual(['2025-02-11 clock'])
    await crm.close()
  })

  it('takes no time that is none or still to come, and no place without a company', async () => {
    for (const now of ['2999-01-01', 'yesterday']) {
      const { exitCode, stderr } = await run(at(['clock', '--now', now, '--language', 'en']))
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--now') as string })
    }
    expect((await run(['clock', '-d', 'none.sqlite'])).exitCode).toBe(3)
  })
})

describe('symbols and payments', () => {
  const asked = (...args: readonly string[]) => run([...args, '-d', 'symbols.sqlite', '--language', 'en'])
  const customer = 'Công ty TNHH Thương mại và Dịch vụ Đại Phát'
  beforeAll(async () => {
    const crm = await createCrm({
      ...{ file: file('symbols.sqlite'), actor: 'lan' },
      company: { language: 'vi', currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh', foundedOn: '2025-01-01' },
    })
    await crm.contacts.register({ contactId: daiPhat, kind: 'organisation', name: customer }, { at: '2025-01-02' })
    for (const [n, symbol, on] of [
      [1, 'C24TAA', '2025-01-10'],
      [2, 'C25TAA', '2025-02-10'],
      [3, undefined, '2025-02-11'],
    ] as const)
      await crm.invoices.record(
        {
          ...{ invoiceId: idOf(10 + n), customerId: daiPhat, number: '22', symbol, terms: { dueOn: '2025-03-31' } },
          lines: [{ description: 'Máy in', unitPrice: vnd('12345678'), taxRate: 10 }],
        },
        { at: on },
      )
    await crm.payments.receive(
      {
        ...{ paymentId: idOf(30), customerId: daiPhat, amount: vnd('5000000'), method: 'bankTransfer' },
        reference: 'FT25070',
      },
      { at: '2025-03-05' },
    )
    await crm.payments.allocate(
      { paymentId: idOf(30), allocationId: idOf(31), invoiceId: idOf(11), amount: vnd('2000000') },
      { at: '2025-03-05' },
    )
    await crm.processes.settle()
    await crm.catchUp()
    await crm.close()
  })

  it('tells an invoice by its symbol and number', async () => {
    const receivables = ['report', 'receivables', '--as-of', '2025-03-31']
    const [{ openInvoices }] = JSON.parse((await asked(...receivables, '-f', 'json')).stdout).currencies
    expect((openInvoices as { symbol: string }[]).map(({ symbol }) => symbol).sort()).toEqual([
      'C24TAA',
      'C25TAA',
      null,
    ])
    const csv: Record<string, string>[] = parse((await asked(...receivables, '-f', 'csv')).stdout, {
      ...{ columns: true, bom: true },
    })
    expect(csv.find(({ symbol }) => symbol === 'C25TAA')).toMatchObject({ section: 'invoice', number: '22' })
    expect(Object.keys(csv[0] ?? {})).not.toContain('numbered')
    const statement = ['report', 'statement', '--customer', 'Đại Phát', '--as-of', '2025-03-31']
    const [{ lines }] = JSON.parse((await asked(...statement, '-f', 'json')).stdout).currencies
    expect(lines[0]).toMatchObject({ kind: 'invoice', symbol: 'C24TAA', number: '22' })
    for (const command of [receivables, statement, ['list', 'invoices']]) {
      const { stdout } = await asked(...command)
      expect(stdout).toMatch(/ C24TAA 22( |$)/m)
      expect(stdout).toMatch(/ 22( |$)/m)
    }
  })

  it('cuts no date, amount or number of an invoice, but the name, and else tells each in a block', async () => {
    const receivables = ['report', 'receivables', '--as-of', '2025-03-31']
    const narrow = await run([...receivables, '-d', 'symbols.sqlite', '--language', 'en'], { columns: 80 })
    expect(narrow.stdout).toMatch(/^ {2}C24TAA 22\n {4}Customer +Công ty.*Đại Phát\n {4}Date +2025-01-10\n/m)
    const wide = await run([...receivables, '-d', 'symbols.sqlite', '--language', 'en'], { columns: 100 })
    expect(wide.stdout).toMatch(/^ {2}C24TAA 22 +Công ty.*… +2025-01-10 +2025-03-31 +₫13,580,246 +₫11,580,246 +0$/m)
  })

  it('says which payment it was, and what it pays', async () => {
    const statement = ['report', 'statement', '--customer', 'Đại Phát', '--as-of', '2025-03-31']
    const { stdout } = await asked(...statement)
    expect(stdout).toMatch(/Payment .*\n +FT25070 · bankTransfer · pays C24TAA 22\n/)
    const vietnamese = await run([...statement, '-d', 'symbols.sqlite'])
    expect(vietnamese.stdout).toMatch(/FT25070 · bankTransfer · thanh toán cho C24TAA 22\n/)
    const [{ lines }] = JSON.parse((await asked(...statement, '-f', 'json')).stdout).currencies
    expect(lines.at(-1)).toMatchObject({
      ...{ kind: 'payment', reference: 'FT25070', method: 'bankTransfer' },
      pays: [{ invoiceId: idOf(11), symbol: 'C24TAA', number: '22' }],
    })
    const csv: Record<string, string>[] = parse((await asked(...statement, '-f', 'csv')).stdout, {
      ...{ columns: true, bom: true },
    })
    expect(csv.at(-1)).toMatchObject({ reference: 'FT25070', method: 'bankTransfer', pays: 'C24TAA 22' })
  })
})
