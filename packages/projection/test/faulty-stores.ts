// Stores that fail as real ones do, at the moments that a test says.
import type { EventStore } from '@eventcrm/event-store'
import type { DocumentStore } from '../src/index.ts'
import { CheckpointConflict } from '../src/store.ts'

/** What a test says of one commit: it goes well, it fails and nothing is written, or all is written and then it fails. */
export type Fate = 'fine' | 'before' | 'after'

/** A document store whose commits have these fates, one after the other, and then go well. */
export const withFates = (
  store: DocumentStore,
  fates: Iterable<Fate>,
  fault: () => Error = () => new Error('crash'),
): DocumentStore => {
  const left = fates[Symbol.iterator]()
  return {
    ...store,
    async commit(commit) {
      const next = left.next()
      const fate = next.done === true ? 'fine' : next.value
      if (fate === 'before') throw fault()
      await store.commit(commit)
      if (fate === 'after') throw fault()
    },
  }
}

/** A document store whose commits are written, or fail, only after others have had turns on the event loop, as a server's are. */
export const withLatency = (store: DocumentStore): DocumentStore => ({
  ...store,
  async commit(commit) {
    const copy = structuredClone(commit)
    for (let turns = 0; turns < 6; turns++) await new Promise(resolve => setImmediate(resolve))
    await store.commit(copy)
  },
})

/** A document store that calls `before` before each commit, and waits for it; and `lost` when another had committed. */
export const withPauses = (
  store: DocumentStore,
  before: () => Promise<void>,
  lost: () => void = () => {},
): DocumentStore => ({
  ...store,
  async commit(commit) {
    await before()
    try {
      await store.commit(commit)
    } catch (error) {
      if (error instanceof CheckpointConflict) lost()
      throw error
    }
  },
})

/** An event store that refuses to be read so many times. */
export const awayFor = (store: EventStore, times: number, fault: () => Error): EventStore => {
  let left = times
  return {
    namespace: store.namespace,
    append: (stream, expected, events) => store.append(stream, expected, events),
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: options => store.readAll(options),
    head: options => store.head(options),
    close: () => store.close(),
    async *subscribe(options) {
      if (left-- > 0) throw fault()
      yield* store.subscribe(options)
    },
  }
}
