// One batch of events, folded into documents in memory: pure but for the two questions it puts to the store.
import { UnknownEventType, type RecordedEvent } from '@eventcrm/event-store'
import { commit } from './committing.ts'
import type { DocumentStore, Write } from './document-store.ts'
import type { Document } from './filter.ts'
import type { AnyRollup } from './rollup.ts'
import { checkDocument } from './row-decoder.ts'
import { checkKey, checkStorable } from './stored-form.ts'
import { RollupDelta, type ChangedRow } from './rollup-delta.ts'
import {
  each,
  feedAll,
  keysOf,
  none,
  type Fed,
  type GivenAt,
  type Loaded,
  type RoutedEvent,
  type ViewFault,
} from './feeding.ts'
import type { AnyView } from './view.ts'
import type { ViewRun } from './view-run.ts'

/** The events that a view folds, with each document that they touch. */
const route = (view: AnyView, events: readonly RecordedEvent[]): readonly RoutedEvent[] =>
  events.flatMap(recorded => {
    if (!view.codec.knows(recorded.type)) {
      if (!view.isUnknown(recorded)) return []
      throw new UnknownEventType(`'${recorded.type}' was written by a newer version of the library`)
    }
    const event = view.codec.decode(recorded)
    return view.keysOf(event).map(key => {
      checkKey(key, `${view.name}: key`)
      return { event, key }
    })
  })

/** The documents that events touch, or that are given something, as they become; undefined for one that goes. */
const foldAll = (
  view: AnyView,
  routed: readonly RoutedEvent[],
  givings: readonly GivenAt[],
  loaded: Loaded,
): Map<string, Document | undefined> => {
  const after = new Map<string, Document | undefined>()
  const now = (key: string) => (after.has(key) ? after.get(key) : loaded.get(key))
  let given = 0
  /** What is given to a document before it is there is lost, whatever comes in one batch. */
  const giveUntil = (position: string | null): void => {
    for (let next = givings[given]; next && (position === null || next.position < position); next = givings[++given]) {
      const { key, giving } = next
      const document = now(key)
      if (document && view.fedBy) after.set(key, view.fedBy.take(document, giving.from, giving.was, giving.is))
    }
  }
  for (const { event, key } of routed) {
    giveUntil(event.position)
    after.set(key, view.fold(now(key), event, key) ?? undefined)
  }
  giveUntil(null)
  return after
}

/**
 * Folds documents, each on the one copy that was loaded, and says what changes in their rollups: what they contribute after
 * the batch, less what they contributed before it.
 * @param loaded what there was of the documents; they are changed
 * @returns the documents that the events touch, as they become; undefined for one that goes
 */
const fold = ({ view, booked }: ViewRun, routed: readonly RoutedEvent[], { givings }: Fed, loaded: Loaded) => {
  for (const document of loaded.values()) if (!view.isLike(document)) checkDocument(view, document)
  const deltas = new Map(booked.map(rollup => [rollup, new RollupDelta()]))
  for (const document of loaded.values()) for (const [rollup, delta] of deltas) delta.add(rollup.entries(document), -1)
  const after = foldAll(view, routed, givings, loaded)
  for (const document of after.values()) {
    if (!document) continue
    view.check(document)
    for (const [rollup, delta] of deltas) delta.add(rollup.entries(document), 1)
  }
  return { loaded, after, deltas }
}

/**
 * Folds a batch for views that stand at one checkpoint, and commits documents, rollups and checkpoints at once.
 * @param events what lies behind the checkpoint, at least one
 * @returns the views that could not take it, which stay where they were
 * @throws CheckpointConflict when another projector committed meanwhile; nothing is written
 */
export const projectBatch = async (
  store: DocumentStore,
  runs: readonly ViewRun[],
  events: readonly RecordedEvent[],
): Promise<readonly ViewFault[]> => {
  const last = events.at(-1)
  if (!last) return []
  const faults: ViewFault[] = []
  const routed = each(
    runs.map(run => ({ run })),
    ({ run: { view } }) => ({
      routed: route(view, events),
      routedToSource: view.fedBy ? route(view.fedBy.source, events) : [],
    }),
    faults,
  )
  // Of what an earlier folding of a view left behind, nothing is taken over.
  const load = async (
    asked: readonly { readonly run: ViewRun; readonly collection: string; readonly keys: readonly string[] }[],
  ): Promise<readonly Loaded[]> =>
    store.query(
      asked.map(({ run, collection, keys }) => ({ load: collection, keys: startsAnew(run) ? [] : [...new Set(keys)] })),
    )
  const fed = await feedAll(routed, load, faults)
  const loaded = await load(
    fed.map(({ run, routed, fed }) => ({
      run,
      collection: run.view.collection,
      keys: [...keysOf(routed), ...keysOf(fed.givings)],
    })),
  )
  const folded = each(fed, ({ run, routed, fed }, i) => fold(run, routed, fed, loaded[i] ?? none), faults)

  const deltas = folded.flatMap(({ deltas }) => [...deltas])
  const loads = deltas.flatMap(([{ collection, daysCollection }, delta]) => {
    const keys = delta.keys()
    return [collection, daysCollection].map(load => ({ load, keys }))
  })
  const rows = loads.length > 0 ? await store.query(loads) : []
  const rowsOf = new Map(deltas.map(([rollup], i) => [rollup, [rows[2 * i] ?? none, rows[2 * i + 1] ?? none] as const]))
  const ready = each(
    folded,
    ({ run: { view }, loaded, after, fed, deltas }) => ({
      writes: [
        ...documentWrites(view.fedBy?.source.collection ?? view.collection, fed.loaded, fed.sources),
        ...documentWrites(view.collection, loaded, after),
        ...[...deltas].flatMap(([rollup, delta]) =>
          Array.from(delta.applied(...(rowsOf.get(rollup) ?? [none, none])), row => rowWrites(rollup, row)).flat(),
        ),
      ],
    }),
    faults,
  )

  const checkpoint = { position: last.position, eventId: last.id }
  const commitAll = async (ready: readonly ReadyRun[]): Promise<void> => {
    await commit(
      store,
      ready.map(({ run }) => {
        const rollups = run.booked.map(({ collection }) => collection)
        return { run, next: { ...run.progress, checkpoint, rollups, stopped: null } }
      }),
      {
        writes: ready.flatMap(({ writes }) => writes),
        clear: ready.filter(({ run }) => startsAnew(run)).flatMap(({ run }) => documentsOf(run)),
      },
    )
  }
  try {
    await commitAll(ready)
  } catch (error) {
    // One view's document that no store can keep is that view's fault alone. Looked for only now: it costs what storing does.
    const storable = each(ready, ({ writes }) => (writes.forEach(checkStorable), {}), faults)
    if (storable.length === ready.length) throw error
    await commitAll(storable)
  }
  return faults
}

/** Where a view’s documents are kept, and those that feed them. */
export const documentsOf = ({ view }: ViewRun): readonly string[] => [
  view.collection,
  ...(view.fedBy ? [view.fedBy.source.collection] : []),
]

interface ReadyRun {
  readonly run: ViewRun
  readonly writes: readonly Write[]
}

/** Whether a view has folded nothing yet: what its collection holds is left from before. */
export const startsAnew = ({ progress }: ViewRun): boolean => progress.building && progress.checkpoint === null

const documentWrites = (
  collection: string,
  loaded: Loaded,
  after: ReadonlyMap<string, Document | undefined>,
): readonly Write[] =>
  Array.from(after, ([key, now]) => ({ collection, key, document: now ?? null, isNew: !loaded.has(key) }))

export const rowWrites = (
  { collection, daysCollection }: AnyRollup,
  { key, month, days, isNew }: ChangedRow,
): readonly Write[] => [
  { collection, key, document: month, holdsBigints: true, isNew: isNew.month },
  { collection: daysCollection, key, document: days, holdsBigints: true, isNew: isNew.days },
]
