import { currencyCode, expected } from '@eventcrm/domain'
import { asOf, askedId, top, type CheckedQuestion } from '@eventcrm/projection'
import { z } from 'zod'

const limitsExpected = expected({
  en: 'expected 1 to 12 rising numbers of days, as 30,60,90,120',
  vi: 'cần 1 đến 12 số ngày tăng dần, như 30,60,90,120',
})
const limits = z
  .array(z.int(limitsExpected).min(0, limitsExpected).max(36_500, limitsExpected))
  .min(1, limitsExpected)
  .max(12, limitsExpected)
  .refine(given => given.every((limit, i) => i === 0 || limit > (given[i - 1] ?? limit)), limitsExpected)
const written = z
  .string()
  .regex(/^\d{1,5}(\s*,\s*\d{1,5}){0,11}$/, limitsExpected)
  .transform(text => text.split(',').map(Number))
  .pipe(limits)

/** The question's schema: its fields are the options of `eventcrm report receivables`. */
export const receivablesQuestion = z.strictObject({
  asOf,
  customer: askedId('contact').optional().describe('Only what this customer is to pay, and has paid in advance'),
  owner: askedId('staff member').nullish().describe('Only what this salesperson is in charge of'),
  team: askedId('sales team').nullish().describe('Only what counts for this sales team'),
  department: z.string().min(1).max(200).optional().describe('Only what this department is in charge of'),
  currency: currencyCode.optional().describe('Only amounts in this currency, ISO 4217'),
  buckets: z
    .union([written, limits], limitsExpected)
    .default([30, 60, 90, 120])
    .describe(
      'How many days after the due day each bucket of the ageing ends, as 30,60,90,120, which it is when left out',
    ),
  top: top.default(20).describe('How many customers and invoices are told one by one'),
})

/** What the receivables report is asked. Days are of the company's calendar, 'YYYY-MM-DD'. */
export interface ReceivablesQuestion {
  /** Day it is asked for: everything that happened until then, that day included. Today when left out. */
  readonly asOf?: string | undefined
  /** Id of a contact: only what it, and what was part of it on that day, is to pay and has paid in advance. */
  readonly customer?: string | undefined
  /** Id of a staff member: only what this salesperson is in charge of. Null: only what nobody is. */
  readonly owner?: string | null | undefined
  /** Id of a sales team: only what counts for it. Null: only what counts for none. */
  readonly team?: string | null | undefined
  /** Only what this department is in charge of. */
  readonly department?: string | undefined
  /** Only amounts in this currency, ISO 4217: 'VND'. */
  readonly currency?: string | undefined
  /** How many days after the due day each bucket of the ageing ends, rising: '30,60,90,120', which it is when left out, or the numbers. */
  readonly buckets?: string | readonly number[] | undefined
  /** How many customers and invoices are told one by one, 0 to 1000; 20 when left out. The totals are of all of them. */
  readonly top?: number | undefined
}

/** A question with what was left out filled in. */
export interface CheckedReceivablesQuestion extends CheckedQuestion<typeof receivablesQuestion> {}
