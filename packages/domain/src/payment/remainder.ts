// What of a payment pays no invoice, day by day.
import type { Day } from '../kernel/dated.ts'
import type { PaymentState } from './state.ts'

interface Step {
  readonly on: Day
  readonly more: number
}

/** What goes out of the remainder, and what comes back, each on its day. A refused allocation counts on no day. */
const stepsOf = ({ allocations, returned }: PaymentState): readonly Step[] => [
  ...[...allocations.values()].flatMap(({ status, on, amount }) =>
    status === 'refused' ? [] : [{ on, more: amount }],
  ),
  ...[...returned.values()].map(({ on, amount }) => ({ on, more: -amount })),
]

const sum = (steps: readonly Step[]): bigint => steps.reduce((total, { more }) => total + BigInt(more), 0n)

/** What pays invoices, or is about to, at the end of a day, in minor units. */
export const allocatedOn = (state: PaymentState, day: Day): bigint => sum(stepsOf(state).filter(({ on }) => on <= day))

/** The same on the day of all from that one on that has most. */
export const mostAllocatedFrom = (state: PaymentState, day: Day): bigint => {
  const later = Map.groupBy(
    stepsOf(state).filter(({ on }) => on > day),
    ({ on }) => on,
  )
  let total = allocatedOn(state, day)
  let most = total
  for (const on of [...later.keys()].sort()) {
    total += sum(later.get(on) ?? [])
    if (total > most) most = total
  }
  return most
}

/** What it counts at the end of a day: nothing before it came in, and from the day on which it bounced. */
const countedOn = ({ status, openedOn, bounce, amount }: PaymentState, day: Day): bigint =>
  status === 'received' && openedOn !== null && openedOn <= day && (bounce === null || day < bounce.on)
    ? BigInt(amount.minorUnits)
    : 0n

/** What pays no invoice at the end of a day: the customer's advance, in minor units. */
export const remainderOn = (state: PaymentState, day: Day): bigint => countedOn(state, day) - allocatedOn(state, day)

/** What of an allocation pays its invoice still, whatever the day, in minor units. */
export const leftOf = ({ allocations, returned }: PaymentState, allocationId: string): number => {
  const { amount = 0, status = 'refused' } = allocations.get(allocationId) ?? {}
  let left = status === 'refused' ? 0 : amount
  for (const one of returned.values()) if (one.allocationId === allocationId) left -= one.amount
  return left
}
