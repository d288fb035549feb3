// The report on lives small enough to follow by hand.
import { opportunityEvents as e, salesPipelineEvents as p, type Day, type NewEvent } from '@eventcrm/domain'
import { documentsOf } from '@eventcrm/projection'
import { describe, expect, it } from 'vitest'
import { opportunities, pipelineReport, type PipelineQuestion } from '../src/index.ts'
import { customerIds, opportunityIds, ownerIds, teamIds, type Happening } from './histories.ts'
import { ask as asking, projected } from './stores.ts'

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
const money = (minorUnits: number, currency = 'USD') => ({ value: { minorUnits, currency }, byHand: true })
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
const won = (minorUnits = 105_401, currency = 'USD') =>
  e.MarkedWon({ from: stage(0), to: stage(3), revenue: money(minorUnits, currency), expected: money(105_401) })
const lost = (name: string | null = 'Price', n = 1) =>
  e.MarkedLost({
    stage: stage(0),
    reason: name === null ? null : { reasonId: reasonId(n), name },
    personId: one,
    note: null,
  })
const reopened = (was: 'won' | 'lost', n = 0) => e.OpportunityReopened({ was, stage: stage(n) })
const reassigned = (ownerId: string | null, teamId: string | null) =>
  e.OpportunityReassigned({
    from: { ownerId: an, teamId: north, department: null },
    to: { ownerId, teamId, department: null },
  })

const sales = '00000005-0000-4000-8000-000000000001'
const reasonId = (n: number) => `00000006-0000-4000-8000-00000000000${String(n)}`
const added = (n: number, more: object = {}) => {
  const { stageId, name, order, probability, rottingDays } = stage(n)
  const rest = { isWon: n === 3, folded: false, requirements: [], teamIds: [] }
  return p.StageAdded({ stageId, name, order, probability, rottingDays, ...rest, ...more })
}
const ofPipeline = (...happened: readonly (readonly [Day, NewEvent])[]): Happening[] =>
  happened.map(([on, event]) => ({ category: 'salesPipeline', id: sales, on, event }))
/** The pipeline that all go through here, set up when the first of them are open already. */
const pipeline = ofPipeline(
  ['2017-01-10', p.PipelineCreated({ name: 'Sales', teamIds: [] })],
  ['2017-01-10', added(0)],
  ['2017-01-10', added(1)],
  ['2017-01-10', added(2)],
  ['2017-01-10', added(3)],
  ['2017-01-10', p.LostReasonAdded({ reasonId: reasonId(1), name: 'Price' })],
  ['2017-01-10', p.LostReasonAdded({ reasonId: reasonId(2), name: 'Fit' })],
)

/** A life: what happened to one opportunity, in the order written. */
const life = (id: string, ...happened: readonly (readonly [Day, NewEvent])[]): Happening[] =>
  happened.map(([on, event]) => ({ category: 'opportunity', id, on, event }))
const ask = async (lives: readonly Happening[], question: PipelineQuestion) => {
  const report = await asking(await projected([...pipeline, ...lives]), question)
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
      months: [
        { month: '2017-03', won: { count: 1, value: usd('800.00') } },
        { month: '2017-04', won: { count: 0 } },
        { month: '2017-05', won: { count: 0 }, inPart: true },
      ],
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
    expect(await lostOn('2017-05-31')).toMatchObject({
      lostReasons: [{ name: 'Fit' }],
      months: [{ month: '2017-04' }, { month: '2017-05' }],
    })
    expect(await lostOn('2017-07-31')).toMatchObject({
      lost: { count: 0 },
      won: { count: 1 },
      months: [{ month: '2017-06', cycle: { mean: 176 } }, { month: '2017-07' }],
    })
  })

  it('keeps every earlier reason and day in the document', async () => {
    const [found] = await (await projected(history)).query([{ find: opportunities.collection }])
    const [document] = documentsOf(opportunities, found)
    if (document) opportunities.check(document)
    expect(document).toMatchObject({
      status: 'won',
      closings: [
        { status: 'lost', on: '2017-02-10', reopenedOn: '2017-04-02', lostReason: { name: 'Price' }, ownerId: an },
        { status: 'lost', on: '2017-04-20', reopenedOn: '2017-06-01', lostReason: { name: 'Fit' } },
        { status: 'won', on: '2017-06-30', reopenedOn: null, lostReason: null },
      ],
      closedIn: ['2017-02', '2017-04', '2017-06'],
      closedOn: '2017-06-30',
      openedOn: '2017-01-05',
      enteredStageOn: '2017-06-30',
      cycleDays: 176,
      minorUnits: 105_401,
      exponent: 2,
      probability: 100,
    })
  })

  it('for no reason known is a reason of its own', async () => {
    const unknown = life(two, ['2017-01-05', opened()], ['2017-02-10', lost(null)])
    expect((await ask(unknown, { asOf: '2017-02-10' })).usd?.lostReasons).toEqual([
      { reasonId: null, name: null, pipelineId: null, pipeline: null, count: 1, value: usd('1054.01') },
    ])
  })
})

describe('stages, pipelines and reasons', () => {
  const history = [
    ...life(one, ['2017-01-05', opened()], ['2017-01-10', moved(1)]),
    ...life(two, ['2017-01-06', opened()], ['2017-02-01', lost()]),
    ...life(three, ['2017-01-06', opened()]),
    ...ofPipeline(
      ['2017-02-03', p.StageRenamed({ stageId: stage(0).stageId, from: 'New', to: 'Fresh' })],
      ['2017-02-03', p.StageReordered({ stageId: stage(0).stageId, from: 0, to: 5 })],
      ['2017-02-03', p.LostReasonRenamed({ reasonId: reasonId(1), from: 'Price', to: 'Too dear' })],
      ['2017-02-03', p.PipelineRenamed({ from: 'Sales', to: 'Selling' })],
    ),
  ]
  const called = async (asOf: Day) => {
    const { usd } = await ask(history, { asOf })
    return [
      usd?.stages.map(({ name, order, count }) => [name, order, count]),
      usd?.pipelines.map(({ name }) => name),
      usd?.lostReasons.map(({ name }) => name),
    ]
  }

  it('are called as they were on that day, and stand in the order of that day', async () => {
    expect(await called('2017-02-02')).toEqual([
      [
        ['New', 0, 1],
        ['Qualified', 1, 1],
      ],
      ['Sales'],
      ['Price'],
    ])
    expect(await called('2017-02-03')).toEqual([
      [
        ['Qualified', 1, 1],
        ['Fresh', 5, 1],
      ],
      ['Selling'],
      ['Too dear'],
    ])
  })

  it('that were not there yet are called as at the end of their first day', async () => {
    expect(await called('2017-01-06')).toEqual([[['New', 0, 3]], ['Sales'], []])
    const onItsFirstDay = ofPipeline(['2017-01-10', p.PipelineRenamed({ from: 'Sales', to: 'Sale' })])
    expect((await ask([...history, ...onItsFirstDay], { asOf: '2017-01-06' })).usd?.pipelines[0]?.name).toBe('Sale')
  })

  it('have no name where nothing is known of the pipeline', async () => {
    const [, ...without] = pipeline
    const report = await asking(await projected([...without.slice(1, 1), ...history.slice(0, 2)]), {
      asOf: '2017-02-01',
    })
    expect(report.currencies[0]).toMatchObject({
      stages: [{ name: null, order: null, pipeline: null }],
      pipelines: [{ pipelineId: sales, name: null, open: { count: 1 } }],
    })
  })

  it('of one pipeline can be asked for', async () => {
    const other = {
      pipelineId: '00000005-0000-4000-8000-000000000002',
      stageId: '00000007-0000-4000-8000-000000000009',
    }
    const both = [
      ...life(one, ['2017-01-12', opened()], ['2017-02-01', won()]),
      ...life(two, ['2017-01-12', opened({ stage: stage(0, other) })]),
    ]
    const asked = async (pipeline: string) => (await ask(both, { asOf: '2017-03-01', pipeline })).usd
    expect(await asked(sales)).toMatchObject({
      open: { count: 0 },
      won: { count: 1 },
      bestCustomers: [{ customerId: kan }],
    })
    expect(await asked(other.pipelineId)).toMatchObject({ open: { count: 1 }, won: { count: 0 }, bestCustomers: [] })
    expect((await ask(both, { asOf: '2017-03-01' })).usd?.pipelines).toMatchObject([
      { name: 'Sales', won: { count: 1 } },
      { name: null, open: { count: 1 } },
    ])
  })
})

describe('credit', () => {
  const history = life(one, ['2017-01-12', opened({ customerId: null })], ['2017-02-10', won()])

  it('goes to a customer linked after the closing, from the day of linking on', async () => {
    const linked = [...history, ...life(one, ['2017-03-01', e.OpportunityCustomerLinked({ from: null, to: kan })])]
    for (const source of ['totals', 'documents'] as const) {
      expect((await ask(linked, { asOf: '2017-02-28', source })).usd?.bestCustomers).toEqual([])
      expect((await ask(linked, { asOf: '2017-03-01', source })).usd?.bestCustomers).toMatchObject([
        { customerId: kan },
      ])
    }
    expect((await ask(linked, { asOf: '2017-03-01', customer: kan })).usd?.won.count).toBe(1)
    expect((await ask(linked, { asOf: '2017-03-01', customer: null })).usd).toBeUndefined()
    expect((await ask(linked, { asOf: '2017-02-28', customer: null })).usd?.won.count).toBe(1)
  })

  it('follows a tag given after the closing', async () => {
    const tagged = [
      ...history,
      ...life(one, ['2017-03-01', e.OpportunityTagged({ tag: { entryId: null, label: 'vip' } })]),
    ]
    expect((await ask(tagged, { asOf: '2017-02-28', tag: 'vip' })).usd).toBeUndefined()
    expect((await ask(tagged, { asOf: '2017-03-01', tag: 'vip' })).usd?.won.count).toBe(1)
  })

  it('of what nobody had, or counted for no team, can be asked for', async () => {
    const alone = [
      ...history,
      ...life(two, ['2017-01-12', opened({ assignment: { ownerId: null, teamId: null, department: null } })]),
    ]
    for (const source of ['totals', 'documents'] as const) {
      for (const filter of [{ owner: null }, { team: null }, { owner: null, team: null }])
        expect((await ask(alone, { asOf: '2017-03-01', source, ...filter })).usd).toMatchObject({
          open: { count: 1 },
          won: { count: 0 },
          salespeople: [{ ownerId: null, name: null }],
          teams: [{ teamId: null, name: null }],
        })
    }
  })
})

describe('months', () => {
  const history = life(one, ['2017-01-12', opened()], ['2017-02-10', won()])
  const months = async (question: PipelineQuestion) =>
    (await ask(history, question)).usd?.months.map(({ month, inPart, won }) => [month, inPart, won.count])

  it('run from the first closing to the day asked for, those without closings too, and say which are in part', async () => {
    expect(await months({ asOf: '2017-04-15' })).toEqual([
      ['2017-02', false, 1],
      ['2017-03', false, 0],
      ['2017-04', true, 0],
    ])
    expect(await months({ asOf: '2017-01-31' })).toEqual([])
  })

  it('run from the first day asked for to the last', async () => {
    const report = [
      ['2017-01', true, 0],
      ['2017-02', true, 1],
    ]
    expect(await months({ asOf: '2017-04-15', from: '2017-01-05', to: '2017-02-27' })).toEqual(report)
  })
})

describe('rows that tie', () => {
  it('stand by name in Vietnamese order, erased ones last, and are cut after that', async () => {
    const [dung, dao, em] = [ownerIds[2] ?? '', binh, an]
    const erased = '00000002-0000-4000-8000-000000000009'
    // by code point Em stands before Đào, and by a search key without accents Đào before Dũng
    const names = new Map([
      [dao, 'Đào'],
      [dung, 'Dũng'],
      [em, 'Em'],
    ])
    const history = [em, null, dao, erased, dung].flatMap((ownerId, i) =>
      life(
        opportunityIds[i] ?? '',
        ['2017-01-12', opened({ assignment: { ownerId, teamId: north, department: null } })],
        ['2017-02-10', won()],
      ),
    )
    const context = {
      documents: await projected(history),
      today: () => '2017-03-01',
      names: () => Promise.resolve(names),
    }
    const [usd] = (await pipelineReport.answer(context, { top: 1 })).currencies
    expect(usd?.salespeople.map(({ name, ownerId }) => [name, ownerId])).toEqual([
      ['Dũng', dung],
      ['Đào', dao],
      ['Em', em],
      [null, erased],
      [null, null],
    ])
    expect(usd?.bestSalespeople).toMatchObject([{ name: 'Dũng' }])
  })

  it('stand by their figures from left to right where their names are alike', async () => {
    const history = [
      ...life(one, ['2017-01-12', opened({ assignment: { ownerId: an, teamId: south, department: null } })]),
      ...life(two, ['2017-01-12', opened()]),
      ...life(three, ['2017-01-12', opened()]),
    ]
    expect((await ask(history, { asOf: '2017-03-01' })).usd?.teams).toMatchObject([
      { name: 'Miền Bắc', teamId: north, open: { count: 2 } },
      { name: 'Miền Bắc', teamId: south, open: { count: 1 } },
    ])
  })

  it('are the best customers, whose names are looked up as far as they tie', async () => {
    const history = customerIds.flatMap((customerId, i) =>
      life(opportunityIds[i] ?? '', ['2017-01-12', opened({ customerId })], ['2017-02-10', won()]),
    )
    expect((await ask(history, { asOf: '2017-03-01', top: 2 })).usd?.bestCustomers).toMatchObject([
      { name: 'Dai Phat' },
      { name: 'Đại Phát' },
    ])
    // more in fewer opportunities goes before less in more
    const more = [
      ...life(opportunityIds[4] ?? '', ['2017-01-12', opened({ customerId: null })], ['2017-02-10', won(300_000)]),
      ...life(opportunityIds[4] ?? '', ['2017-02-11', e.OpportunityCustomerLinked({ from: null, to: kan })]),
      ...life(opportunityIds[5] ?? '', ['2017-01-12', opened({ customerId: isdom })], ['2017-02-10', won(1)]),
      ...life(opportunityIds[6] ?? '', ['2017-01-12', opened({ customerId: isdom })], ['2017-02-10', won(1)]),
    ]
    expect((await ask(more, { asOf: '2017-03-01', top: 2 })).usd?.bestCustomers).toMatchObject([
      { customerId: kan, won: { count: 1 } },
      { customerId: isdom, won: { count: 2 } },
    ])
  })
})

it('sums are exact at any size', async () => {
  const most = Number.MAX_SAFE_INTEGER
  const history = opportunityIds.flatMap(id => life(id, ['2017-01-12', opened({ revenue: money(most) })]))
  const { usd } = await ask(history, { asOf: '2017-03-01' })
  const all = 12n * BigInt(most)
  expect(usd?.open.value.amount).toBe(`${String(all / 100n)}.${String(all % 100n).padStart(2, '0')}`)
})

describe('what it reads', () => {
  const history = [
    ...life(one, ['2017-01-05', opened()], ['2017-02-10', won()]),
    ...life(
      two,
      ['2017-01-06', opened({ customerId: isdom, tags: [{ entryId: null, label: 'vip' }] })],
      ['2017-03-10', won(50_000)],
    ),
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
      { pipeline: sales, owner: an },
    ]) {
      const { read } = await ask(history, { asOf, ...question })
      // the pipeline’s document, for its names
      expect(read.documents).toBe(1)
      expect(read.rows).toBeGreaterThan(0)
    }
  })

  it('is the opportunities that ever had a customer or tag, or were closed in a month asked for in part', async () => {
    const read = async (question: object) => (await ask(history, { asOf, ...question })).read.documents - pipelines
    const pipelines = 1
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

  it('looks names up once, for those who are shown', async () => {
    const asked: string[][] = []
    const context = { documents: await projected(history), today: () => asOf }
    const report = await pipelineReport.answer(
      {
        ...context,
        names: ids => {
          asked.push([...ids])
          return Promise.resolve(
            new Map<string, string | null>([
              [an, 'An'],
              [binh, null],
              [kan, 'Kan-code'],
            ]),
          )
        },
      },
      { top: 1 },
    )
    expect(asked.map(ids => ids.toSorted())).toEqual([[an, binh, north, kan].sort()])
    expect(report.currencies[0]).toMatchObject({
      salespeople: [{ name: 'An' }, { ownerId: binh, name: null }],
      teams: [{ teamId: north, name: null }],
      bestCustomers: [{ name: 'Kan-code' }],
      bestSalespeople: [{ name: 'An' }],
    })
    await pipelineReport.answer(context, { asOf })
  })
})
