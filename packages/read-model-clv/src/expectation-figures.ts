// The figures of what is expected of customers.
import { decimalsOf, type Day } from '@eventcrm/domain'
import { falling, ranked, rising } from '@eventcrm/projection'
import { dayNumber, dayOf } from './calendar.ts'
import type { Expectations } from './clv-answer.ts'
import type { CheckedClvQuestion } from './clv-question.ts'
import { cautions, expectationsOf, fitsOf, observed, type Expected, type Fits } from './expectations.ts'
import type { Lifetimes } from './lifetimes.ts'
import type { CountedBy } from './read-lifetimes.ts'
import { rounded, shownAmount } from './rounding.ts'

/** What all figures of a currency are made with. */
export interface FiguresAsked {
  readonly currency: string
  readonly basis: CountedBy
  readonly question: CheckedClvQuestion
  readonly margin: number
  readonly from: Day | null
  readonly to: Day
}

/** To so many decimals, where a likeliest value was found. */
const found = (converged: boolean, value: number, decimals: number): number | null =>
  converged ? rounded(value, decimals) : null

const fitFigures = ({ buying, spending, spenders, correlation }: Fits): Pick<Expectations, 'buying' | 'spending'> => ({
  buying: buying && {
    r: found(buying.converged, buying.r, 4),
    alpha: found(buying.converged, buying.alpha, 4),
    a: found(buying.converged, buying.a, 4),
    b: found(buying.converged, buying.b, 4),
    logLikelihood: found(buying.converged, buying.logLikelihood, 1),
    converged: buying.converged,
  },
  spending: spending && {
    customers: spenders,
    p: found(spending.converged, spending.p, 4),
    q: found(spending.converged, spending.q, 4),
    v: found(spending.converged, spending.v, 4),
    logLikelihood: found(spending.converged, spending.logLikelihood, 1),
    converged: spending.converged,
    correlation: correlation === null ? null : rounded(correlation, 4),
  },
})

export const expectationFigures = (lifetimes: Lifetimes, asked: FiguresAsked): Expectations => {
  const { currency, margin, question } = asked
  const { asOf, calibrateUntil = asOf, weeks, months, discount, top } = question
  const exponent = decimalsOf(currency)
  const until = dayNumber(calibrateUntil)
  const all = observed(lifetimes.all, until, exponent)
  const fits = fitsOf(all)
  // as long as the calibration, from the first purchase of all to its last day, both included
  const length = weeks === undefined ? until - dayNumber(lifetimes.firstOfAll ?? calibrateUntil) + 1 : weeks * 7
  const [begins, ends] = [until + 1, until + Math.max(length, 1)]
  const expected = expectationsOf(all, fits, Math.max(length, 1) / 7, { months, discount })
  const known = expected.flatMap(({ revenue }) => (revenue === null ? [] : [revenue]))
  const valueOf = (revenue: number) => shownAmount((revenue * margin) / 100, exponent, currency)
  const best = ranked(
    expected,
    falling<Expected>(({ revenue }) => revenue),
    falling(({ purchases }) => purchases),
    rising(({ observed: { customerId } }) => customerId),
  ).slice(0, top)
  const bought = [...lifetimes.boughtAfter].reduce((sum, [day, count]) => (day <= ends ? sum + count : sum), 0)
  return {
    ...{ calibratedUntil: calibrateUntil, customers: all.length },
    repeatCustomers: all.filter(({ repeats }) => repeats > 0).length,
    ...fitFigures(fits),
    cautions: fits.cautions.map(code => ({ code, words: cautions[code] })),
    window: {
      ...{ from: dayOf(begins), to: dayOf(ends), weeks: rounded(Math.max(length, 1) / 7, 4) ?? 0 },
      expected:
        expected.length === 0
          ? null
          : rounded(
              expected.reduce((sum, { purchases }) => sum + purchases, 0),
              1,
            ),
      bought: dayNumber(asOf) < begins ? null : bought,
      isOver: dayNumber(asOf) >= ends,
    },
    value: {
      ...{ months, discount, customers: known.length },
      total: known.length === 0 ? null : valueOf(known.reduce((sum, revenue) => sum + revenue, 0)),
    },
    top: best.map(({ observed: { customerId, repeats }, alive, purchases, spending, revenue }) => ({
      ...{ customerId, name: null, repeats, alive: rounded(alive, 4), purchases: rounded(purchases, 2) },
      spending: spending === null ? null : shownAmount(spending, exponent, currency),
      value: revenue === null ? null : valueOf(revenue),
    })),
  }
}
