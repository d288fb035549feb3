import { contact, opportunity, staffMember, standardLostReasons, standardStages } from '@eventcrm/crm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { furnish, start, told, type Started } from './start.ts'

const mapping = {
  becomes: 'opportunity',
  key: ['id'],
  none: '(none)',
  fields: {
    title: 'title',
    owner: 'owner',
    team: 'team',
    customer: 'customer',
    product: 'product',
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
    tags: 'tags',
    lostReason: 'why',
    note: 'note',
  },
  custom: { channel: 'channel' },
}
const columns =
  'id,title,owner,team,customer,product,stage,status,opened,closed,changed,expected,amount,probability,close by,stars,tags,why,note,channel'
type Cells = Readonly<Record<string, string>>
/** A row by heading, about O1 if it says nothing else; what is left out is empty. */
const row = (cells: Cells) =>
  columns
    .split(',')
    .map(column => `"${{ id: 'O1', ...cells }[column] ?? ''}"`)
    .join(',')

const furnished = async () => {
  const started = await start()
  const ids = await furnish(started)
  const [hoa, betatech] = [await started.crm.idFor('staffMember', 'Hoa'), await started.crm.idFor('contact', 'BETA')]
  await started.crm.send(
    [
      staffMember.register({ staffMemberId: hoa, name: 'Hoa' }),
      contact.register({ contactId: betatech, kind: 'organisation', name: 'Betatech' }),
    ],
    { at: '2026-01-01' },
  )
  const send = (...rows: readonly Cells[]) => started.outcomes(mapping, columns, ...rows.map(row))
  return { ...started, ids: { ...ids, hoa, betatech }, send }
}
const stateOf = async ({ crm }: Pick<Started, 'crm'>, asOf?: string) =>
  crm.state('opportunities', await crm.idFor('opportunity', 'O1'), asOf === undefined ? {} : { asOf })
const eventsOf = async ({ crm, log }: Pick<Started, 'crm' | 'log'>) =>
  (await log())[`crm.opportunity-${await crm.idFor('opportunity', 'O1')}`]?.map(({ type, on }) => `${on} ${type}`)

const opening = { title: 'Printers', opened: '2026-02-01', owner: 'Lan', customer: 'ACME', expected: '500' }
const history: readonly Cells[] = [
  opening,
  { changed: '2026-02-10', stage: 'Qualified', expected: '600', probability: '40' },
  { changed: '2026-02-20', owner: 'Hoa', team: '(none)', 'close by': '2026-04-01' },
  { changed: '2026-03-01', stage: 'Proposition', status: 'won', amount: '550' },
  { changed: '2026-03-05', amount: '560' },
  { changed: '2026-03-10', status: 'open', stage: 'Qualified' },
  { changed: '2026-03-10', customer: '(none)', 'close by': '(none)', probability: '(none)' },
  { changed: '2026-04-01', status: 'lost', closed: '2026-04-01', why: 'no budget', note: 'Next year' },
]

describe('a history as rows', () => {
  it('is imported, each change on its day', async () => {
    const started = await furnished()
    const [first, ...others] = told(await started.send(...history))
    expect([first, ...others]).toEqual(['2 created', ...[3, 4, 5, 6, 7, 8, 9].map(n => `${String(n)} changed`)])
    expect(await eventsOf(started)).toEqual([
      '2026-02-01 OpportunityOpened',
      '2026-02-10 StageChanged',
      '2026-02-10 OpportunityRevenueSet',
      '2026-02-10 OpportunityProbabilitySet',
      '2026-02-20 OpportunityReassigned',
      '2026-02-20 OpportunityExpectedCloseSet',
      '2026-03-01 StageChanged',
      '2026-03-01 MarkedWon',
      '2026-03-05 OpportunityRevenueSet',
      '2026-03-10 OpportunityReopened',
      '2026-03-10 StageChanged',
      '2026-03-10 OpportunityCustomerLinked',
      '2026-03-10 OpportunityExpectedCloseSet',
      '2026-03-10 OpportunityProbabilitySet',
      '2026-04-01 MarkedLost',
    ])
    expect(await stateOf(started)).toMatchObject({
      status: 'lost',
      lost: { reasonId: standardLostReasons.noBudget, note: 'Next year' },
      stage: { stageId: standardStages.qualified },
      assignment: { ownerId: started.ids.hoa, teamId: null },
      customerId: null,
      expectedCloseOn: null,
      probabilityByHand: null,
      revenue: { value: { minorUnits: 56000 } },
    })
    expect((await stateOf(started, '2026-03-02')).status).toBe('won')
  })

  it('is known again, row by row', async () => {
    const { send, head } = await furnished()
    await send(...history)
    const before = await head()
    const again = await send(...history)
    expect(told(again)).toEqual(history.map((_, n) => `${String(n + 2)} unchanged`))
    expect(await head()).toBe(before)
  })

  it('goes on where an import of it broke off', async () => {
    const whole = await furnished()
    await whole.send(...history)
    for (let until = 1; until < history.length; until++) {
      const resumed = await furnished()
      await resumed.send(...history.slice(0, until))
      const outcomes = (await resumed.send(...history)).map(({ outcome }) => outcome)
      expect(outcomes).toEqual(history.map((_, n) => (n < until ? 'unchanged' : 'changed')))
      expect(await resumed.log()).toEqual(await whole.log())
    }
  })

  it('may close, reopen and close on one day', async () => {
    const { send, crm, log, head } = await furnished()
    const rows = [
      opening,
      { changed: '2026-03-01', status: 'won', amount: '500' },
      { changed: '2026-03-01', status: 'open' },
      { changed: '2026-03-01', status: 'won', amount: '400' },
      { changed: '2026-03-01', status: 'open', stage: 'Qualified' },
      { changed: '2026-03-01', stage: 'New' },
      { changed: '2026-03-01', stage: 'Qualified', status: 'lost' },
    ]
    expect(told(await send(...rows)).slice(1)).toEqual([3, 4, 5, 6, 7, 8].map(n => `${String(n)} changed`))
    expect((await eventsOf({ crm, log }))?.map(said => said.split(' ')[1])).toEqual([
      'OpportunityOpened',
      'MarkedWon',
      'OpportunityReopened',
      'MarkedWon',
      'OpportunityReopened',
      'StageChanged',
      'StageChanged',
      'StageChanged',
      'MarkedLost',
    ])
    const before = await head()
    expect(told(await send(...rows))).toEqual(rows.map((_, n) => `${String(n + 2)} unchanged`))
    expect(await head()).toBe(before)
  })

  it('goes on behind an opening whose probability is taken away on the same day', async () => {
    const started = await furnished()
    const rows = [
      { ...opening, probability: '10' },
      { changed: '2026-02-01', probability: '(none)' },
    ]
    await started.send(...rows.slice(0, 1))
    expect(told(await started.send(...rows))).toEqual(['2 unchanged', '3 changed'])
    expect((await stateOf(started)).probabilityByHand).toBe(null)
  })

  it('may close on the day of its row above, and reopen on it', async () => {
    const { send } = await furnished()
    const rows = [
      { ...opening, status: 'won', closed: '2026-03-01' },
      { changed: '2026-03-01', status: 'open' },
    ]
    expect(told(await send(...rows))).toEqual(['2 created', '3 changed'])
    expect(told(await send(...rows))).toEqual(['2 unchanged', '3 unchanged'])
  })
})

describe('a dated row', () => {
  it.each<[string, Cells, string]>([
    ['says what came later', { changed: '2026-02-15', stage: 'Proposition' }, 'stage TOO_LATE'],
    ['says what holds now before it did', { changed: '2026-02-05', stage: 'Qualified' }, 'stage TOO_LATE'],
    ['gives it to another', { changed: '2026-02-15', owner: 'Hoa' }, 'owner TOO_LATE'],
    ['changes the stage in a closing', { changed: '2026-03-02', stage: 'New' }, 'stage INSIDE_CLOSING'],
    ['closes it in a closing', { changed: '2026-03-02', status: 'lost' }, 'status INSIDE_CLOSING'],
    ['opens it in a closing', { changed: '2026-03-02', status: 'open' }, 'status INSIDE_CLOSING'],
    ['expects something in a closing', { changed: '2026-03-02', 'close by': '2026-06-01' }, 'close by INSIDE_CLOSING'],
    ['closes it before the last opening', { changed: '2026-02-25', status: 'won' }, 'status TOO_LATE'],
    ['is dated before the opening', { changed: '2026-01-15', title: 'Other' }, 'changed DATED_TOO_EARLY'],
    ['has another amount then', { changed: '2026-03-02', status: 'won', amount: '1' }, 'amount INSIDE_CLOSING'],
  ])('that %s is rejected', async (_, late, expected) => {
    const { send, head } = await furnished()
    await send(...history)
    const before = await head()
    expect(told(await send(late))).toEqual([`2 rejected: ${expected}`])
    expect(await head()).toBe(before)
  })

  it('behind a later one about the same is rejected, and told so', async () => {
    const { send } = await furnished()
    const rows = [
      opening,
      { changed: '2026-03-01', stage: 'Qualified' },
      { changed: '2026-02-20', title: 'Other' },
      { changed: '2026-03-01', title: 'Another' },
    ]
    const outcomes = await send(...rows)
    expect(told(outcomes)).toEqual(['2 created', '3 changed', '4 rejected: changed OUT_OF_ORDER', '5 changed'])
    expect(outcomes[2]?.reasons[0]?.words).toEqual({
      en: 'a row above, about the same, has a later day, 2026-03-01: rows about one thing are imported in the order of their days',
      vi: 'một dòng ở trên, về cùng đối tượng, có ngày muộn hơn, 01/03/2026: các dòng về cùng một đối tượng được nhập theo thứ tự ngày',
    })
  })

  it('about one that is not there needs the day of its opening', async () => {
    const { send } = await furnished()
    expect(told(await send({ title: 'Printers', changed: '2026-03-01' }))).toEqual(['2 rejected: opened DAY_MISSING'])
  })

  it('may be dated behind the closing that it tells, and says what held until then', async () => {
    const started = await furnished()
    await started.send(opening)
    const row = { stage: 'Proposition', owner: 'Hoa', status: 'won', closed: '2026-03-01', changed: '2026-04-01' }
    expect(told(await started.send(row))).toEqual(['2 changed'])
    expect((await eventsOf(started))?.slice(1)).toEqual([
      '2026-04-01 OpportunityReassigned',
      '2026-03-01 StageChanged',
      '2026-03-01 MarkedWon',
    ])
    expect(told(await started.send(row))).toEqual(['2 unchanged'])
  })

  it('may change whose it is while it is closed', async () => {
    const { send } = await furnished()
    await send(opening, { changed: '2026-03-01', status: 'won' })
    expect(told(await send({ changed: '2026-03-15', owner: 'Hoa', stars: '2' }))).toEqual(['2 changed'])
  })
})

describe('a row without a day of change', () => {
  it('about an opening that is in says nothing new, and that it was changed since', async () => {
    const { send, head } = await furnished()
    await send(opening, { changed: '2026-03-01', stage: 'Qualified', owner: 'Hoa' })
    const before = await head()
    const [outcome] = await send({ ...opening, stage: 'New' })
    expect(outcome?.outcome).toBe('unchanged')
    expect(outcome?.notices.map(({ column, code }) => [column, code])).toEqual([
      ['owner', 'CHANGED_SINCE'],
      ['stage', 'CHANGED_SINCE'],
    ])
    expect(await head()).toBe(before)
  })

  it('reopens nothing, and tells how', async () => {
    const { send } = await furnished()
    await send(opening, { changed: '2026-03-01', status: 'won' })
    const [outcome] = await send({ status: 'open' })
    expect(outcome?.reasons).toMatchObject([{ code: 'ALREADY_CLOSED' }])
    expect(outcome?.reasons[0]?.message).toContain('`changedOn`')
  })

  it('puts no closed one into another stage', async () => {
    const { send } = await furnished()
    await send(opening, { changed: '2026-03-01', status: 'won' })
    expect(told(await send({ stage: 'Proposition' }))).toEqual(['2 rejected: stage NOT_OPEN'])
  })
})

describe('the word for none', () => {
  it('takes away what can be without', async () => {
    const started = await furnished()
    await started.send({ ...opening, channel: 'fair', probability: '40', 'close by': '2026-05-01' })
    const away = { owner: '(none)', team: '(None)', customer: '(none)', 'close by': '(none)', probability: '(none)' }
    expect(told(await started.send({ ...away, channel: '(none)' }))).toEqual(['2 changed'])
    const { assignment, customerId, expectedCloseOn, probabilityByHand, custom } = await stateOf(started)
    expect({ assignment, customerId, expectedCloseOn, probabilityByHand }).toEqual({
      assignment: { ownerId: null, teamId: null, department: null },
      customerId: null,
      expectedCloseOn: null,
      probabilityByHand: null,
    })
    expect(custom.has('channel')).toBe(false)
    expect(told(await started.send({ ...away, channel: '(none)' }))).toEqual(['2 unchanged'])
  })

  it('says nothing of one that is new', async () => {
    const started = await furnished()
    expect(told(await started.send({ ...opening, customer: '(none)', team: '(none)', channel: '(none)' }))).toEqual([
      '2 created',
    ])
    expect(await stateOf(started)).toMatchObject({
      customerId: null,
      assignment: { ownerId: started.ids.staff, teamId: null },
    })
  })

  it('is refused where there must be a value', async () => {
    const { send } = await furnished()
    await send(opening)
    expect(told(await send({ title: '(none)', stars: '(none)', tags: '(none)' }))).toEqual([
      '2 rejected: title INVALID, stars INVALID, tags INVALID',
    ])
  })

  it.each([
    [
      'contact',
      {
        kind: 'a',
        name: 'b',
        phone: 'c',
        accountManager: 'd',
        ward: 'e',
        group: { column: 'f', unknown: 'text' },
        province: 'g',
      },
      'individual,An,0912345678,Lan,Bến Nghé,vip,Huế',
      ',,(none),(none),(none),(none),Huế',
    ],
    [
      'product',
      { code: 'a', name: 'b', listPrice: 'c', group: 'd', unit: 'e' },
      'P9,Pen,5,office,piece,,',
      ',,(none),(none),(none),,',
    ],
    [
      'staffMember',
      { name: 'a', phone: 'b', email: 'c', department: 'd' },
      'An,0912345678,an@a.vn,Sales,,,',
      ',(none),(none),(none),,,',
    ],
  ])('takes away what a %s can be without', async (becomes, fields, first, then) => {
    const { outcomes, head } = await furnished()
    const mapping = { becomes, key: ['id'], none: '(none)', fields }
    const headings = 'id,a,b,c,d,e,f,g'
    expect(told(await outcomes(mapping, headings, `X,${first}`))).toEqual(['2 created'])
    expect(told(await outcomes(mapping, headings, `X,${then}`))).toEqual(['2 changed'])
    const before = await head()
    expect(told(await outcomes(mapping, headings, `X,${then}`))).toEqual(['2 unchanged'])
    expect(await head()).toBe(before)
  })
})

describe('any history', () => {
  /** What may change of an open and of a closed one, by column. */
  const always = {
    title: ['Printers', 'Paper', 'Ink'],
    owner: ['Lan', 'Hoa', '(none)'],
    customer: ['ACME', 'BETA', '(none)'],
    stars: ['0', '1', '3'],
    channel: ['fair', 'web', '(none)'],
  }
  const whileOpen = {
    stage: ['New', 'Qualified', 'Proposition'],
    expected: ['100', '200', '300'],
    probability: ['10', '90', '(none)'],
    'close by': ['2026-08-01', '2026-09-01', '(none)'],
  }
  const stages: Readonly<Record<string, string>> = {
    New: standardStages.new,
    Qualified: standardStages.qualified,
    Proposition: standardStages.proposition,
  }
  const some = (columns: Readonly<Record<string, readonly string[]>>) =>
    fc.record(
      Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, fc.constantFrom(...values)])),
      { requiredKeys: [] },
    )
  const step = fc.record({
    of: fc.constantFrom('O1', 'O2'),
    later: fc.nat(2),
    details: some(always),
    expects: some(whileOpen),
    turn: fc.constantFrom('stays', 'stays', 'won', 'lost', 'open'),
    amount: fc.constantFrom('', '100', '250'),
  })
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

  /** Rows that an opportunity can have gone through, in the order of their days. */
  const rowsOf = (steps: readonly Step[]): readonly Cells[] => {
    const status = new Map<string, string>()
    let day = Date.UTC(2026, 1, 1)
    return steps.map(({ of: id, later, details, expects, turn, amount }) => {
      day += later * 24 * 60 * 60 * 1000
      const on = new Date(day).toISOString().slice(0, 10)
      const before = status.get(id)
      if (before === undefined) {
        status.set(id, 'open')
        return { id, title: 'Printers', ...details, ...expects, opened: on }
      }
      const isOpen = before === 'open' || turn === 'open'
      const after = turn === 'stays' || (before !== 'open' && turn !== 'open') ? before : turn
      status.set(id, after)
      const { probability: _, ...closing } = expects
      return {
        id,
        changed: on,
        ...details,
        ...(!isOpen ? {} : after === 'open' ? expects : closing),
        ...(turn === 'stays' ? {} : { status: after }),
        ...(after === 'won' && amount !== '' ? { amount } : {}),
      }
    })
  }

  const usd = (amount: string) => ({ amount, currency: 'USD' })
  const orNull = (cell: string, id: string) => (cell === '(none)' ? null : id)
  /** What somebody would send who lived through it. */
  const commandsOf = async (
    { crm, ids }: Awaited<ReturnType<typeof furnished>>,
    cells: Cells,
    closed: ReadonlySet<string>,
  ) => {
    const { id = '', title, owner, customer, stars, channel, stage, expected, probability, status, amount } = cells
    const opportunityId = await crm.idFor('opportunity', id)
    const closeOn = cells['close by']
    const ownerId = owner === undefined ? undefined : orNull(owner, owner === 'Lan' ? ids.staff : ids.hoa)
    const customerId =
      customer === undefined ? undefined : orNull(customer, customer === 'ACME' ? ids.customer : ids.betatech)
    const custom = channel === undefined ? {} : { channel: channel === '(none)' ? null : channel }
    const stageId = stage === undefined ? undefined : stages[stage]
    const percent = probability === undefined ? undefined : probability === '(none)' ? null : Number(probability)
    const expectedCloseOn = closeOn === undefined ? undefined : closeOn === '(none)' ? null : closeOn
    if (cells['opened'] !== undefined)
      return [
        opportunity.open({
          opportunityId,
          title: title ?? '',
          ownerId: ownerId ?? undefined,
          customerId: customerId ?? undefined,
          stageId,
          currency: 'USD',
          expectedRevenue: expected === undefined ? undefined : usd(expected),
          expectedCloseOn: expectedCloseOn ?? undefined,
          priority: stars === undefined ? undefined : Number(stars),
          custom: channel === undefined || channel === '(none)' ? {} : { channel },
        }),
        ...(typeof percent === 'number' ? [opportunity.setProbability({ opportunityId, probability: percent })] : []),
      ]
    return [
      ...(status === 'open' && closed.has(id) ? [opportunity.reopen({ opportunityId })] : []),
      ...(title === undefined ? [] : [opportunity.retitle({ opportunityId, title })]),
      ...(ownerId === undefined ? [] : [opportunity.reassign({ opportunityId, ownerId })]),
      ...(customerId === undefined ? [] : [opportunity.linkCustomer({ opportunityId, customerId })]),
      ...(stars === undefined ? [] : [opportunity.setPriority({ opportunityId, priority: Number(stars) })]),
      ...(channel === undefined ? [] : [opportunity.setCustomFields({ opportunityId, custom })]),
      ...(stageId === undefined ? [] : [opportunity.changeStage({ opportunityId, stageId })]),
      ...(expected === undefined ? [] : [opportunity.setRevenue({ opportunityId, revenue: usd(expected) })]),
      ...(expectedCloseOn === undefined ? [] : [opportunity.setExpectedClose({ opportunityId, expectedCloseOn })]),
      ...(percent === undefined ? [] : [opportunity.setProbability({ opportunityId, probability: percent })]),
      ...(status === 'lost' && !closed.has(id) ? [opportunity.markLost({ opportunityId })] : []),
      ...(status === 'won' && !closed.has(id)
        ? [opportunity.markWon({ opportunityId, revenue: amount === undefined ? undefined : usd(amount) })]
        : amount === undefined
          ? []
          : [opportunity.setRevenue({ opportunityId, revenue: usd(amount) })]),
    ]
  }

  const histories = fc.array(step, { minLength: 1, maxLength: 10 }).map(rowsOf)

  it('comes to the same as its commands, sent as it went', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async rows => {
        const sent = await furnished()
        const closed = new Set<string>()
        for (const cells of rows) {
          const { id = '', status } = cells
          await sent.crm.send(await commandsOf(sent, cells, closed), { at: cells['opened'] ?? cells['changed'] ?? '' })
          if (status === 'open') closed.delete(id)
          else if (status !== undefined) closed.add(id)
        }
        const imported = await furnished()
        const outcomes = await imported.send(...rows)
        expect(outcomes.flatMap(({ reasons }) => reasons)).toEqual([])
        expect(await imported.log()).toEqual(await sent.log())
      }),
      { numRuns: rounds(25, 1_500) },
    )
  })

  it('is known again, whole or in part', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(10), async (rows, until) => {
        const whole = await furnished()
        await whole.send(...rows)
        const again = await whole.send(...rows)
        expect(again.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'unchanged'))
        const resumed = await furnished()
        await resumed.send(...rows.slice(0, until))
        await resumed.send(...rows)
        expect(await resumed.log()).toEqual(await whole.log())
      }),
      { numRuns: rounds(25, 1_500) },
    )
  })
})
