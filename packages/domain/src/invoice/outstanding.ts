// What of an invoice is outstanding, on each day.
import type { Day } from '../kernel/dated.ts'
import type { InvoiceCreditNote, InvoiceMovement, InvoiceState } from './state.ts'

/** A credit note that waits for its number counts already, as of the day asked for: nothing else may use what it will. */
const pendingOf = (
  { on, amount, released }: InvoiceCreditNote,
  movements: readonly InvoiceMovement[],
): readonly { readonly on: Day; readonly amount: number }[] => [
  { on, amount: amount.minorUnits },
  ...released.map(({ allocationId, amount: freed }) => {
    const allocated = movements.find(({ kind, id }) => kind === 'allocation' && id === allocationId)?.on ?? on
    return { on: allocated > on ? allocated : on, amount: -freed.minorUnits }
  }),
]

/** What an invoice comes to, in minor units: nothing before it is issued. */
export const totalOf = ({ issued }: InvoiceState): number => issued?.total.minorUnits ?? 0

const coversOf = ({ movements, creditNotes }: InvoiceState) => [
  ...movements,
  ...[...creditNotes.values()].flatMap(note => (note.number === null ? pendingOf(note, movements) : [])),
]

/** What is outstanding at the end of each day from `from` on on which that changes, in order of days; with what waits for its number. */
export const outstandingFrom = (
  state: InvoiceState,
  from: Day,
): readonly { readonly on: Day; readonly outstanding: number }[] => {
  const changes = new Map<Day, number>([[from, 0]])
  for (const { on, amount } of coversOf(state)) {
    const day = on > from ? on : from
    changes.set(day, (changes.get(day) ?? 0) + amount)
  }
  let outstanding = totalOf(state)
  return [...changes]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, covered]) => ({ on, outstanding: (outstanding -= covered) }))
}

/** What more can be covered from a day on, so that no less than nothing is outstanding on any day. */
export const coverableFrom = (state: InvoiceState, from: Day): number =>
  Math.min(...outstandingFrom(state, from).map(({ outstanding }) => outstanding))

/** What is outstanding at the end of a day, in minor units: 0 before it is issued, and once it is cancelled. */
export const outstandingOn = (state: InvoiceState, day: Day): number => {
  const { issued, cancelledOn, movements } = state
  if (!issued || day < issued.on || (cancelledOn !== null && day >= cancelledOn)) return 0
  return movements.reduce((left, { on, amount }) => (on <= day ? left - amount : left), totalOf(state))
}

/** A part of a payment that pays an invoice. */
export interface Allocated {
  readonly allocationId: string
  readonly paymentId: string
  readonly on: Day
  /** Minor units that nothing has undone or freed, and no credit note that waits for its number will. */
  readonly left: number
}

/** The allocations of an invoice, those that count from the latest day first. */
export const allocationsOf = ({ movements, creditNotes }: InvoiceState): readonly Allocated[] => {
  const less = new Map<string, number>()
  const take = (id: string, amount: number) => less.set(id, (less.get(id) ?? 0) + amount)
  for (const { kind, id, amount } of movements) if (kind === 'allocationUndone' || kind === 'release') take(id, -amount)
  for (const { number, released } of creditNotes.values())
    if (number === null) for (const { allocationId, amount } of released) take(allocationId, amount.minorUnits)
  return movements
    .flatMap(({ kind, id, paymentId, on, amount }) =>
      kind === 'allocation'
        ? [{ allocationId: id, paymentId: paymentId ?? '', on, left: amount - (less.get(id) ?? 0) }]
        : [],
    )
    .toReversed()
}

/** The most that can be credited from a day on: what is outstanding, and what is paid from then or before and still stands. */
export const creditableFrom = (state: InvoiceState, from: Day): number => {
  const allocations = allocationsOf(state)
  return Math.min(
    ...outstandingFrom(state, from).map(
      ({ on, outstanding }) =>
        outstanding + allocations.reduce((sum, { on: paid, left }) => (paid <= on ? sum + left : sum), 0),
    ),
  )
}

/**
 * What a credit note frees of the allocations, the latest first: what it credits beyond the outstanding.
 * @param amount at most `creditableFrom`
 */
export const releasedBy = (
  state: InvoiceState,
  from: Day,
  amount: number,
): readonly { readonly allocationId: string; readonly paymentId: string; readonly amount: number }[] => {
  const freed = new Map<Allocated, number>()
  const allocations = allocationsOf(state)
  for (const { on, outstanding } of outstandingFrom(state, from)) {
    const before = [...freed].reduce((sum, [{ on: paid }, part]) => (paid <= on ? sum + part : sum), 0)
    let beyond = amount - outstanding - before
    for (const allocation of allocations) {
      if (beyond <= 0) break
      if (allocation.on > on) continue
      const part = Math.min(beyond, allocation.left - (freed.get(allocation) ?? 0))
      if (part <= 0) continue
      freed.set(allocation, (freed.get(allocation) ?? 0) + part)
      beyond -= part
    }
  }
  return [...freed].map(([{ allocationId, paymentId }, part]) => ({ allocationId, paymentId, amount: part }))
}
