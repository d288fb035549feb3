import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineProcess } from '@eventcrm/domain'
import type { EventStore } from '@eventcrm/event-store'
import { createMemoryDocumentStore } from '@eventcrm/projection'
import { openSqlite } from '@eventcrm/sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { createCrm, createMemoryStores, verifyStores, type Stores } from '../src/index.ts'
import {
  account,
  accountsIn,
  clock,
  openAccounts,
  openWith,
  theLedger,
  transfersIn,
  transferring,
  type Accounts,
} from './transfers.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const open = async (stores: Omit<Stores, 'close'>, options: Parameters<typeof openWith>[1] = {}) => {
  const crm = await openWith(stores, options)
  closing.push(() => crm.close())
  return crm
}
const typesIn = async (crm: Accounts, accountId: string) => {
  const types: string[] = []
  for await (const { type } of crm.history('accounts', accountId)) types.push(type)
  return types
}
const transfer = (accountId: string, toId: string, amount = 5) => ({
  accountId,
  toId,
  amount,
  transferId: randomUUID(),
})

describe('a process', () => {
  it('carries out what was begun, each command caused by the request, in its actor’s name and on its day', async () => {
    const stores = createMemoryStores()
    const crm = await open(stores)
    const { from, to } = await openAccounts(crm)
    const given = transfer(from, to)
    await crm.accounts.request(given, { at: '2026-02-03', actor: 'an', correlationId: 'order-7' })
    await crm.processes.settle()
    expect(await typesIn(crm, from)).toEqual(['AccountOpened', 'TransferRequested', 'TransferDone'])
    expect(await typesIn(crm, to)).toEqual(['AccountOpened', 'TransferReceived'])
    expect(await typesIn(crm, theLedger)).toEqual(['TransferBooked'])
    let requestId = ''
    for await (const event of crm.history('accounts', from))
      if (event.type === 'TransferRequested') requestId = event.id
    for await (const event of crm.history('accounts', theLedger))
      expect(event).toMatchObject({
        ...{ causationId: requestId, correlationId: 'order-7', actor: 'an', source: 'process' },
        occurredOn: '2026-02-03',
      })
    const before = await accountsIn(stores.events)
    await crm.processes.settle()
    expect(await accountsIn(stores.events)).toEqual(before)
    expect(transfersIn(await crm.status())).toEqual([
      { process: 'transferring', version: 1, started: true, open: 0, upToDate: true, oldest: null, failing: [] },
    ])
  })

  it('is told of a refusal, and states it', async () => {
    const crm = await open(createMemoryStores())
    const { from, closed } = await openAccounts(crm)
    await crm.accounts.request(transfer(from, closed))
    await crm.processes.settle()
    expect(await typesIn(crm, from)).toEqual(['AccountOpened', 'TransferRequested', 'TransferRefused'])
    expect(await typesIn(crm, theLedger)).toEqual([])
  })

  it('dates a command at the later fact that refuses the request’s day', async () => {
    const crm = await open(createMemoryStores())
    const { from } = await openAccounts(crm)
    const later = randomUUID()
    await crm.accounts.open({ accountId: later }, { at: '2026-03-20' })
    await crm.accounts.request(transfer(from, later), { at: '2026-02-03' })
    await crm.processes.settle()
    const days: string[] = []
    for await (const { type, occurredOn } of crm.history('accounts', later))
      if (type === 'TransferReceived') days.push(occurredOn)
    expect(days).toEqual(['2026-03-20'])
    expect(await typesIn(crm, from)).toContain('TransferDone')
  })

  it('is followed while a CRM projects, by as many as there are, and each command is carried out once', async () => {
    const stores = createMemoryStores()
    const crm = await open(stores, { project: true })
    const others = await Promise.all(Array.from({ length: 3 }, () => open(stores, { project: true })))
    const { from, to, closed } = await openAccounts(crm)
    const given = Array.from({ length: 40 }, (_, i) => transfer(from, i % 5 === 0 ? closed : to))
    await Promise.all(given.map((one, i) => (others[i % 4] ?? crm).accounts.request(one)))
    await expect.poll(async () => transfersIn(await crm.status())[0]?.open, { timeout: 10_000 }).toBe(0)
    await expect
      .poll(async () => (await typesIn(crm, from)).filter(type => type === 'TransferDone').length, { timeout: 10_000 })
      .toBe(32)
    const all = Object.values(await accountsIn(stores.events)).flat()
    const counted = Map.groupBy(all, one => (Array.isArray(one) ? String(one[0]) : ''))
    expect(counted.get('TransferReceived')).toHaveLength(32)
    expect(counted.get('TransferBooked')).toHaveLength(32)
    expect(counted.get('TransferRefused')).toHaveLength(8)
  })
})

describe('a command that begins a step', () => {
  it('is answered with the outcome', async () => {
    const crm = await open(createMemoryStores(), { runProcesses: false })
    const { from, to, closed } = await openAccounts(crm)
    const done = await crm.processes.carryOut(account.request(transfer(from, to)))
    expect(done).toMatchObject({ type: 'TransferDone', streamId: from })
    const refused = crm.processes.carryOut(account.request(transfer(from, closed)))
    await expect(refused).rejects.toMatchObject({
      ...{ name: 'CommandRejected', code: 'ACCOUNT_CLOSED' },
      words: { vi: 'Tài khoản đã đóng' },
    })
    expect(await crm.processes.carryOut(account.shut({ accountId: to }))).toBeNull()
    await expect(crm.processes.settle()).rejects.toThrow(/runProcesses/)
  })

  it('sent again comes to the same, refused too', async () => {
    const crm = await open(createMemoryStores())
    const { from, to, closed } = await openAccounts(crm)
    const [fine, no] = [transfer(from, to), transfer(from, closed)]
    const send = (one: typeof fine) =>
      crm.processes.carryOut(account.request(one), { commandId: one.transferId }).catch((error: unknown) => error)
    const [first, refused] = [await send(fine), await send(no)]
    // what was refused is not decided afresh
    await crm.accounts.reopen({ accountId: closed })
    expect(await send(fine)).toEqual(first)
    expect(await send(no)).toMatchObject({ code: 'ACCOUNT_CLOSED', words: { vi: 'Tài khoản đã đóng' } })
    expect(refused).toMatchObject({ code: 'ACCOUNT_CLOSED' })
    expect(await typesIn(crm, closed)).toEqual(['AccountOpened', 'AccountClosed', 'AccountReopened'])
  })

  it('goes on where the runner has it under way', async () => {
    const crm = await open(createMemoryStores(), { project: true })
    const { from, to } = await openAccounts(crm)
    const ended = await Promise.all(
      Array.from({ length: 10 }, () => crm.processes.carryOut(account.request(transfer(from, to)))),
    )
    expect(ended.map(event => event?.type)).toEqual(ended.map(() => 'TransferDone'))
    expect(await typesIn(crm, theLedger)).toHaveLength(10)
  })
})

describe('the start of a process', () => {
  it('is an event, and what came before it is passed over', async () => {
    const stores = createMemoryStores()
    const before = await open(stores, { processes: [] })
    const { from, to } = await openAccounts(before)
    await before.accounts.request(transfer(from, to))
    const crm = await open(stores)
    await crm.processes.settle()
    expect(await typesIn(crm, from)).toEqual(['AccountOpened', 'TransferRequested'])
    await crm.accounts.request(transfer(from, to))
    await crm.processes.settle()
    expect(await typesIn(crm, from)).toEqual([
      'AccountOpened',
      'TransferRequested',
      'TransferRequested',
      'TransferDone',
    ])
    await open(stores)
    const starts: unknown[] = []
    for await (const { type, data } of crm.events({ follow: false }))
      if (type === 'ProcessStarted' && data.name === 'transferring') starts.push(data)
    expect(starts).toEqual([
      { name: 'transferring', version: 1, requests: ['TransferRequested'], after: expect.any(String) as string },
    ])
  })

  it('comes before the first command where a CRM does not run it, and only where it is needed', async () => {
    const stores = createMemoryStores()
    const crm = await open(stores, { runProcesses: false })
    expect(transfersIn(await crm.status())).toMatchObject([{ started: false, open: null }])
    const { from, to } = await openAccounts(crm)
    await crm.accounts.request(transfer(from, to))
    const running = await open(stores)
    await running.processes.settle()
    expect(await typesIn(crm, from)).toContain('TransferDone')
  })

  it('is each version’s own for events that none before it answered', async () => {
    const stores = createMemoryStores()
    const earlier = defineProcess({
      ...{ name: 'transferring', version: 1, describe: 'Answers nothing yet', aggregates: [account] },
      requests: { AccountReopened: { key: () => null, *steps() {} } },
      outcomes: {},
    })
    const crm = await open(stores, { processes: [earlier] })
    const { from, to } = await openAccounts(crm)
    await crm.accounts.request(transfer(from, to))
    const later = await open(stores, { processes: [transferring(2)] })
    await later.accounts.request(transfer(from, to))
    await later.processes.settle()
    expect(await typesIn(later, to)).toEqual(['AccountOpened', 'TransferReceived'])
  })

  it('waits for the company', async () => {
    const crm = await open(createMemoryStores(), { founded: false })
    await crm.processes.settle()
    await crm.company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'vi' })
    const { from, to } = await openAccounts(crm)
    await crm.accounts.request(transfer(from, to))
    await crm.processes.settle()
    expect(await typesIn(crm, from)).toContain('TransferDone')
  })

  it('refuses two processes of one name, and events that no aggregate has', async () => {
    const stores = createMemoryStores()
    await expect(openWith(stores, { processes: [transferring(), transferring(2)] })).rejects.toThrow(/transferring/)
    await expect(createCrm({ stores, processes: [transferring()] })).rejects.toThrow(/TransferRequested/)
  })
})

describe('open steps', () => {
  it('are found again from the log where documents are lost, older or another store’s', async () => {
    const stores = createMemoryStores()
    const crm = await open(stores)
    const { from, to, closed } = await openAccounts(crm)
    for (const toId of [to, closed]) await crm.accounts.request(transfer(from, toId))
    await crm.processes.settle()
    await crm.accounts.request(transfer(from, to))
    const other = await open({ ...stores, documents: createMemoryDocumentStore() })
    await other.processes.settle()
    const [received, booked] = [await typesIn(crm, to), await typesIn(crm, theLedger)]
    expect([received.length, booked.length]).toEqual([3, 2])
    // these documents do not have the last outcome yet
    await crm.processes.settle()
    expect([await typesIn(crm, to), await typesIn(crm, theLedger)]).toEqual([received, booked])
  })

  it('are not carried out by a rebuild', async () => {
    const stores = createMemoryStores()
    const crm = await open(stores)
    const { from, to } = await openAccounts(crm)
    await crm.accounts.request(transfer(from, to))
    const folding = await open(stores, { runProcesses: false })
    await folding.rebuild()
    expect(transfersIn(await folding.status())).toMatchObject([{ open: 1, oldest: clock().toISOString() }])
    expect(await typesIn(crm, from)).not.toContain('TransferDone')
    expect((await folding.verify()).findings).toEqual([])
    await crm.processes.settle()
    expect(await typesIn(crm, from)).toContain('TransferDone')
  })
})

describe('a step that fails', () => {
  const clockAt = (time: { now: string }) => () => new Date(time.now)

  it('is shown with its reason, holds up no other, and is tried again with growing pauses', async () => {
    const time = { now: '2026-06-30T05:00:00.000Z' }
    const crm = await open(createMemoryStores(), { clock: clockAt(time) })
    const { from, to } = await openAccounts(crm)
    const failing = transfer(from, to, 2000)
    await crm.accounts.request(failing)
    await crm.accounts.request(transfer(from, to))
    await crm.processes.settle()
    expect(await typesIn(crm, from)).toContain('TransferDone')
    const told = async () => transfersIn(await crm.status())[0]
    const stream = `crm.account-${from}`
    const firstAt = time.now
    expect(await told()).toMatchObject({
      open: 1,
      failing: [{ key: failing.transferId, stream, attempts: 1, firstAt }],
    })
    expect((await told())?.failing[0]).toMatchObject({ nextAt: '2026-06-30T05:00:01.000Z' })
    expect((await told())?.failing[0]?.reason).toContain('amount')
    await crm.processes.settle()
    expect(await told()).toMatchObject({ failing: [{ attempts: 1 }] })
    time.now = '2026-06-30T05:00:02.000Z'
    await crm.processes.settle()
    expect(await told()).toMatchObject({
      failing: [{ attempts: 2, firstAt, lastAt: time.now, nextAt: '2026-06-30T05:00:04.000Z' }],
    })
  })

  it('is shown where the code of its process is not here, too', async () => {
    const stores = createMemoryStores()
    const crm = await open(stores)
    const { from, to } = await openAccounts(crm)
    await crm.processes.settle()
    await crm.accounts.request(transfer(from, to, 2000))
    expect(transfersIn(await crm.status())).toMatchObject([{ open: 0, upToDate: false }])
    await crm.processes.settle()
    const other = await open(stores, { processes: [] })
    expect(transfersIn(await other.status())).toMatchObject([
      { version: null, open: null, failing: [{ attempts: 1, stream: null }] },
    ])
  })

  it('is carried on by a version that can, from where it stood, and is shown no more', async () => {
    const stores = createMemoryStores()
    const crm = await open(stores)
    const { from, to } = await openAccounts(crm)
    await crm.accounts.request(transfer(from, to, 2000))
    await crm.processes.settle()
    const mended = await open(stores, { processes: [transferring(2, 1000)] })
    await mended.processes.settle()
    expect(await typesIn(mended, from)).toContain('TransferDone')
    expect(await typesIn(mended, to)).toEqual(['AccountOpened', 'TransferReceived'])
    expect(transfersIn(await mended.status())).toMatchObject([{ version: 2, open: 0, failing: [] }])
    const starts: unknown[] = []
    for await (const { type, data } of mended.events({ follow: false }))
      if (type === 'ProcessStarted' && data.name === 'transferring') starts.push(data)
    expect(starts).toMatchObject([{ version: 1 }, { version: 2 }])
  })

  it('is tried again by itself while a CRM projects', async () => {
    const stores = createMemoryStores()
    let faults = 1
    const events: EventStore = {
      ...stores.events,
      append(stream, expected, appended) {
        if (appended.some(({ type }) => type === 'TransferBooked') && faults-- > 0) throw new Error('away')
        return stores.events.append(stream, expected, appended)
      },
    }
    const crm = await open({ ...stores, events }, { project: true, clock: () => new Date() })
    const { from, to } = await openAccounts(crm)
    await crm.accounts.request(transfer(from, to))
    await expect.poll(() => typesIn(crm, from), { timeout: 10_000 }).toContain('TransferDone')
    await expect
      .poll(async () => transfersIn(await crm.status()), { timeout: 10_000 })
      .toMatchObject([{ open: 0, failing: [] }])
    expect(faults).toBe(-1)
  })

  it('is kept in a file, which may be read only, and which verify finds nothing wrong with', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
    const file = join(folder, 'crm.sqlite')
    const writing = await openSqlite(file)
    const before = await openWith(writing)
    const { from, to } = await openAccounts(before)
    await before.close()
    const asked = async () => {
      const stores = await openSqlite(file, { readOnly: true })
      const crm = await openWith(stores, { founded: false, runProcesses: false })
      const processes = transfersIn(await crm.status())
      const aggregates = { accounts: account }
      const { findings } = await verifyStores({ stores, aggregates, processes: [transferring()] })
      await crm.close()
      await stores.close()
      return { processes, findings }
    }
    expect(await asked()).toMatchObject({ processes: [{ started: true, open: null }], findings: [] })
    const crm = await openWith(writing)
    await crm.accounts.request(transfer(from, to, 2000))
    await crm.processes.settle()
    await crm.close()
    expect(await asked()).toMatchObject({ processes: [{ open: 1, failing: [{ attempts: 1 }] }], findings: [] })
    await writing.close()
    await rm(folder, { recursive: true })
  })
})

describe('closing', () => {
  it('waits for the leg under way, and sends no other', async () => {
    const stores = createMemoryStores()
    const booking = Promise.withResolvers<undefined>()
    const begun = Promise.withResolvers<undefined>()
    const events: EventStore = {
      ...stores.events,
      async append(stream, expected, appended) {
        if (appended.some(({ type }) => type === 'TransferBooked')) {
          begun.resolve(undefined)
          await booking.promise
        }
        return stores.events.append(stream, expected, appended)
      },
    }
    const crm = await openWith({ ...stores, events }, { project: true })
    const { from, to } = await openAccounts(crm)
    await crm.accounts.request(transfer(from, to))
    await begun.promise
    const closed = crm.close()
    booking.resolve(undefined)
    await closed
    const types = Object.values(await accountsIn(stores.events))
      .flat()
      .map(one => (Array.isArray(one) ? String(one[0]) : ''))
    expect(types).toContain('TransferBooked')
    expect(types).not.toContain('TransferDone')
    const next = await open(stores)
    await next.processes.settle()
    expect(await typesIn(next, from)).toContain('TransferDone')
    expect(await typesIn(next, theLedger)).toHaveLength(1)
    expect(transfersIn(await next.status())).toMatchObject([{ failing: [] }])
  })
})

describe.each(['events', 'documents'] as const)('a CRM whose %s are closed under it', which => {
  it.each([0, 1, 20])('says so once, with %i steps open, and can be closed', async count => {
    const stores = createMemoryStores()
    const faults: unknown[] = []
    const told = Promise.withResolvers<undefined>()
    const onFault = (fault: unknown) => {
      faults.push(fault)
      told.resolve(undefined)
    }
    const crm = await open(stores, { project: true, onFault })
    const { from, to } = await openAccounts(crm)
    await crm.processes.settle()
    await Promise.all(Array.from({ length: count }, () => crm.accounts.request(transfer(from, to))))
    await stores[which].close()
    // whoever projects hears of documents that are closed when something is written
    if (which === 'documents') await crm.accounts.request(transfer(from, to))
    await told.promise
    await expect(crm.processes.settle()).rejects.toMatchObject({ code: 'StoreClosed' })
    await crm.close()
    expect(faults).toMatchObject([{ code: 'StoreClosed' }])
  })
})

it('a CRM whose documents are closed under it says so once, however many processes wait for them', async () => {
  const stores = createMemoryStores()
  const { documents } = stores
  let left = Infinity
  const closing = {
    ...documents,
    commit: async (commit: Parameters<typeof documents.commit>[0]) => {
      if (left-- === 0) await documents.close()
      await documents.commit(commit)
    },
  }
  const faults: unknown[] = []
  const told = Promise.withResolvers<undefined>()
  const onFault = (fault: unknown) => {
    faults.push(fault)
    told.resolve(undefined)
  }
  const crm = await open({ ...stores, documents: closing }, { project: true, onFault, batchSize: 1 })
  const { from, to } = await openAccounts(crm)
  await crm.processes.settle()
  left = 10
  await Promise.all(Array.from({ length: 20 }, () => crm.accounts.request(transfer(from, to))))
  await told.promise
  await crm.close()
  expect(faults).toMatchObject([{ code: 'StoreClosed' }])
})
