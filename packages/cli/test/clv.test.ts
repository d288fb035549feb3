import { parse } from 'csv-parse/sync'
import { createCrm } from '@eventcrm/crm'
import { contact, purchase } from '@eventcrm/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder, type RunOptions } from './run.ts'

const { run, file, remove } = newFolder()
const report = (args: readonly string[] = [], options?: RunOptions) =>
  run(['report', 'clv', '-d', 'crm.sqlite', '--as-of', '2026-06-30', ...args], options)
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Purchases of a customer: month and day of 2026, and thousands of đồng. */
const bought: readonly (readonly [customer: number, purchases: readonly (readonly [on: string, amount: number])[]])[] =
  [
    [
      1,
      [
        ['01-05', 500],
        ['01-05', 100],
        ['02-10', 700],
        ['03-03', 650],
        ['05-20', 600],
      ],
    ],
    [
      2,
      [
        ['01-08', 90],
        ['01-29', 80],
      ],
    ],
    [
      3,
      [
        ['02-14', 300],
        ['04-01', 320],
        ['06-15', 280],
      ],
    ],
    [4, [['02-20', 40]]],
    [5, [['03-31', 1000]]],
  ]

beforeAll(async () => {
  const crm = await createCrm({
    ...{ file: file('crm.sqlite'), actor: 'lan', company: { language: 'vi' } },
    clock: () => new Date('2026-06-30T05:00:00Z'),
  })
  const an = idOf(100)
  await crm.staff.register({ staffMemberId: an, name: 'Nguyễn Thị An' }, { at: '2026-01-01' })
  for (const [n, purchases] of bought) {
    const manager = n < 3 ? { accountManagerId: an } : {}
    await crm.send(
      [contact.register({ contactId: idOf(n), kind: 'individual', name: `Khách ${String(n)}`, ...manager })],
      {
        at: '2026-01-01',
      },
    )
    for (const [i, [on, thousands]] of purchases.entries())
      await crm.send(
        [
          purchase.record({
            ...{ purchaseId: idOf(1000 + n * 10 + i), customerId: idOf(n) },
            amount: { amount: thousands * 1100, currency: 'VND' },
            tax: { amount: thousands * 100, currency: 'VND' },
          }),
        ],
        { at: `2026-${on}` },
      )
  }
  await crm.company.setMargin({ margin: 37.5 })
  await crm.catchUp()
  await crm.close()
}, 60_000)
afterAll(remove)

describe('report clv', () => {
  it('tells a mistake in a number, and cohorts, as the rest of a Vietnamese report', async () => {
    const mistaken = await report(['--margin', '37,5'])
    expect(mistaken).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Cần một số như 37.5.') as string,
    })
    expect(mistaken.stderr).not.toContain('Expected')
    const { stdout } = await report()
    expect(stdout).toMatch(/^ {2}01\/2026 +2 +0 /m)
    expect(stdout).not.toMatch(/\b2026-01\b/)
    const csv = (await report(['-f', 'csv'])).stdout
    expect(csv).toContain('2026-01')
  })

  it('asks for the language by --lang too, and hints at it', async () => {
    const inEnglish = (await report(['--language', 'en'])).stdout
    for (const typed of [['--lang', 'en'], ['--lang=en']]) expect((await report(typed)).stdout).toBe(inEnglish)
    expect((await report(['--lang=en', '--margin', 'x'])).stderr).toContain('Expected')
    expect((await report(['--languag', 'en'])).stderr).toMatch(/có phải --language\?/)
  })

  it('says that there is nobody, where nobody had bought by the day', async () => {
    const early = ['report', 'clv', '-d', 'crm.sqlite', '--calibrate-until', '2026-01-04', '--as-of', '2026-01-31']
    expect((await run(early)).stdout).toContain('Đến lúc đó chưa có khách hàng nào mua')
    const { stdout } = await run([...early, '--language', 'en'])
    expect(stdout).toContain('Nobody had bought anything by then')
    expect(stdout).not.toContain('All first bought on the last day')
  })

  it('shows what customers are worth, in the company’s language, and what speaks against believing more', async () => {
    const { stdout, stderr, exitCode } = await report()
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(stdout).toMatch(/^Giá trị vòng đời khách hàng đến hết ngày 30\/06\/2026/)
    expect(stdout).toMatch(/Khách hàng +5$/m)
    expect(stdout).toMatch(/Lần mua +11$/m)
    expect(stdout).toMatch(/Đã ghi nhận +12$/m)
    expect(stdout).toMatch(/Doanh thu +4\.660\.000 ₫$/m)
    expect(stdout).toMatch(/Tỷ suất lợi nhuận +37,50%$/m)
    expect(stdout).toMatch(/Giá trị vòng đời đến nay +1\.747\.500 ₫$/m)
    expect(stdout).toMatch(/Khách 1 +20\/05\/2026 +4 +956\.250 ₫ .*4 +5 +5 +Trung thành/m)
    expect(stdout).toMatch(/Nguyễn Thị An +2/m)
    expect(stdout).toMatch(/không ai +3/m)
    expect(stdout).toContain('Dự báo')
    expect(stdout).not.toMatch(/undefined|NaN|\[object/)
  })

  it('shows the same in English, with the margin and tax that are asked for', async () => {
    const { stdout } = await report([
      '--language',
      'en',
      '--margin',
      '50',
      '--tax',
      'in',
      '--cohorts',
      'quarter',
      '--top',
      '1',
    ])
    expect(stdout).toMatch(/^Customer lifetime value as of /)
    expect(stdout).toMatch(/Revenue +₫5,126,000$/m)
    expect(stdout).toMatch(/Lifetime value so far +₫2,563,000$/m)
    expect(stdout).toMatch(/2026-Q1 +5 +0 +5 +100\.00%/m)
    expect(stdout).toContain('Revenue with tax')
  })

  it('compares what was expected with what came of it', async () => {
    const answer = JSON.parse((await report(['--calibrate-until', '2026-03-31', '-f', 'json'])).stdout)
    const { window, customers } = answer.currencies[0].expectations
    expect({ customers, window }).toMatchObject({
      customers: 5,
      window: { from: '2026-04-01', to: '2026-06-25', weeks: 12.2857, bought: 3, isOver: true },
    })
    expect(answer.acquisitions).toMatchObject({ customers: 5 })
    expect(answer.basis).toEqual({ margin: 37.5, cohorts: 'month', marginIs: 'company' })
    expect(answer.currencies[0].basis).toEqual({ of: 'purchases', tax: 'out' })
  })

  it('gives every section as CSV', async () => {
    const { stdout } = await report(['-f', 'csv', '--inactive-after', '90'])
    const rows: Record<string, string>[] = parse(stdout, { columns: true, bom: true })
    expect([...new Set(rows.map(({ section }) => section))]).toEqual([
      ...['acquiredMonth', 'acquiredBy', 'total', 'customer', 'cohort', 'segment', 'month', 'inactive'],
      ...['inactiveCustomer', 'expected', 'buying', 'spending', 'expectedCustomer'].filter(name =>
        rows.some(({ section }) => section === name),
      ),
    ])
    const total = rows.find(({ section }) => section === 'total')
    expect(total).toMatchObject({ currency: 'VND', purchases: '11', revenue: '4660000', margin: '0.375' })
    expect(rows.filter(({ section }) => section === 'cohort')).toHaveLength(6 + 5 + 4)
    expect(rows.find(({ section }) => section === 'inactive')).toMatchObject({ customers: '3', afterDays: '90' })
  })

  it('names the option at fault', async () => {
    const later = await report(['--calibrate-until', '2026-07-01'])
    expect(later).toMatchObject({ exitCode: 2, stdout: '' })
    expect(later.stderr).toContain('--calibrate-until')
    expect((await report(['--margin', 'all'])).stderr).toContain('Cần một số như 37.5.')
  })

  it('says what it said then', async () => {
    const { stdout } = await report(['--known-at', '2026-06-30T05:00:01Z', '-f', 'json'])
    expect(JSON.parse(stdout).currencies[0].total).toMatchObject({ customers: 5, purchases: 11 })
  })
})

describe('report clv on invoices', () => {
  const vnd = (amount: string) => ({ amount, currency: 'VND' })
  const askedOf = (args: readonly string[]) =>
    run(['report', 'clv', '-d', 'invoices.sqlite', '--as-of', '2026-06-30', ...args])

  beforeAll(async () => {
    const crm = await createCrm({
      ...{ file: file('invoices.sqlite'), actor: 'lan', clock: () => new Date('2026-06-30T05:00:00Z') },
      company: { language: 'vi', currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh', foundedOn: '2026-01-01' },
    })
    const [contactId, paymentId] = [idOf(1), idOf(30)]
    await crm.contacts.register({ contactId, kind: 'organisation', name: 'Đại Phát' }, { at: '2026-01-02' })
    for (const [n, on] of [
      [1, '2026-02-10'],
      [2, '2026-04-01'],
      [3, '2026-05-01'],
    ] as const)
      await crm.invoices.record(
        {
          ...{ invoiceId: idOf(10 + n), customerId: contactId, number: `00${String(n)}`, terms: { dueOn: on } },
          lines: [{ description: 'Máy in', unitPrice: vnd('1000000'), taxRate: 10 }],
        },
        { at: on },
      )
    await crm.payments.receive({ paymentId, customerId: contactId, amount: vnd('1100000') }, { at: '2026-03-05' })
    const part = { paymentId, allocationId: idOf(40), invoiceId: idOf(11), amount: vnd('1100000') }
    await crm.payments.allocate(part, { at: '2026-03-05' })
    const note = { invoiceId: idOf(11), creditNoteId: idOf(50), amount: vnd('220000') }
    await crm.invoices.credit(note, { at: '2026-03-20' })
    await crm.invoices.cancel({ invoiceId: idOf(13) }, { at: '2026-06-01' })
    await crm.send(
      [purchase.record({ purchaseId: idOf(60), customerId: contactId, amount: { amount: 9, currency: 'USD' } })],
      { at: '2026-03-01' },
    )
    await crm.close()
  }, 60_000)

  it('counts them without tax, less credit notes and what was cancelled, beside purchases of other currencies', async () => {
    const { stdout, stderr, exitCode } = await askedOf([])
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(stdout).toMatch(/Tính theo +Hóa đơn$/m)
    expect(stdout).toMatch(/Tính theo +Mua hàng không hóa đơn$/m)
    expect(stdout).toMatch(/Doanh thu +1\.800\.000 ₫$/m)
    expect(stdout).toContain('Doanh thu chưa gồm thuế, đã trừ hóa đơn điều chỉnh giảm')
    const { currencies } = JSON.parse((await askedOf(['-f', 'json'])).stdout)
    expect(currencies).toMatchObject([
      { currency: 'USD', basis: { of: 'purchases', tax: 'out' }, total: { taxUnknown: 1 } },
      {
        ...{ currency: 'VND', basis: { of: 'invoices', tax: 'out' } },
        total: { customers: 1, purchases: 2, recorded: 2, taxUnknown: 0 },
      },
    ])
    const may = JSON.parse((await askedOf(['-f', 'json', '--as-of', '2026-05-31'])).stdout)
    expect(may.currencies[1].total).toMatchObject({ purchases: 3, revenue: vnd('2800000') })
  })

  it('counts what was paid on them where it is asked to, with tax, and says so', async () => {
    const { stdout } = await askedOf(['--basis', 'payments', '--language', 'en'])
    expect(stdout).toMatch(/Counted by +Payments on invoices$/m)
    expect(stdout).toMatch(/Revenue +₫880,000$/m)
    expect(stdout).toContain('Revenue with tax, as paid, less what pays no longer')
    const rows: Record<string, string>[] = parse((await askedOf(['--basis', 'payments', '-f', 'csv'])).stdout, {
      columns: true,
      bom: true,
    })
    expect(rows.find(({ section }) => section === 'total')).toMatchObject({ basisCode: 'payments', tax: 'in' })
    const wrong = await askedOf(['--basis', 'payments', '--tax', 'out'])
    expect(wrong).toMatchObject({ exitCode: 2, stdout: '' })
    expect(wrong.stderr).toContain('--tax')
  })
})
