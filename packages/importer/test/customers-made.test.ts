import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importFile, parseMapping } from '../src/index.ts'
import { start, temporaryFolder } from './start.ts'

const mapping = {
  becomes: 'purchase',
  fields: { customer: 'customer', customerKind: 'kind', boughtOn: 'on', amount: 'amount' },
}
const heading = 'customer,kind,on,amount'

it('an organisation is known by its name where the row does not say what a customer is', async () => {
  const { crm, outcomes } = await start()
  const organisations = [
    ...[
      'Công ty TNHH An Phát',
      'CÔNG TY CP BÌNH MINH',
      'Cong ty Hoa Binh',
      'Cty Việt',
      'CTCP Sông Đà',
      'Tổng công ty Thép',
    ],
    ...[
      'Tập đoàn Sao Mai',
      'Ngân hàng Đông Á',
      'Trường THPT Chu Văn An',
      'Bệnh viện 108',
      'Hợp tác xã Rau',
      'Viện Toán',
    ],
    ...[
      'Doanh nghiệp tư nhân Lan',
      'Sở Y tế Huế',
      'Acme Ltd',
      'Acme Co. Ltd.',
      'Sao JSC',
      'Globex Inc.',
      'Foo LLC',
      'Bar Corp',
    ],
    'Baz Co.',
  ]
  const persons = ['Trương Văn An', 'Truong Van An', 'Trường', 'Lê Thị Có', 'Công Tyler', 'Nguyễn Sở', 'KH7', 'Vincorp']
  const all = [...organisations, ...persons]
  await outcomes(
    mapping,
    heading,
    ...all.map(name => `${name},,2026-02-03,5`),
    'Công ty Một Người,individual,2026-02-03,5',
  )
  const kindOf = async (name: string) => (await crm.state('contacts', await crm.idFor('contact', name))).kind
  for (const name of organisations) expect([name, await kindOf(name)]).toEqual([name, 'organisation'])
  for (const name of persons) expect([name, await kindOf(name)]).toEqual([name, 'individual'])
  expect(await kindOf('Công ty Một Người')).toBe('individual')
})

it('tells which customers rows made, and which of them are nearly called like another', async () => {
  const { crm, outcomes } = await start()
  await outcomes(mapping, heading, 'Công ty An Phát,,2026-02-03,5')
  const file = join(await temporaryFolder(), 'sold.csv')
  const rows = [
    'Công ty An Phát',
    'Cty An Phatt',
    'Bình Minh Travel',
    'Binh Mihn Travel',
    'KH10001',
    'KH10002',
    'Nobody else',
  ]
  await writeFile(file, [heading, ...rows.map(name => `${name},,2026-02-04,5`)].join('\n'))
  const said: unknown[] = []
  const summary = await importFile(crm, file, parseMapping(mapping), {
    onRow: ({ row, notices }) =>
      void said.push(...notices.map(({ column, code, words }) => [row, column, code, words])),
  })
  expect(summary.customersMade.count).toBe(6)
  expect(summary.customersMade.first.slice(0, 2)).toEqual([
    { row: 3, id: await crm.idFor('contact', 'Cty An Phatt'), name: 'Cty An Phatt' },
    { row: 4, id: await crm.idFor('contact', 'Bình Minh Travel'), name: 'Bình Minh Travel' },
  ])
  expect(said).toEqual([
    [
      ...[3, 'customer', 'SIMILAR_NAME'],
      {
        en: 'made as a new customer, but there is "Công ty An Phát": if both are one, write the name alike, and merge the two',
        vi: 'được tạo thành khách hàng mới, nhưng đã có "Công ty An Phát": nếu là một, hãy ghi tên giống nhau và gộp hai khách hàng',
      },
    ],
    [
      ...[5, 'customer', 'SIMILAR_NAME'],
      {
        en: 'made as a new customer, but row 4 made "Bình Minh Travel": if both are one, write the name alike, and merge the two',
        vi: 'được tạo thành khách hàng mới, nhưng dòng 4 đã tạo "Bình Minh Travel": nếu là một, hãy ghi tên giống nhau và gộp hai khách hàng',
      },
    ],
  ])
  expect(await importFile(crm, file, parseMapping(mapping))).toMatchObject({
    customersMade: { count: 0, first: [] },
    notices: 0,
  })
})
