import {
  opportunity,
  product,
  salesPipeline,
  salesTeam,
  staffMember,
  standardStages,
  theStandardPipeline,
} from '@eventcrm/domain'
import { createMemoryEventStore, type EventStore, type RecordedEvent } from '@eventcrm/event-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { id, start } from './start.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const owner = id(1)
const [north, south] = [id(11), id(12)]
const printer = id(21)
const { proposition } = standardStages

/** A company whose settings all change on 10 March, recorded before any deal of the days before it. */
const changedOn10March = async (wrap?: (store: EventStore) => EventStore) => {
  const world = await start({ clock: () => new Date('2026-03-20T05:00:00Z'), ...(wrap ? { wrap } : {}) })
  const { handler } = world
  await handler.handleAll([salesPipeline.create({ name: 'Bán hàng', language: 'vi' })], { at: '2026-01-01' })
  await handler.handleAll(
    [
      salesTeam.create({ teamId: north, name: 'North' }),
      salesTeam.create({ teamId: south, name: 'South' }),
      staffMember.register({ staffMemberId: owner, name: 'An', department: 'Retail', mainTeamId: north }),
      product.list({ productId: printer, code: 'P', name: 'Printer', listPrice: { amount: 100, currency: 'VND' } }),
    ],
    { at: '2026-01-02' },
  )
  await handler.handleAll(
    [
      salesPipeline.renameStage({ stageId: proposition, name: 'Báo giá' }),
      salesPipeline.setStageProbability({ stageId: proposition, probability: 90 }),
      salesPipeline.retireStage({ stageId: proposition }),
      staffMember.setMainTeam({ staffMemberId: owner, mainTeamId: south }),
      staffMember.move({ staffMemberId: owner, department: 'Wholesale' }),
      staffMember.recordLeft({ staffMemberId: owner }),
      product.changePrice({ productId: printer, listPrice: { amount: '120', currency: 'VND' } }),
    ],
    { at: '2026-03-10' },
  )
  return world
}
const deal = id(31)
const open = opportunity.open({ opportunityId: deal, title: 'Máy in', ownerId: owner, currency: 'VND' })
const toProposition = opportunity.changeStage({ opportunityId: deal, stageId: proposition })
const addPrinter = opportunity.addLine({ opportunityId: deal, lineId: id(41), productId: printer })

describe('a command dated in the past', () => {
  it('says what it would have said on that day, whatever changed since', async () => {
    const { handler } = await changedOn10March()
    const outcomes = await handler.handleAll([open, toProposition, addPrinter], { at: '2026-03-05' })
    expect(outcomes.flatMap(({ events }) => events)).toMatchObject([
      { type: 'OpportunityOpened', data: { assignment: { ownerId: owner, teamId: north, department: 'Retail' } } },
      { type: 'StageChanged', data: { to: { stageId: proposition, name: 'Đề xuất', probability: 60 } } },
      {
        type: 'OpportunityLineAdded',
        data: { line: { listPrice: { minorUnits: 100 } }, revenue: { value: { minorUnits: 100, currency: 'VND' } } },
      },
    ])
  })

  it('of the day itself looks at the whole day', async () => {
    const { handler } = await changedOn10March()
    const sent = (at: string) => handler.handleAll([open], { at })
    await expect(sent('2026-03-10')).rejects.toMatchObject({ code: 'STAFF_MEMBER_LEFT' })
    await expect(sent('2026-03-09T23:59:59+07:00')).resolves.toHaveLength(1)
  })

  it('counts a fact of that day that is recorded only now', async () => {
    const { handler, crm } = await changedOn10March()
    await handler.handleAll([open], { at: '2026-03-03' })
    await crm.products.rename({ productId: printer, name: 'Máy in' })
    await crm.pipelines.setStageRottingDays({ stageId: proposition, rottingDays: 5 }, { at: '2026-03-04' })
    const { events } = await crm.opportunities.changeStage(
      { opportunityId: deal, stageId: proposition },
      { at: '2026-03-05' },
    )
    expect(events).toMatchObject([{ data: { to: { rottingDays: 5, probability: 60 } } }])
  })

  it('goes before what it looks at: that counts as at the end of its first day', async () => {
    const { handler, crm } = await changedOn10March()
    await crm.pipelines.addStage({ stageId: id(51), name: 'Thử' }, { at: '2026-03-12' })
    await crm.pipelines.setStageProbability({ stageId: id(51), probability: 35 }, { at: '2026-03-12' })
    await crm.pipelines.setStageProbability({ stageId: id(51), probability: 80 }, { at: '2026-03-15' })
    const outcomes = await handler.handleAll(
      [open, opportunity.changeStage({ opportunityId: deal, stageId: id(51) }), addPrinter],
      { at: '2025-12-01' },
    )
    expect(outcomes.flatMap(({ events }) => events)).toMatchObject([
      { data: { assignment: { teamId: north, department: 'Retail' } } },
      { data: { to: { name: 'Thử', probability: 35 } } },
      { data: { line: { listPrice: { minorUnits: 100 } } } },
    ])
  })

  it('is judged by its own stream, and by unique keys, as they stand now', async () => {
    const { handler, crm } = await changedOn10March()
    await handler.handleAll([open], { at: '2026-03-03' })
    await crm.opportunities.markLost({ opportunityId: deal }, { at: '2026-03-15' })
    await expect(handler.handle(toProposition, { at: '2026-03-05' })).rejects.toMatchObject({ code: 'NOT_OPEN' })
  })
})

describe('what earlier commands of one send decide', () => {
  /** Changes to what a deal looks at, each on a day of January. */
  const change = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    message: fc.oneof(
      fc
        .integer({ min: 0, max: 99 })
        .map(probability => salesPipeline.setStageProbability({ stageId: proposition, probability })),
      fc.constantFrom('A', 'B', 'C').map(name => salesPipeline.renameStage({ stageId: proposition, name })),
      fc.constantFrom('A', 'B', 'C').map(department => staffMember.move({ staffMemberId: owner, department })),
      fc
        .integer({ min: 1, max: 99 })
        .map(amount => product.changePrice({ productId: printer, listPrice: { amount, currency: 'VND' } })),
      fc.constant(staffMember.recordLeft({ staffMemberId: owner })),
    ),
  })
  const january = (day: number) => `2026-01-${String(day).padStart(2, '0')}`

  it('counts as if it had been sent before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.integer({ min: 1, max: 28 }), async (changes, day) => {
        const setting = changes
          .toSorted((a, b) => a.day - b.day)
          .map(({ day, message }) => ({ ...message, at: january(day) }))
        const first = [
          salesPipeline.create({ name: 'Bán hàng', language: 'vi' }, '2025-12-01'),
          staffMember.register({ staffMemberId: owner, name: 'An' }, '2025-12-01'),
          product.list(
            { productId: printer, code: 'P', name: 'P', listPrice: { amount: 1, currency: 'VND' } },
            '2025-12-01',
          ),
        ]
        const deals = [open, toProposition, addPrinter].map(message => ({ ...message, at: january(day) }))
        const [one, other] = [await start(), await start()]
        const tried = async (run: () => Promise<unknown>) =>
          run().catch((error: unknown) => (error as { code: string }).code)
        const told = ({ type, stream, data, metadata: { occurredOn } }: RecordedEvent) => ({
          type,
          stream,
          data,
          occurredOn,
        })
        // one after the other, so that each is in the log before the next is decided
        const apart = await tried(async () => {
          for (const message of [...first, ...setting, ...deals]) await one.handler.handle(message)
        })
        const together = await tried(() => other.handler.handleAll([...first, ...setting, ...deals]))
        if (typeof together === 'string') return together === apart
        const byStream = (a: RecordedEvent, b: RecordedEvent) =>
          a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0
        expect((await other.log()).toSorted(byStream).map(told)).toEqual((await one.log()).toSorted(byStream).map(told))
        return true
      }),
      { numRuns: rounds(60, 2_000) },
    )
  })
})

describe('other streams', () => {
  it('are each read once, however many commands of whatever day look at them', async () => {
    const reads = new Map<string, number>()
    const { handler } = await changedOn10March(store => ({
      ...store,
      readStream(stream, options) {
        const { from = 0 } = options ?? {}
        if (from === 0) reads.set(stream, (reads.get(stream) ?? 0) + 1)
        return store.readStream(stream, options)
      },
    }))
    reads.clear()
    for (let n = 0; n < 50; n++) {
      const at = `2026-0${String(1 + (n % 2))}-${String(10 + (n % 15))}`
      await handler.handle(
        opportunity.open({ opportunityId: id(100 + n), title: 'Máy in', ownerId: owner, currency: 'VND' }),
        { at },
      )
    }
    expect(reads.get(`crm.salesPipeline-${theStandardPipeline}`)).toBe(1)
    expect(reads.get(`crm.staffMember-${owner}`)).toBe(1)
  })

  it('are seen with what this process wrote to them while they were being read', async () => {
    const stream = `crm.salesPipeline-${theStandardPipeline}`
    const gate = Promise.withResolvers<undefined>()
    const begun = Promise.withResolvers<undefined>()
    const memory = createMemoryEventStore()
    await (await start({ memory })).handler.handleAll([salesPipeline.create({ name: 'Bán hàng', language: 'vi' })])
    let held = false
    const { handler } = await start({
      memory,
      wrap: store => ({
        ...store,
        async *readStream(of, options) {
          const first = of === stream && !held
          if (first) held = true
          const events: RecordedEvent[] = []
          for await (const event of store.readStream(of, options)) events.push(event)
          if (first) {
            begun.resolve(undefined)
            await gate.promise
          }
          yield* events
        },
      }),
    })
    const opening = handler.handle(opportunity.open({ opportunityId: id(1), title: 'Máy in' }))
    await begun.promise
    await handler.handle(salesPipeline.renameStage({ stageId: standardStages.new, name: 'Mới đến' }))
    gate.resolve(undefined)
    const later = await handler.handle(opportunity.open({ opportunityId: id(2), title: 'Máy in' }))
    for (const { events } of [await opening, later])
      expect(events).toMatchObject([{ data: { stage: { name: 'Mới đến' } } }])
  })
})
