import { createCrm, createMemoryStores, type Stores } from '@eventcrm/crm'
import { expect, it } from 'vitest'
import { importRows, parseMapping } from '../src/index.ts'
import { all, bytes, furnish, start } from './start.ts'

/** Stores whose event store notes which streams are read. */
const noting = (stores: Stores) => {
  const reads = new Map<string, number>()
  const { events } = stores
  const noted: Stores['events'] = {
    namespace: events.namespace,
    append: (...args) => events.append(...args),
    readStream: (stream, options) => {
      reads.set(stream, (reads.get(stream) ?? 0) + 1)
      return events.readStream(stream, options)
    },
    readAll: options => events.readAll(options),
    subscribe: options => events.subscribe(options),
    head: options => events.head(options),
    close: () => events.close(),
  }
  return { reads, stores: { ...stores, events: noted } }
}

const mapping = parseMapping({
  becomes: 'opportunity',
  key: ['id'],
  fields: {
    title: 'title',
    owner: 'owner',
    customer: 'customer',
    product: 'product',
    stage: 'stage',
    status: 'status',
    openedOn: 'opened',
    closedOn: 'closed',
  },
})
const headings = 'id,title,owner,customer,product,stage,status,opened,closed'
/** Each dated on other days, so that what it looks at is looked at as of many. */
const row = (n: number) =>
  `O${String(n)},Printers,Lan,ACME,P1,Qualified,won,2026-02-${String(1 + (n % 28)).padStart(2, '0')},2026-04-${String(1 + (n % 28)).padStart(2, '0')}`

it('reads each other stream once, not once a row', async () => {
  const time = new Date('2026-06-30T05:00:00Z')
  const settings = {
    actor: 'lan',
    clock: () => time,
    company: { currency: 'USD', language: 'en' },
    project: false,
  } as const
  const kept = createMemoryStores({ secret: () => Promise.resolve(new Uint8Array(32).fill(7)) })
  const before = await start({ stores: kept })
  await furnish(before)

  const { reads, stores } = noting(kept)
  const crm = await createCrm({ ...settings, stores })
  reads.clear()
  const rows = 300
  const text = [headings, ...Array.from({ length: rows }, (_, n) => row(n))].join('\n')
  const began = performance.now()
  const outcomes = await all(importRows(crm, bytes(text), mapping))
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['created']))

  const others = [...reads].filter(([stream]) => !stream.startsWith('crm.opportunity-'))
  expect(others.length).toBeGreaterThan(4)
  // Once as it is now, once as of any day; and both again after each second, since what is known is taken for current so long.
  const seconds = Math.ceil((performance.now() - began) / 1000)
  for (const [stream, times] of others) expect(times, stream).toBeLessThanOrEqual(2 * (1 + seconds))
  await crm.close()
})
