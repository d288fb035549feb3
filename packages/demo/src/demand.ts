// Who asks, and when. Customers differ in how often they buy, for how long and how much: a company whose customers are alike has no
// figures of their lifetimes, for nothing in the past of one tells him from another.
import { Chance } from './chance.ts'
import type { Company } from './company.ts'
import type { Customer } from './customers.ts'
import type { Day } from '@eventcrm/crm'
import { addDays, daysBetween, workingDay, years } from './working-days.ts'

/** How many opportunities begin in each month, compared with the others: few around Tết, many before school starts and at the year's end. */
const season = [6, 5, 11, 9, 8, 9, 10, 13, 11, 9, 10, 6]

/** The last days of December are for closing, not for opening. */
const opensUntil = 19

/** Who has just asked does not ask anew within so many days. */
const quietDays = 7

/** After so many who don't ask anew, whoever is drawn next does. */
const mostDraws = 60

/**
 * How often customers ask, compared with one another: the middles of ten equal parts of a gamma distribution of shape 0.7, in whole
 * numbers. Some few ask all the time, and most hardly ever.
 */
const often = [1, 3, 7, 13, 21, 31, 44, 62, 91, 168] as const

/** The chance, in percent, of each opportunity to be a customer's last: most are faithful, and some only try. */
const lastOnes = [1, 2, 4, 6, 10, 15, 25, 40, 60, 85] as const

/** How much customers take, in percent of what is usual. */
const amounts = [20, 30, 45, 60, 80, 110, 150, 220, 400] as const

/** How much that customer takes, always, in percent of what is usual. */
export const amountOf = (seed: number, { id }: Customer): number => new Chance(seed, `takes/${id}`).pick(amounts)

interface Opening {
  /** Which opportunity. */
  readonly i: number
  readonly on: Day
}

/** The day an opportunity begins on. */
const openingOn = (seed: number, number: number, notBefore: Day): Day => {
  const chance = new Chance(seed, `opening/${String(number)}`)
  const year = chance.weighted([years[0], 5], [years[1], 6])
  const month = chance.weighted(...season.map((weight, i) => [i, weight] as const))
  const day = chance.int(0, month === 11 ? opensUntil - 1 : 29)
  const on = workingDay(addDays(`${String(year)}-${String(month + 1).padStart(2, '0')}-01`, day))
  return on > notBefore ? on : notBefore
}

/** Those who may ask, each as likely as he asks often. */
class Askers {
  readonly #seed: number
  readonly #chance: Chance
  /** Each customer as many times as he is likely to ask. */
  readonly #lots: Customer[] = []
  readonly #asked = new Map<Customer, Day>()
  readonly #gone = new Set<Customer>()

  constructor(seed: number, first: readonly Customer[]) {
    this.#seed = seed
    this.#chance = new Chance(seed, 'demand')
    for (const customer of first) this.#join(customer)
  }

  #of(customer: Customer) {
    const chance = new Chance(this.#seed, `asks/${customer.id}`)
    return { often: chance.pick(often), last: chance.pick(lastOnes) }
  }

  #join(customer: Customer): void {
    for (let lot = this.#of(customer).often; lot > 0; lot--) this.#lots.push(customer)
  }

  #ask(customer: Customer, on: Day): Customer {
    this.#asked.set(customer, on)
    if (this.#chance.percent(this.#of(customer).last)) this.#gone.add(customer)
    return customer
  }

  /** One who has never asked before. */
  newcomer(customer: Customer, on: Day): Customer {
    this.#join(customer)
    return this.#ask(customer, on)
  }

  /** One of those who are there. */
  known(on: Day): Customer {
    let drawn = this.#chance.pick(this.#lots)
    const asks = (customer: Customer) => {
      const before = this.#asked.get(customer)
      return !this.#gone.has(customer) && (before === undefined || daysBetween(before, on) > quietDays)
    }
    for (let draws = 1; draws < mostDraws && !asks(drawn); draws++) drawn = this.#chance.pick(this.#lots)
    return this.#ask(drawn, on)
  }

  /** True so many times out of so many. */
  happens(times: number, outOf: number): boolean {
    return this.#chance.int(1, outOf) <= times
  }
}

/** Which opportunities begin, on which day and with whom, in the order of days. New customers come through both years. */
export const openingsOf = (
  { seed, customers }: Company,
  opportunities: number,
  notBefore: Day,
): readonly (Opening & { readonly customer: Customer })[] => {
  const askers = new Askers(
    seed,
    customers.filter(({ isOld }) => isOld),
  )
  const newcomers = customers.filter(({ isOld }) => !isOld).values()
  let left = customers.filter(({ isOld }) => !isOld).length
  return Array.from({ length: opportunities }, (_, i) => ({ i, on: openingOn(seed, i, notBefore) }))
    .toSorted((a, b) => (a.on === b.on ? a.i - b.i : a.on < b.on ? -1 : 1))
    .map((opening, place) => {
      const next = left > 0 && askers.happens(left, opportunities - place) ? newcomers.next().value : undefined
      if (next) left--
      return { ...opening, customer: next ? askers.newcomer(next, opening.on) : askers.known(opening.on) }
    })
}
