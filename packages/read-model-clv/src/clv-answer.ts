// What the report answers.
import type { Day, ShownMoney, Words } from '@eventcrm/domain'
import type { Answered } from '@eventcrm/projection'
import type { CohortStep } from './calendar.ts'
import type { CheckedClvQuestion } from './clv-question.ts'
import type { Caution } from './expectations.ts'
import type { CountedBy } from './read-lifetimes.ts'
import type { RfmScores, Segment } from './rfm.ts'

export interface LifetimeTotals {
  readonly customers: number
  /** Days of customers: what somebody bought on one day is one purchase. */
  readonly purchases: number
  /** Invoices, parts of payments or purchases as they were recorded, several of a day among them. */
  readonly recorded: number
  /** Those of them of which it is not known how much is tax: they count with it. */
  readonly taxUnknown: number
  readonly revenue: ShownMoney
  /** Historic lifetime value: revenue × margin, rounded once. */
  readonly value: ShownMoney
  /** The same for each customer. */
  readonly meanValue: ShownMoney
  /** Average order value: revenue for each purchase. */
  readonly averagePurchase: ShownMoney
  /** Purchases for each customer, to two decimals. */
  readonly frequency: number | null
  /** Days since the last purchase, mean to two decimals. */
  readonly recencyDays: number | null
  /** Days since the first purchase, mean to two decimals. */
  readonly tenureDays: number | null
}

export interface CustomerValue {
  readonly customerId: string
  readonly name: string | null
  readonly firstOn: Day
  readonly lastOn: Day
  readonly purchases: number
  readonly revenue: ShownMoney
  readonly value: ShownMoney
  readonly scores: RfmScores
  readonly segment: Segment
}

/** A cohort at an age. */
export interface CohortAge {
  /** 'YYYY-MM' or 'YYYY-Qn': when its customers first bought. */
  readonly cohort: string
  readonly size: number
  /** Months or quarters later; 0 is that of the first purchase. */
  readonly age: number
  /** Customers who bought then. */
  readonly bought: number
  /** Their share of the cohort, to four decimals. */
  readonly retention: number | null
  /** Revenue × margin until then, for each customer of the cohort. */
  readonly value: ShownMoney
}

export interface SegmentFigures {
  readonly segment: Segment
  readonly customers: number
  /** Of all customers, to four decimals. */
  readonly share: number | null
  readonly revenue: ShownMoney
  readonly recencyDays: number | null
  readonly frequency: number | null
  readonly meanRevenue: ShownMoney
}

/** Who bought in a month: new where the first purchase ever was in it. */
export interface MonthFigures {
  readonly month: string
  readonly inPart: boolean
  readonly newCustomers: number
  readonly newRevenue: ShownMoney
  readonly repeatCustomers: number
  readonly repeatRevenue: ShownMoney
}

export interface InactiveCustomer extends Pick<
  CustomerValue,
  'customerId' | 'name' | 'lastOn' | 'purchases' | 'revenue'
> {
  readonly daysSince: number
}

export interface Inactive {
  /** Bought nothing for more than so many days. */
  readonly afterDays: number
  readonly customers: number
  readonly share: number | null
  readonly revenue: ShownMoney
  /** Those of most revenue. */
  readonly top: readonly InactiveCustomer[]
}

export interface ExpectedCustomer {
  readonly customerId: string
  readonly name: string | null
  /** Purchases after the first. */
  readonly repeats: number
  /** The chance that he still buys, to four decimals. */
  readonly alive: number | null
  /** Purchases in the window, to two decimals. */
  readonly purchases: number | null
  /** What a purchase comes to; null unknown. */
  readonly spending: ShownMoney | null
  /** Lifetime value of the months ahead: revenue, less the discount of each month, × margin; null unknown. */
  readonly value: ShownMoney | null
}

export interface Expectations {
  readonly calibratedUntil: Day
  /** Who first bought until then. */
  readonly customers: number
  /** Those of them who bought again. */
  readonly repeatCustomers: number
  /** BG/NBD, in weeks: parameters to four decimals, log-likelihood to one, null where no likeliest were found; null where nobody bought again. */
  readonly buying: {
    readonly r: number | null
    readonly alpha: number | null
    readonly a: number | null
    readonly b: number | null
    readonly logLikelihood: number | null
    readonly converged: boolean
  } | null
  /** Gamma-Gamma, v in the currency's major units: to four decimals, log-likelihood to one; null where nobody who bought again spent anything. */
  readonly spending: {
    readonly customers: number
    readonly p: number | null
    readonly q: number | null
    readonly v: number | null
    readonly logLikelihood: number | null
    readonly converged: boolean
    /** Of how often and how much, to four decimals. */
    readonly correlation: number | null
  } | null
  readonly cautions: readonly { readonly code: Caution; readonly words: Words }[]
  readonly window: {
    readonly from: Day
    readonly to: Day
    /** Days ÷ 7, to four decimals. */
    readonly weeks: number
    /** Purchases expected in it of those customers, to one decimal; null where nothing can be expected. */
    readonly expected: number | null
    /** Purchases of theirs in it that were dated until the day asked for; null while it has not begun. */
    readonly bought: number | null
    /** Whether it is over on the day asked for. */
    readonly isOver: boolean
  }
  readonly value: {
    readonly months: number
    readonly discount: number
    /** Of all customers of whom it is known; null where nothing can be expected. */
    readonly total: ShownMoney | null
    readonly customers: number
  }
  /** Those of most lifetime value, or else of most purchases expected. */
  readonly top: readonly ExpectedCustomer[]
}

/** All that customers bought in one currency. */
export interface CurrencyClv {
  readonly currency: string
  /** What its figures rest on: what counts as bought, and whether with tax. */
  readonly basis: CountedBy
  readonly total: LifetimeTotals
  readonly customers: readonly CustomerValue[]
  readonly cohorts: readonly CohortAge[]
  readonly segments: readonly SegmentFigures[]
  readonly months: readonly MonthFigures[]
  readonly inactive: Inactive
  readonly expectations: Expectations
}

/** Customers by when they became one, whatever they bought. */
export interface Acquisitions {
  readonly customers: number
  readonly months: readonly { readonly month: string; readonly inPart: boolean; readonly customers: number }[]
  /** By who managed the account at the end of that day; null nobody. */
  readonly salespeople: readonly {
    readonly staffMemberId: string | null
    readonly name: string | null
    readonly customers: number
  }[]
}

export interface ClvReport extends Answered<CheckedClvQuestion> {
  /** What all figures rest on. */
  readonly basis: {
    /** Percent of revenue. */
    readonly margin: number
    readonly marginIs: 'asked' | 'company'
    readonly cohorts: CohortStep
  }
  /** What cohorts, months and acquisitions are of. */
  readonly period: { readonly from: Day | null; readonly to: Day }
  readonly acquisitions: Acquisitions
  readonly currencies: readonly CurrencyClv[]
}
