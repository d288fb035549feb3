import { expect, it } from 'vitest'
import { start, told } from './start.ts'

const mapping = {
  becomes: 'invoice',
  key: ['id'],
  fields: { number: 'no', symbol: 'symbol', customer: 'customer', issuedOn: 'on', unitPrice: 'price' },
}
const heading = 'id,no,symbol,customer,on,price'

it('of rows about different invoices with one number the first in the file has it, whoever makes a customer', async () => {
  const { crm, outcomes } = await start()
  const sent = await outcomes(
    mapping,
    heading,
    'Y5,1,C26T,K1,2026-02-03,5',
    'Y6,888,C26T,K1,2026-02-03,5', // waits for the row that makes K1
    'Y7,0888,c26t,K2,2026-02-03,5',
  )
  expect(told(sent)).toEqual(['2 created', '3 created', '4 rejected: no INVOICE_NUMBER_TAKEN'])
  expect((await crm.state('contacts', await crm.idFor('contact', 'K2'))).openedOn).toBeNull()
})

it('who makes a customer is the first row in the file to name it, also where that row waits for a number', async () => {
  const { crm, outcomes } = await start()
  const sent = await outcomes(
    mapping,
    heading,
    'Y5,1,C26T,K1,2026-02-03,5',
    'Y6,888,C26T,K1,2026-02-03,5',
    'Y7,888,D26T,K2,2026-02-04,5', // waits for the one before
    'Y8,889,D26T,K2,2026-02-05,5',
  )
  expect(told(sent)).toEqual(['2 created', '3 created', '4 created', '5 created'])
  expect((await crm.state('contacts', await crm.idFor('contact', 'K2'))).openedOn).toBe('2026-02-04')
})

it('a number that is taken says which invoice has it, since that one is most likely the same', async () => {
  const { outcomes } = await start()
  await outcomes(mapping, heading, 'Y6,888,C26T,An Phát,2026-02-03,5')
  const [sent] = await outcomes(mapping, heading, '888,888,C26T,An Phát,2026-02-03,5')
  expect(sent?.reasons).toMatchObject([{ code: 'INVOICE_NUMBER_TAKEN', column: 'no' }])
  expect(sent?.reasons[0]?.words).toEqual({
    en: 'the invoice of 2026-02-03 for An Phát has this number under the same symbol in that year, so this one is most likely in already: a row about the same invoice has the same key; if it is another, give it its own number or symbol',
    vi: 'hóa đơn ngày 03/02/2026 của An Phát đã mang số này với cùng ký hiệu trong năm đó, nên rất có thể hóa đơn này đã được nhập: dòng về cùng một hóa đơn phải có cùng khóa; nếu là hóa đơn khác, hãy ghi số hoặc ký hiệu riêng',
  })
})
