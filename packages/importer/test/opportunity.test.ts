import { randomUUID } from 'node:crypto'
import { standardLostReasons, standardStages, theStandardPipeline } from '@eventcrm/crm'
import { describe, expect, it } from 'vitest'
import { furnish, start, told, type Started } from './start.ts'

const mapping = {
  becomes: 'opportunity',
  key: ['id'],
  fields: {
    title: 'title',
    owner: 'owner',
    team: 'team',
    customer: 'customer',
    product: 'product',
    quantity: 'quantity',
    unitPrice: 'price',
    stage: 'stage',
    status: 'status',
    openedOn: 'opened',
    closedOn: 'closed',
    changedOn: 'changed',
    expectedRevenue: 'expected',
    amount: 'amount',
    currency: { value: 'USD' },
    probability: 'probability',
    expectedCloseOn: 'close by',
    priority: 'stars',
    tags: { column: 'tags', separator: '|' },
    lostReason: 'why',
    note: 'note',
    externalSystem: { value: 'old' },
    externalId: 'old id',
  },
  custom: { channel: 'channel' },
}
const columns =
  'id,title,owner,team,customer,product,quantity,price,stage,status,opened,closed,changed,expected,amount,probability,close by,stars,tags,why,note,old id,channel'
/** A row by heading; what is left out is empty. */
const row = (cells: Readonly<Record<string, string>>) =>
  columns
    .split(',')
    .map(column => `"${cells[column] ?? ''}"`)
    .join(',')
const first = { id: 'O1', title: 'Printers', opened: '2026-02-01' }

const furnished = async () => {
  const started = await start()
  const ids = await furnish(started)
  const send = (...rows: readonly Readonly<Record<string, string>>[]) =>
    started.outcomes(mapping, columns, ...rows.map(row))
  return { ...started, ids, send }
}
const opportunity = async ({ crm }: Pick<Started, 'crm'>, key = 'O1') =>
  crm.state('opportunities', await crm.idFor('opportunity', key))

describe('a row about a new opportunity', () => {
  it('opens it, with everything it says', async () => {
    const { ids, send, crm } = await furnished()
    const [outcome] = await send({
      ...first,
      owner: 'Lan',
      customer: 'ACME',
      product: 'P1',
      quantity: '3',
      price: '500',
      stage: 'Qualified',
      status: 'open',
      probability: '45',
      'close by': '2026-08-01',
      stars: '2',
      tags: 'vip|school',
      'old id': '77',
      channel: 'fair',
    })
    expect(outcome).toMatchObject({ outcome: 'created', reasons: [], notices: [] })
    expect(await opportunity({ crm })).toMatchObject({
      status: 'open',
      openedOn: '2026-02-01',
      title: 'Printers',
      stage: { stageId: standardStages.qualified, name: 'Qualified' },
      assignment: { ownerId: ids.staff, teamId: ids.team, department: 'Sales' },
      customerId: ids.customer,
      revenue: { value: { minorUnits: 150000, currency: 'USD' }, byHand: false },
      probabilityByHand: 45,
      expectedCloseOn: '2026-08-01',
      priority: 2,
    })
    const { tags, externalIds, custom } = await opportunity({ crm })
    expect(Array.from(tags.values(), ({ label }) => label).sort()).toEqual(['school', 'vip'])
    expect(externalIds.get('old')).toMatchObject({ id: '77' })
    expect(custom.get('channel')).toMatchObject({ value: 'fair' })
  })

  it('is enough with a title', async () => {
    const { send, crm } = await furnished()
    expect(told(await send({ id: 'O1', title: 'Printers' }))).toEqual(['2 created'])
    expect(await opportunity({ crm })).toMatchObject({
      status: 'open',
      openedOn: '2026-06-30',
      stage: { stageId: standardStages.new },
    })
  })

  it('wins it', async () => {
    const { send, log, crm } = await furnished()
    await send({ ...first, product: 'P1', status: 'won', closed: '2026-03-01', amount: '520' })
    expect(await opportunity({ crm })).toMatchObject({
      status: 'won',
      revenue: { value: { minorUnits: 52000 } },
      wonStage: { stageId: standardStages.won },
    })
    expect(
      (await log())[`crm.opportunity-${await crm.idFor('opportunity', 'O1')}`]?.map(({ type, on }) => [type, on]),
    ).toEqual([
      ['OpportunityOpened', '2026-02-01'],
      ['OpportunityLineAdded', '2026-02-01'],
      ['MarkedWon', '2026-03-01'],
    ])
  })

  it('loses it, with reason and note', async () => {
    const { send, crm } = await furnished()
    await send({
      ...first,
      product: 'P1',
      status: 'lost',
      closed: '2026-03-01',
      amount: '0',
      why: 'no budget',
      note: 'Next year perhaps',
    })
    expect(await opportunity({ crm })).toMatchObject({
      status: 'lost',
      revenue: { value: { minorUnits: 55000 } },
      lost: { reasonId: standardLostReasons.noBudget, note: 'Next year perhaps' },
    })
  })

  it.each(['won', ''])('wins it in the won stage that the row names, with status "%s"', async status => {
    const { crm, send } = await furnished()
    const stageId = randomUUID()
    await crm.pipelines.addStage({
      pipelineId: theStandardPipeline,
      stageId,
      name: 'Won big',
      order: 1000,
      isWon: true,
    })
    const row = { ...first, stage: 'Won big', status, closed: '2026-03-01' }
    await send(row)
    expect(await opportunity({ crm })).toMatchObject({ status: 'won', wonStage: { stageId } })
    expect(told(await send(row))).toEqual(['2 unchanged'])
  })

  it('wins it by a stage that is won, where no status is given', async () => {
    const { send, crm } = await furnished()
    await send({ ...first, stage: 'Won', closed: '2026-03-01' })
    expect((await opportunity({ crm })).status).toBe('won')
  })

  it('knows ready-made stages and reasons in any language', async () => {
    const started = await start({ company: { currency: 'USD', language: 'vi' } })
    const { crm, outcomes } = started
    const rows = [
      { ...first, stage: 'Qualified' },
      { ...first, id: 'O2', stage: 'đủ điều kiện' },
      { ...first, id: 'O3', status: 'lost', closed: '2026-03-01', why: 'Không có ngân sách' },
    ]
    expect(told(await outcomes(mapping, columns, ...rows.map(row)))).toEqual(['2 created', '3 created', '4 created'])
    for (const key of ['O1', 'O2'])
      expect((await opportunity({ crm }, key)).stage.stageId).toBe(standardStages.qualified)
    expect((await opportunity({ crm }, 'O3')).lost?.reasonId).toBe(standardLostReasons.noBudget)
  })

  it('says what it had no use for', async () => {
    const { send } = await furnished()
    const [outcome] = await send({
      ...first,
      status: 'open',
      closed: '2026-03-01',
      amount: '5',
      why: 'no budget',
      note: 'x',
    })
    expect(outcome?.outcome).toBe('created')
    expect(outcome?.notices.map(({ column, message }) => `${String(column)}: ${message}`)).toEqual([
      'closed: not used: it is open',
      'amount: not used: it is not won',
      'why: not used: it is not lost',
      'note: not used: it is not lost',
    ])
  })

  it.each([
    [
      'has everything wrong at once',
      {
        id: 'O1',
        owner: 'Hoa',
        customer: 'Nobody',
        product: 'P9',
        stage: 'Qualifed',
        status: 'gone',
        opened: 'x',
        amount: 'nhiều',
        stars: '9',
        why: 'bad luck',
      },
      'title REQUIRED, owner REFERENCE_UNKNOWN, customer REFERENCE_UNKNOWN, stage STAGE_UNKNOWN, status INVALID, opened INVALID, product REFERENCE_UNKNOWN, amount INVALID, stars INVALID, why LOST_REASON_UNKNOWN',
    ],
    ['is won on no day', { ...first, status: 'won' }, 'closed DAY_MISSING'],
    ['is won before it was opened', { ...first, status: 'won', closed: '2026-01-01' }, 'closed DATED_TOO_EARLY'],
    [
      'is closed but never opened',
      { id: 'O1', title: 'x', status: 'lost', closed: '2026-03-01' },
      'opened DAY_MISSING',
    ],
    ['is open in a stage that is won', { ...first, stage: 'Won', status: 'open' }, 'stage STAGE_IS_WON'],
    ['has a quantity of nothing', { ...first, quantity: '3' }, 'quantity PRODUCT_NEEDED'],
    [
      'has a quantity of several things',
      { ...first, product: 'P1;Printer2', quantity: '3' },
      'product REFERENCE_UNKNOWN, quantity PRODUCT_NEEDED',
    ],
    ['counts for a team that its owner is not in', { ...first, owner: 'Lan', team: 'South' }, 'team REFERENCE_UNKNOWN'],
  ])('that %s is rejected, and leaves nothing', async (_, cells, expected) => {
    const { send, head } = await furnished()
    const before = await head()
    expect(told(await send(cells))).toEqual([`2 rejected: ${expected}`])
    expect(await head()).toBe(before)
  })

  it('names the stage that was probably meant', async () => {
    const { send } = await furnished()
    const [outcome] = await send({ ...first, stage: 'Qualifed' })
    expect(outcome?.reasons[0]?.message).toBe(
      'the pipeline has no such stage; the nearest is "Qualified"; it has "New", "Qualified", "Proposition", "Won"',
    )
  })
})

describe('a row about an opportunity that is there', () => {
  const whole = {
    ...first,
    owner: 'Lan',
    customer: 'ACME',
    product: 'P1',
    quantity: '2',
    stage: 'New',
    status: 'open',
    probability: '20',
    'close by': '2026-08-01',
    stars: '1',
    tags: 'vip',
    'old id': '77',
    channel: 'fair',
  }

  it('imported again changes nothing', async () => {
    const { send, head } = await furnished()
    const rows = [
      whole,
      { ...first, id: 'O2', product: 'P1', status: 'won', closed: '2026-03-01', amount: '520' },
      {
        ...first,
        id: 'O3',
        product: 'P1',
        status: 'lost',
        closed: '2026-03-01',
        amount: '0',
        why: 'no budget',
        note: 'x',
      },
      { ...first, id: 'O4', expected: '100' },
    ]
    await send(...rows)
    const before = await head()
    expect(told(await send(...rows))).toEqual(['2 unchanged', '3 unchanged', '4 unchanged', '5 unchanged'])
    expect(await head()).toBe(before)
  })

  it('that is silent changes nothing', async () => {
    const { send } = await furnished()
    await send(whole)
    expect(told(await send({ id: 'O1' }))).toEqual(['2 unchanged'])
  })

  it('changes only what differs, on the day it says', async () => {
    const { send, log, crm } = await furnished()
    await send(whole)
    const changed = {
      ...whole,
      title: 'Printers and paper',
      quantity: '3',
      stage: 'Proposition',
      probability: '60',
      'close by': '2026-09-01',
      stars: '3',
      tags: 'school',
      'old id': '78',
      channel: 'web',
      changed: '2026-04-01',
    }
    expect(told(await send(changed))).toEqual(['2 changed'])
    const events = (await log())[`crm.opportunity-${await crm.idFor('opportunity', 'O1')}`] ?? []
    expect(
      events
        .slice(3)
        .map(({ type, on }) => [type, on])
        .sort(),
    ).toEqual(
      [
        'OpportunityRetitled',
        'OpportunityPrioritySet',
        'OpportunityTagged',
        'OpportunityExternalIdSet',
        'OpportunityCustomFieldsSet',
        'StageChanged',
        'OpportunityExpectedCloseSet',
        'OpportunityProbabilitySet',
        'OpportunityLineChanged',
      ]
        .map(type => [type, '2026-04-01'])
        .sort(),
    )
  })

  it('closes it on the day of closing', async () => {
    const { send, log, crm } = await furnished()
    await send(whole)
    expect(
      told(await send({ ...whole, stage: 'Qualified', status: 'won', closed: '2026-03-01', amount: '1000' })),
    ).toEqual(['2 changed'])
    const events = (await log())[`crm.opportunity-${await crm.idFor('opportunity', 'O1')}`] ?? []
    expect(events.slice(-2).map(({ type, on }) => [type, on])).toEqual([
      ['StageChanged', '2026-03-01'],
      ['MarkedWon', '2026-03-01'],
    ])
  })

  it('adds a product to those that are there, and says so', async () => {
    const { send, crm } = await furnished()
    await crm.products.list({
      productId: await crm.idFor('product', 'P2'),
      code: 'P2',
      name: 'Paper',
      listPrice: { amount: 5, currency: 'USD' },
    })
    const products = { ...first, product: 'P1' }
    await send(products)
    const [outcome] = await send({ ...first, product: 'P2; P1' })
    expect(outcome).toMatchObject({ outcome: 'changed', notices: [{ column: 'product', code: 'LINE_ADDED' }] })
    expect((await opportunity({ crm })).revenue.value.minorUnits).toBe(55500)
  })

  it('corrects the final amount of a won one', async () => {
    const { send, crm } = await furnished()
    const won = { ...first, product: 'P1', status: 'won', closed: '2026-03-01', amount: '520' }
    await send(won)
    expect(told(await send({ ...won, amount: '530' }))).toEqual(['2 changed'])
    expect((await opportunity({ crm })).revenue.value.minorUnits).toBe(53000)
  })

  it('reassigns it, and has it count for the new owner’s team', async () => {
    const { send, crm } = await furnished()
    await send(whole)
    const hoa = await crm.idFor('staffMember', 'Hoa')
    await crm.staff.register({ staffMemberId: hoa, name: 'Hoa' })
    await send({ ...whole, owner: 'Hoa' })
    expect((await opportunity({ crm })).assignment).toEqual({ ownerId: hoa, teamId: null, department: null })
  })

  const won = { ...first, product: 'P1', status: 'won', closed: '2026-03-01', amount: '520' }
  const lost = { ...first, product: 'P1', status: 'lost', closed: '2026-03-01', why: 'no budget', note: 'x' }
  it.each([
    ['is won and should be lost', won, { ...won, status: 'lost' }, 'status ALREADY_CLOSED'],
    ['is lost and should be won', lost, { ...lost, status: 'won', why: '', note: '' }, 'status ALREADY_CLOSED'],
    ['was won on another day', won, { ...won, closed: '2026-03-02' }, 'closed CLOSING_STAYS'],
    ['was lost for another reason', lost, { ...lost, why: 'competitor' }, 'why CLOSING_STAYS'],
    ['was lost with another note', lost, { ...lost, note: 'y' }, 'note CLOSING_STAYS'],
    ['was opened on another day', won, { ...won, opened: '2026-02-02' }, 'opened OPENING_STAYS'],
    ['is closed and should get another product', won, { ...won, product: 'P2' }, 'product NOT_OPEN'],
    ['is closed and should be expected otherwise', won, { ...won, 'close by': '2026-09-09' }, 'close by NOT_OPEN'],
    [
      'is open and should be in a stage that is won',
      first,
      { ...first, stage: 'Won', status: 'open' },
      'stage STAGE_IS_WON',
    ],
    [
      'changed before it was opened',
      first,
      { ...first, title: 'Other', changed: '2026-01-01' },
      'changed DATED_TOO_EARLY',
    ],
  ])('that %s is rejected, and changes nothing', async (_, before, after, expected) => {
    const { send, head, crm } = await furnished()
    await crm.products.list({
      productId: await crm.idFor('product', 'P2'),
      code: 'P2',
      name: 'Paper',
      listPrice: { amount: 5, currency: 'USD' },
    })
    expect(told(await send(before))).toEqual(['2 created'])
    const position = await head()
    expect(told(await send(after))).toEqual([`2 rejected: ${expected}`])
    expect(await head()).toBe(position)
  })
})
