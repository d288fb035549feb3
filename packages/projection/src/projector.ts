import { StoreUnavailable, type EventStore, type Position } from '@eventcrm/event-store'
import { bookRollups, projectBatch, resetViews, type Projected } from './batch.ts'
import { CheckpointConflict, type DocumentStore, type ViewProgress } from './document-store.ts'
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
}

export interface ViewStatus extends ViewProgress {
  readonly view: string
}

/**
 * Folds the log into documents: every event takes effect once, whatever crashes, conflicts and replays lie between.
 * Any number of projectors may run over the same stores; of two commits from one checkpoint, one wins and the other goes on from it.
 */
export interface Projector {
  /** Follows the log until closed. */
  start(): void
  /**
   * Resolves when the views have folded the log up to its end as it stood at the call.
   * @throws ViewStopped when one of them can't get there; LogMismatch; faults of the stores
   */
  catchUp(views?: readonly AnyView[]): Promise<void>
  /** Resolves when the views have folded everything up to this position. Throws as `catchUp` does. */
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

const fresh: ViewProgress = { checkpoint: null, building: true, rollups: [], stopped: null, commits: 0 }

export const createProjector = ({
  events,
  documents,
  views,
  rollups,
  categories,
  batchSize = 1000,
  onProgress,
}: ProjectorOptions): Projector => {
  const reads = categories ? { categories } : {}
  const projected: readonly Projected[] = views.map(view => ({
    view,
    rollups: rollups.filter(rollup => rollup.view === view),
    progress: fresh,
  }))
  const waiters = new Set<Waiter>()
  let following = false
  let closed = false
  let running: Promise<void> | undefined
  let ending = new AbortController()
  let upTo: Position | null = null
  let caughtUp = false
  let count = 0

  const load = async () => {
    await documents.ensure([
      ...views.map(({ collection, indexes }) => ({ name: collection, indexes })),
      ...rollups.map(({ collection, indexes }) => ({ name: collection, indexes: [...indexes, ['month']] })),
    ])
    const known = await documents.query(projected.map(({ view }) => ({ progress: view.collection })))
    for (const [i, of] of projected.entries()) of.progress = { ...(known[i] ?? fresh), stopped: null }
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

  const settle = () => {
    for (const waiter of waiters) {
      const stopped = projected.find(({ view, progress }) => progress.stopped && waiter.views.includes(view))
      if (
        stopped?.progress.stopped &&
        (waiter.position === null ? caughtUp : waiter.position >= stopped.progress.stopped.position)
      ) {
        waiters.delete(waiter)
        waiter.reject(
          new ViewStopped(stopped.view.name, stopped.progress.stopped.position, stopped.progress.stopped.reason),
        )
      } else if (caughtUp && (waiter.position === null || (upTo !== null && upTo >= waiter.position))) {
        waiters.delete(waiter)
        waiter.resolve()
      }
    }
  }
  const fail = (error: unknown) => {
    for (const waiter of waiters) waiter.reject(error)
    waiters.clear()
  }

  const follow = async (signal: AbortSignal) => {
    await load()
    await checkLog()
    caughtUp = false
    const from = projected.reduce<Position | null>((lowest, { progress }) => {
      const position = progress.checkpoint?.position ?? null
      return position === null || lowest === null || position < lowest ? position : lowest
    }, projected[0]?.progress.checkpoint?.position ?? null)
    for await (const page of events.subscribe({
      ...reads,
      ...(from === null ? {} : { after: from }),
      pageSize: batchSize,
      signal,
    })) {
      await projectBatch(documents, projected, page.events)
      if (page.caughtUp) {
        for (const of of projected) {
          const missing = of.progress.building
            ? of.rollups
            : of.rollups.filter(({ collection }) => !of.progress.rollups.includes(collection))
          if ((of.progress.building || missing.length > 0) && !of.progress.stopped)
            await bookRollups(documents, of, missing)
        }
      }
      count += page.events.length
      upTo = page.upTo
      caughtUp = page.caughtUp
      try {
        onProgress?.({ events: count, upTo })
      } catch {
        // a listener's fault is not the projection's
      }
      settle()
      if (signal.aborted || (!following && waiters.size === 0)) return
    }
  }

  const run = async () => {
    const { signal } = ending
    for (let faults = 0; !signal.aborted && (following || waiters.size > 0);) {
      try {
        await follow(signal)
        faults = 0
      } catch (error) {
        if (error instanceof CheckpointConflict) continue
        if (!(error instanceof StoreUnavailable) || !following) {
          fail(error)
          return
        }
        // 0.1 s to 10 s: long enough not to hammer a store that is away, short enough to be back soon after it
        const pause = Math.min(10_000, 100 * 2 ** faults++)
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, pause * (0.5 + Math.random() / 2))
          signal.addEventListener(
            'abort',
            () => {
              clearTimeout(timer)
              resolve()
            },
            { once: true },
          )
        })
      }
    }
  }
  const ensureRunning = () => {
    if (running || closed) return
    running = run().finally(() => {
      running = undefined
      if (!closed && !ending.signal.aborted && waiters.size > 0) ensureRunning()
    })
  }
  const stop = async () => {
    ending.abort()
    await running
    ending = new AbortController()
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
    start() {
      following = true
      ensureRunning()
    },
    async catchUp(of = views) {
      await wait(await events.head(reads), of)
    },
    projected: (position, of = views) => wait(position, of),
    async rebuild(of = views) {
      await stop()
      await load()
      await resetViews(
        documents,
        projected.filter(({ view }) => of.includes(view)),
      )
      upTo = null
      caughtUp = false
      await wait(await events.head(reads), of)
    },
    async status() {
      const known = await documents.query(projected.map(({ view }) => ({ progress: view.collection })))
      return projected.map(({ view }, i) => ({ view: view.collection, ...(known[i] ?? fresh) }))
    },
    async close() {
      closed = true
      await stop()
      fail(new ProjectorClosed())
    },
  }
}
