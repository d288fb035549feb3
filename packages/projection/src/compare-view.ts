// Whether a view's documents and totals are what the log folds to. All that is stored is held as digests, some 150 bytes for each document;
// what the log folds to is held in parts, `foldedAtOnce` of it at once.
import { isOfStore, type EventStore, type Position } from '@eventcrm/event-store'
import { digestOf } from './canonical.ts'
import { byKeys, eachOf, MovedOn, type Stored, type ViewAt } from './compare-stored.ts'
import type { DocumentStore, ViewProgress } from './document-store.ts'
import { Unfoldable, type FoldedPart } from './fold-in-memory.ts'
import { FoldInParts } from './fold-in-parts.ts'
import { isOfLog } from './is-of-log.ts'
import { RollupDelta } from './rollup-delta.ts'
import type { AnyRollup } from './rollup.ts'
import type { AnyView } from './view.ts'

/** What is not as the log has it. */
export interface Difference {
  readonly kind:
    /** The view was folded from another log, or of a longer copy of this one. */
    | 'otherLog'
    /** An event that it has folded can't be folded. */
    | 'notFoldable'
    /** A document or a row can't be read. */
    | 'unreadable'
    /** A document or a row is not what the log folds to. */
    | 'differs'
    /** The log folds to one that is not there. */
    | 'missing'
    /** One is there that the log does not fold to. */
    | 'extra'
  /** The collection, of documents or of totals. */
  readonly collection: string
  /** Of the document or the row; null where none can be told. */
  readonly key: string | null
  readonly position: Position | null
}

export interface CompareOptions {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly view: AnyView
  readonly rollups: readonly AnyRollup[]
  /** Categories that it was folded from, with their namespace. All when left out. */
  readonly categories?: readonly string[]
  readonly signal?: AbortSignal
  readonly onDifference: (difference: Difference) => void
  /** Called now and then, with how far the log has been folded; again from the start for each part. */
  readonly onProgress?: (upTo: Position) => void
  /** Documents folded at once, at most; four sources that feed them count as one. 100 000: some 300 MB. */
  readonly foldedAtOnce?: number
}

/** What a comparison came to. */
export interface Compared {
  /** Documents and rows looked at. */
  readonly documents: number
  /** False where they went on all the while, or the log can't be read: nothing can be said of them. */
  readonly compared: boolean
}

/** Tries at reading the documents between two commits. */
const tries = 5

interface Held {
  readonly progress: ViewProgress
  readonly byCollection: ReadonlyMap<string, Stored>
}

/** Everything the view has, at one moment. */
const held = async ({ documents, view, rollups, signal }: CompareOptions): Promise<Held | 'moved' | null> => {
  for (let i = 0; i < tries; i++) {
    const [progress] = await documents.query([{ progress: view.collection }])
    if (!progress) return null
    const booked = rollups.filter(({ collection }) => progress.rollups.includes(collection))
    const names = [
      ...(progress.checkpoint || !progress.building
        ? [view.collection, ...(view.fedBy ? [view.fedBy.source.collection] : [])]
        : []),
      ...booked.flatMap(({ collection, daysCollection }) => [collection, daysCollection]),
    ]
    try {
      const byCollection = new Map<string, Stored>()
      for (const name of names)
        byCollection.set(
          name,
          await eachOf(documents, { view: view.collection, commits: progress.commits }, name, signal),
        )
      return { progress, byCollection }
    } catch (error) {
      if (!(error instanceof MovedOn)) throw error
    }
  }
  return 'moved'
}

/** Folds a view in parts, up to a position. */
const foldedParts = (
  { events, view, categories, signal, onProgress, foldedAtOnce = 100_000 }: CompareOptions,
  upTo: Position,
): AsyncIterable<FoldedPart> => {
  let read = 0
  return new FoldInParts({
    ...{ events, upTo, categories, foldedAtOnce },
    views: new Set([view]),
    reading: () => recorded => {
      if (++read % 1000 === 0) onProgress?.(recorded.position)
    },
    onUnfoldable: (_, error) => {
      throw error
    },
    turn: () => signal?.throwIfAborted(),
  }).parts()
}

/**
 * Compares what a view holds with what the log folds to, as of the view's checkpoint; it writes nothing. Documents that go on meanwhile are
 * read again, a few times.
 */
export const compareView = async (options: CompareOptions): Promise<Compared> => {
  const { events, view, rollups, onDifference } = options
  const found = await held(options)
  if (found === null) return { documents: 0, compared: true }
  if (found === 'moved') return { documents: 0, compared: false }
  const { progress, byCollection } = found
  const documents = byCollection.values().reduce((sum, { digests }) => sum + digests.size, 0)
  const { checkpoint } = progress
  const tell = (kind: Difference['kind'], collection: string, key: string | null, position: Position | null = null) => {
    onDifference({ kind, collection, key, position })
  }
  /** Holds one that the log folds to against what is there. */
  const compare = (collection: string, key: string, digest: string) => {
    const there = byCollection.get(collection)
    if (!there) return
    const kept = there.digests.get(key)
    there.digests.delete(key)
    if (kept === undefined && there.cut) notReadOf(collection).set(key, digest)
    else if (kept !== digest) tell(kept === undefined ? 'missing' : 'differs', collection, key)
  }
  /** Behind one that can't be read. */
  const notRead = new Map<string, Map<string, string>>()
  const notReadOf = (collection: string) => {
    const known = notRead.get(collection) ?? new Map<string, string>()
    notRead.set(collection, known)
    return known
  }

  const booked = rollups
    .filter(({ collection }) => byCollection.has(collection))
    .map(rollup => ({ rollup, delta: new RollupDelta() }))
  try {
    if (!(await isOfLog(events, checkpoint))) {
      tell('otherLog', view.collection, null, checkpoint?.position ?? null)
      return { documents, compared: true }
    }
    for await (const folded of checkpoint ? foldedParts(options, checkpoint.position) : []) {
      if (view.fedBy)
        for (const [key, document] of folded.sources()) compare(view.fedBy.source.collection, key, digestOf(document))
      for (const [key, document] of folded.documents) {
        compare(view.collection, key, digestOf(document))
        for (const { rollup, delta } of booked) delta.add(rollup.entries(document), 1)
      }
    }
  } catch (error) {
    if (error instanceof Unfoldable) {
      tell('notFoldable', view.collection, null, error.position)
      return { documents, compared: true }
    }
    // the log can't be read, which is no fault of the documents
    if (options.signal?.aborted || isOfStore(error)) throw error
    return { documents, compared: false }
  }
  for (const { rollup, delta } of booked)
    for (const { key, month, days } of delta.applied(new Map(), new Map())) {
      if (month) compare(rollup.collection, key, digestOf(month))
      if (days) compare(rollup.daysCollection, key, digestOf(days))
    }
  const at: ViewAt = { view: view.collection, commits: progress.commits }
  for (const [collection, { cut }] of byCollection) {
    if (!cut) continue
    const expected = notReadOf(collection)
    let named = false
    for await (const [key, digest] of byKeys(options.documents, at, collection, [...expected.keys()])) {
      named ||= digest === undefined
      if (digest === undefined) tell('unreadable', collection, key)
      else if (digest !== expected.get(key)) tell(digest === null ? 'missing' : 'differs', collection, key)
    }
    if (!named) tell('unreadable', collection, null)
  }
  for (const [collection, { digests }] of byCollection) for (const key of digests.keys()) tell('extra', collection, key)
  return { documents, compared: true }
}
