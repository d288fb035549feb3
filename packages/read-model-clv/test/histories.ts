// Random histories of customers, recorded in any order, and questions to them.
import fc from 'fast-check'
import type { ClvQuestion } from '../src/index.ts'
import {
  became,
  bought,
  cancelled,
  credited,
  issued,
  managed,
  marginSet,
  merged,
  paid,
  setApart,
  undone,
  voided,
  type Happening,
  type Part,
} from './stores.ts'

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

const purchasesOf = fc.array(purchase, { maxLength: 40 }).map(all =>
  all.flatMap(({ customer, day, minorUnits, currency, taxShare, voidedOn }, n) => {
    const tax = taxShare === null ? null : Math.floor(minorUnits / 100) * taxShare
    const recorded = bought(n, customer, day, { minorUnits, currency, tax })
    return [[recorded, ...(voidedOn === null ? [] : [voided(n, voidedOn)])]]
  }),
)
const later = (a: string, b: string) => (a > b ? a : b)

/** Percent of what is left: often all of it. */
const shareOfRest = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(100))
const percent = (of: number, share: number) => Math.floor((of * share) / 100)

const invoice = fc.record({
  customer,
  day,
  currency: fc.constantFrom('VND', 'VND', 'USD'),
  net: fc.oneof(
    fc.nat(50).map(n => n * 1000),
    fc.nat(5_000_000),
  ),
  taxShare: fc.constantFrom(0, 10),
  cancelledOn: fc.option(day, { freq: 6 }),
  payments: fc.array(
    fc.record({
      share: fc.nat(50),
      on: day,
      undoneOn: fc.option(day, { freq: 4 }),
      isLate: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  credits: fc.array(fc.record({ share: shareOfRest, on: day, freed: fc.nat(3), freedShare: shareOfRest }), {
    maxLength: 3,
  }),
})

/** What happens to an invoice is dated in any order, but not before it, and no more is taken back than there is; else whether amounts fit is the domain's affair. */
const invoicesOf = fc.array(invoice, { maxLength: 12 }).map(all =>
  all.map(({ customer, day, currency, net, taxShare, cancelledOn, payments, credits }, n) => {
    const tax = Math.floor(net / 100) * taxShare
    const first = issued(n, customer, day, { net, tax, currency })
    if (cancelledOn !== null) return [first, cancelled(n, later(cancelledOn, day))]
    const parts = payments.map(({ share, on }, allocation): Part => {
      return { allocation, amount: 1 + Math.floor((net + tax) / 100) * share, on: later(on, day) }
    })
    const left = parts.map(({ amount }) => amount)
    const takenFrom = (part: Part, share: number, on: string): readonly Part[] => {
      const all = left[part.allocation] ?? 0
      const amount = percent(all, share)
      left[part.allocation] = all - amount
      return amount === 0 ? [] : [{ ...part, amount, on }]
    }
    let rest = { net, tax }
    const notes = credits.flatMap(({ share, on: given, freed, freedShare }, note) => {
      const on = later(given, day)
      const amount = { net: percent(rest.net, share), tax: percent(rest.tax, share), currency }
      if (amount.net + amount.tax === 0) return []
      rest = { net: rest.net - amount.net, tax: rest.tax - amount.tax }
      const released = parts.slice(0, freed).flatMap(part => takenFrom(part, freedShare, later(on, part.on)))
      return [credited(n, note, on, amount, released)]
    })
    const undoings = payments.flatMap(({ undoneOn, isLate }, i) => {
      const part = parts[i]
      if (undoneOn === null || !part) return []
      const recordedOn = later(undoneOn, day)
      const on = later(recordedOn, part.on)
      return takenFrom(part, 100, on).map(taken => undone(n, taken, currency, isLate ? on : recordedOn))
    })
    return [first, ...parts.map(part => paid(n, part, currency)), ...notes, ...undoings]
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
  .tuple(purchasesOf, invoicesOf, mergersOf, others, fc.infiniteStream(fc.nat()))
  .map(([purchases, invoices, mergers, others, places]) =>
    [...purchases, ...invoices, ...mergers, ...others]
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
    basis: maybe(fc.constantFrom('invoices' as const, 'payments' as const, 'purchases' as const)),
    tax: maybe(fc.constantFrom('out' as const, 'in' as const)),
    margin: maybe(fc.integer({ min: 0, max: 10_000 }).map(n => n / 100)),
    cohorts: maybe(fc.constantFrom('month' as const, 'quarter' as const)),
    inactiveAfter: maybe(fc.integer({ min: 1, max: 400 })),
  })
  .map(({ period, tax, ...asked }) => {
    const [from, to] = period?.toSorted() ?? []
    return { ...asked, tax: asked.basis === 'payments' ? undefined : tax, from, to, top: 1000 }
  })
