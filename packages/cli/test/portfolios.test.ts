import { parse } from 'csv-parse/sync'
import { createCrm } from '@eventcrm/crm'
import { contact } from '@eventcrm/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newFolder, type RunOptions } from './run.ts'

const { run, file, remove } = newFolder()
const report = (args: readonly string[] = [], options?: RunOptions) =>
  run(['report', 'portfolios', '-d', 'crm.sqlite', ...args], options)
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

beforeAll(async () => {
  const crm = await createCrm({ file: file('crm.sqlite'), actor: 'lan', company: { language: 'vi' } })
  const [an, binh] = [idOf(1), idOf(2)] as const
  await crm.staff.register({ staffMemberId: an, name: 'Nguyễn Thị An' })
  await crm.staff.register({ staffMemberId: binh, name: 'Trần Văn Bình' })
  for (const [n, accountManagerId] of [an, an, binh, undefined].entries())
    await crm.send([
      contact.register({ contactId: idOf(10 + n), kind: 'individual', name: `Khách ${String(n)}`, accountManagerId }),
      contact.becomeCustomer({ contactId: idOf(10 + n) }),
    ])
  await crm.assignmentRules.setLimits({ staffMemberId: an, most: 1 })
  await crm.assignmentRules.setLimits({ staffMemberId: binh, handles: 'organisation', least: 50, most: 100 })
  await crm.close()
})
afterAll(remove)

it('shows each salesperson’s customers beside the limits, and those of nobody in a line of their own', async () => {
  const { stdout, stderr, exitCode } = await report()
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout).toMatch(/^Danh mục khách hàng phụ trách đến hết ngày /)
  expect(stdout).toMatch(/Nhân viên còn thiếu khách hàng +1$/m)
  expect(stdout).toMatch(/Nguyễn Thị An +2 .* – +1 +0 +1$/m)
  expect(stdout).toMatch(/Trần Văn Bình +1 .*50 +100 +49 +0 +chỉ tổ chức$/m)
  expect(stdout).toMatch(/chưa giao cho ai +1 /)
  const english = await report(['--language', 'en'])
  expect(english.stdout).toMatch(/^Portfolios as of /)
  expect(english.stdout).toMatch(/nobody +1 /)
})

it('says the same as JSON and CSV', async () => {
  const { portfolios, total } = JSON.parse((await report(['-f', 'json'])).stdout)
  expect(total).toEqual({ customers: 4, managed: 3, unmanaged: 1, peopleLacking: 1, peopleOver: 1 })
  const rows: Record<string, string>[] = parse((await report(['-f', 'csv'])).stdout, { columns: true, bom: true })
  const ofPeople = rows.filter(({ section }) => section === 'salesperson')
  expect(ofPeople.map(({ id, customers, over }) => ({ id, customers, over }))).toEqual(
    portfolios.map(({ staffMemberId, customers, over }: Record<string, unknown>) => ({
      id: staffMemberId ?? '',
      customers: String(customers),
      over: String(over),
    })),
  )
})
