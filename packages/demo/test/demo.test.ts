import { createCrm, createMemoryStores, staffMember, type StoredMoney } from '@eventcrm/crm'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createMemoryKeyStore, type RecordedEvent } from '@eventcrm/event-store'
import { createDemo } from '../src/index.ts'
import { played } from './played.ts'

const withoutRecordedTimes = (events: readonly RecordedEvent[]) =>
  JSON.stringify(events.map(({ metadata: { recordedAt: _, ...metadata }, ...event }) => ({ ...event, metadata })))

describe('the demo', () => {
  it('makes the same events of the same seed, byte for byte', async () => {
    const [one, other] = await Promise.all([played(3, 60), played(3, 60)])
    expect(one.events.length).toBeGreaterThan(300)
    expect(withoutRecordedTimes(one.events)).toBe(withoutRecordedTimes(other.events))
  })

  it('makes another company of another seed', async () => {
    const [one, other] = await Promise.all([played(3, 20), played(4, 20)])
    const ids = new Set(one.events.map(({ id }) => id))
    expect(other.events.filter(({ id }) => ids.has(id))).toEqual([])
  })

  it('adds nothing when it is played again', async () => {
    const { crm, demo, events } = await played(5, 20)
    await demo.play(crm)
    expect((await crm.status()).head).toBe(events.at(-1)?.position)
  })

  it('goes on where it was stopped, and sends little again when it was not', async () => {
    const { demo, events } = await played(5, 40)
    for (const steps of [0, 1, 90, 150, demo.steps.length]) {
      const again = createDemo({ seed: 5, opportunities: 40 })
      const stores = createMemoryStores(createMemoryKeyStore(again.secrets))
      const crm = await createCrm({ ...again.crmOptions(stores), project: false })
      const stop = new AbortController()
      const onStep = (done: number) => {
        if (done >= steps) stop.abort()
      }
      if (steps > 0) await again.play(crm, { signal: stop.signal, onStep })
      const from = await again.stepsIn(stores)
      // the last step, the clock's, says nothing of itself
      expect(from).toBeGreaterThanOrEqual(steps - 65)
      await again.play(crm, { from })
      const all: RecordedEvent[] = []
      for await (const event of stores.events.readAll()) all.push(event)
      expect(withoutRecordedTimes(all)).toBe(withoutRecordedTimes(events))
      await crm.close()
    }
  })

  it('writes everything in the order of the plan', async () => {
    const { demo, events } = await played(8, 60)
    const commands = [
      ...new Set(
        events.filter(({ metadata }) => metadata.source === 'demo').map(({ metadata }) => metadata.$correlationId),
      ),
    ]
    // what frees payments says so under the command that asked for the credit note
    const speaks = ({ runsClock, messages }: (typeof demo.steps)[number]) =>
      !runsClock && messages.some(({ name }) => name !== 'completeCredit')
    expect(commands).toEqual(demo.steps.filter(speaks).map(({ commandId }) => commandId))
  })

  it('is told from another demo, and from what is none, however much the set-up wrote before it', async () => {
    const demo = createDemo({ seed: 5, opportunities: 20 })
    const others = [createDemo({ seed: 6, opportunities: 20 }), createDemo({ seed: 5, opportunities: 21 })]
    const stores = createMemoryStores(createMemoryKeyStore(demo.secrets))
    expect(await demo.contentOf(stores)).toBe('nothing')
    const crm = await createCrm({ ...demo.crmOptions(stores), project: false })
    expect(await demo.contentOf(stores)).toBe('this demo')
    expect(await others[0]?.contentOf(stores)).toBe('something else')
    await demo.play(crm)
    expect(await demo.contentOf(stores)).toBe('this demo')
    for (const other of others) expect(await other.contentOf(stores)).toEqual({ demo: 'seed 5, 20 opportunities' })
    await crm.close()
  })

  it('is not in a company that began otherwise, though under its secret', async () => {
    const demo = createDemo({ seed: 5, opportunities: 20 })
    const stores = createMemoryStores(createMemoryKeyStore(demo.secrets))
    const crm = await createCrm({ ...demo.crmOptions(stores), project: false })
    const member = { name: 'Lê Thị Mai', email: 'mai@songlam.vn', department: 'Sales' }
    await crm.send([staffMember.register({ staffMemberId: randomUUID(), ...member })], { actor: 'mai' })
    expect(await demo.contentOf(stores)).toBe('something else')
    await crm.close()
  })

  it('is planned from the seed alone', () => {
    const options = { seed: 9, opportunities: 30 }
    expect(createDemo(options).steps).toEqual(createDemo(options).steps)
  })
})

/** What the report must come to: the events until that day, folded one by one. */
const fold = (events: readonly RecordedEvent[], asOf: string) => {
  const opportunities = new Map<string, { status: 'open' | 'won' | 'lost'; amount: number }>()
  const dated = events
    .filter(({ metadata }) => metadata.occurredOn <= asOf)
    .sort((a, b) =>
      a.metadata.occurredOn < b.metadata.occurredOn ? -1 : a.metadata.occurredOn > b.metadata.occurredOn ? 1 : 0,
    )
  for (const { stream, type, data } of dated) {
    const was = opportunities.get(stream) ?? { status: 'open', amount: 0 }
    const revenue = data[type === 'OpportunityRevenueSet' ? 'to' : 'revenue'] as unknown as
      { value: StoredMoney } | undefined
    const now = { ...was, ...(revenue === undefined ? {} : { amount: revenue.value.minorUnits }) }
    if (type === 'OpportunityOpened' || type === 'OpportunityReopened')
      opportunities.set(stream, { ...now, status: 'open' })
    else if (type === 'MarkedWon') opportunities.set(stream, { ...now, status: 'won' })
    else if (type === 'MarkedLost') opportunities.set(stream, { ...now, status: 'lost' })
    else if (opportunities.has(stream)) opportunities.set(stream, now)
  }
  const sum = (status: string) => {
    const of = [...opportunities.values()].filter(each => each.status === status)
    return {
      count: of.length,
      value: { amount: String(of.reduce((total, { amount }) => total + amount, 0)), currency: 'VND' },
    }
  }
  return { open: sum('open'), won: sum('won'), lost: sum('lost') }
}

describe('the report of the demo', () => {
  it.each(['2025-02-28', '2025-06-30', '2025-12-31'])(
    'says as of %s what the events until then add up to',
    async asOf => {
      const { crm, events } = await played(6, 120)
      await crm.catchUp()
      const [report] = (await crm.reports.pipeline({ asOf })).currencies
      const { open, won, lost } = fold(events, asOf)
      expect(report?.open).toMatchObject(open)
      expect(report?.won).toEqual(won)
      expect(report?.lost).toEqual(lost)
      expect(report?.salespeople.every(({ name }) => name !== null)).toBe(true)
    },
  )
})

describe('what is expected of the demo’s customers, in the demo as it comes', () => {
  const lifetimes = async () => {
    const { crm } = await played()
    await crm.catchUp()
    const [vnd] = (await crm.reports.clv({ asOf: '2025-12-31', top: 1000 })).currencies
    if (!vnd) throw new Error('Nobody bought anything')
    return vnd
  }
  const asked = lifetimes()

  it('rests on likeliest parameters, of how they buy and of what they spend', async () => {
    const { buying, spending, cautions } = (await asked).expectations
    expect(buying).toMatchObject({ converged: true })
    expect(spending).toMatchObject({ converged: true })
    expect(cautions).toEqual([])
  })

  it('differs from one to another: some will surely buy again, and others hardly', async () => {
    const { top, value, customers } = (await asked).expectations
    expect(top).toHaveLength(customers)
    const alive = top.map(one => one.alive ?? 0)
    expect(Math.max(...alive)).toBeGreaterThan(0.9)
    expect(Math.min(...alive)).toBeLessThan(0.2)
    const bought = top.map(one => one.purchases ?? 0)
    expect(Math.max(...bought)).toBeGreaterThan(10 * Math.min(...bought))
    expect(value.customers).toBe(customers)
    for (const one of top) expect(Number(one.value?.amount)).toBeGreaterThan(0)
  })

  it('is of those who came before and in both years, of whom many came but once', async () => {
    const { customers } = await asked
    for (const year of ['2024', '2025'])
      expect(customers.filter(({ firstOn }) => firstOn.startsWith(year)).length).toBeGreaterThan(40)
    const once = customers.filter(({ purchases }) => purchases === 1).length / customers.length
    expect(once).toBeGreaterThan(0.3)
    expect(once).toBeLessThan(0.7)
    expect(Math.max(...customers.map(({ purchases }) => purchases))).toBeGreaterThan(8)
  })
})

const entryIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, 'entryId') : null

describe('what happens in the demo', () => {
  const year = played(7, 200)
  const lives = async () => {
    const { events } = await year
    return [...Map.groupBy(events, ({ stream }) => stream)].filter(([stream]) => stream.startsWith('crm.opportunity-'))
  }

  it('happens in 2024 and 2025, and is written down then, never before it happened', async () => {
    for (const { metadata } of (await year).events) {
      expect(metadata.occurredOn).toMatch(/^202[45]-/)
      expect(metadata.recordedAt >= metadata.occurredAt).toBe(true)
      expect(metadata.recordedAt < '2025-12-31T17:00:00.000Z').toBe(true)
    }
  })

  it('happens on working days, in working hours, but for what becomes overdue by itself', async () => {
    for (const { metadata, type } of (await year).events) {
      if (type === 'InvoiceOverdue') continue
      const local = new Date(Date.parse(metadata.occurredAt) + 7 * 3_600_000)
      expect([1, 2, 3, 4, 5]).toContain(local.getUTCDay())
      expect(local.getUTCHours()).toBeGreaterThanOrEqual(8)
      expect(local.getUTCHours()).toBeLessThan(18)
    }
  })

  it('rests over Tết', async () => {
    const done = (await year).events.filter(({ type }) => type !== 'InvoiceOverdue')
    const days = done.map(({ metadata }) => metadata.occurredOn)
    for (const [from, to] of [
      ['2024-02-08', '2024-02-14'],
      ['2025-01-25', '2025-02-02'],
    ] as const)
      expect(days.filter(day => day >= from && day <= to)).toEqual([])
  })

  it('has every opportunity opened first, and closed later than that', async () => {
    for (const [, events] of await lives()) {
      expect(events[0]?.type).toBe('OpportunityOpened')
      for (const { type, metadata } of events.slice(1)) {
        if (type === 'MarkedWon' || type === 'MarkedLost') {
          expect(metadata.occurredAt > (events[0]?.metadata.occurredAt ?? '')).toBe(true)
        }
      }
    }
  })

  it('wins only for more than nothing', async () => {
    const won = (await year).events.filter(({ type }) => type === 'MarkedWon')
    expect(won.length).toBeGreaterThan(50)
    for (const { data } of won)
      expect((data['revenue'] as unknown as { value: StoredMoney }).value.minorUnits).toBeGreaterThan(0)
  })

  it('is done by people who work there on that day', async () => {
    const { events } = await year
    const on = (type: string) =>
      new Map(
        events
          .filter(event => event.type === type)
          .map(({ stream, metadata }) => [stream.slice('crm.staffMember-'.length), metadata.occurredOn]),
      )
    const [joined, left] = [on('StaffMemberJoined'), on('StaffMemberLeft')]
    for (const { metadata } of events.filter(({ metadata }) => metadata.source === 'demo')) {
      expect((joined.get(metadata.actor) ?? '9999') <= metadata.occurredOn).toBe(true)
      expect(metadata.occurredOn <= (left.get(metadata.actor) ?? '9999')).toBe(true)
    }
    expect(left.size).toBe(1)
  })

  it('has leads converted in every way, each of which says what it became', async () => {
    const { events, demo } = await year
    const requested = events.filter(({ type }) => type === 'LeadConversionRequested')
    const ways = requested.map(({ data }) => {
      const customer = data['customer'] as unknown as { choice: string } | null
      return `${JSON.stringify(data['mode'])} ${customer?.choice ?? 'none'}`
    })
    expect([...new Set(ways)].toSorted()).toEqual([
      '"customerOnly" create',
      '"intoOpportunity" link',
      '"intoOpportunity" none',
      '"newOpportunity" create',
      '"newOpportunity" link',
    ])
    const converted = events.filter(({ type }) => type.startsWith('LeadConvertedTo'))
    expect(converted.length).toBe(requested.length)
    expect(events.filter(({ type }) => type === 'LeadCreated').length).toBe(demo.leads)
    expect(demo.leads).toBeGreaterThan(200)
  })

  it('has sources, campaigns and reasons from the catalogues, and persons of organisations', async () => {
    const { events } = await year
    const first = events.filter(({ type }) => type === 'LeadCreated')
    const entries = (field: string) => new Set(first.flatMap(({ data }) => entryIn(data[field]) ?? []))
    expect(entries('source').size).toBeGreaterThan(5)
    expect(entries('campaign').size).toBe(4)
    expect(entries('group').size).toBeGreaterThan(1)
    expect(entries('territory').size).toBe(3)
  })

  it('has something of everything', async () => {
    const types = new Set((await year).events.map(({ type }) => type))
    for (const type of [
      'StageChanged',
      'OpportunityExpectedCloseSet',
      'OpportunityLineAdded',
      'OpportunityLineChanged',
      'OpportunityReassigned',
      'OpportunityReopened',
      'MarkedWon',
      'MarkedLost',
      'ContactBecameCustomer',
      'ProductPriceChanged',
      'StaffMemberLeft',
      'LeadAssigned',
      'LeadQuestionnaireAnswered',
      'LeadDisqualified',
      'LeadMarkedLost',
      'LeadRestored',
      'LeadVoided',
      'LeadConvertedToOpportunity',
      'LeadConvertedToCustomer',
      'ContactPositionTaken',
      'OpportunityPersonAdded',
      'InvoiceIssued',
      'InvoiceCancelled',
      'InvoiceCredited',
      'InvoiceWrittenOff',
      'InvoiceOverdue',
      'PaymentReceived',
    ]) {
      expect(types).toContain(type)
    }
    const late = (await year).events.filter(({ metadata }) => metadata.recordedAt > metadata.occurredAt)
    expect(late.length).toBeGreaterThan(20)
  })
})

describe('what the demo’s company invoices', () => {
  const year = played(7, 200)
  const of = async (...types: readonly string[]) =>
    (await year).events
      .filter(({ type }) => types.includes(type))
      .map(({ stream, data, metadata }) => ({ stream, data, on: metadata.occurredOn }))
  const minor = (value: unknown) => (value as StoredMoney).minorUnits

  it('is what was won, days later, with a tenth of tax', async () => {
    const won = new Map((await of('MarkedWon')).map(({ stream, on }) => [stream.slice('crm.opportunity-'.length), on]))
    const issued = await of('InvoiceIssued')
    expect(issued.length).toBeGreaterThan(won.size * 0.8)
    for (const { data, on } of issued) {
      expect((won.get(data['opportunityId'] as unknown as string) ?? '9999') < on).toBe(true)
      expect(minor(data['tax'])).toBe(Math.floor((minor(data['net']) * 10 + 50) / 100))
    }
  })

  it('has numbers without gaps, in the order of days, for each year', async () => {
    const numbered = await of('InvoiceNumberAssigned')
    const series = Map.groupBy(numbered, ({ data }) => data['symbol'])
    expect([...series.keys()]).toEqual(['C24TAA', 'C25TAA'])
    for (const inSeries of series.values()) {
      expect(inSeries.map(({ data }) => data['number'])).toEqual(inSeries.map((_, i) => i + 1))
      expect(inSeries.map(({ on }) => on)).toEqual(inSeries.map(({ on }) => on).toSorted())
    }
  })

  it('is paid within its terms mostly, by others late, in part, two at once, or not at all', async () => {
    const dueOf = new Map(
      (await of('InvoiceIssued')).map(({ stream, data, on }) => [
        stream,
        {
          on,
          total: minor(data['total']),
          due: (data['instalments'] as unknown as { dueOn: string }[]).at(-1)?.dueOn ?? '',
        },
      ]),
    )
    const paid = await of('InvoicePaymentAllocated')
    const inTime = paid.filter(({ stream, on }) => on <= (dueOf.get(stream)?.due ?? ''))
    expect(inTime.length / paid.length).toBeGreaterThan(0.6)
    expect(inTime.length / paid.length).toBeLessThan(0.95)
    const inParts = paid.filter(({ stream, data }) => minor(data['amount']) < (dueOf.get(stream)?.total ?? 0))
    expect(inParts.length).toBeGreaterThan(2)
    const payments = Map.groupBy(paid, ({ data }) => data['paymentId'])
    expect([...payments.values()].some(parts => parts.length === 2)).toBe(true)
    const touched = new Set(paid.map(({ stream }) => stream))
    expect([...dueOf].some(([stream, { due }]) => due < '2025-10-01' && !touched.has(stream))).toBe(true)
  })

  it('has none of its allocations refused, and nothing left to carry out', async () => {
    expect(await of('PaymentAllocationRefused')).toEqual([])
    expect((await of('PaymentAllocationRequested')).length).toBe((await of('PaymentAllocated')).length)
    expect((await of('InvoiceReadyToIssue')).length).toBe((await of('InvoiceIssued')).length)
    const freed = (await of('InvoiceCredited')).filter(
      ({ data }) => (data['released'] as unknown as unknown[]).length > 0,
    )
    expect(freed.length).toBe((await of('PaymentReleaseCompleted')).length)
  })

  it('has payments that bounce, and money given back, in the demo as it comes', () => {
    const sent = new Set(
      createDemo().steps.flatMap(({ messages }) => messages.map(({ aggregate, name }) => `${aggregate} ${name}`)),
    )
    for (const one of ['payment bounce', 'payment make', 'invoice credit', 'invoice cancel', 'invoice writeOff'])
      expect(sent).toContain(one)
  })

  it('was overdue as the clock finds it', async () => {
    const { stores } = await year
    const before = (await of('InvoiceOverdue')).length
    expect(before).toBeGreaterThan(20)
    const crm = await createCrm({ stores, project: false, clock: () => new Date('2026-01-05T05:00:00Z') })
    expect((await crm.clock.run({ now: '2025-12-31' })).overdue).toEqual({ raised: 0, invoices: 0, refused: [] })
    await crm.close()
  })
})
