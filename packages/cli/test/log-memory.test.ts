// What `log` holds does not grow with the log, but for where each stream is: some 100 bytes for each.
import { createCrm } from '@eventcrm/crm'
import { aggregates } from '@eventcrm/domain'
import { createCodec, streamName } from '@eventcrm/event-store'
import { openSqlite } from '@eventcrm/sqlite'
import { randomUUID } from 'node:crypto'
import { Writable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { main, Speech, Stop } from '../src/index.ts'
import { isThorough } from '../../testkit/src/campaign.ts'
import { newFolder } from './run.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heap = () => {
  collect()
  return process.memoryUsage().heapUsed + process.memoryUsage().external
}

const { file, folder, remove } = newFolder()
afterAll(remove)

const streams = isThorough() ? 5000 : 1500
const perStream = 20
beforeAll(async () => {
  const stores = await openSqlite(file('long.sqlite'))
  const crm = await createCrm({ stores, actor: 'lan', company: {}, project: false })
  const { events } = aggregates.products
  const codec = createCodec(events)
  const at = '2026-01-05T02:00:00.000Z'
  const envelope = {
    ...{ occurredAt: at, occurredOn: '2026-01-05', recordedAt: at, actor: 'lan', source: 'test' },
    ...{ commandId: 'c', correlationId: 'c', causationId: 'c' },
  }
  const product = (n: number) => {
    const id = randomUUID()
    const listed = events.ProductListed({
      code: `P${String(n)}`,
      name: 'Bút',
      group: null,
      unit: null,
      listPrice: null,
    })
    const renamed = Array.from({ length: perStream - 1 }, (_, i) =>
      events.ProductRenamed({ from: 'Bút', to: `Bút ${String(i)}` }),
    )
    const stored = [listed, ...renamed].map(event => codec.encode(event, randomUUID(), envelope, id))
    return stores.events.append(streamName('crm', 'product', id), 'noStream', stored)
  }
  for (let n = 0; n < streams; n += 250) await Promise.all(Array.from({ length: 250 }, (_, i) => product(n + i)))
  await crm.catchUp()
  await crm.close()
  await stores.close()
}, 300_000)

it('is flat in the length of the log', async () => {
  let lines = 0
  // of several moments the least: what is on its way just then comes and goes
  const samples: Record<'early' | 'late', number[]> = { early: [], late: [] }
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string, _, done) {
        lines += chunk.split('\n').length - 1
        if (lines > 4000 && lines <= 6000) samples.early.push(heap())
        if (lines > streams * perStream - 2000) samples.late.push(heap())
        done()
      },
    }),
    { isTTY: false, columns: 80 },
  )
  const stderr = Object.assign(new Writable({ write: (_, __, done) => done() }), { isTTY: false, columns: 80 })
  const context = { stdout, stderr, environment: {}, folder, stop: new Stop(), speech: new Speech() }
  expect(await main(['log', '-d', 'long.sqlite', '-f', 'jsonl'], context)).toBe(0)
  expect(lines).toBeGreaterThan(streams * perStream)
  const [early, late] = [Math.min(...samples.early), Math.min(...samples.late)]
  // Where each stream is takes some 5 bytes an event; were the events held, it would be several hundred.
  const more = streams * perStream - 6000
  expect(late - early, `${String(early)} bytes at 6,000 events, ${String(late)} at the end`).toBeLessThan(50 * more)
}, 300_000)
