import type { AnyReport, Report } from './report.ts'
import type { AnyRollup } from './rollup.ts'
import type { AnyView } from './view.ts'

/** Documents, totals of them and what is asked of both: one value that everything about them derives from. */
export interface ReadModel<Reports extends readonly AnyReport[] = readonly AnyReport[]> {
  readonly name: string
  readonly describe: string
  readonly views: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
  readonly reports: Reports
}

/** @throws TypeError when a name stands there twice; `what` they are the names of, in the plural */
export const requireOnce = (what: string, names: readonly string[]): void => {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new TypeError(`Two ${what} have the name '${twice}'`)
}

/**
 * A read model.
 * @param definition.rollups of its own views
 * @param definition.reports from its own views
 * @throws TypeError for a name that stands there twice, and for a rollup or report of a view that is not among its own
 * @example
 * export const ticketing = defineReadModel({
 *   name: 'ticketing', describe: 'Support tickets', views: [tickets], rollups: [ticketTotals], reports: [openTickets],
 * })
 */
export const defineReadModel = <const Reports extends readonly AnyReport[]>(definition: {
  readonly name: string
  readonly describe: string
  readonly views: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
  readonly reports: Reports
}): ReadModel<Reports> => {
  const { name, describe, views, rollups, reports } = definition
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
      if (!views.includes(view))
        throw new TypeError(`${report.name} reads ${view.name}, which is not among the views of ${name}`)
  return { name, describe, views, rollups, reports }
}

/** How a report is asked: the question may be left out when none of its fields is required. */
export type Ask<Question, Answer> = (
  ...question: object extends Question ? readonly [question?: Question] : readonly [question: Question]
) => Promise<Answer>

/** One method per report of these read models: `reports.pipeline({ asOf: '2026-03-31' })`. */
export type ReportMethods<Models extends readonly ReadModel[]> = {
  readonly [R in Models[number]['reports'][number] as R['name']]: R extends Report<string, infer Question, infer Answer>
    ? Ask<Question, Answer>
    : never
}
