// When instalments were overdue. The events of an invoice and reports both go by this.
import type { Day } from '../kernel/dated.ts'
import { daysAfter, type Instalment } from './terms.ts'

/** What covers instalments from a day on, in minor units: paid, credited or written off; less than 0 where that is undone. */
export interface Cover {
  readonly on: Day
  readonly amount: number
}

/** A time in which an instalment was overdue, by its first day. */
export interface OverdueEpisode {
  readonly instalment: number
  readonly on: Day
}

/**
 * The episodes in which instalments were overdue. What covers an invoice covers its instalments in order of due day, whichever it was meant
 * for. One begins on the day after the due day where the instalment is not covered at that day's end; and later with each movement that takes
 * away what covered it. An instalment of nothing is never overdue.
 * @param movements by day, of one day in the order recorded
 * @param cancelledOn the day from which there is nothing to be paid; null where it is not cancelled
 * @returns by day, of one day by due day; each once
 */
export const overdueEpisodes = (
  instalments: readonly Instalment[],
  movements: readonly Cover[],
  cancelledOn: Day | null,
): readonly OverdueEpisode[] => {
  const inOrder = instalments.toSorted((a, b) =>
    a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.instalment - b.instalment,
  )
  const counted = cancelledOn === null ? movements : movements.filter(({ on }) => on < cancelledOn)
  const episodes: OverdueEpisode[] = []
  let due = 0
  for (const { instalment, dueOn, amount } of inOrder) {
    due += amount
    if (amount === 0) continue
    const first = daysAfter(dueOn, 1)
    let covered = 0
    let i = 0
    for (; (counted[i]?.on ?? '9999') <= dueOn; i++) covered += counted[i]?.amount ?? 0
    const days = new Set<Day>()
    if (covered < due && (cancelledOn === null || cancelledOn > first)) days.add(first)
    for (; i < counted.length; i++) {
      const { on = '', amount: more = 0 } = counted[i] ?? {}
      if (covered >= due && covered + more < due) days.add(on)
      covered += more
    }
    for (const on of days) episodes.push({ instalment, on })
  }
  return episodes.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}
