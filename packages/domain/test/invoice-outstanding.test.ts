// What is outstanding and overdue on every day, against a plain model: random payments, credit notes and write-offs, dated back and forth.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayOf } from '../../testkit/src/histories.ts'
import { pooled, World } from '../../testkit/src/index.ts'
import { rounds } from '../../testkit/src/campaign.ts'
import {
  invoice,
  invoiceEvents,
  invoiceState,
  isRejection,
  outstandingOn,
  overdueEpisodes,
  overdueToRaise,
  type CommandMessage,
  type Cover,
  type Fact,
  type Instalment,
  type InvoiceState,
} from '../src/index.ts'
import { allocation, creditNote, customer, draft, invoiceId, payment, vnd, writeOff } from './invoice-past.ts'

const numRuns = rounds(200, 10_000)
const lastDay = 60
const total = 1100

interface Try {
  readonly message: CommandMessage
  readonly on: number
}
const id = fc.nat(7)
const amount = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constantFrom(total, 1, 550)).map(vnd)
const message: fc.Arbitrary<CommandMessage> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ n: id, amount })
      .map(({ n, amount }) =>
        invoice.allocate({ invoiceId, allocationId: allocation(n), paymentId: payment(n), amount }),
      ),
  },
  { weight: 3, arbitrary: id.map(n => invoice.undoAllocation({ invoiceId, allocationId: allocation(n) })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ n: id, amount: fc.option(amount, { nil: undefined }) })
      .map(({ n, amount }) => invoice.credit({ invoiceId, creditNoteId: creditNote(n), amount })),
  },
  {
    weight: 2,
    arbitrary: id.map(n => invoice.completeCredit({ invoiceId, creditNoteId: creditNote(n), number: n + 1 })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ n: id, amount: fc.option(amount, { nil: undefined }) })
      .map(({ n, amount }) => invoice.writeOff({ invoiceId, writeOffId: writeOff(n), amount })),
  },
  { weight: 1, arbitrary: id.map(n => invoice.undoWriteOff({ invoiceId, writeOffId: writeOff(n) })) },
)
const tries: fc.Arbitrary<readonly Try[]> = fc.array(fc.record({ message, on: fc.nat(lastDay) }), {
  minLength: 5,
  maxLength: 40,
  size: 'max',
})

const issuedInvoice = (): World => {
  const world = new World()
  customer(world)
  world.run(
    invoice.record({
      ...draft({ terms: { instalments: [10, 25, 25, 40].map(count => ({ portion: 25, count })) } }),
      number: '1',
    }),
    dayOf(0),
  )
  return world
}
const stateIn = (world: World): InvoiceState =>
  factsIn(world).reduce((state, fact) => invoiceState.evolve(state, fact), invoiceState.of(null).fold.initialState)
const factsIn = (world: World): readonly Fact[] => world.streams.get(`invoice-${invoiceId}`)?.facts ?? []

const { InvoicePaymentAllocated, InvoiceAllocationUndone, InvoiceCredited, InvoiceWrittenOff, InvoiceWriteOffUndone } =
  invoiceEvents
type Account = 'paid' | 'credited' | 'writtenOff'
interface Booking {
  readonly account: Account
  readonly of: string
  readonly on: string
  readonly amount: number
}

/** The bookings that an event says, without a look at any state. */
const bookingsOf = ({ type, data, occurredOn: on }: Fact): readonly Booking[] => {
  switch (type) {
    case InvoicePaymentAllocated.type: {
      const { allocationId: of, amount: a } = InvoicePaymentAllocated.schema.parse(data)
      return [{ account: 'paid', of, on, amount: a.minorUnits }]
    }
    case InvoiceAllocationUndone.type: {
      const { allocationId: of, amount: a, on: from } = InvoiceAllocationUndone.schema.parse(data)
      return [{ account: 'paid', of, on: from, amount: -a.minorUnits }]
    }
    case InvoiceCredited.type: {
      const { creditNoteId: of, amount: a, released, on: from } = InvoiceCredited.schema.parse(data)
      expect(from).toBe(on)
      return [
        { account: 'credited', of, on, amount: a.minorUnits },
        ...released.map(r => ({
          account: 'paid' as const,
          of: r.allocationId,
          on: r.on,
          amount: -r.amount.minorUnits,
        })),
      ]
    }
    case InvoiceWrittenOff.type: {
      const { writeOffId: of, amount: a } = InvoiceWrittenOff.schema.parse(data)
      return [{ account: 'writtenOff', of, on, amount: a.minorUnits }]
    }
    case InvoiceWriteOffUndone.type: {
      const { writeOffId: of, amount: a, on: from } = InvoiceWriteOffUndone.schema.parse(data)
      return [{ account: 'writtenOff', of, on: from, amount: -a.minorUnits }]
    }
    default:
      return []
  }
}
const upTo = (bookings: readonly Booking[], day: string, of: (one: Booking) => boolean) =>
  bookings.reduce((sum, one) => (one.on <= day && of(one) ? sum + one.amount : sum), 0)

it('on every day what is paid, credited, written off and outstanding is the total, and none is less than nothing', () => {
  const seen = { released: 0, late: 0, refused: 0 }
  fc.assert(
    fc.property(tries, all => {
      const world = issuedInvoice()
      for (const { message: sent, on } of all) {
        const outcome = world.run(sent, dayOf(on))
        if (isRejection(outcome)) {
          if (/EXCEEDED|NOTHING/.test(outcome.code)) seen.refused++
          continue
        }
        const facts = factsIn(world)
        if (outcome.length > 0 && (facts.at(-2)?.occurredOn ?? '') > dayOf(on)) seen.late++
        const bookings = facts.flatMap(bookingsOf)
        const state = stateIn(world)
        for (let day = 0; day <= lastDay; day++) {
          const at = dayOf(day)
          const [paid = 0, credited = 0, writtenOff = 0] = (['paid', 'credited', 'writtenOff'] as const).map(account =>
            upTo(bookings, at, one => one.account === account),
          )
          const outstanding = outstandingOn(state, at)
          expect(paid + credited + writtenOff + outstanding, at).toBe(total)
          expect(Math.min(paid, credited, writtenOff, outstanding), at).toBeGreaterThanOrEqual(0)
          for (const of of new Set(bookings.map(one => one.of)))
            expect(
              upTo(bookings, at, one => one.of === of),
              `${of} ${at}`,
            ).toBeGreaterThanOrEqual(0)
        }
      }
      seen.released += factsIn(world)
        .flatMap(bookingsOf)
        .filter(({ account, amount: a }) => account === 'paid' && a < 0).length
    }),
    { numRuns },
  )
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(numRuns / 2)
})

it('what is refused as more than outstanding would leave less than nothing on some day, with what waits for its number', () => {
  let refused = 0
  fc.assert(
    fc.property(tries, all => {
      const world = issuedInvoice()
      for (const { message: sent, on } of all) {
        const before = factsIn(world).flatMap(bookingsOf)
        const hasWaiting = [...stateIn(world).creditNotes.values()].some(({ number }) => number === null)
        const outcome = world.run(sent, dayOf(on))
        if (!isRejection(outcome) || outcome.code !== 'OUTSTANDING_EXCEEDED' || hasWaiting) continue
        refused++
        const asked = Number(Reflect.get(Reflect.get(Object(sent.input), 'amount'), 'amount'))
        const least = Math.min(
          ...Array.from({ length: lastDay + 1 - on }, (_, n) => total - upTo(before, dayOf(on + n), () => true)),
        )
        expect(asked).toBeGreaterThan(least)
        expect(outcome.details['most']).toBe(String(least))
      }
    }),
    { numRuns },
  )
  expect(refused).toBeGreaterThan(numRuns / 2)
})

it('what undoes something of a day, dated earlier, takes away only what that day brought', () => {
  const world = issuedInvoice()
  const allocate = (n: number, on: number) =>
    world.run(
      invoice.allocate({ invoiceId, allocationId: allocation(n), paymentId: payment(n), amount: vnd(275) }),
      dayOf(on),
    )
  allocate(1, 8)
  allocate(2, 22)
  world.run(invoice.undoAllocation({ invoiceId, allocationId: allocation(2) }), dayOf(9))
  // the first instalment was paid on day 8, and is not overdue for what was never to pay more than the second
  expect(overdueToRaise(stateIn(world), dayOf(24))).toEqual([])
})

/** Day by day and movement by movement: when each instalment began to be overdue. */
const plainEpisodes = (instalments: readonly Instalment[], movements: readonly Cover[], cancelledOn: string | null) => {
  const found: string[] = []
  for (const { instalment, dueOn, amount: own } of instalments) {
    if (own === 0) continue
    const upToIt = instalments.filter(
      other => other.dueOn < dueOn || (other.dueOn === dueOn && other.instalment <= instalment),
    )
    const needed = upToIt.reduce((sum, other) => sum + other.amount, 0)
    let covered = 0
    let isOverdue = false
    for (let n = 0; n <= lastDay + 2; n++) {
      const day = dayOf(n)
      // on the day of its cancellation there is nothing to be paid any more
      if (cancelledOn !== null && day >= cancelledOn) break
      if (day > dueOn && dayOf(n - 1) === dueOn && covered < needed) {
        found.push(`${day} ${String(instalment)}`)
        isOverdue = true
      }
      for (const { on, amount: more } of movements) {
        if (on !== day) continue
        covered += more
        if (covered >= needed) isOverdue = false
        else if (!isOverdue && day > dueOn) {
          isOverdue = true
          found.push(`${day} ${String(instalment)}`)
        }
      }
    }
  }
  return [...new Set(found)].sort()
}

it('an instalment is overdue from when a plain day-by-day count says so', () => {
  const instalment = fc.record({ due: fc.integer({ min: 0, max: 50 }), amount: fc.nat(5) })
  const movement = fc.record({ day: fc.integer({ min: 0, max: lastDay }), amount: fc.integer({ min: -4, max: 6 }) })
  let episodes = 0
  fc.assert(
    fc.property(
      fc.array(instalment, { minLength: 1, maxLength: 6 }),
      fc.array(movement, { maxLength: 30, size: 'max' }),
      fc.option(fc.integer({ min: 0, max: lastDay })),
      (parts, moved, cancelled) => {
        const instalments = parts.map(({ due, amount: own }, i) => ({
          instalment: i + 1,
          dueOn: dayOf(due),
          amount: own,
        }))
        const movements = moved
          .map(({ day, amount: more }) => ({ on: dayOf(day), amount: more }))
          .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
        const cancelledOn = cancelled === null ? null : dayOf(cancelled)
        const said = overdueEpisodes(instalments, movements, cancelledOn).map(
          one => `${one.on} ${String(one.instalment)}`,
        )
        expect(said.toSorted()).toEqual(plainEpisodes(instalments, movements, cancelledOn))
        episodes += said.length
      },
    ),
    { numRuns: 2 * numRuns },
  )
  expect(episodes).toBeGreaterThan(numRuns)
})

it('each episode is raised once on its own day, however often and however late the clock runs', () => {
  let raised = 0
  fc.assert(
    fc.property(tries, fc.infiniteStream(fc.nat(lastDay)), (all, random) => {
      const world = issuedInvoice()
      const clock = (asOf: string) => {
        for (const { on } of overdueToRaise(stateIn(world), asOf)) world.run(invoice.raiseOverdue({ invoiceId }), on)
        expect(overdueToRaise(stateIn(world), asOf)).toEqual([])
      }
      for (const { message: sent, on } of all) {
        world.run(sent, dayOf(on))
        const asOf = random.next().value ?? 0
        if (asOf % 3 === 0) clock(dayOf(asOf))
      }
      clock(dayOf(lastDay + 1))
      const state = stateIn(world)
      const facts = factsIn(world).filter(({ type }) => type === invoiceEvents.InvoiceOverdue.type)
      const said = facts.map(({ data, occurredOn }) => {
        const { instalment, on } = invoiceEvents.InvoiceOverdue.schema.parse(data)
        expect(occurredOn).toBe(on)
        return `${on} ${String(instalment)}`
      })
      expect(new Set(said).size).toBe(said.length)
      const instalments = (state.issued?.instalments ?? []).map(one => ({ ...one, amount: one.amount.minorUnits }))
      for (const one of plainEpisodes(instalments, state.movements, state.cancelledOn)) expect(said).toContain(one)
      raised += said.length
    }),
    { numRuns },
  )
  expect(raised).toBeGreaterThan(2 * numRuns)
})

it('an episode follows when what cleared an instalment is undone', () => {
  const world = issuedInvoice()
  const pay = { invoiceId, allocationId: pooled('allocation'), paymentId: payment(1), amount: vnd(275) }
  world.run(invoice.allocate(pay), dayOf(8))
  world.run(invoice.undoAllocation({ invoiceId, allocationId: pooled('allocation') }), dayOf(20))
  expect(overdueToRaise(stateIn(world), dayOf(26))).toEqual([
    { instalment: 1, on: dayOf(20) },
    { instalment: 2, on: dayOf(26) },
    { instalment: 3, on: dayOf(26) },
  ])
})
