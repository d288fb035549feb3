import type { Position } from '@eventcrm/event-store'
import type { Document, Filter, Find, Found, Grouped, Scalar, StorableDocument, TextRange } from './filter.ts'
import type { z } from 'zod'

/** How far a view has been folded. */
export interface Checkpoint {
  /** Position of the last event folded or passed over. */
  readonly position: Position
  /** That event's id: another log, or an older copy of this one, shows by it. */
  readonly eventId: string
}

/** What a document store keeps about a view version, committed together with its documents. */
export interface ViewProgress {
  /** Null before the first event. */
  readonly checkpoint: Checkpoint | null
  /** The documents are still being folded for the first time; rollups are booked once, at the end. */
  readonly building: boolean
  /** Rollups that are booked up to the checkpoint, by collection. */
  readonly rollups: readonly string[]
  /** The event that could not be folded, and why; the view stands before it. */
  readonly stopped: { readonly position: Position; readonly eventId: string; readonly reason: string } | null
  /** Analysts do not see it yet: it was built beside the version that they see, and no process serves it so far. */
  readonly unseen?: true
  /** Counted up by every commit: what makes a commit conditional. */
  readonly commits: number
}

/** A collection of documents, with the fields it is searched by. */
export interface Collection {
  /** [A-Za-z][A-Za-z0-9_]*, at most 100, with its version: `opportunities__v1`. Two names differ not only in case. */
  readonly name: string
  /** Each a list of 1 to 8 dotted paths, most selective use first. Fields that hold arrays stand alone. */
  readonly indexes: readonly (readonly string[])[]
  /**
   * What its documents are, and documents must fit it. A store whose database has types of its own for instants, whole numbers and sums keeps them
   * as such; they come back as they were given.
   */
  readonly schema?: z.ZodType
  /**
   * How analysts see it in the database itself, once `publish` says so: a database view of this name, with a column per field. A store
   * whose database has no such thing passes it over.
   */
  readonly publication?: {
    /** Of the same form as a collection's name, and none's. Several versions may share it: the newest that was published is seen. */
    readonly name: string
    readonly version: number
    /** Each of letters, digits and underscores, a letter first. */
    readonly fields: readonly string[]
  }
}

export type Write = {
  readonly collection: string
  /** Any well-formed Unicode without U+0000. */
  readonly key: string
  /**
   * Nothing was found under the key, in what the commit's views stand at. Only said so that a store may write it faster: the document is kept
   * whatever is there by now.
   */
  readonly isNew?: boolean
} & (
  | {
      /** Null removes it. */
      readonly document: Document | null
      readonly holdsBigints?: false
    }
  | {
      /** Bigints of at most 34 digits are kept exactly, and come back as decimal text: `12n` as '12'. What is searched or sorted by is none. */
      readonly document: StorableDocument | null
      readonly holdsBigints: true
    }
)

/** What is committed at once. */
export interface Commit {
  /** Each at most once. */
  readonly views: readonly {
    /** The view's collection. */
    readonly view: string
    /** `commits` of the progress it started from; 0 when there was none. */
    readonly expected: number
    readonly next: Omit<ViewProgress, 'commits'>
  }[]
  /** A document at most once. */
  readonly writes: readonly Write[]
  /** Collections whose documents are all removed first. */
  readonly clear?: readonly string[]
  /** Collections that analysts see from now on, unless they see a newer version. */
  readonly publish?: readonly string[]
  /** Collections that analysts no longer see, since they are about to be made anew. */
  readonly unpublish?: readonly string[]
}

/** Which views a process answers from, each of the version that it has. */
export interface Serving {
  /** Tells it from every other process, and from the same one at another time. */
  readonly process: string
  /** What it is, for people: 'sales-1, process 4711'. */
  readonly name: string
  /** The views' collections. */
  readonly views: readonly string[]
}

/** What a process last said that it serves. */
export interface LastServing extends Serving {
  /** By the store's clock. */
  readonly secondsAgo: number
}

/** A question to one moment of the store. */
export type Query =
  | { readonly progress: string }
  /** The progress of every view whose name begins so, by name, in code-point order: of views without code here too. */
  | { readonly views: string }
  /** What processes said in the last hour that they serve, of views whose names begin so; those without such a view are left out. */
  | { readonly servings: string }
  | { readonly load: string; readonly keys: readonly string[] }
  | ({ readonly find: string } & Find)
  | { readonly count: string; readonly where?: Filter }
  /**
   * Documents of the collection `some` whose list at `field` has a string within the bounds: any `limit` of them, in no order, and fewer only when
   * there are no more. Where the field has an index of its own the cost goes with the limit, however many there are.
   */
  | ({ readonly some: string; readonly field: string; readonly limit: number } & TextRange)
  /**
   * How many documents there are of each combination of values of the fields `by`, 1 to 4, which hold scalars, and what the fields `sum`, at most
   * 4, add up to. Sums are of whole numbers below 2^53; what is none counts nothing. In the order of the values, as a sort has them: the first
   * `limit`, all when left out, of those behind the values `after` of a group of the same fields. Where an index has what `where` is equal to and then
   * the fields `by`, a page costs what it holds.
   */
  | {
      readonly group: string
      readonly by: readonly string[]
      readonly where?: Filter
      readonly sum?: readonly string[]
      readonly limit?: number
      readonly after?: readonly Scalar[]
    }

export type Answer<Q> = Q extends { readonly progress: string }
  ? ViewProgress | null
  : Q extends { readonly views: string }
    ? ReadonlyMap<string, ViewProgress>
    : Q extends { readonly servings: string }
      ? readonly LastServing[]
      : Q extends { readonly load: string }
        ? ReadonlyMap<string, Document>
        : Q extends { readonly find: string }
          ? Found
          : Q extends { readonly count: string }
            ? number
            : Q extends { readonly some: string }
              ? Found['documents']
              : Q extends { readonly group: string }
                ? readonly Grouped[]
                : never

/**
 * Where documents are kept. Every store behaves alike in what is said here; `documentStoreContract` of the testkit holds it to that.
 *
 * Atomicity: a commit is there wholly or not at all, also after a crash; a reader sees all of it or nothing.
 * Exactly once: of commits that start from one progress, one wins; the others are a CheckpointConflict and change nothing.
 * Durability: a commit that returned is on disk (the in-memory store excepted).
 * Isolation: what is given and what is returned are copies, or cannot be changed; what `load` returns is the caller's own to change.
 * Whoever opened a store closes it.
 */
export interface DocumentStore {
  /** The company whose documents alone it holds, under their plain names; left out where companies share it. */
  readonly namespace?: string
  /**
   * Makes collections and their indexes ready; those that are stay as they are, with their documents. Called before anything
   * else: documents are written to and asked of collections that this store was given here.
   * @throws TypeError for a name or path of another form
   */
  ensure(collections: readonly Collection[]): Promise<void>
  /**
   * @throws CheckpointConflict when a view is not at `expected`; nothing is written
   * @throws StoreUnavailable when it was certainly not written
   * @throws CommitOutcomeUnknown when it may or may not have been written: the progress tells
   * @throws TypeError for a collection that is not ready, a document or view given twice, a key of another form; nothing is written
   */
  commit(commit: Commit): Promise<void>
  /**
   * Answers questions, all at one moment: no commit falls between them.
   * @throws TypeError for a filter, sort, limit or cursor that is not of the documented form, and a collection that is not ready
   */
  query<const Q extends readonly Query[]>(queries: Q): Promise<{ readonly [I in keyof Q]: Answer<Q[I]> }>
  /**
   * Notes which views a process serves, at the store's time: it takes the place of what the process said before. None: it has ended.
   * @throws StoreUnavailable when it could not be noted
   */
  serve(serving: Serving): Promise<void>
  /**
   * Removes collections with their documents, and the progress of the views among them; analysts see none of them any more. Those that are not
   * there are passed over. Whoever asks them finds nothing; before they are written to they have to be made ready again.
   * @throws TypeError for a name of another form
   */
  drop(collections: readonly string[]): Promise<void>
  /** Frees what the store holds. Later calls throw StoreClosed; closing twice does nothing. */
  close(): Promise<void>
}

export abstract class DocumentStoreError extends Error {
  abstract readonly code: string
}

/** Another projector has committed meanwhile: reload and go on from there. */
export class CheckpointConflict extends DocumentStoreError {
  readonly code = 'CheckpointConflict'
  override readonly name = 'CheckpointConflict'
  constructor(view: string) {
    super(`${view} was committed by another projector meanwhile`)
  }
}

/** The store did not say whether the commit was written: reload the progress and go on from there. */
export class CommitOutcomeUnknown extends DocumentStoreError {
  readonly code = 'CommitOutcomeUnknown'
  override readonly name = 'CommitOutcomeUnknown'
}
