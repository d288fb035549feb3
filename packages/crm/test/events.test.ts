import { randomUUID } from 'node:crypto'
import { staffMember } from '@eventcrm/domain'
import type { EventStore } from '@eventcrm/event-store'
import { firstValueFrom, take, toArray } from 'rxjs'
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest'
import { createCrm, createMemoryStores, type Stores } from '../src/index.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const start = async (stores: Omit<Stores, 'close'> = createMemoryStores()) => {
  const crm = await createCrm({ stores, actor: 'lan', clock: () => new Date('2026-06-30T05:00:00Z'), company: {} })
  closing.push(() => crm.close())
  return crm
}
type Read = ReturnType<EventStore['readStream']>

/** The same stores, with an event of a newer version where the last one stands. */
const writtenByNewer = (stores: Stores): Stores => {
  async function* renamed(events: Read): Read {
    for await (const event of events)
      yield event.type === 'StaffMemberRenamed' ? { ...event, type: 'StaffMemberDubbed' } : event
  }
  const { events } = stores
  const newer: EventStore = {
    ...events,
    readStream: (...args) => renamed(events.readStream(...args)),
    async *subscribe(options) {
      for await (const page of events.subscribe(options)) {
        const types = []
        for await (const event of renamed(
          (async function* () {
            yield* page.events
          })(),
        ))
          types.push(event)
        yield { ...page, events: types }
      }
    },
  }
  return { ...stores, events: newer }
}

describe('events', () => {
  it('narrow by type: in outcomes, in histories and in the log', async () => {
    const crm = await start()
    const staffMemberId = randomUUID()
    const { events } = await crm.staff.register({ staffMemberId, name: 'An' })
    for (const event of events) if (event.type === 'StaffMemberJoined') expect(event.data.name).toBe('An')
    for await (const event of crm.history('staff', staffMemberId)) {
      expectTypeOf(event.type).not.toEqualTypeOf<string>()
      if (event.type === 'StaffMemberJoined') expect(event.data.name).toBe('An')
    }
    for await (const event of crm.events({ follow: false })) {
      if (event.type === 'CompanyFounded') expect(event.data.timeZone).toBe('Asia/Ho_Chi_Minh')
      // @ts-expect-error -- no such event
      expect(event.type === 'NoSuchEvent').toBe(false)
    }
  })

  it('are looped over one at a time, those written from now on if wished', async () => {
    const crm = await start()
    const before: string[] = []
    for await (const { type } of crm.events({ follow: false, pageSize: 1 })) before.push(type)
    expect(before.slice(0, 2)).toEqual(['CompanyFounded', 'PipelineCreated'])
    const live = crm.events({ live: true })[Symbol.asyncIterator]()
    await crm.staff.register({ staffMemberId: randomUUID(), name: 'An' })
    expect(await live.next()).toMatchObject({ value: { type: 'StaffMemberJoined' } })
    const next = live.next()
    await live.return?.()
    expect(await next).toMatchObject({ done: true })
    const observed = firstValueFrom(crm.log({ live: true }).pipe(take(2), toArray()))
    for (const name of ['Bình', 'Chi']) await crm.staff.register({ staffMemberId: randomUUID(), name })
    expect((await observed).map(({ type }) => type)).toEqual(['StaffMemberJoined', 'StaffMemberJoined'])
    expect(() => crm.events({ live: true, after: '0' })).toThrow(TypeError)
  })

  it('that a newer version wrote end the log and the history, with those before them', async () => {
    const stores = createMemoryStores()
    const staffMemberId = randomUUID()
    const crm = await start(stores)
    await crm.send([
      staffMember.register({ staffMemberId, name: 'An' }),
      staffMember.rename({ staffMemberId, name: 'Bình' }),
      staffMember.move({ staffMemberId, department: 'North' }),
    ])
    const older = await start(writtenByNewer(stores))
    const read = async (events: AsyncIterable<{ readonly type: string }>) => {
      const types: string[] = []
      const error: unknown = await (async () => {
        for await (const { type } of events) types.push(type)
      })().catch((error: unknown) => error)
      return { types, error }
    }
    expect(await read(older.history('staff', staffMemberId))).toMatchObject({
      types: ['StaffMemberJoined'],
      error: { code: 'UnknownEventType' },
    })
    const { types, error } = await read(older.events({ follow: false }))
    expect(types.at(-1)).toBe('StaffMemberJoined')
    expect(error).toMatchObject({ code: 'UnknownEventType' })
    await expect(firstValueFrom(older.log().pipe(toArray()))).rejects.toMatchObject({ code: 'UnknownEventType' })
  })
})
