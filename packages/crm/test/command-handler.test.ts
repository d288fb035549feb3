import { companyState, contact, salesTeam, staffMember, theCompany, type CommandMessage } from '@eventcrm/domain'
import {
  AppendOutcomeUnknown,
  createMemoryEventStore,
  RevisionConflict,
  StoreUnavailable,
  type EventStore,
} from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { id, start, type Setting } from './start.ts'

const register = (n: number, name = 'An') => ({ staffMemberId: id(n), name })

describe('a command', () => {
  it('is decided, written, and answered with its place', async () => {
    const { crm, log } = await start()
    const outcome = await crm.staff.register(register(1))
    expect(outcome).toMatchObject({ events: [{ type: 'StaffMemberJoined' }], revision: 0 })
    expect((await log()).map(({ stream, position }) => [stream, position])).toEqual([
      [`crm.staffMember-${id(1)}`, outcome.position],
    ])
  })

  it('writes down who, when, why and from where, the reason as personal data', async () => {
    const { crm, log } = await start()
    await crm.staff.register(register(1), {
      actor: 'binh',
      at: '2026-02-01',
      reason: 'Lan asked',
      source: 'form',
      correlationId: 'chain',
      causationId: 'cause',
      commandId: 'c',
    })
    const [event] = await log()
    expect(event?.metadata).toEqual({
      schemaVersion: 1,
      actor: 'binh',
      source: 'form',
      commandId: 'c',
      $correlationId: 'chain',
      $causationId: 'cause',
      occurredAt: '2026-01-31T17:00:00.000Z',
      occurredOn: '2026-02-01',
      recordedAt: '2026-03-01T02:00:00.000Z',
      reason: { personal: id(1) },
    })
    expect(event?.personal[id(1)]).toMatchObject({ '/$reason': 'Lan asked', '/name': 'An' })
  })

  it('has a reason of text that can be seen', async () => {
    const { crm } = await start()
    for (const reason of ['', ' ', '\ud800', 'a\0b', 'a'.repeat(2001)])
      await expect(crm.staff.register(register(1), { reason })).rejects.toThrow(/^options: reason: expected/)
  })

  it('that changes nothing writes nothing', async () => {
    const { crm, log } = await start()
    await crm.staff.register(register(1))
    expect(await crm.staff.register(register(1))).toEqual({ events: [], revision: 0, position: null })
    expect(await log()).toHaveLength(1)
  })

  it('that changes nothing does not look for itself in a long stream', async () => {
    let read = 0
    const { crm } = await start({
      wrap: store => ({
        ...store,
        async *readStream(...args) {
          for await (const event of store.readStream(...args)) {
            read++
            yield event
          }
        },
      }),
    })
    await crm.staff.register(register(1))
    for (let n = 0; n < 300; n++) await crm.staff.rename(register(1, `An ${String(n % 2)}`))
    read = 0
    expect((await crm.staff.rename(register(1, 'An 1'))).events).toEqual([])
    expect(read).toBe(0)
  })

  it('that is rejected writes nothing and says why', async () => {
    const { crm, log } = await start()
    await expect(crm.staff.rename(register(1))).rejects.toMatchObject({
      name: 'CommandRejected',
      code: 'STAFF_MEMBER_UNKNOWN',
    })
    expect(await log()).toEqual([])
  })

  it('with fields at fault names each, and what was expected', async () => {
    const { crm, log } = await start()
    const wrong = { staffMemberId: 'x', name: ' ', nick: 'Nan' } as unknown as ReturnType<typeof register>
    const failed = crm.staff.register(wrong)
    await expect(failed).rejects.toMatchObject({ name: 'CommandInvalid', code: 'CommandInvalid' })
    await expect(failed).rejects.toThrow(
      'staffMemberId: expected a UUID; name: expected at least 1 character; nick: no such field',
    )
    expect(await log()).toEqual([])
  })

  it('that does not exist is refused by name, and so is a field that no message has', async () => {
    const { handler } = await start()
    const sent = (message: unknown) =>
      handler.handleAll([contact.rename({ contactId: id(1), name: 'An' }), message] as CommandMessage[])
    for (const [message, field] of [
      [null, 'messages.1'],
      [{ aggregate: 'quotation', name: 'open', input: {} }, 'messages.1.aggregate'],
      [{ aggregate: 'customerCode', name: 'claim', input: {} }, 'messages.1.aggregate'],
      [{ aggregate: 'contact', name: 'constructor', input: {} }, 'messages.1.name'],
      [{ aggregate: 'contact', name: 'rename', input: {}, when: '2026-01-01' }, 'messages.1.when'],
      [{ aggregate: 'contact', name: 'rename', input: { name: 'An' } }, 'contactId'],
      [{ ...contact.rename({ contactId: id(1), name: 'An' }), at: 'yesterday' }, 'at'],
    ] as const)
      await expect(sent(message)).rejects.toMatchObject({ code: 'CommandInvalid', index: 1, faults: [{ field }] })
    await expect(handler.handleAll('all' as never)).rejects.toMatchObject({ faults: [{ field: 'messages' }] })
  })

  it('is plain data that survives being kept', async () => {
    const { handler } = await start()
    const kept = JSON.parse(JSON.stringify(staffMember.register(register(1)))) as CommandMessage
    expect(kept).toEqual({ aggregate: 'staffMember', name: 'register', input: register(1) })
    expect((await handler.handle(kept)).events).toMatchObject([{ type: 'StaffMemberJoined' }])
  })

  it('needs an actor', async () => {
    const { handler } = await start()
    await expect(handler.handle(staffMember.register(register(1)), { actor: ' ' })).rejects.toThrow(/options: actor: /)
  })
})

describe('time', () => {
  it('is the clock’s, lifted to the stream’s last fact by five seconds at most', async () => {
    let now = '2026-03-01T02:00:05.000Z'
    const { crm, log } = await start({ clock: () => new Date(now) })
    await crm.staff.register(register(1))
    now = '2026-03-01T02:00:00.000Z'
    await crm.staff.rename(register(1, 'Bình'))
    expect((await log()).map(({ metadata }) => [metadata.occurredAt, metadata.recordedAt])).toEqual(
      Array(2).fill(Array(2).fill('2026-03-01T02:00:05.000Z')),
    )
    now = '2026-03-01T01:59:59.999Z'
    await expect(crm.staff.rename(register(1, 'Chi'))).rejects.toMatchObject({
      code: 'DATED_IN_FUTURE',
      details: { now, until: '2026-03-01T02:00:05.000Z' },
    })
    expect(await log()).toHaveLength(2)
  })

  it('of a clock that ran ahead delays no command that says its own time, nor when that was written down', async () => {
    let now = '2026-03-05T00:00:00.000Z'
    const { crm, log } = await start({ clock: () => new Date(now) })
    await crm.staff.register(register(1), { at: '2026-02-01' })
    await crm.staff.move({ staffMemberId: id(1), department: 'North' })
    now = '2026-03-01T00:00:00.000Z'
    await crm.staff.rename(register(1, 'Bình'), { at: '2026-02-20' })
    expect((await log()).at(-1)?.metadata).toMatchObject({ occurredOn: '2026-02-20', recordedAt: now })
  })

  it('of a clock that is out of its mind is a fault of its own', async () => {
    for (const now of ['1969-12-31T23:59:59.999Z', '9999-01-01T00:00:00.000Z', 'never']) {
      const { crm, log } = await start({ clock: () => new Date(now) })
      await expect(crm.staff.register(register(1))).rejects.toMatchObject({ code: 'ClockInvalid' })
      expect(await log()).toEqual([])
    }
    for (const now of ['1970-01-01T00:00:00.000Z', '9998-12-31T16:59:59.999Z']) {
      const { crm } = await start({ clock: () => new Date(now), founded: false })
      await crm.company.found({ timeZone: 'UTC', currency: 'VND', language: 'vi' })
    }
  })

  it('given as a day means its start in the company’s zone', async () => {
    const { crm, log } = await start({ founded: false })
    await crm.company.found({ timeZone: 'America/New_York', currency: 'USD', language: 'en' }, { at: '2026-01-01' })
    await crm.staff.register(register(1), { at: '2026-02-01' })
    expect((await log())[1]?.metadata).toMatchObject({
      occurredAt: '2026-02-01T05:00:00.000Z',
      occurredOn: '2026-02-01',
    })
  })

  it('in the future is refused', async () => {
    const { crm } = await start()
    await expect(crm.staff.register(register(1), { at: '2026-03-01T02:00:00.001Z' })).rejects.toMatchObject({
      code: 'DATED_IN_FUTURE',
    })
  })

  it('before what it builds on is refused', async () => {
    const { crm } = await start()
    await crm.staff.register(register(1), { at: '2026-02-01' })
    await expect(crm.staff.rename(register(1, 'Bình'), { at: '2026-01-31' })).rejects.toMatchObject({
      code: 'DATED_TOO_EARLY',
      details: { notBefore: '2026-02-01' },
    })
  })

  it('of another century is refused: it is a slip of the finger', async () => {
    const { crm } = await start()
    for (const at of ['0217-03-01', '0017-03-31T09:00:00Z', '2917-03-01'])
      await expect(crm.staff.register(register(1), { at })).rejects.toThrow(/at: expected a day like/)
  })

  it('that is no time is refused by name', async () => {
    const { crm } = await start()
    await expect(crm.staff.register(register(1), { at: 'yesterday' })).rejects.toThrow(/at: expected a day like/)
    await expect(crm.staff.register(register(1), { at: '2026-02-30' })).rejects.toThrow(/at: expected a day like/)
  })
})

describe('a command id', () => {
  it('sent again returns the first outcome, whatever comes with it', async () => {
    const { crm, log } = await start()
    const first = await crm.staff.register(register(1), { commandId: 'c1' })
    await crm.staff.rename(register(1, 'Bình'))
    expect(await crm.staff.rename(register(1, 'Chi'), { commandId: 'c1' })).toEqual(first)
    expect(await log()).toHaveLength(2)
  })

  it('is known to another process too, and beyond what a cache keeps', async () => {
    const { crm, memory } = await start()
    const first = await crm.staff.register(register(1), { commandId: 'c1' })
    for (let n = 0; n < 250; n++) await crm.staff.rename(register(1, `An ${String(n)}`))
    expect(await crm.staff.rename(register(1, 'Chi'), { commandId: 'c1' })).toEqual(first)
    const { crm: other } = await start({ memory })
    expect(await other.staff.rename(register(1, 'Chi'), { commandId: 'c1' })).toEqual(first)
  })

  it('sent through another process that has not seen it returns the first outcome, and what the log has is known', async () => {
    const { crm, memory, log } = await start()
    const { crm: other, handler } = await start({ memory })
    await crm.staff.register(register(1))
    await other.staff.move({ staffMemberId: id(1), department: 'North' })
    await crm.staff.rename(register(1, 'Bình'), { commandId: 'c1' })
    const again = await other.staff.rename(register(1, 'Chi'), { commandId: 'c1' })
    expect(again.events).toMatchObject([{ data: { name: 'Bình' } }])
    expect(await handler.state(staffMember.state, id(1))).toMatchObject({ name: 'Bình' })
    expect(await log()).toHaveLength(3)
  })

  it('sent by two processes at once has one outcome, the log’s', async () => {
    const { crm, memory, log } = await start()
    await crm.staff.register(register(1))
    const { crm: other, handler } = await start({
      memory,
      wrap: store => ({
        ...store,
        append: async (...args) => {
          await crm.staff.rename(register(1, 'Bình'), { commandId: 'c1' })
          return store.append(...args)
        },
      }),
    })
    const second = await other.staff.rename(register(1, 'Chi'), { commandId: 'c1' })
    expect(second).toMatchObject({ events: [{ data: { name: 'Bình' } }], revision: 1 })
    expect(second.position).toBe((await log()).at(-1)?.position)
    expect(await handler.state(staffMember.state, id(1))).toMatchObject({ name: 'Bình' })
  })

  it('is found again behind what other processes have written since', async () => {
    const { crm, memory, log } = await start()
    const { crm: other } = await start({ memory })
    await crm.staff.register(register(1), { commandId: 'c0' })
    await crm.staff.rename(register(1, 'Bình'), { commandId: 'c1' })
    for (const name of ['Chi', 'Dũng', 'Giang']) await other.staff.rename(register(1, name))
    await crm.staff.rename(register(1, 'Hà'), { commandId: 'c5' })
    for (const [commandId, revision] of [
      ['c1', 1],
      ['c0', 0],
      ['c5', 5],
      ['c1', 1],
    ] as const)
      expect((await crm.staff.rename(register(1, 'Lan'), { commandId })).revision).toBe(revision)
    expect(await log()).toHaveLength(6)
  })

  it('is found again when a state was read while commands went on', async () => {
    let reading: (() => void) | undefined
    let go: (() => void) | undefined
    const { crm, handler } = await start({
      wrap: store => ({
        ...store,
        async *readStream(...args) {
          if (reading) {
            const gate = new Promise<void>(resolve => (go = resolve))
            reading()
            reading = undefined
            await gate
          }
          yield* store.readStream(...args)
        },
      }),
    })
    await crm.staff.register(register(1))
    await crm.staff.rename(register(1, 'Ân'), { commandId: 'c1' })
    const begun = new Promise<void>(resolve => (reading = resolve))
    const state = handler.state(staffMember.state, id(1))
    await begun
    for (const name of ['Bình', 'Chi', 'Dũng']) await crm.staff.rename(register(1, name))
    go?.()
    expect(await state).toMatchObject({ name: 'Dũng' })
    expect(await crm.staff.rename(register(1, 'Ân'), { commandId: 'c1' })).toMatchObject({
      events: [{ data: { name: 'Ân' } }],
      revision: 1,
    })
    expect((await crm.staff.rename(register(1, 'Dũng'))).events).toEqual([])
  })

  it('whose command was rejected is decided afresh', async () => {
    const { crm } = await start()
    await expect(crm.staff.rename(register(1, 'Bình'), { commandId: 'c1' })).rejects.toThrow()
    await crm.staff.register(register(1))
    expect((await crm.staff.rename(register(1, 'Bình'), { commandId: 'c1' })).events).toHaveLength(1)
  })

  it('makes the same event ids wherever it is carried out', async () => {
    const ids = async () => {
      const { crm, log } = await start()
      await crm.staff.register(register(1), { commandId: 'c1' })
      return (await log()).map(event => event.id)
    }
    expect(await ids()).toEqual(await ids())
  })
})

describe('the company', () => {
  it('comes first: before it, nothing has a day', async () => {
    const { crm, log } = await start({ founded: false })
    await expect(crm.staff.register(register(1))).rejects.toMatchObject({ code: 'COMPANY_NOT_FOUNDED' })
    expect(await log()).toEqual([])
  })

  it('is founded on a day of its own time zone', async () => {
    const { crm, log } = await start({ founded: false, clock: () => new Date('2026-03-01T20:00:00Z') })
    await crm.company.found({ timeZone: 'America/New_York', currency: 'USD', language: 'en' })
    await crm.company.rename({ name: 'An Bình' })
    expect((await log()).map(({ metadata }) => metadata.occurredOn)).toEqual(['2026-03-01', '2026-03-01'])
  })

  it('founded by two processes at once is the one that the log has', async () => {
    const memory = createMemoryEventStore()
    const found = { currency: 'VND', language: 'vi' } as const
    const { crm } = await start({ memory, founded: false })
    const { crm: other, handler } = await start({
      memory,
      founded: false,
      wrap: store => ({
        ...store,
        append: async (...args) => {
          await crm.company.found({ ...found, timeZone: 'Asia/Ho_Chi_Minh' }, { commandId: 'founding' })
          return store.append(...args)
        },
      }),
    })
    await other.company.found({ ...found, timeZone: 'America/New_York' }, { commandId: 'founding' })
    expect(await handler.state(companyState, theCompany)).toMatchObject({ timeZone: 'Asia/Ho_Chi_Minh' })
  })

  it('founded by another process fixes the days from then on', async () => {
    const clock = () => new Date('2026-03-01T20:00:00Z')
    const { crm, memory, log } = await start({ founded: false, clock })
    await expect(crm.staff.register(register(1))).rejects.toThrow()
    const other = await start({ memory, founded: false, clock })
    await other.crm.company.found({ timeZone: 'America/New_York', currency: 'USD', language: 'en' })
    await crm.staff.register(register(1))
    expect((await log())[1]?.metadata.occurredOn).toBe('2026-03-01')
  })
})

describe('what a decision looks at', () => {
  it('is at most a second behind, whatever another process does', async () => {
    const { crm, memory } = await start()
    const other = await start({ memory })
    await crm.staff.register(register(1))
    await crm.teams.create({ teamId: id(2), name: 'North' })
    await crm.teams.addMember({ teamId: id(2), staffMemberId: id(1) })
    await other.crm.staff.recordLeft({ staffMemberId: id(1) })
    await expect
      .poll(
        async () => {
          await crm.teams.removeMember({ teamId: id(2), staffMemberId: id(1) })
          return crm.teams.addMember({ teamId: id(2), staffMemberId: id(1) }).then(
            () => 'added',
            (error: unknown) => (error as { readonly code: string }).code,
          )
        },
        { timeout: 10_000 },
      )
      .toBe('STAFF_MEMBER_LEFT')
  })
})

describe('a conflict', () => {
  it('is decided again on what is there now', async () => {
    const { crm, memory } = await start()
    const { crm: other } = await start({ memory })
    await crm.staff.register(register(1))
    await other.staff.rename(register(1, 'Bình'))
    expect((await crm.staff.move({ staffMemberId: id(1), department: 'North' })).revision).toBe(2)
  })

  it('that nothing would change is not believed of an old state', async () => {
    const { crm, memory } = await start()
    const { crm: other } = await start({ memory })
    await crm.staff.register(register(1))
    await other.staff.rename(register(1, 'Bình'))
    expect((await crm.staff.rename(register(1, 'An'))).events).toHaveLength(1)
  })

  it('a rejection from an old state is not believed', async () => {
    const { crm, memory } = await start()
    const { crm: other } = await start({ memory })
    await crm.staff.register(register(1))
    await crm.staff.recordLeft({ staffMemberId: id(1) })
    await other.staff.recordReturned({ staffMemberId: id(1) })
    expect((await crm.staff.move({ staffMemberId: id(1), department: 'North' })).events).toHaveLength(1)
  })

  it('that never ends is the caller’s, after a bounded number of attempts', async () => {
    let appends = 0
    const { crm } = await start({
      wrap: store => ({
        ...store,
        append: stream => {
          appends++
          return Promise.reject(new RevisionConflict(stream, 'noStream', 0))
        },
      }),
    })
    await expect(crm.staff.register(register(1))).rejects.toBeInstanceOf(RevisionConflict)
    expect(appends).toBe(10)
  })

  it('does not come from this process: forty commands at once to one stream all succeed', async () => {
    const { crm, log } = await start()
    await crm.staff.register(register(1))
    await Promise.all(Array.from({ length: 40 }, (_, n) => crm.staff.rename(register(1, `An ${String(n)}`))))
    expect((await log()).map(({ revision }) => revision)).toEqual(Array.from({ length: 41 }, (_, n) => n))
  })
})

describe('an append whose outcome is unknown', () => {
  /** Commits, or not, and then loses the reply, so many times. */
  const losing = (times: number, commits: boolean) => (store: EventStore) => ({
    ...store,
    append: async (...args: Parameters<EventStore['append']>) => {
      if (times-- <= 0) return store.append(...args)
      if (commits) await store.append(...args)
      throw new AppendOutcomeUnknown('no reply')
    },
  })
  it.each([true, false])('is sent again, and written once (it had been written: %s)', async commits => {
    const { crm, log } = await start({ wrap: losing(3, commits) })
    expect(await crm.staff.register(register(1))).toMatchObject({ revision: 0 })
    expect(await log()).toHaveLength(1)
    expect(await crm.staff.rename(register(1, 'Bình'))).toMatchObject({ revision: 1 })
  })

  it('and stays unknown is the caller’s; the same command id sent later finds what was written', async () => {
    const { crm, log } = await start({ wrap: losing(6, true) })
    await expect(crm.staff.register(register(1), { commandId: 'c1' })).rejects.toBeInstanceOf(AppendOutcomeUnknown)
    expect(await crm.staff.register(register(1), { commandId: 'c1' })).toMatchObject({
      revision: 0,
      events: [{ type: 'StaffMemberJoined' }],
    })
    expect(await log()).toHaveLength(1)
  })

  it('that was written, and cannot be read, is unknown too; several sent together say which are there', async () => {
    let away = false
    const { crm, handler, log } = await start({
      wrap: store => ({
        ...store,
        async *readStream(...args) {
          if (away) throw new StoreUnavailable('away')
          yield* store.readStream(...args)
        },
        append: async (...args) => {
          const appended = await store.append(...args)
          away = true
          return appended
        },
      }),
    })
    await expect(crm.staff.register(register(1), { commandId: 'c1' })).rejects.toMatchObject({
      code: 'AppendOutcomeUnknown',
      cause: { code: 'StoreUnavailable' },
    })
    away = false
    const both = [staffMember.register(register(2)), staffMember.register(register(3))]
    await expect(handler.handleAll(both, { commandId: 'c2' })).rejects.toMatchObject({
      code: 'PartiallyAppended',
      written: [0],
      cause: { code: 'AppendOutcomeUnknown' },
    })
    expect(await log()).toHaveLength(2)
  })

  it('a store that is away is the caller’s at once, and nothing is remembered of it', async () => {
    let away = true
    const { crm } = await start({
      wrap: store => ({
        ...store,
        append: (...args) => (away ? Promise.reject(new StoreUnavailable('away')) : store.append(...args)),
      }),
    })
    await expect(crm.staff.register(register(1))).rejects.toBeInstanceOf(StoreUnavailable)
    away = false
    expect((await crm.staff.register(register(1))).events).toHaveLength(1)
  })
})

describe('commands sent together', () => {
  const together: CommandMessage[] = [
    staffMember.register(register(1)),
    salesTeam.create({ teamId: id(2), name: 'North' }),
    salesTeam.addMember({ teamId: id(2), staffMemberId: id(1) }),
    staffMember.setMainTeam({ staffMemberId: id(1), mainTeamId: id(2) }),
  ]
  it('may be none, which only checks what comes with them', async () => {
    const { handler, log } = await start()
    expect(await handler.handleAll([])).toEqual([])
    await expect(handler.handleAll([], { source: 'not an id' })).rejects.toThrow(/options: source: expected an id/)
    expect(await log()).toEqual([])
  })

  it('see what the ones before them change', async () => {
    const { handler, log } = await start()
    const outcomes = await handler.handleAll(together)
    expect(outcomes.map(({ events }) => events.map(({ type }) => type))).toEqual([
      ['StaffMemberJoined'],
      ['SalesTeamCreated'],
      ['SalesTeamMemberAdded'],
      ['StaffMemberMainTeamSet'],
    ])
    expect((await log()).map(({ type, revision }) => [type, revision])).toEqual([
      ['StaffMemberJoined', 0],
      ['StaffMemberMainTeamSet', 1],
      ['SalesTeamCreated', 0],
      ['SalesTeamMemberAdded', 1],
    ])
  })

  it('leave nothing when one is rejected, and say which', async () => {
    const { handler, log } = await start()
    const failed = handler.handleAll([...together, salesTeam.addMember({ teamId: id(2), staffMemberId: id(9) })])
    await expect(failed).rejects.toMatchObject({ name: 'CommandRejected', index: 4 })
    expect(await log()).toEqual([])
  })

  it('sent again, return each its own first outcome', async () => {
    const { handler, memory } = await start()
    const first = await handler.handleAll(together, { commandId: 'c1' })
    expect(await handler.handleAll(together, { commandId: 'c1' })).toEqual(first)
    const other = await start({ memory })
    expect(await other.handler.handleAll(together, { commandId: 'c1' })).toEqual(first)
  })

  it('are dated one by one', async () => {
    const { handler, log } = await start()
    await handler.handleAll(
      [
        staffMember.register(register(1), '2026-01-05'),
        staffMember.move({ staffMemberId: id(1), department: 'North' }, '2026-01-07'),
      ],
      { at: '2026-01-01' },
    )
    expect((await log()).map(({ metadata }) => metadata.occurredOn)).toEqual(['2026-01-05', '2026-01-07'])
  })

  it('interrupted between two streams, are made whole by the same command id', async () => {
    let appends = 0
    const { handler, memory } = await start({
      wrap: store => ({
        ...store,
        append: (...args) => (++appends === 2 ? Promise.reject(new StoreUnavailable('away')) : store.append(...args)),
      }),
    })
    await expect(handler.handleAll(together, { commandId: 'c1' })).rejects.toMatchObject({
      code: 'PartiallyAppended',
      commandId: 'c1',
      written: [0, 3],
      cause: { code: 'StoreUnavailable' },
    })
    const again = await start({ memory })
    await again.handler.handleAll(together, { commandId: 'c1' })
    expect((await again.log()).map(({ type }) => type).sort()).toEqual([
      'SalesTeamCreated',
      'SalesTeamMemberAdded',
      'StaffMemberJoined',
      'StaffMemberMainTeamSet',
    ])
  })

  it('say what was written when they are rejected after another writer came in between', async () => {
    const { memory } = await start()
    const { crm: other } = await start({ memory })
    await other.staff.register(register(1))
    await other.staff.register(register(2))
    const { handler } = await start({
      memory,
      wrap: store => ({
        ...store,
        append: async (stream, ...rest) => {
          if (stream.endsWith(id(2))) await other.staff.recordLeft({ staffMemberId: id(2) })
          return store.append(stream, ...rest)
        },
      }),
    })
    const sent = handler.handleAll([
      staffMember.rename(register(1, 'Bình')),
      staffMember.move({ staffMemberId: id(2), department: 'North' }),
    ])
    await expect(sent).rejects.toMatchObject({
      code: 'PartiallyAppended',
      written: [0],
      cause: { name: 'CommandRejected', index: 1 },
    })
  })

  it('say what was written also when a key that they claimed cannot be given back', async () => {
    const { memory } = await start()
    const { crm: other } = await start({ memory })
    const contactId = id(7)
    await other.contacts.register({ contactId, kind: 'individual', name: 'An' })
    const { handler } = await start({
      memory,
      wrap: store => ({
        ...store,
        append: async (stream, expected, events) => {
          if (stream.endsWith(id(7))) await other.contacts.becomeCustomer({ contactId, code: 'KH1' })
          if (events[0]?.type === 'CustomerCodeReleased') throw new StoreUnavailable('away')
          return store.append(stream, expected, events)
        },
      }),
    })
    const sent = handler.handleAll([
      staffMember.register(register(1)),
      contact.becomeCustomer({ contactId, code: 'KH2' }),
    ])
    await expect(sent).rejects.toMatchObject({
      code: 'PartiallyAppended',
      written: [0],
      cause: { code: 'ALREADY_CUSTOMER', index: 1 },
    })
  })

  it('that meet another writer in their second stream are written once in their first', async () => {
    const { memory, log } = await start()
    const { crm: other } = await start({ memory })
    await other.staff.register(register(1))
    await other.teams.create({ teamId: id(2), name: 'North' })
    let disturbed = false
    const { handler } = await start({
      memory,
      wrap: store => ({
        ...store,
        append: async (stream, ...rest) => {
          if (stream.includes('salesTeam') && !disturbed) {
            disturbed = true
            await other.teams.rename({ teamId: id(2), name: 'South' })
          }
          return store.append(stream, ...rest)
        },
      }),
    })
    const outcomes = await handler.handleAll([
      staffMember.rename(register(1, 'Bình')),
      staffMember.rename(register(1, 'An')),
      salesTeam.rename({ teamId: id(2), name: 'East' }),
    ])
    expect(outcomes.map(({ events, revision }) => [events.length, revision])).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    expect((await log()).map(({ type }) => type)).toEqual([
      'StaffMemberJoined',
      'SalesTeamCreated',
      'StaffMemberRenamed',
      'StaffMemberRenamed',
      'SalesTeamRenamed',
      'SalesTeamRenamed',
    ])
  })
})

describe('a state', () => {
  it('is what the log has now, whoever wrote it', async () => {
    const { crm, handler, memory } = await start()
    const { crm: other } = await start({ memory })
    await crm.staff.register(register(1))
    await other.staff.rename(register(1, 'Bình'))
    expect(await handler.state(staffMember.state, id(1))).toMatchObject({ name: 'Bình' })
  })
})

describe('a key that is unique in the company', () => {
  const customers = async (setting?: Setting) => {
    const crm = await start(setting)
    for (const n of [1, 2])
      await crm.crm.contacts.register({ contactId: id(n), kind: 'organisation', name: `Co ${String(n)}` })
    return crm
  }
  it('is claimed before the command is carried out, under an id that does not tell it', async () => {
    const { crm, log } = await customers()
    await crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' })
    const events = await log()
    expect(events.slice(2).map(({ type }) => type)).toEqual(['CustomerCodeClaimed', 'ContactBecameCustomer'])
    expect(events[2]?.data).toEqual({ ownerId: id(1) })
  })

  it('is given to one only', async () => {
    const { crm, log } = await customers()
    const both = await Promise.allSettled([
      crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' }),
      crm.contacts.becomeCustomer({ contactId: id(2), code: 'kh-01' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CUSTOMER_CODE_TAKEN' } })
    expect((await log()).filter(({ type }) => type === 'ContactBecameCustomer')).toHaveLength(1)
  })

  it('is not claimed by a command that is rejected anyway', async () => {
    const { crm, log } = await start()
    await expect(crm.contacts.becomeCustomer({ contactId: id(7), code: 'KH-01' })).rejects.toMatchObject({
      code: 'CONTACT_UNKNOWN',
    })
    expect(await log()).toEqual([])
  })

  /** Two customers to be, and another process that gets in before the first of them becomes one. */
  const interfered = async (interference: (other: Awaited<ReturnType<typeof start>>) => Promise<unknown>) => {
    let interfere = true
    const memory = createMemoryEventStore()
    const other = await start({ memory })
    return customers({
      memory,
      wrap: store => ({
        ...store,
        append: async (stream, expected, events) => {
          if (interfere && events[0]?.type === 'ContactBecameCustomer') {
            interfere = false
            await interference(other)
          }
          return store.append(stream, expected, events)
        },
      }),
    })
  }

  it('is given back when the command is rejected after all', async () => {
    const { crm, log } = await interfered(other =>
      other.crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-99' }),
    )
    await expect(crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' })).rejects.toMatchObject({
      code: 'ALREADY_CUSTOMER',
    })
    expect((await log()).slice(2).map(({ type }) => type)).toEqual([
      'CustomerCodeClaimed',
      'CustomerCodeClaimed',
      'ContactBecameCustomer',
      'CustomerCodeReleased',
    ])
    expect((await crm.contacts.becomeCustomer({ contactId: id(2), code: 'KH-01' })).events).toHaveLength(1)
  })

  it('is given back for every one of commands sent together that are rejected after all', async () => {
    const { crm, handler } = await interfered(other =>
      other.crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-99' }),
    )
    const { becomeCustomer } = contact
    const sent = handler.handleAll([
      becomeCustomer({ contactId: id(1), code: 'KH-01' }),
      becomeCustomer({ contactId: id(2), code: 'KH-02' }),
    ])
    await expect(sent).rejects.toMatchObject({ code: 'ALREADY_CUSTOMER', index: 0 })
    await crm.contacts.register({ contactId: id(3), kind: 'organisation', name: 'Co 3' })
    expect((await crm.contacts.becomeCustomer({ contactId: id(3), code: 'KH-02' })).events).toHaveLength(1)
  })

  it('is given back when the command turns out to be another process’s, with another key', async () => {
    const { crm } = await interfered(other =>
      other.crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-99' }, { commandId: 'c1' }),
    )
    const { events } = await crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' }, { commandId: 'c1' })
    expect(events).toMatchObject([{ data: { code: 'KH-99' } }])
    expect((await crm.contacts.becomeCustomer({ contactId: id(2), code: 'KH-01' })).events).toHaveLength(1)
  })

  it('left by a crash is given back by the same command when it is rejected later', async () => {
    let crash = true
    let now = new Date('2026-03-01T02:00:00Z')
    const { crm, log } = await customers({
      clock: () => now,
      wrap: store => ({
        ...store,
        append: (stream, expected, events) =>
          crash && events[0]?.type === 'ContactBecameCustomer'
            ? Promise.reject(new StoreUnavailable('away'))
            : store.append(stream, expected, events),
      }),
    })
    await expect(crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' })).rejects.toThrow('away')
    crash = false
    await crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-02' })
    now = new Date('2026-03-01T02:02:00Z')
    await expect(crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' })).rejects.toMatchObject({
      code: 'ALREADY_CUSTOMER',
    })
    expect((await log()).at(-1)?.type).toBe('CustomerCodeReleased')
    await crm.contacts.becomeCustomer({ contactId: id(2), code: 'KH-01' })
  })

  it('in use is not given back, whatever is rejected', async () => {
    const { crm, log } = await customers()
    await crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' })
    await expect(crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-02' })).rejects.toThrow()
    await expect(crm.contacts.becomeCustomer({ contactId: id(2), code: 'KH-01' })).rejects.toThrow()
    expect((await log()).map(({ type }) => type)).not.toContain('CustomerCodeReleased')
  })

  it('is claimed under a command id of any length', async () => {
    const { crm } = await customers()
    await crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' }, { commandId: 'c'.repeat(200) })
  })

  it('claimed before a crash is used by the same contact later', async () => {
    let crash = true
    const { crm, memory } = await customers({
      wrap: store => ({
        ...store,
        append: (stream, expected, events) =>
          crash && events[0]?.type === 'ContactBecameCustomer'
            ? Promise.reject(new StoreUnavailable('away'))
            : store.append(stream, expected, events),
      }),
    })
    await expect(crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' })).rejects.toBeInstanceOf(
      StoreUnavailable,
    )
    crash = false
    const again = await start({ memory })
    await expect(again.crm.contacts.becomeCustomer({ contactId: id(2), code: 'KH-01' })).rejects.toMatchObject({
      code: 'CUSTOMER_CODE_TAKEN',
    })
    expect((await again.crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-01' })).events).toHaveLength(1)
  })
})
