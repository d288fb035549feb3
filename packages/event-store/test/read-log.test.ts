import { defineEvents } from '@eventcrm/domain'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCodec, createMemoryEventStore, logUntil, readLog, StoreClosed, type EventStore } from '../src/index.ts'

const events = defineEvents({ Called: z.object({ n: z.int() }), Wrote: z.object({ text: z.string() }) })
const codec = createCodec(events)
const stream = 'crm.call-00000000-0000-4000-8000-000000000001'
const at = '2026-03-01T00:00:00.000Z'
const envelope = {
  occurredAt: at,
  occurredOn: '2026-03-01',
  recordedAt: at,
  commandId: 'c',
  correlationId: 'c',
  causationId: 'c',
  actor: 'lan',
  source: 'test',
}
const append = (store: EventStore, ...numbers: readonly number[]) =>
  numbers.reduce<Promise<unknown>>(
    (before, n) =>
      before.then(() =>
        store.append(stream, n === 0 ? 'noStream' : n - 1, [
          codec.encode(events.Called({ n }), `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, envelope, 'lan'),
        ]),
      ),
    Promise.resolve(),
  )
const collected = async (log: AsyncIterable<{ readonly revision: number }>, count = Infinity) => {
  const revisions: number[] = []
  for await (const { revision } of log) if (revisions.push(revision) === count) break
  return revisions
}

describe('the log as an async iterable', () => {
  it('gives events that narrow by type', async () => {
    const store = createMemoryEventStore()
    await append(store, 0)
    for await (const event of readLog(store, codec, { follow: false })) {
      if (event.type === 'Called') expect(event.data.n).toBe(0)
      else expect(event.data.text).toBeUndefined()
    }
  })

  it('ends where the log ends when told not to follow it, an empty one at once', async () => {
    const store = createMemoryEventStore()
    expect(await collected(readLog(store, codec, { follow: false }))).toEqual([])
    await append(store, 0, 1, 2, 3, 4)
    expect(await collected(readLog(store, codec, { follow: false, pageSize: 2 }))).toEqual([0, 1, 2, 3, 4])
  })

  it('follows the log, and is left while it waits', async () => {
    const store = createMemoryEventStore()
    await append(store, 0)
    const log = readLog(store, codec)[Symbol.asyncIterator]()
    expect(await log.next()).toMatchObject({ value: { revision: 0 } })
    const next = log.next()
    await append(store, 1)
    expect(await next).toMatchObject({ value: { revision: 1 } })
    const never = log.next()
    await log.return?.()
    expect(await never).toMatchObject({ done: true })
  })

  it('that is live begins with what is written from the call on', async () => {
    const store = createMemoryEventStore()
    await append(store, 0, 1)
    const log = readLog(store, codec, { live: true })
    await append(store, 2, 3)
    expect(await collected(log, 2)).toEqual([2, 3])
    expect(() => readLog(store, codec, { live: true, after: '0' })).toThrow(TypeError)
  })

  it('reads no page before the last one is used up', async () => {
    const memory = createMemoryEventStore()
    await append(memory, 0, 1, 2, 3, 4, 5)
    let pages = 0
    const store: EventStore = {
      ...memory,
      async *subscribe(options) {
        for await (const page of memory.subscribe(options)) {
          pages++
          yield page
        }
      },
    }
    const log = readLog(store, codec, { pageSize: 2 })[Symbol.asyncIterator]()
    await log.next()
    await log.next()
    expect(pages).toBe(1)
    await log.next()
    expect(pages).toBe(2)
    await log.return?.()
  })

  it('ends by its signal without an error, and by a fault of the store with that', async () => {
    const store = createMemoryEventStore()
    const controller = new AbortController()
    const seen = collected(readLog(store, codec, { signal: controller.signal }))
    controller.abort()
    expect(await seen).toEqual([])
    const away: EventStore = { ...store, head: () => Promise.reject(new Error('away')) }
    await expect(collected(readLog(away, codec, { live: true }))).rejects.toThrow('away')
  })

  it('ends at an event of a type that the codec does not know', async () => {
    const store = createMemoryEventStore()
    await append(store, 0)
    const older = createCodec({ Wrote: events.Wrote })
    await expect(collected(readLog(store, older))).rejects.toMatchObject({ code: 'UnknownEventType' })
  })

  it('that does not follow the log says so when the store is closed before its end', async () => {
    const store = createMemoryEventStore()
    await append(store, 0, 1, 2, 3, 4)
    const log = readLog(store, codec, { follow: false, pageSize: 2 })[Symbol.asyncIterator]()
    await log.next()
    await log.next()
    await store.close()
    await expect(log.next()).rejects.toThrow(StoreClosed)
  })
})

it('a log until an event says so when the store is closed before it is reached', async () => {
  const store = createMemoryEventStore()
  await append(store, 0, 1, 2, 3, 4)
  const log = logUntil(store, await store.head()).subscribe({ pageSize: 2 })
  const pages = log[Symbol.asyncIterator]()
  expect(await pages.next()).toMatchObject({ value: { caughtUp: false } })
  await store.close()
  await expect(pages.next()).rejects.toThrow(StoreClosed)
})
