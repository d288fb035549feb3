// What is folded of each customer's purchases, as they are read: a few numbers each, however long the history.
import { monthOf } from '@eventcrm/projection'
import type { Day } from '@eventcrm/domain'
import { dayNumber, stepOf, type CohortStep } from './calendar.ts'

/** A customer's day: what was bought on one day is one purchase. */
export interface PurchaseDay {
  readonly day: Day
  readonly revenue: bigint
}

/** A customer's purchases, as far as figures need them. Days are numbers. */
export interface Lifetime {
  readonly customerId: string
  readonly first: number
  readonly last: number
  /** Days on which something was bought. */
  readonly purchases: number
  readonly revenue: bigint
  /** The same until the day of calibration: null where the first purchase was later. */
  readonly calibrated: Calibrated | null
}
export interface Calibrated {
  /** Purchases after the first. */
  readonly repeats: number
  readonly last: number
  /** What came of the purchases after the first. */
  readonly spent: bigint
}

/** Customers who first bought in one step of time, by how many steps later they bought. */
export interface Cohort {
  size: number
  readonly ages: Map<number, { bought: number; revenue: bigint }>
}

/** Who bought in a month. */
export interface MonthTally {
  readonly customers: { new: number; repeat: number }
  readonly revenue: { new: bigint; repeat: bigint }
}

export interface LifetimesAsked {
  readonly calibrateUntil: Day
  readonly cohorts: CohortStep
  /** First day that cohorts and months are asked for; null from the beginning. */
  readonly from: Day | null
  readonly to: Day
}

/** Takes customers in one currency one by one. */
export class Lifetimes {
  readonly all: Lifetime[] = []
  readonly cohorts = new Map<number, Cohort>()
  readonly months = new Map<string, MonthTally>()
  /** Purchases after the calibration, of those who first bought in it, by day. */
  readonly boughtAfter = new Map<number, number>()
  firstOfAll: Day | null = null
  /** Purchases as they were recorded, several of a day among them. */
  recorded = 0
  /** Those of them of which it is not known how much is tax. */
  taxUnknown = 0
  readonly #asked: LifetimesAsked

  constructor(asked: LifetimesAsked) {
    this.#asked = asked
  }

  /** @param days in order, at least one */
  take(customerId: string, days: readonly PurchaseDay[]): void {
    const [first, ...later] = days
    const last = days.at(-1)
    if (!first || !last) return
    if (this.firstOfAll === null || first.day < this.firstOfAll) this.firstOfAll = first.day
    this.all.push({
      customerId,
      first: dayNumber(first.day),
      last: dayNumber(last.day),
      purchases: days.length,
      revenue: days.reduce((sum, { revenue }) => sum + revenue, 0n),
      calibrated: this.#calibrate(first, later),
    })
    this.#addToCohort(first, days)
    this.#addToMonths(first, days)
  }

  #calibrate(first: PurchaseDay, later: readonly PurchaseDay[]): Calibrated | null {
    const { calibrateUntil } = this.#asked
    if (first.day > calibrateUntil) return null
    let [repeats, last, spent] = [0, first.day, 0n]
    for (const { day, revenue } of later)
      if (day <= calibrateUntil) {
        repeats++
        last = day
        spent += revenue
      } else {
        const on = dayNumber(day)
        this.boughtAfter.set(on, (this.boughtAfter.get(on) ?? 0) + 1)
      }
    return { repeats, last: dayNumber(last), spent }
  }

  #isAskedFor(day: Day): boolean {
    const { from, to } = this.#asked
    return (from === null || day >= from) && day <= to
  }

  #addToCohort(first: PurchaseDay, days: readonly PurchaseDay[]): void {
    if (!this.#isAskedFor(first.day)) return
    const began = stepOf(first.day, this.#asked.cohorts)
    const cohort = this.cohorts.get(began) ?? { size: 0, ages: new Map() }
    this.cohorts.set(began, cohort)
    cohort.size++
    let before: number | undefined
    for (const { day, revenue } of days) {
      const age = stepOf(day, this.#asked.cohorts) - began
      const of = cohort.ages.get(age) ?? { bought: 0, revenue: 0n }
      cohort.ages.set(age, of)
      if (age !== before) of.bought++
      of.revenue += revenue
      before = age
    }
  }

  #addToMonths(first: PurchaseDay, days: readonly PurchaseDay[]): void {
    const began = monthOf(first.day)
    let before: string | undefined
    for (const { day, revenue } of days) {
      if (!this.#isAskedFor(day)) continue
      const month = monthOf(day)
      const tally = this.months.get(month) ?? { customers: { new: 0, repeat: 0 }, revenue: { new: 0n, repeat: 0n } }
      this.months.set(month, tally)
      const kind = month === began ? 'new' : 'repeat'
      if (month !== before) tally.customers[kind]++
      tally.revenue[kind] += revenue
      before = month
    }
  }
}
