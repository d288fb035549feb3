// The report on lives small enough to follow by hand.
import { opportunityEvents as e, type Day, type NewEvent } from '@eventcrm/domain'
import { documentsOf } from '@eventcrm/projection'
import { describe, expect, it } from 'vitest'
import { opportunities, opportunityDocument, pipelineReport, type PipelineQuestion } from '../src/index.ts'
import { customerIds, opportunityIds, ownerIds, teamIds, type Happening } from './histories.ts'
import { projected } from './stores.ts'

const [an = '', binh = ''] = ownerIds
const [north = '', south = ''] = teamIds
const [kan = '', isdom = ''] = customerIds
const [one = '', two = '', three = ''] = opportunityIds

const stage = (n: number, more: object = {}) => ({
  pipelineId: '00000005-0000-4000-8000-000000000001',
  stageId: `00000007-0000-4000-8000-00000000000${String(n)}`,
  name: ['New', 'Qualified', 'Proposition', 'Won'][n] ?? '',
  order: n,
  probability: [10, 25, 50, 100][n] ?? 0,
  rottingDays: null,
  ...more,
})
const money = (amount: number, currency = 'USD') => ({ value: { amount, currency }, byHand: true })
const opened = (more: object = {}) =>
  e.OpportunityOpened({
    personId: one,
    title: 'GTX Pro',
    stage: stage(0),
    assignment: { ownerId: an, teamId: north, department: 'East' },
    revenue: money(105_401),
    expectedCloseOn: '2017-02-15',
    priority: 0,
    tags: [],
    customerId: kan,
    externalIds: [],
    custom: {},
    ...more,
  })
const moved = (n: number, more: object = {}) => e.StageChanged({ from: stage(0), to: stage(n, more) })
const won = (amount = 105_401, currency = 'USD') =>
  e.MarkedWon({ from: stage(0), to: stage(3), revenue: money(amount, currency), expected: money(105_401) })
const lost = (name: string | null = 'Price', n = 1) =>
  e.MarkedLost({
    stage: stage(0),
    reason: name === null ? null : { reasonId: `00000006-0000-4000-8000-00000000000${String(n)}`, name },
    personId: one,
    note: null,
  })
const reopened = (was: 'won' | 'lost', n = 0) => e.OpportunityReopened({ was, stage: stage(n) })
const reassigned = (ownerId: string | null, teamId: string | null) =>
  e.OpportunityReassigned({
    from: { ownerId: an, teamId: north, department: null },
    to: { ownerId, teamId, department: null },
  })

/** A life: what happened to one opportunity, in the order written. */
const life = (opportunityId: string, ...happened: readonly (readonly [Day, NewEvent])[]): Happening[] =>
  happened.map(([on, event]) => ({ opportunityId, on, event }))
const ask = async (lives: readonly Happening[], question: PipelineQuestion) => {
  const report = await pipelineReport(await projected(lives), question)
  return { ...report, usd: report.currencies.find(({ currency }) => currency === 'USD') }
}
const usd = (amount: string) => ({ amount, currency: 'USD' })

describe('an opportunity', () => {
  const history = life(one, ['2017-01-05', opened()], ['2017-01-31', moved(1)], ['2017-03-05', won(90_000)])

  it('is open in its stage until the day it leaves it', async () => {
    expect((await ask(history, { asOf: '2017-01-04' })).currencies).toEqual([])
    expect((await ask(history, { asOf: '2017-01-30' })).usd).toMatchObject({
      open: { count: 1, value: usd('1054.01'), weighted: usd('105.40') },
      stages: [{ name: 'New', count: 1, meanDays: 25 }],
      won: { count: 0, value: usd('0.00') },
      winRate: { byCount: null, byValue: null },
    })
    expect((await ask(history, { asOf: '2017-01-31' })).usd).toMatchObject({
      open: { count: 1, value: usd('1054.01'), weighted: usd('263.50') },
      stages: [{ name: 'Qualified', count: 1, meanDays: 0 }],
    })
    expect((await ask(history, { asOf: '2017-03-04' })).usd?.stages).toMatchObject([
      { name: 'Qualified', meanDays: 32 },
    ])
  })

  it('is won from its day on, at its final amount', async () => {
    expect((await ask(history, { asOf: '2017-03-05' })).usd).toMatchObject({
      open: { count: 0, value: usd('0.00') },
      stages: [],
      won: { count: 1, value: usd('900.00') },
      winRate: { byCount: 1, byValue: 1 },
      cycle: { of: 'won', mean: 59, median: 59 },
      months: [{ month: '2017-03', won: { count: 1, value: usd('900.00') } }],
      salespeople: [{ ownerId: an, won: { count: 1 } }],
      teams: [{ teamId: north, won: { count: 1 } }],
      bestCustomers: [{ customerId: kan, won: { count: 1, value: usd('900.00') } }],
      bestSalespeople: [{ ownerId: an }],
    })
  })

  it('has its corrected amount from the day of the correction on, under the month of its closing', async () => {
    const corrected = [
      ...history,
      ...life(one, ['2017-05-02', e.OpportunityRevenueSet({ from: money(90_000), to: money(80_000) })]),
    ]
    expect((await ask(corrected, { asOf: '2017-05-01' })).usd?.won).toEqual({ count: 1, value: usd('900.00') })
    expect((await ask(corrected, { asOf: '2017-05-02' })).usd).toMatchObject({
      won: { count: 1, value: usd('800.00') },
      months: [{ month: '2017-03', won: { count: 1, value: usd('800.00') } }],
    })
    const inMarch = { asOf: '2017-05-02', from: '2017-03-01', to: '2017-03-31' }
    expect((await ask(corrected, inMarch)).usd?.won.value).toEqual(usd('800.00'))
  })

  it('moves to another currency with its amount, and is never added up across currencies', async () => {
    const abroad = [
      ...history,
      ...life(one, ['2017-05-02', e.OpportunityRevenueSet({ from: money(90_000), to: money(500, 'VND') })]),
    ]
    const report = await ask(abroad, { asOf: '2017-05-02' })
    expect(report.currencies.map(({ currency, won }) => [currency, won.count])).toEqual([['VND', 1]])
    expect((await ask(abroad, { asOf: '2017-05-01' })).currencies.map(({ currency }) => currency)).toEqual(['USD'])
  })

  it('counts for whom it was when it was closed, whoever has it since', async () => {
    const passedOn = [...history, ...life(one, ['2017-04-01', reassigned(binh, south)])]
    expect((await ask(passedOn, { asOf: '2017-06-01' })).usd?.salespeople).toMatchObject([
      { ownerId: an, won: { count: 1 } },
    ])
    const late = [...history, ...life(one, ['2017-03-01', reassigned(binh, south)])]
    expect((await ask(late, { asOf: '2017-06-01' })).usd?.salespeople).toMatchObject([
      { ownerId: binh, won: { count: 1 } },
    ])
    expect((await ask(late, { asOf: '2017-02-28' })).usd?.salespeople).toMatchObject([
      { ownerId: an, open: { count: 1 } },
    ])
  })
})

describe('a loss', () => {
  const history = life(
    one,
    ['2017-01-05', opened()],
    ['2017-02-10', lost()],
    ['2017-04-02', reopened('lost', 1)],
    ['2017-04-20', lost('Fit', 2)],
    ['2017-06-01', reopened('lost', 1)],
    ['2017-06-30', won()],
  )

  it('counts until it is undone, and stays in the report of every day before', async () => {
    const lostOn = async (asOf: Day) => (await ask(history, { asOf })).usd
    expect(await lostOn('2017-03-31')).toMatchObject({ lost: { count: 1 }, lostReasons: [{ name: 'Price', count: 1 }] })
    expect(await lostOn('2017-04-02')).toMatchObject({
      lost: { count: 0 },
      lostReasons: [],
      months: [],
      open: { count: 1 },
    })
    expect(await lostOn('2017-05-31')).toMatchObject({ lostReasons: [{ name: 'Fit' }], months: [{ month: '2017-04' }] })
    expect(await lostOn('2017-07-31')).toMatchObject({
      lost: { count: 0 },
      won: { count: 1 },
      months: [{ month: '2017-06', cycle: { mean: 176 } }],
    })
  })

  it('keeps every earlier reason and day in the document', async () => {
    const [found] = await (await projected(history)).query([{ find: opportunities.collection }])
    const [document] = documentsOf(opportunities, found)
    expect(opportunityDocument.parse(document)).toEqual(document)
    expect(document).toMatchObject({
      status: 'won',
      closings: [
        { status: 'lost', on: '2017-02-10', reopenedOn: '2017-04-02', lostReason: { name: 'Price' } },
        { status: 'lost', on: '2017-04-20', reopenedOn: '2017-06-01', lostReason: { name: 'Fit' } },
        { status: 'won', on: '2017-06-30', reopenedOn: null, lostReason: null },
      ],
      closedIn: ['2017-02', '2017-04', '2017-06'],
      closedOn: '2017-06-30',
      openedOn: '2017-01-05',
      enteredStageOn: '2017-06-30',
      cycleDays: 176,
      amount: 105_401,
      exponent: 2,
      probability: 100,
    })
  })

  it('for no reason known is a reason of its own', async () => {
    const unknown = life(two, ['2017-01-05', opened()], ['2017-02-10', lost(null)])
    expect((await ask(unknown, { asOf: '2017-02-10' })).usd?.lostReasons).toEqual([
      { reasonId: null, name: null, count: 1, value: usd('1054.01') },
    ])
  })
})

describe('stages and reasons', () => {
  it('are called as they were on that day, and stand in the order of that day', async () => {
    const history = [
      ...life(one, ['2017-01-05', opened()], ['2017-01-10', moved(1)]),
      ...life(two, ['2017-01-06', opened()]),
      // on 2017-02-01 the stage is renamed and put behind the other; then one more opportunity enters it
      ...life(three, ['2017-02-03', opened({ stage: stage(0, { name: 'Fresh', order: 5 }) })]),
    ]
    const called = async (asOf: Day) =>
      (await ask(history, { asOf })).usd?.stages.map(({ name, order, count }) => [name, order, count])
    expect(await called('2017-02-02')).toEqual([
      ['New', 0, 1],
      ['Qualified', 1, 1],
    ])
    expect(await called('2017-02-03')).toEqual([
      ['Qualified', 1, 1],
      ['Fresh', 5, 2],
    ])
  })

  it('are not called by an old name again because an opportunity is reopened in them', async () => {
    const history = [
      ...life(one, ['2017-01-05', opened()], ['2017-01-10', lost()]),
      ...life(two, ['2017-02-03', opened({ stage: stage(0, { name: 'Fresh' }) })]),
      ...life(one, ['2017-03-01', reopened('lost')]),
    ].sort((a, b) => (a.on < b.on ? -1 : 1))
    expect((await ask(history, { asOf: '2017-03-01' })).usd?.stages).toMatchObject([{ name: 'Fresh', count: 2 }])
  })
})

describe('what it reads', () => {
  const history = [
    ...life(one, ['2017-01-05', opened()], ['2017-02-10', won()]),
    ...life(two, ['2017-01-06', opened({ customerId: isdom, tags: ['vip'] })], ['2017-03-10', won(50_000)]),
    ...life(three, ['2017-01-07', opened({ assignment: { ownerId: binh, teamId: north, department: null } })]),
  ]
  const asOf = '2017-04-30'

  it('is rows alone without a filter, and by salesperson, team, currency or whole months', async () => {
    for (const question of [
      {},
      { owner: an },
      { team: north, currency: 'USD' },
      { owner: an, team: north },
      { from: '2017-02-01', to: '2017-02-28' },
    ]) {
      const { read } = await ask(history, { asOf, ...question })
      expect(read.documents).toBe(0)
      expect(read.rows).toBeGreaterThan(0)
    }
  })

  it('is the opportunities that ever had a customer or tag, or were closed in a month asked for in part', async () => {
    const read = async (question: object) => (await ask(history, { asOf, ...question })).read.documents
    expect(await read({ customer: isdom })).toBe(1)
    expect(await read({ tag: 'vip' })).toBe(1)
    expect(await read({ customer: kan, owner: an })).toBe(1)
    expect(await read({ from: '2017-02-05' })).toBe(1)
    expect(await read({ from: '2017-02-05', to: '2017-03-05' })).toBe(2)
    expect(await read({ source: 'documents' })).toBe(3)
  })

  it('knows the best customers of a salesperson or team from documents only', async () => {
    expect((await ask(history, { asOf, owner: an })).usd?.bestCustomers).toBeNull()
    expect((await ask(history, { asOf, owner: an, source: 'documents' })).usd?.bestCustomers).toMatchObject([
      { customerId: kan },
      { customerId: isdom },
    ])
  })

  it('lists the people of a team and the teams of a person', async () => {
    expect((await ask(history, { asOf, team: north })).usd?.salespeople.map(({ ownerId }) => ownerId)).toEqual([
      an,
      binh,
    ])
    expect((await ask(history, { asOf, owner: binh })).usd).toMatchObject({
      open: { count: 1 },
      teams: [{ teamId: north }],
    })
  })

  it('puts the names to ids that it is given', async () => {
    const asked: string[][] = []
    const report = await pipelineReport(await projected(history), { asOf, top: 1 }, ids => {
      asked.push([...ids])
      return Promise.resolve(
        new Map<string, string | null>([
          [an, 'An'],
          [binh, null],
          [kan, 'Kan-code'],
        ]),
      )
    })
    expect(asked.map(ids => ids.toSorted())).toEqual([[an, binh, north, kan].sort()])
    expect(report.currencies[0]).toMatchObject({
      salespeople: [{ name: 'An' }, { ownerId: binh, name: null }],
      teams: [{ teamId: north, name: null }],
      bestCustomers: [{ name: 'Kan-code' }],
      bestSalespeople: [{ name: 'An' }],
    })
  })
})
