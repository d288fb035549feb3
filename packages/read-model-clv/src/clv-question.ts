import { currencyCode, expected, marginGiven } from '@eventcrm/domain'
import { asOf, askedDay, inOrder, period, top, type CheckedQuestion } from '@eventcrm/projection'
import { z } from 'zod'
import { bases, type Basis } from './purchases.ts'

const listed = (choices: readonly string[]): string => choices.slice(0, -1).join(', ')

const oneOf = <const Choices extends readonly [string, ...string[]]>(choices: Choices) =>
  z.enum(choices, {
    error: expected({
      en: `expected ${listed(choices)} or ${String(choices.at(-1))}`,
      vi: `cần ${listed(choices)} hoặc ${String(choices.at(-1))}`,
    }),
  })

/** A whole number within bounds, so that no question runs for hours. */
const whole = (least: number, most: number) => {
  const range = expected({
    en: `expected a whole number from ${String(least)} to ${String(most)}`,
    vi: `cần một số nguyên từ ${String(least)} đến ${String(most)}`,
  })
  return z.int(range).min(least, range).max(most, range)
}

const discountExpected = expected({
  en: 'expected a share from 0 to 1, like 0.01',
  vi: 'cần tỷ lệ từ 0 đến 1, như 0.01',
})

const calibratedBefore = z.refine<{ readonly asOf?: string | undefined; readonly calibrateUntil?: string | undefined }>(
  ({ asOf, calibrateUntil }) => asOf === undefined || calibrateUntil === undefined || calibrateUntil <= asOf,
  {
    path: ['calibrateUntil'],
    error: expected({
      en: 'expected a day that is not after the one that is asked for',
      vi: 'cần ngày không sau ngày của báo cáo',
    }),
  },
)

const paymentsWithTax = z.refine<{ readonly basis?: string | undefined; readonly tax?: string | undefined }>(
  ({ basis, tax }) => basis !== 'payments' || tax !== 'out',
  {
    path: ['tax'],
    error: expected({
      en: 'expected in, since of payments it is not known how much is tax',
      vi: 'cần in, vì không biết bao nhiêu tiền trong các khoản thanh toán là thuế',
    }),
  },
)

/** The question's schema: its fields are the options of `eventcrm report clv`. */
export const clvQuestion = z
  .strictObject({
    asOf,
    from: period.from.describe(
      'Only cohorts that first bought, months and acquisitions from this day on; all else is of lifetimes, and is not asked for it',
    ),
    to: period.to.describe('Only cohorts that first bought, months and acquisitions until this day'),
    currency: currencyCode.optional().describe('Only purchases in this currency, ISO 4217'),
    basis: oneOf(bases)
      .optional()
      .describe(
        'What counts as bought: what was invoiced, less credit notes; what was paid on invoices; or purchases where there is no invoice. When left out, invoices in a currency in which there are any, else purchases',
      ),
    tax: oneOf(['out', 'in'])
      .optional()
      .describe(
        'Whether tax counts as revenue: out when left out, where it is known how much of an amount is tax, or in, as payments always count',
      ),
    margin: marginGiven
      .optional()
      .describe('Percent of revenue that is margin; the company’s on that day when left out, which is 100 until set'),
    cohorts: oneOf(['month', 'quarter'])
      .default('month')
      .describe('How long the time is in which those of a cohort first bought, and by which their age is counted'),
    inactiveAfter: whole(1, 3650)
      .default(180)
      .describe('Customers are inactive who have bought nothing for more than so many days'),
    calibrateUntil: askedDay
      .optional()
      .describe('Last day of the purchases that expectations are drawn from; the day asked for when left out'),
    weeks: whole(1, 1040)
      .optional()
      .describe(
        'Weeks of the window for which purchases are expected; as long as the time that expectations are drawn from when left out',
      ),
    months: whole(1, 120).default(12).describe('Months ahead for which a customer’s lifetime value is expected'),
    discount: z
      .number(discountExpected)
      .min(0, discountExpected)
      .max(1, discountExpected)
      .default(0.01)
      .describe('By how much what is expected is worth less each month, as a share: 0.01 is one percent'),
    top: top.default(10).describe('How many customers in each list'),
  })
  .check(inOrder, calibratedBefore, paymentsWithTax)

/** What the report on customer lifetime value is asked. Days are of the company's calendar, 'YYYY-MM-DD'. */
export interface ClvQuestion {
  /** Day it is asked for: everything that happened until then, that day included. Today when left out. */
  readonly asOf?: string | undefined
  /** Only cohorts that first bought, months and acquisitions from this day on. */
  readonly from?: string | undefined
  /** Only cohorts that first bought, months and acquisitions until this day; not before `from`. */
  readonly to?: string | undefined
  /** Only purchases in this currency, ISO 4217: 'VND'. */
  readonly currency?: string | undefined
  /**
   * What counts as bought: 'invoices', less credit notes; 'payments' on invoices; or 'purchases' where there is no invoice. When left out,
   * invoices in a currency in which there are any, else purchases.
   */
  readonly basis?: Basis | undefined
  /** Whether tax counts as revenue: 'out' (when left out), where it is known how much of an amount is tax, or 'in', as payments always count. */
  readonly tax?: 'out' | 'in' | undefined
  /** Percent of revenue that is margin, at most two decimals; the company's on that day when left out. */
  readonly margin?: number | undefined
  /** The time in which those of a cohort first bought, and by which their age is counted: a month when left out. */
  readonly cohorts?: 'month' | 'quarter' | undefined
  /** Customers are inactive who have bought nothing for more than so many days, 1 to 3650; 180 when left out. */
  readonly inactiveAfter?: number | undefined
  /** Last day of the purchases that expectations are drawn from; the day asked for when left out, and not after it. */
  readonly calibrateUntil?: string | undefined
  /** Weeks for which purchases are expected, 1 to 1040; as long as the time that expectations are drawn from when left out. */
  readonly weeks?: number | undefined
  /** Months ahead for which a lifetime value is expected, 1 to 120; 12 when left out. */
  readonly months?: number | undefined
  /** By how much what is expected is worth less each month, as a share from 0 to 1; 0.01 when left out. */
  readonly discount?: number | undefined
  /** How many customers in each list, 0 to 1000; 10 when left out. */
  readonly top?: number | undefined
}

/** A question with what was left out filled in. */
export interface CheckedClvQuestion extends CheckedQuestion<typeof clvQuestion> {}
