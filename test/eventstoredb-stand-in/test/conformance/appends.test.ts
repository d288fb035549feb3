import { jsonEvent, MaxAppendSizeExceededError, type AppendExpectedRevision } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import {
  idempotencyBytes,
  newEvents,
  newStream,
  ofEveryServer,
  outcome,
  paths,
  revisions,
  type Server,
} from './server.ts'

/** What a stream was before: each gives a new one that is so, with two events where it has any. */
const states: Readonly<Record<string, (server: Server, stream: string) => Promise<unknown>>> = {
  missing: async () => undefined,
  'metadata only': ({ client }, stream) => client.setStreamMetadata(stream, { maxCount: 100 }),
  live: ({ append }, stream) => append(stream, newEvents(2), 'no_stream'),
  'soft-deleted': async ({ append, client }, stream) => {
    await append(stream, newEvents(2), 'no_stream')
    await client.deleteStream(stream)
  },
  tombstoned: async ({ append, client }, stream) => {
    await append(stream, newEvents(2), 'no_stream')
    await client.tombstoneStream(stream)
  },
}

type Row = readonly [state: string, expected: AppendExpectedRevision, said: string]
const table: readonly Row[] = [
  ['missing', 'any', '0'],
  ['missing', 'no_stream', '0'],
  ['missing', 'stream_exists', 'expected stream_exists, was no_stream'],
  ['missing', 0n, 'expected 0, was no_stream'],
  ['metadata only', 'any', '0'],
  ['metadata only', 'no_stream', '0'],
  ['metadata only', 'stream_exists', '0'],
  ['metadata only', 0n, 'expected 0, was no_stream'],
  ['live', 'any', '2'],
  ['live', 'no_stream', 'expected no_stream, was 1'],
  ['live', 'stream_exists', '2'],
  ['live', 0n, 'expected 0, was 1'],
  ['live', 1n, '2'],
  ['live', 2n, 'expected 2, was 1'],
  ['soft-deleted', 'any', '2'],
  ['soft-deleted', 'no_stream', '2'],
  ['soft-deleted', 'stream_exists', 'deleted'],
  ['soft-deleted', 0n, 'expected 0, was 1'],
  ['soft-deleted', 1n, '2'],
  ['soft-deleted', 2n, 'expected 2, was 1'],
  ['tombstoned', 'any', 'deleted'],
  ['tombstoned', 'no_stream', 'deleted'],
  ['tombstoned', 'stream_exists', 'deleted'],
  ['tombstoned', 1n, 'deleted'],
]

ofEveryServer('appends', server => {
  describe.each(paths)('by the %s path', path => {
    it.each(table)('to a %s stream, expecting %s: %s', async (state, expected, said) => {
      const stream = newStream()
      await states[state]?.(server(), stream)
      expect(await outcome(server().append(stream, newEvents(1), expected, path))).toBe(said)
    })

    it('tell a repeated append from a new one, and write it once', async () => {
      const stream = newStream()
      const [first, second] = [newEvents(2), newEvents(2)]
      await server().append(stream, first, 'no_stream', path)
      await server().append(stream, second, 1n, path)
      expect(await outcome(server().append(stream, first, 'no_stream', path))).toBe('1')
      expect(await outcome(server().append(stream, second, 1n, path))).toBe('3')
      expect(await outcome(server().append(stream, first, 'any', path))).toBe('1')
      expect(await revisions(server(), stream)).toEqual([0, 1, 2, 3])
    })

    it('take a part of what was written as a repetition, and more than that as a conflict', async () => {
      const stream = newStream()
      const events = newEvents(3)
      await server().append(stream, events, 'no_stream', path)
      expect(await outcome(server().append(stream, events.slice(0, 2), 'no_stream', path))).toBe('1')
      const more = [...events, ...newEvents(1)]
      expect(await outcome(server().append(stream, more, 'no_stream', path))).toBe('expected no_stream, was 2')
      expect(await outcome(server().append(stream, more, 'any', path))).toBe('expected any, was 2')
      const between = [events[0]!, ...newEvents(1), events[1]!]
      expect(await outcome(server().append(stream, between, 'any', path))).toBe('expected any, was 2')
      expect(await revisions(server(), stream)).toEqual([0, 1, 2])
    })

    it('look at no ids at the head: one that was used is written again', async () => {
      const stream = newStream()
      const events = newEvents(1)
      await server().append(stream, events, 'no_stream', path)
      expect(await outcome(server().append(stream, events, 0n, path))).toBe('1')
      expect(await revisions(server(), stream)).toEqual([0, 1])
    })

    it('compare ids and never bodies', async () => {
      const stream = newStream()
      const [event] = newEvents(1)
      await server().append(stream, [event!], 'no_stream', path)
      const other = jsonEvent({ id: event!.id, type: 'Other', data: { other: true } })
      expect(await outcome(server().append(stream, [other], 'no_stream', path))).toBe('0')
      for await (const { event: kept } of server().client.readStream(stream)) expect(kept?.type).toBe('Tested')
    })

    it('know an id in the first stream that used it, and under `any` in no other', async () => {
      const [one, other] = [newStream(), newStream()]
      const events = newEvents(1)
      await server().append(one, events, 'any', path)
      expect(await outcome(server().append(other, events, 'any', path))).toBe('0')
      expect(await outcome(server().append(other, events, 'any', path))).toBe('1')
      expect(await outcome(server().append(one, events, 'any', path))).toBe('0')
    })

    it('tell both revisions of a conflict, and of the stream its name', async () => {
      const stream = newStream()
      await server().append(stream, newEvents(2), 'no_stream', path)
      await expect(server().append(stream, newEvents(1), 5n, path)).rejects.toMatchObject({
        type: 'wrong-expected-version',
        streamName: stream,
        expectedVersion: 5n,
        actualVersion: 1n,
      })
    })

    it('say no position of a repetition that is hidden by now', async () => {
      const stream = newStream()
      const events = newEvents(2)
      const { position } = await server().append(stream, events, 'no_stream', path)
      expect(position).toBeDefined()
      expect((await server().append(stream, events, 'no_stream', path)).position).toEqual(position)
      await server().client.setStreamMetadata(stream, { truncateBefore: 2 })
      expect(await server().append(stream, events, 'no_stream', path)).toMatchObject({ position: undefined })
    })

    it('are written whole or not at all, also where they are large', async () => {
      const stream = newStream()
      const large = [1, 2, 3].map(i => jsonEvent({ type: 'Large', data: { i, pad: 'x'.repeat(400_000) } }))
      const refused = await server()
        .append(stream, large, 'no_stream', path)
        .catch((error: unknown) => error)
      if (refused instanceof Error) {
        expect(refused).toBeInstanceOf(MaxAppendSizeExceededError)
        expect(await revisions(server(), stream)).toBe('not found')
      } else expect(await revisions(server(), stream)).toEqual([0, 1, 2])
    })

    it('of nothing check the revision and write nothing', async () => {
      const [missing, live] = [newStream(), newStream()]
      await server().append(live, newEvents(2), 'no_stream', path)
      await server().append(missing, [], 'no_stream', path)
      expect(await revisions(server(), missing)).toBe('not found')
      expect(await outcome(server().append(live, [], 1n, path))).toBe('1')
      expect(await outcome(server().append(live, [], 0n, path))).toBe('expected 0, was 1')
      expect(await revisions(server(), live)).toEqual([0, 1])
    })
  })

  it('of known ids, the last before the first, are never answered', async () => {
    const stream = newStream()
    const events = newEvents(3)
    await server().append(stream, events, 'no_stream')
    const { client, credentials } = server()
    const asked = client.appendToStream(stream, [events[2]!, events[0]!], { deadline: 300, credentials })
    await expect(asked).rejects.toMatchObject({ type: 'deadline-exceeded' })
  })

  it('forget ids in time: under `any` an old append is written again, at its revision it is not', async () => {
    const stream = newStream()
    const events = newEvents(1)
    await server().append(stream, events, 'no_stream')
    const filler = newStream()
    const needed = Math.ceil(idempotencyBytes / (28 + 2 * filler.length)) + 1
    for (let left = needed; left > 0; left -= 1000) await server().append(filler, newEvents(Math.min(left, 1000)))
    expect(await outcome(server().append(stream, events, 'any'))).toBe('1')
    expect(await outcome(server().append(stream, events, 'no_stream'))).toBe('0')
  })
})

ofEveryServer('deletes', server => {
  it('of a stream that was never written: no delete, but a tombstone', async () => {
    const stream = newStream()
    await expect(server().client.deleteStream(stream)).rejects.toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: -2n,
      actualVersion: -1n,
    })
    await server().client.tombstoneStream(stream)
    expect(await revisions(server(), stream)).toBe('deleted')
  })

  it('hide what was there, and the stream begins again at the next revision', async () => {
    const stream = newStream()
    await server().append(stream, newEvents(2), 'no_stream')
    await server().client.deleteStream(stream, { expectedRevision: 1n })
    expect(await revisions(server(), stream)).toBe('not found')
    expect(await outcome(server().append(stream, newEvents(1), 'no_stream'))).toBe('2')
    expect(await revisions(server(), stream)).toEqual([2])
    expect((await server().client.getStreamMetadata(stream)).metadata).toEqual({ truncateBefore: 2 })
  })
})
