import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import {
  compareView,
  createMemoryDocumentStore,
  type Compared,
  type CompareOptions,
  type Difference,
  type DocumentStore,
} from '../src/index.ts'
import type { Write } from '../src/store.ts'
import { append, deposit, histories, idOf, logOf, opening, projectorOf, readModel } from './accounts.ts'

type Options = Pick<CompareOptions, 'events' | 'documents'> & Partial<CompareOptions>

const compare = async (options: Options): Promise<Compared & { readonly differences: readonly Difference[] }> => {
  const { accounts, owners, rollups } = readModel()
  const differences: Difference[] = []
  const onDifference = (difference: Difference) => differences.push(difference)
  const one = await compareView({ view: accounts, rollups, onDifference, ...options })
  const other = await compareView({ view: owners, rollups: [], onDifference, ...options })
  return { documents: one.documents + other.documents, compared: one.compared && other.compared, differences }
}

const small = [opening(1), deposit(1, 5), opening(2, 'Bình'), deposit(2, 7, 'Bình'), deposit(1, 2)]
const rowOf = (owner: string) => `[["owner","${owner}"]][["of","amounts"]]2026-01`

const folded = async (happenings = small) => {
  const events = await logOf(happenings)
  const documents = createMemoryDocumentStore()
  await projectorOf(events, documents).catchUp()
  return { events, documents }
}
const plant = (documents: DocumentStore, collection: string, key: string, document: Write['document']) =>
  documents.commit({ views: [], writes: [{ collection, key, document, holdsBigints: true }] })

describe('documents and totals', () => {
  it('are what the log folds to, whatever happened, in whatever batches and parts they are folded', async () => {
    let seen = 0
    await fc.assert(
      fc.asyncProperty(
        histories(0, 60),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        async (happenings, batchSize, foldedAtOnce) => {
          const events = await logOf(happenings)
          const documents = createMemoryDocumentStore()
          await projectorOf(events, documents, readModel(), { batchSize }).catchUp()
          const { documents: looked, ...outcome } = await compare({ events, documents, foldedAtOnce })
          expect(outcome).toEqual({ compared: true, differences: [] })
          seen += looked
        },
      ),
      { numRuns: rounds(100, 5_000) },
    )
    expect(seen).toBeGreaterThan(500)
  })

  it.each<readonly [what: Difference['kind'], collection: string, key: string, document: Write['document']]>([
    ['differs', 'accounts__v1', idOf(1), { owner: 'Bình', openedOn: '2026-01-01', amounts: [] }],
    ['missing', 'accounts__v1', idOf(2), null],
    ['extra', 'accounts__v1', idOf(3), { owner: 'An', openedOn: '2026-01-01', amounts: [] }],
    ['differs', 'owners__v1', 'An', { deposits: 8 }],
    ['missing', 'balances__v1', rowOf('An'), null],
    ['differs', 'balances__v1', rowOf('An'), { facet: { owner: 'An' } }],
    ['extra', 'balances__v1', rowOf('Cúc'), { facet: { owner: 'Cúc' } }],
    ['missing', 'balancesDays__v1', rowOf('Bình'), null],
  ])('that are not are told: %s in %s', async (kind, collection, key, document) => {
    const { events, documents } = await folded()
    await plant(documents, collection, key, document)
    for (const foldedAtOnce of [1, 100])
      expect((await compare({ events, documents, foldedAtOnce })).differences).toEqual([
        { kind, collection, key, position: null },
      ])
  })

  it('are compared as of their checkpoint, also where they are behind', async () => {
    const { documents } = await folded()
    const { events } = await folded([...small, deposit(1, 100)])
    const outcome = await compare({ events, documents })
    expect(outcome.differences.map(({ kind }) => kind)).toEqual(['otherLog', 'otherLog'])
    const longer = await logOf(small)
    const own = createMemoryDocumentStore()
    await projectorOf(longer, own).catchUp()
    await append(longer, deposit(2, 1, 'Bình'))
    expect(await compare({ events: longer, documents: own })).toMatchObject({ compared: true, differences: [] })
  })

  it('that can’t be read are named, and those behind them compared', async () => {
    const { events, documents } = await folded()
    await plant(documents, 'accounts__v1', idOf(2), null)
    const unreadable = idOf(1)
    const damaged: DocumentStore = {
      ...documents,
      query: async queries => {
        for (const query of queries)
          if (
            ('find' in query && query.find === 'accounts__v1') ||
            ('load' in query && query.keys.includes(unreadable))
          )
            throw new TypeError('damaged')
        return documents.query(queries)
      },
    }
    const { differences } = await compare({ events, documents: damaged })
    expect(differences).toEqual([
      { kind: 'unreadable', collection: 'accounts__v1', key: unreadable, position: null },
      { kind: 'missing', collection: 'accounts__v1', key: idOf(2), position: null },
    ])
  })

  it('that go on while they are read are read again; where they never stop, nothing is said of them', async () => {
    const { events, documents } = await folded()
    const { accounts } = readModel()
    const moving = (times: number): DocumentStore => ({
      ...documents,
      query: async queries => {
        const answers = await documents.query(queries)
        if (times-- > 0) {
          const [progress] = await documents.query([{ progress: accounts.collection }])
          if (progress)
            await documents.commit({
              views: [{ view: accounts.collection, expected: progress.commits, next: progress }],
              writes: [],
            })
        }
        return answers
      },
    })
    expect(await compare({ events, documents: moving(2) })).toMatchObject({ compared: true, differences: [] })
    expect(await compare({ events, documents: moving(1000) })).toMatchObject({ compared: false, differences: [] })
  })

  it('of a view that has folded an event which can’t be folded are told by its position', async () => {
    const { events, documents } = await folded()
    const { accounts } = readModel({
      fold: ({ data }) => {
        if ('amount' in data && data.amount === 2) throw new Error('no')
      },
    })
    expect((await compare({ events, documents, view: accounts })).differences[0]).toEqual({
      kind: 'notFoldable',
      collection: 'accounts__v1',
      key: null,
      position: '00000000000000000005',
    })
  })

  it('of views that nobody has folded yet are nothing to compare; a signal ends it', async () => {
    const events = await logOf(small)
    expect(await compare({ events, documents: createMemoryDocumentStore() })).toEqual({
      documents: 0,
      compared: true,
      differences: [],
    })
    const { documents } = await folded()
    await expect(compare({ events, documents, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    )
  })
})
