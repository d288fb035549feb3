// Random histories of customers, recorded in any order, and questions to them.
import fc from 'fast-check'
import type { ClvQuestion } from '../src/index.ts'
import { became, bought, managed, marginSet, merged, setApart, voided, type Happening } from './stores.ts'

const lastDay = 800
const dayAt = (n: number): string => new Date(Date.UTC(2024, 9, 20 + n)).toISOString().slice(0, 10)
// few days, so that several things happen on one
const day = fc
  .oneof(
    fc.nat(lastDay),
    fc.nat(40).map(n => n * 20),
  )
  .map(dayAt)

const customer = fc.integer({ min: 1, max: 7 })
const staff = fc.integer({ min: 1, max: 3 })
const amount = fc.oneof(
  fc.nat(50).map(n => n * 1000),
  fc.nat(5_000_000),
  fc.constant(Number.MAX_SAFE_INTEGER),
)

const purchase = fc.record({
  customer,
  day,
  minorUnits: amount,
  currency: fc.constantFrom('VND', 'VND', 'USD'),
  taxShare: fc.constantFrom(null, 0, 10, 100),
  voidedOn: fc.option(day, { freq: 6 }),
})

const purchasesOf = fc.array(purchase, { minLength: 1, maxLength: 40 }).map(all =>
  all.flatMap(({ customer, day, minorUnits, currency, taxShare, voidedOn }, n) => {
    const tax = taxShare === null ? null : Math.floor(minorUnits / 100) * taxShare
    const recorded = bought(n, customer, day, { minorUnits, currency, tax })
    return [[recorded, ...(voidedOn === null ? [] : [voided(n, voidedOn)])]]
  }),
)
/** A contact is part of one with a lesser number, so that no circle comes of late entries. */
const mergersOf = fc.array(
  fc
    .record({
      customer: fc.integer({ min: 2, max: 7 }),
      into: fc.nat(5),
      days: fc.tuple(day, day),
      apart: fc.boolean(),
    })
    .map(({ customer, into, days: [on, until], apart }) => {
      const survivor = 1 + (into % (customer - 1))
      return [merged(customer, survivor, on), ...(apart ? [setApart(customer, survivor, until)] : [])]
    }),
  { maxLength: 5 },
)
const others = fc.array(
  fc.oneof(
    fc.tuple(customer, day).map(([one, on]) => [became(one, on)]),
    fc.tuple(customer, fc.option(staff), day).map(([one, by, on]) => [managed(one, by, on)]),
    fc.tuple(fc.integer({ min: 0, max: 10_000 }), day).map(([margin, on]) => [marginSet(margin / 100, on)]),
  ),
  { maxLength: 15 },
)

/** Each thing's events stand in their order; things stand in any. */
export const histories: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(purchasesOf, mergersOf, others, fc.infiniteStream(fc.nat()))
  .map(([purchases, mergers, others, places]) =>
    [...purchases, ...mergers, ...others]
      .map(happenings => {
        const place = places.next().value
        return { happenings, place }
      })
      .sort((a, b) => a.place - b.place)
      .flatMap(({ happenings }) => happenings),
  )

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })

export const questions: fc.Arbitrary<ClvQuestion & { readonly asOf: string }> = fc
  .record({
    asOf: fc.nat(lastDay + 60).map(dayAt),
    period: fc.option(fc.tuple(day, day)),
    currency: maybe(fc.constantFrom('VND', 'USD')),
    tax: maybe(fc.constantFrom('out' as const, 'in' as const)),
    margin: maybe(fc.integer({ min: 0, max: 10_000 }).map(n => n / 100)),
    cohorts: maybe(fc.constantFrom('month' as const, 'quarter' as const)),
    inactiveAfter: maybe(fc.integer({ min: 1, max: 400 })),
  })
  .map(({ period, ...asked }) => {
    const [from, to] = period?.toSorted() ?? []
    return { ...asked, from, to, top: 1000 }
  })
