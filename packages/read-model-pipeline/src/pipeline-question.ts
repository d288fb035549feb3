import { code, currencyCode, expectedInWords } from '@eventcrm/domain'
import { z } from 'zod'

const isoDay = z.iso.date({ error: 'expected a day like 2017-03-31' })
const wholeExpected = { error: 'expected a whole number from 0 to 1000' }
const whole = z.int(wholeExpected)
const uuid = (kind: string) => z.uuid({ error: 'expected an id: a UUID' }).toLowerCase().meta({ kind })

/** What the pipeline report is asked. */
export const pipelineQuestion = z
  .strictObject({
    asOf: isoDay.describe('Day it is asked for: everything that happened until then, that day included'),
    owner: uuid('staff member').optional().describe('Only what this salesperson had'),
    team: uuid('sales team').optional().describe('Only what counted for this sales team'),
    customer: uuid('contact').optional().describe('Only what was for this customer'),
    tag: code.optional().describe('Only what had this tag'),
    currency: currencyCode.optional().describe('Only amounts in this currency, ISO 4217'),
    from: isoDay.optional().describe('Only what was closed on this day or later; what is open is not asked for it'),
    to: isoDay.optional().describe('Only what was closed on this day or earlier'),
    top: whole
      .min(0, wholeExpected)
      .max(1000, wholeExpected)
      .default(10)
      .describe('How many best customers and salespeople; 0 spares reading customers, of whom there may be very many'),
    source: z
      .enum(['totals', 'documents'], { error: 'expected totals or documents' })
      .default('totals')
      .describe(
        'Totals where they can tell, or every opportunity: slower, and then with the best customers of a salesperson or team',
      ),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    error: 'expected a day that is not before the first one',
  })

export type PipelineQuestion = z.input<typeof pipelineQuestion>
export type CheckedPipelineQuestion = z.output<typeof pipelineQuestion>

/** A question that cannot be asked so. */
export class QuestionInvalid extends Error {
  readonly code = 'QuestionInvalid'
  override readonly name = 'QuestionInvalid'
  /** Each field at fault, and what was expected there. Never what was given. */
  readonly faults: readonly { readonly field: string; readonly message: string }[]
  constructor(faults: QuestionInvalid['faults']) {
    super(faults.map(({ field, message }) => `${field}: ${message}`).join('; '))
    this.faults = faults
  }
}

/** @throws QuestionInvalid */
export const checkedQuestion = (question: unknown): CheckedPipelineQuestion => {
  const parsed = pipelineQuestion.safeParse(question, { error: expectedInWords })
  if (parsed.success) return parsed.data
  throw new QuestionInvalid(
    parsed.error.issues.flatMap(issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(field => ({ field, message: issue.message }))
        : [{ field: issue.path.map(String).join('.'), message: issue.message }],
    ),
  )
}
