// Who asks, when, and for how much. Customers differ in how often they ask, for how long, and how much they take: what is expected of each
// is told from what he did, and where all are alike nothing can be.
import type { Day } from '@eventcrm/crm'
import { Chance } from './chance.ts'
import type { Company } from './company.ts'
import type { Customer } from './customers.ts'
import { addDays, daysBetween, workingDay, years } from './working-days.ts'

/** How many opportunities begin in each month, compared with the others: few around Tết, many before school starts and at the year's end. */
const season = [6, 5, 11, 9, 8, 9, 10, 13, 11, 9, 10, 6]

/** The last days of December are for closing, not for opening. */
const opensUntil = 19

/** How often customers ask, compared with one another: tenths of a gamma distribution of shape 0.7. Most hardly ever do, a few always. */
const oftens = [1, 3, 7, 13, 21, 31, 44, 62, 91, 168] as const

/** How likely it is, in percent, that a customer who asks once more does so for the last time. Most stay for long, and some go soon. */
const leavings = [1, 3, 6, 10, 15, 20, 27, 36, 48, 68] as const

/** How much customers take, in percent of what is usual. */
const amounts = [30, 40, 50, 60, 75, 95, 120, 165, 260] as const

/** Who is new does not ask again within so many days: by then the first time is written down, however late and over whichever holidays. */
const daysNew = 21

/** Where so many in a row do not ask any more, the next one does. */
const mostDraws = 60

/** How much a customer takes, always, in percent of what is usual. */
export const amountOf = (seed: number, { id }: Customer): number => new Chance(seed, `takes/${id}`).pick(amounts)

const openingOn = (seed: number, number: number, notBefore: Day): Day => {
  const chance = new Chance(seed, `opening/${String(number)}`)
  const year = chance.weighted([years[0], 5], [years[1], 6])
  const month = chance.weighted(...season.map((weight, i) => [i, weight] as const))
  const day = chance.int(0, month === 11 ? opensUntil - 1 : 29)
  const on = workingDay(addDays(`${String(year)}-${String(month + 1).padStart(2, '0')}-01`, day))
  return on > notBefore ? on : notBefore
}

interface Asker {
  readonly customer: Customer
  /** In percent, each time but the first. */
  readonly leaving: number
  /** When a new one first asked; null for a customer since before. */
  readonly metOn: Day | null
  hasAsked: boolean
  isGone: boolean
}

/** Those who may ask, each as likely as he often asks. */
class Askers {
  readonly #seed: number
  readonly #chance: Chance
  /** Each of them as many times as he asks compared with the others. */
  readonly #lots: Asker[] = []

  constructor(seed: number, first: readonly Customer[]) {
    this.#seed = seed
    this.#chance = new Chance(seed, 'demand')
    for (const customer of first) this.#join(customer, null)
  }

  #join(customer: Customer, metOn: Day | null): Asker {
    const chance = new Chance(this.#seed, `asks/${customer.id}`)
    const often = chance.pick(oftens)
    const asker = { customer, leaving: chance.pick(leavings), metOn, hasAsked: false, isGone: false }
    for (let lot = 0; lot < often; lot++) this.#lots.push(asker)
    return asker
  }

  #ask(asker: Asker): Customer {
    if (asker.hasAsked && this.#chance.percent(asker.leaving)) asker.isGone = true
    asker.hasAsked = true
    return asker.customer
  }

  /** Whether a new one asks, of so many who come with so many openings. */
  isNew(coming: number, openings: number): boolean {
    return this.#chance.int(1, openings) <= coming
  }

  /** Somebody asks for the first time. */
  meet(customer: Customer, on: Day): Customer {
    return this.#ask(this.#join(customer, on))
  }

  /** One of those who are there asks. */
  known(on: Day): Customer {
    const asks = ({ isGone, metOn }: Asker) => !isGone && (metOn === null || daysBetween(metOn, on) > daysNew)
    let drawn = this.#chance.pick(this.#lots)
    for (let draws = 1; draws < mostDraws && !asks(drawn); draws++) drawn = this.#chance.pick(this.#lots)
    return this.#ask(drawn)
  }
}

interface Opening {
  /** Which opportunity. */
  readonly number: number
  readonly on: Day
  readonly customer: Customer
}

/** With whom opportunities begin and on which day, in the order of days: new customers come in both years, and others ask no more. */
export const openingsOf = ({ seed, customers }: Company, opportunities: number, notBefore: Day): readonly Opening[] => {
  const { old = [], coming = [] } = Object.groupBy(customers, ({ isOld }) => (isOld ? 'old' : 'coming'))
  const askers = new Askers(seed, old)
  let met = 0
  return Array.from({ length: opportunities }, (_, number) => ({ number, on: openingOn(seed, number, notBefore) }))
    .toSorted((a, b) => (a.on === b.on ? a.number - b.number : a.on < b.on ? -1 : 1))
    .map(({ number, on }, i) => {
      const next = askers.isNew(coming.length - met, opportunities - i) ? coming[met] : undefined
      if (!next) return { number, on, customer: askers.known(on) }
      met++
      return { number, on, customer: askers.meet(next, on) }
    })
}
