// The report on customers few enough to follow by hand.
import { contactEvents as e } from '@eventcrm/domain'
import { createMemoryEventStore } from '@eventcrm/event-store'
import { createMemoryDocumentStore, QuestionInvalid, type DocumentStore } from '@eventcrm/projection'
import { describe, expect, it } from 'vitest'
import type { ClvQuestion } from '../src/index.ts'
import {
  ask as asking,
  became,
  bought,
  cancelled,
  credited,
  customerId,
  founded,
  issued,
  managed,
  marginSet,
  merged,
  paid,
  project,
  projected,
  setApart,
  staffId,
  undone,
  voided,
  write,
  type Happening,
} from './stores.ts'

const vnd = (amount: string) => ({ amount, currency: 'VND' })
const ask = async (history: readonly Happening[], question: ClvQuestion) => {
  const report = await asking(await projected(history), question)
  return { ...report, vnd: report.currencies.find(({ currency }) => currency === 'VND') }
}

describe('purchases', () => {
  const history = [
    bought(1, 1, '2026-01-05', { minorUnits: 1100, tax: 100 }),
    bought(2, 1, '2026-01-05', { minorUnits: 500, tax: null }),
    bought(3, 1, '2026-03-10', { minorUnits: 0 }),
    bought(4, 2, '2026-02-01', { minorUnits: 4400, tax: 400, currency: 'USD' }),
  ]

  it('of a day are one, nothing is an amount, and tax counts where it is not known', async () => {
    expect((await ask(history, { asOf: '2026-03-31' })).vnd?.total).toEqual({
      ...{ customers: 1, purchases: 2, recorded: 3, taxUnknown: 1 },
      ...{ revenue: vnd('1500'), value: vnd('1500'), meanValue: vnd('1500'), averagePurchase: vnd('750') },
      ...{ frequency: 2, recencyDays: 21, tenureDays: 85 },
    })
    expect((await ask(history, { asOf: '2026-03-31', tax: 'in' })).vnd?.total.revenue).toEqual(vnd('1600'))
  })

  it('are never added up across currencies, and are of one where that is asked for', async () => {
    const { currencies, basis } = await ask(history, {})
    expect(currencies.map(({ currency, total }) => [currency, total.customers])).toEqual([
      ['USD', 1],
      ['VND', 1],
    ])
    expect(basis).toEqual({ margin: 100, marginIs: 'company', cohorts: 'month' })
    expect(currencies[0]?.basis).toEqual({ of: 'purchases', tax: 'out' })
    expect((await ask(history, { currency: 'USD' })).currencies).toHaveLength(1)
    expect((await ask(history, { currency: 'EUR' })).currencies).toEqual([])
  })

  it('entered by mistake count on no day', async () => {
    const { vnd: figures } = await ask([...history, voided(1, '2026-06-01')], { asOf: '2026-01-31' })
    expect(figures?.total).toMatchObject({ purchases: 1, recorded: 1, revenue: vnd('500') })
  })

  it('are worth the margin of the day asked for, or the one asked with', async () => {
    const set = [...history, marginSet(40, '2026-02-01'), marginSet(33.33, '2026-04-01', 40)]
    const valueOf = async (question: ClvQuestion) => (await ask(set, question)).vnd?.total.value
    expect(await valueOf({ asOf: '2026-01-31' })).toEqual(vnd('1500'))
    expect(await valueOf({ asOf: '2026-03-31' })).toEqual(vnd('600'))
    expect(await valueOf({ asOf: '2026-04-01' })).toEqual(vnd('500'))
    expect(await valueOf({ asOf: '2026-04-01', margin: 0.05 })).toEqual(vnd('1'))
    // days before the company was set up here count as that one
    const late = [founded('2026-03-01'), ...history, marginSet(40, '2026-03-01'), marginSet(50, '2026-04-01', 40)]
    expect((await ask(late, { asOf: '2026-01-31' })).vnd?.total.value).toEqual(vnd('600'))
    expect((await ask(late, { asOf: '2026-04-01' })).vnd?.total.value).toEqual(vnd('750'))
  })
})

describe('invoices', () => {
  const part = { allocation: 1, amount: 1100, on: '2026-02-01' }
  const later = { allocation: 2, amount: 300, on: '2026-04-10' }
  const history = [
    issued(1, 1, '2026-01-05', { net: 1000, tax: 100 }),
    issued(2, 1, '2026-01-05', { net: 500, tax: 50 }),
    issued(3, 2, '2026-02-10', { net: 300, tax: 30 }),
    paid(1, part),
    paid(3, later),
    credited(1, 1, '2026-03-20', { net: 200, tax: 20 }, [{ ...part, amount: 220, on: '2026-03-20' }]),
    undone(3, { ...later, on: '2026-05-01' }),
    cancelled(2, '2026-04-01'),
    bought(1, 3, '2026-01-05', { minorUnits: 70 }),
    bought(2, 3, '2026-01-06', { minorUnits: 70, currency: 'USD' }),
  ]
  const of = async (question: ClvQuestion) => (await ask(history, question)).vnd

  it('are purchases of their customer on their day, without tax, which a credit note takes from on its own', async () => {
    const before = await of({ asOf: '2026-03-19' })
    expect(before?.basis).toEqual({ of: 'invoices', tax: 'out' })
    expect(before?.total).toMatchObject({ customers: 2, purchases: 2, recorded: 3, revenue: vnd('1800') })
    const credited = await of({ asOf: '2026-03-31' })
    expect(credited?.total).toMatchObject({ customers: 2, purchases: 2, recorded: 3, revenue: vnd('1600') })
    expect(credited?.customers[0]).toMatchObject({ lastOn: '2026-01-05', purchases: 1, revenue: vnd('1300') })
    expect(credited?.months.at(-1)).toMatchObject({ month: '2026-03', repeatCustomers: 0, repeatRevenue: vnd('-200') })
    expect(credited?.cohorts.map(({ cohort, age, bought, value }) => [cohort, age, bought, value.amount])).toEqual([
      ...[0, 1].map(age => ['2026-01', age, age === 0 ? 1 : 0, '1500']),
      ['2026-01', 2, 0, '1300'],
      ...[0, 1].map(age => ['2026-02', age, age === 0 ? 1 : 0, '300']),
    ])
    expect((await of({ asOf: '2026-03-31', tax: 'in' }))?.total.revenue).toEqual(vnd('1760'))
  })

  it('that were cancelled count until the day before, and as ever when asked as of then', async () => {
    expect((await of({ asOf: '2026-04-01' }))?.total).toMatchObject({ recorded: 2, revenue: vnd('1100') })
    expect((await of({ asOf: '2026-03-31' }))?.total).toMatchObject({ recorded: 3, revenue: vnd('1600') })
  })

  it('count as they were paid where that is asked for, with tax, less what was freed and undone', async () => {
    const paidBy = async (asOf: string) => (await of({ asOf, basis: 'payments' }))?.total
    expect(await paidBy('2026-01-31')).toBeUndefined()
    expect(await paidBy('2026-03-19')).toMatchObject({ customers: 1, purchases: 1, revenue: vnd('1100') })
    expect(await paidBy('2026-03-20')).toMatchObject({ customers: 1, purchases: 1, revenue: vnd('880') })
    expect(await paidBy('2026-04-30')).toMatchObject({ customers: 2, purchases: 2, revenue: vnd('1180') })
    expect(await paidBy('2026-05-01')).toMatchObject({ customers: 1, purchases: 1, revenue: vnd('880') })
    expect((await of({ basis: 'payments' }))?.basis).toEqual({ of: 'payments', tax: 'in' })
  })

  it('are no purchases since the day on which the last of what was paid was given back, by whatever it was', async () => {
    const part = { allocation: 1, amount: 1000, on: '2026-01-10' }
    const history = [
      issued(1, 1, '2026-01-05', { net: 2000 }),
      paid(1, part),
      paid(1, { allocation: 2, amount: 1000, on: '2026-02-10' }),
      // the undoing counts before what was freed, though it was recorded later
      credited(1, 1, '2026-03-20', { net: 500 }, [{ ...part, amount: 300, on: '2026-03-20' }]),
      credited(1, 2, '2026-04-20', { net: 500 }, [{ ...part, amount: 200, on: '2026-04-20' }]),
      undone(1, { ...part, amount: 500, on: '2026-02-20' }),
    ]
    const told = async (asOf: string, known = history.length) => {
      const { vnd } = await ask(history.slice(0, known), { asOf, basis: 'payments' })
      return [vnd?.total.purchases, vnd?.customers[0]?.firstOn, vnd?.total.revenue.amount]
    }
    expect(await told('2026-02-19')).toEqual([2, '2026-01-10', '2000'])
    expect(await told('2026-02-20')).toEqual([2, '2026-01-10', '1500'])
    expect(await told('2026-03-20')).toEqual([2, '2026-01-10', '1200'])
    expect(await told('2026-04-19')).toEqual([2, '2026-01-10', '1200'])
    expect(await told('2026-04-20')).toEqual([1, '2026-02-10', '1000'])
    expect(await told('2026-04-20', 5)).toEqual([2, '2026-01-10', '1500'])
    const { vnd } = await ask(history, { basis: 'payments', asOf: '2026-04-20' })
    expect(
      vnd?.months.map(({ month, newRevenue, repeatRevenue }) => [month, newRevenue.amount, repeatRevenue.amount]),
    ).toEqual([
      ['2026-02', '1000', '0'],
      ['2026-03', '0', '0'],
      ['2026-04', '0', '0'],
    ])
  })

  it('are no purchases since the day on which the last of them was credited', async () => {
    const history = [
      issued(1, 1, '2026-01-05', { net: 1000, tax: 100 }),
      issued(2, 1, '2026-02-05', { net: 500 }),
      credited(1, 1, '2026-04-20', { net: 400, tax: 40 }),
      credited(1, 2, '2026-03-20', { net: 600, tax: 60 }),
    ]
    const told = async (asOf: string) => {
      const { vnd } = await ask(history, { asOf })
      return [vnd?.total.purchases, vnd?.total.recorded, vnd?.customers[0]?.firstOn, vnd?.total.revenue.amount]
    }
    expect(await told('2026-03-19')).toEqual([2, 2, '2026-01-05', '1500'])
    expect(await told('2026-04-19')).toEqual([2, 2, '2026-01-05', '900'])
    expect(await told('2026-04-20')).toEqual([1, 1, '2026-02-05', '500'])
    const only = [issued(1, 1, '2026-01-05', { net: 1000 }), credited(1, 1, '2026-03-20', { net: 1000 })]
    expect((await ask(only, { asOf: '2026-03-19' })).vnd?.total).toMatchObject({ customers: 1 })
    expect((await ask(only, { asOf: '2026-03-20' })).vnd).toBeUndefined()
  })

  it('are what is told of a currency that has any by that day, and purchases of others, each said', async () => {
    const told = async (question: ClvQuestion) =>
      (await ask(history, question)).currencies.map(one => [one.currency, one.basis.of, one.total.revenue.amount])
    expect(await told({ asOf: '2026-03-31' })).toEqual([
      ['USD', 'purchases', '0.70'],
      ['VND', 'invoices', '1600'],
    ])
    expect(await told({ asOf: '2026-01-31', basis: 'purchases' })).toEqual([
      ['USD', 'purchases', '0.70'],
      ['VND', 'purchases', '70'],
    ])
    const late = [issued(1, 1, '2026-02-01', { net: 1 }), bought(1, 3, '2026-01-05', { minorUnits: 70 })]
    expect((await ask(late, { asOf: '2026-01-31' })).vnd?.basis.of).toBe('purchases')
    expect((await ask(late, { asOf: '2026-02-01' })).vnd?.basis.of).toBe('invoices')
  })

  it('teach what a purchase comes to by themselves, whatever was credited', async () => {
    const history = [
      ...[1, 2, 3].map(n => issued(n, 1, `2026-0${String(n)}-01`, { net: 100 })),
      credited(2, 1, '2026-03-02', { net: 90 }),
    ]
    const spent = async (asOf: string) => (await ask(history, { asOf })).vnd?.expectations
    const [before, after] = [await spent('2026-03-01'), await spent('2026-03-02')]
    expect(after).toMatchObject({ repeatCustomers: 1, spending: { customers: 1 } })
    expect(after?.spending).toEqual(before?.spending)
  })

  it('can’t be asked for as they were paid, but without tax', async () => {
    const wrong = await ask(history, { basis: 'payments', tax: 'out' }).catch((error: unknown) => error)
    expect(wrong).toMatchObject({
      faults: [{ field: 'tax', message: 'expected in, since of payments it is not known how much is tax' }],
    })
    const basis: object = { basis: 'orders' }
    expect(await ask(history, basis).catch((error: unknown) => error)).toMatchObject({
      faults: [{ field: 'basis', message: 'expected invoices, payments or purchases' }],
    })
  })
})

describe('a month', () => {
  const history = [
    bought(1, 1, '2026-01-20', { minorUnits: 10 }),
    bought(2, 1, '2026-01-25', { minorUnits: 20 }),
    bought(3, 1, '2026-03-01', { minorUnits: 30 }),
    bought(4, 2, '2026-03-05', { minorUnits: 40 }),
  ]

  it('has new customers, those who come back, and nobody where nobody bought', async () => {
    const { vnd: figures } = await ask(history, { asOf: '2026-03-31' })
    expect(figures?.months).toEqual(
      [
        ['2026-01', 1, '30', 0, '0'],
        ['2026-02', 0, '0', 0, '0'],
        ['2026-03', 1, '40', 1, '30'],
      ].map(([month, newCustomers, newRevenue, repeatCustomers, repeatRevenue]) => ({
        ...{ month, inPart: false, newCustomers, repeatCustomers },
        ...{ newRevenue: vnd(String(newRevenue)), repeatRevenue: vnd(String(repeatRevenue)) },
      })),
    )
  })

  it('counts only its days that are asked for, and is marked as in part', async () => {
    const { vnd: figures, period } = await ask(history, { asOf: '2026-12-31', from: '2026-01-22', to: '2026-03-02' })
    expect(period).toEqual({ from: '2026-01-22', to: '2026-03-02' })
    expect(figures?.months).toMatchObject([
      { month: '2026-01', inPart: true, newCustomers: 1, newRevenue: vnd('20') },
      { month: '2026-02', inPart: false },
      { month: '2026-03', inPart: true, newCustomers: 0, repeatCustomers: 1, repeatRevenue: vnd('30') },
    ])
    expect(figures?.cohorts).toEqual([])
    expect(figures?.total.customers).toBe(2)
  })

  it('is the age by which a cohort is followed, or a quarter is', async () => {
    const { vnd: figures } = await ask(history, { asOf: '2026-04-01', margin: 50 })
    expect(
      figures?.cohorts.map(({ cohort, age, bought, retention, value }) => [
        cohort,
        age,
        bought,
        retention,
        value.amount,
      ]),
    ).toEqual([
      ['2026-01', 0, 1, 1, '15'],
      ['2026-01', 1, 0, 0, '15'],
      ['2026-01', 2, 1, 1, '30'],
      ['2026-01', 3, 0, 0, '30'],
      ['2026-03', 0, 1, 1, '20'],
      ['2026-03', 1, 0, 0, '20'],
    ])
    const quarters = await ask(history, { asOf: '2026-04-01', cohorts: 'quarter' })
    expect(quarters.vnd?.cohorts.map(({ cohort, size, age, bought }) => [cohort, size, age, bought])).toEqual([
      ['2026-Q1', 2, 0, 2],
      ['2026-Q1', 2, 1, 0],
    ])
  })
})

it('customers with equal values have equal scores: that of the middle of their places', async () => {
  const once = [1, 2, 3, 4, 5, 6].map(n => bought(n, n, '2026-01-05', { minorUnits: 100 }))
  const more = [7, 8].flatMap(n =>
    [1, 2].map(i => bought(n * 10 + i, n, `2026-02-0${String(i)}`, { minorUnits: 50 * n })),
  )
  const { vnd: figures } = await ask([...once, ...more], { asOf: '2026-06-30', top: 1000 })
  const scores = figures?.customers.map(({ customerId, scores, segment }) => [
    customerId,
    ...Object.values(scores),
    segment,
  ])
  expect(scores).toEqual([
    [customerId(8), 5, 5, 5, 'champions'],
    [customerId(7), 5, 5, 5, 'champions'],
    ...[1, 2, 3, 4, 5, 6].map(n => [customerId(n), 2, 1, 2, 'hibernating']),
  ])
  expect(figures?.segments.map(({ segment, customers, share }) => [segment, customers, share])).toEqual([
    ['champions', 2, 0.25],
    ['hibernating', 6, 0.75],
  ])
})

it('few customers, and such as are all equal, stand about the middle', async () => {
  // the first buys least and the last most
  const scoresOf = async (purchases: readonly Happening[]) => {
    const { vnd: figures } = await ask(purchases, { asOf: '2026-06-30', top: 1000 })
    return figures?.customers.toReversed().map(({ scores }) => Object.values(scores).join(''))
  }
  const rising = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      Array.from({ length: n + 1 }, (_, i) => bought(n * 10 + i, n, `2026-0${String(i + 1)}-01`, { minorUnits: 100 })),
    ).flat()
  expect(await scoresOf(rising(1))).toEqual(['313'])
  expect(await scoresOf(rising(2))).toEqual(['212', '444'])
  expect(await scoresOf(rising(3))).toEqual(['111', '333', '555'])
  expect(await scoresOf(rising(4))).toEqual(['111', '222', '444', '555'])
  expect(await scoresOf(rising(5))).toEqual(['111', '222', '333', '444', '555'])
  const onOneDay = (amounts: readonly number[]) =>
    amounts.map((minorUnits, n) => bought(n, n, '2026-01-05', { minorUnits }))
  expect(await scoresOf(onOneDay([100, 100, 100, 100, 100, 100]))).toEqual(Array(6).fill('313'))
  expect(await scoresOf(onOneDay([100, 200, 300, 400, 500]))).toEqual(['311', '312', '313', '314', '315'])
})

it('who bought nothing for more than so many days is inactive, and not on the last of them', async () => {
  const history = [bought(1, 1, '2026-01-01', { minorUnits: 10 }), bought(2, 2, '2026-01-02', { minorUnits: 90 })]
  const { vnd: figures } = await ask(history, { asOf: '2026-01-31', inactiveAfter: 29 })
  expect(figures?.inactive).toMatchObject({ customers: 1, share: 0.5, revenue: vnd('10') })
  expect(figures?.inactive.top).toMatchObject([{ customerId: customerId(1), daysSince: 30 }])
})

describe('contacts that are part of others', () => {
  const history = [
    bought(1, 1, '2026-01-05', { minorUnits: 10 }),
    bought(2, 2, '2026-01-05', { minorUnits: 20 }),
    bought(3, 2, '2026-02-05', { minorUnits: 40 }),
    became(1, '2026-01-05'),
    managed(2, 2, '2026-01-02'),
    became(2, '2026-01-03'),
    managed(2, 1, '2026-01-10'),
    merged(2, 1, '2026-03-01'),
    setApart(2, 1, '2026-05-01'),
  ]

  it('count with the one that stands for them on the day asked for, and only then', async () => {
    const on = async (asOf: string) => (await ask(history, { asOf })).vnd
    expect((await on('2026-02-28'))?.total).toMatchObject({ customers: 2, purchases: 3 })
    const whole = await on('2026-03-31')
    expect(whole?.total).toMatchObject({ customers: 1, purchases: 2, recorded: 3 })
    expect(whole?.customers).toMatchObject([{ customerId: customerId(1), revenue: vnd('70') }])
    expect((await on('2026-05-01'))?.total).toMatchObject({ customers: 2, purchases: 3 })
  })

  it('were acquired once, by whoever managed the first of them at the end of that day', async () => {
    const on = async (asOf: string) => (await ask(history, { asOf })).acquisitions
    expect(await on('2026-02-28')).toEqual({
      customers: 2,
      months: [
        { month: '2026-01', inPart: false, customers: 2 },
        { month: '2026-02', inPart: false, customers: 0 },
      ],
      salespeople: [
        { staffMemberId: staffId(2), name: null, customers: 1 },
        { staffMemberId: null, name: null, customers: 1 },
      ],
    })
    expect(await on('2026-03-31')).toMatchObject({
      customers: 1,
      salespeople: [{ staffMemberId: staffId(2), customers: 1 }],
    })
  })

  it('are no customers any more who were only by what went with another', async () => {
    const parted: readonly Happening[] = [
      became(1, '2026-01-05'),
      merged(2, 1, '2026-01-02'),
      setApart(2, 1, '2026-05-01'),
      { ...became(1, '2026-05-01'), event: unmerged },
      became(2, '2026-05-01'),
    ]
    const on = async (asOf: string) => (await ask(parted, { asOf })).acquisitions.customers
    expect([await on('2026-04-30'), await on('2026-05-01')]).toEqual([1, 1])
  })
})

const unmerged = e.ContactUnmerged({
  ...{ mergeId: customerId(9), loserIds: [customerId(2)], personId: customerId(1) },
  values: {
    ...{ customer: null, phones: [], emails: [], addresses: [], tags: [] },
    ...{ employments: [], notes: [], externalIds: [], custom: {} },
  },
  gone: { phones: [], emails: [], addresses: [], tags: [], employments: [], notes: [], externalIds: [], custom: [] },
})

describe('what is expected', () => {
  const codesOf = async (history: readonly Happening[], question: ClvQuestion) => {
    const { expectations } = (await ask(history, question)).vnd ?? {}
    return { ...expectations, codes: expectations?.cautions.map(({ code }) => code) }
  }

  it('is nothing where nobody bought again, or all came on the last day', async () => {
    const once = [1, 2, 3].map(n => bought(n, n, '2026-01-05', { minorUnits: 100 }))
    expect(await codesOf(once, { asOf: '2026-06-30' })).toMatchObject({
      ...{ codes: ['nobodyBoughtAgain'], buying: null, spending: null, top: [] },
      ...{ window: { expected: null, bought: null }, value: { total: null } },
    })
    expect(await codesOf(once, { asOf: '2026-01-05' })).toMatchObject({
      codes: ['allCameOnOneDay'],
      window: { from: '2026-01-06', to: '2026-01-06', expected: null },
    })
  })

  it('is nothing where too few bought again to tell how, and says so', async () => {
    const few = [
      ...[1, 2].map(n => bought(n, n, '2026-01-05', { minorUnits: 100 })),
      ...[3, 4].map(n => bought(n, n - 2, '2026-01-12', { minorUnits: 0 })),
    ]
    const { codes, buying, top } = await codesOf(few, { asOf: '2026-01-31' })
    expect(codes).toEqual(['buyingNotConverged', 'nothingSpent'])
    expect({ converged: buying?.converged, top }).toEqual({ converged: false, top: [] })
  })

  it('doubts the amounts where they go with how often customers buy', async () => {
    const history = Array.from({ length: 12 }, (_, n) =>
      Array.from({ length: n }, (_, i) =>
        bought(n * 20 + i, n, `2026-0${String(1 + (i % 6))}-1${String(i % 9)}`, { minorUnits: n * 1000 + i }),
      ),
    ).flat()
    expect((await codesOf(history, { asOf: '2026-12-31' })).codes).toContain('spendingGoesWithBuying')
  })

  it('is of those who first bought by the end of the calibration; what they bought since counts until the day asked for', async () => {
    const history = [
      bought(1, 1, '2026-01-01', { minorUnits: 10 }),
      bought(2, 1, '2026-01-10', { minorUnits: 10 }),
      bought(3, 1, '2026-01-11', { minorUnits: 10 }),
      bought(4, 1, '2026-01-20', { minorUnits: 10 }),
      bought(5, 1, '2026-01-21', { minorUnits: 10 }),
      bought(6, 2, '2026-01-11', { minorUnits: 10 }),
    ]
    const windowAt = async (asOf: string, more: ClvQuestion = {}) =>
      (await codesOf(history, { asOf, calibrateUntil: '2026-01-10', ...more })).window
    expect(await windowAt('2026-01-10')).toMatchObject({ from: '2026-01-11', to: '2026-01-20', bought: null })
    expect(await windowAt('2026-01-11')).toMatchObject({ bought: 1, isOver: false, weeks: 1.4286 })
    expect(await windowAt('2026-02-28')).toMatchObject({ bought: 2, isOver: true })
    expect(await windowAt('2026-02-28', { weeks: 2 })).toMatchObject({ to: '2026-01-24', bought: 3, weeks: 2 })
    const { customers, repeatCustomers } = await codesOf(history, { asOf: '2026-02-28', calibrateUntil: '2026-01-10' })
    expect([customers, repeatCustomers]).toEqual([1, 1])
  })
})

it('a question that can’t be asked so names its fields', async () => {
  const documents = await projected([])
  const asked = (question: object) => asking(documents, question).catch((error: unknown) => error)
  expect(
    await asked({ margin: 100.001, tax: 'no', weeks: 0, months: 121, discount: 2, inactiveAfter: 0 }),
  ).toMatchObject({
    code: 'QuestionInvalid',
    faults: [
      { field: 'tax', message: 'expected out or in', words: { vi: 'cần out hoặc in' } },
      { field: 'margin' },
      { field: 'inactiveAfter' },
      { field: 'weeks', message: 'expected a whole number from 1 to 1040' },
      { field: 'months' },
      { field: 'discount', message: 'expected a share from 0 to 1, like 0.01' },
    ],
  })
  expect(await asked({ asOf: '2026-01-01', calibrateUntil: '2026-01-02' })).toMatchObject({
    faults: [{ field: 'calibrateUntil', message: 'expected a day that is not after the one that is asked for' }],
  })
  expect(await asked({ from: '2026-02-01', to: '2026-01-01' })).toBeInstanceOf(QuestionInvalid)
  expect(await asking(documents)).toMatchObject({ currencies: [], acquisitions: { customers: 0, months: [] } })
})

it('answers for one position, whatever is folded while it reads', async () => {
  const events = createMemoryEventStore()
  const documents = createMemoryDocumentStore()
  const before = [bought(1, 1, '2026-01-05', { minorUnits: 10 }), bought(2, 1, '2026-02-05', { minorUnits: 20 })]
  const after = [voided(1, '2026-02-06'), bought(3, 2, '2026-01-05', { minorUnits: 40 })]
  await write(events, before)
  await project(events, documents)
  const { position: then, read: _, ...known } = await asking(documents)
  let isMoved = false
  const moving: DocumentStore = {
    ...documents,
    query: async queries => {
      if (!isMoved && queries.some(query => 'group' in query && query.limit !== undefined)) {
        isMoved = true
        await write(events, [...before, ...after], before.length)
        await project(events, documents)
      }
      return documents.query(queries)
    },
  }
  const { position, read: __, ...told } = await asking(moving)
  expect({ isMoved, position, told }).toEqual({ isMoved: true, position: then, told: known })
  expect((await asking(documents)).currencies[0]?.total).toMatchObject({ customers: 2, recorded: 2 })
})
