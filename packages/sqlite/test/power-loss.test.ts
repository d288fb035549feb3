// A power cut leaves some of what was written since the last sync. What was synced, up to the last acknowledged commit, stays.
import fc from 'fast-check'
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect, newStream, storedEvents } from '../../testkit/src/index.ts'
import { openConnection } from '../src/connection.ts'
import { openSqlite } from '../src/index.ts'
import { newFolder } from './folder.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const headerOfLog = 32
const frame = 24 + 4096
/** Random cuts. */
const cuts = rounds(40, 2_000)

const folder = newFolder()
const original = folder.file('log.sqlite')
const victim = folder.file('victim.sqlite')
/** The log's ids, and how many were acknowledged when the write-ahead log had which length. */
let history: readonly string[] = []
const acknowledged: { readonly length: number; readonly events: number }[] = []
let log: Buffer

beforeAll(async () => {
  const { events, close } = await openSqlite(original)
  let count = 0
  const acknowledge = (more: number) => {
    count += more
    acknowledged.push({ length: statSync(`${original}-wal`).size, events: count })
  }
  acknowledge(0)
  for (let round = 0; round < 6; round++) {
    const stream = newStream()
    await events.append(stream, 'noStream', storedEvents(1))
    acknowledge(1)
    await events.append(stream, 0, storedEvents(20))
    acknowledge(20)
    await Promise.all([1, 2, 3].map(size => events.append(newStream(), 'noStream', storedEvents(size))))
    acknowledge(6)
  }
  history = (await collect(events.readAll())).map(({ id }) => id)
  copyFileSync(original, folder.file('copy.sqlite'))
  log = readFileSync(`${original}-wal`)
  await close()
})
afterAll(() => folder.remove())

/** What is there after a cut: the write-ahead log up to some byte, and behind it whatever the disk had. */
const recovered = async (length: number, rest: Uint8Array = new Uint8Array()) => {
  copyFileSync(folder.file('copy.sqlite'), victim)
  writeFileSync(`${victim}-wal`, Buffer.concat([log.subarray(0, length), rest]))
  writeFileSync(`${victim}-shm`, '') // a process's memory, gone with it
  const { events, close } = await openSqlite(victim)
  const read = await collect(events.readAll())
  for (const [i, { stream, revision }] of read.entries()) {
    expect(revision).toBe(read.slice(0, i).filter(event => event.stream === stream).length)
  }
  await close()
  const db = new DatabaseSync(victim)
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.close()
  return read.map(({ id }) => id)
}
const expectedAt = (length: number) => history.slice(0, acknowledged.findLast(ack => ack.length <= length)?.events ?? 0)

describe('after a power cut', () => {
  it('has exactly the commits that were wholly written, at every edge of a frame', async () => {
    for (let length = headerOfLog; length <= log.length; length += frame) {
      expect(await recovered(length)).toEqual(expectedAt(length))
    }
    expect(await recovered(0)).toEqual([])
    expect(acknowledged.at(-1)).toEqual({ length: log.length, events: history.length })
  })

  it('has exactly the commits that were wholly written, at any byte and with any rubbish behind it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(log.length), fc.uint8Array({ maxLength: 10_000 }), async (length, rubbish) => {
        expect(await recovered(length, rubbish)).toEqual(expectedAt(length))
      }),
      { numRuns: cuts },
    )
  })

  it('goes on appending behind what is left', async () => {
    await recovered(log.length - 1)
    const { events, close } = await openSqlite(victim)
    const there = await collect(events.readAll())
    const { position } = await events.append(newStream(), 'noStream', storedEvents(1))
    expect(await events.head()).toBe(position)
    expect(await collect(events.readAll())).toHaveLength(there.length + 1)
    await close()
  })
})

it('syncs every commit before it acknowledges it, which a killed process cannot show', async () => {
  const connection = await openConnection(folder.file('another.sqlite'))
  expect(await connection.read(db => db.prepare('PRAGMA synchronous').get())).toEqual({ synchronous: 2 })
  await connection.close()
})
