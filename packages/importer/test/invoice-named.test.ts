import { expect, it } from 'vitest'
import { outstandingOn } from '../../domain/src/index.ts'
import { start, told } from './start.ts'

const invoices = {
  becomes: 'invoice',
  key: ['id'],
  fields: { number: 'no', symbol: 'symbol', customer: 'customer', issuedOn: 'on', unitPrice: 'price' },
}
const payments = {
  becomes: 'payment',
  key: ['id'],
  fields: { invoice: 'invoice', paidOn: 'on', amount: 'amount' },
}

it('a payment names an invoice by symbol and number, where the number alone says too little', async () => {
  const { crm, outcomes } = await start()
  const rows = ['A,7,C26T,K,2026-02-03,50', 'B,7,1C26/TT,K,2026-02-03,50', 'C,2026/7,C26T,K,2026-02-03,50']
  await outcomes(invoices, 'id,no,symbol,customer,on,price', ...rows)
  const sent = await outcomes(
    payments,
    'id,invoice,on,amount',
    ...['1,7,2026-03-01,1', '2,c26t 7,2026-03-01,2', '3,C26T/7,2026-03-01,3', '4,1C26/TT  7,2026-03-01,4'],
    ...['5,1C26/TT/7,2026-03-01,5', '6,C26T 2026/7,2026-03-01,6', '7,D26T 7,2026-03-01,7'],
  )
  expect(told(sent)).toEqual([
    '2 rejected: invoice REFERENCE_UNKNOWN',
    ...['3 created', '4 created', '5 created', '6 created', '7 created'],
    '8 rejected: invoice REFERENCE_UNKNOWN',
  ])
  expect(sent[0]?.reasons[0]?.words).toEqual({
    en: '2 invoices have this number: put the symbol in front ("C26T 7"), or the key under which the one meant was imported',
    vi: 'có 2 hóa đơn mang số này: hãy ghi ký hiệu phía trước ("C26T 7"), hoặc khóa đã dùng khi nhập hóa đơn muốn nói',
  })
  const left = async (key: string) =>
    outstandingOn(await crm.state('invoices', await crm.idFor('invoice', key)), '2026-06-30')
  expect([await left('A'), await left('B'), await left('C')]).toEqual([4500, 4100, 4400])
})

it('rows of one payment that pay further invoices are no surprise, and one that says the same again is', async () => {
  const { outcomes } = await start()
  const rows = ['A,1,,K,2026-02-03,50', 'B,2,,K,2026-02-03,50', 'C,3,,K,2026-02-03,50']
  await outcomes(invoices, 'id,no,symbol,customer,on,price', ...rows)
  const several = { ...payments, fields: { ...payments.fields, allocated: 'part' } }
  const parts = ['P,1,2026-03-01,9,2', 'P,2,2026-03-01,9,3', 'P,3,,,4']
  const send = async (...more: readonly string[]) => {
    const sent = await outcomes(several, 'id,invoice,on,amount,part', ...parts, ...more)
    return sent.map(({ outcome, notices }) => [outcome, ...notices.map(({ message }) => message)])
  }
  expect(await send()).toEqual([['created'], ['changed'], ['changed']])
  expect(await send()).toEqual([['unchanged'], ['unchanged'], ['unchanged']])
  expect((await send('P,3,,,4'))[3]).toEqual(['unchanged', 'the same key as row 4: it changed nothing'])
  expect((await send('P,,2026-03-01,9,'))[3]).toEqual(['unchanged', 'the same key as row 4: it changed nothing'])
})

it('payments of one invoice, however it is named, take what is outstanding in the order of the file', async () => {
  const { outcomes } = await start()
  await outcomes(invoices, 'id,no,symbol,customer,on,price', 'A,7,C26T,K,2026-02-03,50')
  const rows = ['1,7,2026-03-01,30', '2,C26T 7,2026-03-01,30', '3,c26t/7,2026-03-01,20']
  expect(told(await outcomes(payments, 'id,invoice,on,amount', ...rows))).toEqual([
    '2 created',
    '3 rejected: amount OUTSTANDING_EXCEEDED',
    '4 created',
  ])
})
