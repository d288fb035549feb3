import { expectedInWords } from '@eventcrm/domain'
import { requireOnce, type ReadModel, type ReportContext } from '@eventcrm/projection'

type AnyMethods = Readonly<Record<string, (question?: unknown) => Promise<unknown>>>

/** @throws TypeError when two views, two rollups or two reports have one name, also of different read models */
export const checkReadModels = (readModels: readonly ReadModel[]): void => {
  requireOnce(
    'views or rollups',
    readModels.flatMap(({ views, rollups }) => [...views, ...rollups].map(({ name }) => name)),
  )
  requireOnce(
    'reports',
    readModels.flatMap(({ reports }) => reports.map(({ name }) => name)),
  )
}

/** One method per report of these read models. */
export const reportMethodsOf = (
  readModels: readonly ReadModel[],
  context: Omit<ReportContext, 'words'>,
): AnyMethods => {
  const methods: Record<string, AnyMethods[string]> = {}
  for (const { reports } of readModels) {
    for (const report of reports) {
      methods[report.name] = (question = {}) =>
        report.answer({ ...context, words: expectedInWords }, question as object)
    }
  }
  return methods
}
