// Stores in memory with a history in them, and everything that was made of it.
import { contactEvents, issueWords, opportunityEvents, salesPipelineEvents } from '@eventcrm/domain'
import {
  createCodec,
  createMemoryEventStore,
  streamName,
  type EventStore,
  type StoredEvent,
} from '@eventcrm/event-store'
import {
  createMemoryDocumentStore,
  createProjector,
  type Document,
  type DocumentStore,
  type Projector,
} from '@eventcrm/projection'
import {
  customerTotals,
  opportunities,
  pipelineReport,
  pipelines,
  pipelineTotals,
  type PipelineQuestion,
} from '../src/index.ts'
import { mergers } from '@eventcrm/read-model-directory'
import { names, type Happening } from './histories.ts'

const codec = createCodec({ ...opportunityEvents, ...salesPipelineEvents, ...contactEvents })
const views = [opportunities, pipelines, mergers]
const rollups = [pipelineTotals, customerTotals]

/** An event as it goes into the store; its id tells its place in its history. */
const stored = ({ id, on, event }: Happening, index: number): StoredEvent =>
  codec.encode(
    event,
    `99999999-0000-4000-8000-${String(index).padStart(12, '0')}`,
    {
      occurredAt: `${on}T09:00:00.000Z`,
      occurredOn: on,
      recordedAt: '2016-12-31T00:00:00.000Z',
      commandId: 'command',
      correlationId: 'command',
      causationId: 'command',
      actor: 'test',
      source: 'test',
    },
    id,
  )

/**
 * Appends a history, one event at a time, in its order.
 * @param from its first event that is not there yet
 */
export const write = async (
  events: EventStore,
  history: readonly Happening[],
  change: (event: StoredEvent) => StoredEvent = event => event,
  from = 0,
): Promise<void> => {
  const revisions = new Map<string, number>()
  for (const [i, happening] of history.entries()) {
    const stream = streamName('crm', happening.category, happening.id)
    const expected = revisions.get(stream) ?? -1
    revisions.set(stream, expected + 1)
    if (i >= from) await events.append(stream, expected === -1 ? 'noStream' : expected, [change(stored(happening, i))])
  }
}

export const logOf = async (
  history: readonly Happening[],
  change?: (event: StoredEvent) => StoredEvent,
): Promise<EventStore> => {
  const events = createMemoryEventStore()
  await write(events, history, change)
  return events
}

export const projectorOf = (events: EventStore, documents: DocumentStore, batchSize?: number): Projector =>
  createProjector({
    events,
    documents,
    views,
    rollups,
    ...(batchSize === undefined ? {} : { batchSize }),
  })

/** The last day of these histories stands for today. */
export const today = '2016-06-30'

/** Asks for the report, with the names of these histories. */
export const ask = (documents: DocumentStore, question: PipelineQuestion) =>
  pipelineReport.answer(
    { documents, today: () => today, names: () => Promise.resolve(names), words: issueWords },
    question,
  )

/** The documents that a history makes. */
export const projected = async (
  history: readonly Happening[],
  change?: (event: StoredEvent) => StoredEvent,
): Promise<DocumentStore> => {
  const documents = createMemoryDocumentStore()
  await projectorOf(await logOf(history, change), documents).catchUp()
  return documents
}

/** Every document and row of the read model. */
export const everything = async (
  documents: DocumentStore,
): Promise<Readonly<Record<string, Readonly<Record<string, Document>>>>> => {
  const collections = [
    ...views.map(({ collection }) => collection),
    ...rollups.flatMap(({ collection, daysCollection }) => [collection, daysCollection]),
  ]
  const found = await documents.query(collections.map(find => ({ find })))
  return Object.fromEntries(
    collections.map((name, i) => [
      name,
      Object.fromEntries((found[i]?.documents ?? []).map(({ key, document }) => [key, document])),
    ]),
  )
}
