// The store on EventStoreDB against the client's own calls on the same server: the stand-in, in a process of its own, or the one of EVENTSTOREDB_URL.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import type { StoredEvent } from '@eventcrm/event-store'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { newEvents } from './new-event.ts'
import { compare, rateOf, type Row } from './ratio.ts'

const startServer = async (): Promise<{ readonly url: string; readonly stop: () => void }> => {
  const { EVENTSTOREDB_URL: given } = process.env
  if (given !== undefined) return { url: given, stop: () => {} }
  const bin = join(import.meta.dirname, '../eventstoredb-stand-in/src/bin.ts')
  const server = spawn(process.execPath, [bin, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(server.stdout)) {
    const [url] = /esdb:\S+/.exec(line) ?? []
    if (url !== undefined) return { url, stop: () => server.kill() }
  }
  throw new Error('The stand-in for EventStoreDB did not start')
}

/** With credentials the client takes a call of its own for each append, as the store does; otherwise one call for all of them. */
const byPlainAppends = { credentials: { username: 'admin', password: 'changeit' } }

const newStream = () => `crm.opportunity-${randomUUID()}`
const asGiven = ({ id, type, data, metadata, personal }: StoredEvent) =>
  jsonEvent({ id, type, data, metadata: { ...metadata, personal } })

export const run = async (): Promise<readonly Row[]> => {
  const { url, stop } = await startServer()
  const store = openEventStoreDB(url)
  const client = EventStoreDBClient.connectionString(url)
  type Append = (events: readonly StoredEvent[]) => Promise<unknown>
  const ours: Append = events => store.append(newStream(), 'noStream', events)
  const raw =
    (options: object): Append =>
    events =>
      client.appendToStream(newStream(), events.map(asGiven), { expectedRevision: 'no_stream', ...options })
  /** So many appends of so many events, by so many appenders. */
  const appending = (append: Append, appends: number, size: number, appenders = 1) => {
    const events = newEvents(size)
    const work = async () => {
      for (let i = 0; i < appends / appenders; i++) await append(events)
    }
    return () => rateOf(appends * size, () => Promise.all(Array.from({ length: appenders }, work)))
  }
  const count = 5000
  try {
    const both = (by: object, ...sizes: readonly [appends: number, size: number, appenders?: number]) =>
      [appending(ours, ...sizes), appending(raw(by), ...sizes)] as const
    const options = { unit: 'events/s', aim: { atLeast: 0.9 }, rounds: 9 }
    return [
      await compare('single appends, raw: the same path', ...both(byPlainAppends, 500, 1), options),
      await compare('64 at a time, raw: the same path', ...both(byPlainAppends, 1280, 1, 64), options),
      await compare('batches of 100, raw: the same path', ...both(byPlainAppends, 20, 100), options),
      await compare('64 at a time, raw: one call for all', ...both({}, 1280, 1, 64), { unit: 'events/s' }),
      await compare(
        'reading the log, raw: readAll',
        () =>
          rateOf(count, async () => {
            for await (const _ of store.readAll({ limit: count }));
          }),
        () =>
          rateOf(count, async () => {
            for await (const _ of client.readAll({ maxCount: count }));
          }),
        { unit: 'events/s' },
      ),
    ]
  } finally {
    await store.close()
    await client.dispose()
    stop()
  }
}
