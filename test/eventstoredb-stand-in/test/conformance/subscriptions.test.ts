import { eventTypeFilter, jsonEvent, streamNameFilter, type Filter, type Position } from '@eventstore/db-client'
import { expect, it } from 'vitest'
import { newEvents, newStream, ofEveryServer, type Server } from './server.ts'

/** What a subscription told and in which order: an event by its revision. */
type Told = string

interface Watched extends AsyncIterable<{ event?: { streamId: string; revision: bigint } }> {
  on(name: string, listener: () => void): unknown
  unsubscribe(): Promise<void>
}

/** Notes what comes until this holds, and then leaves. Events of other streams are passed over. */
const watch = async (
  subscription: Watched,
  stream: string,
  until: (told: readonly Told[]) => boolean,
  onTold: (told: Told) => void = () => undefined,
): Promise<Told[]> => {
  const told: Told[] = []
  let leave: () => void = () => undefined
  const left = new Promise<void>(resolve => (leave = resolve))
  const add = (what: Told) => {
    told.push(what)
    onTold(what)
    if (until(told)) leave()
  }
  subscription.on('confirmation', () => add('confirmed'))
  subscription.on('caughtUp', () => add('caught up'))
  const reading = (async () => {
    for await (const { event } of subscription) {
      if (event?.streamId !== stream) continue
      add(String(event.revision))
      if (until(told)) break
    }
  })()
  await Promise.race([left, reading])
  await subscription.unsubscribe()
  return told
}

const events = (told: readonly Told[]) => told.filter(what => /^\d+$/.test(what))
const has = (what: Told) => (told: readonly Told[]) => told.includes(what)

const markOf = async ({ append }: Server): Promise<Position> => (await append(newStream(), newEvents(1))).position!

ofEveryServer('subscriptions', server => {
  it('of a stream confirm first, and begin after the revision', async () => {
    const stream = newStream()
    await server().append(stream, newEvents(5))
    const told = await watch(server().client.subscribeToStream(stream, { fromRevision: 2n }), stream, has('4'))
    expect(told[0]).toBe('confirmed')
    expect(events(told)).toEqual(['3', '4'])
  })

  it('say once that they have caught up, and then give what comes', async () => {
    const stream = newStream()
    await server().append(stream, newEvents(2))
    const told = await watch(server().client.subscribeToStream(stream), stream, has('3'), what => {
      if (what === 'caught up') void server().append(stream, newEvents(2))
    })
    expect(events(told)).toEqual(['0', '1', '2', '3'])
    expect(told.filter(what => what === 'caught up')).toHaveLength(1)
  })

  it('wait for a stream that is not there yet', async () => {
    const stream = newStream()
    const told = await watch(server().client.subscribeToStream(stream), stream, has('0'), what => {
      if (what === 'caught up') void server().append(stream, newEvents(1))
    })
    expect(told).toEqual(['confirmed', 'caught up', '0'])
  })

  it('outlive a delete, and end with a tombstone', async () => {
    const stream = newStream()
    await server().append(stream, newEvents(1))
    const end = async () => {
      await server().client.deleteStream(stream)
      await server().append(stream, newEvents(1))
      await server().client.tombstoneStream(stream)
    }
    const seen: string[] = []
    const watching = watch(
      server().client.subscribeToStream(stream),
      stream,
      () => false,
      what => {
        seen.push(what)
        if (what === 'caught up') void end()
      },
    )
    await expect(watching).rejects.toMatchObject({ type: 'stream-deleted' })
    expect(events(seen)).toEqual(['0', '1', String(2n ** 63n - 1n)])
  })

  it('of $all begin after the position, and show the events of the system unless filtered', async () => {
    const stream = newStream()
    const fromPosition = (await server().append(stream, newEvents(1))).position!
    await server().client.setStreamMetadata(stream, { maxCount: 10 })
    await server().append(stream, newEvents(1))
    const types = async (filter?: Filter) => {
      const found: string[] = []
      const all = server().client.subscribeToAll({ fromPosition, ...(filter === undefined ? {} : { filter }) })
      for await (const { event } of all) {
        if (event?.streamId === `$$${stream}` || event?.streamId === stream) found.push(event.type)
        if (event?.streamId === stream) break
      }
      return found
    }
    expect(await types()).toEqual(['$metadata', 'Tested'])
    expect(await types(eventTypeFilter({ regex: '^[^$].*' }))).toEqual(['Tested'])
  })

  it('with a filter tell how far they have looked, in order and never ahead of an event', async () => {
    const [ours, others] = [newStream(), newStream()]
    const fromPosition = await markOf(server())
    for (let i = 0; i < 10; i++) {
      await server().append(others, newEvents(30))
      await server().append(ours, newEvents(1))
    }
    // The client tells of checkpoints ahead of what waits to be handled: pushed into the stream, they come in the order they were sent.
    const filter = streamNameFilter({
      prefixes: [ours],
      maxSearchWindow: 10,
      checkpointInterval: 2,
      checkpointReached: async (subscription, { commit }) => void subscription.push({ checkpoint: commit }),
    })
    const told: { readonly checkpoint?: bigint; readonly event?: bigint }[] = []
    const subscription: AsyncIterable<{ checkpoint?: bigint; event?: { revision: bigint; position: Position } }> =
      server().client.subscribeToAll({ fromPosition, filter })
    for await (const { checkpoint, event } of subscription) {
      told.push(event === undefined ? { checkpoint: checkpoint! } : { event: event.position.commit })
      if (event?.revision === 9n) break
    }
    const checkpoints = told.flatMap(({ checkpoint }) => checkpoint ?? [])
    // 310 events were looked at, in windows of 10, and every second is told of; the last may still be to come.
    expect(checkpoints.length).toBeGreaterThanOrEqual(10)
    expect(checkpoints).toEqual(checkpoints.toSorted((a, b) => Number(a - b)))
    let upTo = 0n
    for (const { checkpoint, event = upTo + 1n } of told) {
      expect(event).toBeGreaterThan(upTo)
      upTo = checkpoint ?? upTo
    }
  })

  it('that are begun again from what was handled lose nothing and repeat nothing', async () => {
    const [ours, others] = [newStream(), newStream()]
    let fromPosition = await markOf(server())
    const handled: string[] = []
    for (let round = 0; round < 8; round++) {
      await server().append(others, newEvents(7))
      await server().append(ours, newEvents(5))
      const filter = streamNameFilter({ prefixes: [ours] })
      let left = round === 7 ? Infinity : 3
      for await (const { event } of server().client.subscribeToAll({ fromPosition, filter })) {
        handled.push(String(event!.revision))
        fromPosition = event!.position
        if (--left === 0 || handled.length === 40) break
      }
    }
    expect(handled).toEqual(Array.from({ length: 40 }, (_, i) => String(i)))
  })

  it('give a burst whole and in order, also to one that is slow', async () => {
    const stream = newStream()
    const fromPosition = await markOf(server())
    const filter = streamNameFilter({ prefixes: [stream] })
    const subscription = server().client.subscribeToAll({ fromPosition, filter })
    const found: number[] = []
    subscription.once('caughtUp', () => {
      for (let i = 0; i < 20; i++) {
        void server().append(stream, [jsonEvent({ type: 'T', data: {} }), ...newEvents(49)])
      }
    })
    for await (const { event } of subscription) {
      if (found.length % 100 === 0) await new Promise(resolve => setImmediate(resolve))
      found.push(Number(event!.revision))
      if (found.length === 1000) break
    }
    expect(found).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })
})
