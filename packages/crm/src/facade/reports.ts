import { issueWords } from '@eventcrm/domain'
import { requireOnce, type ReadModel, type ReplayOptions, type ReportContext } from '@eventcrm/projection'
import { isRecord } from '../commands/command-options.ts'
import { answerKnownAt, type KnownLog } from './known-at.ts'

type AnyMethods = Readonly<Record<string, (question?: unknown, replay?: ReplayOptions) => Promise<unknown>>>

/** @throws TypeError when two views, two rollups or two reports have one name, also of different read models, and for a view that one reads of none of them */
export const checkReadModels = (readModels: readonly ReadModel[]): void => {
  requireOnce(
    'views or rollups',
    readModels.flatMap(({ views, rollups }) => [...views, ...rollups].map(({ name }) => name)),
  )
  requireOnce(
    'reports',
    readModels.flatMap(({ reports }) => reports.map(({ name }) => name)),
  )
  const all = readModels.flatMap(({ views }) => views)
  for (const { name, alsoReads = [] } of readModels)
    for (const view of alsoReads)
      if (!all.includes(view)) throw new TypeError(`${name} also reads ${view.name}, which no read model has`)
}

/** One method per report of these read models. */
export const reportMethodsOf = (
  readModels: readonly ReadModel[],
  context: Omit<ReportContext, 'words'>,
  log: KnownLog,
): AnyMethods => {
  const methods: Record<string, AnyMethods[string]> = {}
  const rollups = readModels.flatMap(model => model.rollups)
  for (const model of readModels) {
    for (const report of model.reports) {
      methods[report.name] = (question = {}, replay = {}) => {
        const worded = { ...context, words: issueWords }
        if (!isRecord(question) || !('knownAt' in question) || question.knownAt === undefined)
          return report.answer(worded, question as object)
        const { knownAt, ...own } = question
        return answerKnownAt(log, { ...replay, knownAt, report, question: own, rollups }, issueWords)
      }
    }
  }
  return methods
}
