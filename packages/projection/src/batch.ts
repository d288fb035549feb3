// One batch of events, folded into documents in memory: pure but for the two questions it puts to the store.
import type { RecordedEvent } from '@eventcrm/event-store'
import { Bookings, type AnyRollup } from './rollup.ts'
import type { Checkpoint, DocumentStore, ViewProgress, Write } from './document-store.ts'
import type { Document, Find, Found } from './filter.ts'
import type { AnyView, ViewEvent } from './view.ts'

type Progress = Omit<ViewProgress, 'commits'>

/** A view with what is known of its progress, and its rollups. */
export interface Projected {
  readonly view: AnyView
  readonly rollups: readonly AnyRollup[]
  progress: ViewProgress
}

interface Touched {
  readonly before: Document | undefined
  now: Document | undefined
  /** The first event of the batch that touched it. */
  readonly by: RecordedEvent
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
const stoppedAt = (event: RecordedEvent, error: unknown): NonNullable<ViewProgress['stopped']> => ({
  position: event.position,
  eventId: event.id,
  reason: reasonOf(error),
})
const checkpointAt = (event: RecordedEvent | undefined): Checkpoint | null =>
  event ? { position: event.position, eventId: event.id } : null

interface Folded {
  readonly of: Projected
  readonly touched: ReadonlyMap<string, Touched>
  readonly next: Progress
}

/** Which events of the batch a view still has to fold, with the document that each touches. Decoding ends at the first that fails. */
const claimed = ({ view, progress }: Projected, events: readonly RecordedEvent[]) => {
  const folded = progress.checkpoint?.position ?? ''
  const mine: { readonly recorded: RecordedEvent; readonly event: ViewEvent; readonly key: string }[] = []
  for (const recorded of events) {
    if (recorded.position <= folded || !view.codec.knows(recorded.type)) continue
    try {
      const event = view.codec.decode(recorded)
      const key = view.keyOf(event)
      if (key !== null) mine.push({ recorded, event, key })
    } catch (error) {
      return { mine, failed: { recorded, error } }
    }
  }
  return { mine, failed: null }
}

const fold = (
  of: Projected,
  { mine, failed }: ReturnType<typeof claimed>,
  documents: ReadonlyMap<string, Document>,
  events: readonly RecordedEvent[],
): Folded => {
  const touched = new Map<string, Touched>()
  let stop = failed
  for (const { recorded, event, key } of mine) {
    const known = touched.get(key)
    try {
      const now = of.view.fold(known ? known.now : documents.get(key), event) ?? undefined
      if (known) known.now = now
      else touched.set(key, { before: documents.get(key), now, by: recorded })
    } catch (error) {
      stop = { recorded, error }
      break
    }
  }
  const { progress } = of
  const last = stop ? events[events.indexOf(stop.recorded) - 1] : events.at(-1)
  const checkpoint =
    last && last.position > (progress.checkpoint?.position ?? '') ? checkpointAt(last) : progress.checkpoint
  return { of, touched, next: { ...progress, checkpoint, stopped: stop ? stoppedAt(stop.recorded, stop.error) : null } }
}

/** What the documents contribute now less what they contributed before; or the event whose document's entries could not be made. */
const bookings = ({
  of: { rollups },
  touched,
}: Folded): Map<AnyRollup, Bookings> | { readonly by: RecordedEvent; readonly error: unknown } => {
  const booked = new Map(rollups.map(rollup => [rollup, new Bookings()]))
  for (const { before, now, by } of touched.values()) {
    try {
      for (const [rollup, into] of booked) {
        if (before) into.book(rollup.entries(before), -1)
        if (now) into.book(rollup.entries(now), 1)
      }
    } catch (error) {
      return { by, error }
    }
  }
  return booked
}

/**
 * Folds a batch for all views and commits documents, rollups and checkpoints at once.
 * @throws CheckpointConflict when another projector committed meanwhile; nothing is written
 */
export const projectBatch = async (
  store: DocumentStore,
  views: readonly Projected[],
  events: readonly RecordedEvent[],
): Promise<void> => {
  const last = events.at(-1)
  if (!last) return
  const behind = views.filter(
    ({ progress }) => !progress.stopped && (progress.checkpoint?.position ?? '') < last.position,
  )
  const claims = behind.map(of => ({ of, claim: claimed(of, events) }))
  const loaded = await store.query(
    claims.map(({ of, claim }) => ({ load: of.view.collection, keys: [...new Set(claim.mine.map(({ key }) => key))] })),
  )
  const folds = claims.map(({ of, claim }, i) => fold(of, claim, loaded[i] ?? new Map<string, Document>(), events))

  const writes: Write[] = []
  const commits: { readonly of: Projected; readonly next: Progress }[] = []
  const booked: { readonly rollup: AnyRollup; readonly into: Bookings }[] = []
  for (const folded of folds) {
    const { of, touched, next } = folded
    const added = of.progress.building ? new Map<AnyRollup, Bookings>() : bookings(folded)
    if (!(added instanceof Map)) {
      commits.push({ of, next: { ...of.progress, stopped: stoppedAt(added.by, added.error) } })
      continue
    }
    commits.push({ of, next })
    for (const [key, { before, now }] of touched)
      if (now !== before) writes.push({ collection: of.view.collection, key, document: now ?? null })
    for (const [rollup, into] of added) booked.push({ rollup, into })
  }
  const rows = await store.query(booked.map(({ rollup, into }) => ({ load: rollup.collection, keys: into.keys() })))
  booked.forEach(({ rollup, into }, i) => {
    for (const row of into.applied(rows[i] ?? new Map())) writes.push({ collection: rollup.collection, ...row })
  })
  await commitAll(store, commits, writes)
}

/** Commits, and remembers what was committed. */
const commitAll = async (
  store: DocumentStore,
  commits: readonly { readonly of: Projected; readonly next: Progress }[],
  writes: readonly Write[],
  clear: readonly string[] = [],
) => {
  await store.commit({
    views: commits.map(({ of, next }) => ({ view: of.view.collection, expected: of.progress.commits, next })),
    writes,
    clear,
  })
  for (const { of, next } of commits) of.progress = { ...next, commits: of.progress.commits + 1 }
}

/** Books a view's rollups once, from its finished documents, page by page. */
export const bookRollups = async (
  store: DocumentStore,
  of: Projected,
  rollups: readonly AnyRollup[],
): Promise<void> => {
  const booked = rollups.map(rollup => ({ rollup, into: new Bookings() }))
  for (let after: string | null = null; ;) {
    const pageOf: Find = { limit: 1000, ...(after === null ? {} : { after }) }
    const [page]: readonly [Found] = await store.query([{ find: of.view.collection, ...pageOf }])
    for (const { document } of page.documents)
      for (const { rollup, into } of booked) into.book(rollup.entries(document), 1)
    if (page.next === null) break
    after = page.next
  }
  const writes = booked.flatMap(({ rollup, into }) =>
    [...into.applied(new Map())].map(row => ({ collection: rollup.collection, ...row })),
  )
  const names = of.rollups.map(({ collection }) => collection)
  await commitAll(
    store,
    [{ of, next: { ...of.progress, building: false, rollups: names } }],
    writes,
    rollups.map(({ collection }) => collection),
  )
}

/** Empties a view and its rollups, to be folded from the start. */
export const resetViews = async (store: DocumentStore, views: readonly Projected[]): Promise<void> => {
  const next: Progress = { checkpoint: null, building: true, rollups: [], stopped: null }
  await commitAll(
    store,
    views.map(of => ({ of, next })),
    [],
    views.flatMap(({ view, rollups }) => [view.collection, ...rollups.map(({ collection }) => collection)]),
  )
}
