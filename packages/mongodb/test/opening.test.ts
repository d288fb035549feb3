import { StoreUnavailable } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startMongod } from '../../../test/mongodb/mongod.ts'
import { sharedServer } from '../../../test/mongodb/server.ts'
import { DatabaseRefused, openMongoDB } from '../src/index.ts'
import { onServer } from './on-server.ts'

const server = await sharedServer()
const things = { name: 'things__v1', indexes: [] }

describe.skipIf(server === null)('a MongoDB server', () => {
  it('has a database for each company, and none sees another', () =>
    onServer(server, async ({ open, client, base }) => {
      for (const namespace of ['crm', 'other']) {
        const { documents } = await open({ namespace })
        expect(documents.namespace).toBe(namespace)
        await documents.ensure([{ ...things, publication: { name: 'things', version: 1, fields: ['n'] } }])
        await documents.commit({
          views: [],
          writes: [{ collection: 'things__v1', key: namespace, document: { n: 1 } }],
          publish: ['things__v1'],
        })
        const [found] = await documents.query([{ find: 'things__v1' }])
        expect(found.documents.map(({ key }) => key)).toEqual([namespace])
        const seen = await client.db(`${base}_${namespace}`).collection<{ _id: string }>('things').find().toArray()
        expect(seen.map(({ _id }) => _id)).toEqual([namespace])
      }
      await expect(open({ namespace: 'Not one' })).rejects.toThrow(TypeError)
    }))

  it('keeps secrets in a database that no company has, the same for every process', () =>
    onServer(server, async ({ open, client, base }) => {
      const [{ keys }, { keys: others }] = [await open({ namespace: 'crm' }), await open({ namespace: 'other' })]
      const all = await Promise.all([keys, others, keys].map(store => store.secret('crm.secret')))
      expect(all[0]).toHaveLength(32)
      expect(new Set(all.map(secret => Buffer.from(secret).toString('hex'))).size).toBe(1)
      expect(await keys.secret('another')).not.toEqual(all[0])
      expect(await client.db(`${base}-keys`).collection('secrets').countDocuments()).toBe(2)
      const known = new Uint8Array(32).fill(7)
      expect(await keys.secret('known', known)).toEqual(known)
      expect(await others.secret('known', new Uint8Array(32))).toEqual(known)
      expect(await keys.secret('another', known)).not.toEqual(known)
      const elsewhere = new URL(server ?? '')
      elsewhere.pathname = `/${base}-elsewhere`
      await (await open({ keys: elsewhere.href })).keys.secret('crm.secret')
      expect(await client.db(`${base}-elsewhere`).collection('secrets').countDocuments()).toBe(1)
    }))

  it('is asked for what the guarantees rest on, whatever the URL says', () =>
    onServer(server, async ({ url }) => {
      for (const weak of [
        'w=1&journal=false',
        'readConcernLevel=local',
        'retryWrites=false&readPreference=secondary',
        'w=0',
      ]) {
        const { documents, close } = await openMongoDB(`${url}&${weak}`)
        await documents.ensure([things])
        await documents.commit({ views: [], writes: [{ collection: 'things__v1', key: 'a', document: { weak } }] })
        const [count, found] = await documents.query([{ count: 'things__v1' }, { load: 'things__v1', keys: ['a'] }])
        expect([count, found.get('a')]).toEqual([1, { weak }])
        await close()
      }
    }))

  it('refuses what a unique index that somebody made does not take, new or not', () =>
    onServer(server, async ({ open, db }) => {
      const { documents } = await open()
      await documents.ensure([things])
      await db.collection('documents.things__v1.1').createIndexes([{ key: { email: 1 }, unique: true }])
      for (const isNew of [true, false]) {
        const document = { email: 'an@example.com' }
        const writes = ['a', 'b'].map(key => ({ collection: 'things__v1', key, isNew, document }))
        await expect(documents.commit({ views: [], writes })).rejects.toThrow(StoreUnavailable)
      }
      expect(await documents.query([{ count: 'things__v1' }])).toEqual([0])
    }))

  it('checks documents by their schema where that is asked for', () =>
    onServer(server, async ({ open }) => {
      const kind = z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('all') }),
        z.object({ kind: z.literal('owner'), ownerId: z.uuid().nullable() }),
      ])
      interface Tree {
        readonly under: readonly Tree[]
      }
      const tree: z.ZodType<Tree> = z.object({
        get under() {
          return z.array(tree)
        },
      })
      const schema = z.strictObject({
        n: z.int().positive(),
        kind,
        at: z.iso.datetime({ precision: 3 }).nullable(),
        sums: z.record(z.string(), z.bigint()),
        pair: z.tuple([z.string(), z.number()]).optional(),
        tree,
        _id: z.literal('x').optional(),
      })
      const { documents } = await open({ validate: true })
      await documents.ensure([{ ...things, schema }])
      const good = {
        n: 2 ** 40,
        kind: { kind: 'owner', ownerId: null },
        at: null,
        sums: { a: 5n },
        tree: { under: [{ under: [] }] },
      }
      const put = (document: object) =>
        documents.commit({
          views: [],
          writes: [{ collection: 'things__v1', key: 'a', document: { ...good, ...document }, holdsBigints: true }],
        })
      await put({})
      await put({ at: '2026-03-31T02:00:00.000Z', pair: ['a', 1.5], _id: 'x' })
      for (const wrong of [
        { n: 0 },
        { n: 1.5 },
        { kind: { kind: 'none' } },
        { more: 1 },
        { sums: { a: true } },
        { tree: {} },
      ]) {
        const refused: unknown = await put(wrong).catch((error: unknown) => error)
        expect(refused, JSON.stringify(wrong)).toBeInstanceOf(DatabaseRefused)
      }
      // and no longer where it is not
      const { documents: lenient } = await open()
      await lenient.ensure([{ ...things, schema }])
      await lenient.commit({ views: [], writes: [{ collection: 'things__v1', key: 'b', document: { n: 0 } }] })
    }))
})

describe.skipIf(server === null)('a MongoDB server that is killed', () => {
  it('is waited for once, whatever is asked of it after each other', { timeout: 90_000 }, async () => {
    const [patience, search] = [3000, 2000]
    const own = await startMongod()
    const { documents, keys, close } = await openMongoDB(own.url, { patience })
    try {
      await documents.ensure([things])
      const commit = () =>
        documents.commit({
          views: [{ view: 'v', expected: 0, next: { checkpoint: null, building: true, rollups: [], stopped: null } }],
          writes: [{ collection: 'things__v1', key: 'a', document: { n: 1 } }],
        })
      await own.kill()
      const began = performance.now()
      await expect(commit()).rejects.toThrow(StoreUnavailable)
      await expect(documents.query([{ count: 'things__v1' }])).rejects.toThrow(StoreUnavailable)
      await expect(keys.secret('crm.secret')).rejects.toThrow(StoreUnavailable)
      // each looks for a primary once, or twice where the driver does so by itself; before, each was patient anew, and some for longer
      expect(performance.now() - began).toBeLessThan(patience + 3 * search + 1000)
      await own.start()
      await commit()
      await expect(keys.secret('crm.secret')).resolves.toHaveLength(32)
    } finally {
      await close()
      await own.stop()
    }
  })
})

describe.skipIf(server === null)('is refused, with what to do,', () => {
  it('where it is no replica set', { timeout: 60_000 }, async () => {
    const alone = await startMongod({ standalone: true })
    try {
      await expect(openMongoDB(alone.url)).rejects.toThrow(/no member of a replica set.*--replSet/)
    } finally {
      await alone.stop()
    }
  })

  it('where nothing answers', async () => {
    for (const text of ['mongodb://127.0.0.1:9/', 'mongodb+srv://nowhere.invalid/'])
      await expect(openMongoDB(text, { patience: 300 }), text).rejects.toThrow(StoreUnavailable)
  })

  it('where the text is no connection string, or names a file that is not there', async () => {
    for (const text of [
      ...['', 'crm.sqlite', 'mongodb://', 'mongodb://user:secret@/x'],
      ...['@', '/', ':', '%', '#', '?'].map(odd => `mongodb://user:sec${odd}ret@127.0.0.1:9/`),
      'mongodb://user:secret@127.0.0.1:9/?tls=maybe',
      'mongodb://user:secret@127.0.0.1:9/?tls=true&tlsCAFile=/nowhere/ca.crt',
    ]) {
      const refused: unknown = await openMongoDB(text).catch((error: unknown) => error)
      expect(refused, text).toBeInstanceOf(TypeError)
      expect(String(refused)).not.toMatch(/sec.?ret/)
    }
  })

  it.each([
    ['tlss=true', "an option 'tlss', which there is not"],
    ['foo=1&bar=2', "an option 'foo', which there is not"],
    ['maxPoolSize=secret', "option 'maxPoolSize' of the connection string has no value"],
    ['replicaSet=', "option 'replicaSet' of the connection string has no value"],
    ['tls=true&tls=false', "option 'tls' of the connection string has no value"],
  ])('where its options are like %s', async (options, message) => {
    const refused: unknown = await openMongoDB(`mongodb://user:secret@127.0.0.1/?${options}`).catch(
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(TypeError)
    expect(String(refused)).toContain(message)
    expect(String(refused)).not.toContain('secret')
  })

  it('where the servers are of another replica set', async () => {
    const url = new URL(server ?? '')
    const name = url.searchParams.get('replicaSet') ?? ''
    url.searchParams.set('replicaSet', 'another')
    const refused: unknown = await openMongoDB(url.href).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DatabaseRefused)
    expect(String(refused)).toContain(`replica set '${name}', not of 'another'`)
  })
})
