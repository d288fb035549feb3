// What goes over the wire for reads and subscriptions, message by message, as it was recorded from a real server.
import { EventStoreDBClient, jsonEvent, type Position } from '@eventstore/db-client'
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import type features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import { credentials } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { startStandIn, type StandIn } from '../src/index.ts'
import { record, type Asked, type Line } from './transcript.ts'
import { vectors } from './vectors.ts'
import type { Version } from '../src/version.ts'

type Transcripts = Readonly<Record<string, readonly Line[]>>

const isLive = (line: Line) => line === '--- live'
const isMark = (line: Line) => typeof line === 'string' && !isLive(line)
const isCaughtUp = (line: Line) => typeof line === 'object' && 'CAUGHT_UP' in line
const isError = (line: Line) => typeof line === 'object' && 'error' in line && line['error'] !== 1

/** What tells of a real log's bytes is left out, and so is where the recorder stood meanwhile: an error may come on either side of it. */
const essence = (lines: readonly Line[]) =>
  lines
    .filter(line => !isMark(line) && !(isLive(line) && lines.some(isError)))
    .map(line => {
      if (typeof line === 'string' || typeof line['details'] !== 'string') return line
      return { ...line, details: line['details'].replace(/ >> .*$/s, '') }
    })

class Player {
  readonly #node: StandIn
  readonly #recorded: Transcripts
  readonly #raw: StreamsClient
  readonly client: EventStoreDBClient
  readonly played: string[] = []

  constructor(node: StandIn, recorded: Transcripts) {
    this.#node = node
    this.#recorded = recorded
    this.#raw = new StreamsClient(node.address, credentials.createInsecure())
    this.client = EventStoreDBClient.connectionString(node.url)
  }

  async put(stream: string, count: number): Promise<Position> {
    const events = Array.from({ length: count }, (_, i) => jsonEvent({ type: 'T', data: { i } }))
    const { position } = await this.client.appendToStream(stream, events)
    expect(position).toBeDefined()
    return position!
  }

  /** Plays one, with what is done while a subscription is live, and expects what was recorded. */
  async expect(name: string, asked: Asked, meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
    this.played.push(name)
    const wanted = essence(this.#recorded[name] ?? [])
    const recording = record(this.#raw, asked)
    if (asked.subscribe === true) {
      await recording.until(lines => lines.some(isCaughtUp))
      recording.mark('--- live')
      await meanwhile()
      // A status and the end are still to come; a message too many has time to come as well while the server answers another call.
      await recording.until(lines => lines.length >= wanted.length - 2)
      await record(this.#raw, { stream: 'none', from: 'start' }).until(() => false)
      await recording.stop()
    } else await recording.until(() => false)
    expect({ [name]: essence(recording.lines.map(line => this.#withNames(line))) }).toEqual({ [name]: wanted })
  }

  async close(): Promise<void> {
    await this.client.dispose()
    this.#raw.close()
    await this.#node.close()
  }

  /** Positions differ from log to log: each is told by the event that stands there. */
  #withNames(line: Line): Line {
    if (typeof line === 'string') return line
    const { log } = this.#node
    const named = (value: unknown) => {
      const event = log.events[log.indexAt(Number(value))]
      return event === undefined ? value : `${event.stream}@${event.revision}`
    }
    const isPosition = (key: string) => ['commit', 'position', 'checkpoint'].includes(key)
    return Object.fromEntries(Object.entries(line).map(([key, value]) => [key, isPosition(key) ? named(value) : value]))
  }
}

const ofStreams = async (player: Player) => {
  const { client } = player
  await player.put('a', 5)
  await player.expect('read forwards', { stream: 'a', from: 'start' })
  await player.expect('read forwards, 2 of 5', { stream: 'a', from: 'start', count: 2 })
  await player.expect('read backwards from the end, 1', { stream: 'a', from: 'end', backwards: true, count: 1 })
  await player.expect('read from 3', { stream: 'a', from: 3 })
  await player.expect('read past the end', { stream: 'a', from: 99 })
  await player.expect('read a missing stream', { stream: 'none', from: 'start' })

  const subscribe = true
  const putA = (count: number) => () => player.put('a', count)
  await player.expect(
    'subscribe to a stream from the start, 2 live',
    { stream: 'a', from: 'start', subscribe },
    putA(2),
  )
  await player.expect('subscribe after revision 3', { stream: 'a', from: 3, subscribe }, putA(1))
  await player.expect('subscribe from the end', { stream: 'a', from: 'end', subscribe }, putA(1))
  const later: Asked = { stream: 'later', from: 'start', subscribe }
  await player.expect('subscribe to a missing stream', later, () => player.put('later', 2))
  await player.expect('subscribe beyond the end', { stream: 'a', from: 500, subscribe }, putA(1))
  await player.expect('subscribe, then soft delete, then append', { stream: 'a', from: 'end', subscribe }, async () => {
    await client.deleteStream('a')
    await player.put('a', 1)
  })
  await player.expect('subscribe, then tombstone', later, () => client.tombstoneStream('later'))
  await player.expect('subscribe to a tombstoned stream', later)
  await player.expect('read a tombstoned stream', { stream: 'later', from: 'start' })
}

const ofAll = async (player: Player) => {
  const { client } = player
  const subscribe = true
  const misses = async (count: number) => {
    for (let i = 0; i < count; i++) await player.put('miss-1', 1)
  }
  const from = await player.put('m', 1)
  for (let i = 0; i < 60; i++) await player.put(i % 10 === 0 ? 'hit-1' : 'miss-1', 1)
  const filter = { prefixes: ['hit-'], window: 10, interval: 1 }
  const byPrefix = 'subscribe to $all, filtered by prefix, window 10, interval 1'
  await player.expect(byPrefix, { from, subscribe, filter }, async () => {
    await player.put('hit-1', 1)
    await misses(25)
    await player.put('hit-1', 1)
  })
  await player.expect(
    'the same, window 10, interval 3',
    { from, subscribe, filter: { ...filter, interval: 3 } },
    async () => {
      await misses(35)
      await player.put('hit-1', 1)
    },
  )
  await player.expect('the same, window 0', { from, subscribe, filter: { ...filter, window: 0 } })
  await player.expect('the same, interval 0', { from, subscribe, filter: { ...filter, interval: 0 } })

  const late = await player.put('m', 1)
  await client.setStreamMetadata('m', { maxCount: 5 })
  await player.put('miss-1', 6)
  await player.expect(
    'subscribe to $all by regex on type, no system events, window 2, interval 2',
    { from: late, subscribe, filter: { on: 'type', regex: '^[^$].*', window: 2, interval: 2 } },
    () => player.put('n', 5),
  )
  await player.expect('subscribe to $all, no filter, after a position', { from: late, subscribe }, () =>
    player.put('n', 1),
  )
  await player.expect('subscribe to $all from the end', { from: 'end', subscribe }, () => player.put('n', 2))
  await player.expect('read $all forwards, inclusive', { from, count: 3 })
  await player.expect('read $all forwards, filtered', { from, count: 3, filter })
  await player.expect('read $all backwards, inclusive', { from, count: 3, backwards: true })
  const bad = { commit: from.commit + 3n, prepare: from.prepare + 3n }
  await player.expect('read $all at a bad position', { from: bad, count: 3 })
  const beyond = { commit: 999_999_999_999n, prepare: 999_999_999_999n }
  await player.expect('read $all beyond the end', { from: beyond, count: 3 })
  await player.expect('subscribe to $all beyond the end', { from: beyond, subscribe })
}

const supported = (node: StandIn) =>
  new Promise<unknown>((resolve, reject) => {
    const client = new ServerFeaturesClient(node.address, credentials.createInsecure())
    client.getSupportedMethods(new shared.Empty(), (error, methods) => {
      client.close()
      if (error === null) resolve(toldMethods(methods))
      else reject(error)
    })
  })

const toldMethods = (methods: features.SupportedMethods) => ({
  version: methods.getEventStoreServerVersion(),
  methods: methods
    .getMethodsList()
    .map(method => `${method.getServiceName()}/${method.getMethodName()} [${method.getFeaturesList().join(',')}]`),
})

describe.each([
  { like: '24.6', file: 'wire' },
  { like: '26.1', file: 'wire-26.1' },
] as const)('like $like', ({ like, file }: { readonly like: Version; readonly file: string }) => {
  const recorded = vectors<Transcripts>(file)

  it('sends the messages of reads and subscriptions that the real server sent, in that order', async () => {
    const player = new Player(await startStandIn({ like }), recorded)
    try {
      await ofStreams(player)
      await ofAll(player)
      expect(player.played).toEqual(Object.keys(recorded).slice(1, -1))
      const asked = player.client.appendToStream('z', [jsonEvent({ type: 'T', data: {} })], { requiresLeader: true })
      await expect(asked).resolves.toMatchObject({ success: true, nextExpectedRevision: 0n })
    } finally {
      await player.close()
    }
  })

  it('says that it can do what the real server said', async () => {
    const node = await startStandIn({ like })
    try {
      expect(await supported(node)).toEqual(recorded['supported methods'])
    } finally {
      await node.close()
    }
  })
})
