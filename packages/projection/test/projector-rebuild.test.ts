// A rebuild gives up what is there only once it knows that it can be made anew.
import { createMemoryEventStore, streamName, type EventStore } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { checkFoldable } from '../src/check-foldable.ts'
import { createMemoryDocumentStore, type AnyRollup, type AnyView } from '../src/index.ts'
import { ViewRun } from '../src/view-run.ts'
import {
  append,
  deposit,
  everything,
  expected,
  idOf,
  logOf,
  opening,
  projectorOf,
  readModel,
  storedEvent,
  type Meddling,
} from './accounts.ts'
import { BoxFilled, BoxMade, BoxPut, boxes, idOf as boxOf, logOf as boxesLog, type Told } from './boxes.ts'

const history = [opening(1), deposit(1, 5), opening(2, 'Bình'), deposit(2, 7, 'Bình'), deposit(1, 2)]

/** What it was like before, and the documents. */
const folded = async (events: EventStore) => {
  const documents = createMemoryDocumentStore()
  const projector = projectorOf(events, documents)
  await projector.catchUp()
  const asItWas = { everything: await everything(documents), status: await projector.status() }
  return {
    documents,
    asItWas,
    now: async () => ({ everything: await everything(documents), status: await projector.status() }),
  }
}

const failing = (field: keyof Meddling): Meddling => ({
  [field]: () => {
    throw new Error('cannot be done')
  },
})

describe('a rebuild that could not end', () => {
  it.each(['fold', 'entries', 'made'] as const)('leaves the view as it was, and rebuilds the others: %s', async at => {
    const events = await logOf(history)
    const { documents, asItWas, now } = await folded(events)
    const model = readModel(failing(at))
    const projector = projectorOf(events, documents, model)
    await expect(projector.rebuild()).rejects.toMatchObject({
      code: 'ViewStopped',
      view: 'accounts',
      message: expect.stringMatching(/cannot be done\. It is not rebuilt, and has what it had$/),
      cause: new Error('cannot be done'),
    })
    const { everything, status } = await now()
    expect(everything).toEqual(asItWas.everything)
    expect(status[0]).toEqual(asItWas.status[0])
    expect(status[1]?.commits).toBeGreaterThan(asItWas.status[1]?.commits ?? 0)
  })

  it('leaves what makes a document that does not fit', async () => {
    const events = await logOf(history)
    const { documents, asItWas, now } = await folded(events)
    const model = readModel({
      made: document => void Object.assign(document, { openedOn: null }),
    })
    await expect(projectorOf(events, documents, model).rebuild()).rejects.toMatchObject({
      message: expect.stringContaining("at 'openedOn'"),
    })
    expect((await now()).everything).toEqual(asItWas.everything)
  })

  it('leaves all when the log lacks an event, or can’t be read', async () => {
    const events = await logOf(history)
    const { documents, asItWas, now } = await folded(events)
    const lacking: EventStore = {
      ...events,
      async *readAll(options) {
        for await (const event of events.readAll(options)) if (event.type !== 'Deposited') yield event
      },
    }
    await append(events, opening(1))
    await expect(projectorOf(lacking, documents).rebuild()).rejects.toMatchObject({ code: 'StreamIncomplete' })
    expect(await now()).toEqual(asItWas)

    const unreadable: EventStore = {
      ...events,
      async *readAll() {
        yield* []
        throw new Error('damaged')
      },
    }
    await expect(projectorOf(unreadable, documents).rebuild()).rejects.toThrow('damaged')
    expect(await now()).toEqual(asItWas)
  })

  it('leaves what a newer version’s event stands in the way of', async () => {
    const events = createMemoryEventStore()
    for (const happening of history) await append(events, happening)
    const { documents, asItWas, now } = await folded(events)
    const stream = streamName('crm', 'account', idOf(9))
    await events.append(stream, 'noStream', [{ ...storedEvent(opening(9)), type: 'AccountFrozen' }])
    await expect(projectorOf(events, documents).rebuild()).rejects.toMatchObject({
      code: 'ViewStopped',
      message: expect.stringContaining('newer version'),
    })
    const { everything } = await now()
    expect(everything).toEqual(asItWas.everything)
  })

  it('ends when the projector is closed', async () => {
    const events = await logOf(history)
    const documents = createMemoryDocumentStore()
    const projector = projectorOf(events, documents)
    const rebuilding = projector.rebuild()
    await projector.close()
    await expect(rebuilding).rejects.toMatchObject({ code: 'ProjectorClosed' })
  })
})

describe('the check before it', () => {
  const happenings = Array.from({ length: 40 }, (_, n) => [opening(n), deposit(n, n + 1)]).flat()
  const check = async (
    model: { readonly views: readonly AnyView[]; readonly rollups: readonly AnyRollup[] },
    foldedAtOnce: number,
    events?: EventStore,
  ) => {
    events ??= await logOf(happenings)
    return checkFoldable({
      events,
      runs: model.views.map(
        view =>
          new ViewRun(
            view,
            model.rollups.filter(rollup => rollup.view === view),
          ),
      ),
      upTo: (await events.head()) ?? '',
      categories: undefined,
      signal: new AbortController().signal,
      clock: () => performance.now(),
      foldedAtOnce,
    })
  }

  it('folds every document, however few of them at once', async () => {
    for (const atOnce of [1000, 7, 3]) {
      const seen = new Map<number, number>()
      const model = readModel({
        entries: ({ amounts: [first] }) => void seen.set(first?.amount ?? 0, (seen.get(first?.amount ?? 0) ?? 0) + 1),
      })
      const faults = await check(model, atOnce)
      expect(faults.size).toBe(0)
      // each account once, whatever part it is in
      expect([...seen].toSorted(([a], [b]) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => [n + 1, 1]))
    }
  })

  it('finds the one that can’t be, whatever part it is in', async () => {
    for (const atOnce of [1000, 7]) {
      const model = readModel({
        made: ({ amounts }) => {
          if (amounts.some(({ amount }) => amount === 23)) throw new Error('no 23')
        },
      })
      const faults = await check(model, atOnce)
      expect([...faults.values()]).toMatchObject([{ view: 'accounts', cause: new Error('no 23') }])
    }
  })

  it('misses no event that the log lacks, whatever part its stream is in', async () => {
    const all = await logOf(happenings)
    for (const atOnce of [1000, 7])
      for (const n of [0, 13, 39]) {
        const lacking: EventStore = {
          ...all,
          async *readAll(options) {
            for await (const event of all.readAll(options))
              if (!event.stream.endsWith(idOf(n)) || event.revision > 0) yield event
          },
        }
        await expect(check(readModel(), atOnce, lacking)).rejects.toMatchObject({ code: 'StreamIncomplete' })
      }
  })

  it('folds what feeds a view, and finds what is at fault there, whatever part it is in', async () => {
    const told = Array.from({ length: 30 }, (_, n): readonly Told[] => [
      [n.toString(16), BoxMade({})],
      [n.toString(16), BoxFilled({ weight: n })],
      [n.toString(16), BoxPut({ into: boxOf(((n * 7) % 30).toString(16)) })],
    ]).flat()
    for (const atOnce of [1000, 3]) {
      const ask = async (view: AnyView) => check({ views: [view], rollups: [] }, atOnce, await boxesLog(told))
      expect((await ask(boxes())).size).toBe(0)
      const faults = await ask(boxes({ mayGive: false }))
      expect([...faults.values()]).toMatchObject([
        { view: 'boxes', message: expect.stringContaining('no event names') },
      ])
    }
  })
})

it('a rebuild comes to what a plain loop makes, and what is checked is told', async () => {
  const events = await logOf(Array.from({ length: 300 }, (_, n) => [opening(n), deposit(n, 1)]).flat())
  const documents = createMemoryDocumentStore()
  const projector = projectorOf(events, documents)
  const told: string[] = []
  await projector.rebuild(undefined, { onChecked: upTo => told.push(upTo) })
  expect(told).toHaveLength(1)
  expect(await everything(documents)).toEqual(
    expected(Array.from({ length: 300 }, (_, n) => [opening(n), deposit(n, 1)]).flat()),
  )
})
