// Reads what customers bought, a page of their days at a time, and folds it: by currency.
import type { Day } from '@eventcrm/domain'
import type { Grouped, ReportReader } from '@eventcrm/projection'
import { Lifetimes, type LifetimesAsked, type PurchaseDay } from './lifetimes.ts'
import { boughtAsOf, purchases } from './purchases.ts'
import type { Survivors } from './survivors.ts'

export interface WhatCounts {
  readonly asOf: Day
  readonly currency?: string | undefined
  readonly tax: 'out' | 'in'
}

/** Takes groups of purchases in the order of currency, customer and day. */
class Folding {
  readonly byCurrency = new Map<string, Lifetimes>()
  readonly #asked: LifetimesAsked
  readonly #survivors: Survivors
  /** Days of contacts that count as one with others, or did: they come one behind the other only once all are there. */
  readonly #apart = new Map<string, Map<string, Map<Day, bigint>>>()
  #currency = ''
  #customerId = ''
  #days: { day: Day; revenue: bigint }[] = []

  constructor(asked: LifetimesAsked, survivors: Survivors) {
    this.#asked = asked
    this.#survivors = survivors
  }

  take({ values: [inCurrency, ofCustomer, onDay, isTaxKnown], count, sums: [revenue = 0n] }: Grouped): void {
    const [currency, customerId, day] = [String(inCurrency), String(ofCustomer), String(onDay)]
    if (customerId !== this.#customerId || currency !== this.#currency) this.#flush()
    this.#currency = currency
    this.#customerId = customerId
    const lifetimes = this.#lifetimesIn(currency)
    lifetimes.count(count, isTaxKnown === true)
    const last = this.#days.at(-1)
    if (last?.day === day) last.revenue += revenue
    else this.#days.push({ day, revenue })
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
    const inCurrency = this.#apart.get(this.#currency) ?? new Map<string, Map<Day, bigint>>()
    this.#apart.set(this.#currency, inCurrency)
    const of = inCurrency.get(survivor) ?? new Map<Day, bigint>()
    inCurrency.set(survivor, of)
    for (const { day, revenue } of days) of.set(day, (of.get(day) ?? 0n) + revenue)
  }

  end(): void {
    this.#flush()
    for (const [currency, survivors] of this.#apart)
      for (const [survivor, of] of survivors) {
        const days: readonly PurchaseDay[] = [...of]
          .map(([day, revenue]) => ({ day, revenue }))
          .sort((a, b) => (a.day < b.day ? -1 : 1))
        this.#lifetimesIn(currency).take(survivor, days)
      }
  }
}

/** What customers bought, in each currency that they bought in. */
export const readLifetimes = async (
  reader: ReportReader,
  { asOf, currency, tax }: WhatCounts,
  asked: LifetimesAsked,
  survivors: Survivors,
): Promise<ReadonlyMap<string, Lifetimes>> => {
  const folding = new Folding(asked, survivors)
  await reader.eachGroup(
    purchases,
    {
      by: ['currency', 'customerId', 'day', 'isTaxKnown'],
      sum: [tax === 'out' ? 'netMinorUnits' : 'minorUnits'],
      where: position => ({
        and: [
          ...(currency === undefined ? [] : [{ field: 'currency', equals: currency } as const]),
          ...boughtAsOf(asOf, position),
        ],
      }),
    },
    group => {
      folding.take(group)
    },
  )
  folding.end()
  return folding.byCurrency
}
