// What is folded of each customer's purchases, as they are read: a few numbers each, however long the history.
import { monthOf } from '@eventcrm/projection'
import type { Day } from '@eventcrm/domain'
import { dayNumber, stepOf, type CohortStep } from './calendar.ts'

/** A customer's day: what was bought on one day is one purchase. */
export interface PurchaseDay {
  readonly day: Day
  /** What was bought, less what was credited or given back that day. */
  readonly revenue: bigint
  /** What was bought alone; null where nothing was. */
  readonly bought: bigint | null
}
interface Bought extends PurchaseDay {
  readonly bought: bigint
}
const isBought = (one: PurchaseDay): one is Bought => one.bought !== null

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
  /** What the purchases after the first came to, whatever was credited. */
  readonly spent: bigint
}

/** What a cohort bought at an age. */
export interface BoughtAt {
  /** Customers who did. */
  readonly customers: number
  readonly revenue: bigint
}
/** Customers who first bought in one step of time, by how many steps later they bought. */
export interface Cohort {
  readonly size: number
  readonly ages: ReadonlyMap<number, BoughtAt>
}

/** Who bought in a month: those who first did in it, and those who had before. */
export interface MonthTally {
  readonly new: BoughtAt
  readonly repeat: BoughtAt
}

/** The same, while customers are taken. */
class Tally implements BoughtAt {
  customers = 0
  revenue = 0n
}
class CohortTally implements Cohort {
  size = 0
  readonly ages = new Map<number, Tally>()
}

/** What a map has under a key, or is given there. */
const at = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const known = map.get(key) ?? make()
  map.set(key, known)
  return known
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
  readonly #cohorts = new Map<number, CohortTally>()
  readonly #months = new Map<string, { readonly new: Tally; readonly repeat: Tally }>()
  /** Purchases after the calibration, of those who first bought in it, by day. */
  readonly #boughtAfter = new Map<number, number>()
  #firstOfAll: Day | null = null
  #recorded = 0
  #taxUnknown = 0
  readonly #asked: LifetimesAsked

  constructor(asked: LifetimesAsked) {
    this.#asked = asked
  }

  get cohorts(): ReadonlyMap<number, Cohort> {
    return this.#cohorts
  }
  get months(): ReadonlyMap<string, MonthTally> {
    return this.#months
  }
  get boughtAfter(): ReadonlyMap<number, number> {
    return this.#boughtAfter
  }
  get firstOfAll(): Day | null {
    return this.#firstOfAll
  }
  /** Purchases as they were recorded, several of a day among them. */
  get recorded(): number {
    return this.#recorded
  }
  /** Those of them of which it is not known how much is tax. */
  get taxUnknown(): number {
    return this.#taxUnknown
  }

  /** Counts purchases as they were recorded. */
  count(recorded: number, taxUnknown: number): void {
    this.#recorded += recorded
    this.#taxUnknown += taxUnknown
  }

  /** @param days in order; who bought on none is no customer */
  take(customerId: string, days: readonly PurchaseDay[]): void {
    const bought = days.filter(isBought)
    const [first, ...later] = bought
    const last = bought.at(-1)
    if (!first || !last) return
    if (this.#firstOfAll === null || first.day < this.#firstOfAll) this.#firstOfAll = first.day
    this.all.push({
      customerId,
      first: dayNumber(first.day),
      last: dayNumber(last.day),
      purchases: bought.length,
      revenue: days.reduce((sum, { revenue }) => sum + revenue, 0n),
      calibrated: this.#calibrate(first, later),
    })
    this.#addToCohort(first, days)
    this.#addToMonths(first, days)
  }

  #calibrate(first: Bought, later: readonly Bought[]): Calibrated | null {
    const { calibrateUntil } = this.#asked
    if (first.day > calibrateUntil) return null
    let [repeats, last, spent] = [0, first.day, 0n]
    for (const { day, bought } of later)
      if (day <= calibrateUntil) {
        repeats++
        last = day
        spent += bought
      } else {
        const on = dayNumber(day)
        this.#boughtAfter.set(on, (this.#boughtAfter.get(on) ?? 0) + 1)
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
    const cohort = at(this.#cohorts, began, () => new CohortTally())
    cohort.size++
    let before: number | undefined
    for (const { day, revenue, bought: its } of days) {
      const age = stepOf(day, this.#asked.cohorts) - began
      const bought = at(cohort.ages, age, () => new Tally())
      bought.revenue += revenue
      if (its === null) continue
      if (age !== before) bought.customers++
      before = age
    }
  }

  #addToMonths(first: PurchaseDay, days: readonly PurchaseDay[]): void {
    const began = monthOf(first.day)
    let before: string | undefined
    for (const { day, revenue, bought } of days) {
      if (!this.#isAskedFor(day)) continue
      const month = monthOf(day)
      const tallies = at(this.#months, month, () => ({ new: new Tally(), repeat: new Tally() }))
      const tally = tallies[month === began ? 'new' : 'repeat']
      tally.revenue += revenue
      if (bought === null) continue
      if (month !== before) tally.customers++
      before = month
    }
  }
}
