import { describe, expect, it } from 'vitest'
import { createMemoryDocumentStore, type Document, type DocumentStore } from '../src/index.ts'
import { WriteBehind } from '../src/write-behind.ts'
import { deposit, expected, everything, logOf, opening, projectorOf, readModel } from './accounts.ts'
import { withLatency } from './faulty-stores.ts'

const [things, others] = ['things__v1', 'others__v1']
const put = (documents: Readonly<Record<string, Document | null>>, collection = things) =>
  Object.entries(documents).map(([key, document]) => ({ collection, key, document }))

/** A store whose next commits wait until they are let go. */
const held = (store: DocumentStore) => {
  const waiting: PromiseWithResolvers<undefined>[] = []
  return {
    letGo: () => waiting.shift()?.resolve(undefined),
    fail: (error: Error) => waiting.shift()?.reject(error),
    get waiting() {
      return waiting.length
    },
    store: {
      ...store,
      async commit(commit) {
        const gate = Promise.withResolvers<undefined>()
        waiting.push(gate)
        await gate.promise
        await store.commit(commit)
      },
    } satisfies DocumentStore,
  }
}

const start = async () => {
  const documents = createMemoryDocumentStore()
  await documents.ensure([things, others].map(name => ({ name, indexes: [] })))
  await documents.commit({
    views: [],
    writes: [...put({ a: { n: 1 }, b: { n: 1 }, c: { n: 1 } }), ...put({ a: { n: 9 } }, others)],
  })
  const gate = held(documents)
  return { documents, gate, commits: new WriteBehind(gate.store) }
}

describe('a commit that is under way', () => {
  it('is loaded as if it had ended, in the form that a store keeps', async () => {
    const { documents, gate, commits } = await start()
    const writes = [
      ...put({ a: { n: 2, text: 'x\ud800' }, b: null }),
      { collection: things, key: 'd', document: { sum: 12n }, holdsBigints: true as const },
    ]
    await commits.behind.commit({ views: [], writes })
    const loads = [
      { load: things, keys: ['a', 'b', 'c', 'd', 'e'] },
      { load: others, keys: ['a'] },
    ] as const
    const [found, other] = await commits.behind.query(loads)
    expect(gate.waiting).toBe(1)
    gate.letGo()
    await commits.settle()
    const [kept, keptOther] = await documents.query(loads)
    expect(found).toEqual(kept)
    expect(found).toEqual(new Map(Object.entries({ a: { n: 2, text: 'x\ufffd' }, c: { n: 1 }, d: { sum: '12' } })))
    expect(other).toEqual(keptOther)
  })

  it('is waited for by every other question and commit', async () => {
    const { gate, commits } = await start()
    await commits.behind.commit({ views: [], writes: put({ a: { n: 2 } }) })
    const done: string[] = []
    const all = Promise.all([
      commits.behind.query([{ count: things }, { load: things, keys: ['a'] }]).then(([, found]) => {
        done.push('question')
        return found.get('a')
      }),
      commits.documents.query([{ load: things, keys: ['a'] }]).then(([found]) => {
        done.push('load')
        return found.get('a')
      }),
    ])
    await new Promise(resolve => setImmediate(resolve))
    expect(done).toEqual([])
    gate.letGo()
    expect(await all).toEqual([{ n: 2 }, { n: 2 }])
  })

  it('tells its fault to every call until what was built on it is thrown away', async () => {
    const { documents, gate, commits } = await start()
    await commits.behind.commit({ views: [], writes: put({ a: { n: 2 } }) })
    gate.fail(new Error('the server went away'))
    await expect(commits.behind.commit({ views: [], writes: put({ a: { n: 3 } }) })).rejects.toThrow('went away')
    expect(gate.waiting).toBe(0)
    await expect(commits.behind.query([{ load: things, keys: ['a'] }])).rejects.toThrow('went away')
    await expect(commits.documents.query([{ count: things }])).rejects.toThrow('went away')
    commits.startOver()
    await commits.settle()
    const [found] = await commits.behind.query([{ load: things, keys: ['a'] }])
    expect(found.get('a')).toEqual({ n: 1 })
    expect(await documents.query([{ count: things }])).toEqual([3])
  })

  it('that a store refuses at once is refused at once', async () => {
    const commits = new WriteBehind(createMemoryDocumentStore())
    await expect(commits.behind.commit({ views: [], writes: put({ a: {} }) })).rejects.toThrow(TypeError)
    await commits.settle()
  })

  it('that empties a collection is waited for', async () => {
    const { gate, commits } = await start()
    const committing = commits.behind.commit({ views: [], writes: put({ z: { n: 1 } }), clear: [things] })
    await new Promise(resolve => setImmediate(resolve))
    gate.letGo()
    await committing
    const [found] = await commits.behind.query([{ load: things, keys: ['a', 'z'] }])
    expect([...found.keys()]).toEqual(['z'])
  })
})

it('a projector folds a batch while the one before is written, and tells of none before it is', async () => {
  const history = [opening(0), deposit(0, 1), deposit(0, 2), deposit(0, 3)]
  const documents = createMemoryDocumentStore()
  await projectorOf(await logOf([]), documents).catchUp()
  const happened: string[] = []
  let written = 0
  const slow = withLatency({
    ...documents,
    async commit(commit) {
      await documents.commit(commit)
      happened.push(`written ${String(++written)}`)
    },
  })
  let folded = 0
  const model = readModel({ fold: () => happened.push(`folded ${String(++folded)}`) })
  const onProgress = ({ events }: { readonly events: number }) => happened.push(`told ${String(events)}`)
  await projectorOf(await logOf(history), slow, model, { batchSize: 1, onProgress }).catchUp()
  expect(happened).toEqual([
    'folded 1',
    ...[2, 3, 4].flatMap(n => [`folded ${String(n)}`, `written ${String(n - 1)}`, `told ${String(n - 1)}`]),
    'written 4',
    'told 4',
  ])
  expect(await everything(documents)).toEqual(expected(history))
})
