// A commit that goes wrong only after the projector has gone on: nobody is told that it was written.
import { StoreUnavailable } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createMemoryDocumentStore, defineView, type DocumentStore, type Projector } from '../src/index.ts'
import { checkStorable } from '../src/stored-form.ts'
import { CheckpointConflict } from '../src/store.ts'
import {
  accountEvents,
  append,
  deposit,
  everything,
  expected,
  logOf,
  opening,
  projectorOf,
  readModel,
  type Everything,
} from './accounts.ts'
import { withLatency } from './faulty-stores.ts'

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(resolve => setImmediate(resolve))
}

/** A store that fails a commit late, and then, asked what it has, is slow to answer. */
const failing = (store: DocumentStore, fault: () => Error) => {
  let failsNext = false
  let isSlow = false
  const slowly = Promise.withResolvers<undefined>()
  const slow = async () => {
    if (!isSlow) return
    slowly.resolve(undefined)
    await turns(20)
  }
  const late = withLatency({
    ...store,
    async commit(commit) {
      if (!failsNext) return store.commit(commit)
      failsNext = false
      isSlow = true
      throw fault()
    },
  })
  const documents: DocumentStore = {
    ...late,
    async ensure(collections) {
      await slow()
      await late.ensure(collections)
    },
    async query(queries) {
      if (queries.some(query => 'views' in query)) await slow()
      return late.query(queries)
    },
  }
  return { documents, failNext: () => (failsNext = true), slowly: slowly.promise }
}

describe('what a projector believed of a commit that then fails', () => {
  it.each([
    ['the store was away', () => new StoreUnavailable('away')],
    ['another projector was first', () => new CheckpointConflict('accounts__v1')],
  ])('is told to nobody who asks while it is read again: %s', async (_, fault) => {
    const history = [opening(0), deposit(0, 1)]
    const events = await logOf(history)
    const kept = createMemoryDocumentStore()
    const { documents, failNext, slowly } = failing(kept, fault)
    const projector: Projector = projectorOf(events, documents, readModel(), { pause: () => Promise.resolve() })
    projector.start()
    await projector.catchUp()
    failNext()
    const later = deposit(0, 2)
    const position = await append(events, later)
    await slowly
    const told: Promise<Everything>[] = []
    for (let asked = 0; asked < 60; asked++) {
      told.push(projector.projected(position).then(() => everything(kept)))
      await turns(1)
    }
    for (const found of await Promise.all(told)) expect(found).toEqual(expected([...history, later]))
    await projector.close()
  })
})

it('a booking whose commit came second is begun anew, also where the front hears of it', async () => {
  const accounts = Array.from({ length: 900 }, (_, account) => opening(account, `owner ${String(account)}`))
  const events = await logOf(accounts)
  const kept = createMemoryDocumentStore()
  const model = readModel()
  await projectorOf(events, kept, { ...model, rollups: [] }).catchUp()
  const later = deposit(0, 2)
  let booked = 0
  const raced = withLatency({
    ...kept,
    async commit(commit) {
      const [first] = commit.views
      const isBooking = commit.writes.some(({ collection }) => collection === 'balances__v1') && !commit.clear?.length
      if (first && isBooking && ++booked === 1) await kept.commit({ views: [first], writes: [] })
      await kept.commit(commit)
    },
  })
  let appended = false
  const documents: DocumentStore = {
    ...raced,
    async commit(commit) {
      const isBooking = commit.writes.some(({ collection }) => collection === 'balances__v1') && !commit.clear?.length
      const committing = raced.commit(commit)
      if (isBooking && !appended) {
        appended = true
        await append(events, later)
      }
      await committing
    },
  }
  const projector = projectorOf(events, documents, model)
  projector.start()
  await projector.catchUp()
  await projector.projected((await events.head()) ?? '')
  await projector.close()
  expect(booked).toBeGreaterThan(1)
  expect(await everything(kept)).toEqual(expected([...accounts, later]))
})

it('nothing is folded twice where removing old totals came second to a batch of another projector', async () => {
  const accounts = Array.from({ length: 600 }, (_, account) => opening(account, `owner ${String(account)}`))
  const events = await logOf(accounts)
  const kept = createMemoryDocumentStore()
  const { accounts: view, balances } = readModel()
  const booked = { views: [view], rollups: [balances] }
  await projectorOf(events, kept, booked).catchUp()
  const [before] = await kept.query([{ views: '' }])
  const progress = before.get(view.collection)
  if (!progress) throw new Error('nothing was folded')
  const unbooked = { ...progress, rollups: [] }
  await kept.commit({ views: [{ view: view.collection, expected: progress.commits, next: unbooked }], writes: [] })

  const later = deposit(0, 2)
  let isFirst = true
  const raced = withLatency({
    ...kept,
    async commit(commit) {
      if (isFirst) {
        isFirst = false
        await append(events, later)
        await projectorOf(events, kept, { views: [view], rollups: [] }).catchUp()
      }
      await kept.commit(commit)
    },
  })
  const projector = projectorOf(events, raced, booked)
  await projector.catchUp()
  await projector.catchUp()
  const { owners__v1: _, ...found } = await everything(kept)
  const { owners__v1: __, ...all } = expected([...accounts, later])
  expect(found).toEqual(all)
})

it('what no store can keep does not have a batch written whose own beginning was not', async () => {
  const history = [opening(0), opening(1), deposit(0, 1), deposit(1, 2, 'Bình'), deposit(0, 3)]
  const odd = defineView({
    ...{ name: 'odd', version: 1, describe: 'What no store can keep', document: z.object({ n: z.any() }) },
    aggregates: [{ category: 'account', events: accountEvents }],
    on: { Deposited: { key: () => 'one', fold: (_, { data }) => ({ n: data.amount === 2 ? 5n : 1 }) } },
  })
  const model = readModel()
  const both = { ...model, views: [...model.views, odd] }
  const kept = createMemoryDocumentStore()
  const events = await logOf(history)
  await projectorOf(await logOf([]), kept, both).catchUp()
  let commits = 0
  const raced = withLatency({
    ...kept,
    async commit(commit) {
      // another projector, which got no further
      if (++commits === 3) {
        const known = (await kept.query([{ views: '' }]))[0]
        await kept.commit({
          views: commit.views.flatMap(({ view, expected }) => {
            const next = known.get(view)
            return next ? [{ view, expected, next }] : []
          }),
          writes: [],
        })
      }
      await kept.commit(commit)
    },
  })
  const documents: DocumentStore = {
    ...raced,
    async commit(commit) {
      for (const write of commit.writes) checkStorable(write)
      await raced.commit(commit)
    },
  }
  const projector = projectorOf(events, documents, both, { batchSize: 1 })
  await projector.catchUp(model.views)
  await projector.close()
  expect(await everything(kept)).toEqual(expected(history))
})

it('a projector that is closed tells of the batch whose commit it waited for', async () => {
  const kept = createMemoryDocumentStore()
  const events = await logOf([opening(0), deposit(0, 1), deposit(0, 2), deposit(0, 3)])
  const closing = Promise.withResolvers<undefined>()
  let told = 0
  let folded = 0
  const fold = () => {
    if (++folded < 2) return
    void projector.close().then(() => {
      closing.resolve(undefined)
    })
  }
  const onProgress = (progress: { readonly events: number }) => (told = progress.events)
  const projector: Projector = projectorOf(events, withLatency(kept), readModel({ fold }), { batchSize: 1, onProgress })
  projector.start()
  await closing.promise
  expect(told).toBe(2)
  const { accounts__v1: accounts } = await everything(kept)
  expect(accounts).toEqual(expected([opening(0), deposit(0, 1)]).accounts__v1)
})
