// Views that stand at different places in the log.
import { streamName, type EventStore } from '@eventcrm/event-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createMemoryDocumentStore, defineView, type DocumentStore } from '../src/index.ts'
import type { Commit } from '../src/store.ts'
import {
  accountEvents,
  append,
  deposit,
  everything,
  expected,
  histories,
  idOf,
  logOf,
  opening,
  projectorOf,
  readModel,
  storedEvent,
} from './accounts.ts'
import { withFates, withPauses } from './faulty-stores.ts'
import { rounds as campaign } from '../../testkit/src/campaign.ts'

const account = { category: 'account', events: accountEvents }

/** Counts deposits by owner; `before` is called before each. */
const counting = (before: () => void) =>
  defineView({
    ...{ name: 'counts', version: 1, describe: 'Deposits by owner', document: z.object({ n: z.int() }) },
    aggregates: [account],
    on: {
      Deposited: {
        key: ({ data }) => data.owner,
        fold: (document = { n: 0 }) => {
          before()
          document.n++
          return document
        },
      },
    },
  })

/** A store that remembers its commits. */
const recording = (store: DocumentStore) => {
  const commits: Commit[] = []
  const recorded: DocumentStore = {
    ...store,
    async commit(commit) {
      await store.commit(commit)
      commits.push(commit)
    },
  }
  return { recorded, commits }
}
const viewsOf = (commits: readonly Commit[]) => commits.map(({ views }) => views.map(({ view }) => view))

describe('a view that stops', () => {
  it('fails only who asks for it, and is told once, with what its fold threw', async () => {
    const fault = new Error('no such amount')
    const bad = counting(() => {
      throw fault
    })
    const log = await logOf([opening(1)])
    const documents = createMemoryDocumentStore()
    const { accounts, owners, balances } = readModel()
    const told: unknown[] = []
    const options = { waitFor: [accounts, owners], onFault: (error: unknown) => told.push(error) }
    const projector = projectorOf(log, documents, { views: [bad, accounts, owners], rollups: [balances] }, options)
    projector.start()
    const position = await append(log, deposit(1, 5))
    await projector.projected(position)
    await projector.catchUp()
    const stopped = { code: 'ViewStopped', view: 'counts', position, cause: fault }
    await expect(projector.catchUp([bad])).rejects.toMatchObject(stopped)
    await expect(projector.projected(position, [owners, bad])).rejects.toMatchObject(stopped)
    for (let n = 0; n < 3; n++) await projector.projected(await append(log, deposit(1, n)))
    expect(told).toMatchObject([stopped])
    await projector.close()
    const all = [opening(1), deposit(1, 5), deposit(1, 0), deposit(1, 1), deposit(1, 2)]
    expect(await everything(documents)).toEqual(expected(all))
  })

  it('is folded again when it is rebuilt', async () => {
    let failing = true
    const view = counting(() => {
      if (failing) throw new Error('not yet')
    })
    const log = await logOf([deposit(1, 1), deposit(1, 2)])
    const documents = createMemoryDocumentStore()
    const projector = projectorOf(log, documents, { views: [view], rollups: [] })
    await expect(projector.catchUp()).rejects.toThrow('not yet')
    failing = false
    await expect(projector.catchUp()).rejects.toThrow('not yet')
    await projector.rebuild()
    expect(await documents.query([{ load: 'counts__v1', keys: ['An'] }])).toEqual([new Map([['An', { n: 2 }]])])
  })
})

describe('a new view beside others', () => {
  const busy = (milliseconds: number) => {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  }

  it('is folded in short slices, between which the others go on, and joins them', async () => {
    const history = [opening(1), ...Array.from({ length: 600 }, (_, n) => deposit(1, n % 3))]
    const log = await logOf(history)
    const { recorded, commits } = recording(createMemoryDocumentStore())
    const { accounts, owners, balances } = readModel()
    await projectorOf(log, recorded, { views: [accounts, owners], rollups: [balances] }).catchUp()
    let folded = 0
    const slow = counting(() => {
      busy(1)
      folded++
    })
    commits.length = 0
    const projector = projectorOf(log, recorded, { views: [slow, accounts, owners], rollups: [balances] })
    projector.start()
    for (let n = 0; n < 5; n++) {
      await projector.projected(await append(log, deposit(1, n)), [accounts, owners])
      expect(folded).toBeLessThan(600)
    }
    await projector.catchUp()
    const building = commits.filter(({ views }) => views.length === 1 && views[0]?.view === 'counts__v1')
    expect(building.length).toBeGreaterThan(10) // at most 40 ms each
    commits.length = 0
    await projector.projected(await append(log, deposit(1, 9)))
    expect(viewsOf(commits)).toEqual([['accounts__v1', 'owners__v1', 'counts__v1']])
    const [counts] = await recorded.query([{ load: 'counts__v1', keys: ['An'] }])
    expect(counts.get('An')).toEqual({ n: 606 })
    await projector.close()
  })

  describe('keeps the event loop free', () => {
    const deposits = (count: number) => Array.from({ length: count }, (_, n) => deposit(1, n % 3))
    /**
     * Has a view folded beside others, on a clock that only folds and commits move. Tells the steps that the clock made between two turns
     * of the event loop.
     */
    const blocks = async (
      count: number,
      milliseconds: { readonly fold: (nth: number) => number; readonly commit?: number },
      beside: (log: EventStore) => Promise<unknown> = () => Promise.resolve(),
    ) => {
      const log = await logOf(deposits(count))
      const documents = createMemoryDocumentStore()
      const { accounts, owners, balances } = readModel()
      await projectorOf(log, documents, { views: [accounts, owners], rollups: [balances] }).catchUp()
      let [now, nth] = [0, 0]
      const slow = counting(() => (now += milliseconds.fold(nth++)))
      const taking = withPauses(documents, () => {
        now += milliseconds.commit ?? 0
        return Promise.resolve()
      })
      const model = { views: [slow, accounts, owners], rollups: [balances] }
      const projector = projectorOf(log, taking, model, { clock: () => now, waitFor: [accounts, owners] })
      const steps: number[] = []
      const ended = new AbortController()
      const watching = (async () => {
        for (let seen = now; !ended.signal.aborted; seen = now) {
          await new Promise(resolve => setImmediate(resolve))
          if (now > seen) steps.push(now - seen)
          await beside(log)
        }
      })()
      projector.start()
      await projector.projected(await append(log, deposit(1, 1)))
      await projector.catchUp([slow])
      ended.abort()
      await watching
      await projector.close()
      return steps
    }

    it('for 50 ms at most, however slow its fold is', async () => {
      for (const milliseconds of [0.5, 2, 6, 20, 30])
        expect(Math.max(...(await blocks(300, { fold: () => milliseconds })))).toBeLessThanOrEqual(50)
    })

    it('for less while the others have events', async () => {
      const steps = await blocks(60, { fold: () => 6 }, log => append(log, deposit(1, 2)))
      expect(Math.max(...steps)).toBeLessThanOrEqual(12)
    })

    it('but for one slice when its fold becomes slow', async () => {
      const steps = await blocks(900, { fold: nth => (nth < 400 ? 0.1 : 6) })
      expect(steps.filter(step => step > 50).length).toBeLessThanOrEqual(1)
    })

    it('and takes many events at once where it is fast, though each commit takes a while', async () => {
      expect((await blocks(2000, { fold: () => 0.01, commit: 5 })).length).toBeLessThan(60)
    })
  })

  it('has its totals booked beside them', async () => {
    const history = Array.from({ length: 300 }, (_, n) => [opening(n), deposit(n, n)]).flat()
    const log = await logOf(history)
    const documents = createMemoryDocumentStore()
    const { owners } = readModel()
    await projectorOf(log, documents, { views: [owners], rollups: [] }).catchUp()
    let entries = 0
    const model = readModel({
      entries() {
        busy(1)
        entries++
      },
    })
    const projector = projectorOf(log, documents, model, { waitFor: [model.owners] })
    projector.start()
    await expect.poll(() => entries).toBeGreaterThan(10)
    await projector.projected(await append(log, deposit(1, 7)))
    expect(entries).toBeLessThan(300)
    await projector.catchUp(model.views)
    expect(await everything(documents)).toEqual(expected([...history, deposit(1, 7)]))
    await projector.close()
  })

  it('publishes its collections once they are booked', async () => {
    const log = await logOf([opening(1), deposit(1, 5)])
    const { recorded, commits } = recording(createMemoryDocumentStore())
    await projectorOf(log, recorded, readModel(), { batchSize: 1 }).catchUp()
    const published = commits.flatMap(({ publish = [] }) => publish)
    expect(published.toSorted()).toEqual(['accounts__v1', 'balancesDays__v1', 'balances__v1', 'owners__v1'])
    for (const { views, publish = [] } of commits)
      for (const { next } of views) expect(next.building).toBe(publish.length === 0)
  })
})

it('a view joins others that another projector has brought to an event which this one does not read', async () => {
  const log = await logOf([opening(1)])
  const { recorded, commits } = recording(createMemoryDocumentStore())
  const { accounts, owners } = readModel()
  await projectorOf(log, recorded, { views: [owners], rollups: [] }).catchUp()
  const stream = streamName('crm', 'other', idOf(1))
  await log.append(stream, 'noStream', [storedEvent(opening(1))])
  await projectorOf(log, recorded, { views: [accounts], rollups: [] }).catchUp()
  const options = { categories: ['crm.account'] }
  const projector = projectorOf(log, recorded, { views: [accounts, owners], rollups: [] }, options)
  projector.start()
  await projector.catchUp()
  commits.length = 0
  await projector.projected(await append(log, deposit(1, 5)))
  expect(viewsOf(commits)).toEqual([['accounts__v1', 'owners__v1']])
  await projector.close()
})

describe('what is too much for one commit', () => {
  // more owners than rows are booked at once, and more accounts than documents are removed at once
  const history = Array.from({ length: 600 }, (_, n) => [
    opening(n, `owner ${String(n)}`),
    deposit(n, n, `owner ${String(n)}`),
  ]).flat()

  it('is booked and emptied in several, whichever of them a process dies at', async () => {
    const log = await logOf(history)
    const whole = expected(history)
    const { recorded, commits } = recording(createMemoryDocumentStore())
    await projectorOf(log, recorded).catchUp()
    commits.length = 0
    await projectorOf(log, recorded).rebuild()
    expect(await everything(recorded)).toEqual(whole)
    const needed = commits.length
    expect(needed).toBeGreaterThan(8)
    for (const { writes } of commits) expect(writes.length).toBeLessThanOrEqual(1500)
    for (let at = 1; at < needed; at++) {
      const fate = at % 2 === 0 ? 'before' : 'after'
      const dying = withFates(recorded, [...Array.from({ length: at }, () => 'fine' as const), fate])
      await expect(projectorOf(log, dying).rebuild()).rejects.toThrow('crash')
      await projectorOf(log, recorded).catchUp()
      expect(await everything(recorded)).toEqual(whole)
    }
  })
})

describe('each event takes effect once in every view', () => {
  it('wherever they stood, and while the log grows', async () => {
    const views = fc.subarray(['accounts', 'owners'] as const)
    const rounds = fc.array(fc.tuple(histories(0, 15), views, fc.boolean(), fc.integer({ min: 1, max: 10 })), {
      minLength: 1,
      maxLength: 5,
    })
    let [behind, missing] = [0, 0]
    await fc.assert(
      fc.asyncProperty(rounds, histories(0, 20), async (rounds, last) => {
        const log = await logOf([])
        const documents = createMemoryDocumentStore()
        const all = []
        for (const [more, names, withTotals, batchSize] of rounds) {
          for (const happening of more) await append(log, happening)
          all.push(...more)
          const model = readModel()
          if (names.length === 1) behind++
          if (!withTotals) missing++
          const rollups = withTotals && names.includes('accounts') ? model.rollups : []
          const chosen = names.map(name => model[name])
          await projectorOf(log, documents, { views: chosen, rollups }, { batchSize }).catchUp()
        }
        const projector = projectorOf(log, documents, readModel(), { batchSize: 3 })
        projector.start()
        for (const happening of last) await append(log, happening)
        await projector.catchUp()
        await projector.close()
        expect(await everything(documents)).toEqual(expected([...all, ...last]))
      }),
      { numRuns: campaign(150, 5_000) },
    )
    expect(behind).toBeGreaterThan(100)
    expect(missing).toBeGreaterThan(100)
  })
})
