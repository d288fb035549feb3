// Several nodes over one log: who leads is told by gossip, and may change.
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterEach, expect, it } from 'vitest'
import { startStandIn, type StandIn } from '../src/index.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const cluster = async (): Promise<StandIn> => {
  const started = await startStandIn({ nodes: 3 })
  closing.push(() => started.close())
  return started
}
const clientOf = (url: string) => {
  const client = EventStoreDBClient.connectionString(url)
  closing.push(() => client.dispose())
  return client
}

const event = () => jsonEvent({ type: 'T', data: {} })
const plain = { credentials: { username: 'admin', password: 'changeit' }, requiresLeader: true, deadline: 2000 }

/** Sent again, identical, until it is answered. */
const appendUntilAnswered = async (client: EventStoreDBClient, stream: string) => {
  const same = event()
  for (;;) {
    const options = { ...plain, expectedRevision: 'no_stream' } as const
    const answer = await client.appendToStream(stream, same, options).catch(() => undefined)
    if (answer !== undefined) return answer
  }
}

it('a client is led to the leader by gossip, with several hosts or by discovery', async () => {
  const { url, nodes } = await cluster()
  await clientOf(url).appendToStream('s', event(), plain)
  await clientOf(`esdb+discover://${nodes[2]!.address}?tls=false`).appendToStream('s', event(), plain)
  expect(nodes[0]!.isAlive).toBe(true)
})

it('a follower serves reads and hands writes on, unless the leader is wanted', async () => {
  const { nodes, log } = await cluster()
  const follower = clientOf(`esdb://${nodes[1]!.address}?tls=false`)
  await follower.appendToStream('s', event())
  expect(log.stream('s').events).toHaveLength(1)
  for await (const { event: found } of follower.readStream('s')) expect(found?.revision).toBe(0n)
  const [, port] = nodes[0]!.address.split(':')
  const asked = follower.appendToStream('s', event(), plain)
  await expect(asked).rejects.toMatchObject({ type: 'not-leader', leader: { port: Number(port) } })
  // It was told where the leader is, and goes there.
  await expect(follower.appendToStream('s', event(), plain)).resolves.toMatchObject({ success: true })
})

it('appends go on when another node leads', async () => {
  const started = await cluster()
  const client = clientOf(started.url)
  await appendUntilAnswered(client, 's0')
  started.moveLeader(started.nodes[1]!)
  const answer = await appendUntilAnswered(client, 's1')
  expect(answer.nextExpectedRevision).toBe(0n)
  expect(started.leader).toBe(started.nodes[1])
})

it('appends go on when the leader is killed under them, and each is written once', async () => {
  const started = await cluster()
  const client = clientOf(started.url)
  const streams = Array.from({ length: 40 }, (_, i) => `s${i}`)
  await appendUntilAnswered(client, 'first')
  const appending = Promise.all(streams.map(stream => appendUntilAnswered(client, stream)))
  await started.nodes[0]!.kill()
  const follower = clientOf(`esdb://${started.nodes[2]!.address}?tls=false`)
  await expect(follower.appendToStream('none', event())).rejects.toMatchObject({ type: 'unavailable' })
  started.moveLeader(started.nodes[1]!)
  await appending
  expect(streams.filter(stream => started.log.stream(stream).events.length !== 1)).toEqual([])
})

it('a node that was killed comes back at its address', async () => {
  const { nodes, url } = await startStandIn().then(started => {
    closing.push(() => started.close())
    return started
  })
  const client = clientOf(url)
  await client.appendToStream('s', event(), plain)
  await nodes[0]!.kill()
  await expect(client.appendToStream('s', event(), plain)).rejects.toThrow()
  await nodes[0]!.start()
  await expect(appendUntilAnswered(client, 't')).resolves.toMatchObject({ success: true })
})

it('gossip can fail on one node, and the client asks another', async () => {
  const { url, nodes } = await cluster()
  nodes[0]!.faults.untilCleared({ kind: 'refuse' }, { on: ['gossip'] })
  nodes[1]!.faults.untilCleared({ kind: 'dropConnection' }, { on: ['gossip'] })
  await expect(clientOf(url).appendToStream('s', event(), plain)).resolves.toMatchObject({ success: true })
})
