// What the user of a connection string may do. Rights are looked at before revisions, so questions that can't be carried out tell it: each expects a
// stream that was never written to be at a revision, and leaves nothing in the log.
import { checkNamespace, defaultNamespace, RevisionConflict, StoreUnavailable, streamName } from '@eventcrm/event-store'
import { ErrorType, isCommandError } from '@eventstore/db-client'
import { randomUUID } from 'node:crypto'
import { sendAppend } from './appending.ts'
import { ClusterRefused } from './errors.ts'
import { isDenied } from './faults.ts'
import { createEventStore } from './event-store.ts'
import { Silence, Tries, type Patience } from './patience.ts'
import { appendRequest } from './requests.ts'
import { Tracing } from './tracing.ts'
import type { EventStoreDBOptions } from './options.ts'
import { wireTo } from './wire-to.ts'
import type { Wire } from './wire.ts'

/** What the user of a connection string may do with a namespace's streams. */
export interface Rights {
  /** Read `$all`, which an admin grants, and the streams themselves with their metadata. */
  readonly read: boolean
  readonly append: boolean
  /** Delete a stream, so that it can or can't be written anew. */
  readonly remove: boolean
  /** Write a stream's metadata, by which its beginning is cut off. */
  readonly truncate: boolean
}

/** Where no stream is that was never written. */
const nowhere = 5

/** Whether it may, by how it is refused: for want of the right, or for the revision. */
const mayDo = async (ask: () => Promise<unknown>): Promise<boolean> => {
  try {
    await ask()
    return true
  } catch (error) {
    if (error instanceof RevisionConflict) return true
    if (error instanceof ClusterRefused && isDenied(error.cause)) return false
    throw error
  }
}

/** Whether a connection string says who asks, by a password or a certificate. */
const saysWho = (url: string): boolean => /^[^/]*\/\/[^/?]*@|[?&]\s*user[-_]?cert[-_]?file\s*=/i.test(url)

const mayRemove = async (
  wire: Wire,
  by: 'deleteStream' | 'tombstoneStream',
  stream: string,
  patience: Patience,
): Promise<boolean> => {
  const tries = new Tries(patience, new AbortController().signal)
  for (;;) {
    try {
      await wire[by](stream, { expectedRevision: BigInt(nowhere), requiresLeader: true })
      return true
    } catch (error) {
      const type = error instanceof Error && isCommandError(error) ? error.type : undefined
      if (type === ErrorType.WRONG_EXPECTED_VERSION) return true
      if (type === ErrorType.ACCESS_DENIED) return false
      if (await tries.again()) continue
      throw new StoreUnavailable('EventStoreDB does not say whether streams may be deleted', { cause: error })
    }
  }
}

/**
 * Asks a cluster what the user of the connection string may do. For a log that auditors are to trust, an application's user reads and appends, and
 * neither deletes nor truncates: docs/real-stores.md says how an admin makes one. On an insecure cluster everybody may do everything.
 * @throws as openEventStoreDB, and as the store's calls: ClusterRefused also for a user that it does not know, and for none; StoreUnavailable
 */
export const rightsOf = async (url: string, options: EventStoreDBOptions = {}): Promise<Rights> => {
  const { namespace = defaultNamespace, timeout = 5000, retryFor = 30_000 } = options
  const stream = streamName(checkNamespace(namespace), 'rights', randomUUID())
  const wire = wireTo(url)
  const patience = { timeout, retryFor, silence: new Silence() }
  const events = createEventStore(wire, namespace, patience, new Tracing(url))
  const append = (to: string, type: string, data: string) => {
    const event = { id: randomUUID(), texts: { type, data, metadata: '{}', personal: '{}' } }
    const asked = {
      stream: to,
      expected: nowhere,
      count: 1,
      request: appendRequest(to, nowhere, [event]),
      bytes: () => 0,
    }
    return sendAppend(asked, { ...patience, wire, positionOf: () => Promise.resolve(undefined) })
  }
  /** Whoever does not say who they are is refused everything: that is no right for an admin to grant. */
  const mayRead = (ask: () => Promise<unknown>) => (saysWho(url) ? mayDo(ask) : ask().then(() => true))
  try {
    // the metadata is asked for where a stream is not found, as of each that is about to begin
    const read =
      (await mayRead(() => events.head())) &&
      (await mayRead(() => events.readStream(stream)[Symbol.asyncIterator]().next()))
    return {
      read,
      append: await mayDo(() => append(stream, 'RightsAsked', '{}')),
      remove:
        (await mayRemove(wire, 'deleteStream', stream, patience)) ||
        (await mayRemove(wire, 'tombstoneStream', stream, patience)),
      truncate: await mayDo(() => append(`$$${stream}`, '$metadata', '{"$tb":1}')),
    }
  } finally {
    await events.close()
  }
}
