// What is sent again: after a reply was lost, by a caller that was restarted, or by mistake.
import { expect } from 'vitest'
import type { EventStoreCase } from './event-store-case.ts'
import { loseReplies } from './lost-replies.ts'
import { rounds } from '../campaign.ts'
import { collect, idsOf, newStream, storedEvent, storedEvents } from './samples.ts'

export const recognising: readonly EventStoreCase[] = [
  {
    name: 'recognises a batch that it has, and returns its place with nothing written',
    run: async ({ store }) => {
      const stream = newStream(store)
      const begun = storedEvents(2)
      const continued = storedEvents(3)
      const first = await store.append(stream, 'noStream', begun)
      const second = await store.append(stream, 1, continued)
      expect(await store.append(stream, 1, continued)).toEqual(second)
      expect(await store.append(stream, 'noStream', begun)).toEqual(first)
      expect(idsOf(await collect(store.readAll()))).toEqual(idsOf([...begun, ...continued]))
    },
  },
  {
    name: 'recognises a part of what it has',
    run: async ({ store }) => {
      const stream = newStream(store)
      const events = storedEvents(4)
      await store.append(stream, 'noStream', events)
      const read = await collect(store.readStream(stream))
      expect(await store.append(stream, 'noStream', events.slice(0, 2))).toEqual({
        revision: 1,
        position: read[1]?.position,
      })
      expect(await store.append(stream, 0, events.slice(1, 3))).toEqual({ revision: 2, position: read[2]?.position })
      expect(await store.append(stream, 1, events.slice(2))).toEqual({ revision: 3, position: read[3]?.position })
      expect(await collect(store.readAll())).toEqual(read)
    },
  },
  {
    name: 'recognises by ids alone, and keeps the bodies that it has',
    run: async ({ store }) => {
      const stream = newStream(store)
      const event = storedEvent({ data: { amount: 1 } })
      const place = await store.append(stream, 'noStream', [event])
      expect(await store.append(stream, 'noStream', [storedEvent({ id: event.id, data: { amount: 2 } })])).toEqual(
        place,
      )
      expect(await collect(store.readStream(stream))).toMatchObject([{ data: { amount: 1 } }])
    },
  },
  {
    name: 'refuses a batch of which it has only the beginning',
    run: async ({ store }) => {
      const stream = newStream(store)
      const events = storedEvents(3)
      await store.append(stream, 'noStream', events.slice(0, 2))
      await expect(store.append(stream, 'noStream', events)).rejects.toMatchObject({
        code: 'RevisionConflict',
        expected: 'noStream',
        actual: 1,
      })
      expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf(events.slice(0, 2)))
    },
  },
  {
    name: 'refuses a batch of which it has another end, another beginning or another order',
    run: async ({ store }) => {
      const stream = newStream(store)
      const [a, b, c] = [storedEvent(), storedEvent(), storedEvent()]
      await store.append(stream, 'noStream', [a, b, c])
      const others = [
        [a, b, storedEvent()],
        [storedEvent(), b, c],
        [b, a],
        [b, c],
      ]
      for (const batch of others) {
        await expect(store.append(stream, 'noStream', batch)).rejects.toMatchObject({
          code: 'RevisionConflict',
          actual: 2,
        })
      }
      expect(idsOf(await collect(store.readAll()))).toEqual(idsOf([a, b, c]))
    },
  },
  {
    name: 'does not recognise a batch by the ids of another stream',
    run: async ({ store }) => {
      const [here, elsewhere] = [newStream(store), newStream(store)]
      const events = storedEvents(2)
      await store.append(elsewhere, 'noStream', events)
      await store.append(here, 'noStream', storedEvents(2))
      await expect(store.append(here, 'noStream', events)).rejects.toMatchObject({ code: 'RevisionConflict' })
    },
  },
  {
    name: 'writes at the stream’s end whatever the ids, even some that it has',
    run: async ({ store }) => {
      const stream = newStream(store)
      const events = storedEvents(2)
      await store.append(stream, 'noStream', events)
      expect(await store.append(stream, 1, events)).toMatchObject({ revision: 3 })
      expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf([...events, ...events]))
    },
  },
  {
    name: 'has once what is sent again until an answer arrives',
    run: async ({ store }) => {
      const flaky = loseReplies(store, attempt => attempt % 2 === 1)
      const stream = newStream(store)
      const sent = []
      for (let revision = -1; revision < 29; revision += 2) {
        const events = storedEvents(2)
        const send = () => flaky.append(stream, revision === -1 ? 'noStream' : revision, events)
        await expect(send()).rejects.toMatchObject({ code: 'AppendOutcomeUnknown' })
        expect(await send()).toMatchObject({ revision: revision + 2 })
        sent.push(...events)
      }
      expect(idsOf(await collect(store.readAll()))).toEqual(idsOf(sent))
    },
  },
  {
    name: 'has once each of many appends of which every first answer is lost',
    run: async ({ store }) => {
      const flaky = loseReplies(store, attempt => attempt % 2 === 1)
      const count = rounds(100, 1000)
      const sent = []
      for (let i = 0; i < count; i++) {
        const [stream, events] = [newStream(store), storedEvents(1)]
        await expect(flaky.append(stream, 'noStream', events)).rejects.toMatchObject({ code: 'AppendOutcomeUnknown' })
        expect(await flaky.append(stream, 'noStream', events)).toMatchObject({ revision: 0 })
        sent.push(...events)
      }
      expect(idsOf(await collect(store.readAll()))).toEqual(idsOf(sent))
    },
  },
  {
    name: 'recognises a batch after it was opened again',
    run: async ({ store: before, again }) => {
      const stream = newStream(before)
      const events = storedEvents(2)
      const place = await before.append(stream, 'noStream', events)
      await before.append(stream, 1, storedEvents(1))
      await before.close()
      const store = await again()
      expect(await store.append(stream, 'noStream', events)).toEqual(place)
      expect(await collect(store.readStream(stream))).toHaveLength(3)
    },
  },
]
