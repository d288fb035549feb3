// The reports on histories small enough to follow by hand.
import { invoiceEvents as i, paymentEvents as p, type Day, type NewEvent } from '@eventcrm/domain'
import { createMemoryDocumentStore } from '@eventcrm/projection'
import { describe, expect, it } from 'vitest'
import { bucketsOf, placeIn } from '../src/ageing.ts'
import { invoices } from '../src/index.ts'
import { ask, askStatement, logOf, projectorOf } from './stores.ts'
import { customerIds, type Happening } from './ledger.ts'

const [customerId = ''] = customerIds
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [invoiceId, paymentId, allocationId, creditNoteId] = [uuid(1), uuid(2), uuid(3), uuid(4)]
const usd = (minorUnits: number) => ({ minorUnits, currency: 'USD' })
const shown = (amount: string) => ({ amount, currency: 'USD' })

const assignment = { ownerId: null, teamId: null, department: null }
const whose = (total: number) => ({
  ...{ personId: invoiceId, customerId, opportunityId: null, assignment, currency: 'USD' },
  ...{ net: usd(total), tax: usd(0), total: usd(total) },
})
type Due = readonly (readonly [dueOn: Day, amount: number])[]
const issued = (on: Day, due: Due): Happening[] => {
  const total = due.reduce((sum, [, amount]) => sum + amount, 0)
  const content = {
    ...whose(total),
    ...{ lines: [], discount: usd(0), taxes: [], buyer: null, externalIds: [], custom: {}, note: null },
    terms: { dueOn: on, instalments: [] },
  }
  const instalments = due.map(([dueOn, amount], n) => ({ instalment: n + 1, dueOn, amount: usd(amount) }))
  return happened(
    'invoice',
    [on, i.InvoiceDrafted(content)],
    [
      on,
      i.InvoiceIssued({
        number: '7',
        seriesId: null,
        symbol: null,
        on,
        instalments,
        ...whose(total),
        makesCustomer: false,
      }),
    ],
  )
}
const happened = (
  category: 'invoice' | 'payment',
  ...all: readonly (readonly [on: Day, event: NewEvent])[]
): Happening[] =>
  all.map(([on, event]) => ({ category, id: category === 'invoice' ? invoiceId : paymentId, on, event }))
const part = (minorUnits: number) => ({ allocationId, instalment: null, amount: usd(minorUnits) })
const paid = (on: Day, amount: number, allocated: number): Happening[] => [
  ...happened(
    'payment',
    [
      on,
      p.PaymentReceived({
        ...{ personId: paymentId, customerId, amount: usd(amount), method: 'cash', reference: 'FT 9', assignment },
        ...{ externalIds: [], custom: {}, makesCustomer: false },
      }),
    ],
    [on, p.PaymentAllocationRequested({ ...part(allocated), invoiceId })],
  ),
  ...happened('invoice', [on, i.InvoicePaymentAllocated({ ...part(allocated), paymentId })]),
]

const reported = async (history: readonly Happening[], asOf: Day) => {
  const documents = createMemoryDocumentStore()
  await projectorOf(await logOf(history), documents).catchUp()
  const { currencies } = await ask(documents, { asOf })
  return { documents, usd: currencies[0] }
}

describe('buckets', () => {
  it('hold what has been due for so many days, the due day itself in the first one', () => {
    expect(bucketsOf([30, 60])).toEqual([
      { from: 0, to: 30 },
      { from: 31, to: 60 },
      { from: 61, to: null },
    ])
    expect([-1, 0, 30, 31, 60, 61].map(days => placeIn([30, 60], days))).toEqual([-1, 0, 0, 1, 1, 2])
  })

  it('add up to the outstanding with what is not yet due', async () => {
    const history = issued('2026-01-01', [
      ['2026-01-31', 100],
      ['2026-02-28', 200],
      ['2026-03-31', 300],
    ])
    expect((await reported(history, '2026-02-28')).usd).toMatchObject({
      ...{ outstanding: shown('6.00'), notYetDue: shown('3.00'), dueToday: shown('2.00'), overdue: shown('1.00') },
      buckets: [{ outstanding: shown('3.00'), instalments: 2 }, {}, {}, {}, {}],
    })
    expect((await reported(history, '2026-04-01')).usd).toMatchObject({
      ...{ outstanding: shown('6.00'), notYetDue: shown('0.00'), dueToday: shown('0.00'), overdue: shown('6.00') },
      buckets: [
        { outstanding: shown('3.00') },
        { outstanding: shown('3.00') },
        { outstanding: shown('0.00') },
        { outstanding: shown('0.00') },
        { outstanding: shown('0.00') },
      ],
      openInvoices: [{ dueOn: '2026-01-31', daysOverdue: 60 }],
    })
  })
})

describe('what is paid', () => {
  const history = [
    ...issued('2026-01-01', [
      ['2026-01-31', 100],
      ['2026-02-28', 200],
    ]),
    // written down last, and dated back
    ...paid('2026-01-15', 500, 150),
  ]

  it('covers what is due first from its day on, and the rest of the payment is an advance', async () => {
    expect((await reported(history, '2026-01-14')).usd).toMatchObject({
      ...{ outstanding: shown('3.00'), advances: shown('0.00') },
    })
    expect((await reported(history, '2026-02-10')).usd).toMatchObject({
      ...{ outstanding: shown('1.50'), notYetDue: shown('1.50'), advances: shown('3.50') },
      openInvoices: [{ dueOn: '2026-02-28', paid: shown('1.50'), daysOverdue: 0 }],
      customers: [{ customerId, invoices: 1, advance: shown('3.50') }],
    })
  })

  it('is an advance again where a credit note frees it', async () => {
    const released = [{ allocationId, paymentId, amount: usd(150), on: '2026-02-15' }]
    const note = { creditNoteId, number: 'C1', seriesId: uuid(5), symbol: 'C', on: '2026-02-15' }
    const credited = [
      ...history,
      ...happened('invoice', ['2026-02-15', i.InvoiceCredited({ ...note, amount: usd(300), tax: usd(0), released })]),
      ...happened('payment', [
        '2026-02-15',
        p.PaymentAllocationReleased({ allocationId, invoiceId, creditNoteId, amount: usd(150) }),
      ]),
    ]
    expect((await reported(credited, '2026-02-14')).usd).toMatchObject({ outstanding: shown('1.50') })
    const { documents, usd: since } = await reported(credited, '2026-02-15')
    expect(since).toMatchObject({ outstanding: shown('0.00'), advances: shown('5.00'), invoices: 0 })
    expect(
      await askStatement(documents, { customer: customerId, asOf: '2026-02-15', from: '2026-01-10' }),
    ).toMatchObject({
      currencies: [
        {
          ...{ opening: shown('3.00'), debits: shown('0.00'), credits: shown('8.00'), closing: shown('-5.00') },
          lines: [
            { kind: 'payment', reference: 'FT 9', credit: shown('5.00'), debit: null, balance: shown('-2.00') },
            { kind: 'creditNote', number: 'C1', credit: shown('3.00'), balance: shown('-5.00') },
          ],
        },
      ],
    })
  })
})

describe('days sales outstanding', () => {
  it('compare with what was invoiced within 90 days, the day asked for included', async () => {
    const history = issued('2026-01-01', [['2026-01-31', 300]])
    expect((await reported(history, '2026-03-31')).usd?.daysSalesOutstanding).toEqual({
      days: 90,
      invoiced: shown('3.00'),
    })
    expect((await reported(history, '2026-04-01')).usd?.daysSalesOutstanding).toEqual({
      days: null,
      invoiced: shown('0.00'),
    })
    expect((await reported([...history, ...paid('2026-02-01', 200, 200)], '2026-03-31')).usd).toMatchObject({
      daysSalesOutstanding: { days: 30 },
    })
  })
})

describe('an invoice that is cancelled', () => {
  it('comes to nothing from its day on', async () => {
    const history = [
      ...issued('2026-01-01', [['2026-01-31', 300]]),
      ...happened('invoice', ['2026-02-10', i.InvoiceCancelled({ personId: invoiceId, reason: null })]),
    ]
    expect((await reported(history, '2026-02-09')).usd).toMatchObject({ outstanding: shown('3.00'), invoices: 1 })
    const { documents, usd: since } = await reported(history, '2026-02-10')
    expect(since).toBeUndefined()
    expect(await askStatement(documents, { customer: customerId, asOf: '2026-02-10' })).toMatchObject({
      currencies: [
        {
          closing: shown('0.00'),
          lines: [{ kind: 'invoice' }, { kind: 'cancellation', number: '7', credit: shown('3.00') }],
        },
      ],
    })
  })
})

describe('how an invoice is settled', () => {
  const history = issued('2026-01-01', [['2026-01-31', 300]])
  const listed = async (...more: readonly (readonly [on: Day, event: NewEvent])[]) => {
    const documents = createMemoryDocumentStore()
    await projectorOf(await logOf([...history, ...happened('invoice', ...more)]), documents).catchUp()
    const [found] = await documents.query([{ find: invoices.collection }])
    const { settlement, status } = found.documents[0]?.document ?? {}
    return [status, settlement]
  }
  const writtenOff = (amount: number) =>
    [
      '2026-02-10',
      i.InvoiceWrittenOff({ writeOffId: uuid(6), amount: usd(amount), personId: invoiceId, reason: null }),
    ] as const
  const credited = (amount: number) => {
    const note = { creditNoteId, number: 'C1', seriesId: uuid(5), symbol: 'C', on: '2026-02-15' }
    return ['2026-02-15', i.InvoiceCredited({ ...note, amount: usd(amount), tax: usd(0), released: [] })] as const
  }

  it('is told whatever settled it: nobody says that what was credited or written off was paid', async () => {
    expect(await listed()).toEqual(['issued', 'open'])
    expect(await listed(writtenOff(100))).toEqual(['issued', 'partlySettled'])
    expect(await listed(writtenOff(300))).toEqual(['issued', 'settled'])
    expect(await listed(credited(300))).toEqual(['issued', 'settled'])
    expect(await listed(writtenOff(100), credited(200))).toEqual(['issued', 'settled'])
  })

  it('is another thing than that it was cancelled', async () => {
    expect(await listed(['2026-02-10', i.InvoiceCancelled({ personId: invoiceId, reason: null })])).toEqual([
      'cancelled',
      null,
    ])
  })
})

describe('money paid out', () => {
  const paidOut = (n: number, on: Day, amount: number): Happening => ({
    ...{ category: 'payment', id: uuid(100 + n), on },
    event: p.PaymentMade({
      ...{ personId: paymentId, customerId, amount: usd(amount), method: 'cash', reference: null, assignment },
      ...{ externalIds: [], custom: {}, purpose: 'refund' },
    }),
  })

  it('lessens the advance from its day on, and is added up for each customer, not read one by one', async () => {
    const history = [
      ...issued('2026-01-01', [['2026-01-31', 300]]),
      ...paid('2026-01-15', 1000, 300),
      ...Array.from({ length: 200 }, (_, n) => paidOut(n, n < 100 ? '2026-02-01' : '2026-03-01', 2)),
    ]
    for (const [asOf, advance] of [
      ['2026-01-31', '7.00'],
      ['2026-02-01', '5.00'],
      ['2026-03-01', '3.00'],
    ] as const) {
      const { documents, usd: figures } = await reported(history, asOf)
      expect(figures).toMatchObject({ advances: shown(advance), customers: [{ customerId, advance: shown(advance) }] })
      const { read } = await ask(documents, { asOf })
      expect(read.documents + read.rows).toBeLessThan(10)
      expect((await ask(documents, { asOf, customer: customerId })).currencies).toMatchObject([
        { advances: shown(advance) },
      ])
    }
  })
})
