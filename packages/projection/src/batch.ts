// One batch of events, folded into documents in memory: pure but for the two questions it puts to the store.
import { UnknownEventType, type RecordedEvent } from '@eventcrm/event-store'
import { RollupDelta } from './rollup-delta.ts'
import type { DocumentStore, ViewProgress, Write } from './document-store.ts'
import type { Document, Find, Found } from './filter.ts'
import type { AnyRollup } from './rollup.ts'
import type { AnyView, ViewEvent } from './view.ts'

type Progress = Omit<ViewProgress, 'commits'>

export const fresh: ViewProgress = { checkpoint: null, building: true, rollups: [], stopped: null, commits: 0 }

/** A view with its rollups, and how far it has come: replaced after each commit. */
export class ViewRun {
  progress = fresh
  readonly view: AnyView
  readonly rollups: readonly AnyRollup[]
  constructor(view: AnyView, rollups: readonly AnyRollup[]) {
    this.view = view
    this.rollups = rollups
  }

  /** Position up to which it has folded; before every other when it has folded nothing. */
  get folded(): string {
    return this.progress.checkpoint?.position ?? ''
  }
  /** Rollups that are kept up with the documents. */
  get booked(): readonly AnyRollup[] {
    return this.rollups.filter(({ collection }) => this.progress.rollups.includes(collection))
  }
  /** Rollups that are still to be booked from finished documents. */
  get missing(): readonly AnyRollup[] {
    return this.rollups.filter(({ collection }) => !this.progress.rollups.includes(collection))
  }
}

interface Fault {
  readonly of: ViewRun
  readonly reason: string
}
const faultOf = (of: ViewRun, error: unknown): Fault => ({
  of,
  reason: error instanceof Error ? error.message : String(error),
})

interface RoutedEvent {
  readonly event: ViewEvent
  readonly key: string
}

/** The events that a view folds, with the document that each touches. */
const route = ({ view, folded }: ViewRun, events: readonly RecordedEvent[]): readonly RoutedEvent[] =>
  events.flatMap(recorded => {
    if (recorded.position <= folded) return []
    if (!view.codec.knows(recorded.type)) {
      if (view.isUnknown(recorded))
        throw new UnknownEventType(`'${recorded.type}' was written by a newer version of the library`)
      return []
    }
    const event = view.codec.decode(recorded)
    const key = view.keyOf(event)
    return key === null ? [] : [{ event, key }]
  })

/**
 * Folds documents, each on the one copy that was loaded, and says what changes in their rollups: what they contribute after
 * the batch, less what they contributed before it.
 * @param loaded what there was of the documents; they are changed
 * @returns the documents that the events touch, as they become; undefined for one that goes
 */
const fold = ({ view, booked }: ViewRun, routed: readonly RoutedEvent[], loaded: ReadonlyMap<string, Document>) => {
  const deltas = new Map(booked.map(rollup => [rollup, new RollupDelta()]))
  for (const document of loaded.values()) for (const [rollup, delta] of deltas) delta.add(rollup.entries(document), -1)
  const after = new Map<string, Document | undefined>()
  for (const { event, key } of routed) {
    const document = after.has(key) ? after.get(key) : loaded.get(key)
    after.set(key, view.fold(document, event) ?? undefined)
  }
  for (const document of after.values()) {
    if (!document) continue
    view.check(document)
    for (const [rollup, delta] of deltas) delta.add(rollup.entries(document), 1)
  }
  return { after, deltas }
}

/** Does each; those that throw come back as faults. */
const each = <T extends { readonly of: ViewRun }, R>(
  all: readonly T[],
  make: (one: T, index: number) => R,
  faults: Fault[],
): (T & R)[] =>
  all.flatMap((one, index) => {
    try {
      return [{ ...one, ...make(one, index) }]
    } catch (error) {
      faults.push(faultOf(one.of, error))
      return []
    }
  })

/**
 * Folds a batch for all views and commits documents, rollups and checkpoints at once. A view that can't take the batch is left
 * out, and then takes it in ever smaller parts, up to the event that it can't fold: there it stops.
 * @throws CheckpointConflict when another projector committed meanwhile; nothing is written
 */
export const projectBatch = async (
  store: DocumentStore,
  views: readonly ViewRun[],
  events: readonly RecordedEvent[],
): Promise<void> => {
  const last = events.at(-1)
  if (!last) return
  const faults: Fault[] = []
  const behind = views.filter(of => !of.progress.stopped && of.folded < last.position).map(of => ({ of }))
  const routable = each(behind, ({ of }) => ({ routed: route(of, events) }), faults)
  const loaded = await store.query(
    routable.map(({ of, routed }) => ({ load: of.view.collection, keys: [...new Set(routed.map(({ key }) => key))] })),
  )
  const folded = each(
    routable,
    ({ of, routed }, i) => {
      return fold(of, routed, loaded[i] ?? none)
    },
    faults,
  )
  const rollups = folded.flatMap(({ deltas }) => [...deltas])
  const rows = await store.query(
    rollups.flatMap(([{ collection, daysCollection }, delta]) => {
      const keys = delta.keys()
      return [collection, daysCollection].map(load => ({ load, keys }))
    }),
  )
  const rowsOf: Rows = new Map(rollups.map(([rollup], i) => [rollup, [rows[2 * i] ?? none, rows[2 * i + 1] ?? none]]))
  const ready = each(folded, ({ after, deltas, of }) => ({ writes: writesOf(of, after, deltas, rowsOf) }), faults)

  const checkpoint = { position: last.position, eventId: last.id }
  await commit(
    store,
    ready.map(({ of }) => {
      const rollups = of.booked.map(({ collection }) => collection)
      return { of, next: { checkpoint, building: of.progress.building, rollups, stopped: null } }
    }),
    ready.flatMap(({ writes }) => writes),
  )
  for (const fault of faults) await divide(store, fault, events)
}

const none: ReadonlyMap<string, Document> = new Map()
type Rows = ReadonlyMap<
  AnyRollup,
  readonly [months: ReadonlyMap<string, Document>, days: ReadonlyMap<string, Document>]
>

const writesOf = (
  { view }: ViewRun,
  after: ReadonlyMap<string, Document | undefined>,
  deltas: ReadonlyMap<AnyRollup, RollupDelta>,
  rows: Rows,
): readonly Write[] => [
  ...[...after].map(([key, now]) => ({ collection: view.collection, key, document: now ?? null })),
  ...[...deltas].flatMap(([rollup, added]) => rowWrites(rollup, added, rows.get(rollup))),
]

const rowWrites = (
  { collection, daysCollection }: AnyRollup,
  added: RollupDelta,
  [months, days]: readonly [ReadonlyMap<string, Document>, ReadonlyMap<string, Document>] = [none, none],
): readonly Write[] =>
  Array.from(added.applied(months, days)).flatMap(({ key, month, days }) => [
    { collection, key, document: month },
    { collection: daysCollection, key, document: days },
  ])

/** A batch that a view could not take, in halves; of one event alone, that it stops before it. */
const divide = async (store: DocumentStore, { of, reason }: Fault, events: readonly RecordedEvent[]): Promise<void> => {
  const left = events.filter(({ position }) => position > of.folded)
  const [first] = left
  if (!first) return
  if (left.length === 1) {
    await commit(
      store,
      [{ of, next: { ...of.progress, stopped: { position: first.position, eventId: first.id, reason } } }],
      [],
    )
    return
  }
  const half = Math.ceil(left.length / 2)
  await projectBatch(store, [of], left.slice(0, half))
  await projectBatch(store, [of], left.slice(half))
}

/** Commits, and remembers what was committed. */
const commit = async (
  store: DocumentStore,
  views: readonly { readonly of: ViewRun; readonly next: Progress }[],
  writes: readonly Write[],
  clear: readonly string[] = [],
): Promise<void> => {
  if (views.length === 0) return
  await store.commit({
    views: views.map(({ of, next }) => ({ view: of.view.collection, expected: of.progress.commits, next })),
    writes,
    clear,
  })
  for (const { of, next } of views) of.progress = { ...next, commits: of.progress.commits + 1 }
}

/**
 * Books the rollups that a view misses, once, from its finished documents. They are read page by page; a commit that falls between
 * makes it a CheckpointConflict. A view whose rollups can't be booked stops at its last event.
 */
export const bookMissing = async (store: DocumentStore, of: ViewRun): Promise<void> => {
  const { view, missing, progress } = of
  const booked = missing.map(rollup => ({ rollup, delta: new RollupDelta() }))
  const faults: Fault[] = []
  for (let after: string | null = null; faults.length === 0;) {
    const page: Find = { limit: 1000, ...(after === null ? {} : { after }) }
    const [found]: readonly [Found] = await store.query([{ find: view.collection, ...page }])
    each(
      found.documents.map(({ document }) => ({ of, document })),
      ({ document }) => {
        for (const { rollup, delta } of booked) delta.add(rollup.entries(document), 1)
      },
      faults,
    )
    if (found.next === null) break
    after = found.next
  }
  const [ready] = each(
    [{ of }],
    () => ({
      writes: booked.flatMap(({ rollup, delta }) => rowWrites(rollup, delta)),
    }),
    faults,
  )
  const [fault] = faults
  if (fault && progress.checkpoint) {
    await commit(store, [{ of, next: { ...progress, stopped: { ...progress.checkpoint, reason: fault.reason } } }], [])
    return
  }
  const rollups = of.rollups.map(({ collection }) => collection)
  const clear = missing.flatMap(({ collection, daysCollection }) => [collection, daysCollection])
  await commit(
    store,
    [{ of, next: { ...progress, building: false, rollups, stopped: null } }],
    ready?.writes ?? [],
    clear,
  )
}

/** Empties views and their rollups, to be folded from the start. */
export const resetViews = async (store: DocumentStore, views: readonly ViewRun[]): Promise<void> => {
  const next: Progress = { checkpoint: null, building: true, rollups: [], stopped: null }
  const clear = views.flatMap(({ view, rollups }) => [
    view.collection,
    ...rollups.flatMap(({ collection, daysCollection }) => [collection, daysCollection]),
  ])
  await commit(
    store,
    views.map(of => ({ of, next })),
    [],
    clear,
  )
}
