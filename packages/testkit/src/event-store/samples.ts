// Events and streams for tests of stores, which look at no more than their form.
import {
  defaultNamespace,
  streamName,
  type EventStore,
  type Page,
  type Position,
  type RecordedEvent,
  type StoredEvent,
  type StreamName,
  type SubscribeOptions,
} from '@eventcrm/event-store'
import { randomUUID } from 'node:crypto'

/** A namespace that nobody else has, with room for one letter more. */
export const newNamespace = (): string => `t${randomUUID().replaceAll('-', '').slice(0, 14)}`

/** A stream of the store's namespace that nobody else has. */
export const newStream = (
  { namespace }: Pick<EventStore, 'namespace'> = { namespace: defaultNamespace },
  category = 'opportunity',
): StreamName => streamName(namespace, category, randomUUID())

/** An event as the codec would encode it, with a new id. */
export const storedEvent = (given: Partial<StoredEvent> = {}): StoredEvent => ({
  id: randomUUID(),
  type: 'StageChanged',
  data: { stageId: randomUUID(), probability: 20 },
  metadata: {
    schemaVersion: 1,
    occurredAt: '2026-01-20T08:30:00.000Z',
    occurredOn: '2026-01-20',
    recordedAt: '2026-01-20T08:30:00.123Z',
    commandId: 'command-1',
    $correlationId: 'command-1',
    $causationId: 'command-1',
    actor: 'staff-1',
    source: 'api',
  },
  personal: {},
  ...given,
})

export const storedEvents = (count: number): readonly StoredEvent[] =>
  Array.from({ length: count }, () => storedEvent())

/** Everything an iteration yields. */
export const collect = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}

/** Pages of a subscription up to the first that satisfies; fewer when it ends by itself. */
export const pagesUntil = async (
  store: EventStore,
  options: SubscribeOptions,
  enough: (pages: readonly Page[]) => boolean,
): Promise<readonly Page[]> => {
  const pages: Page[] = []
  for await (const page of store.subscribe(options)) {
    pages.push(page)
    if (enough(pages)) break
  }
  return pages
}

export const eventsOf = (pages: readonly Page[]): readonly RecordedEvent[] => pages.flatMap(({ events }) => events)
export const caughtUp = (pages: readonly Page[]): boolean => pages.at(-1)?.caughtUp === true
/** Enough pages to hold so many events. */
export const holding =
  (count: number) =>
  (pages: readonly Page[]): boolean =>
    eventsOf(pages).length >= count

export const idsOf = (events: readonly { readonly id: string }[]): readonly string[] => events.map(({ id }) => id)
export const positionsOf = (events: readonly RecordedEvent[]): readonly Position[] =>
  events.map(({ position }) => position)
export const revisionsOf = (events: readonly RecordedEvent[]): readonly number[] =>
  events.map(({ revision }) => revision)

/** Positions before and behind every event, of the width that the log has. */
export const beforeAll = (position: Position): Position => '0'.repeat(position.length)
export const behindAll = (position: Position): Position => '9'.repeat(position.length)
