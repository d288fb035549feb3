import { expectedInWords } from '@eventcrm/domain'
import type { ReadModel, ReportContext } from '@eventcrm/projection'

type AnyMethods = Readonly<Record<string, (question?: unknown) => Promise<unknown>>>

/**
 * One method per report of these read models.
 * @throws TypeError when two reports, or two views, have one name
 */
export const reportMethodsOf = (
  readModels: readonly ReadModel[],
  context: Omit<ReportContext, 'words'>,
): AnyMethods => {
  const methods: Record<string, AnyMethods[string]> = {}
  for (const { reports } of readModels) {
    for (const report of reports) {
      if (Object.hasOwn(methods, report.name)) throw new TypeError(`Two reports have the name '${report.name}'`)
      methods[report.name] = (question = {}) =>
        report.answer({ ...context, words: expectedInWords }, question as object)
    }
  }
  return methods
}
