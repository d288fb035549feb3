// Boxes that hold boxes: each weighs what it was filled with and what it holds. A view that is fed by sources which give one another something.
import { defineEvents } from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName, type EventStore } from '@eventcrm/event-store'
import { z } from 'zod'
import { defineFeed, defineView } from '../src/index.ts'

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

/** @param says whether events name the box that one is put into, and the feed whose document it weighs */
export const boxes = (says: { readonly named?: boolean; readonly mayGive?: boolean } = {}) =>
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
            names: ({ data: { into } }) => (into === null || says.named === false ? [] : [into]),
            fold: (known, { streamId, data: { into } }) => ({ ...(known ?? empty(streamId)), into }),
          },
        },
      }),
      {
        gives: source => new Map([[source.id, weightOf(source)]]),
        mayGive: id => (says.mayGive === false ? [] : [id]),
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

export const idOf = (id: string) => `00000000-0000-4000-8000-${id.padStart(12, '0')}`
const codec = createCodec(events)
export type Told = readonly [id: string, event: Parameters<typeof codec.encode>[0]]
export const { BoxMade, BoxFilled, BoxPut } = events

export const logOf = async (told: readonly Told[]): Promise<EventStore> => {
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
  return log
}
