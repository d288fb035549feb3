import { defineEvents } from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName } from '@eventcrm/event-store'
import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { createMemoryDocumentStore, createProjector, defineFeed, defineView, ViewStopped } from '../src/index.ts'

const sources = (name: string, version: number) =>
  defineView({
    name,
    version,
    describe: 'Sources',
    document: z.object({ of: z.string() }),
    aggregates: [],
    on: {},
  })
const fedBy = (name: string, version: number) =>
  defineFeed<{ of: string }, number, { count: number }>(sources(name, version), {
    gives: ({ of }) => new Map([[of, 1]]),
    mayGive: key => [key],
    take: (document, _, was = 0, is = 0) => ({ count: document.count - was + is }),
  })
const viewFedBy = (name: string, version: number) => () =>
  defineView({
    name: 'counts',
    version: 2,
    describe: 'Counts',
    document: z.object({ count: z.int() }),
    aggregates: [],
    fedBy: fedBy(name, version),
    on: {},
  })

describe('a feed', () => {
  it('is named after its view and its version, so that versions stand side by side', () => {
    expect(viewFedBy('countsSources', 2)().fedBy?.source.collection).toBe('countsSources__v2')
    expect(viewFedBy('countsSources', 1)).toThrow(/counts: what feeds it is named countsSources, and has its version/)
    expect(viewFedBy('others', 2)).toThrow(TypeError)
  })
})

// Boxes that hold boxes: each weighs what it was filled with and what it holds.
const events = defineEvents({
  BoxMade: z.object({}).describe('made'),
  BoxFilled: z.object({ weight: z.int() }).describe('filled'),
  BoxPut: z.object({ into: z.string().nullable() }).describe('put into another'),
})
const box = { category: 'box', events }
const boxSource = z.object({
  id: z.string(),
  own: z.int(),
  into: z.string().nullable(),
  parts: z.record(z.string(), z.int()),
})
type Box = z.output<typeof boxSource>
const empty = (id: string): Box => ({ id, own: 0, into: null, parts: {} })
const weightOf = ({ own, parts }: Box) => Object.values(parts).reduce((sum, part) => sum + part, own)

const boxes = (isNamed: boolean) =>
  defineView({
    name: 'boxes',
    version: 1,
    describe: 'Boxes',
    document: z.object({ weight: z.int() }),
    aggregates: [box],
    fedBy: defineFeed<Box, number, { weight: number }, { to: string; from: string; weight: number }>(
      defineView({
        name: 'boxesSources',
        version: 1,
        describe: 'What boxes hold',
        document: boxSource,
        aggregates: [box],
        on: {
          BoxFilled: (known, { streamId, data: { weight } }) => ({ ...(known ?? empty(streamId)), own: weight }),
          BoxPut: {
            key: ({ streamId }) => streamId,
            names: ({ data: { into } }) => (into === null || !isNamed ? [] : [into]),
            fold: (known, { streamId, data: { into } }) => ({ ...(known ?? empty(streamId)), into }),
          },
        },
      }),
      {
        gives: source => new Map([[source.id, weightOf(source)]]),
        mayGive: id => [id],
        take: (document, _, __, is = 0) => ({ ...document, weight: is }),
        between: {
          gives: source =>
            new Map(
              source.into === null
                ? []
                : [[source.into, { to: source.into, from: source.id, weight: weightOf(source) }]],
            ),
          take: (known, was, is) => {
            const { to, from } = is ?? was ?? { to: '', from: '' }
            const before = known ?? empty(to)
            const { [from]: _, ...others } = before.parts
            return { ...before, parts: is ? { ...others, [from]: is.weight } : others }
          },
        },
      },
    ),
    on: { BoxMade: () => ({ weight: 0 }) },
  })

const idOf = (id: string) => `00000000-0000-4000-8000-00000000000${id}`
const codec = createCodec(events)
type Told = readonly [id: string, event: Parameters<typeof codec.encode>[0]]
const { BoxMade, BoxFilled, BoxPut } = events
const made: readonly Told[] = ['a', 'b', 'c'].map(id => [id, BoxMade({})])

const weightsOf = async (told: readonly Told[], batchSize: number, isNamed = true) => {
  const log = createMemoryEventStore()
  const revisions = new Map<string, number>()
  for (const [i, [id, event]] of told.entries()) {
    const streamId = idOf(id)
    const when = {
      occurredAt: '2026-01-01T00:00:00.000Z',
      occurredOn: '2026-01-01',
      recordedAt: '2026-01-01T00:00:00.000Z',
    }
    const whose = { commandId: 'c', correlationId: 'c', causationId: 'c', actor: 'a', source: 's' }
    const eventId = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`
    const revision = revisions.get(id)
    await log.append(streamName('crm', 'box', streamId), revision ?? 'noStream', [
      codec.encode(event, eventId, { ...when, ...whose }, streamId),
    ])
    revisions.set(id, (revision ?? -1) + 1)
  }
  const documents = createMemoryDocumentStore()
  const view = boxes(isNamed)
  await createProjector({ events: log, documents, views: [view], rollups: [], batchSize }).catchUp()
  const [{ documents: found }] = await documents.query([{ find: view.collection }])
  return found.map(({ document }) => document['weight'])
}

describe.each([1, 2, 100])('what sources give one another, in batches of %i', batchSize => {
  it('goes on to whatever they give something in turn, and is taken back', async () => {
    const put: readonly Told[] = [
      ...made,
      ['b', BoxPut({ into: idOf('c') })],
      ['a', BoxPut({ into: idOf('b') })],
      ['a', BoxFilled({ weight: 3 })],
      ['b', BoxFilled({ weight: 4 })],
    ]
    expect(await weightsOf(put, batchSize)).toEqual([3, 7, 7])
    expect(
      await weightsOf([...put, ['b', BoxPut({ into: null })], ['a', BoxFilled({ weight: 1 })]], batchSize),
    ).toEqual([1, 5, 0])
  })

  it('ends where it goes round in a circle', async () => {
    const round: readonly Told[] = [
      ...made,
      ['a', BoxPut({ into: idOf('b') })],
      ['b', BoxPut({ into: idOf('a') })],
      ['a', BoxFilled({ weight: 3 })],
    ]
    expect(await weightsOf(round, batchSize)).toEqual([3, 3, 0])
  })

  it('stops where an event names nobody that its document gives something', async () => {
    const put: readonly Told[] = [...made, ['a', BoxPut({ into: idOf('b') })]]
    await expect(weightsOf(put, batchSize, false)).rejects.toThrow(ViewStopped)
  })
})
