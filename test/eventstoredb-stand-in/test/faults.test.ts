// What goes wrong on demand, and what the real client makes of it.
import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent, type EventData } from '@eventstore/db-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startStandIn, type Fault, type StandIn } from '../src/index.ts'

let node: StandIn
let client: EventStoreDBClient
beforeEach(async () => {
  node = await startStandIn()
  client = EventStoreDBClient.connectionString(node.url)
})
afterEach(async () => {
  await client.dispose()
  await node.close()
})

const event = () => jsonEvent({ id: randomUUID(), type: 'T', data: {} })
/** By the plain path, which has a deadline and keeps to its own call. */
const plain = { credentials: { username: 'admin', password: 'changeit' } }
const append = (stream: string, events: EventData[] | EventData, deadline = 5000) =>
  client.appendToStream(stream, events, { expectedRevision: 'no_stream', deadline, ...plain })
const written = (stream: string) => node.log.stream(stream).events.length

describe('an append', () => {
  it('is refused, and nothing is written', async () => {
    node.faults.next({ kind: 'refuse' })
    await expect(append('s', event())).rejects.toMatchObject({ type: 'unavailable' })
    expect(written('s')).toBe(0)
    await append('s', event())
    expect({ written: written('s'), met: node.faults.met }).toEqual({ written: 1, met: 1 })
  })

  it('is answered late, though it is written at once', async () => {
    node.faults.next({ kind: 'delay', milliseconds: 150 })
    let isAnswered = false
    const appending = append('s', event()).finally(() => (isAnswered = true))
    await new Promise<void>(resolve => node.log.onNext(resolve))
    const since = performance.now()
    expect(isAnswered).toBe(false)
    await appending
    expect(performance.now() - since).toBeGreaterThan(140)
  })

  it('is written and its answer lost: sent again identical it is recognised, and is there once', async () => {
    await append('first', event())
    node.faults.next({ kind: 'commitAndSwallowReply' })
    const same = event()
    await expect(append('s', same, 500)).rejects.toMatchObject({ type: 'deadline-exceeded' })
    expect(written('s')).toBe(1)
    await expect(append('s', same)).resolves.toMatchObject({ success: true, nextExpectedRevision: 0n })
    expect(written('s')).toBe(1)
  })

  it('is written and the connection cut', async () => {
    node.faults.next({ kind: 'commitAndDropConnection' })
    const same = event()
    await expect(append('s', same)).rejects.toThrow()
    expect(written('s')).toBe(1)
    await expect(append('s', same)).resolves.toMatchObject({ nextExpectedRevision: 0n })
    expect(written('s')).toBe(1)
  })

  it('finds the connection cut before it is written', async () => {
    node.faults.next({ kind: 'dropConnection' })
    await expect(append('s', event())).rejects.toThrow()
    expect(written('s')).toBe(0)
    await append('s', event())
  })

  it('is never answered', async () => {
    node.faults.next({ kind: 'neverAnswer' })
    await expect(append('s', event(), 150)).rejects.toMatchObject({ type: 'deadline-exceeded' })
    expect(written('s')).toBe(0)
  })

  it('is never answered in a batch either, and there no deadline ends it', async () => {
    await client.appendToStream('first', event())
    node.faults.next({ kind: 'neverAnswer' })
    let isAnswered = false
    const asked = client.appendToStream('s', event(), { deadline: 50 })
    asked.finally(() => (isAnswered = true)).catch(() => undefined)
    // Three times as long as its deadline, told by the deadline of another.
    while (node.faults.met === 0) await client.getStreamMetadata('none')
    node.faults.next({ kind: 'neverAnswer' })
    await expect(append('other', event(), 150)).rejects.toMatchObject({ type: 'deadline-exceeded' })
    expect({ isAnswered, written: written('s') }).toEqual({ isAnswered: false, written: 0 })
  })

  it('is refused in a batch: the call ends, and others with it', async () => {
    await client.appendToStream('first', event())
    node.faults.next({ kind: 'refuse' })
    await expect(client.appendToStream('s', event())).rejects.toMatchObject({ type: 'unavailable' })
    await expect(client.appendToStream('s', event())).resolves.toMatchObject({ success: true })
  })

  it('that wants the leader is sent to it by a follower', async () => {
    node.faults.next({ kind: 'serveAsFollower' }, { times: 2 })
    const asked = client.appendToStream('s', event(), { requiresLeader: true, ...plain })
    await expect(asked).rejects.toMatchObject({ type: 'not-leader', leader: { address: '127.0.0.1' } })
    await expect(append('s', event())).resolves.toMatchObject({ success: true })
  })
})

describe('a read', () => {
  beforeEach(async () => {
    node.log.write(
      's',
      Array.from({ length: 500 }, () => proposed()),
    )
  })
  const proposed = () => ({
    id: randomUUID(),
    type: 'T',
    isJson: true,
    data: Buffer.from('{}'),
    metadata: new Uint8Array(),
  })
  const read = async () => {
    let found = 0
    for await (const { event: one } of client.readStream('s')) if (one !== undefined) found++
    return found
  }

  it('is refused once, and then answered', async () => {
    node.faults.next({ kind: 'refuse' }, { on: ['read'] })
    await expect(read()).rejects.toMatchObject({ type: 'unavailable' })
    expect(await read()).toBe(500)
  })

  it('is cut midway', async () => {
    node.faults.next({ kind: 'dropConnection', afterMessages: 100 }, { on: ['read'] })
    await expect(read()).rejects.toThrow()
    expect(await read()).toBe(500)
  })

  it('is cancelled, as by a node that shuts down', async () => {
    node.faults.next({ kind: 'cancel' }, { on: ['read'] })
    await expect(read()).rejects.toMatchObject({ type: 'cancelled' })
    node.faults.next({ kind: 'cancel', afterMessages: 100 }, { on: ['subscribe'] })
    const found: unknown[] = []
    const reading = async () => {
      for await (const { event: one } of client.subscribeToStream('s')) found.push(one)
    }
    await expect(reading()).rejects.toMatchObject({ type: 'cancelled' })
    // The first message is the confirmation.
    expect(found.length).toBeLessThan(100)
  })

  it('of a subscription is cut midway, which it tells by an error and not by its end', async () => {
    node.faults.next({ kind: 'dropConnection', afterMessages: 100 }, { on: ['subscribe'] })
    const found: bigint[] = []
    const reading = async () => {
      for await (const { event: one } of client.subscribeToStream('s')) found.push(one!.revision)
    }
    await expect(reading()).rejects.toThrow()
    expect(found.length).toBeLessThan(100)
    for await (const { event: one } of client.subscribeToStream('s', { fromRevision: found.at(-1) ?? 'start' })) {
      found.push(one!.revision)
      if (found.length === 500) break
    }
    expect(found.map(Number)).toEqual(Array.from({ length: 500 }, (_, i) => i))
  })
})

describe('faults', () => {
  const refuse: Fault = { kind: 'refuse' }

  it('last until they are cleared, on the calls that were named', async () => {
    node.faults.untilCleared(refuse, { on: ['append', 'delete'] })
    await expect(append('s', event())).rejects.toThrow()
    await expect(append('s', event())).rejects.toThrow()
    await expect(client.deleteStream('s')).rejects.toThrow()
    await expect(client.tombstoneStream('s')).resolves.toBeDefined()
    node.faults.clear()
    await expect(append('t', event())).resolves.toMatchObject({ success: true })
  })

  it('come at random by a seed, the same each time', () => {
    const drawn = (seed: number) => {
      node.faults.atRandom({ seed, chance: 0.3, faults: [refuse, { kind: 'neverAnswer' }] })
      return Array.from({ length: 200 }, () => node.faults.take('append')?.kind)
    }
    const first = drawn(7)
    expect(drawn(7)).toEqual(first)
    expect(drawn(8)).not.toEqual(first)
    const met = first.filter(kind => kind !== undefined)
    expect(met.length).toBeGreaterThan(30)
    expect(met.length).toBeLessThan(90)
    expect(new Set(met)).toEqual(new Set(['refuse', 'neverAnswer']))
    expect(node.faults.take('read')).toBeUndefined()
  })

  it('leave each of 100 appends written once that are sent until they are answered', async () => {
    const faults: Fault[] = [
      refuse,
      { kind: 'commitAndSwallowReply' },
      { kind: 'commitAndDropConnection' },
      { kind: 'dropConnection' },
    ]
    node.faults.atRandom({ seed: 42, chance: 0.1, faults })
    const streams = Array.from({ length: 100 }, (_, i) => `s${i}`)
    const waiting = streams.values()
    const answers: bigint[] = []
    const sendOn = async () => {
      for (const stream of waiting) {
        const same = event()
        let answer
        while (answer === undefined) answer = await append(stream, same, 500).catch(() => undefined)
        answers.push(answer.nextExpectedRevision)
      }
    }
    await Promise.all(Array.from({ length: 8 }, sendOn))
    expect(answers).toEqual(streams.map(() => 0n))
    expect(streams.filter(stream => written(stream) !== 1)).toEqual([])
    expect(node.faults.met).toBeGreaterThan(5)
  })

  it('answers persistent subscriptions with UNIMPLEMENTED', async () => {
    const asked = client.createPersistentSubscriptionToStream('s', 'group', {
      resolveLinkTos: false,
      startFrom: 'start',
      extraStatistics: false,
      messageTimeout: 30_000,
      maxRetryCount: 10,
      checkPointAfter: 2000,
      checkPointLowerBound: 10,
      checkPointUpperBound: 1000,
      maxSubscriberCount: 'unbounded',
      liveBufferSize: 500,
      readBatchSize: 20,
      historyBufferSize: 500,
      consumerStrategyName: 'RoundRobin',
    })
    await expect(asked).rejects.toMatchObject({ code: 12 })
  })
})
