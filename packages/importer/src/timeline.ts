// What a thing said on the day of a row. A dated row is compared with that and not with what holds now, so that a file which tells a history is
// known again, row by row, and an import of it that broke off goes on where it was.
import type { Day } from '@eventcrm/crm'

/** How far the rows of a file about one thing have come: on that day, behind so many of its events. */
export interface HistoryPlace {
  readonly day: Day
  readonly events: number
}

/** As many events as there are. */
export const allEvents = 0xffff_ffff

/** A thing behind one of its events: in the order of their days, and within a day as they were recorded. */
export interface Moment<State> {
  readonly day: Day
  readonly state: State
}

export interface Dated {
  readonly openedOn: Day | null
  readonly days: Readonly<Record<string, Day>>
}

interface Fact {
  readonly type: string
  readonly data: object
  readonly occurredOn: Day
}

/** What folds the events of a thing. */
export interface Fold<State> {
  readonly initialState: State
  evolve(state: State, fact: Fact): State
}

export const momentsIn = async <State>(
  facts: AsyncIterable<Fact>,
  fold: Fold<State>,
): Promise<readonly Moment<State>[]> => {
  const read: Fact[] = []
  for await (const { type, data, occurredOn } of facts) read.push({ type, data, occurredOn })
  read.sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0))
  let state = fold.initialState
  return read.map(fact => ({ day: fact.occurredOn, state: (state = fold.evolve(state, fact)) }))
}

/** The days that a row speaks of. */
export interface RowDays {
  /** The day of what it says; undefined where it says none, and means what holds now. */
  readonly on: Day | undefined
  /** Without such a day: the days on which what it says may have held as well. */
  readonly among: readonly Day[]
  /** Where the row leaves off, for rows behind it that go on from there; undefined where none does. */
  readonly last: Day | undefined
}

/**
 * How what a row says stands to what was there: it held on its day; it held on a day that the row speaks of, and no longer does; it is new; or it
 * comes too late, since the same was set again on a later day.
 */
export type Standing = 'held' | 'held once' | 'new' | 'late'

export class Timeline<State extends Dated> {
  readonly #now: State
  readonly #read: () => Promise<readonly Moment<State>[]>
  readonly #days: RowDays
  readonly #before: HistoryPlace | null
  #moments: Promise<readonly Moment<State>[]> | undefined
  #reached: number

  /**
   * @param read every moment of it; called once at most, and only where what holds now does not tell
   * @param before how far the rows before this one have come
   */
  constructor(now: State, read: () => Promise<readonly Moment<State>[]>, days: RowDays, before: HistoryPlace | null) {
    this.#now = now
    this.#read = read
    this.#days = days
    this.#before = before
    this.#reached = before !== null && before.day === days.last ? before.events : 0
  }

  /** How far this row has come, if it changes nothing. */
  get place(): HistoryPlace | null {
    const { last } = this.#days
    return last === undefined ? null : { day: last, events: this.#reached }
  }

  /**
   * Where something was said on a day, and something else later on it, each row stands for one of them in turn: what rows before stood for is
   * passed over.
   * @param lastSet the last day on which any of what `says` looks at was set
   * @param on the day that is meant, where it is another than the row's
   */
  async standing(lastSet: Day | undefined, says: (state: State) => boolean, on = this.#days.on): Promise<Standing> {
    if (on === undefined) {
      const isHeld = says(this.#now)
      for (const day of this.#days.among) {
        if (lastSet === undefined || lastSet < day || (isHeld && day !== this.#days.last)) continue
        if (await this.#heldOn(day, says)) return isHeld ? 'held' : 'held once'
      }
      return isHeld ? 'held' : 'new'
    }
    if (lastSet === undefined || lastSet < on) return says(this.#now) ? 'held' : 'new'
    if (await this.#heldOn(on, says)) return 'held'
    return lastSet > on ? 'late' : 'new'
  }

  /**
   * As it stood at the end of the row's day.
   * @param lastSet the last day on which any of what is looked at was set
   */
  async onItsDay(lastSet: Day | undefined): Promise<State> {
    const { on } = this.#days
    if (on === undefined || lastSet === undefined || lastSet <= on) return this.#now
    return (await this.#all()).findLast(({ day }) => day <= on)?.state ?? this.#now
  }

  async #heldOn(day: Day, says: (state: State) => boolean): Promise<boolean> {
    const moments = await this.#all()
    const earlier = moments.filter(moment => moment.day < day).length
    const passed = this.#before?.day === day ? Math.min(this.#before.events, moments.length) : earlier
    for (let events = Math.max(passed, 1); events <= moments.length; events++) {
      const moment = moments[events - 1]
      if (!moment || (moment.day > day && events > 1)) return false
      if (!says(moment.state)) continue
      if (day === this.#days.last) this.#reached = Math.max(this.#reached, events)
      return true
    }
    return false
  }

  #all(): Promise<readonly Moment<State>[]> {
    return (this.#moments ??= this.#read())
  }
}
