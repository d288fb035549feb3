import { StoreUnavailable, type EventStore } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { createMemoryDocumentStore, type DocumentStore, type ViewProgress } from '../src/index.ts'
import {
  accountEvents,
  append,
  built,
  deposit,
  everything,
  expected,
  logOf,
  opening,
  projectorOf,
  readModel,
} from './accounts.ts'
import { withFates, withLatency, withPauses } from './faulty-stores.ts'

const history = [opening(1), deposit(1, 5), opening(2, 'Bình'), deposit(2, 7, 'Bình'), deposit(1, 2)]

const progressOf = async (documents: DocumentStore, view: string): Promise<ViewProgress | null> => {
  const [progress] = await documents.query([{ progress: view }])
  return progress
}
const positions = async (events: EventStore) => {
  const all: string[] = []
  for await (const { position } of events.readAll()) all.push(position)
  return all
}

describe('catching up', () => {
  it('resolves at once on an empty log, and the views are there to be asked', async () => {
    const documents = createMemoryDocumentStore()
    await projectorOf(await logOf([]), documents).catchUp()
    expect(await progressOf(documents, 'accounts__v1')).toMatchObject({ checkpoint: null, building: false })
  })

  it('goes to the end of the log, whatever its last events are', async () => {
    const events = await logOf([...history, { account: 1, day: '2026-01-01', event: accountEvents.Audited({}) }])
    const documents = createMemoryDocumentStore()
    await projectorOf(events, documents).catchUp()
    expect((await progressOf(documents, 'owners__v1'))?.checkpoint?.position).toBe(await events.head())
  })

  it('commits all views of a batch at once', async () => {
    const documents = createMemoryDocumentStore()
    const commits: string[][] = []
    const counted: DocumentStore = {
      ...documents,
      commit(commit) {
        commits.push(commit.views.map(({ view }) => view))
        return documents.commit(commit)
      },
    }
    await projectorOf(await logOf(history), counted, readModel(), { batchSize: 3 }).catchUp()
    const both = ['accounts__v1', 'owners__v1']
    // two batches, then the end of building: of the view without totals, and of the one whose totals are booked
    expect(commits).toEqual([both, both, ['owners__v1'], ['accounts__v1']])
  })

  it('reads only the categories asked for', async () => {
    const documents = createMemoryDocumentStore()
    const projector = projectorOf(await logOf(history), documents, readModel(), { categories: ['other.account'] })
    await projector.catchUp()
    expect(await everything(documents)).toEqual(expected([]))
  })

  it('tells of each page after its commit, and what the listener throws is thrown away', async () => {
    const told: unknown[] = []
    const events = await logOf(history)
    const projector = projectorOf(events, createMemoryDocumentStore(), readModel(), {
      batchSize: 2,
      onProgress: progress => {
        told.push(progress)
        throw new Error('listener')
      },
    })
    await projector.catchUp()
    const [, second, , fourth, fifth] = await positions(events)
    expect(told).toEqual([
      { events: 2, upTo: second },
      { events: 4, upTo: fourth },
      { events: 5, upTo: fifth },
    ])
  })

  it('says how far each view is', async () => {
    const projector = projectorOf(await logOf(history), createMemoryDocumentStore())
    await projector.catchUp()
    expect(await projector.status()).toMatchObject([
      { view: 'accounts__v1', building: false, rollups: ['balances__v1'], stopped: null },
      { view: 'owners__v1', building: false, rollups: [], stopped: null },
    ])
  })
})

describe('following', () => {
  it('sees what is appended', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const projector = projectorOf(events, documents)
    projector.start()
    await projector.catchUp()
    const more = deposit(2, 11, 'Bình')
    await projector.projected(await append(events, more))
    expect(await everything(documents)).toEqual(expected([...history, more]))
    await projector.close()
  })

  it('says that a position is none of the log’s yet, instead of waiting for it', async () => {
    const events = await logOf(history)
    const projector = projectorOf(events, createMemoryDocumentStore())
    const [last = ''] = (await positions(events)).slice(-1)
    await expect(projector.projected(String(Number(last) + 1).padStart(20, '0'))).rejects.toThrow(RangeError)
    await expect(projector.projected('7')).rejects.toThrow(RangeError)
    await projector.projected(last)
  })

  it('says so once, and ends, when the event store is closed under it', async () => {
    const events = await logOf(history)
    const faults: unknown[] = []
    const told = Promise.withResolvers<void>()
    const projector = projectorOf(events, createMemoryDocumentStore(), readModel(), {
      onFault(error) {
        faults.push(error)
        told.resolve()
      },
    })
    projector.start()
    await projector.catchUp()
    await events.close()
    await told.promise
    await expect(projector.catchUp()).rejects.toMatchObject({ code: 'StoreClosed' })
    await projector.close()
    expect(faults).toMatchObject([{ code: 'StoreClosed' }])
  })

  it.each(['at rest', 'while it commits', 'behind a commit'] as const)(
    'says so once, and ends, when the documents are closed under it: %s',
    async when => {
      const events = await logOf(history)
      const kept = createMemoryDocumentStore()
      let isOpen = true
      const closing: DocumentStore = {
        ...kept,
        async commit(commit) {
          if (!isOpen) await kept.close()
          await kept.commit(commit)
        },
      }
      const documents = when === 'behind a commit' ? withLatency(closing) : closing
      const faults: unknown[] = []
      const told = Promise.withResolvers<void>()
      const projector = projectorOf(events, documents, readModel(), {
        batchSize: 1,
        onFault(error) {
          faults.push(error)
          told.resolve()
        },
      })
      projector.start()
      await projector.catchUp()
      isOpen = false
      if (when === 'at rest') await documents.close()
      await append(events, deposit(1, 1))
      await append(events, deposit(1, 2))
      await told.promise
      await expect(projector.catchUp()).rejects.toMatchObject({ code: 'StoreClosed' })
      await projector.close()
      expect(faults).toMatchObject([{ code: 'StoreClosed' }])
    },
  )

  it('ends after the batch under way when it is closed, and what waits then hears of it', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const [reached, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const store = withPauses(documents, () => {
      reached.resolve()
      return held.promise
    })
    const projector = projectorOf(events, store, readModel(), { batchSize: 1 })
    projector.start()
    const caughtUp = projector.catchUp().catch((error: unknown) => error)
    await reached.promise
    const closing = projector.close()
    held.resolve()
    await closing
    expect(await caughtUp).toMatchObject({ code: 'ProjectorClosed' })
    const [first] = await positions(events)
    expect((await progressOf(documents, 'accounts__v1'))?.checkpoint?.position).toBe(first)
    await projector.close()
    await expect(projector.catchUp()).rejects.toMatchObject({ code: 'ProjectorClosed' })
    await expect(projector.rebuild()).rejects.toMatchObject({ code: 'ProjectorClosed' })
    await projectorOf(events, documents).catchUp() // the next one goes on
    expect(await everything(documents)).toEqual(expected(history))
  })
})

describe('another log', () => {
  it.each([
    ['is another one', () => logOf([opening(1), opening(2), opening(3), opening(4), opening(5), opening(6)])],
    ['is an older copy', () => logOf(history.slice(0, 3))],
    ['is empty', () => logOf([])],
  ])('is refused when it %s, and folded when the views are rebuilt', async (_, make) => {
    const documents = await built(history)
    const before = await everything(documents)
    const events = await make()
    const faults: unknown[] = []
    const told = Promise.withResolvers<void>()
    const projector = projectorOf(events, documents, readModel(), {
      onFault: fault => {
        faults.push(fault)
        told.resolve()
      },
    })
    await expect(projector.catchUp()).rejects.toMatchObject({ code: 'LogMismatch' })
    expect(faults).toEqual([])
    projector.start()
    await told.promise
    expect(faults).toMatchObject([{ code: 'LogMismatch' }])
    expect(await everything(documents)).toEqual(before)
    await projector.rebuild()
    const fresh = createMemoryDocumentStore()
    await projectorOf(events, fresh).catchUp()
    expect(await everything(documents)).toEqual(await everything(fresh))
    await projector.close()
  })
})

describe('totals of a view that is there already', () => {
  it('are booked from its documents, once, also after a crash', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const { accounts, owners, balances } = readModel()
    await projectorOf(events, documents, { views: [accounts, owners], rollups: [] }).catchUp()
    const withTotals = { views: [accounts, owners], rollups: [balances] }
    const dying = withFates(documents, ['before'])
    await expect(projectorOf(events, dying, withTotals).catchUp()).rejects.toThrow('crash')
    await projectorOf(events, dying, withTotals).catchUp()
    expect(await everything(documents)).toEqual(expected(history))
  })

  it('are booked anew after a process without them has folded on', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const { accounts, owners } = readModel()
    await projectorOf(events, documents).catchUp()
    const more = deposit(2, 3, 'Bình')
    await append(events, more)
    await projectorOf(events, documents, { views: [accounts, owners], rollups: [] }).catchUp()
    const model = readModel()
    await append(events, deposit(1, 1))
    await projectorOf(events, documents, model).catchUp()
    expect(await everything(documents)).toEqual(expected([...history, more, deposit(1, 1)]))
  })
})

describe('rebuilding', () => {
  it('of one view leaves the others as they are', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const model = readModel()
    const projector = projectorOf(events, documents, model)
    await projector.catchUp()
    const before = await progressOf(documents, 'owners__v1')
    await projector.rebuild([model.accounts])
    expect(await everything(documents)).toEqual(expected(history))
    expect((await progressOf(documents, 'owners__v1'))?.commits).toBe(before?.commits)
  })

  it('is carried on by the next process when this one dies', async () => {
    const events = await logOf(history)
    const documents = await built(history)
    const dying = withFates(documents, ['fine', 'fine', 'before'])
    await expect(projectorOf(events, dying, readModel(), { batchSize: 2 }).rebuild()).rejects.toThrow('crash')
    expect(await progressOf(documents, 'accounts__v1')).toMatchObject({ building: true })
    await projectorOf(events, documents).catchUp()
    expect(await everything(documents)).toEqual(expected(history))
  })

  it('changes nothing when the store is away, and is not done later unasked', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    await projectorOf(events, documents).catchUp()
    const before = await progressOf(documents, 'accounts__v1')
    const projector = projectorOf(
      events,
      withFates(documents, ['before'], () => new StoreUnavailable('away')),
    )
    await expect(projector.rebuild()).rejects.toMatchObject({ code: 'StoreUnavailable' })
    await projector.catchUp()
    expect(await progressOf(documents, 'accounts__v1')).toEqual(before)
  })

  it('while following goes on following', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const projector = projectorOf(events, documents, readModel(), { batchSize: 2 })
    projector.start()
    await Promise.all([projector.catchUp(), projector.rebuild(), projector.rebuild()])
    await projector.projected(await append(events, deposit(1, 1)))
    expect(await everything(documents)).toEqual(expected([...history, deposit(1, 1)]))
    await projector.close()
  })
})
