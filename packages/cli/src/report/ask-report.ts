import { QuestionInvalid, type Crm } from '@eventcrm/crm'
import type { AnyReport } from '@eventcrm/projection'
import { usageFault } from '../fault.ts'
import { optionOf } from './report-options.ts'
import { askedIn, type ShownAnswer } from './shown-answer.ts'

/** Any report's method of the facade. */
interface Asking {
  ask(question: object): Promise<object>
}
type AnyMethods = Readonly<Record<string, Asking['ask']>>

const isDated = (answer: object): answer is { readonly asOf: string; readonly question: object } =>
  'asOf' in answer && typeof answer.asOf === 'string' && 'question' in answer && typeof answer.question === 'object'

/**
 * Asks a report, for any way of printing it.
 * @throws Fault naming the options at fault
 */
export const askReport = async (crm: Crm, report: AnyReport, question: object): Promise<ShownAnswer> => {
  const methods: AnyMethods = crm.reports
  const method = methods[report.name]
  if (!method) throw new TypeError(`No report is called '${report.name}'`)
  try {
    const answer = await method(question)
    if (!isDated(answer)) throw new TypeError(`${report.name} gave no answer of a report`)
    const asked = askedIn(report, answer.question)
    const ids = asked.flatMap(({ field, value }) => (field.holds === 'id' && value !== null ? [value] : []))
    return {
      report,
      answer,
      asOf: answer.asOf,
      asked,
      sections: report.sections(answer),
      names: ids.length === 0 ? new Map() : await crm.names(ids),
    }
  } catch (error) {
    if (!(error instanceof QuestionInvalid)) throw error
    const faults = error.faults.map(({ field, message }) => `${optionOf(field)}: ${message}`)
    throw usageFault(faults.join('; '))
  }
}
