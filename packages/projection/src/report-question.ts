// What reports are asked: fields that many questions share, and the one error for a question that cannot be asked so.
import type { Day, Words } from '@eventcrm/domain'
import { nearestName, shownFaults, shownPath } from '@eventcrm/event-store'
import { z } from 'zod'
import { inEnglish, saying, wordsFor, type IssueWords } from './question-words.ts'

/** A question that cannot be asked so. */
export class QuestionInvalid extends Error {
  readonly code = 'QuestionInvalid'
  override readonly name = 'QuestionInvalid'
  /** Each field at fault, and what was expected there. Never what was given: that may be personal. */
  readonly faults: readonly { readonly field: string; readonly message: string; readonly words: Words }[]
  /** @param faults `words` where there is more than the message's English */
  constructor(faults: readonly { readonly field: string; readonly message: string; readonly words?: Words }[]) {
    super(shownFaults(faults))
    this.faults = faults.map(fault => ({ ...fault, words: fault.words ?? inEnglish(fault.message) }))
  }
}

/** A fault in the words of each language. */
export const faultOf = (field: string, words: Words): QuestionInvalid['faults'][number] => ({
  ...{ field, message: words.en, words },
})

const dayExpected = saying({
  en: 'expected a day like 2017-03-31, of the years 1900 to 2199',
  vi: 'cần ngày như 2017-03-31, thuộc các năm 1900 đến 2199',
})
/** A day of the company's calendar: of the years that commands may be dated in, since a report may have a row for each month. */
export const askedDay = z.iso
  .date({ error: dayExpected, abort: true })
  .refine(day => day >= '1900' && day < '2200', dayExpected)

/** For a question's field `asOf`: the report fills in today when it is left out. */
export const asOf = askedDay
  .optional()
  .describe('Day it is asked for: everything that happened until then, that day included. Today when left out')

/** For a question about a period: its fields `from` and `to`, both included. Check them with `inOrder`. */
export const period = {
  from: askedDay.optional().describe('Only what happened on this day or later'),
  to: askedDay.optional().describe('Only what happened on this day or earlier'),
}

/**
 * A check for a question with a period, for zod's `check`.
 * @example z.strictObject({ asOf, ...period }).check(inOrder)
 */
export const inOrder = z.refine<{ readonly from?: Day | undefined; readonly to?: Day | undefined }>(
  ({ from, to }) => from === undefined || to === undefined || from <= to,
  {
    path: ['to'],
    error: saying({ en: 'expected a day that is not before the first one', vi: 'cần ngày không trước ngày đầu' }),
  },
)

const whole = {
  error: saying({ en: 'expected a whole number from 0 to 1000', vi: 'cần một số nguyên từ 0 đến 1000' }),
}
const idExpected = saying({ en: 'expected an id: a UUID', vi: 'cần một mã: UUID' })
/** An id, of whatever it is. */
export const askedUuid = z.uuid({ error: idExpected }).toLowerCase()
/** For a question's field `top`: how many of a list. */
export const top = z.int(whole).min(0, whole).max(1000, whole)

/**
 * For a field that asks for one thing by its id.
 * @param kind what it is: 'staff member', 'sales team', 'contact', 'pipeline'. The command line takes a name for these
 */
export const askedId = (kind: string) => askedUuid.meta({ kind })

const noSuchField = (meant: string | undefined): Words =>
  meant === undefined
    ? { en: 'no such field', vi: 'không có trường này' }
    : { en: `no such field; did you mean ${meant}?`, vi: `không có trường này; có phải ${meant}?` }

/** The fields that a schema takes at a place. */
const fieldsAt = (schema: unknown, path: readonly PropertyKey[]): readonly string[] => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return fieldsAt(schema.unwrap(), path)
  const [key, ...rest] = path
  if (schema instanceof z.ZodArray) return fieldsAt(schema.element, rest)
  if (!(schema instanceof z.ZodObject)) return []
  const shape: Readonly<Record<string, unknown>> = schema.shape
  return key === undefined ? Object.keys(shape) : fieldsAt(shape[String(key)], rest)
}

/**
 * Checks a question.
 * @param words says what was expected where the schema does not
 * @throws QuestionInvalid naming each field at fault
 */
export const checkQuestion = <Q extends z.ZodType>(schema: Q, question: unknown, words?: IssueWords): z.output<Q> => {
  const parsed = z.safeParse(schema, question, words ? { error: words.error } : {})
  if (parsed.success) return parsed.data
  throw new QuestionInvalid(
    parsed.error.issues.flatMap(issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key =>
            faultOf(shownPath([...issue.path, key]), noSuchField(nearestName(key, fieldsAt(schema, issue.path)))),
          )
        : [{ field: shownPath(issue.path), message: issue.message, words: wordsFor(issue, words) }],
    ),
  )
}
