import { QuestionInvalid } from '@eventcrm/crm'
import type { AnyReport, ReplayOptions } from '@eventcrm/projection'
import { faultsOfOptions } from '../explain.ts'
import { usageFault } from '../fault.ts'
import { askedIn, type ShownAnswer } from './shown-answer.ts'

/**
 * Any report's method of the facade. As the type of a method, and not of a function, it also takes those that want a question of their
 * own: each report checks its question itself.
 */
interface Asking {
  ask(question: object, replay?: ReplayOptions): Promise<object>
}
/** What reports are asked of: a CRM, with whatever read models. */
export interface ReportTarget {
  readonly reports: Readonly<Record<string, Asking['ask']>>
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string | null>>
}

const isDated = (answer: object): answer is { readonly asOf: string; readonly question: object } =>
  'asOf' in answer && typeof answer.asOf === 'string' && 'question' in answer && typeof answer.question === 'object'

/**
 * Asks a report, for any way of printing it: `reportTable`, `reportCsv`.
 * @throws Fault naming the options at fault
 */
export const askReport = async (
  crm: ReportTarget,
  report: AnyReport,
  question: object,
  replay: ReplayOptions = {},
): Promise<ShownAnswer> => {
  const method = crm.reports[report.name]
  if (!method) throw new TypeError(`No report is called '${report.name}'`)
  try {
    const answer = await method(question, replay)
    if (!isDated(answer)) throw new TypeError(`${report.name} gave no answer of a report`)
    const asked = askedIn(report, answer.question)
    const ids = asked.flatMap(({ field, value }) => (field.holds === 'id' && value !== null ? [value] : []))
    return {
      report,
      answer,
      asOf: answer.asOf,
      knownAt: 'knownAt' in answer && typeof answer.knownAt === 'string' ? answer.knownAt : null,
      asked,
      sections: report.sections(answer),
      names: ids.length === 0 ? new Map() : await crm.names(ids),
    }
  } catch (error) {
    if (!(error instanceof QuestionInvalid)) throw error
    throw usageFault(faultsOfOptions(error.faults))
  }
}
