import { code, currencyCode, expected } from '@eventcrm/domain'
import { asOf, askedId, inOrder, period, top, type CheckedQuestion } from '@eventcrm/projection'
import { z } from 'zod'

const source = z.enum(['totals', 'documents'], {
  error: expected({ en: 'expected totals or documents', vi: 'cần totals hoặc documents' }),
})

/** The question's schema: its fields are the options of `eventcrm report pipeline`. */
export const pipelineQuestion = z
  .strictObject({
    asOf,
    from: period.from.describe('Only what was closed on this day or later; what is open is not asked for it'),
    to: period.to.describe('Only what was closed on this day or earlier'),
    owner: askedId('staff member').nullish().describe('Only what this salesperson had'),
    team: askedId('sales team').nullish().describe('Only what counted for this sales team'),
    customer: askedId('contact').nullish().describe('Only what was for this customer'),
    tag: code.optional().describe('Only what had this tag'),
    pipeline: askedId('pipeline').optional().describe('Only what was in this pipeline'),
    currency: currencyCode.optional().describe('Only amounts in this currency, ISO 4217'),
    top: top
      .default(10)
      .describe('How many best customers and salespeople; 0 spares reading customers, of whom there may be very many'),
    source: source
      .default('totals')
      .describe(
        'Totals where they can tell, or documents, every opportunity: slower, and then with the best customers of a salesperson or team',
      ),
  })
  .check(inOrder)

/** What the pipeline report is asked. Days are of the company's calendar, 'YYYY-MM-DD'. */
export interface PipelineQuestion {
  /** Day it is asked for: everything that happened until then, that day included. Today when left out. */
  readonly asOf?: string | undefined
  /** Only what was closed on this day or later; what is open is not asked for it. */
  readonly from?: string | undefined
  /** Only what was closed on this day or earlier; not before `from`. */
  readonly to?: string | undefined
  /** Id of a staff member: only what this salesperson had. Null: only what nobody had. */
  readonly owner?: string | null | undefined
  /** Id of a sales team: only what counted for it. Null: only what counted for none. */
  readonly team?: string | null | undefined
  /** Id of a contact: only what was for this customer on the day asked for. Null: only what was for none. Read from documents. */
  readonly customer?: string | null | undefined
  /** Only what had this tag on the day asked for. Read from documents. */
  readonly tag?: string | undefined
  /** Id of a pipeline: only what was in it. */
  readonly pipeline?: string | undefined
  /** Only amounts in this currency, ISO 4217: 'VND'. */
  readonly currency?: string | undefined
  /** How many best customers and salespeople, 0 to 1000; 10 when left out. 0 spares reading customers, of whom there may be very many. */
  readonly top?: number | undefined
  /** Totals where they can tell (when left out), or every opportunity: slower, and then with the best customers of a salesperson or team. */
  readonly source?: 'totals' | 'documents' | undefined
}

/** A question with what was left out filled in. */
export interface CheckedPipelineQuestion extends CheckedQuestion<typeof pipelineQuestion> {}
