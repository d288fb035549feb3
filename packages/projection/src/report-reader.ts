// How a report reads documents and totals: everything at one position of the log.
import type { Position } from '@eventcrm/event-store'
import type { z } from 'zod'
import type { Checkpoint, DocumentStore, Query, ViewProgress } from './document-store.ts'
import { ViewBuilding, ViewStopped } from './errors.ts'
import type { Filter, Find, Found } from './filter.ts'
import { GroupSums, rowsOver, type Days } from './group-sums.ts'
import { foundIn, progressIn } from './report-decoder.ts'
import type { Group, Rollup, RowOf } from './rollup.ts'
import { documentsOf } from './row-decoder.ts'
import type { Measures } from './sums.ts'
import type { AnyView, View } from './view.ts'

/** Which view it is, whatever its documents. */
export type NamedView = Pick<AnyView, 'name' | 'collection'>

/** Something to read from the documents: what `sumsOf` and `documentsIn` make. */
export interface Read<T> {
  readonly view: NamedView
  /** The collection of the rollup whose rows are read; null: documents are. */
  readonly rollup: string | null
  readonly queries: readonly Query[]
  decode(found: readonly Found[]): T
}

/**
 * A rollup's sums over days, by group. More entries may be added to them.
 * @param where which rows: filters on their facet, their series and their month
 */
export const sumsOf = <Doc, Facet extends Group, Series extends Group, M extends Measures>(
  rollup: Rollup<Doc, Facet, Series, M>,
  days: Days,
  where: readonly Filter<RowOf<Facet, Series>>[] = [],
): Read<GroupSums<Facet, Series, M>> => ({
  view: rollup.view,
  rollup: rollup.collection,
  queries: rowsOver(rollup, where, days),
  decode: ([months, parts]) => {
    const sums = new GroupSums<Facet, Series, M>()
    if (months && parts) sums.addRows(rollup, months, parts, days)
    return sums
  },
})

/** A view's documents, all of those found: give a `limit` where there may be many. */
export const documentsIn = <Doc>(view: View<Doc>, find: Find<Doc> = {}): Read<readonly Doc[]> => ({
  view,
  rollup: null,
  queries: [found(view, find)],
  decode: ([found]) => (found ? documentsOf(view, found) : []),
})

type FindQuery = Extract<Query, { readonly find: string }>
/** The question that finds documents of a view; its fields are the view's, which the store does not know. */
function found<Doc>(view: View<Doc>, find: Find<Doc>): FindQuery
function found({ collection }: NamedView, find: Find): FindQuery {
  return { ...find, find: collection }
}

/** What a report reads with. */
export interface ReportReader {
  /**
   * Reads, all at one moment. Reads of one report that stand in several calls are of one position too: when the documents have
   * gone on in between, the report is answered anew from its beginning.
   * @throws ViewBuilding, ViewStopped
   */
  read<const T extends readonly unknown[]>(...reads: { readonly [I in keyof T]: Read<T[I]> }): Promise<T>
  /**
   * Gives a view's documents to `take`, page by page, however many there are. They may go on meanwhile: `take` leaves out what
   * came after `position`. Documents that can't tell are read by `read`.
   * @param take called once for each document
   */
  eachDocument<Doc>(
    view: View<Doc>,
    where: Filter<Doc>,
    take: (document: Doc, position: Position) => void,
  ): Promise<void>
  /** Names to show for ids, as they are now: null for one that was erased or is not known. */
  names(ids: Iterable<string | null>): Promise<(id: string | null) => string | null>
}

/** What a report is answered with: the documents, and what only their owner knows. */
export interface ReportContext {
  readonly documents: DocumentStore
  /** Today in the company's calendar. */
  today(): string | Promise<string>
  /** Names to show for ids; without it there are ids alone. */
  names?(ids: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  /**
   * Waits until these views are folded up to a position: called when one is behind the others. Without it a view that is behind
   * counts as not folded yet.
   */
  projected?(position: Position, views: readonly AnyView[]): Promise<void>
  /** Called once per answer, with what it is answered from: throws when that is of another log. */
  check?(view: AnyView, checkpoint: Checkpoint): Promise<void>
  /** Says what was expected where a question's schema does not. */
  readonly words?: z.core.$ZodErrorMap
}

/** What an answer took. */
export interface ReadCounts {
  /** Rows of totals. */
  readonly rows: number
  readonly documents: number
}

/** The documents have gone on, or were emptied, since the report began to read. */
export class MovedMeanwhile extends Error {}

// some 1.5 kB each: a page stays below a megabyte
const pageSize = 500

/** @throws ViewBuilding, ViewStopped */
const readyView = (view: NamedView, progress: ViewProgress | null, rollups: readonly string[]): ViewProgress => {
  // one that stopped while it was built will not be there by waiting
  if (progress?.stopped) throw new ViewStopped(view.name, progress.stopped.position, progress.stopped.reason)
  if (!progress || progress.building || !rollups.every(rollup => progress.rollups.includes(rollup)))
    throw new ViewBuilding(view.name)
  return progress
}

/** Reads for one attempt to answer one report. */
export class Reading implements ReportReader {
  readonly #views: readonly AnyView[]
  readonly #context: ReportContext
  #checkpoint: Checkpoint | null | undefined
  readonly counts = { rows: 0, documents: 0 }

  constructor(views: readonly AnyView[], context: ReportContext) {
    this.#views = views
    this.#context = context
  }

  /** Where it read; null while the log is empty. */
  get position(): Position | null {
    return this.#checkpoint?.position ?? null
  }

  /** Asks questions at a moment at which all views are at one position. */
  async #ask(reads: readonly Read<unknown>[]): Promise<readonly Found[]> {
    for (;;) {
      const answers = await this.#context.documents.query([
        ...this.#views.map(({ collection }) => ({ progress: collection })),
        ...reads.flatMap(({ queries }) => queries),
      ])
      const checkpoints = this.#views.map((view, i) => {
        const rollups = reads.flatMap(read => (read.view.collection === view.collection ? (read.rollup ?? []) : []))
        return { view, checkpoint: readyView(view, progressIn(answers[i]), rollups).checkpoint }
      })
      const positions = checkpoints.map(({ checkpoint }) => checkpoint?.position ?? '')
      const furthest = positions.reduce((a, b) => (a > b ? a : b), '')
      const behind = checkpoints.filter((_, i) => positions[i] !== furthest)
      const known = this.#checkpoint
      if (known !== undefined && (behind.length > 0 || (known?.position ?? '') !== furthest)) throw new MovedMeanwhile()
      const [first] = behind
      if (first) {
        if (!this.#context.projected) throw new ViewBuilding(first.view.name)
        await this.#context.projected(furthest, this.#views)
        continue
      }
      if (known === undefined) {
        const [one] = checkpoints
        if (one?.checkpoint) await this.#context.check?.(one.view, one.checkpoint)
        this.#checkpoint = one?.checkpoint ?? null
      }
      return foundIn(answers.slice(this.#views.length))
    }
  }

  async read<const T extends readonly unknown[]>(...reads: { readonly [I in keyof T]: Read<T[I]> }): Promise<T>
  async read(...reads: readonly Read<unknown>[]): Promise<readonly unknown[]> {
    for (const { view } of reads)
      if (!this.#views.some(({ collection }) => collection === view.collection))
        throw new TypeError(`A report reads '${view.name}', which is not among its views`)
    const found = await this.#ask(reads)
    let at = 0
    return reads.map(read => {
      const its = found.slice(at, (at += read.queries.length))
      for (const { documents } of its) this.counts[read.rollup === null ? 'documents' : 'rows'] += documents.length
      return read.decode(its)
    })
  }

  async eachDocument<Doc>(
    view: View<Doc>,
    where: Filter<Doc>,
    take: (document: Doc, position: Position) => void,
  ): Promise<void> {
    if (this.#checkpoint === undefined) await this.#ask([])
    const { position } = this
    if (position === null) return
    for (let after: string | null = null; ;) {
      const [progress, page]: readonly [ViewProgress | null, Found] = await this.#context.documents.query([
        { progress: view.collection },
        found(view, { where, limit: pageSize, ...(after === null ? {} : { after }) }),
      ])
      if (!progress || progress.building || (progress.checkpoint?.position ?? '') < position) throw new MovedMeanwhile()
      for (const document of documentsOf(view, page)) {
        this.counts.documents++
        take(document, position)
      }
      if (page.next === null) return
      after = page.next
    }
  }

  async names(ids: Iterable<string | null>): Promise<(id: string | null) => string | null> {
    const asked = [...new Set(ids)].filter(id => id !== null)
    const known = asked.length === 0 ? undefined : await this.#context.names?.(asked)
    return id => (id === null ? null : (known?.get(id) ?? null))
  }
}
