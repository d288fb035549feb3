// Amounts that count from a day on and add up: what covers an invoice, what is taken out of a payment.
import { compareMovements, type Day, type MovementDays } from '@eventcrm/domain'

/** An amount that counts from a day on. */
export interface Movement extends MovementDays {
  readonly position: string
  readonly amount: number
}

/** What was known of something at a position of the log. */
export interface AsOf {
  readonly day: Day
  readonly position: string
}

const comesAfter = (a: Movement, b: Movement): boolean =>
  (compareMovements(a, b) || (a.position > b.position ? 1 : -1)) > 0

/** Puts one at its place, in place: behind its equals. Nearly always that is the end. */
export const insertMovement = <M extends Movement>(movements: M[], added: M): void => {
  movements.splice(movements.findLastIndex(known => !comesAfter(known, added)) + 1, 0, added)
}

/** What they come to at the end of a day. */
export const movedBy = (movements: readonly Movement[], { day, position }: AsOf): number => {
  let sum = 0
  for (const one of movements) {
    if (one.on > day) break
    if (one.position <= position) sum += one.amount
  }
  return sum
}

/**
 * The day since which nothing is left of an amount that begins on a day and that movements take from; null while there is. Earlier days may
 * have had nothing left too: it is the last such day, whatever came in which order.
 * @param movements by day
 */
export const nothingSince = (
  { from, amount, until }: { readonly from: Day; readonly amount: number; readonly until: Day | null },
  movements: readonly Movement[],
): Day | null => {
  let left = amount
  let since = left === 0 ? from : null
  for (const [i, { on, amount: taken }] of movements.entries()) {
    if (until !== null && on >= until) break
    left -= taken
    // a day counts by how it ends
    if (movements[i + 1]?.on === on) continue
    if (left !== 0) since = null
    else since ??= on > from ? on : from
  }
  return since ?? until
}
