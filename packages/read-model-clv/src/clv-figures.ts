// The figures of each currency, from what was folded.
import { falling, monthOf, monthsBetween, ranked, rising } from '@eventcrm/projection'
import { dayNumber, dayOf, stepName, stepOf } from './calendar.ts'
import type { CohortAge, CurrencyClv, Inactive, LifetimeTotals, MonthFigures, SegmentFigures } from './clv-answer.ts'
import { expectationFigures, type FiguresAsked } from './expectation-figures.ts'
import type { BoughtAt, Cohort, Lifetime, Lifetimes } from './lifetimes.ts'
import { rfmOf, segmentOf, segments, type RfmScores } from './rfm.ts'
import { divided, marginOf, quotient, shown } from './rounding.ts'

type NameOf = (id: string | null) => string | null

const sumOf = (all: readonly Lifetime[]): bigint => all.reduce((sum, { revenue }) => sum + revenue, 0n)
const total = (all: readonly Lifetime[], of: (one: Lifetime) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0)

const totalsOf = (lifetimes: Lifetimes, { currency, margin, question: { asOf } }: FiguresAsked): LifetimeTotals => {
  const { all, recorded, taxUnknown } = lifetimes
  const [customers, revenue, today] = [all.length, sumOf(all), dayNumber(asOf)]
  const purchases = total(all, one => one.purchases)
  return {
    ...{ customers, purchases, recorded, taxUnknown },
    revenue: shown(revenue, currency),
    value: shown(marginOf(revenue, margin), currency),
    meanValue: shown(marginOf(revenue, margin, customers), currency),
    averagePurchase: shown(divided(revenue, BigInt(purchases)), currency),
    frequency: quotient(purchases, customers, 2),
    recencyDays: quotient(
      total(all, ({ last }) => today - last),
      customers,
      2,
    ),
    tenureDays: quotient(
      total(all, ({ first }) => today - first),
      customers,
      2,
    ),
  }
}

const nobody: BoughtAt = { customers: 0, revenue: 0n }

const cohortsOf = (
  cohorts: ReadonlyMap<number, Cohort>,
  { currency, margin, question: { asOf, cohorts: step } }: FiguresAsked,
): readonly CohortAge[] =>
  [...cohorts]
    .sort(([a], [b]) => a - b)
    .flatMap(([began, { size, ages }]) => {
      let until = 0n
      return Array.from({ length: stepOf(asOf, step) - began + 1 }, (_, age) => {
        const { customers: bought, revenue } = ages.get(age) ?? nobody
        until += revenue
        const value = shown(marginOf(until, margin, size), currency)
        return { cohort: stepName(began, step), size, age, bought, retention: quotient(bought, size, 4), value }
      })
    })

const segmentsOf = (
  all: readonly Lifetime[],
  scoresOf: (one: Lifetime) => RfmScores,
  { currency, question: { asOf } }: FiguresAsked,
): readonly SegmentFigures[] => {
  const bySegment = Map.groupBy(all, one => segmentOf(scoresOf(one)))
  const today = dayNumber(asOf)
  return segments.flatMap(segment => {
    const of = bySegment.get(segment) ?? []
    if (of.length === 0) return []
    return [
      {
        ...{ segment, customers: of.length, share: quotient(of.length, all.length, 4) },
        revenue: shown(sumOf(of), currency),
        recencyDays: quotient(
          total(of, ({ last }) => today - last),
          of.length,
          2,
        ),
        frequency: quotient(
          total(of, ({ purchases }) => purchases),
          of.length,
          2,
        ),
        meanRevenue: shown(divided(sumOf(of), BigInt(of.length)), currency),
      },
    ]
  })
}

const monthsOf = ({ months, firstOfAll }: Lifetimes, { currency, from, to }: FiguresAsked): readonly MonthFigures[] => {
  const first = firstOfAll ?? to
  const begin = from ?? `${monthOf(first)}-01`
  if (begin > to) return []
  return monthsBetween(begin, to).flatMap(({ month, inPart }) => {
    const tally = months.get(month)
    if (!tally && month < monthOf(first)) return []
    const [newOnes, repeating] = [tally?.new ?? nobody, tally?.repeat ?? nobody]
    return [
      {
        ...{ month, inPart, newCustomers: newOnes.customers, repeatCustomers: repeating.customers },
        newRevenue: shown(newOnes.revenue, currency),
        repeatRevenue: shown(repeating.revenue, currency),
      },
    ]
  })
}

const mostRevenue = (all: readonly Lifetime[], most: number): readonly Lifetime[] =>
  ranked(
    all,
    falling(({ revenue }) => revenue),
    rising(({ customerId }) => customerId),
  ).slice(0, most)

const inactiveOf = (
  all: readonly Lifetime[],
  { currency, question: { asOf, inactiveAfter, top } }: FiguresAsked,
): Inactive => {
  const today = dayNumber(asOf)
  const inactive = all.filter(({ last }) => today - last > inactiveAfter)
  return {
    ...{ afterDays: inactiveAfter, customers: inactive.length, share: quotient(inactive.length, all.length, 4) },
    revenue: shown(sumOf(inactive), currency),
    top: mostRevenue(inactive, top).map(({ customerId, last, purchases, revenue }) => ({
      ...{ customerId, name: null, lastOn: dayOf(last), purchases, daysSince: today - last },
      revenue: shown(revenue, currency),
    })),
  }
}

/** Every figure of a currency; names are still to be filled in. */
export const figuresOf = (lifetimes: Lifetimes, asked: FiguresAsked): CurrencyClv => {
  const { all } = lifetimes
  const { currency, basis, margin, question } = asked
  const scoresOf = rfmOf(all)
  return {
    ...{ currency, basis },
    total: totalsOf(lifetimes, asked),
    customers: mostRevenue(all, question.top).map(one => {
      const { customerId, first, last, purchases, revenue } = one
      const scores = scoresOf(one)
      return {
        ...{ customerId, name: null, firstOn: dayOf(first), lastOn: dayOf(last), purchases },
        ...{ revenue: shown(revenue, currency), value: shown(marginOf(revenue, margin), currency) },
        ...{ scores, segment: segmentOf(scores) },
      }
    }),
    cohorts: cohortsOf(lifetimes.cohorts, asked),
    segments: segmentsOf(all, scoresOf, asked),
    months: monthsOf(lifetimes, asked),
    inactive: inactiveOf(all, asked),
    expectations: expectationFigures(lifetimes, asked),
  }
}

/** The ids that stand in the lists of a currency. */
export const idsIn = ({ customers, inactive, expectations }: CurrencyClv): readonly string[] =>
  [...customers, ...inactive.top, ...expectations.top].map(({ customerId }) => customerId)

/** The same with names. */
export const named = (figures: CurrencyClv, nameOf: NameOf): CurrencyClv => {
  const withNames = <Row extends { readonly customerId: string }>(rows: readonly Row[]) =>
    rows.map(row => ({ ...row, name: nameOf(row.customerId) }))
  const { customers, inactive, expectations } = figures
  return {
    ...figures,
    customers: withNames(customers),
    inactive: { ...inactive, top: withNames(inactive.top) },
    expectations: { ...expectations, top: withNames(expectations.top) },
  }
}
