import { StoreUnavailable, type ReadableLog, type Position } from '@eventcrm/event-store'
import { reset } from './committing.ts'
import { checkFoldable } from './check-foldable.ts'
import { CheckpointConflict, CommitOutcomeUnknown, type DocumentStore, type ViewProgress } from './document-store.ts'
import { ProjectorClosed, ViewStopped } from './errors.ts'
import { Following } from './following.ts'
import type { AnyRollup } from './rollup.ts'
import { versionOf, type AnyView } from './view.ts'
import { collectionsToMake } from './view-collections.ts'
import { fresh, ViewRun } from './view-run.ts'

export type { Position }

export interface ProjectorOptions {
  readonly events: ReadableLog
  readonly documents: DocumentStore
  readonly views: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
  /** Those that `catchUp` and `projected` wait for when none are named. All when left out. */
  readonly waitFor?: readonly AnyView[]
  /** Categories to read, with their namespace. All when left out. */
  readonly categories?: readonly string[]
  /** Events folded and committed at once, at most. 1000: on a document store that syncs each commit, 500 to 1000 reach most of the best rate. */
  readonly batchSize?: number
  /** False: analysts go on seeing the versions that they see, until a projector without this has the new ones. For `prepare`. */
  readonly publish?: boolean
  /** Called after each commit, in order. What it throws is thrown away. */
  readonly onProgress?: (progress: {
    /** Events read since the projector started. */ readonly events: number
    readonly upTo: Position | null
  }) => void
  /**
   * Called when a view stops, with a ViewStopped whose `cause` is what its fold threw: once, however often it is asked for. And when
   * the following ends on a fault that no waiting call is there to hear of: the documents are of another log, say; the next call
   * that waits starts it again. What it throws is thrown away. A store that is away is no such fault: it is tried again until it is back.
   */
  readonly onFault?: (error: unknown) => void
  /** Waits before a store that was away is tried again, until the signal ends it. Timers when left out. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Milliseconds since some moment, by which slices of work are kept short. `performance.now` when left out. */
  readonly clock?: () => number
}

export interface ViewStatus extends ViewProgress {
  readonly view: string
  /**
   * Whether it is folded here: 'here'; in another version, an 'older' or a 'newer' one than is folded here; or 'elsewhere', by an application
   * whose code this projector does not have.
   */
  readonly code: 'here' | 'older' | 'newer' | 'elsewhere'
}

/**
 * Folds the log into documents: every event takes effect once, whatever crashes, conflicts and replays lie between.
 * Any number of projectors may run over the same stores; of two commits from one checkpoint, one wins and the other goes on from it.
 *
 * Views at one checkpoint read, fold and commit together. One that is new or behind is brought on beside them in slices of a few milliseconds,
 * and joins them; one that can't fold an event stands before it. Neither holds up the others.
 */
export interface Projector {
  /** Makes the collections ready, so that they can be asked. Everything else does so too. */
  prepare(): Promise<void>
  /** Follows the log until closed. */
  start(): void
  /**
   * Resolves when the views have folded the log up to its end as it stood at the call.
   * @throws TypeError for a view that is not folded here; ViewStopped when one of them can't get there; LogMismatch; StoreUnavailable when a store has been away for about a minute; other faults of the stores
   */
  catchUp(views?: readonly AnyView[]): Promise<void>
  /** Resolves when the views have folded everything up to this position. Throws as `catchUp` does, and RangeError for one that the log does not have. */
  projected(position: Position, views?: readonly AnyView[]): Promise<void>
  /**
   * Folds these views (all when left out) again from the start, and resolves when they have caught up. Before it gives up what they have it
   * folds the log in memory, so that one which could not be folded to the end is left as it is; the others are rebuilt.
   * @throws ViewStopped for one that was left, naming the event that it can't fold; what reading the log throws, and StreamIncomplete where
   *   it lacks an event: then all are left
   */
  rebuild(views?: readonly AnyView[], options?: RebuildOptions): Promise<void>
  /** What a view's fold threw where the view stopped in this process. */
  stoppedBy(view: Pick<AnyView, 'collection'>): unknown
  /** How far each view is, all at one moment: those folded here, then all others that the documents have. It writes nothing. */
  status(): Promise<readonly ViewStatus[]>
  /** Ends after the batch under way. The stores stay open: whoever opened them closes them. */
  close(): Promise<void>
}

export interface RebuildOptions {
  /** Called now and then while the log is checked, with how far; from the start again where there is too much for one go. */
  readonly onChecked?: (upTo: Position) => void
}

interface Waiter {
  readonly views: readonly AnyView[]
  /** Null: until the end of the log has been seen. */
  readonly position: Position | null
  resolve(): void
  reject(error: unknown): void
}

const pauseByTimer = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })

/** Whose code folds a collection that is not folded here. */
const codeOf = (collection: string, views: readonly AnyView[]): ViewStatus['code'] => {
  const known = versionOf(collection)
  const here = views.find(view => view.name === known?.name)
  if (!known || !here) return 'elsewhere'
  return known.version < here.version ? 'older' : 'newer'
}

/** A listener's fault is not the projection's. */
const tell = (listener: () => void): void => {
  try {
    listener()
  } catch {
    // thrown away, as said where it is given
  }
}

/** Faults in a row after which those who wait hear of it: about a minute. Projecting goes on trying. */
const waitersHearAfter = 12

/** Commits that may or may not have been written, after which those who wait hear of it: a disk that fails again and again, at whichever commit, would else keep a rebuild busy for ever. */
const mostUnknown = 10

/** 0.1 s to 10 s: long enough not to hammer a store that is away, short enough to be back soon after it. */
const pauseAfter = (faults: number) => Math.min(10_000, 100 * 2 ** faults) * (0.5 + Math.random() / 2)

/**
 * A projector of views and their rollups.
 * @throws TypeError when two of them have one name and version
 */
export const createProjector = (options: ProjectorOptions): Projector => {
  const { events, documents, views, rollups, waitFor = views, categories, batchSize = 1000, publish = true } = options
  const { onProgress, onFault, pause = pauseByTimer, clock = () => performance.now() } = options
  const reads = categories ? { categories } : {}
  const collections = collectionsToMake(views, rollups)
  const runs = views.map(
    view =>
      new ViewRun(
        view,
        rollups.filter(rollup => rollup.view === view),
      ),
  )
  const waiters = new Set<Waiter>()
  const toReset = new Set<AnyView>()
  let following = false
  let closed = false
  let running: Promise<void> | undefined
  let current: Following | undefined
  let interruption = new AbortController()
  const closing = new AbortController()
  let count = 0
  /** Commits that may or may not have been written, since a waiter had what it waited for. */
  let unknown = 0

  const prepare = () => documents.ensure(collections)

  /** Empties what is to be rebuilt. */
  const resetAsked = async () => {
    const asked = [...toReset]
    toReset.clear()
    try {
      await reset(
        documents,
        runs.filter(({ view }) => asked.includes(view)),
      )
    } catch (error) {
      for (const view of asked) toReset.add(view)
      throw error
    }
  }

  const stoppedAt = ({ view, progress: { stopped }, stoppedBy }: ViewRun) =>
    stopped && new ViewStopped(view.name, stopped.position, stopped.reason, { cause: stoppedBy?.error })

  /** Why a waiter will never have what it waits for, if there is such a reason. */
  const inTheWay = (of: readonly ViewRun[], position: Position | null) => {
    for (const run of of) {
      const { stopped, building } = run.progress
      if (stopped && (building || position === null || position >= stopped.position)) return stoppedAt(run)
    }
    return null
  }

  const settle = () => {
    if (!current || toReset.size > 0) return
    for (const waiter of waiters) {
      const { position } = waiter
      const of = runs.filter(({ view }) => waiter.views.includes(view))
      const stopped = inTheWay(of, position)
      // `inTheWay` has told of views that stopped before the position; the others that stopped did so behind it, and have folded it
      const there = of.every(run => run.progress.stopped !== null || current?.isAt(run, position))
      if (!stopped && !there) continue
      waiters.delete(waiter)
      if (stopped) waiter.reject(stopped)
      else {
        unknown = 0
        waiter.resolve()
      }
    }
  }
  const fail = (error: unknown) => {
    toReset.clear()
    for (const waiter of waiters) waiter.reject(error)
    waiters.clear()
  }

  const follow = async (signal: AbortSignal, done: () => void) => {
    const next = new Following({
      events,
      documents,
      runs,
      categories,
      batchSize,
      prepare,
      publish,
      signal,
      clock,
      onBatch(events, upTo) {
        count += events
        tell(() => onProgress?.({ events: count, upTo }))
      },
      onStopped(run) {
        tell(() => onFault?.(stoppedAt(run)))
      },
    })
    try {
      await prepare()
      await next.load(runs.filter(({ view }) => !toReset.has(view)))
      if (toReset.size > 0) {
        await next.load(
          runs.filter(({ view }) => toReset.has(view)),
          'of any log',
        )
        await resetAsked()
      }
      current = next // from now on it can say how far views are
      for (;;) {
        settle()
        if (signal.aborted || (!following && waiters.size === 0)) return
        await next.step()
        done()
      }
    } finally {
      current = undefined
      await next.end()
    }
  }

  const run = async () => {
    for (let faults = 0; !closed && (following || waiters.size > 0);) {
      interruption = new AbortController()
      const { signal } = interruption
      try {
        await follow(signal, () => (faults = 0))
      } catch (error) {
        // the progress is read again, and tells what was written
        if (error instanceof CheckpointConflict) continue
        const isUnknown = error instanceof CommitOutcomeUnknown
        if (isUnknown && ++unknown < mostUnknown) continue
        if ((isUnknown || error instanceof StoreUnavailable) && following) {
          if (faults >= waitersHearAfter || isUnknown) fail(error)
          await pause(pauseAfter(faults++), signal)
          continue
        }
        if (following && waiters.size === 0) tell(() => onFault?.(error))
        fail(error)
        return
      }
    }
  }
  const ensureRunning = () => {
    if (running || closed) return
    running = run().finally(() => {
      running = undefined
      if (waiters.size > 0) ensureRunning()
    })
  }
  /** Which views could not be folded up to a position. */
  const check = async (of: readonly AnyView[], upTo: Position | null, onProgress: RebuildOptions['onChecked']) => {
    const { signal } = closing
    try {
      const asked = runs.filter(({ view }) => of.includes(view))
      return await checkFoldable({ events, runs: asked, upTo: upTo ?? '', categories, signal, clock, onProgress })
    } catch (error) {
      throw signal.aborted ? new ProjectorClosed() : error
    }
  }
  /** @throws TypeError for a view that is not among the projector's: it would never be folded */
  const checkViews = (of: readonly AnyView[]): void => {
    for (const view of of)
      if (!views.includes(view)) throw new TypeError(`${view.name} is not among the views that are folded here`)
  }
  const wait = (position: Position | null, of: readonly AnyView[]) =>
    new Promise<void>((resolve, reject) => {
      if (closed) {
        reject(new ProjectorClosed())
        return
      }
      waiters.add({ views: of, position, resolve, reject })
      settle()
      ensureRunning()
    })

  return {
    prepare,
    start() {
      following = true
      ensureRunning()
    },
    async catchUp(of = waitFor) {
      checkViews(of)
      await wait(await events.head(reads), of)
    },
    async projected(position, of = waitFor) {
      checkViews(of)
      const head = await events.head(reads)
      // Of another log, or of a future that may never come: nobody should wait for it.
      if (head === null || !/^\d+$/.test(position) || position.length !== head.length || position > head)
        throw new RangeError(
          `The log has no such position: ${head === null ? 'it is empty' : `it ends at ${head}`}. Give the one that a command came to`,
        )
      await wait(position, of)
    },
    async rebuild(of = views, { onChecked } = {}) {
      checkViews(of)
      const head = await events.head(reads)
      const faults = await check(of, head, onChecked)
      const foldable = of.filter(view => !faults.has(view))
      for (const view of foldable) toReset.add(view)
      interruption.abort()
      if (foldable.length > 0) await wait(head, foldable)
      for (const fault of faults.values()) throw fault
    },
    stoppedBy: ({ collection }) => runs.find(({ view }) => view.collection === collection)?.stoppedBy?.error,
    async status() {
      const [known] = await documents.query([{ views: '' }])
      const others = new Map(known)
      const here = views.map(({ collection }): ViewStatus => {
        others.delete(collection)
        return { view: collection, code: 'here', ...(known.get(collection) ?? fresh) }
      })
      return [...here, ...Array.from(others, ([view, progress]) => ({ view, code: codeOf(view, views), ...progress }))]
    },
    async close() {
      closed = true
      closing.abort()
      interruption.abort()
      await running
      fail(new ProjectorClosed())
    },
  }
}
