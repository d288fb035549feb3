// Reads and subscriptions through what goes wrong with a cluster, and through what others do to streams.
import diagnostics from 'node:diagnostics_channel'
import { setTimeout as wait } from 'node:timers/promises'
import type { EventStore, RecordedEvent } from '@eventcrm/event-store'
import { jsonEvent } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { collect, newStream, rounds, storedEvent, storedEvents } from '../../testkit/src/index.ts'
import { openEventStoreDB } from '../src/index.ts'
import { closeAfter, start } from './opened.ts'
import { relayTo } from './relay.ts'

const idsOf = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id)

/** So many events in streams of ten. */
const fill = async (store: EventStore, count: number) => {
  for (let i = 0; i < count; i += 10) await store.append(newStream(store), 'noStream', storedEvents(10))
}

describe('a reading', () => {
  it('goes on where the connection was lost, in both directions, of a stream and of the log', async () => {
    const { cluster, store } = await start()
    const stream = newStream(store)
    await store.append(stream, 'noStream', storedEvents(100))
    await fill(store, 100)
    const [log, events] = [await collect(store.readAll()), await collect(store.readStream(stream))]
    for (const direction of ['forwards', 'backwards'] as const) {
      const inOrder = (all: readonly RecordedEvent[]) => (direction === 'forwards' ? all : all.toReversed())
      for (const afterMessages of [1, 33, 99]) {
        cluster.faults.next({ kind: 'dropConnection', afterMessages }, { on: ['read'], times: 2 })
        expect(await collect(store.readAll({ direction }))).toEqual(inOrder(log))
        cluster.faults.next({ kind: 'dropConnection', afterMessages }, { on: ['read'] })
        expect(await collect(store.readStream(stream, { direction }))).toEqual(inOrder(events))
      }
    }
  })

  it('of a stream that gets no answer is made again', async () => {
    const { cluster, store } = await start({ timeout: 100 })
    const stream = newStream(store)
    await store.append(stream, 'noStream', storedEvents(2))
    cluster.faults.next({ kind: 'neverAnswer' }, { on: ['read'], times: 2 })
    expect(await collect(store.readStream(stream))).toHaveLength(2)
  })

  it('leaves no call behind when it is left midway, nor does a subscription', async () => {
    const { store } = await start()
    await fill(store, 200)
    const open = new Set<unknown>()
    const streamOf = (message: unknown) => (message as { readonly stream: unknown }).stream
    const opened = (message: unknown) => open.add(streamOf(message))
    const closed = (message: unknown) => open.delete(streamOf(message))
    diagnostics.subscribe('http2.client.stream.created', opened)
    diagnostics.subscribe('http2.client.stream.close', closed)
    const leave = async () => {
      for await (const _ of store.readAll()) break
      for await (const _ of store.subscribe({ pageSize: 10 })) break
      const waiting = store.subscribe()[Symbol.asyncIterator]()
      while (!((await waiting.next()).value?.caughtUp ?? true));
      const next = waiting.next()
      await waiting.return?.()
      await next
    }
    try {
      for (let i = 0; i < 5; i++) await leave()
      await expect.poll(() => open.size).toBe(0)
    } finally {
      diagnostics.unsubscribe('http2.client.stream.created', opened)
      diagnostics.unsubscribe('http2.client.stream.close', closed)
    }
  })

  it('sees what was written although the node that it asks has stopped leading', async () => {
    const { cluster, store } = await start({ nodes: 3 })
    const stream = newStream(store)
    for (let i = 0; i < 6; i++) {
      cluster.moveLeader(cluster.nodes[i % 3] ?? cluster.leader)
      await store.append(stream, i === 0 ? 'noStream' : i - 1, storedEvents(1))
      expect(await collect(store.readStream(stream))).toHaveLength(i + 1)
    }
  })
})

describe('a subscription', () => {
  it('delivers every event once and in order, however often it is dropped', async () => {
    const { cluster, store, stranger } = await start({ retryFor: 10_000 })
    const drops = rounds(20, 200)
    const delivered: RecordedEvent[] = []
    const own = async () => {
      for (let i = 0; i < drops; i++) {
        await fill(store, 20)
        await stranger.appendToStream(
          'others',
          Array.from({ length: 40 }, () => jsonEvent({ type: 'Noted', data: {} })),
        )
        cluster.leader.dropConnections()
      }
    }
    const writing = own()
    let upTo = ''
    for await (const page of store.subscribe({ pageSize: 7 })) {
      delivered.push(...page.events)
      expect((page.upTo ?? '') >= upTo).toBe(true)
      upTo = page.upTo ?? ''
      if (delivered.length % 3 === 0) await wait(1)
      if (delivered.length >= 20 * drops) break
    }
    await writing
    expect(delivered).toEqual(await collect(store.readAll()))
  })

  it('goes on after a leader has died', async () => {
    const { cluster, store } = await start({ nodes: 3 })
    await fill(store, 10)
    let seen = 0
    for await (const { events, caughtUp } of store.subscribe()) {
      seen += events.length
      if (seen === 40) break
      if (!caughtUp || seen % 10 !== 0) continue
      const { leader } = cluster
      await leader.kill()
      cluster.moveLeader(cluster.nodes.find(node => node.isAlive) ?? leader)
      await fill(store, 10)
      await leader.start()
    }
    expect(seen).toBe(40)
  })

  it('moves on over what is not the company’s, of a cluster that others fill', async () => {
    const { store, stranger } = await start()
    const note = () => jsonEvent({ type: 'Noted', data: {} })
    await stranger.appendToStream('others', Array.from({ length: 1200 }, note))
    await fill(store, 10)
    await stranger.appendToStream('others', Array.from({ length: 1200 }, note))
    const { position } = await stranger.appendToStream('others', [note()])
    for await (const { events, upTo, caughtUp } of store.subscribe()) {
      expect(events.length === 0 || events.length === 10).toBe(true)
      if (!caughtUp) continue
      expect(upTo).toBe(String(position?.commit).padStart(20, '0'))
      break
    }
  })
})

describe('a stream of ours that others cut off', () => {
  const cases = {
    truncated: {
      left: 2,
      cut: (s: string, by: Awaited<ReturnType<typeof start>>['stranger']) =>
        by.setStreamMetadata(s, { truncateBefore: 2 }),
    },
    'kept short': {
      left: 4,
      cut: (s: string, by: Awaited<ReturnType<typeof start>>['stranger']) => by.setStreamMetadata(s, { maxCount: 1 }),
    },
  }
  it.each(Object.entries(cases))('is not read as a shorter one when it is %s', async (_, { left, cut }) => {
    const { store, stranger } = await start()
    const stream = newStream(store)
    await store.append(stream, 'noStream', storedEvents(5))
    await cut(stream, stranger)
    await expect(collect(store.readStream(stream))).rejects.toMatchObject({
      code: 'StreamIncomplete',
      stream,
      revision: 0,
      firstLeft: left,
    })
    const given: RecordedEvent[] = []
    const backwards = async () => {
      for await (const event of store.readStream(stream, { direction: 'backwards' })) given.push(event)
    }
    await expect(backwards()).rejects.toMatchObject({ code: 'StreamIncomplete', revision: left - 1, firstLeft: left })
    expect(given).toHaveLength(5 - left)
    expect(await collect(store.readStream(stream, { from: left }))).toHaveLength(5 - left)
    expect(await collect(store.readStream(stream, { direction: 'backwards', limit: 1 }))).toHaveLength(1)
    expect(await store.append(stream, 4, storedEvents(1))).toMatchObject({ revision: 5 })
  })

  it('is not read as one that never was, when it is deleted or cut off whole', async () => {
    const { store, stranger } = await start()
    const cut = [
      (s: string) => stranger.deleteStream(s),
      (s: string) => stranger.tombstoneStream(s),
      (s: string) => stranger.setStreamMetadata(s, { truncateBefore: 100 }),
    ]
    for (const cutOff of cut) {
      const stream = newStream(store)
      await store.append(stream, 'noStream', storedEvents(2))
      await cutOff(stream)
      for (const options of [{}, { from: 1 }, { direction: 'backwards' }] as const)
        await expect(collect(store.readStream(stream, options))).rejects.toMatchObject({
          code: 'StreamIncomplete',
          stream,
          firstLeft: null,
        })
    }
    // one that was never written has none all the same, also where somebody gave it metadata
    const stream = newStream(store)
    await stranger.setStreamMetadata(stream, { maxAge: 1000 })
    expect(await collect(store.readStream(stream))).toEqual([])
  })

  it('says so to the append that revives it, and to every reading after', async () => {
    const { store, stranger } = await start()
    const stream = newStream(store)
    await store.append(stream, 'noStream', storedEvents(2))
    await stranger.deleteStream(stream)
    await expect(store.append(stream, 'noStream', storedEvents(1))).rejects.toMatchObject({
      code: 'StreamIncomplete',
      stream,
      firstLeft: 2,
    })
    await expect(collect(store.readStream(stream))).rejects.toMatchObject({ code: 'StreamIncomplete', firstLeft: 2 })
    const gone = newStream(store)
    await stranger.tombstoneStream(gone, { expectedRevision: 'no_stream' })
    await expect(store.append(gone, 'noStream', storedEvents(1))).rejects.toMatchObject({ code: 'StreamIncomplete' })
    // what was deleted stands in the log until it is scavenged
    expect(await collect(store.readAll())).toHaveLength(3)
  })

  it('is recognised with its position, which the server does not tell there', async () => {
    const { store, stranger } = await start()
    const stream = newStream(store)
    const events = storedEvents(3)
    const place = await store.append(stream, 'noStream', events)
    await stranger.setStreamMetadata(stream, { truncateBefore: 1 })
    expect(await store.append(stream, 'noStream', events)).toEqual(place)
  })
})

describe('an event that is none of this library', () => {
  it('is an error with its position once those before it are given, and what lies behind it can be read', async () => {
    const { store, stranger } = await start()
    const stream = newStream(store)
    await store.append(stream, 'noStream', [storedEvent()])
    const { position } = await stranger.appendToStream(stream, [jsonEvent({ type: 'Noted', data: { text: 'secret' } })])
    await store.append(stream, 1, [storedEvent()])
    const at = String(position?.commit).padStart(20, '0')
    const fault = { code: 'EventDecodeError', position: at, message: expect.not.stringContaining('secret') }
    for (const items of [store.readAll(), store.readStream(stream), store.subscribe()]) {
      const given: unknown[] = []
      const reading = async () => {
        for await (const item of items) given.push(item)
      }
      await expect(reading()).rejects.toMatchObject(fault)
      expect(given).toHaveLength(1)
    }
    for await (const { events } of store.subscribe({ after: at })) {
      expect(events).toMatchObject([{ revision: 2 }])
      break
    }
  })
})

describe('the head', () => {
  it('is asked of the server by one event, and again by what came since', async () => {
    const { store, stranger } = await start()
    const note = () => jsonEvent({ type: 'Noted', data: {} })
    expect(await store.head()).toBeNull()
    const { position } = await store.append(newStream(store), 'noStream', storedEvents(3))
    await stranger.appendToStream('others', Array.from({ length: 500 }, note))
    for (let i = 0; i < 3; i++) expect(await store.head()).toBe(position)
    const later = await store.append(newStream(store, 'lead'), 'noStream', storedEvents(3))
    expect(await store.head()).toBe(later.position)
    expect(await store.head({ categories: [`${store.namespace}.opportunity`] })).toBe(position)
  })
})

it('of a company among many strangers only its own events are sent, whatever is read', async () => {
  const { cluster, store, stranger } = await start()
  const note = () => jsonEvent({ type: 'Noted', data: { text: 'x'.repeat(1000) } })
  const crowd = () => stranger.appendToStream('others', Array.from({ length: 500 }, note))
  for (let i = 0; i < 4; i++) await crowd()
  await fill(store, 20)
  for (let i = 0; i < 4; i++) await crowd()
  const relay = await relayTo(cluster.address)
  const { namespace } = store
  const reader = closeAfter(openEventStoreDB(relay.url, { namespace }))
  for (const direction of ['forwards', 'backwards'] as const)
    expect(await collect(reader.readAll({ direction }))).toHaveLength(20)
  for (let i = 0; i < 5; i++) expect(await reader.head()).not.toBeNull()
  expect(await reader.head({ categories: [`${namespace}.lead`] })).toBeNull()
  for await (const { caughtUp } of reader.subscribe()) if (caughtUp) break
  // 4,000 events of strangers are as many kilobytes; 60 of the company's are sent, and the log's end a few times
  expect(relay.received()).toBeGreaterThan(20_000)
  expect(relay.received()).toBeLessThan(100_000)
})

it('a position of another log is none of this one: before, between and behind its events', async () => {
  const { store } = await start()
  await fill(store, 20)
  const all = await collect(store.readAll())
  const between = String(BigInt(all[9]?.position ?? 0) + 1n).padStart(20, '0')
  expect(idsOf(await collect(store.readAll({ from: between })))).toEqual(idsOf(all.slice(10)))
  expect(idsOf(await collect(store.readAll({ from: between, direction: 'backwards', limit: 3 })))).toEqual(
    idsOf(all.slice(7, 10).toReversed()),
  )
  await expect(collect(store.subscribe({ after: between }))).rejects.toThrow(RangeError)
})
