// What the report must say, figure by figure from the events themselves.
import type { Day } from '@eventcrm/domain'
import type { ClvQuestion } from '../src/index.ts'
import type { Happening } from './stores.ts'

type Asked = ClvQuestion & { readonly asOf: Day }

const decimals: Record<string, number> = { VND: 0, USD: 2 }
const shown = (minorUnits: bigint, currency: string) => {
  const places = decimals[currency] ?? 2
  const sign = minorUnits < 0n ? '-' : ''
  const digits = String(minorUnits < 0n ? -minorUnits : minorUnits).padStart(places + 1, '0')
  return { amount: sign + (places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`), currency }
}
const halfUp = (a: bigint, b: bigint): bigint => (a < 0n ? -halfUp(-a, b) : (a * 2n + b) / (b * 2n))
const ratio = (a: number, b: number, places: number) =>
  b === 0 ? null : Number(halfUp(BigInt(a) * 10n ** BigInt(places), BigInt(b))) / 10 ** places

const field = (event: object, name: string): unknown => new Map<string, unknown>(Object.entries(event)).get(name)
const dataOf = ({ event }: Happening): Readonly<Record<string, unknown>> => ({ ...event.data })
const text = (value: unknown) => (typeof value === 'string' ? value : null)
const whole = (value: unknown) => BigInt(Number(value))

/** In the order of the days; those of one day as they were recorded. */
const until = (history: readonly Happening[], asOf: Day, type: string) =>
  history
    .map((one, i) => ({ one, i }))
    .filter(({ one }) => one.event.type === type && one.on <= asOf)
    .sort((a, b) => (a.one.on === b.one.on ? a.i - b.i : a.one.on < b.one.on ? -1 : 1))
    .map(({ one }) => one)

const survivors = (history: readonly Happening[], asOf: Day) => {
  const dated = history
    .map((one, i) => ({ one, i }))
    .filter(({ one: { event, on } }) => on <= asOf && /ContactMergedInto|ContactSetApart/.test(event.type))
    .sort((a, b) => (a.one.on === b.one.on ? a.i - b.i : a.one.on < b.one.on ? -1 : 1))
  const into = new Map<string, string | null>()
  for (const { one } of dated)
    into.set(one.id, one.event.type === 'ContactSetApart' ? null : text(dataOf(one)['survivorId']))
  const of = (id: string): string => {
    const next = into.get(id)
    return next ? of(next) : id
  }
  return of
}

interface Bought {
  readonly customerId: string
  readonly on: Day
  readonly revenue: bigint
  readonly currency: string
  readonly taxUnknown: boolean
  /** Else it only takes from revenue. */
  readonly isPurchase: boolean
}

const moneyOf = (value: unknown) => {
  const { minorUnits, currency } = { ...(value as object) } as { minorUnits: number; currency: string }
  return { minorUnits: BigInt(minorUnits), currency }
}

const purchasesIn = (history: readonly Happening[], { asOf, tax = 'out' }: Asked): readonly Bought[] => {
  const survivorOf = survivors(history, asOf)
  const mistakes = new Set(history.filter(({ event }) => event.type === 'PurchaseVoided').map(({ id }) => id))
  return until(history, asOf, 'PurchaseRecorded')
    .filter(({ id }) => !mistakes.has(id))
    .map(one => {
      const { amount, tax: its, customerId } = dataOf(one)
      const { minorUnits, currency } = moneyOf(amount)
      const revenue = minorUnits - (tax === 'out' && its !== null ? whole(its) : 0n)
      const bought = { customerId: survivorOf(text(customerId) ?? ''), on: one.on, revenue, currency }
      return { ...bought, taxUnknown: its === null, isPurchase: true }
    })
}

interface Line extends Omit<Bought, 'customerId'> {
  /** The part of a payment; null the invoice itself. */
  readonly of: string | null
  /** With tax, whatever is asked for. */
  readonly whole: bigint
}

/** Goes through the invoices one after the other, whatever was recorded when. */
const invoicedIn = (history: readonly Happening[], { asOf, tax = 'out' }: Asked, basis: 'invoices' | 'payments') => {
  const survivorOf = survivors(history, asOf)
  const ofInvoices = Map.groupBy(
    history.filter(({ category }) => category === 'invoice'),
    ({ id }) => id,
  )
  return [...ofInvoices.values()].flatMap((happened): readonly Bought[] => {
    const customerId = survivorOf(
      text(dataOf(happened.find(({ event }) => event.type === 'InvoiceIssued') ?? fail())['customerId']) ?? '',
    )
    if (happened.some(({ event, on }) => event.type === 'InvoiceCancelled' && on <= asOf)) return []
    const lines = happened.flatMap((one): readonly Line[] => {
      const { total, amount, tax: its, on, released, allocationId } = dataOf(one)
      const counted = text(on) ?? one.on
      const line = (sign: bigint, given: unknown, day: string, of: unknown, less = 0n) => {
        const { minorUnits, currency } = moneyOf(given)
        const isPurchase = sign > 0n
        return {
          ...{ of: text(of), whole: sign * minorUnits },
          ...{ on: day, revenue: sign * (minorUnits - less), currency, isPurchase },
          taxUnknown: isPurchase && basis === 'payments',
        }
      }
      const taxLess = tax === 'out' && its !== undefined ? moneyOf(its).minorUnits : 0n
      switch (`${basis} ${one.event.type}`) {
        case 'invoices InvoiceIssued':
          return [line(1n, total, counted, null, taxLess)]
        case 'invoices InvoiceCredited':
          return [line(-1n, amount, counted, null, taxLess)]
        case 'payments InvoicePaymentAllocated':
          return [line(1n, amount, one.on, allocationId)]
        case 'payments InvoiceAllocationUndone':
          return [line(-1n, amount, counted, allocationId)]
        case 'payments InvoiceCredited':
          return (released as readonly { allocationId: unknown; amount: unknown; on: string }[]).map(part =>
            line(-1n, part.amount, part.on, part.allocationId),
          )
        default:
          return []
      }
    })
    const untilThen = lines.filter(({ on }) => on <= asOf)
    // of what has been taken back to the last unit by then, nothing was ever bought
    const isNothing = (of: string | null) => {
      const its = untilThen.filter(one => one.of === of)
      return its.some(one => !one.isPurchase) && sum(its.map(one => one.whole)) === 0n
    }
    return untilThen.flatMap(({ of, whole: _, ...one }) => (isNothing(of) ? [] : [{ ...one, customerId }]))
  })
}

const fail = (): never => {
  throw new Error('An invoice of the history was never issued')
}

/** What counts, by currency, and what it is counted by. */
const countedIn = (history: readonly Happening[], asked: Asked) => {
  const { basis, tax = 'out', currency } = asked
  const of = {
    invoices: () => invoicedIn(history, asked, 'invoices'),
    payments: () => invoicedIn(history, asked, 'payments'),
    purchases: () => purchasesIn(history, asked),
  }
  const inCurrencies = (basis: 'invoices' | 'payments' | 'purchases', but: ReadonlySet<string> = new Set()) =>
    [...Map.groupBy(of[basis](), one => one.currency)]
      .filter(([its]) => !but.has(its) && (currency === undefined || its === currency))
      .map(([its, all]) => ({ currency: its, all, basis: { of: basis, tax: basis === 'payments' ? 'in' : tax } }))
  if (basis !== undefined) return inCurrencies(basis)
  const invoiced = inCurrencies('invoices')
  return [...invoiced, ...inCurrencies('purchases', new Set(invoiced.map(one => one.currency)))]
}

const number = (day: Day) => Date.parse(day) / 86_400_000
const stepOf = (day: Day, step: 'month' | 'quarter') =>
  step === 'month' ? day.slice(0, 7) : `${day.slice(0, 4)}-Q${String(Math.ceil(Number(day.slice(5, 7)) / 3))}`
const monthsAfter = (a: Day, b: Day) =>
  (Number(b.slice(0, 4)) - Number(a.slice(0, 4))) * 12 + Number(b.slice(5, 7)) - Number(a.slice(5, 7))
const stepsAfter = (a: Day, b: Day, step: 'month' | 'quarter') => {
  if (step === 'month') return monthsAfter(a, b)
  const quarter = (day: Day) => Number(day.slice(0, 4)) * 4 + Math.ceil(Number(day.slice(5, 7)) / 3)
  return quarter(b) - quarter(a)
}
const sum = (all: readonly bigint[]) => all.reduce((so, one) => so + one, 0n)
const add = (all: readonly number[]) => all.reduce((so, one) => so + one, 0)

const segmentTable = `
  hibernating hibernating atRisk atRisk cannotLose
  hibernating hibernating atRisk atRisk cannotLose
  aboutToSleep aboutToSleep needAttention loyal loyal
  promising potentialLoyalists potentialLoyalists loyal loyal
  newCustomers potentialLoyalists potentialLoyalists champions champions`
  .trim()
  .split('\n')
  .map(line => line.trim().split(' '))
const segmentOrder = [
  ...['champions', 'loyal', 'potentialLoyalists', 'newCustomers', 'promising', 'needAttention'],
  ...['aboutToSleep', 'cannotLose', 'atRisk', 'hibernating'],
]

const currencyIn = (all: readonly Bought[], currency: string, asked: Asked, margin: number) => {
  const { asOf, cohorts: step = 'month', inactiveAfter = 180, from = '0000', to: given = asOf } = asked
  const to = given > asOf ? asOf : given
  const mine = all.filter(one => one.isPurchase)
  const byCustomer = Map.groupBy(all, ({ customerId }) => customerId)
  const customers = [...byCustomer].map(([customerId, of]) => {
    const days = [...new Set(of.flatMap(({ on, isPurchase }) => (isPurchase ? [on] : [])))].sort()
    return { customerId, days, of, first: days[0] ?? '', last: days.at(-1) ?? '', revenue: sum(of.map(o => o.revenue)) }
  })
  type One = (typeof customers)[number]
  const money = (amount: bigint) => shown(amount, currency)
  const worth = (revenue: bigint, of = 1) =>
    money(halfUp(revenue * BigInt(Math.round(margin * 100)), 10_000n * BigInt(of)))
  // where it stands among all in order, those who are equal sharing the middle of their places
  const scoreBy = (worse: (other: One, one: One) => boolean) => (one: One) => {
    const before = customers.filter(other => worse(other, one)).length
    const behind = customers.filter(other => worse(one, other)).length
    const places = Array.from({ length: customers.length - before - behind }, (_, i) => BigInt(2 * (before + i) + 1))
    const middle = sum(places)
    return 1 + Number((5n * middle) / BigInt(2 * customers.length * places.length))
  }
  const recency = scoreBy((other, one) => other.last < one.last)
  const byPurchases = scoreBy((other, one) => other.days.length < one.days.length)
  const frequency = (one: One) => (one.days.length < 2 ? 1 : byPurchases(one))
  const monetary = scoreBy((other, one) => other.revenue < one.revenue)
  const segmentOf = (one: One) => segmentTable[recency(one) - 1]?.[frequency(one) - 1]
  const since = (day: Day) => number(asOf) - number(day)
  const revenue = sum(customers.map(one => one.revenue))
  const purchases = add(customers.map(one => one.days.length))
  const best = customers.toSorted((a, b) =>
    a.revenue === b.revenue ? (a.customerId < b.customerId ? -1 : 1) : a.revenue < b.revenue ? 1 : -1,
  )
  const inactive = best.filter(one => since(one.last) > inactiveAfter)
  const asked4 = customers.filter(({ first }) => first >= from && first <= to)
  const cohortNames = [...new Set(asked4.map(({ first }) => stepOf(first, step)))].sort()
  const withinPeriod = all.filter(({ on }) => on >= from && on <= to)
  const firstOf = new Map(customers.map(one => [one.customerId, one.first]))
  return {
    currency,
    total: {
      ...{ customers: customers.length, purchases, recorded: mine.length },
      taxUnknown: mine.filter(one => one.taxUnknown).length,
      ...{ revenue: money(revenue), value: worth(revenue), meanValue: worth(revenue, customers.length) },
      averagePurchase: money(halfUp(revenue, BigInt(purchases))),
      frequency: ratio(purchases, customers.length, 2),
      recencyDays: ratio(add(customers.map(one => since(one.last))), customers.length, 2),
      tenureDays: ratio(add(customers.map(one => since(one.first))), customers.length, 2),
    },
    customers: best.map(one => ({
      ...{ customerId: one.customerId, name: null, firstOn: one.first, lastOn: one.last, purchases: one.days.length },
      ...{ revenue: money(one.revenue), value: worth(one.revenue) },
      scores: { recency: recency(one), frequency: frequency(one), monetary: monetary(one) },
      segment: segmentOf(one),
    })),
    cohorts: cohortNames.flatMap(cohort => {
      const its = asked4.filter(({ first }) => stepOf(first, step) === cohort)
      const began = its[0]?.first ?? ''
      return Array.from({ length: stepsAfter(began, asOf, step) + 1 }, (_, age) => {
        const at = (day: Day) => stepsAfter(began, day, step)
        const bought = its.filter(({ days }) => days.some(day => at(day) === age)).length
        const untilThen = its.flatMap(({ of }) => of.filter(({ on }) => at(on) <= age).map(one => one.revenue))
        const value = worth(sum(untilThen), its.length)
        return { cohort, size: its.length, age, bought, retention: ratio(bought, its.length, 4), value }
      })
    }),
    segments: segmentOrder.flatMap(segment => {
      const its = customers.filter(one => segmentOf(one) === segment)
      if (its.length === 0) return []
      const revenue = sum(its.map(one => one.revenue))
      return [
        {
          ...{ segment, customers: its.length, share: ratio(its.length, customers.length, 4), revenue: money(revenue) },
          recencyDays: ratio(add(its.map(one => since(one.last))), its.length, 2),
          frequency: ratio(add(its.map(one => one.days.length)), its.length, 2),
          meanRevenue: money(halfUp(revenue, BigInt(its.length))),
        },
      ]
    }),
    // months without any are left to a test of their own
    months: [
      ...Map.groupBy(
        withinPeriod.filter(one => one.isPurchase || one.revenue !== 0n),
        ({ on }) => on.slice(0, 7),
      ),
    ]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, of]) => {
        const isNew = ({ customerId }: Bought) => firstOf.get(customerId)?.slice(0, 7) === month
        const [newOnes, repeating] = [of.filter(isNew), of.filter(one => !isNew(one))]
        const count = (some: readonly Bought[]) =>
          new Set(some.flatMap(one => (one.isPurchase ? [one.customerId] : []))).size
        return {
          ...{ month, newCustomers: count(newOnes), repeatCustomers: count(repeating) },
          newRevenue: money(sum(newOnes.map(one => one.revenue))),
          repeatRevenue: money(sum(repeating.map(one => one.revenue))),
        }
      }),
    inactive: {
      ...{ afterDays: inactiveAfter, customers: inactive.length },
      ...{ share: ratio(inactive.length, customers.length, 4), revenue: money(sum(inactive.map(one => one.revenue))) },
      top: inactive.map(one => ({
        ...{ customerId: one.customerId, name: null, lastOn: one.last, purchases: one.days.length },
        ...{ daysSince: since(one.last), revenue: money(one.revenue) },
      })),
    },
  }
}

const acquisitionsIn = (history: readonly Happening[], { asOf, from = '0000', to: given = asOf }: Asked) => {
  const to = given > asOf ? asOf : given
  const survivorOf = survivors(history, asOf)
  const became = until(history, asOf, 'ContactBecameCustomer')
  const managers = until(history, asOf, 'ContactAccountManagerSet')
  const own = [...new Set(became.map(({ id }) => id))].sort().map(id => {
    const on = became.find(one => one.id === id)?.on ?? ''
    const last = managers.findLast(one => one.id === id && one.on <= on)
    return { id, on, by: last ? text(field(dataOf(last), 'to')) : null }
  })
  const whole = [...Map.groupBy(own, ({ id }) => survivorOf(id)).values()].map(
    parts => parts.toSorted((a, b) => (a.on === b.on ? 0 : a.on < b.on ? -1 : 1))[0],
  )
  const counted = whole.flatMap(one => (one && one.on >= from && one.on <= to ? [one] : []))
  const count = (key: (one: (typeof counted)[number]) => string | null) =>
    [...Map.groupBy(counted, key)].map(([of, all]) => ({ of, customers: all.length }))
  return {
    customers: counted.length,
    months: count(({ on }) => on.slice(0, 7)).sort((a, b) => (String(a.of) < String(b.of) ? -1 : 1)),
    salespeople: count(({ by }) => by).sort(
      (a, b) => b.customers - a.customers || (a.of === null ? 1 : b.of === null ? -1 : a.of < b.of ? -1 : 1),
    ),
  }
}

export const answerOf = (history: readonly Happening[], asked: Asked) => {
  const set = until(history, asked.asOf, 'CompanyMarginSet').at(-1)
  const margin = asked.margin ?? (set ? Number(dataOf(set)['to']) : 100)
  return {
    margin,
    acquisitions: acquisitionsIn(history, asked),
    currencies: countedIn(history, asked)
      .sort((a, b) => (a.currency < b.currency ? -1 : 1))
      .map(({ currency, all, basis }) => ({ basis, ...currencyIn(all, currency, asked, margin) })),
  }
}
