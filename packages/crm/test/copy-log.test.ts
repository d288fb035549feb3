import type { EventStore, RecordedEvent } from '@eventcrm/event-store'
import { openSqlite } from '@eventcrm/sqlite'
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lives } from '../../domain/test/laws/lives.ts'
import { rounds } from '../../testkit/src/campaign.ts'
import { CommandInvalid, copyLog, createCrm, createMemoryStores, isRejected, type Stores } from '../src/index.ts'

// a busy machine is no broken law
vi.setConfig({ testTimeout: 120_000 })

let folder: string
let files = 0
const newFile = () => join(folder, `${String(++files)}.sqlite`)
const openFile = (file = newFile(), namespace = 'crm') => openSqlite(file, { namespace })
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const clock = () => new Date('2027-06-30T05:00:00Z')
const crmOn = (stores: Stores) => createCrm({ stores, actor: 'lan', clock, company: {}, project: false })

/** A company with some opportunities, whose streams take turns in the log. */
const company = async <S extends Stores>(stores: S, count = 5): Promise<S> => {
  const crm = await crmOn(stores)
  const ids = Array.from({ length: count }, () => randomUUID())
  for (const opportunityId of ids) await crm.opportunities.open({ opportunityId, title: 'Máy in' })
  for (const opportunityId of ids) await crm.opportunities.tag({ opportunityId, tag: 'school' })
  await crm.close()
  return stores
}

const logOf = async ({ events }: { readonly events: EventStore }) => {
  const log: Omit<RecordedEvent, 'position'>[] = []
  for await (const { position: _, ...event } of events.readAll()) log.push(event)
  return log
}

/** Lets so many appends through; then it is away. */
const breaking = (stores: Stores, appends: number): Stores => ({
  ...stores,
  events: {
    ...stores.events,
    append: async (...given) => {
      if (appends-- <= 0) throw new Error('gone')
      return stores.events.append(...given)
    },
  },
})

describe('copyLog', () => {
  it('brings over every event in its order with its times, and the secret', async () => {
    const from = await company(createMemoryStores())
    const to = await openFile()
    const copied = await copyLog(from, to)
    const log = await logOf(from)
    expect(copied).toEqual({ events: log.length, written: log.length, upTo: await from.events.head() })
    expect(await logOf(to)).toEqual(log)
    expect(await to.keys.secret('crm/outsideKeys')).toEqual(await from.keys.secret('crm/outsideKeys'))
    const [one, other] = await Promise.all([crmOn(from), crmOn(to)])
    await one.catchUp()
    await other.catchUp()
    expect(await other.reports.pipeline({})).toEqual(await one.reports.pipeline({}))
    await to.close()
  })

  it('goes on where it broke off, and with what came since', async () => {
    const from = await company(createMemoryStores())
    const to = createMemoryStores()
    await expect(copyLog(from, breaking(to, 3))).rejects.toThrow('gone')
    const before = (await logOf(to)).length
    expect(before).toBeGreaterThan(0)
    const first = await copyLog(from, to)
    expect(first.written).toBe(first.events - before)
    const crm = await crmOn(from)
    await crm.opportunities.open({ opportunityId: randomUUID(), title: 'Máy chiếu' })
    expect(await copyLog(from, to)).toMatchObject({ written: 1, events: first.events + 1 })
    expect(await copyLog(from, to)).toMatchObject({ written: 0, events: first.events + 1 })
    expect(await logOf(to)).toEqual(await logOf(from))
  })

  it('stops when it is told to, and goes on from there', async () => {
    const from = await company(createMemoryStores())
    const to = createMemoryStores()
    const stop = new AbortController()
    let copied = 0
    const onProgress = ({ part }: { readonly part: string }) => {
      if (part === 'copy' && ++copied === 4) stop.abort(new Error('stopped'))
    }
    await expect(copyLog(from, to, { signal: stop.signal, onProgress })).rejects.toThrow('stopped')
    expect((await logOf(to)).length).toBeLessThan((await logOf(from)).length)
    await copyLog(from, to)
    expect(await logOf(to)).toEqual(await logOf(from))
  })

  it('writes nothing where other events are, where the copy has gone on, or where another secret is kept', async () => {
    const from = await company(createMemoryStores())
    const other = await company(createMemoryStores())
    const before = await logOf(other)
    await expect(copyLog(from, other)).rejects.toMatchObject({ code: 'CopyRefused', refusal: 'OtherEvents' })
    expect(await logOf(other)).toEqual(before)

    const copy = createMemoryStores()
    await copyLog(from, copy)
    const crm = await crmOn(copy)
    await crm.opportunities.open({ opportunityId: randomUUID(), title: 'Máy chiếu' })
    const gone = await logOf(copy)
    await expect(copyLog(from, copy)).rejects.toMatchObject({ code: 'CopyRefused', refusal: 'TargetAhead' })
    expect(await logOf(copy)).toEqual(gone)

    const keyed = createMemoryStores()
    const secret = await keyed.keys.secret('crm/outsideKeys')
    await expect(copyLog(from, keyed)).rejects.toMatchObject({ code: 'CopyRefused', refusal: 'OtherSecret' })
    expect(await logOf(keyed)).toEqual([])
    expect(await keyed.keys.secret('crm/outsideKeys')).toEqual(secret)
  })

  it('copies no log whose own secret was lost', async () => {
    const { events } = await company(createMemoryStores())
    const to = createMemoryStores()
    await expect(copyLog({ ...createMemoryStores(), events }, to)).rejects.toMatchObject({ code: 'KeysMismatch' })
    expect(await logOf(to)).toEqual([])
  })

  it('copies one company of several, and leaves the others in the target alone', async () => {
    const [source, target] = [newFile(), newFile()]
    const others = await Promise.all([
      company(await openFile(source), 4),
      company(await openFile(target, 'bolt'), 2),
      openFile(target),
    ])
    const from = await company(await openFile(source, 'acme'), 3)
    const to = await openFile(target, 'acme')
    await copyLog(from, to)
    const log = await logOf(from)
    expect(await logOf(to)).toEqual(log)
    expect(new Set(log.map(({ stream }) => stream.split('.')[0]))).toEqual(new Set(['acme']))
    expect((await logOf(others[1])).length).toBeGreaterThan(0)
    expect(await logOf(others[2])).toEqual([])
    await expect(copyLog(from, others[2])).rejects.toThrow("a log of 'acme' is copied into a store of that namespace")
    for (const stores of [from, to, ...others]) await stores.close()
  })

  it('says what is not equal in the end', async () => {
    const from = await company(createMemoryStores())
    const to = createMemoryStores()
    const changing: Stores = {
      ...to,
      events: {
        ...to.events,
        append: (stream, expected, events) =>
          to.events.append(
            stream,
            expected,
            events.map(event => ({
              ...event,
              metadata: { ...event.metadata, recordedAt: '2020-01-01T00:00:00.000Z' },
            })),
          ),
      },
    }
    await expect(copyLog(from, changing)).rejects.toMatchObject({ code: 'CopyRefused', refusal: 'NotEqual' })
  })

  it('stops at a stream that lacks an event', async () => {
    const from = await company(createMemoryStores())
    const broken: Stores = {
      ...from,
      events: {
        ...from.events,
        async *readAll(options) {
          for await (const event of from.events.readAll(options))
            if (!event.stream.startsWith('crm.opportunity-') || event.revision !== 0) yield event
        },
      },
    }
    const fault = { code: 'StreamIncomplete', revision: 0 }
    await expect(copyLog(broken, createMemoryStores())).rejects.toMatchObject(fault)
  })

  it('does nothing with a log without events, its secret included', async () => {
    const to = createMemoryStores()
    expect(await copyLog(createMemoryStores(), to)).toEqual({ events: 0, written: 0, upTo: null })
    const from = await company(createMemoryStores())
    expect(await copyLog(from, to)).toMatchObject({ written: (await logOf(from)).length })
  })

  it('takes no option that there is not', async () => {
    const options = { signal: new AbortController().signal, onProgres: () => undefined }
    await expect(copyLog(createMemoryStores(), createMemoryStores(), options)).rejects.toThrow(
      /did you mean onProgress/,
    )
  })

  it('brings any history to a file and back, however often it breaks off on the way', async () => {
    let events = 0
    await fc.assert(
      fc.asyncProperty(lives, fc.array(fc.nat(60), { maxLength: 3 }), async (plan, breaks) => {
        const from = createMemoryStores()
        const crm = await createCrm({ stores: from, actor: 'lan', clock, project: false })
        for (const { message, on } of plan) {
          if (message.aggregate === 'customerCode') continue // only ever claimed by what needs it
          await crm.send([message], { at: on }).catch((error: unknown) => {
            if (!isRejected(error) && !(error instanceof CommandInvalid)) throw error
          })
        }
        const [file, back] = [await openFile(), createMemoryStores()]
        for (const appends of breaks)
          await copyLog(from, breaking(file, appends)).catch((error: unknown) => {
            if (!(error instanceof Error) || error.message !== 'gone') throw error
          })
        await copyLog(from, file)
        await copyLog(file, back)
        const log = await logOf(from)
        expect(await logOf(file)).toEqual(log)
        expect(await logOf(back)).toEqual(log)
        events += log.length
        await file.close()
      }),
      { numRuns: rounds(6, 500) },
    )
    expect(events).toBeGreaterThan(100)
  })
})
