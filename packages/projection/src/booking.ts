// Rollups of documents that are finished: booked once, instead of event by event.
import { documentsOf, rowWrites, startsAnew } from './batch.ts'
import { collectionsOf, commit, removeSome } from './committing.ts'
import type { DocumentStore, Write } from './document-store.ts'
import type { Find, Found } from './filter.ts'
import { RollupDelta } from './rollup-delta.ts'
import type { ViewRun } from './view-run.ts'

/** Rows committed at once: twice as many documents, some 15 ms of SQLite. */
const rowsAtOnce = 250
/** Documents read at once: at some 1.5 kB each, half a megabyte that is held while their entries are made, and read in a few milliseconds. */
const documentsAtOnce = 250

/** The commit that makes a view ready to be asked; `show`: and has analysts see it. */
const finish = (run: ViewRun, show: boolean) => {
  const { rollups, progress } = run
  const { unseen: _, ...rest } = progress
  return {
    next: {
      ...rest,
      ...(show ? {} : { unseen: true as const }),
      ...{ building: false, rollups: rollups.map(({ collection }) => collection), stopped: null },
    },
    publish: show ? collectionsOf(run) : [],
    clear: startsAnew(run) ? documentsOf(run) : [],
  }
}

/** Ends the building of views without rollups. */
export const finishWithoutRollups = async (
  store: DocumentStore,
  runs: readonly ViewRun[],
  show: boolean,
): Promise<void> => {
  const finished = runs.map(run => ({ run, ...finish(run, show) }))
  await commit(store, finished, {
    publish: finished.flatMap(({ publish }) => publish),
    clear: finished.flatMap(({ clear }) => clear),
  })
}

/** Has analysts see views that were built beside the versions that they see. */
export const showUnseen = async (store: DocumentStore, runs: readonly ViewRun[]): Promise<void> => {
  const shown = runs.map(run => {
    const { unseen: _, ...next } = run.progress
    return { run, next }
  })
  await commit(store, shown, { publish: runs.flatMap(collectionsOf) })
}

/**
 * Books the rollups that a view misses from its documents, and ends its building. Between its steps others may go on, but for what
 * commits to this view: then it is a CheckpointConflict, and begun anew. A crash on the way leaves rows that nobody asks for, and that
 * the next booking removes.
 * @param show whether analysts are to see it from then on
 * @param pause whether it is time to let others go on
 * @throws what `entries` throws, as a BookingFault
 */
export async function* bookMissing(
  store: DocumentStore,
  run: ViewRun,
  show: boolean,
  pause: () => boolean,
): AsyncGenerator<undefined, void> {
  const { view, missing } = run
  const collections = missing.flatMap(({ collection, daysCollection }) => [collection, daysCollection])
  for (const collection of collections) while (await removeSome(store, run, collection)) yield

  const booked = missing.map(rollup => ({ rollup, delta: new RollupDelta() }))
  for (let after: string | null = null; !startsAnew(run);) {
    const page: Find = { limit: documentsAtOnce, ...(after === null ? {} : { after }) }
    const [found]: readonly [Found] = await store.query([{ find: view.collection, ...page }])
    for (const { document } of found.documents) {
      orBookingFault(() => {
        for (const { rollup, delta } of booked) delta.add(rollup.entries(document), 1)
      })
      if (pause()) yield
    }
    if (found.next === null) break
    after = found.next
  }

  let writes: Write[] = []
  let clear: readonly string[] = collections
  for (const { rollup, delta } of booked) {
    const rows = delta.applied(new Map(), new Map())[Symbol.iterator]()
    for (;;) {
      const row = orBookingFault(() => rows.next())
      if (row.done) break
      writes.push(...rowWrites(rollup, row.value))
      if (writes.length < 2 * rowsAtOnce) continue
      await commit(store, [{ run, next: run.progress }], { writes, clear })
      writes = []
      clear = []
      yield
    }
  }
  const { next, publish, clear: documents } = finish(run, show)
  await commit(store, [{ run, next }], { writes, clear: [...clear, ...documents], publish })
}

/** A rollup could not be booked: its `cause` says why. */
export class BookingFault extends Error {}

const orBookingFault = <T>(work: () => T): T => {
  try {
    return work()
  } catch (cause) {
    throw new BookingFault('A rollup could not be booked', { cause })
  }
}
