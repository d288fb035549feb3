// Customer codes that nobody chose: the company's next each time.
import { contact } from '@eventcrm/domain'
import { createMemoryEventStore, StoreUnavailable, type EventStore } from '@eventcrm/event-store'
import { rounds } from '@eventcrm/testkit'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { firstFree } from '../src/commands/number-series.ts'
import { createCrm } from '../src/index.ts'
import { id, start, type Setting } from './start.ts'

type Started = Awaited<ReturnType<typeof start>>
const register = async ({ crm }: Started, n: number) =>
  crm.contacts.register({ contactId: id(n), kind: 'individual', name: 'An' })
const codeOf = async (started: Started, n: number, options: { readonly commandId?: string } = {}) => {
  const { events } = await started.crm.contacts.becomeCustomer({ contactId: id(n) }, options)
  return events.map(({ data }) => ('code' in data ? data.code : null))
}
const startWith = async (contacts: number, setting: Setting = {}) => {
  const started = await start(setting)
  for (let n = 1; n <= contacts; n++) await register(started, n)
  return started
}

describe('a customer code left out', () => {
  it('is the company’s next', async () => {
    const started = await startWith(2)
    expect([await codeOf(started, 1), await codeOf(started, 2)]).toEqual([['KH00001'], ['KH00002']])
  })

  it('has the form that the company has set, and the series goes on', async () => {
    const started = await startWith(2)
    await codeOf(started, 1)
    await started.crm.company.setCustomerCodes({ prefix: 'C-', width: 3 })
    expect(await codeOf(await start({ memory: started.memory }), 2)).toEqual(['C-002'])
  })

  it('is asked for no more once the contact is a customer, and takes no number then', async () => {
    const started = await startWith(2)
    await codeOf(started, 1)
    expect(await codeOf(started, 1)).toEqual([])
    expect(await codeOf(started, 2)).toEqual(['KH00002'])
  })

  it('is the same when the command is sent again', async () => {
    const started = await startWith(2)
    expect(await codeOf(started, 1, { commandId: 'c1' })).toEqual(['KH00001'])
    expect(await codeOf(started, 1, { commandId: 'c1' })).toEqual(['KH00001'])
    expect(await codeOf(started, 2)).toEqual(['KH00002'])
  })

  it('takes no number for a contact that there is not', async () => {
    const started = await startWith(1)
    await expect(codeOf(started, 9)).rejects.toMatchObject({ code: 'CONTACT_UNKNOWN' })
    expect(await codeOf(started, 1)).toEqual(['KH00001'])
  })

  it('passes over codes that are taken, in whatever case they were given', async () => {
    const started = await startWith(4)
    await started.crm.contacts.becomeCustomer({ contactId: id(3), code: 'kh00001' })
    await started.crm.contacts.becomeCustomer({ contactId: id(4), code: 'KH00002' })
    expect(await codeOf(started, 1)).toEqual(['KH00003'])
    expect(await codeOf(started, 2)).toEqual(['KH00004'])
  })

  it('is found for each of several contacts sent together', async () => {
    const { handler } = await start()
    const messages = [1, 2, 3].flatMap(n => [
      contact.register({ contactId: id(n), kind: 'individual', name: 'An' }),
      contact.becomeCustomer({ contactId: id(n) }),
    ])
    const outcomes = await handler.handleAll(messages)
    expect(outcomes.flatMap(({ events }) => events.map(({ data }) => Reflect.get(data, 'code')))).toEqual([
      undefined,
      'KH00001',
      undefined,
      'KH00002',
      undefined,
      'KH00003',
    ])
  })

  it('that was claimed in the moment between is passed over', async () => {
    const memory = createMemoryEventStore()
    const other = await startWith(2, { memory })
    let stolen = false
    const wrap = (store: EventStore): EventStore => ({
      ...store,
      append: async (stream, expected, events) => {
        const appended = await store.append(stream, expected, events)
        if (stream.startsWith('crm.customerCodeSeries-') && !stolen) {
          stolen = true
          await other.crm.contacts.becomeCustomer({ contactId: id(2), code: 'KH00001' })
        }
        return appended
      },
    })
    expect(await codeOf(await start({ memory, wrap }), 1)).toEqual(['KH00002'])
  })

  it('whose contact became a customer in the moment between is given back', async () => {
    const memory = createMemoryEventStore()
    const other = await startWith(2, { memory })
    let done = false
    const wrap = (store: EventStore): EventStore => ({
      ...store,
      append: async (stream, expected, events) => {
        if (stream === `crm.contact-${id(1)}` && !done) {
          done = true
          await other.crm.contacts.becomeCustomer({ contactId: id(1), code: 'KH-7' })
        }
        return store.append(stream, expected, events)
      },
    })
    expect(await codeOf(await start({ memory, wrap }), 1)).toEqual([])
    expect((await other.crm.contacts.becomeCustomer({ contactId: id(2), code: 'KH00001' })).events).toHaveLength(1)
  })

  it('leaves a gap and no stuck code when it all ends after any append', async () => {
    for (let ended = 0; ended < 3; ended++) {
      const memory = createMemoryEventStore()
      await startWith(2, { memory })
      let appends = 0
      const wrap = (store: EventStore): EventStore => ({
        ...store,
        append: async (stream, expected, events) => {
          const appended = await store.append(stream, expected, events)
          if (appends++ === ended) throw new StoreUnavailable('the process ended')
          return appended
        },
      })
      await expect(codeOf(await start({ memory, wrap }), 1, { commandId: 'c1' })).rejects.toThrow('ended')
      const again = await start({ memory })
      expect(await codeOf(again, 1, { commandId: 'c1' })).toEqual(['KH00001'])
      expect(await codeOf(again, 2)).toEqual(['KH00002'])
    }
  })
})

describe('the next free number', () => {
  const looks = async (isTaken: (number: number) => boolean, first = 1) => {
    let count = 0
    const number = await firstFree(first, n => {
      count++
      return Promise.resolve(!isTaken(n))
    })
    return { number, count }
  }
  it('is the first, by one look', async () => {
    expect(await looks(() => false, 8)).toEqual({ number: 8, count: 1 })
  })
  it('is the one behind a row of taken ones, by few looks however long the row', async () => {
    for (const last of [1, 2, 3, 7, 100, 1_000_000]) {
      const { number, count } = await looks(n => n <= last)
      expect(number).toBe(last + 1)
      expect(count).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(last + 1)) + 2)
    }
  })
})

describe('processes that take codes of one company at once', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'eventcrm-codes-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const taker = fileURLToPath(new URL('code-taker.ts', import.meta.url))

  const taking = async (file: string, count: number): Promise<readonly string[]> => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', taker, file, String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    await once(child, 'close')
    expect(child.exitCode).toBe(0)
    return out.trim().split('\n')
  }

  it('get each its own, eight at a time, and none is stuck', { timeout: 600_000 }, async () => {
    const file = join(folder, 'crm.sqlite')
    const count = rounds(4, 1000)
    const crm = await createCrm({ file, actor: 'lan', company: {} })
    try {
      const codes = (await Promise.all(Array.from({ length: 8 }, () => taking(file, count)))).flat()
      expect(codes).toHaveLength(8 * count)
      expect(new Set(codes).size).toBe(8 * count)
      expect((await crm.status()).claimsWithoutOwner).toEqual([])
      expect((await crm.verify()).findings).toEqual([])
    } finally {
      await crm.close()
    }
  })

  it('get each its own from handlers over one memory', async () => {
    const memory = createMemoryEventStore()
    await startWith(8 * 5, { memory })
    const handlers = await Promise.all(Array.from({ length: 8 }, () => start({ memory })))
    const codes = await Promise.all(
      handlers.flatMap((started, n) => Array.from({ length: 5 }, (_, i) => codeOf(started, n * 5 + i + 1))),
    )
    expect(new Set(codes.flat()).size).toBe(40)
  })
})
