import { currencyCode } from '@eventcrm/domain'
import { asOf, askedId, inOrder, period, type CheckedQuestion } from '@eventcrm/projection'
import { z } from 'zod'

/** The question's schema: its fields are the options of `eventcrm report statement`. */
export const statementQuestion = z
  .strictObject({
    customer: askedId('contact').describe('Customer whose statement it is; needed'),
    asOf,
    from: period.from.describe('First day that is told line by line; from the beginning when left out'),
    to: period.to.describe('Last day that is told; the day asked for when left out, and at the latest'),
    currency: currencyCode.optional().describe('Only amounts in this currency, ISO 4217'),
  })
  .check(inOrder)

/** What the statement of account is asked. Days are of the company's calendar, 'YYYY-MM-DD'. */
export interface StatementQuestion {
  /** Id of a contact: its statement, with what was part of it on the last day. */
  readonly customer: string
  /** Day it is asked for: everything that happened until then, that day included. Today when left out. */
  readonly asOf?: string | undefined
  /** First day that is told line by line; from the beginning when left out. */
  readonly from?: string | undefined
  /** Last day that is told; `asOf` when left out, and at the latest. */
  readonly to?: string | undefined
  /** Only amounts in this currency, ISO 4217: 'VND'. */
  readonly currency?: string | undefined
}

/** A question with what was left out filled in. */
export interface CheckedStatementQuestion extends CheckedQuestion<typeof statementQuestion> {}
