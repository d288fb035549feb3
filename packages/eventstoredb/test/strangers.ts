// What others keep in the same cluster: whatever the server takes.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client'

const note = (id: string = randomUUID()) => jsonEvent({ id, type: 'Noted', data: { text: 'of somebody else' } })
const named = (stream: string, id: string = randomUUID()) =>
  binaryEvent({ id, type: '$>', data: Buffer.from(stream), metadata: Buffer.from('{}') })

/**
 * Streams of strangers, with names like ours, deleted ones and tombstones, links to what is not there, metadata, events that are no JSON; one of
 * them is written to until the strangers leave.
 */
export const letStrangersIn = async (url: string, namespace: string): Promise<() => Promise<void>> => {
  const client = EventStoreDBClient.connectionString(url)
  const own = `stranger${randomUUID().slice(0, 8)}`
  const raw = binaryEvent({ type: 'Scanned', data: Buffer.from([0, 255, 1, 254]) })
  await client.appendToStream(`${own}-1`, [note(), note(), raw])
  await client.setStreamMetadata(`${own}-1`, { maxCount: 2 })
  await client.appendToStream(`${own}-2`, [note()])
  await client.deleteStream(`${own}-2`)
  await client.appendToStream(`${own}-3`, [note()])
  await client.tombstoneStream(`${own}-3`)
  await client.appendToStream(`$et-${own}`, [named(`7@${own}-2`), named(`0@${own}-none`)])
  // streams of this namespace's beginning that are none of the company's
  await client.appendToStream(`${namespace}.opportunity-1`, [note(), raw])
  await client.appendToStream(`${namespace}.`, [note()])
  const tombstoned = `${namespace}.opportunity-${randomUUID()}`
  await client.tombstoneStream(tombstoned, { expectedRevision: 'no_stream' })
  const leaving = new AbortController()
  const write = async () => {
    while (!leaving.signal.aborted) {
      // Node's HTTP/2 server ends a connection after a thousand readings that were left early, and the strangers are on it too
      await client.appendToStream(`${own}-busy`, [note(), note()]).catch(() => undefined)
      await wait(2)
    }
  }
  const writing = write()
  return async () => {
    leaving.abort()
    await writing
    await client.dispose()
  }
}
