// What analysts see, and where documents are when many of them are cleared.
import type { Collection } from '@eventcrm/projection/store'
import { describe, expect, it } from 'vitest'
import { sharedServer } from '../../../test/mongodb/server.ts'
import { onServer } from './on-server.ts'

const server = await sharedServer()

const things = (version: number): Collection => ({
  name: `things__v${String(version)}`,
  indexes: [['n'], ['n', 'm']],
  publication: { name: 'things', version, fields: ['n'] },
})
const writes = (collection: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ collection, key: String(from + i), document: { n: from + i } }))

describe.skipIf(server === null)('a published collection', () => {
  it('is a view by its plain name, from its publication on, and of the newest version', () =>
    onServer(server, async ({ open, db }) => {
      const { documents } = await open()
      const seen = async () => (await db.collection('things').find().toArray()).map(({ n }) => Number(n))
      await documents.ensure([things(1), things(2)])
      await documents.commit({ views: [], writes: writes('things__v1', 0, 2) })
      expect(await seen()).toEqual([])
      await documents.commit({ views: [], writes: [], publish: ['things__v1'] })
      expect(await seen()).toEqual([0, 1])
      await documents.commit({ views: [], writes: writes('things__v2', 5, 6), publish: ['things__v2'] })
      expect(await seen()).toEqual([5])
      // an older process does not point it back
      await documents.commit({ views: [], writes: [], publish: ['things__v1'], unpublish: ['things__v1'] })
      expect(await seen()).toEqual([5])
      await documents.commit({ views: [], writes: [], unpublish: ['things__v2'] })
      expect(await db.listCollections({ name: 'things' }).toArray()).toEqual([])
    }))

  it('is shown by the next process where one crashed between the commit and the view', () =>
    onServer(server, async ({ open, db }) => {
      const { documents } = await open()
      await documents.ensure([things(1)])
      await documents.commit({ views: [], writes: writes('things__v1', 0, 1), publish: ['things__v1'] })
      await db.dropCollection('things')
      await (await open()).documents.ensure([things(1)])
      expect(await db.collection('things').countDocuments()).toBe(1)
    }))

  it('takes no name that a collection of the database has', () =>
    onServer(server, async ({ open, db }) => {
      await db.createCollection('things')
      await expect((await open()).documents.ensure([things(1)])).rejects.toThrow(TypeError)
    }))
})

describe.skipIf(server === null)('a large collection that is cleared', () => {
  it('goes on elsewhere with its indexes, for every process, and what it left goes later', () =>
    onServer(server, async ({ open, db }) => {
      const { documents } = await open()
      const other = (await open()).documents
      for (const store of [documents, other]) await store.ensure([things(1)])
      await documents.commit({ views: [], writes: writes('things__v1', 0, 1500), publish: ['things__v1'] })
      const reading = db.collection('things').find({}, { batchSize: 10 })
      await reading.next()
      await documents.commit({ views: [], writes: writes('things__v1', 7, 9), clear: ['things__v1'] })
      for (const store of [documents, other]) {
        const [{ documents: found }, count] = await store.query([
          { find: 'things__v1', sort: [{ field: 'n' }] },
          { count: 'things__v1', where: { field: 'n', from: 0 } },
        ])
        expect([found.map(({ key }) => key), count]).toEqual([['7', '8'], 2])
      }
      // the other process does not write where the documents were
      await other.commit({ views: [], writes: writes('things__v1', 20, 21) })
      expect(await db.collection('things').countDocuments()).toBe(3)
      const indexes = await db.collection('documents.things__v1.2').indexes()
      expect(indexes.map(({ name }) => name).toSorted()).toEqual(['_id_', 'n by eventcrm', 'n,m by eventcrm'])
      // whoever was reading reads to the end
      expect((await reading.toArray()).length).toBe(1499)

      const tooEarly = await db.listCollections({ name: 'documents.things__v1.1' }).toArray()
      expect(tooEarly).toHaveLength(1)
      const left = db.collection<{ _id: string }>('_collections')
      await left.updateOne({ _id: 'things__v1' }, { $set: { 'left.0.since': new Date(Date.now() - 11 * 60_000) } })
      await (await open()).documents.ensure([things(1)])
      expect(await db.listCollections({ name: 'documents.things__v1.1' }).toArray()).toEqual([])
      expect(await db.collection('things').countDocuments()).toBe(3)
    }))

  it('is cleared by one of two that do so together', () =>
    onServer(server, async ({ open }) => {
      const stores = [(await open()).documents, (await open()).documents]
      for (const store of stores) await store.ensure([things(1)])
      await stores[0]?.commit({ views: [], writes: writes('things__v1', 0, 1500) })
      const next = { checkpoint: null, building: true, rollups: [], stopped: null }
      const outcomes = await Promise.allSettled(
        stores.map((store, i) =>
          store.commit({
            views: [{ view: 'things__v1', expected: 0, next }],
            writes: writes('things__v1', 10 * i, 10 * i + 2),
            clear: ['things__v1'],
          }),
        ),
      )
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled')
      expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
      const found = await stores[1 - winner]?.query([{ find: 'things__v1' }])
      expect(found?.[0].documents.map(({ key }) => Number(key))).toEqual([10 * winner, 10 * winner + 1])
    }))
})
