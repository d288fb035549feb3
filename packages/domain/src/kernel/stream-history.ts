// A stream's past, folded so that its state as of any day is at hand: what decisions dated in the past look at.
import { List } from 'immutable'
import type { Dated, Day } from './dated.ts'
import { isDatedParts, PartsAsOf } from './parts.ts'
import type { Fact, Fold } from './state.ts'

/** What happened to one stream, as of now and of any day. Immutable. */
export interface StreamHistory<S> {
  /** From every fact, in the order recorded: what the stream's own decisions look at. */
  readonly current: S
  /**
   * As it stood at the end of a day, from every fact that occurred on or before it, whenever it was recorded.
   * A stream that begins later counts as it stood at the end of its first day, and so does every part of it that begins later.
   * The result is to be looked at, not to be folded further.
   */
  asOf(day: Day): S
  /** The history with more facts, in the order recorded. Costs the same however long the history is. */
  with(facts: readonly Fact[]): StreamHistory<S>
}

interface DayEnd<S> {
  readonly day: Day
  /** What occurred on that day, in the order recorded. */
  readonly facts: List<Fact>
  /** From everything up to the end of that day. */
  readonly state: S
}

/** The place of the last of the days that is not after `day`; -1 when all are. */
const lastUpTo = <S>(days: List<DayEnd<S>>, day: Day): number => {
  let low = 0
  let high = days.size
  while (low < high) {
    const middle = (low + high) >>> 1
    const { day: there = '' } = days.get(middle) ?? {}
    if (there <= day) low = middle + 1
    else high = middle
  }
  return low - 1
}

const groupedByDay = (facts: Iterable<Fact>): ReadonlyMap<Day, readonly Fact[]> => {
  const byDay = new Map<Day, Fact[]>()
  for (const fact of facts) {
    const there = byDay.get(fact.occurredOn)
    if (there) there.push(fact)
    else byDay.set(fact.occurredOn, [fact])
  }
  return byDay
}

class FoldedHistory<S extends Dated> implements StreamHistory<S> {
  readonly #fold: Fold<S>
  readonly current: S
  readonly #lastDay: Day
  // Ends of days are folded once they are asked for, since most streams are only ever asked for what holds now.
  #days: List<DayEnd<S>>
  #unfolded: List<Fact>

  constructor(fold: Fold<S>, current: S, lastDay: Day, days: List<DayEnd<S>>, unfolded: List<Fact>) {
    this.#fold = fold
    this.current = current
    this.#lastDay = lastDay
    this.#days = days
    this.#unfolded = unfolded
  }

  with(facts: readonly Fact[]): StreamHistory<S> {
    const current = this.#fold.evolveAll(this.current, facts)
    let lastDay = this.#lastDay
    for (const { occurredOn } of facts) if (occurredOn > lastDay) lastDay = occurredOn
    return new FoldedHistory(this.#fold, current, lastDay, this.#days, this.#unfolded.concat(facts))
  }

  asOf(day: Day): S {
    if (day >= this.#lastDay) return this.current
    const days = this.#foldedDays()
    const then = days.get(Math.max(0, lastUpTo(days, day)))
    const now = days.last()
    return then && now && then !== now ? this.#withLaterParts(then.state, now.state) : this.current
  }

  #withLaterParts(then: S, now: S): S {
    const parts: Record<string, PartsAsOf<object>> = {}
    for (const [key, all] of Object.entries(now)) {
      const those: unknown = Reflect.get(then, key)
      if (isDatedParts(all) && isDatedParts(those) && all.ever > those.ever)
        parts[key] = new PartsAsOf(those, all, id => this.#firstForm(key, id, all.began(id)))
    }
    return { ...then, ...parts }
  }

  #firstForm(key: string, id: string, began: Day | undefined): object | undefined {
    const { state } = this.#days.get(lastUpTo(this.#days, began ?? '')) ?? {}
    const parts: unknown = state && Reflect.get(state, key)
    return isDatedParts(parts) ? parts.get(id) : undefined
  }

  /** The ends of all days; of those before the first new fact what was folded already stays. */
  #foldedDays(): List<DayEnd<S>> {
    if (this.#unfolded.isEmpty()) return this.#days
    const added = groupedByDay(this.#unfolded)
    const first = [...added.keys()].reduce((a, b) => (a < b ? a : b))
    const kept = lastUpTo(this.#days, first)
    const { day: sameDay } = this.#days.get(kept) ?? {}
    const from = sameDay === first ? kept : kept + 1
    const later = new Map<Day, List<Fact>>(this.#days.slice(from).map(({ day, facts }) => [day, facts] as const))
    for (const [day, facts] of added) later.set(day, (later.get(day) ?? List()).concat(facts))
    this.#days = this.#days.slice(0, from).withMutations(days => {
      let state = days.last()?.state ?? this.#fold.initialState
      for (const day of [...later.keys()].sort()) {
        const facts = later.get(day) ?? List()
        state = this.#fold.evolveAll(state, facts)
        days.push({ day, facts, state })
      }
    })
    this.#unfolded = List()
    return this.#days
  }
}

/** A stream's history before its first event. */
export const historyOf = <S extends Dated>(fold: Fold<S>): StreamHistory<S> =>
  new FoldedHistory(fold, fold.initialState, '', List(), List())
