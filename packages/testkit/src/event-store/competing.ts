// Many at once: in one process, and through two handles on one log.
import { RevisionConflict, type Appended, type EventStore, type StoredEvent } from '@eventcrm/event-store'
import { expect } from 'vitest'
import type { EventStoreCase } from './event-store-case.ts'
import {
  collect,
  eventsOf,
  holding,
  idsOf,
  newStream,
  pagesUntil,
  positionsOf,
  revisionsOf,
  storedEvent,
  storedEvents,
} from './samples.ts'

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)

/** Appends one event to a stream that others write to as well: reads where it is, and tries again on a conflict. */
const insist = async (store: EventStore, stream: string, event: StoredEvent): Promise<Appended> => {
  for (;;) {
    const [last] = await collect(store.readStream(stream, { direction: 'backwards', limit: 1 }))
    try {
      return await store.append(stream, last?.revision ?? 'noStream', [event])
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error
    }
  }
}

export const competing: readonly EventStoreCase[] = [
  {
    name: 'lets exactly one of 64 appends at the same revision win',
    run: async ({ store }) => {
      const stream = newStream(store)
      const winners = []
      for (const revision of numbers(5)) {
        const expected = revision === 0 ? ('noStream' as const) : revision - 1
        const tries = numbers(64).map(() => storedEvent())
        const outcomes = await Promise.allSettled(tries.map(event => store.append(stream, expected, [event])))
        const won = tries.filter((_, i) => outcomes[i]?.status === 'fulfilled')
        expect(won).toHaveLength(1)
        winners.push(...won)
        for (const outcome of outcomes) {
          if (outcome.status === 'fulfilled') expect(outcome.value.revision).toBe(revision)
          else expect(outcome.reason).toMatchObject({ code: 'RevisionConflict', expected, actual: revision })
        }
      }
      expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf(winners))
    },
  },
  {
    name: 'lets 64 appenders on one stream all in, one revision each',
    run: async ({ store }) => {
      const stream = newStream(store)
      const events = storedEvents(64)
      const places = await Promise.all(events.map(event => insist(store, stream, event)))
      const read = await collect(store.readStream(stream))
      expect(revisionsOf(read)).toEqual(numbers(64))
      for (const [i, { revision, position }] of places.entries()) {
        expect(read[revision]).toMatchObject({ id: events[i]?.id, position })
      }
    },
  },
  {
    name: 'takes appends to 64 streams at once, each at its own revisions',
    run: async ({ store }) => {
      const streams = numbers(64).map(() => newStream(store))
      for (const round of numbers(4)) {
        const places = await Promise.all(
          streams.map(stream => store.append(stream, round === 0 ? 'noStream' : round * 2 - 1, storedEvents(2))),
        )
        expect(places.map(({ revision }) => revision)).toEqual(streams.map(() => round * 2 + 1))
        expect(new Set(places.map(({ position }) => position)).size).toBe(64)
      }
      for (const stream of streams) expect(revisionsOf(await collect(store.readStream(stream)))).toEqual(numbers(8))
      expect(await collect(store.readAll())).toHaveLength(512)
    },
  },
  {
    name: 'keeps the conflict of one append from the others',
    run: async ({ store }) => {
      const appends = numbers(64).map(i => ({ stream: newStream(store), wrong: i % 3 === 0, events: storedEvents(2) }))
      const outcomes = await Promise.allSettled(
        appends.map(({ stream, wrong, events }) => store.append(stream, wrong ? 4 : 'noStream', events)),
      )
      expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(appends.map(({ wrong }) => wrong))
      for (const { stream, wrong, events } of appends) {
        expect(idsOf(await collect(store.readStream(stream)))).toEqual(wrong ? [] : idsOf(events))
      }
    },
  },
  {
    name: 'shows another handle what was appended, and holds it to the same revisions',
    run: async ({ store: one, again }) => {
      const stream = newStream(one)
      const first = await one.append(stream, 'noStream', storedEvents(2))
      const two = await again()
      expect(await collect(two.readAll())).toEqual(await collect(one.readAll()))
      expect(await two.head()).toBe(first.position)
      await expect(two.append(stream, 'noStream', storedEvents(1))).rejects.toMatchObject({
        code: 'RevisionConflict',
        actual: 1,
      })
      const second = await two.append(stream, 1, storedEvents(1))
      expect(await one.head()).toBe(second.position)
      await expect(one.append(stream, 1, storedEvents(1))).rejects.toMatchObject({
        code: 'RevisionConflict',
        actual: 2,
      })
    },
  },
  {
    name: 'lets two handles append at once, with nothing lost, nothing twice and no holes',
    run: async ({ store: one, again }) => {
      const handles = [one, await again()]
      const shared = newStream(one)
      const sent = await Promise.all(
        handles.map(async store => {
          const own = newStream(store)
          const events = storedEvents(40)
          for (const [i, event] of events.entries()) {
            if (i % 2 === 0) await insist(store, shared, event)
            else await store.append(own, i === 1 ? 'noStream' : (i - 3) / 2, [event])
          }
          return events
        }),
      )
      const read = await collect(one.readAll())
      expect(new Set(idsOf(read))).toEqual(new Set(idsOf(sent.flat())))
      expect(read).toHaveLength(80)
      expect(revisionsOf(await collect(one.readStream(shared)))).toEqual(numbers(40))
    },
  },
  {
    name: 'delivers to a subscription what another handle appends, in order',
    run: async ({ store: one, again }) => {
      const two = await again()
      const subscribed = pagesUntil(one, {}, holding(60))
      for (const i of numbers(60)) await (i % 2 === 0 ? one : two).append(newStream(one), 'noStream', storedEvents(1))
      const delivered = positionsOf(eventsOf(await subscribed))
      expect(delivered).toHaveLength(60)
      expect(delivered).toEqual(positionsOf(await collect(two.readAll())))
    },
  },
]
