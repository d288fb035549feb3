import { defineEvents } from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName, type EventStore } from '@eventcrm/event-store'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { compareView, createMemoryDocumentStore, createProjector, defineView } from '../src/index.ts'

const events = defineEvents({
  Paid: z.object({ shares: z.record(z.string(), z.int()) }).describe('paid'),
  Closed: z.object({ names: z.array(z.string()) }).describe('closed'),
})
const codec = createCodec(events)

/** What each was paid: an event is of several, and none is the stream's. */
const shares = defineView({
  name: 'shares',
  version: 1,
  describe: 'Shares',
  document: z.object({ name: z.string(), amount: z.int(), times: z.int() }),
  aggregates: [{ category: 'pot', events }],
  on: {
    Paid: {
      keys: ({ data }) => Object.keys(data.shares),
      fold: (known, { data }, name) => ({
        ...{ name, amount: (known?.amount ?? 0) + (data.shares[name] ?? 0), times: (known?.times ?? 0) + 1 },
      }),
    },
    Closed: { keys: ({ data: { names } }) => names, fold: () => null },
  },
})

const log = async (all: readonly Parameters<typeof codec.encode>[0][]): Promise<EventStore> => {
  const store = createMemoryEventStore()
  const streamId = '00000000-0000-4000-8000-000000000001'
  const when = '2026-01-01T00:00:00.000Z'
  const meta = {
    ...{ occurredAt: when, occurredOn: '2026-01-01', recordedAt: when },
    ...{ commandId: 'c', correlationId: 'c', causationId: 'c', actor: 'a', source: 's' },
  }
  const stored = all.map((event, i) =>
    codec.encode(event, `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, meta, streamId),
  )
  await store.append(streamName('crm', 'pot', streamId), 'noStream', stored)
  return store
}

it.each([1, 2, 100])('an event touches each of the documents that it is of, in batches of %i', async batchSize => {
  const store = await log([
    events.Paid({ shares: { a: 1, b: 2 } }),
    events.Paid({ shares: {} }),
    events.Paid({ shares: { b: 3, c: 4 } }),
    events.Closed({ names: ['a', 'c', 'nobody'] }),
    events.Paid({ shares: { c: 5 } }),
  ])
  const documents = createMemoryDocumentStore()
  await createProjector({ events: store, documents, views: [shares], rollups: [], batchSize }).catchUp()
  const [{ documents: found }] = await documents.query([{ find: shares.collection }])
  expect(found).toEqual([
    { key: 'b', document: { name: 'b', amount: 5, times: 2 } },
    { key: 'c', document: { name: 'c', amount: 5, times: 1 } },
  ])
  // folded anew in parts, none of which has all that an event touches
  const told: unknown[] = []
  const options = { events: store, documents, view: shares, rollups: [], foldedAtOnce: 1 }
  const compared = await compareView({ ...options, onDifference: difference => told.push(difference) })
  expect({ ...compared, told }).toMatchObject({ compared: true, documents: 2, told: [] })
})
