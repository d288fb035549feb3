import type { ClientReadableStream } from '@grpc/grpc-js'
import { binaryEvent, END, jsonEvent, START, type Position } from '@eventstore/db-client'
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import { expect, it } from 'vitest'
import { newEvents, newStream, ofEveryServer, revisions, type Server } from './server.ts'
import { requestOf, type Asked } from '../transcript.ts'

/** The wire has filtered reads of `$all` and the client has not: they go through its channel all the same. */
interface WithChannel {
  GRPCStreamCreator(
    client: typeof StreamsClient,
    name: string,
    create: (client: StreamsClient) => ClientReadableStream<streams.ReadResp>,
  ): () => Promise<ClientReadableStream<streams.ReadResp>>
  callArguments(
    options: object,
    callOptions: object,
  ): Parameters<StreamsClient['read']> extends [unknown, ...infer Rest] ? Rest : never
}

const readFiltered = async ({ client }: Server, asked: Asked): Promise<string[]> => {
  const inside = client as unknown as WithChannel
  const read = inside.GRPCStreamCreator(StreamsClient, 'read', raw =>
    raw.read(requestOf(asked), ...inside.callArguments({}, { deadline: Infinity })),
  )
  const found: string[] = []
  for await (const message of (await read()) as AsyncIterable<streams.ReadResp>) {
    const event = message.getEvent()?.getEvent()
    if (event !== undefined) found.push(event.getStreamRevision())
  }
  return found
}

const positionOf = async ({ append }: Server, stream: string): Promise<Position> => {
  const { position } = await append(stream, newEvents(1))
  expect(position).toBeDefined()
  return position!
}

ofEveryServer('reads', server => {
  const fiveEvents = async () => {
    const stream = newStream()
    await server().append(stream, newEvents(5), 'no_stream')
    return stream
  }

  it('include the revision that they begin at, both ways', async () => {
    const stream = await fiveEvents()
    expect(await revisions(server(), stream)).toEqual([0, 1, 2, 3, 4])
    expect(await revisions(server(), stream, { fromRevision: 3n })).toEqual([3, 4])
    expect(await revisions(server(), stream, { fromRevision: 1n, maxCount: 2 })).toEqual([1, 2])
    expect(await revisions(server(), stream, { direction: 'backwards', fromRevision: 2n })).toEqual([2, 1, 0])
    expect(await revisions(server(), stream, { direction: 'backwards', fromRevision: END, maxCount: 1 })).toEqual([4])
  })

  it('past the end are empty, and of a missing stream an error', async () => {
    const stream = await fiveEvents()
    expect(await revisions(server(), stream, { fromRevision: 99n })).toEqual([])
    expect(await revisions(server(), stream, { direction: 'backwards', fromRevision: 99n, maxCount: 1 })).toEqual([4])
    expect(await revisions(server(), newStream())).toBe('not found')
  })

  it('give back what was written, to the byte', async () => {
    const stream = newStream()
    const metadata = { $correlationId: 'c', 'a.b': '$x' }
    const json = jsonEvent({ type: 'Json', data: { text: 'đơn hàng', n: 1.5 }, metadata })
    const binary = binaryEvent({ type: 'Binary', data: Uint8Array.from([0, 255, 10, 13]) })
    await server().client.appendToStream(stream, [json, binary], { expectedRevision: 'no_stream' })
    const before = Date.now()
    const found = []
    for await (const { event } of server().client.readStream(stream)) found.push(event!)
    expect(found[0]).toMatchObject({ id: json.id, type: 'Json', data: json.data, metadata, streamId: stream })
    expect(Buffer.from(found[1]!.data as Uint8Array)).toEqual(Buffer.from([0, 255, 10, 13]))
    expect(found[1]!.metadata).toBeUndefined()
    expect(Math.abs(found[0]!.created.getTime() - before)).toBeLessThan(60_000)
  })

  it('begin at what metadata leaves of a stream', async () => {
    const stream = await fiveEvents()
    await server().client.setStreamMetadata(stream, { truncateBefore: 2 })
    expect(await revisions(server(), stream)).toEqual([2, 3, 4])
    await server().client.setStreamMetadata(stream, { maxCount: 2 })
    expect(await revisions(server(), stream, { fromRevision: 0n, maxCount: 1 })).toEqual([3])
    expect(await revisions(server(), stream, { direction: 'backwards', fromRevision: 1n })).toEqual([])
  })

  it('leave out what is older than metadata lets it be', async () => {
    const stream = await fiveEvents()
    await server().client.setStreamMetadata(stream, { maxAge: 1 })
    expect(await revisions(server(), stream)).toEqual([0, 1, 2, 3, 4])
    await expect.poll(() => revisions(server(), stream), { interval: 100, timeout: 10_000 }).toEqual([])
    await server().append(stream, newEvents(1), 4n)
    expect(await revisions(server(), stream)).toEqual([5])
  })

  it('of links give what they point to, and of one whose target is gone the link alone', async () => {
    const [stream, links] = [await fiveEvents(), newStream()]
    const link = (revision: number) => ({ ...binaryEvent({ type: '$>', data: Buffer.from(`${revision}@${stream}`) }) })
    await server().client.appendToStream(links, [link(0), link(4)])
    await server().client.setStreamMetadata(stream, { truncateBefore: 3 })
    const found = []
    for await (const { event, link: from } of server().client.readStream(links, { resolveLinkTos: true })) {
      found.push([event?.streamId, event?.revision, from?.streamId, from?.revision])
    }
    expect(found).toEqual([
      [undefined, undefined, links, 0n],
      [stream, 4n, links, 1n],
    ])
  })

  it('of $all include the position forwards, and leave it out backwards', async () => {
    const stream = newStream()
    const [first, second, third] = [
      await positionOf(server(), stream),
      await positionOf(server(), stream),
      await positionOf(server(), stream),
    ]
    const ours = async (direction: 'forwards' | 'backwards', fromPosition: Position) => {
      const found: number[] = []
      for await (const { event } of server().client.readAll({ direction, fromPosition, maxCount: 100 })) {
        if (event?.streamId === stream) found.push(Number(event.revision))
      }
      return found
    }
    expect(await ours('forwards', second)).toEqual([1, 2])
    expect(await ours('forwards', first)).toEqual([0, 1, 2])
    expect(await ours('backwards', third)).toEqual([1, 0])
    expect(third.commit > second.commit && second.commit > first.commit).toBe(true)
  })

  it('of $all show what a stream no longer does', async () => {
    const stream = newStream()
    const fromPosition = await positionOf(server(), stream)
    await server().client.deleteStream(stream)
    await server().client.tombstoneStream(stream)
    const types: string[] = []
    for await (const { event } of server().client.readAll({ fromPosition, maxCount: 100 })) {
      if (event?.streamId === stream) types.push(event.type)
    }
    expect(types).toEqual(['Tested', '$streamDeleted'])
  })

  it('of $all at a position where nothing stands are an error, and beyond the end empty', async () => {
    const { commit, prepare } = await positionOf(server(), newStream())
    const read = async (by: bigint) => {
      const found = []
      const fromPosition = { commit: commit + by, prepare: prepare + by }
      for await (const { event } of server().client.readAll({ fromPosition, maxCount: 1 })) found.push(event)
      return found
    }
    await expect(read(3n)).rejects.toMatchObject({ type: 'unknown' })
    expect(await read(10n ** 12n)).toEqual([])
  })

  it('with a filter of the server find what is asked for, whatever lies between', async () => {
    const [ours, others] = [newStream(), newStream()]
    const from = await positionOf(server(), others)
    await server().append(ours, newEvents(3))
    for (let i = 0; i < 5; i++) await server().append(others, newEvents(100))
    await server().append(ours, newEvents(2))
    await server().append(others, newEvents(100))
    const filter = { prefixes: [ours] }
    expect(await readFiltered(server(), { from, filter, count: 4 })).toEqual(['0', '1', '2', '3'])
    expect(await readFiltered(server(), { from, filter, count: 100 })).toEqual(['0', '1', '2', '3', '4'])
    expect(await readFiltered(server(), { from: 'end', backwards: true, filter, count: 1 })).toEqual(['4'])
    const byType = { on: 'type', regex: '^Nothing of this name$' } as const
    expect(await readFiltered(server(), { from: 'end', backwards: true, filter: byType, count: 1 })).toEqual([])
  })

  it('can be given up midway, and the client goes on', async () => {
    const stream = newStream()
    await server().append(stream, newEvents(2000))
    for (let i = 0; i < 20; i++) {
      for await (const { event } of server().client.readStream(stream)) if (event?.revision === 3n) break
    }
    expect(await revisions(server(), stream, { fromRevision: START, maxCount: 1 })).toEqual([0])
  })
})
