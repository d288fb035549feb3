import { defineEvents, type NewEvent } from '@eventcrm/domain'
import { firstValueFrom, lastValueFrom, take, tap, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCodec, createMemoryEventStore, observeLog, type EventStore } from '../src/index.ts'

const events = defineEvents({ Called: z.object({ n: z.int() }), Wrote: z.object({ n: z.int() }) })
const codec = createCodec({ Called: events.Called })
const both = createCodec(events)
const stream = 'crm.call-00000000-0000-4000-8000-000000000001'
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
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
const append = (store: EventStore, n: number, event: NewEvent = events.Called({ n })) =>
  store.append(stream, n === 0 ? 'noStream' : n - 1, [both.encode(event, id(n), envelope, 'lan')])
const numbersOf = (found: readonly { readonly data: object }[]) =>
  found.map(({ data }) => (data as { readonly n: number }).n)

describe('the log as an Observable', () => {
  it('gives what is there, then what comes', async () => {
    const store = createMemoryEventStore()
    for (const n of [0, 1]) await append(store, n)
    const seen = firstValueFrom(observeLog(store, codec).pipe(take(4), toArray()))
    for (const n of [2, 3]) await append(store, n)
    expect(numbersOf(await seen)).toEqual([0, 1, 2, 3])
  })

  it('starts behind a position', async () => {
    const store = createMemoryEventStore()
    const { position } = await append(store, 0)
    await append(store, 1)
    expect(numbersOf([await firstValueFrom(observeLog(store, codec, { after: position }))])).toEqual([1])
  })

  it('begins with what is written from the subscription on, when asked to be live', async () => {
    const store = createMemoryEventStore()
    await append(store, 0)
    const log = observeLog(store, codec, { live: true })
    await append(store, 1)
    const seen = firstValueFrom(log)
    await append(store, 2)
    expect(numbersOf([await seen])).toEqual([2])
  })

  it('ends at an event of a type that the codec does not know, with what came before', async () => {
    const store = createMemoryEventStore()
    await append(store, 0)
    await append(store, 1, events.Wrote({ n: 1 }))
    await append(store, 2)
    const seen: unknown[] = []
    await expect(lastValueFrom(observeLog(store, codec).pipe(tap(event => seen.push(event))))).rejects.toMatchObject({
      code: 'UnknownEventType',
    })
    expect(seen).toHaveLength(1)
  })

  it('completes when the store is closed', async () => {
    const store = createMemoryEventStore()
    await append(store, 0)
    const seen = lastValueFrom(observeLog(store, codec).pipe(toArray()))
    await firstValueFrom(observeLog(store, codec))
    await store.close()
    expect(numbersOf(await seen)).toEqual([0])
  })

  it('ends with the error of an event that does not decode', async () => {
    const store = createMemoryEventStore()
    const stored = both.encode(events.Called({ n: 0 }), id(0), envelope, 'lan')
    await store.append(stream, 'noStream', [{ ...stored, data: { n: 'many' } }])
    await expect(firstValueFrom(observeLog(store, codec))).rejects.toMatchObject({ code: 'EventDecodeError' })
  })

  it('stops reading when unsubscribed, and reads a page only when the last one is dealt with', async () => {
    const memory = createMemoryEventStore()
    for (let n = 0; n < 10; n++) await append(memory, n)
    let pages = 0
    let ended = false
    const store: EventStore = {
      ...memory,
      async *subscribe(options) {
        try {
          for await (const page of memory.subscribe(options)) {
            pages++
            yield page
          }
        } finally {
          ended = true
        }
      },
    }
    const found = await firstValueFrom(observeLog(store, codec, { pageSize: 2 }).pipe(take(3), toArray()))
    await expect.poll(() => ended).toBe(true)
    expect([found.length, pages]).toEqual([3, 2])
  })
})
