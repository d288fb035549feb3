// How a report reads documents and totals: everything at one position of the log.
import type { Position } from '@eventcrm/event-store'
import type { IssueWords } from './question-words.ts'
import type { Checkpoint, Query, ViewProgress } from './document-store.ts'
import { labelsMeant, type CatalogueContext, type EntryAsked } from './entries-called.ts'
import { DocumentDamaged, ProjectionError, ViewBuilding, ViewStopped } from './errors.ts'
import type { FieldOf, Filter, Find, Found, Grouped, Scalar } from './filter.ts'
import { GroupSums, rowsOver, type Days } from './group-sums.ts'
import { countedIn, foundIn, progressIn, type Counted } from './report-decoder.ts'
import type { Group, Rollup, RowOf } from './rollup.ts'
import { checkDocument, documentsOf } from './row-decoder.ts'
import type { Measures } from './sums.ts'
import type { AnyView, View } from './view.ts'

/** Which view it is, whatever its documents. */
export type NamedView = Pick<AnyView, 'name' | 'collection'>

/** Something to read from the documents: what `sumsOf`, `countsBy` and `documentsIn` make. */
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

/** How many of a view's documents there are of each value of a field, or of several, in the order of the values. */
export const countsBy = <Doc>(
  view: View<Doc>,
  fields: FieldOf<Doc> | readonly FieldOf<Doc>[],
  where: Filter<Doc>,
): Read<readonly Counted[]> => ({
  view,
  rollup: null,
  queries: [counted(view, typeof fields === 'string' ? [fields] : fields, where)],
  decode: ([found]) => (found ? countedIn(found) : []),
})

type GroupQuery = Extract<Query, { readonly group: string }>
/** The question that counts documents of a view; its fields are the view's, which the store does not know. */
function counted<Doc>(view: View<Doc>, by: readonly FieldOf<Doc>[], where: Filter<Doc>): GroupQuery
function counted({ collection }: NamedView, by: readonly string[], where: Filter): GroupQuery {
  return { group: collection, by, where }
}

/** What documents of a view are counted and added up by. */
export interface GroupsAsked<Doc> {
  readonly by: readonly FieldOf<Doc>[]
  readonly sum?: readonly FieldOf<Doc>[]
  /** Which documents; by the position, which of them were there then, since they may go on between two pages. */
  readonly where: (position: Position) => Filter<Doc>
}
/** The question for a page of groups. */
function pageOf<Doc>(
  view: View<Doc>,
  asked: GroupsAsked<Doc>,
  position: Position,
  after?: readonly Scalar[],
): GroupQuery
function pageOf(
  { collection }: NamedView,
  { by, sum = [], where }: Pick<GroupQuery, 'by' | 'sum'> & { readonly where: (position: Position) => Filter },
  position: Position,
  after?: readonly Scalar[],
): GroupQuery {
  const page = { limit: groupsInPage, ...(after ? { after } : {}) }
  return { group: collection, by, sum, where: where(position), ...page }
}

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
   * gone on in between, the report is answered anew from its beginning, and what it asked before is then asked at once. So it
   * ends with an answer however much is written, as long as a call does not ask for what changes with the answers to earlier
   * ones, new ids for instance. Such a report may be overtaken: where it can, it asks in one call, or reads the rest by
   * `eachDocument`.
   * @throws ViewBuilding, ViewStopped; ReportOvertaken (from the report) when it was overtaken 20 times
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
  /**
   * Gives documents that were found at the report's position, by any of these searches, to `take`: each once, page by page, however many there
   * are. The searches may go by what changes. What has changed since is given whether it is found or not, so `take` looks at it as of
   * `position`, and leaves out what is none of what was asked for then. The keys of all that it gives are kept meanwhile.
   * @param searches each is read in its own order: by an index that has what it asks for and that order, its pages cost the same
   * @param changedIn where documents have the position of the last event that they took: indexed
   * @param take called once for each document
   */
  eachFound<Doc>(
    view: View<Doc>,
    searches: readonly Pick<Find<Doc>, 'where' | 'sort'>[],
    changedIn: FieldOf<Doc>,
    take: (document: Doc, position: Position) => void,
  ): Promise<void>
  /**
   * Gives groups of a view's documents to `take`, in the order of their values, page by page: what a report folds of them takes the same room
   * however many there are. They are those of one position if `where` leaves out what came after it.
   * @param take called once for each group
   */
  eachGroup<Doc>(view: View<Doc>, asked: GroupsAsked<Doc>, take: (group: Grouped) => void): Promise<void>
  /**
   * All that the entries of a catalogue are and were called that the question means by a word.
   * @param kept where documents have that word as it is typed: it is then asked for, whatever the catalogue has
   * @throws QuestionInvalid for a word that no entry is called, and no document has
   */
  labelsMeant<Doc>(asked: EntryAsked, view: View<Doc>, kept: Filter<Doc>): Promise<readonly string[]>
  /** Names to show for ids, as they are now: null for one that was erased or is not known. */
  names(ids: Iterable<string | null>): Promise<(id: string | null) => string | null>
}

/** What a report is answered with: the documents, and what only their owner knows. */
export interface ReportContext extends CatalogueContext {
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
  /** What a view's fold threw where it stopped, if this process folded it. */
  stoppedBy?(view: NamedView): unknown
  /** Says what was expected where a question's schema does not. */
  readonly words?: IssueWords
}

/** What an answer took. */
export interface ReadCounts {
  /** Rows of totals. */
  readonly rows: number
  readonly documents: number
}

/** The documents have gone on, or were emptied, since the report began to read. */
export class MovedMeanwhile extends Error {}

/** @throws DocumentDamaged where what was found can't be decoded */
const orDamaged = <T>({ name }: NamedView, decode: () => T): T => {
  try {
    return decode()
  } catch (cause) {
    throw cause instanceof ProjectionError ? cause : new DocumentDamaged(name, { cause })
  }
}

/** What has changed behind a position. */
function changedBehind<Doc>(changedIn: FieldOf<Doc>, position: Position): Pick<Find<Doc>, 'where' | 'sort'>
function changedBehind(field: string, position: Position): Pick<Find, 'where' | 'sort'> {
  return { where: { field, above: position } }
}

// some 1.5 kB each: a page stays below a megabyte
const pageSize = 500
// some 150 B each
const groupsInPage = 5000

/** @throws ViewBuilding, ViewStopped */
const readyView = (
  view: NamedView,
  progress: ViewProgress | null,
  rollups: readonly string[],
  context: ReportContext,
): ViewProgress => {
  // one that stopped while it was built will not be there by waiting
  if (progress?.stopped)
    throw new ViewStopped(view.name, progress.stopped.position, progress.stopped.reason, {
      cause: context.stoppedBy?.(view),
    })
  if (!progress || progress.building || !rollups.every(rollup => progress.rollups.includes(rollup)))
    throw new ViewBuilding(view.name)
  return progress
}

/** Waits for a view that is behind before an attempt is given up: under steady writing it may be behind again. */
const waitsAtMost = 5

const textOf = (query: Query | undefined): string => JSON.stringify(query)

/** The queries but for these, each of which takes one of its equals away. */
const without = (queries: readonly Query[], taken: readonly Query[]): readonly Query[] => {
  const left = taken.map(textOf)
  return queries.filter(query => {
    const at = left.indexOf(textOf(query))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

/** What an attempt's first question found. */
interface Moment {
  readonly checkpoint: Checkpoint | null
  readonly progress: readonly (ViewProgress | null)[]
  /** By the text of their query; as many as it was asked times. Each is given out once, since a report may change what it got. */
  readonly answers: ReadonlyMap<string, Found[]>
}

/** Reads for one attempt to answer one report. */
export class Reading implements ReportReader {
  readonly #views: readonly AnyView[]
  readonly #context: ReportContext
  /** What the attempt before asked: the first question asks it too, at the one moment that the whole report is of. */
  readonly #expected: readonly Query[]
  #moment: Moment | undefined
  /** What was asked so far, in order. */
  readonly asked: Query[] = []
  readonly counts = { rows: 0, documents: 0 }

  constructor(views: readonly AnyView[], context: ReportContext, expected: readonly Query[] = []) {
    this.#views = views
    this.#context = context
    this.#expected = expected
  }

  /** Where it read; null while the log is empty. */
  get position(): Position | null {
    return this.#moment?.checkpoint?.position ?? null
  }

  /** Asks questions at a moment at which all views are at one position. */
  async #ask(reads: readonly Read<unknown>[]): Promise<readonly Found[]> {
    const queries = reads.flatMap(read => read.queries)
    this.asked.push(...queries)
    this.#moment ??= await this.#begin(reads, [...queries, ...without(this.#expected, queries)])
    const { progress, answers } = this.#moment
    const known = queries.map(query => answers.get(textOf(query))?.shift())
    if (known.every(found => found !== undefined)) {
      this.#checkReady(reads, progress)
      return known
    }
    const now = await this.#query(queries)
    const at = this.#checkReady(reads, now.progress).map(({ checkpoint }) => checkpoint?.position ?? null)
    if (at.some(position => position !== this.position)) throw new MovedMeanwhile()
    return now.found
  }

  /** Asks the first questions, once no view is behind the others. */
  async #begin(reads: readonly Read<unknown>[], queries: readonly Query[]): Promise<Moment> {
    const context = this.#context
    for (let times = 1; ; times++) {
      const { progress, found } = await this.#query(queries)
      const checkpoints = this.#checkReady(reads, progress).map(({ checkpoint }) => checkpoint)
      const furthest = checkpoints.reduce<Checkpoint | null>(
        (a, b) => ((a?.position ?? '') >= (b?.position ?? '') ? a : b),
        null,
      )
      const behind = this.#views.find((_, i) => checkpoints[i]?.position !== furthest?.position)
      if (!behind || !furthest) {
        const [view] = this.#views
        if (view && furthest) await context.check?.(view, furthest)
        const asked = found.map((found, i) => ({ found, text: textOf(queries[i]) }))
        const answers = new Map(
          Array.from(
            Map.groupBy(asked, ({ text }) => text),
            ([text, all]) => [text, all.map(({ found }) => found)],
          ),
        )
        return { checkpoint: furthest, progress, answers }
      }
      if (!context.projected) throw new ViewBuilding(behind.name)
      if (times === waitsAtMost) throw new MovedMeanwhile()
      await context.projected(furthest.position, this.#views)
    }
  }

  async #query(queries: readonly Query[]) {
    const views = this.#views.map(({ collection }) => ({ progress: collection }))
    const answers = await this.#context.documents.query([...views, ...queries])
    return {
      progress: answers.slice(0, views.length).map(progressIn),
      found: foundIn(answers.slice(views.length)),
    }
  }

  /** @throws ViewBuilding, ViewStopped */
  #checkReady(reads: readonly Read<unknown>[], progress: readonly (ViewProgress | null)[]): readonly ViewProgress[] {
    return this.#views.map((view, i) => {
      const rollups = reads.flatMap(read => (read.view.collection === view.collection ? (read.rollup ?? []) : []))
      return readyView(view, progress[i] ?? null, rollups, this.#context)
    })
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
      const areDocuments = read.rollup === null && read.queries.every(query => 'find' in query)
      for (const { documents } of its) this.counts[areDocuments ? 'documents' : 'rows'] += documents.length
      return orDamaged(read.view, () => read.decode(its))
    })
  }

  async eachDocument<Doc>(
    view: View<Doc>,
    where: Filter<Doc>,
    take: (document: Doc, position: Position) => void,
  ): Promise<void> {
    if (!this.#moment) await this.#ask([])
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

  async eachFound<Doc>(
    view: View<Doc>,
    searches: readonly Pick<Find<Doc>, 'where' | 'sort'>[],
    changedIn: FieldOf<Doc>,
    take: (document: Doc, position: Position) => void,
  ): Promise<void> {
    if (!this.#moment) await this.#ask([])
    const { position } = this
    if (position === null) return
    const given = new Set<string>()
    const furthest = { at: position }
    const giveAll = async (search: Pick<Find<Doc>, 'where' | 'sort'>): Promise<void> => {
      for (let after: string | null = null; ;) {
        const [progress, page]: readonly [ViewProgress | null, Found] = await this.#context.documents.query([
          { progress: view.collection },
          found(view, { ...search, limit: pageSize, ...(after === null ? {} : { after }) }),
        ])
        const at = progress?.checkpoint?.position ?? ''
        if (!progress || progress.building || at < position) throw new MovedMeanwhile()
        furthest.at = at
        const documents = documentsOf(view, page)
        for (const [i, { key }] of page.documents.entries()) {
          const document = documents[i]
          if (given.has(key) || document === undefined) continue
          given.add(key)
          this.counts.documents++
          take(document, position)
        }
        if (page.next === null) return
        after = page.next
      }
    }
    for (const search of searches) await giveAll(search)
    // what was to be found, and was changed before its page was read, may be found no more
    if (furthest.at !== position) await giveAll(changedBehind(changedIn, position))
  }

  async eachGroup<Doc>(view: View<Doc>, asked: GroupsAsked<Doc>, take: (group: Grouped) => void): Promise<void> {
    if (!this.#moment) await this.#ask([])
    const { position } = this
    if (position === null) return
    for (let after: readonly Scalar[] | undefined; ;) {
      const [progress, groups]: readonly [ViewProgress | null, readonly Grouped[]] =
        await this.#context.documents.query([{ progress: view.collection }, pageOf(view, asked, position, after)])
      if (!progress || progress.building || (progress.checkpoint?.position ?? '') < position) throw new MovedMeanwhile()
      this.counts.rows += groups.length
      for (const group of groups) take(group)
      if (groups.length < groupsInPage) return
      after = groups.at(-1)?.values
    }
  }

  /**
   * What a report failed with, or what lies behind it: that what it read is no document. Looked for only then, since it costs more than the
   * reading does.
   */
  async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)) return error
    try {
      for (const view of this.#views)
        for (let after: string | null = null; ;) {
          const find: Find = { limit: pageSize, ...(after === null ? {} : { after }) }
          const [page]: readonly [Found] = await this.#context.documents.query([found(view, find)])
          for (const { document } of page.documents) checkDocument(view, document)
          if (page.next === null) break
          after = page.next
        }
      return error
    } catch (damaged) {
      return damaged instanceof DocumentDamaged ? new DocumentDamaged(damaged.view, { cause: error }) : error
    }
  }

  async labelsMeant<Doc>(asked: EntryAsked, view: View<Doc>, kept: Filter<Doc>): Promise<readonly string[]>
  async labelsMeant(asked: EntryAsked, { collection }: NamedView, where: Filter): Promise<readonly string[]> {
    return labelsMeant(this.#context, asked, { collection, where })
  }

  async names(ids: Iterable<string | null>): Promise<(id: string | null) => string | null> {
    const asked = [...new Set(ids)].filter(id => id !== null)
    const known = asked.length === 0 ? undefined : await this.#context.names?.(asked)
    return id => (id === null ? null : (known?.get(id) ?? null))
  }
}
