import type { AnyList, List, ListAnswer } from './list.ts'
import type { ProjectorOptions } from './projector.ts'
import type { AnyReport, Report } from './report.ts'
import type { AnyRollup } from './rollup.ts'
import type { AnyView } from './view.ts'

/** Documents, totals of them and what is asked of both: one value that everything about them derives from. */
export interface ReadModel<
  Reports extends readonly AnyReport[] = readonly AnyReport[],
  Lists extends readonly AnyList[] = readonly AnyList[],
> {
  readonly name: string
  readonly describe: string
  readonly views: readonly AnyView[]
  /** Views of other read models that its reports read as well. */
  readonly alsoReads?: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
  readonly reports: Reports
  readonly lists?: Lists
}

/** @throws TypeError when a name stands there twice; `what` they are the names of, in the plural */
export const requireOnce = (what: string, names: readonly string[]): void => {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new TypeError(`Two ${what} have the name '${twice}'`)
}

/**
 * A read model.
 * @param definition.rollups of its own views
 * @param definition.alsoReads views of other read models, which are to be among those that it is used with
 * @param definition.reports from its own views, and those that it also reads
 * @param definition.lists of its own views
 * @throws TypeError for a name that stands there twice, and for a rollup or list of a view that is not among its own, and a report of one that is
 * neither that nor among those that it also reads
 * @example
 * export const ticketing = defineReadModel({
 *   name: 'ticketing', describe: 'Support tickets', views: [tickets], rollups: [ticketTotals], reports: [openTickets],
 * })
 */
export const defineReadModel = <
  const Reports extends readonly AnyReport[],
  const Lists extends readonly AnyList[] = readonly [],
>(definition: {
  readonly name: string
  readonly describe: string
  readonly views: readonly AnyView[]
  readonly alsoReads?: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
  readonly reports: Reports
  readonly lists?: Lists
}): ReadModel<Reports, Lists> => {
  const { name, describe, views, alsoReads = [], rollups, reports } = definition
  const lists: readonly AnyList[] = definition.lists ?? []
  requireOnce(
    `views of ${name}`,
    views.map(view => view.name),
  )
  requireOnce(
    `rollups of ${name}`,
    rollups.map(rollup => rollup.name),
  )
  requireOnce(
    `reports of ${name}`,
    reports.map(report => report.name),
  )
  for (const rollup of rollups)
    if (!views.includes(rollup.view))
      throw new TypeError(`${rollup.name} is of a view that is not among those of ${name}`)
  for (const report of reports)
    for (const view of report.views)
      if (!views.includes(view) && !alsoReads.includes(view))
        throw new TypeError(`${report.name} reads ${view.name}, which is not among the views of ${name}`)
  requireOnce(
    `lists of ${name}`,
    lists.map(list => list.name),
  )
  for (const list of lists)
    if (!views.some(({ collection }) => collection === list.view.collection))
      throw new TypeError(`${list.name} lists ${list.view.name}, which is not among the views of ${name}`)
  return {
    ...{ name, describe, views, rollups, reports },
    ...(definition.alsoReads ? { alsoReads } : {}),
    ...(definition.lists ? { lists: definition.lists } : {}),
  }
}

/** What every question may say besides its own. */
export interface KnownAt {
  /**
   * An instant with its offset ('2026-03-31T17:00:00Z'), or a position of the log: the answer from the log before the first event that was
   * recorded later. It replays the log into memory, so it takes time and room as the log grows. `asOf` left out is that instant's day, or
   * the day on which the position's event was recorded. What was erased since stays erased.
   */
  readonly knownAt?: string | undefined
}

/** How the log is replayed for a question with `knownAt`; others are answered at once. */
export interface ReplayOptions {
  /** Called as the replay goes on. What it throws is thrown away. */
  readonly onProgress?: ProjectorOptions['onProgress']
  /** Ends the replay: the answer rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** How a report is asked: the question may be left out when none of its fields is required. */
export type Ask<Question, Answer> = (
  ...question: object extends Question
    ? readonly [question?: Question & KnownAt, replay?: ReplayOptions]
    : readonly [question: Question & KnownAt, replay?: ReplayOptions]
) => Promise<Answer>

/** One method per report of these read models: `reports.pipeline({ asOf: '2026-03-31' })`. */
export type ReportMethods<Models extends readonly ReadModel[]> = {
  readonly [R in Models[number]['reports'][number] as R['name']]: R extends Report<string, infer Question, infer Answer>
    ? Ask<Question, Answer>
    : never
}

/** One method per list of these read models: `lists.customers({ scope: 'mine', me })`. */
export type ListMethods<Models extends readonly ReadModel[]> = {
  readonly [L in NonNullable<Models[number]['lists']>[number] as L['name']]: L extends List<
    string,
    infer Question,
    infer Doc
  >
    ? (question?: Question) => Promise<ListAnswer<Doc>>
    : never
}
