import type { AnyReport, Section } from '@eventcrm/projection'
import { questionFields, type QuestionField } from './question-fields.ts'

/** A field that the question was asked with: what was given, null where it asks for what has none. */
export interface AskedValue {
  readonly field: QuestionField
  readonly value: string | null
}

/** An answer to any report, as it is printed. */
export interface ShownAnswer {
  readonly report: AnyReport
  readonly answer: object
  readonly asOf: string
  /** The instant by which it was known; null for what is known now. */
  readonly knownAt: string | null
  readonly asked: readonly AskedValue[]
  readonly sections: readonly Section[]
  /** Names for the ids that were asked for. */
  readonly names: ReadonlyMap<string, string | null>
}

const valueIn = (question: object, name: string): string | null | undefined => {
  const value = new Map<string, unknown>(Object.entries(question)).get(name)
  return value === null ? null : typeof value === 'string' ? value : undefined
}

/** What a question was asked with, of the fields that the report has words for. */
export const askedIn = (report: AnyReport, question: object): readonly AskedValue[] => {
  const fields = new Map(questionFields(report).map(field => [field.name, field]))
  return Object.keys(report.asked).flatMap(name => {
    const field = fields.get(name)
    const value = valueIn(question, name)
    return field === undefined || value === undefined ? [] : [{ field, value }]
  })
}
