// Invoices and payments: imported, told one by one, exported, counted in what is to be received.
import { writeFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const removing: (() => void)[] = []
afterEach(() => {
  for (const remove of removing.splice(0)) remove()
})

const pays = {
  becomes: 'payment',
  key: ['no'],
  fields: { invoice: 'hd', paidOn: 'on', amount: 'sum', allocated: 'part' },
}

const withInvoices = async () => {
  const { run, file, remove } = newFolder()
  removing.push(remove)
  const template = ['--template', 'invoice', '--language', 'vi'] as const
  expect(await run(['import', 'hd.csv', ...template])).toMatchObject({ exitCode: 0 })
  const sent = ['import', 'hd.csv', '-m', 'hd.mapping.json', '-d', 'crm.sqlite', '-f', 'json'] as const
  const { exitCode, stdout } = await run(sent)
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ created: 3, rejected: 0, duplicates: { count: 0 } })
  writeFileSync(
    file('tt.csv'),
    'no,hd,on,sum,part\nTT1,HD-001,2025-04-20,5000000,\nTT2,HD-002,2025-04-12,700000,660000\n',
  )
  writeFileSync(file('tt.json'), JSON.stringify(pays))
  return { run, file, sent }
}

const payments = ['import', 'tt.csv', '-m', 'tt.json', '-d', 'crm.sqlite', '-f', 'json'] as const

it('come in from a file to begin with, and once, and payments with what they pay', async () => {
  const { run, sent } = await withInvoices()
  expect(JSON.parse((await run(payments)).stdout)).toMatchObject({ created: 2, rejected: 0 })
  expect(JSON.parse((await run(sent)).stdout)).toMatchObject({ created: 0, unchanged: 3, rejected: 0 })
  expect(JSON.parse((await run(payments)).stdout)).toMatchObject({ created: 0, unchanged: 2, rejected: 0 })
  const { stdout } = await run(['report', 'receivables', '-d', 'crm.sqlite', '--as-of', '2025-06-30', '-f', 'json'])
  // 7,800,000 and 500,000 with their taxes, less 5,000,000
  expect(JSON.parse(stdout)).toMatchObject({ currencies: [{ currency: 'VND', outstanding: { amount: '4120000' } }] })
})

it('tell their history by the key that they were imported under, in either language', async () => {
  const { run } = await withInvoices()
  await run(payments)
  const told = async (...args: readonly string[]) => run(['history', ...args, '-d', 'crm.sqlite'])
  expect((await told('invoice', 'HD-001', '--language', 'en')).stdout).toContain('InvoiceIssued')
  expect((await told('payment', 'TT1', '--language', 'vi')).stdout).toContain('PaymentAllocated')
  expect((await told('invoice', 'HD-9', '--language', 'en')).stderr).toContain(
    "invoice: none was imported under that key: 'HD-9'",
  )
})

it('are exported with the mapping that another database takes', async () => {
  const { run } = await withInvoices()
  await run(payments)
  const kinds = ['contacts', 'invoices', 'payments']
  for (const what of kinds)
    expect(await run(['export', what, '-d', 'crm.sqlite', '-o', `${what}.csv`])).toMatchObject({ exitCode: 0 })
  for (const what of kinds) {
    const files = [`${what}.csv`, '-m', `${what}.mapping.json`]
    expect(await run(['import', ...files, '-d', 'copy.sqlite'])).toMatchObject({ exitCode: 0 })
  }
  const { stdout } = await run(['report', 'receivables', '-d', 'copy.sqlite', '--as-of', '2025-06-30', '-f', 'json'])
  expect(JSON.parse(stdout)).toMatchObject({ currencies: [{ currency: 'VND', outstanding: { amount: '4120000' } }] })
})

it('that are refused are told with column, value and what was expected', async () => {
  const { run, file } = await withInvoices()
  writeFileSync(file('tt.csv'), 'no,hd,on,sum,part\nTT1,HD-001,2025-04-20,5000000,\nTT2,HD-002,2025-04-12,700000,\n')
  const { exitCode, stdout } = await run([...payments.slice(0, -2), '--language', 'en'])
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/rejected +1/)
  expect(stdout).toContain('tt.rejected.csv')
  expect(stdout).toContain('700000')
  expect(stdout).toContain('expected at most 660000 VND')
})

it('tell how many customers they made, and name some, since a misspelt name makes one too', async () => {
  const { run, file } = await withInvoices()
  const sold = { becomes: 'purchase', fields: { customer: 'who', boughtOn: 'on', amount: 'sum' } }
  writeFileSync(file('ban.json'), JSON.stringify(sold))
  const rows = Array.from({ length: 12 }, (_, i) => `Khách số ${String(i + 1)},2025-04-20,5`)
  writeFileSync(file('ban.csv'), `who,on,sum\n${rows.join('\n')}\n`)
  const sent = ['import', 'ban.csv', '-m', 'ban.json', '-d', 'crm.sqlite'] as const
  const rehearsed = await run([...sent, '--dry-run', '--language', 'en'])
  expect(rehearsed.stdout).toContain(
    'New customers, made since nobody has that name or code: 12\n  row 2: Khách số 1\n',
  )
  expect(rehearsed.stdout).toContain('row 11: Khách số 10\n  … and 2 more')
  expect((await run([...sent, '--dry-run', '--language', 'vi'])).stdout).toContain(
    'Khách hàng mới, được tạo vì chưa ai có tên hoặc mã đó: 12\n  dòng 2: Khách số 1\n',
  )
  expect(JSON.parse((await run([...sent, '-f', 'json'])).stdout)).toMatchObject({ customersMade: { count: 12 } })
  expect((await run([...sent, '--language', 'en'])).stdout).not.toContain('New customers')
})
