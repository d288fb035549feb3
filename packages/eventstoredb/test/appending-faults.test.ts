// Appends through what goes wrong with a cluster. The process lives by not failing the run: vitest tells of every error outside a promise.
import { setTimeout as wait } from 'node:timers/promises'
import { checkAppendSize, type Appended, type EventStore, type StoredEvent } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../test/eventstoredb-stand-in/src/index.ts'
import { collect, newStream, rounds, storedEvent, storedEvents } from '../../testkit/src/index.ts'
import { start } from './opened.ts'

const faults: readonly Fault[] = [
  { kind: 'delay', milliseconds: 60 },
  { kind: 'delay', milliseconds: 300 },
  { kind: 'dropConnection' },
  { kind: 'commitAndSwallowReply' },
  { kind: 'commitAndDropConnection' },
  { kind: 'neverAnswer' },
  { kind: 'refuse' },
  { kind: 'serveAsFollower' },
]

interface Sent {
  readonly stream: string
  readonly events: readonly StoredEvent[]
  readonly outcome: PromiseSettledResult<Appended>
}

/** So many appends at once, each to a stream of its own. */
const send = (store: EventStore, count: number): Promise<readonly Sent[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const stream = newStream(store)
      const events = storedEvents(1 + (i % 3))
      const [outcome] = await Promise.allSettled([store.append(stream, 'noStream', events)])
      return { stream, events, outcome }
    }),
  )

/** What was acknowledged is there once, and what was not is there once or not at all. */
const expectKept = async (store: EventStore, sent: readonly Sent[]) => {
  const there = Map.groupBy(await collect(store.readAll()), ({ stream }) => stream)
  for (const { stream, events, outcome } of sent) {
    const kept = there.get(stream) ?? []
    there.delete(stream)
    const ids = kept.map(({ id }) => id)
    if (outcome.status === 'rejected') {
      expect(outcome.reason).toMatchObject({ code: expect.stringMatching(/^(AppendOutcomeUnknown|StoreUnavailable)$/) })
      if (ids.length === 0) continue
      expect(outcome.reason).toMatchObject({ code: 'AppendOutcomeUnknown' })
    } else expect(kept.at(-1)).toMatchObject(outcome.value)
    expect(ids).toEqual(events.map(({ id }) => id))
  }
  expect([...there.keys()]).toEqual([])
}

it('1,000 appends of which every first reply is lost make exactly 1,000 events', async () => {
  const { cluster, store } = await start({ timeout: 250 })
  const count = rounds(200, 1000)
  for (let done = 0; done < count; done += 100) {
    cluster.faults.next({ kind: 'commitAndSwallowReply' }, { times: 100 })
    await Promise.all(Array.from({ length: 100 }, () => store.append(newStream(store), 'noStream', storedEvents(1))))
  }
  expect(cluster.faults.met).toBe(count)
  expect(await collect(store.readAll())).toHaveLength(count)
})

it('tells a conflict with both revisions, also to an append whose first answer was lost', async () => {
  const { cluster, store } = await start({ timeout: 100 })
  const stream = newStream(store)
  await store.append(stream, 'noStream', storedEvents(3))
  cluster.faults.next({ kind: 'commitAndSwallowReply' })
  await expect(store.append(stream, 1, storedEvents(1))).rejects.toMatchObject({
    code: 'RevisionConflict',
    stream,
    expected: 1,
    actual: 2,
  })
})

describe('an append that comes to no answer', () => {
  const retryFor = 300

  it('is told as unknown where it may have been written', async () => {
    const { cluster, store } = await start({ timeout: 50, retryFor })
    const stream = newStream(store)
    const events = storedEvents(2)
    cluster.faults.untilCleared({ kind: 'commitAndSwallowReply' })
    await expect(store.append(stream, 'noStream', events)).rejects.toMatchObject({ code: 'AppendOutcomeUnknown' })
    cluster.faults.clear()
    cluster.faults.untilCleared({ kind: 'neverAnswer' })
    await expect(store.append(newStream(store), 'noStream', events)).rejects.toMatchObject({
      code: 'AppendOutcomeUnknown',
    })
    cluster.faults.clear()
    expect(await store.append(stream, 'noStream', events)).toMatchObject({ revision: 1 })
    expect(await collect(store.readAll())).toHaveLength(2)
  })

  it('is told as not written where the cluster could not be reached, and goes well once it can', async () => {
    const { cluster, store } = await start({ retryFor })
    const [node] = cluster.nodes
    await node?.kill()
    const append = () => store.append(newStream(store), 'noStream', storedEvents(1))
    await expect(append()).rejects.toMatchObject({
      code: 'StoreUnavailable',
      message: expect.stringMatching(/0\.3 s .*see that it runs/),
    })
    await expect(collect(store.readAll())).rejects.toMatchObject({ code: 'StoreUnavailable' })
    await expect(store.head()).rejects.toMatchObject({ code: 'StoreUnavailable' })
    await expect(collect(store.subscribe())).rejects.toMatchObject({ code: 'StoreUnavailable' })
    await node?.start()
    expect(await append()).toMatchObject({ revision: 0 })
  })

  it('is told as not written where no node of a cluster is there', async () => {
    const { cluster, store } = await start({ nodes: 3, retryFor })
    for (const node of cluster.nodes) await node.kill()
    await expect(store.append(newStream(store), 'noStream', storedEvents(1))).rejects.toMatchObject({
      code: 'StoreUnavailable',
    })
    for (const node of cluster.nodes) await node.start()
    expect(await store.append(newStream(store), 'noStream', storedEvents(1))).toMatchObject({ revision: 0 })
  })

  it('is waited for when the store is closed meanwhile', async () => {
    const { cluster, store } = await start({ timeout: 100 })
    cluster.faults.next({ kind: 'neverAnswer' })
    const appending = store.append(newStream(store), 'noStream', storedEvents(1))
    await store.close()
    expect(await appending).toMatchObject({ revision: 0 })
  })
})

it('an append that a smaller limit of the server refuses is told as too large', async () => {
  const { store } = await start({ limits: { append: 2000 } })
  await expect(store.append(newStream(store), 'noStream', storedEvents(10))).rejects.toMatchObject({
    code: 'AppendTooLarge',
    message: expect.stringContaining('2000 bytes'),
  })
  expect(await collect(store.readAll())).toEqual([])
})

it('the most small events that are let through fit into what the server takes', async () => {
  const { store } = await start()
  const small = () => storedEvent({ data: {}, type: 'A'.repeat(60) })
  const isTooMany = (count: number) => {
    try {
      checkAppendSize(Array.from({ length: count }, small))
      return false
    } catch {
      return true
    }
  }
  let [most, tooMany] = [1, 4000]
  while (tooMany - most > 1) {
    const between = Math.floor((most + tooMany) / 2)
    if (isTooMany(between)) tooMany = between
    else most = between
  }
  await store.append(newStream(store), 'noStream', Array.from({ length: most }, small))
  const oneMore = Array.from({ length: most + 1 }, small)
  await expect(store.append(newStream(store), 'noStream', oneMore)).rejects.toMatchObject({ code: 'AppendTooLarge' })
})

describe('64 appends at a time', () => {
  it('come each to an answer while connections are cut, the leader moves, nodes die and replies come late', async () => {
    const { cluster, store } = await start({ nodes: 3, timeout: 150, retryFor: 20_000 })
    const all: Sent[] = []
    for (let round = 0; round < rounds(2, 200); round++) {
      for (const [n, { faults: ofNode }] of cluster.nodes.entries())
        ofNode.atRandom({ seed: 10 * round + n, chance: 0.1, faults, on: ['append', 'read'] })
      const sending = send(store, 64)
      const [from, to = from] = [cluster.leader, cluster.nodes[round % 3]]
      await wait(round % 40)
      if (round % 2 === 0) from.dropConnections()
      if (round % 4 === 1 && to !== from) await from.kill()
      cluster.moveLeader(to)
      const sent = await sending
      for (const node of cluster.nodes) {
        node.faults.clear()
        if (!node.isAlive) await node.start()
      }
      all.push(...sent)
    }
    await expectKept(store, all)
    const acknowledged = all.filter(({ outcome }) => outcome.status === 'fulfilled').length
    expect(acknowledged).toBeGreaterThan(0.9 * all.length)
  })
})

it('a cluster that is away is waited for once, not anew by each call after another, and is there again when it is back', async () => {
  const retryFor = 1000
  const { cluster, store } = await start({ retryFor })
  await store.append(newStream(store), 'noStream', storedEvents(1))
  await cluster.leader.kill()
  const begun = performance.now()
  for (const call of [
    () => store.append(newStream(store), 'noStream', storedEvents(1)),
    () => store.head(),
    () => collect(store.readAll()),
    () => store.append(newStream(store), 'noStream', storedEvents(1)),
    () => collect(store.readStream(newStream(store))),
  ])
    await expect(call()).rejects.toMatchObject({
      code: expect.stringMatching(/^(AppendOutcomeUnknown|StoreUnavailable)$/),
    })
  expect(performance.now() - begun).toBeLessThan(2 * retryFor)
  await cluster.leader.start()
  await store.append(newStream(store), 'noStream', storedEvents(1))
  expect(await collect(store.readAll())).toHaveLength(2)
})
