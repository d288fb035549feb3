// Stores in memory with a history in them, and everything that was made of it.
import { contactEvents, invoiceEvents, issueWords, paymentEvents } from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName, type EventStore } from '@eventcrm/event-store'
import { createProjector, type DocumentStore, type Projector } from '@eventcrm/projection'
import { mergers } from '@eventcrm/read-model-directory'
import {
  invoices,
  payments,
  receivablesReport,
  statementReport,
  type ReceivablesQuestion,
  type StatementQuestion,
} from '../src/index.ts'
import { dayAt, lastDay, type Happening } from './ledger.ts'

export const codec = createCodec({ ...invoiceEvents, ...paymentEvents, ...contactEvents })

/** Appends a history, one event at a time, in its order, from its first event that is not there yet. */
export const write = async (events: EventStore, history: readonly Happening[], from = 0): Promise<void> => {
  const revisions = new Map<string, number>()
  for (const [index, { category, id, on, event }] of history.entries()) {
    const stream = streamName('crm', category, id)
    const expected = revisions.get(stream) ?? -1
    revisions.set(stream, expected + 1)
    if (index < from) continue
    const meta = {
      ...{ occurredAt: `${on}T09:00:00.000Z`, occurredOn: on, recordedAt: '2027-01-01T00:00:00.000Z' },
      ...{ commandId: 'command', correlationId: 'command', causationId: 'command', actor: 'test', source: 'test' },
    }
    const stored = codec.encode(event, `99999999-0000-4000-8000-${String(index).padStart(12, '0')}`, meta, id)
    await events.append(stream, expected === -1 ? 'noStream' : expected, [stored])
  }
}

export const logOf = async (history: readonly Happening[]): Promise<EventStore> => {
  const events = createMemoryEventStore()
  await write(events, history)
  return events
}

export const projectorOf = (events: EventStore, documents: DocumentStore, batchSize?: number): Projector =>
  createProjector({
    ...{ events, documents, views: [invoices, payments, mergers], rollups: [] },
    ...(batchSize === undefined ? {} : { batchSize }),
  })

const today = () => dayAt(lastDay + 30)
type Documents = Pick<DocumentStore, 'query'>
const contextOf = (documents: Documents) => ({ documents: documents as DocumentStore, today, words: issueWords })

export const ask = (documents: Documents, question: ReceivablesQuestion = {}) =>
  receivablesReport.answer(contextOf(documents), question)
export const askStatement = (documents: Documents, question: StatementQuestion) =>
  statementReport.answer(contextOf(documents), question)
