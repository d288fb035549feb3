// Reads what customers bought, a page of their days at a time, and folds it: by currency, each on one basis.
import type { Day } from '@eventcrm/domain'
import type { Grouped, ReportReader } from '@eventcrm/projection'
import { Lifetimes, type LifetimesAsked, type PurchaseDay } from './lifetimes.ts'
import { boughtAsOf, purchases, type Basis } from './purchases.ts'
import type { Survivors } from './survivors.ts'

export interface WhatCounts {
  readonly asOf: Day
  readonly currency?: string | undefined
  /** What there is when left out: invoices in a currency that has any, else purchases. */
  readonly basis?: Basis | undefined
  /** Out when left out, but of payments. */
  readonly tax?: 'out' | 'in' | undefined
}

/** What a currency's figures rest on. */
export interface CountedBy {
  readonly of: Basis
  readonly tax: 'out' | 'in'
}
export interface CountedLifetimes {
  readonly basis: CountedBy
  readonly lifetimes: Lifetimes
}

/** How much of a payment is tax nobody says. */
const taxOf = (basis: Basis, asked: WhatCounts['tax']): CountedBy['tax'] =>
  basis === 'payments' ? 'in' : (asked ?? 'out')

const added = (a: PurchaseDay, b: PurchaseDay): PurchaseDay => ({
  day: a.day,
  revenue: a.revenue + b.revenue,
  bought: a.bought === null ? b.bought : b.bought === null ? a.bought : a.bought + b.bought,
})

/** Takes groups of purchases in the order of currency, customer and day. */
class Folding {
  readonly byCurrency = new Map<string, Lifetimes>()
  readonly #asked: LifetimesAsked
  readonly #survivors: Survivors
  /** Days of contacts that count as one with others, or did: they come one behind the other only once all are there. */
  readonly #apart = new Map<string, Map<string, Map<Day, PurchaseDay>>>()
  #currency = ''
  #customerId = ''
  #days: PurchaseDay[] = []

  constructor(asked: LifetimesAsked, survivors: Survivors) {
    this.#asked = asked
    this.#survivors = survivors
  }

  take({ values: [inCurrency, ofCustomer, onDay, isPurchase], count, sums }: Grouped): void {
    const [revenue = 0n, taxUnknown = 0n] = sums
    const [currency, customerId, day] = [String(inCurrency), String(ofCustomer), String(onDay)]
    if (customerId !== this.#customerId || currency !== this.#currency) this.#flush()
    this.#currency = currency
    this.#customerId = customerId
    if (isPurchase === true) this.#lifetimesIn(currency).count(count, Number(taxUnknown))
    const came = { day, revenue, bought: isPurchase === true ? revenue : null }
    const last = this.#days.at(-1)
    if (last?.day === day) this.#days[this.#days.length - 1] = added(last, came)
    else this.#days.push(came)
  }

  #lifetimesIn(currency: string): Lifetimes {
    const known = this.byCurrency.get(currency) ?? new Lifetimes(this.#asked)
    this.byCurrency.set(currency, known)
    return known
  }

  #flush(): void {
    const days = this.#days
    this.#days = []
    if (days.length === 0) return
    if (!this.#survivors.involved.has(this.#customerId)) {
      this.#lifetimesIn(this.#currency).take(this.#customerId, days)
      return
    }
    const survivor = this.#survivors.survivorOf(this.#customerId)
    const inCurrency = this.#apart.get(this.#currency) ?? new Map<string, Map<Day, PurchaseDay>>()
    this.#apart.set(this.#currency, inCurrency)
    const of = inCurrency.get(survivor) ?? new Map<Day, PurchaseDay>()
    inCurrency.set(survivor, of)
    for (const one of days) {
      const known = of.get(one.day)
      of.set(one.day, known ? added(known, one) : one)
    }
  }

  end(): void {
    this.#flush()
    for (const [currency, survivors] of this.#apart)
      for (const [survivor, of] of survivors) {
        const days = [...of.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
        this.#lifetimesIn(currency).take(survivor, days)
      }
  }
}

/** What customers bought, in each currency that they bought in. */
export const readLifetimes = async (
  reader: ReportReader,
  { asOf, currency, basis, tax }: WhatCounts,
  asked: LifetimesAsked,
  survivors: Survivors,
): Promise<ReadonlyMap<string, CountedLifetimes>> => {
  const counted = new Map<string, CountedLifetimes>()
  const read = async (basis: Basis) => {
    const by = { of: basis, tax: taxOf(basis, tax) }
    const folding = new Folding(asked, survivors)
    await reader.eachGroup(
      purchases,
      {
        by: ['currency', 'customerId', 'day', 'isPurchase'],
        sum: [by.tax === 'out' ? 'netMinorUnits' : 'minorUnits', 'taxUnknown'],
        where: position => ({
          and: [
            { field: 'basis', equals: basis },
            ...(currency === undefined ? [] : [{ field: 'currency', equals: currency } as const]),
            ...boughtAsOf(asOf, position),
          ],
        }),
      },
      group => {
        if (!counted.has(String(group.values[0]))) folding.take(group)
      },
    )
    folding.end()
    for (const [currency, lifetimes] of folding.byCurrency) counted.set(currency, { basis: by, lifetimes })
  }
  if (basis !== undefined) await read(basis)
  else {
    await read('invoices')
    await read('purchases')
  }
  return counted
}
