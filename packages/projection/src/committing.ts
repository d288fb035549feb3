import { isOfStore } from '@eventcrm/event-store'
import type { Commit, DocumentStore } from './document-store.ts'
import type { Found } from './filter.ts'
import type { Progress, ViewRun } from './view-run.ts'

/** Where a view's documents and its totals are kept. */
export const collectionsOf = ({ view, rollups }: ViewRun): readonly string[] => [
  view.collection,
  ...rollups.flatMap(({ collection, daysCollection }) => [collection, daysCollection]),
]

export interface RunCommit {
  readonly run: ViewRun
  readonly next: Progress
}

/** Commits, and takes over what was committed. */
export const commit = async (
  store: DocumentStore,
  runs: readonly RunCommit[],
  { writes = [], ...rest }: Partial<Omit<Commit, 'views'>> = {},
): Promise<void> => {
  if (runs.length === 0) return
  await store.commit({
    views: runs.map(({ run, next }) => ({ view: run.view.collection, expected: run.progress.commits, next })),
    writes,
    ...rest,
  })
  for (const { run, next } of runs) run.progress = { ...next, commits: run.progress.commits + 1 }
}

/**
 * Has views folded from the start again. Their documents are there until the first batch takes their place; analysts see them again once
 * they are booked.
 */
export const reset = async (store: DocumentStore, runs: readonly ViewRun[]): Promise<void> => {
  const next: Progress = { checkpoint: null, building: true, rollups: [], stopped: null }
  await commit(
    store,
    runs.map(run => ({ run, next })),
    { unpublish: runs.flatMap(collectionsOf) },
  )
  for (const run of runs) {
    run.stoppedBy = null
    run.narrowing = null
    run.toldUpTo = ''
    run.due = false
  }
}

/** Documents removed at once: with five indexes, 500 take SQLite some 15 ms. */
const removedAtOnce = 500

/**
 * Removes some of a collection that is to be emptied, so that no commit takes long.
 * @returns whether there is more than a commit may clear at once; documents that can't be read any more are cleared at once
 */
export const removeSome = async (store: DocumentStore, run: ViewRun, collection: string): Promise<boolean> => {
  const found = await someOf(store, collection)
  if (!found || found.next === null) return false
  await commit(store, [{ run, next: run.progress }], {
    writes: found.documents.map(({ key }) => ({ collection, key, document: null })),
  })
  return true
}

/** Undefined where they can't be read, for another reason than that the store is away. */
const someOf = async (store: DocumentStore, collection: string): Promise<Found | undefined> => {
  try {
    const [found] = await store.query([{ find: collection, limit: removedAtOnce }])
    return found
  } catch (error) {
    if (isOfStore(error)) throw error
    return undefined
  }
}
