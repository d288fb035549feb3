import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterEach, expect, it } from 'vitest'
import { startStandIn, type StandInOptions } from '../src/index.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})
const start = async (options: StandInOptions) => {
  const node = await startStandIn(options)
  closing.push(() => node.close())
  const client = EventStoreDBClient.connectionString(node.url)
  closing.push(() => client.dispose())
  return { node, client }
}

const ofBytes = (bytes: number) => jsonEvent({ type: 'T', data: { pad: 'x'.repeat(bytes) } })
const credentials = { username: 'admin', password: 'changeit' }

it('like 24.6, an append takes 1 MiB and says so', async () => {
  const { client } = await start({})
  await client.appendToStream('s', ofBytes(1024 * 1024 - 100))
  for (const path of [{}, { credentials }]) {
    await expect(client.appendToStream('s', ofBytes(1024 * 1024), path)).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1024 * 1024,
    })
  }
})

it('like 26.1, a limit of one event is told in words that the client does not know', async () => {
  const { client, node } = await start({ like: '26.1', limits: { event: 1000 } })
  const inBatch = client.appendToStream('s', [ofBytes(10), ofBytes(2000)])
  await expect(inBatch).rejects.toMatchObject({
    type: 'unknown',
    message: 'Could not recognize MaximumAppendEventSizeExceeded',
  })
  const error = await client.appendToStream('s', ofBytes(2000), { credentials }).catch((refused: unknown) => refused)
  expect(error).toMatchObject({ type: 'unknown', code: 3 })
  const { _raw: raw } = error as { _raw: { metadata: { getMap(): unknown } } }
  expect(raw.metadata.getMap()).toMatchObject({ exception: 'maximum-append-event-size-exceeded' })
  expect(node.log.events).toEqual([])
})

it('more than 16 MiB in one message are refused by gRPC itself', async () => {
  const { client, node } = await start({ like: '26.1' })
  const refused = client.appendToStream('s', ofBytes(17_000_000), { credentials })
  await expect(refused).rejects.toMatchObject({ code: 8 })
  expect(node.log.events).toEqual([])
})
