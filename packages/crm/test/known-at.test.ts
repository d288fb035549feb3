import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryEventStore, type RecordedEvent } from '@eventcrm/event-store'
import { createCrm, createMemoryStores, type Crm } from '../src/index.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const dayOf = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)

const steps = fc.array(
  fc.record({
    opportunity: fc.nat(3),
    revenue: fc.nat(1_000_000),
    late: fc.nat(20),
    close: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
)

/** A company whose commands are written a day after the other, some of them dated back. */
const play = async (history: readonly { opportunity: number; revenue: number; late: number; close: boolean }[]) => {
  const stores = createMemoryStores()
  let today = 30
  const crm = await createCrm({ stores, company: {}, actor: 'lan', clock: () => new Date(`${dayOf(today)}T05:00:00Z`) })
  for (const { opportunity, revenue, late, close } of history) {
    today++
    const opportunityId = id(opportunity)
    const at = dayOf(today - late)
    const money = { amount: String(revenue), currency: 'VND' }
    const { openedOn } = await crm.state('opportunities', opportunityId)
    const sent =
      openedOn === null
        ? crm.opportunities.open({ opportunityId, title: 'Máy in', expectedRevenue: money }, { at })
        : close
          ? crm.opportunities.markLost({ opportunityId }, { at })
          : crm.opportunities.setRevenue({ opportunityId, revenue: money }, { at })
    await sent.catch(() => undefined) // what is dated too early is refused
  }
  await crm.catchUp()
  return { stores, crm }
}

describe('what was known at', () => {
  it('is what a store that holds only the events until then says, as of any day', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.nat(60), async (history, pick, asked) => {
        const { stores, crm } = await play(history)
        const log: RecordedEvent[] = []
        for await (const event of stores.events.readAll()) log.push(event)
        const last = log[pick % log.length]
        if (!last) return
        const events = createMemoryEventStore()
        for (const { stream, revision, position: _, ...event } of log.filter(
          ({ position }) => position <= last.position,
        ))
          await events.append(stream, revision === 0 ? 'noStream' : revision - 1, [event])
        const then = await createCrm({
          stores: { ...createMemoryStores(stores.keys), events },
          clock: () => new Date(last.metadata.recordedAt),
          // which would write their starts
          runProcesses: false,
        })
        await then.catchUp()
        const asOf = dayOf(asked)
        const known = { knownAt: last.metadata.recordedAt }
        expect(await crm.reports.pipeline({ knownAt: last.position, asOf })).toEqual({
          ...(await then.reports.pipeline({ asOf })),
          ...known,
        })
        expect(await crm.reports.pipeline({ knownAt: last.position })).toEqual({
          ...(await then.reports.pipeline({})),
          ...known,
        })
        await crm.close()
        await then.close()
      }),
      { numRuns: rounds(15, 500) },
    )
  })

  it('ends before the first event recorded later than an instant, and takes its day', async () => {
    const { crm } = await play([
      { opportunity: 1, revenue: 5, late: 20, close: false },
      { opportunity: 2, revenue: 7, late: 20, close: false },
    ])
    const open = async (knownAt: string) => {
      const { asOf, currencies } = await crm.reports.pipeline({ knownAt })
      return [asOf, currencies[0]?.open.count ?? 0]
    }
    expect(await open('2026-02-01T04:59:59Z')).toEqual(['2026-02-01', 0])
    expect(await open('2026-02-01T12:00:00+07:00')).toEqual(['2026-02-01', 1])
    expect(await open('2026-02-01T17:00:00Z')).toEqual(['2026-02-02', 1])
    expect(await open('2026-02-02T05:00:00Z')).toEqual(['2026-02-02', 2])
    await crm.close()
  })

  it('ends at the first event recorded later, also where a clock lagged behind it', async () => {
    let second = 0
    const clock = () => new Date(Date.UTC(2026, 1, 1, 5, 0, second))
    const crm = await createCrm({ stores: createMemoryStores(), company: {}, actor: 'lan', clock })
    for (const [n, at] of [10, 3, 20].entries()) {
      second = at
      await crm.opportunities.open({ opportunityId: id(n), title: 'Máy in' })
    }
    second = 30
    const open = async (knownAt: string) => (await crm.reports.pipeline({ knownAt })).currencies[0]?.open.count ?? 0
    expect(await open('2026-02-01T05:00:05Z')).toBe(0)
    expect(await open('2026-02-01T05:00:10Z')).toBe(2)
    await crm.close()
  })

  it('takes names from the log as it is today: erased stays erased', async () => {
    const { stores, crm } = await play([{ opportunity: 1, revenue: 5, late: 0, close: false }])
    const contactId = id(9)
    await crm.contacts.register({ contactId, kind: 'organisation', name: 'Trường Lê Lợi' })
    await crm.opportunities.linkCustomer({ opportunityId: id(1), customerId: contactId })
    await crm.opportunities.markWon({ opportunityId: id(1) })
    const named = async ({ reports }: Crm, knownAt: string) =>
      (await reports.pipeline({ knownAt })).currencies[0]?.bestCustomers?.map(({ name }) => name)
    const last = (await stores.events.head()) ?? ''
    expect(await named(crm, last)).toEqual(['Trường Lê Lợi'])

    const erased = createMemoryEventStore()
    for await (const { stream, revision, position: _, ...event } of stores.events.readAll())
      await erased.append(stream, revision === 0 ? 'noStream' : revision - 1, [{ ...event, personal: {} }])
    const today = await createCrm({ stores: { ...createMemoryStores(stores.keys), events: erased }, project: false })
    expect(await named(today, last)).toEqual([null])
    await crm.close()
    await today.close()
  })

  it('tells how far it is, and ends when it is told to', async () => {
    const { crm } = await play([{ opportunity: 1, revenue: 5, late: 0, close: false }])
    const knownAt = '2026-02-01T05:00:00Z'
    const told: number[] = []
    const { position } = await crm.reports.pipeline({ knownAt }, { onProgress: ({ events }) => told.push(events) })
    expect(told.at(-1)).toBeGreaterThan(0)
    expect(position).toMatch(/^\d+$/)
    const reason = new Error('enough')
    await expect(crm.reports.pipeline({ knownAt }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const stop = new AbortController()
    const stopped = crm.reports.pipeline({ knownAt }, { signal: stop.signal, onProgress: () => stop.abort(reason) })
    await expect(stopped).rejects.toBe(reason)
    await crm.close()
  })

  it.each(['yesterday', '99999999999999999999', '1234', '2026-02-01', '2999-01-01T00:00:00Z'])(
    'refuses %s',
    async knownAt => {
      const { crm } = await play([])
      await expect(crm.reports.pipeline({ knownAt })).rejects.toMatchObject({
        code: 'QuestionInvalid',
        faults: [{ field: 'knownAt' }],
      })
      await crm.close()
    },
  )
})
