// Purchases: imported, shown with their customer, told one by one, exported.
import { writeFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const removing: (() => void)[] = []
afterEach(() => {
  for (const remove of removing.splice(0)) remove()
})

const withPurchases = async () => {
  const { run, file, remove } = newFolder()
  removing.push(remove)
  const template = ['--template', 'purchase', '--language', 'vi'] as const
  expect(await run(['import', 'mua.csv', ...template])).toMatchObject({ exitCode: 0 })
  const sent = ['import', 'mua.csv', '-m', 'mua.mapping.json', '-d', 'crm.sqlite', '-f', 'json'] as const
  const { exitCode, stdout } = await run(sent)
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ created: 3, rejected: 0, duplicates: { count: 0 } })
  return { run, file, sent }
}

it('come in from a file to begin with, and once', async () => {
  const { run, sent } = await withPurchases()
  expect(JSON.parse((await run(sent)).stdout)).toMatchObject({ created: 0, unchanged: 3, rejected: 0 })
})

it('stand in what happened to their customer, with what was paid', async () => {
  const { run } = await withPurchases()
  const en = await run(['show', 'contact', 'KH-101', '-d', 'crm.sqlite', '--language', 'en'])
  expect(en).toMatchObject({ exitCode: 0, stderr: '' })
  expect(en.stdout).toContain('Nguyễn Thị Thu Hà')
  expect(en.stdout.replaceAll('\u00A0', ' ')).toMatch(/2025-05-12 .*purchase: ₫0\n *2025-04-02 .*purchase: ₫330,000/)
  const vi = await run(['show', 'contact', 'KH-101', '-d', 'crm.sqlite', '--language', 'vi'])
  expect(vi.stdout).toContain('giao dịch mua')
  const { stdout } = await run(['show', 'contact', 'KH-102', '-d', 'crm.sqlite', '-f', 'json'])
  expect(JSON.parse(stdout)).toMatchObject({
    timeline: [{ type: 'PurchaseRecorded', as: 'buyer', category: 'purchase' }, { as: 'self' }, { as: 'self' }],
  })
})

it('tell their history by the key that they were imported under, in either language', async () => {
  const { run } = await withPurchases()
  const told = async (...args: readonly string[]) => {
    const { stdout, stderr } = await run(['history', 'purchase', ...args, '-d', 'crm.sqlite'])
    return { stderr, text: stdout.replaceAll('\u00A0', ' ') }
  }
  const en = await told('BL-002', '--language', 'en')
  const vi = await told('BL-002', '--language', 'vi')
  const linesOf = (text: string) =>
    text
      .split('\n')
      .slice(3)
      .map(line => line.trim().replaceAll(/ {2,}/g, '  '))
  expect(linesOf(en.text)).toEqual([
    '2025-04-05 00:00  Somebody bought something, where there is no invoice',
    ...[expect.stringContaining('PurchaseRecorded'), expect.anything()],
    ...['customer  Công ty TNHH Cà phê Kan', 'amount  ₫4,290,000', 'tax  ₫390,000', 'units  1'],
    ...['assignment  nobody', 'makes customer  no', ''],
  ])
  expect(linesOf(vi.text)).toEqual([
    '05/04/2025 00:00  Giao dịch mua được ghi lại, khi không có hóa đơn',
    ...[expect.stringContaining('PurchaseRecorded'), expect.anything()],
    ...['khách hàng  Công ty TNHH Cà phê Kan', 'số tiền  4.290.000 ₫', 'tiền thuế  390.000 ₫', 'số lượng  1'],
    ...['phụ trách  chưa có ai', 'biến người mua thành khách hàng  không', ''],
  ])
  expect((await told('BL-9', '--language', 'en')).stderr).toContain(
    "purchase: none was imported under that key: 'BL-9'",
  )
})

it('are exported with the mapping that another database takes', async () => {
  const { run } = await withPurchases()
  for (const what of ['contacts', 'purchases'])
    expect(await run(['export', what, '-d', 'crm.sqlite', '-o', `${what}.csv`])).toMatchObject({ exitCode: 0 })
  for (const what of ['contacts', 'purchases']) {
    const files = [`${what}.csv`, '-m', `${what}.mapping.json`]
    expect(await run(['import', ...files, '-d', 'copy.sqlite'])).toMatchObject({ exitCode: 0 })
  }
  const { stdout } = await run(['show', 'contact', 'KH-102', '-d', 'copy.sqlite', '-f', 'json'])
  expect(JSON.parse(stdout)).toMatchObject({
    contact: { code: 'KH-102' },
    timeline: [{ type: 'PurchaseRecorded' }, {}, {}],
  })
})

it('that are refused are told with column, value and what was expected', async () => {
  const { run, file } = await withPurchases()
  writeFileSync(file('bad.txt'), 'KH-1 20260203 12,5\nKH-1 20260230 0\n')
  writeFileSync(
    file('bad.json'),
    JSON.stringify({
      becomes: 'purchase',
      heading: null,
      delimiter: 'blanks',
      dateFormat: 'yyyyMMdd',
      numbers: { decimal: ',' },
      fields: { customer: 'A', boughtOn: 'B', amount: 'C' },
    }),
  )
  const sent = ['import', 'bad.txt', '-m', 'bad.json', '-d', 'crm.sqlite', '--language'] as const
  const { exitCode, stdout } = await run([...sent, 'en'])
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/rejected +2/)
  expect(stdout).toContain('bad.rejected.txt')
  expect(stdout).toContain('20260230')
})
