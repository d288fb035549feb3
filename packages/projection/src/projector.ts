import { StoreUnavailable, type EventStore, type Position } from '@eventcrm/event-store'
import { bookMissing, fresh, projectBatch, ViewRun, resetViews } from './batch.ts'
import { CheckpointConflict, CommitOutcomeUnknown, type DocumentStore, type ViewProgress } from './document-store.ts'
import { LogMismatch, ProjectorClosed, ViewStopped } from './errors.ts'
import type { AnyRollup } from './rollup.ts'
import type { AnyView } from './view.ts'

export type { Position }

export interface ProjectorOptions {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly views: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
  /** Categories to read, with their namespace. All when left out. */
  readonly categories?: readonly string[]
  /** Events folded and committed at once. 1000: on a document store that syncs each commit, 500 to 1000 reach most of the best rate. */
  readonly batchSize?: number
  /** Called after each commit, in order. What it throws is thrown away. */
  readonly onProgress?: (progress: {
    /** Events read since the projector started. */ readonly events: number
    readonly upTo: Position | null
  }) => void
  /**
   * Called when the following ends on a fault, which no waiting call may be there to hear of: the documents are of another log,
   * say. The next call that waits starts it again. What it throws is thrown away. A store that is away is no such fault: it is tried again until it is back.
   */
  readonly onFault?: (error: unknown) => void
  /** Waits before a store that was away is tried again, until the signal ends it. Timers when left out. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export interface ViewStatus extends ViewProgress {
  readonly view: string
}

/**
 * Folds the log into documents: every event takes effect once, whatever crashes, conflicts and replays lie between.
 * Any number of projectors may run over the same stores; of two commits from one checkpoint, one wins and the other goes on from it.
 */
export interface Projector {
  /** Makes the collections ready, so that they can be asked. Everything else does so too. */
  prepare(): Promise<void>
  /** Follows the log until closed. */
  start(): void
  /**
   * Resolves when the views have folded the log up to its end as it stood at the call.
   * @throws ViewStopped when one of them can't get there; LogMismatch; StoreUnavailable when a store has been away for about a minute; other faults of the stores
   */
  catchUp(views?: readonly AnyView[]): Promise<void>
  /** Resolves when the views have folded everything up to this position. Throws as `catchUp` does, and RangeError for one that the log does not have. */
  projected(position: Position, views?: readonly AnyView[]): Promise<void>
  /** Empties these views (all when left out) and their rollups, folds them again from the start, and resolves when they have caught up. */
  rebuild(views?: readonly AnyView[]): Promise<void>
  status(): Promise<readonly ViewStatus[]>
  /** Ends after the batch under way. The stores stay open: whoever opened them closes them. */
  close(): Promise<void>
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

/** 0.1 s to 10 s: long enough not to hammer a store that is away, short enough to be back soon after it. */
const pauseAfter = (faults: number) => Math.min(10_000, 100 * 2 ** faults) * (0.5 + Math.random() / 2)

export const createProjector = (options: ProjectorOptions): Projector => {
  const { events, documents, views, rollups, categories, batchSize = 1000 } = options
  const { onProgress, onFault, pause = pauseByTimer } = options
  const reads = categories ? { categories } : {}
  const projected = views.map(
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
  let interruption = new AbortController()
  let upTo: Position | null = null
  let caughtUp = false
  let count = 0

  const prepare = () =>
    documents.ensure([
      ...views.map(({ collection, indexes }) => ({ name: collection, indexes })),
      ...rollups.flatMap(({ collection, daysCollection, indexes }) =>
        [collection, daysCollection].map(name => ({ name, indexes: [...indexes, ['month']] })),
      ),
    ])

  const load = async () => {
    await prepare()
    const known = await documents.query(projected.map(({ view }) => ({ progress: view.collection })))
    for (const [i, of] of projected.entries()) of.progress = { ...(known[i] ?? fresh), stopped: null }
  }

  const reset = async () => {
    const asked = [...toReset]
    toReset.clear()
    try {
      if (asked.length > 0)
        await resetViews(
          documents,
          projected.filter(({ view }) => asked.includes(view)),
        )
    } catch (error) {
      for (const view of asked) toReset.add(view)
      throw error
    }
  }

  /** That the log still holds the event that each view was folded up to. */
  const checkLog = async () => {
    for (const { view, progress } of projected) {
      if (!progress.checkpoint) continue
      const { position, eventId } = progress.checkpoint
      let found: string | undefined
      for await (const event of events.readAll({ from: position, limit: 1 }))
        if (event.position === position) found = event.id
      if (found !== eventId) throw new LogMismatch(view.name, position)
    }
  }

  /** The view in the way of a waiter that it can't get past, if there is one. */
  const inTheWay = ({ views: of, position }: Waiter) => {
    for (const { view, progress } of projected) {
      const { stopped, building } = progress
      if (!stopped || !of.includes(view)) continue
      if (building || position === null || position >= stopped.position)
        return new ViewStopped(view.name, stopped.position, stopped.reason)
    }
    return undefined
  }

  const settle = () => {
    if (!caughtUp || toReset.size > 0) return
    for (const waiter of waiters) {
      const stopped = inTheWay(waiter)
      const there = waiter.position === null || (upTo !== null && upTo >= waiter.position)
      if (!stopped && !there) continue
      waiters.delete(waiter)
      if (stopped) waiter.reject(stopped)
      else waiter.resolve()
    }
  }
  const fail = (error: unknown) => {
    toReset.clear()
    for (const waiter of waiters) waiter.reject(error)
    waiters.clear()
  }

  const startingFrom = (): Position | null => {
    const lowest = projected.map(({ folded }) => folded).sort()[0]
    return lowest === undefined || lowest === '' ? null : lowest
  }

  const follow = async (signal: AbortSignal, done: () => void) => {
    caughtUp = false
    upTo = null
    await load()
    await reset()
    await checkLog()
    const after = startingFrom()
    const from = after === null ? {} : { after }
    for await (const page of events.subscribe({ ...reads, ...from, pageSize: batchSize, signal })) {
      await projectBatch(documents, projected, page.events)
      if (page.caughtUp) {
        for (const of of projected) {
          const { building, stopped } = of.progress
          if ((building || of.missing.length > 0) && !stopped) await bookMissing(documents, of)
        }
      }
      count += page.events.length
      upTo = page.upTo
      caughtUp = page.caughtUp
      done()
      tell(() => onProgress?.({ events: count, upTo }))
      settle()
      if (signal.aborted || (!following && waiters.size === 0)) return
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
        if (error instanceof CheckpointConflict || error instanceof CommitOutcomeUnknown) continue
        if (error instanceof StoreUnavailable && following) {
          if (faults >= waitersHearAfter) fail(error)
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
  const wait = (position: Position | null, of: readonly AnyView[]) =>
    new Promise<void>((resolve, reject) => {
      if (closed) {
        reject(new ProjectorClosed())
        return
      }
      waiters.add({ views: of, position, resolve, reject })
      if (running) settle()
      ensureRunning()
    })

  return {
    prepare,
    start() {
      following = true
      ensureRunning()
    },
    async catchUp(of = views) {
      await wait(await events.head(reads), of)
    },
    async projected(position, of = views) {
      const head = await events.head(reads)
      // Of another log, or of a future that may never come: nobody should wait for it.
      if (head === null || position.length !== head.length || position > head)
        throw new RangeError(`The log has no position '${position}' yet: it ends at ${head ?? 'nothing'}`)
      await wait(position, of)
    },
    async rebuild(of = views) {
      const head = await events.head(reads)
      for (const view of of) toReset.add(view)
      interruption.abort()
      await wait(head, of)
    },
    async status() {
      await prepare()
      const known = await documents.query(projected.map(({ view }) => ({ progress: view.collection })))
      return projected.map(({ view }, i) => ({ view: view.collection, ...(known[i] ?? fresh) }))
    },
    async close() {
      closed = true
      interruption.abort()
      await running
      fail(new ProjectorClosed())
    },
  }
}
