// What stores of events and of documents are to each other, whichever they are.
import { createCrm, createMemoryStores, type Stores } from '@eventcrm/crm'
import { createMemoryEventStore } from '@eventcrm/event-store'
import { openSqlite } from '@eventcrm/sqlite'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { MongoClient } from 'mongodb'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { mongodb, servers, storesOn } from './places.ts'

vi.setConfig({ testTimeout: 60_000 })

const open = servers()
let folder: string
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
})
afterAll(() => rm(folder, { recursive: true }))

const clock = () => new Date('2026-06-30T05:00:00Z')
const crmOn = (stores: Omit<Stores, 'close'>) => createCrm({ stores, actor: 'lan', clock, company: {}, project: false })

/** Opens so many opportunities, and folds them. */
const work = async (stores: Omit<Stores, 'close'>, titles: readonly string[]) => {
  const crm = await crmOn(stores)
  for (const title of titles) await crm.opportunities.open({ opportunityId: randomUUID(), title }, { at: '2026-03-02' })
  await crm.catchUp()
  await crm.close()
}
const titlesIn = async (stores: Omit<Stores, 'close'>): Promise<readonly string[]> => {
  const titles: string[] = []
  for await (const { personal } of stores.events.readAll())
    for (const values of Object.values(personal)) titles.push(...Object.values(values).map(String))
  return titles.toSorted()
}

const kinds: readonly (readonly [string, () => Promise<Stores>])[] = [
  ['memory', () => Promise.resolve(createMemoryStores())],
  ['SQLite', () => openSqlite(join(folder, `${String(++files)}.sqlite`))],
  ['EventStoreDB and MongoDB', async () => storesOn(await open())],
]

describe.each(kinds.filter(([name]) => mongodb !== null || !name.includes('MongoDB')))(
  'documents in %s',
  (_, openStores) => {
    it.each([
      ['of an older log that was restored', 'restored'],
      ['of another log', 'other'],
    ] as const)('stop with a clear error over the log %s', async (_case, log) => {
      const [stores, before] = [await openStores(), await openStores()]
      // the same company, as its log was before its last events, or another one under the same secret
      const secret = await stores.keys.secret('crm/outsideKeys')
      await before.keys.secret('crm/outsideKeys', secret)
      await work(stores, ['Máy in', 'Máy chiếu', 'Máy quét'])
      if (log === 'restored') {
        let left = 9
        for await (const { stream, revision, position: _position, ...event } of stores.events.readAll()) {
          if (left-- === 0) break
          await before.events.append(stream, revision === 0 ? 'noStream' : revision - 1, [event])
        }
      } else await work(before, ['Bàn', 'Ghế', 'Tủ', 'Đèn'])
      const crm = await crmOn({ ...stores, events: before.events })
      const mismatch = { code: 'LogMismatch', message: expect.stringMatching(/another log|longer/) }
      await expect(crm.catchUp()).rejects.toMatchObject(mismatch)
      await expect(crm.reports.pipeline({})).rejects.toMatchObject(mismatch)
      expect((await crm.status()).views.every(({ ofThisLog }) => ofThisLog)).toBe(false)
      await crm.rebuild()
      const { currencies } = await crm.reports.pipeline({})
      expect(currencies[0]?.open.count ?? 0).toBe((await titlesIn(before)).length)
      await crm.close()
      await stores.close()
      await before.close()
    })
  },
)

describe.skipIf(mongodb === null)('two companies in one cluster and one MongoDB, among strangers', () => {
  it('see nothing of each other, by any method or query', async () => {
    const place = await open()
    const strangers = EventStoreDBClient.connectionString(place.events)
    const stranger = (stream: string) =>
      strangers.appendToStream(stream, jsonEvent({ type: 'OpportunityOpened', data: { title: 'Stranger' } }))
    await stranger('orders-1')
    const [acme, bolt] = [await storesOn(place, 'acme'), await storesOn(place, 'bolt')]
    await work(acme, ['Máy in'])
    await stranger('acme')
    await stranger('acmebolt.opportunity-5f6b1f0e-8c8e-4f5c-9a55-0d1f2f8d7a11')
    await work(bolt, ['Bàn', 'Ghế'])
    await stranger('crm-2')
    await work(acme, ['Máy chiếu'])
    await strangers.dispose()

    expect(await titlesIn(acme)).toEqual(['Máy chiếu', 'Máy in'])
    expect(await titlesIn(bolt)).toEqual(['Bàn', 'Ghế'])
    const seen = async (stores: Stores) => {
      const crm = await crmOn(stores)
      const { currencies } = await crm.reports.pipeline({})
      const names = await crm.search('staffMember', '', 100)
      const events: string[] = []
      for await (const { stream } of crm.events({ follow: false })) events.push(stream.split('.')[0] ?? '')
      const { head, views, namespace } = await crm.status()
      const verified = await crm.verify()
      await crm.close()
      return {
        currencies,
        names,
        events: [...new Set(events)],
        namespace,
        head,
        views: views.map(({ view }) => view),
        found: verified.found,
      }
    }
    const [ofAcme, ofBolt] = [await seen(acme), await seen(bolt)]
    expect(ofAcme).toMatchObject({ events: ['acme'], namespace: 'acme', found: 0 })
    expect(ofBolt).toMatchObject({ events: ['bolt'], namespace: 'bolt', found: 0 })
    expect(ofAcme.views).toEqual(ofBolt.views)
    expect((await acme.events.head()) ?? '').toBe(ofAcme.head)
    await expect(async () => {
      for await (const { id } of acme.events.readStream(`bolt.company-${randomUUID()}`)) expect(id).toBe('none')
    }).rejects.toThrow(TypeError)
    await expect(createCrm({ stores: { ...acme, documents: bolt.documents } })).rejects.toThrow(TypeError)
    expect(await acme.keys.secret('acme/outsideKeys')).not.toEqual(await bolt.keys.secret('bolt/outsideKeys'))

    const client = await new MongoClient(place.documents.url).connect()
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true })
    const ours = databases.map(({ name }) => name).filter(name => name.startsWith(place.documents.base))
    expect(ours.toSorted()).toEqual(['-keys', '_acme', '_bolt'].map(end => `${place.documents.base}${end}`))
    const inAcme = await client.db(`${place.documents.base}_acme`).collection('opportunities').find().toArray()
    expect(inAcme.map(({ title }) => String(title)).toSorted()).toEqual(['Máy chiếu', 'Máy in'])
    await client.close()
    await acme.close()
    await bolt.close()
  })
})

it('a log in memory and documents elsewhere make a company too', async () => {
  const { documents, keys, close } = await openSqlite(join(folder, 'documents.sqlite'))
  const stores = { events: createMemoryEventStore(), documents, keys }
  await work(stores, ['Máy in'])
  expect(await titlesIn(stores)).toEqual(['Máy in'])
  await close()
})
