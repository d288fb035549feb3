import { largestAppend, type EventStore, type ExpectedRevision } from '@eventcrm/event-store'
import { expect } from 'vitest'
import type { EventStoreCase } from './event-store-case.ts'
import { collect, idsOf, newStream, positionsOf, revisionsOf, storedEvent, storedEvents } from './samples.ts'

/** A store whose one stream has three events. */
const live = async (store: EventStore) => {
  const stream = newStream(store)
  const events = storedEvents(3)
  await store.append(stream, 'noStream', events)
  return { stream, events }
}

const refuses = async (store: EventStore, stream: string, expected: ExpectedRevision, actual: ExpectedRevision) => {
  const before = await collect(store.readAll())
  await expect(store.append(stream, expected, storedEvents(2))).rejects.toMatchObject({
    code: 'RevisionConflict',
    stream,
    expected,
    actual,
  })
  expect(await collect(store.readAll())).toEqual(before)
}

const badNames = [
  '',
  'crm.opportunity',
  'crm.opportunity-1',
  'opportunity-0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e',
  'c.opportunity-0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e',
  'CRM.opportunity-0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e',
  'crm.sales-order-0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e',
  'crm.Opportunity-0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e',
  'crm.opportunity-0B9E4F6E-7C0A-4D0E-8F57-3F1A2B3C4D5E',
  'crm.opportunity-0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e\n',
  '$crm.opportunity-0b9e4f6e-7c0a-4d0e-8f57-3f1a2b3c4d5e',
]

/** An event that takes so many bytes as JSON. */
const eventOf = (bytes: number) => {
  const { type, data, metadata, personal } = storedEvent({ data: { text: '' } })
  const rest =
    bytes -
    type.length -
    JSON.stringify(data).length -
    JSON.stringify(metadata).length -
    JSON.stringify(personal).length
  // three bytes a letter, and one each for what is left over
  return storedEvent({ data: { text: 'ậ'.repeat(Math.floor(rest / 3)) + 'a'.repeat(rest % 3) } })
}

export const appending: readonly EventStoreCase[] = [
  {
    name: 'writes the first events of a stream that has none',
    run: async ({ store }) => {
      const { stream, events } = await live(store)
      expect(await collect(store.readStream(stream))).toMatchObject(
        events.map((event, revision) => ({ ...event, stream, revision })),
      )
    },
  },
  {
    name: 'writes behind the revision that it expects',
    run: async ({ store }) => {
      const { stream, events } = await live(store)
      const more = storedEvents(2)
      expect(await store.append(stream, 2, more)).toMatchObject({ revision: 4 })
      expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf([...events, ...more]))
    },
  },
  {
    name: 'refuses to expect an event in a stream that has none',
    run: async ({ store }) => {
      await live(store)
      await refuses(store, newStream(store), 0, 'noStream')
      await refuses(store, newStream(store), 7, 'noStream')
    },
  },
  {
    name: 'refuses to begin a stream that has events',
    run: async ({ store }) => {
      const { stream } = await live(store)
      await refuses(store, stream, 'noStream', 2)
    },
  },
  {
    name: 'refuses a revision that the stream has left behind',
    run: async ({ store }) => {
      const { stream } = await live(store)
      await refuses(store, stream, 0, 2)
      await refuses(store, stream, 1, 2)
    },
  },
  {
    name: 'refuses a revision that the stream has not reached',
    run: async ({ store }) => {
      const { stream } = await live(store)
      await refuses(store, stream, 3, 2)
      await refuses(store, stream, 1000, 2)
    },
  },
  {
    name: 'refuses an append without events, at whatever revision',
    run: async ({ store }) => {
      const { stream } = await live(store)
      for (const expected of ['noStream', 0, 2, 9] as const) {
        await expect(store.append(stream, expected, [])).rejects.toThrow(TypeError)
      }
      await expect(store.append(newStream(store), 'noStream', [])).rejects.toThrow(TypeError)
    },
  },
  {
    name: 'refuses a stream name of another form',
    run: async ({ store }) => {
      const { events } = await live(store)
      for (const name of badNames) {
        await expect(store.append(name, 'noStream', storedEvents(1)), JSON.stringify(name)).rejects.toThrow(TypeError)
      }
      expect(idsOf(await collect(store.readAll()))).toEqual(idsOf(events))
    },
  },
  {
    name: 'refuses an expectation that is no revision',
    run: async ({ store }) => {
      for (const expected of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
        await expect(store.append(newStream(store), expected, storedEvents(1)), String(expected)).rejects.toThrow(
          TypeError,
        )
      }
    },
  },
  {
    name: 'gives a stream revisions from 0 without holes, however the events came',
    run: async ({ store }) => {
      const stream = newStream(store)
      let expected: ExpectedRevision = 'noStream'
      for (const count of [1, 3, 1, 2]) {
        const { revision } = await store.append(stream, expected, storedEvents(count))
        await expect(store.append(stream, 'noStream', storedEvents(1))).rejects.toThrow()
        expected = revision
      }
      expect(revisionsOf(await collect(store.readStream(stream)))).toEqual([0, 1, 2, 3, 4, 5, 6])
    },
  },
  {
    name: 'gives positions of one width that rise from event to event',
    run: async ({ store }) => {
      const streams = [newStream(store), newStream(store, 'lead'), newStream(store, 'opportunityX')]
      for (let revision = -1; revision < 11; revision += 2) {
        for (const stream of streams)
          await store.append(stream, revision === -1 ? 'noStream' : revision, storedEvents(2))
      }
      const positions = positionsOf(await collect(store.readAll()))
      expect(positions).toHaveLength(36)
      expect(new Set(positions.map(({ length }) => length)).size).toBe(1)
      for (const [i, position] of positions.entries()) expect(position > (positions[i - 1] ?? '')).toBe(true)
    },
  },
  {
    name: 'returns the place of the last event, as reading shows it',
    run: async ({ store }) => {
      const stream = newStream(store)
      const first = await store.append(stream, 'noStream', storedEvents(1))
      const second = await store.append(stream, 0, storedEvents(3))
      const read = await collect(store.readStream(stream))
      expect(first).toEqual({ revision: 0, position: read[0]?.position })
      expect(second).toEqual({ revision: 3, position: read[3]?.position })
      expect(await collect(store.readAll())).toEqual(read)
    },
  },
  {
    name: 'writes a batch at once: no reader sees a part of it',
    run: async ({ store }) => {
      const stream = newStream(store)
      const seen: number[] = []
      for (let batch = 0; batch < 5; batch++) {
        const writing = store.append(stream, batch === 0 ? 'noStream' : batch * 20 - 1, storedEvents(20))
        for (let look = 0; look < 3; look++) seen.push((await collect(store.readStream(stream))).length)
        await writing
        seen.push((await collect(store.readAll())).length)
      }
      expect(seen.filter(count => count % 20 !== 0)).toEqual([])
      expect(seen.at(-1)).toBe(100)
    },
  },
  {
    name: 'takes appends of up to a million bytes, and refuses larger ones without writing',
    run: async ({ store }) => {
      const [one, two] = [newStream(store), newStream(store)]
      const half = eventOf(largestAppend / 2)
      await store.append(one, 'noStream', [half, eventOf(largestAppend / 2)])
      const tooLarge = [storedEvent(), eventOf(largestAppend / 2), eventOf(largestAppend / 2)]
      await expect(store.append(one, 1, tooLarge)).rejects.toMatchObject({ code: 'AppendTooLarge' })
      await expect(store.append(two, 'noStream', [eventOf(largestAppend + 1)])).rejects.toMatchObject({
        code: 'AppendTooLarge',
      })
      const read = await collect(store.readAll())
      expect(revisionsOf(read)).toEqual([0, 1])
      expect(read[0]).toMatchObject(half)
    },
  },
  {
    name: 'takes the same id in two streams',
    run: async ({ store }) => {
      const event = storedEvent()
      const streams = [newStream(store), newStream(store)]
      for (const stream of streams) await store.append(stream, 'noStream', [event])
      expect((await collect(store.readAll())).map(({ stream, id }) => ({ stream, id }))).toEqual(
        streams.map(stream => ({ stream, id: event.id })),
      )
    },
  },
]
