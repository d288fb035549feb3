// One batch of events, folded into documents in memory: pure but for the two questions it puts to the store.
import { UnknownEventType, type RecordedEvent } from '@eventcrm/event-store'
import { commit } from './committing.ts'
import type { DocumentStore, Write } from './document-store.ts'
import type { Document } from './filter.ts'
import type { AnyRollup } from './rollup.ts'
import { checkDocument } from './row-decoder.ts'
import { checkKey, checkStorable } from './stored-form.ts'
import { RollupDelta, type ChangedRow } from './rollup-delta.ts'
import type { ViewEvent } from './view.ts'
import type { ViewRun } from './view-run.ts'

/** A view that could not take a batch. */
export interface ViewFault {
  readonly run: ViewRun
  readonly error: unknown
}

interface RoutedEvent {
  readonly event: ViewEvent
  readonly key: string
}

/** The events that a view folds, with the document that each touches. */
const route = ({ view }: ViewRun, events: readonly RecordedEvent[]): readonly RoutedEvent[] =>
  events.flatMap(recorded => {
    if (!view.codec.knows(recorded.type)) {
      if (!view.isUnknown(recorded)) return []
      throw new UnknownEventType(`'${recorded.type}' was written by a newer version of the library`)
    }
    const event = view.codec.decode(recorded)
    const key = view.keyOf(event)
    if (key === null) return []
    checkKey(key, `${view.name}: key`)
    return [{ event, key }]
  })

const keysOf = (routed: readonly RoutedEvent[]) => [...new Set(routed.map(({ key }) => key))]

type Loaded = ReadonlyMap<string, Document>
const none: Loaded = new Map()

/**
 * Folds documents, each on the one copy that was loaded, and says what changes in their rollups: what they contribute after
 * the batch, less what they contributed before it.
 * @param loaded what there was of the documents; they are changed
 * @returns the documents that the events touch, as they become; undefined for one that goes
 */
const fold = ({ view, booked }: ViewRun, routed: readonly RoutedEvent[], loaded: Loaded) => {
  for (const document of loaded.values()) if (!view.isLike(document)) checkDocument(view, document)
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
const each = <T extends { readonly run: ViewRun }, R>(
  all: readonly T[],
  make: (one: T, index: number) => R,
  faults: ViewFault[],
): (T & R)[] =>
  all.flatMap((one, index) => {
    try {
      return [{ ...one, ...make(one, index) }]
    } catch (error) {
      faults.push({ run: one.run, error })
      return []
    }
  })

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
    ({ run }) => ({ routed: route(run, events) }),
    faults,
  )
  // Of what an earlier folding of a view left behind, nothing is taken over.
  const loaded = await store.query(
    routed.map(({ run, routed }) => ({ load: run.view.collection, keys: startsAnew(run) ? [] : keysOf(routed) })),
  )
  const folded = each(routed, ({ run, routed }, i) => fold(run, routed, loaded[i] ?? none), faults)

  const deltas = folded.flatMap(({ deltas }) => [...deltas])
  const rows = await store.query(
    deltas.flatMap(([{ collection, daysCollection }, delta]) => {
      const keys = delta.keys()
      return [collection, daysCollection].map(load => ({ load, keys }))
    }),
  )
  const rowsOf = new Map(deltas.map(([rollup], i) => [rollup, [rows[2 * i] ?? none, rows[2 * i + 1] ?? none] as const]))
  const ready = each(
    folded,
    ({ run: { view }, after, deltas }) => ({
      writes: [
        ...Array.from(after, ([key, now]): Write => ({ collection: view.collection, key, document: now ?? null })),
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
        clear: ready.filter(({ run }) => startsAnew(run)).map(({ run }) => run.view.collection),
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

interface ReadyRun {
  readonly run: ViewRun
  readonly writes: readonly Write[]
}

/** Whether a view has folded nothing yet: what its collection holds is left from before. */
export const startsAnew = ({ progress }: ViewRun): boolean => progress.building && progress.checkpoint === null

export const rowWrites = (
  { collection, daysCollection }: AnyRollup,
  { key, month, days }: ChangedRow,
): readonly Write[] => [
  { collection, key, document: month, holdsBigints: true },
  { collection: daysCollection, key, document: days, holdsBigints: true },
]
