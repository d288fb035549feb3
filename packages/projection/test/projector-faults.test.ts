// A view that stops, and a store that is away.
import { StoreUnavailable, streamName, type EventStore } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  createMemoryDocumentStore,
  defineView,
  ViewStopped,
  type DocumentStore,
  type ViewProgress,
} from '../src/index.ts'
import { CommitOutcomeUnknown } from '../src/store.ts'
import {
  accountEvents,
  append,
  built,
  deposit,
  everything,
  expected,
  idOf,
  logOf,
  opening,
  projectorOf,
  readModel,
  storedEvent,
  type Everything,
  type Meddling,
} from './accounts.ts'
import { awayFor, withFates } from './faulty-stores.ts'

const history = [opening(1), deposit(1, 5), opening(2, 'Bình'), deposit(2, 7, 'Bình'), deposit(1, 2)]

const progressOf = async (documents: DocumentStore, view: string): Promise<ViewProgress | null> => {
  const [progress] = await documents.query([{ progress: view }])
  return progress
}
const without = (all: Everything, collection: string): Everything =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name !== collection))
const positions = async (events: EventStore) => {
  const all: string[] = []
  for await (const { position } of events.readAll()) all.push(position)
  return all
}

describe('what no store can keep', () => {
  const cyclic: { self?: object } = {}
  cyclic.self = cyclic
  class Amount {
    readonly n = 5
  }
  const made: Readonly<
    Record<string, { readonly document?: object; readonly key?: () => string; readonly reason: RegExp }>
  > = {
    'a bigint': { document: { n: 5n }, reason: /BigInt/ },
    'an object of a class': { document: new Amount(), reason: /expected a document/ },
    'a value that holds itself': { document: { n: cyclic }, reason: /circular/ },
    'a key with half a surrogate pair': { key: () => 'a\ud83d', reason: /key: expected a string/ },
    'a key that is no text': { key: () => JSON.parse('5') as string, reason: /key: expected a string/ },
  }
  it.each(Object.keys(made))('stops the view that made it, and no other: %s', async name => {
    const { document = { n: 1 }, key = () => 'one', reason } = made[name] ?? { reason: /./ }
    const odd = defineView({
      ...{ name: 'odd', version: 1, describe: 'What no store can keep', document: z.object({ n: z.any() }) },
      aggregates: [{ category: 'account', events: accountEvents }],
      on: { Deposited: { key, fold: () => document as { n: unknown } } },
    })
    const log = await logOf(history)
    const documents = createMemoryDocumentStore()
    const { views, rollups } = readModel()
    const projector = projectorOf(log, documents, { views: [...views, odd], rollups })
    await projector.catchUp(views)
    expect(await everything(documents)).toEqual(await everything(await built(history)))
    const [, poison] = await positions(log)
    await expect(projector.catchUp([odd])).rejects.toMatchObject({ code: 'ViewStopped', view: 'odd', position: poison })
    await expect(projector.catchUp([odd])).rejects.toThrow(reason)
    await projector.close()
  })

  it('is no view that is not folded here, which nobody should wait for', async () => {
    const projector = projectorOf(await logOf(history), createMemoryDocumentStore())
    const { views: twins } = readModel()
    for (const asked of [projector.catchUp(twins), projector.rebuild(twins), projector.projected('0', twins)])
      await expect(asked).rejects.toThrow(TypeError)
    await projector.close()
  })
})

describe('an event that a view cannot fold', () => {
  const poisoned = deposit(2, 666, 'Bình')
  const events = async () => logOf([...history, poisoned, deposit(1, 3), opening(3)])
  const isPoison = (data: object) => 'amount' in data && data.amount === 666
  const failing = {
    fold: {
      fold({ data }: { readonly data: object }) {
        if (isPoison(data)) throw new Error('no such amount')
      },
    },
    entries: {
      entries({ amounts }: { readonly amounts: readonly object[] }) {
        if (amounts.some(isPoison)) throw new Error('no such amount')
      },
    },
  }

  it.each(['fold', 'entries'] as const)('stops that view before it when its %s fail, and no other', async where => {
    for (const batchSize of [1, 2, 3, 100]) {
      const log = await logOf(history)
      const documents = createMemoryDocumentStore()
      const model = readModel(failing[where])
      const projector = projectorOf(log, documents, model, { batchSize })
      await projector.catchUp()
      const good = await append(log, deposit(1, 3))
      const poison = await append(log, poisoned)
      const behind = await append(log, opening(3))

      const stopped = { code: 'ViewStopped', view: 'accounts', position: poison }
      await expect(projector.catchUp()).rejects.toMatchObject(stopped)
      await expect(projector.projected(poison, [model.accounts])).rejects.toMatchObject(stopped)
      await expect(projector.projected(behind)).rejects.toMatchObject(stopped)
      await projector.projected(good, [model.accounts])
      await projector.catchUp([model.owners])

      const [accounts, owners] = await projector.status()
      expect(accounts).toMatchObject({
        checkpoint: { position: good },
        stopped: { position: poison, reason: 'no such amount' },
      })
      expect(owners).toMatchObject({ checkpoint: { position: behind }, stopped: null })
      const made = await everything(documents)
      expect(without(made, 'owners__v1')).toEqual(without(expected([...history, deposit(1, 3)]), 'owners__v1'))
      expect(made['owners__v1']).toEqual(expected([...history, deposit(1, 3), poisoned, opening(3)])['owners__v1'])
    }
  })

  it('stops a view that is folded for the first time, and its totals are not there', async () => {
    const log = await events()
    const [, , , , good = '', poison] = await positions(log)
    const documents = createMemoryDocumentStore()
    const model = readModel(failing.fold)
    const projector = projectorOf(log, documents, model, { batchSize: 4 })
    await expect(projector.catchUp()).rejects.toMatchObject({ code: 'ViewStopped', position: poison })
    await expect(projector.projected(good, [model.accounts])).rejects.toMatchObject({ code: 'ViewStopped' })
    await projector.catchUp([model.owners])
    expect(await progressOf(documents, 'accounts__v1')).toMatchObject({
      checkpoint: { position: good },
      building: true,
    })
    expect((await everything(documents))['accounts__v1']).toEqual(expected(history)['accounts__v1'])
  })

  it('stops the view at its end when totals can’t be booked from finished documents', async () => {
    const log = await events()
    const documents = createMemoryDocumentStore()
    const model = readModel(failing.entries)
    const projector = projectorOf(log, documents, model)
    await expect(projector.catchUp()).rejects.toMatchObject({
      code: 'ViewStopped',
      view: 'accounts',
      position: await log.head(),
    })
    await projector.catchUp([model.owners])
    expect(await progressOf(documents, 'accounts__v1')).toMatchObject({ building: true, rollups: [] })
    await projectorOf(log, documents).catchUp()
    expect(await everything(documents)).toEqual(
      await everything(await built([...history, poisoned, deposit(1, 3), opening(3)])),
    )
  })

  it('stops the view when it can’t be decoded, and does not say what stood in it', async () => {
    const log = await logOf(history)
    const poison = await append(log, poisoned, { owner: 'Trần Thị Bí Mật', amount: 'secret' })
    await append(log, opening(3))
    const documents = createMemoryDocumentStore()
    const model = readModel()
    const projector = projectorOf(log, documents, model)
    for (const view of model.views)
      await expect(projector.catchUp([view])).rejects.toMatchObject({ code: 'ViewStopped', position: poison })
    for (const { stopped } of await projector.status()) {
      expect(stopped).toMatchObject({ position: poison, reason: expect.stringContaining('/amount') as string })
      expect(stopped?.reason).not.toMatch(/Bí Mật|secret/)
    }
    expect(await everything(documents)).toMatchObject({ accounts__v1: expected(history)['accounts__v1'] })
  })

  it('stops the view when it makes a document that does not fit its schema, naming the field', async () => {
    for (const change of [{ extra: 'secret' }, { owner: 7 }]) {
      const log = await logOf(history)
      const poison = await append(log, poisoned)
      await append(log, opening(3))
      const documents = createMemoryDocumentStore()
      const model = readModel({
        made(document) {
          if (document.amounts.some(isPoison)) Object.assign(document, change)
        },
      })
      const projector = projectorOf(log, documents, model)
      await expect(projector.catchUp()).rejects.toMatchObject({ code: 'ViewStopped', position: poison })
      await projector.catchUp([model.owners])
      const [accounts] = await projector.status()
      expect(accounts?.stopped?.reason).toContain(`'${Object.keys(change).join()}'`)
      expect(accounts?.stopped?.reason).not.toContain('secret')
      expect((await everything(documents))['accounts__v1']).toEqual(expected(history)['accounts__v1'])
    }
  })

  it('stops the view when a newer version wrote it, and no view of other aggregates', async () => {
    const log = await logOf(history)
    const stream = streamName('crm', 'account', idOf(1))
    const newer = { ...storedEvent(opening(1)), type: 'AccountFrozen' }
    const { position } = await log.append(stream, 2, [newer])
    const documents = createMemoryDocumentStore()
    const { accounts, balances } = readModel()
    const others = defineView({
      ...{ name: 'others', version: 1, describe: 'Of another aggregate', document: z.object({}) },
      aggregates: [{ category: 'other', events: accountEvents }],
      on: { Deposited: () => ({}) },
    })
    const projector = projectorOf(log, documents, { views: [accounts, others], rollups: [balances] })
    await expect(projector.catchUp([accounts])).rejects.toMatchObject({
      code: 'ViewStopped',
      view: 'accounts',
      position,
    })
    await expect(projector.catchUp([accounts])).rejects.toThrow(/AccountFrozen.*newer version/)
    await projector.catchUp([others])
    expect((await everything(documents))['accounts__v1']).toEqual(expected(history)['accounts__v1'])
  })

  it('is tried again by the next process', async () => {
    const log = await events()
    const documents = createMemoryDocumentStore()
    await expect(projectorOf(log, documents, readModel(failing.fold)).catchUp()).rejects.toMatchObject({
      code: 'ViewStopped',
    })
    await projectorOf(log, documents).catchUp()
    expect(await everything(documents)).toEqual(expected([...history, poisoned, deposit(1, 3), opening(3)]))
    expect(await progressOf(documents, 'accounts__v1')).toMatchObject({ stopped: null })
  })
})

describe('a store that is away', () => {
  const away = () => new StoreUnavailable('away')

  it('is tried again while following, after ever longer pauses, and waiting calls wait', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const pauses: number[] = []
    const projector = projectorOf(
      awayFor(events, 9, away),
      withFates(documents, ['before', 'before'], away),
      readModel(),
      {
        pause: async milliseconds => {
          pauses.push(milliseconds)
          await Promise.resolve()
        },
      },
    )
    projector.start()
    await projector.catchUp()
    expect(await everything(documents)).toEqual(expected(history))
    expect(pauses).toHaveLength(11)
    for (const [i, pause] of pauses.entries()) {
      const most = Math.min(10_000, 100 * 2 ** i)
      expect(pause).toBeGreaterThanOrEqual(most / 2)
      expect(pause).toBeLessThanOrEqual(most)
    }
    await projector.close()
  })

  it('is told to those who wait after a dozen tries, and tried on', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const projector = projectorOf(awayFor(events, 15, away), documents, readModel(), { pause: () => Promise.resolve() })
    projector.start()
    const there = () => projector.catchUp().then(() => true)
    await expect(there()).rejects.toMatchObject({ code: 'StoreUnavailable' })
    await expect.poll(() => there().catch(() => false)).toBe(true)
    expect(await everything(documents)).toEqual(expected(history))
    await projector.close()
  })

  it('whose commit may or may not have been written is asked how far it is, and goes on from there', async () => {
    for (const fate of ['before', 'after'] as const) {
      const documents = createMemoryDocumentStore()
      const unknown = withFates(documents, [fate, 'fine', fate], () => new CommitOutcomeUnknown('no reply'))
      const projector = projectorOf(await logOf(history), unknown, readModel())
      projector.start()
      await projector.catchUp()
      expect(await everything(documents)).toEqual(expected(history))
      await projector.close()
    }
  })

  it('whose every commit ends so is told to those who wait, and not tried without end', async () => {
    const unknown = () => new CommitOutcomeUnknown('the disk failed')
    const always = function* () {
      for (;;) yield 'before' as const
    }
    const documents = withFates(createMemoryDocumentStore(), always(), unknown)
    const projector = projectorOf(await logOf(history), documents)
    await expect(projector.catchUp()).rejects.toThrow(CommitOutcomeUnknown)
    await expect(projector.rebuild()).rejects.toThrow(CommitOutcomeUnknown)
    await projector.close()
  })

  it('is tried again soon once it has been back', async () => {
    const events = await logOf(history)
    const pauses: number[] = []
    const fates = ['before', 'before', 'before', 'fine', 'fine', 'fine', 'before', 'fine'] as const
    const documents = withFates(createMemoryDocumentStore(), fates, away)
    const projector = projectorOf(events, documents, readModel(), {
      pause: async milliseconds => {
        pauses.push(milliseconds)
        await Promise.resolve()
      },
    })
    projector.start()
    await projector.catchUp()
    await projector.projected(await append(events, deposit(1, 1)))
    expect(pauses).toHaveLength(4)
    expect(pauses[3]).toBeLessThanOrEqual(100)
    await projector.close()
  })

  it('is the caller’s fault to handle when nothing follows', async () => {
    const projector = projectorOf(awayFor(await logOf(history), 1, away), createMemoryDocumentStore())
    const there = () => projector.catchUp().then(() => true)
    await expect(there()).rejects.toMatchObject({ code: 'StoreUnavailable' })
    await expect.poll(() => there().catch(() => false)).toBe(true)
  })

  it('does not hold up closing', async () => {
    const paused = Promise.withResolvers<void>()
    const projector = projectorOf(
      awayFor(await logOf(history), Infinity, away),
      createMemoryDocumentStore(),
      readModel(),
      {
        pause: (_, signal) =>
          new Promise(resolve => {
            paused.resolve()
            signal.addEventListener('abort', () => resolve())
          }),
      },
    )
    projector.start()
    await paused.promise
    await projector.close()
  })

  it('is waited for by a timer that closing ends', async () => {
    const events = await logOf(history)
    const projector = projectorOf(awayFor(events, 1, away), createMemoryDocumentStore())
    projector.start()
    await projector.catchUp()
    await projector.close()
    const hopeless = projectorOf(awayFor(events, Infinity, away), createMemoryDocumentStore())
    hopeless.start()
    await hopeless.close()
  })
})

it.each([1, 2, 3, 4, 100])('tells of no event twice where a view stops, in batches of %i', async batchSize => {
  const happenings = [opening(1), deposit(1, 1), deposit(1, 2), deposit(1, 13), deposit(1, 4), deposit(1, 5)]
  const events = await logOf(happenings)
  const meddling: Meddling = {
    fold: ({ data }) => {
      if ('amount' in data && data.amount === 13) throw new Error('no 13')
    },
  }
  const { accounts, owners } = readModel(meddling)
  for (const [views, expected] of [
    [[accounts], 3],
    [[accounts, owners], 6],
    [[owners, accounts], 6],
  ] as const) {
    let told = 0
    const onProgress = (progress: { readonly events: number }) => (told = progress.events)
    const documents = createMemoryDocumentStore()
    const projector = projectorOf(events, documents, { views, rollups: [] }, { batchSize, onProgress })
    await expect(projector.catchUp()).rejects.toThrow(ViewStopped)
    if (views.length > 1) await projector.catchUp([owners])
    await projector.close()
    expect(told).toBe(expected)
  }
})
