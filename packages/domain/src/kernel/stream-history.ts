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
   *
   * The first past day asked for has the history folded once. From then on a day has at most 128 facts of the days around it folded,
   * and of what was recorded since these days were last asked for, what occurred before them. So one fact more and a look at a past
   * day, in turn, have a few facts folded where the days asked for are near each other, and some hundred, of ten thousand, where facts
   * and days come in no order; how many occurred on one day makes no difference. Only a fact dated before the last setting of a
   * field that it sets, which no decision makes, has all days after it folded again.
   */
  asOf(day: Day): S
  /** The history with more facts, in the order recorded. Costs the same for each, however long the history is. */
  with(facts: readonly Fact[]): StreamHistory<S>
}

/** The state at the end of a day of a segment, from the checkpoint and so many of the segment's facts. */
interface DayEnd<S> {
  readonly day: Day
  readonly facts: number
  readonly state: S
}

/** What a segment begins with. */
interface Checkpoint<S> {
  /** From everything that occurred before the segment, of the facts recorded first, so many. */
  readonly state: S
  readonly recorded: number
  /** The ends of those of the segment's days that were asked for, by day. */
  readonly ends: DayEnd<S>[]
}

/** Consecutive days: from its first one to the day before the next segment's. */
interface Segment<S> {
  readonly day: Day
  /** What occurred on these days: by day, and within a day in the order recorded. Never empty. */
  readonly facts: List<Fact>
  /** Undefined as long as nothing was asked for that it is needed for. */
  readonly checkpoint?: Checkpoint<S>
}

/**
 * Facts in a segment, unless all are of one day. Few make more segments to bring up to date, many make more to fold in each; about
 * the root of the longest histories, ten thousand facts, makes the sum least.
 */
const usualSegment = 128

/** The place of the last of the days that is not after `day`; -1 when all are. */
const lastUpTo = (days: readonly { readonly day: Day }[], day: Day): number => {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const { day: there = '' } = days[middle] ?? {}
    if (there <= day) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** How many of the facts, which stand by day, occurred on that day or before. */
const countUpTo = (facts: List<Fact>, day: Day): number => {
  let count = facts.size
  while (count > 0 && (facts.get(count - 1)?.occurredOn ?? '') > day) count -= 1
  return count
}

const firstDayOf = (facts: List<Fact>): Day => facts.first()?.occurredOn ?? ''
const lastDayOf = (facts: List<Fact>): Day => facts.last()?.occurredOn ?? ''

/** A segment with one more fact, behind all others of its day; what was folded up to the day before stays. */
const withFact = <S>({ day, facts, checkpoint }: Segment<S>, fact: Fact): Segment<S> => {
  const at = countUpTo(facts, fact.occurredOn)
  return {
    day,
    facts: at === facts.size ? facts.push(fact) : facts.insert(at, fact),
    ...(checkpoint && {
      checkpoint: { ...checkpoint, ends: checkpoint.ends.filter(end => end.day < fact.occurredOn) },
    }),
  }
}

/** A segment that became too long as two, parted between two days near its middle; as it is while it is short or all of one day. */
const parted = <S>(segment: Segment<S>, most: number): readonly Segment<S>[] => {
  const { facts, checkpoint } = segment
  if (facts.size <= most || firstDayOf(facts) === lastDayOf(facts)) return [segment]
  const middle = facts.get(facts.size >> 1)?.occurredOn ?? ''
  const before = facts.findIndex(({ occurredOn }) => occurredOn === middle)
  const at = before > 0 ? before : countUpTo(facts, middle)
  const second = facts.slice(at)
  const day = firstDayOf(second)
  return [
    {
      day: segment.day,
      facts: facts.slice(0, at),
      ...(checkpoint && { checkpoint: { ...checkpoint, ends: checkpoint.ends.filter(end => end.day < day) } }),
    },
    { day, facts: second },
  ]
}

class FoldedHistory<S extends Dated> implements StreamHistory<S> {
  readonly #fold: Fold<S>
  /** Facts in a segment. */
  readonly #most: number
  readonly current: S
  readonly #lastDay: Day
  readonly #recorded: List<Fact>
  // Facts are put in the order of days once a past day is asked for, since most streams are only ever asked for what holds now.
  #segments: readonly Segment<S>[]
  /** How many of the recorded facts the segments have. */
  #inSegments: number
  /** What it was made from, until a past day is asked for or another history is made from this one. */
  #base: FoldedHistory<S> | undefined

  constructor(
    fold: Fold<S>,
    most: number,
    current: S,
    lastDay: Day,
    recorded: List<Fact>,
    segments: readonly Segment<S>[],
    inSegments: number,
    base?: FoldedHistory<S>,
  ) {
    this.#fold = fold
    this.#most = most
    this.current = current
    this.#lastDay = lastDay
    this.#recorded = recorded
    this.#segments = segments
    this.#inSegments = inSegments
    this.#base = base
  }

  with(facts: readonly Fact[]): StreamHistory<S> {
    const current = this.#fold.evolveAll(this.current, facts)
    let lastDay = this.#lastDay
    for (const { occurredOn } of facts) if (occurredOn > lastDay) lastDay = occurredOn
    const recorded = this.#recorded.concat(facts)
    this.#base = undefined
    return new FoldedHistory(this.#fold, this.#most, current, lastDay, recorded, this.#segments, this.#inSegments, this)
  }

  asOf(day: Day): S {
    if (day >= this.#lastDay) return this.current
    this.#takeOver()
    this.#fillSegments()
    const first = firstDayOf(this.#segments[0]?.facts ?? List())
    if (first === this.#lastDay) return this.current
    return this.#withLaterParts(this.#endOf(day < first ? first : day))
  }

  #withLaterParts(then: S): S {
    const parts: Record<string, PartsAsOf<object>> = {}
    for (const [key, all] of Object.entries(this.current)) {
      const those: unknown = Reflect.get(then, key)
      if (isDatedParts(all) && isDatedParts(those) && all.ever > those.ever) parts[key] = new PartsAsOf(those, all)
    }
    return { ...then, ...parts }
  }

  /**
   * Has much that is new folded by the history that this one was made from: what is about to be appended is tried on one history
   * after another, each made from the one that stays.
   */
  #takeOver(): void {
    const base = this.#base
    this.#base = undefined
    if (!base || base.#recorded.size - base.#inSegments <= this.#most) return
    base.#fillSegments()
    base.#checkpoint(base.#segments.length - 1)
    this.#segments = base.#segments
    this.#inSegments = base.#inSegments
  }

  #fillSegments(): void {
    if (this.#inSegments === this.#recorded.size) return
    const segments = [...this.#segments]
    for (const fact of this.#recorded.slice(this.#inSegments)) {
      const at = Math.max(0, lastUpTo(segments, fact.occurredOn))
      const segment = segments[at]
      if (segment) segments.splice(at, 1, ...parted(withFact(segment, fact), this.#most))
      else segments.push({ day: '', facts: List([fact]) })
    }
    this.#segments = segments
    this.#inSegments = this.#recorded.size
  }

  /** The state at the end of a day, by the order of days. */
  #endOf(day: Day): S {
    const at = lastUpTo(this.#segments, day)
    const { facts = List<Fact>() } = this.#segments[at] ?? {}
    if (day >= lastDayOf(facts)) return this.#checkpoint(at + 1).state
    const { state, ends } = this.#checkpoint(at)
    const before = lastUpTo(ends, day)
    const last = ends[before] ?? { facts: 0, state }
    const count = countUpTo(facts, day)
    if (count === last.facts) return last.state
    const end = { day, facts: count, state: this.#fold.evolveAll(last.state, facts.slice(last.facts, count)) }
    ends.splice(before + 1, 0, end)
    return end.state
  }

  /** What a segment begins with, from all that is recorded. */
  #checkpoint(at: number): Checkpoint<S> {
    const segments = [...this.#segments]
    let from = at
    let checkpoint: Checkpoint<S> | undefined
    while (!(checkpoint = this.#upToDate(segments[from], from))) from -= 1
    for (;;) {
      const segment = segments[from]
      if (segment && segment.checkpoint !== checkpoint) segments[from] = { ...segment, checkpoint }
      if (from === at || !segment) break
      checkpoint = {
        state: this.#fold.evolveAll(checkpoint.state, segment.facts),
        recorded: this.#recorded.size,
        ends: [],
      }
      from += 1
    }
    this.#segments = segments
    return checkpoint
  }

  /**
   * A segment's checkpoint with what was recorded since. A late fact may be folded behind the later ones that are in it, since it is
   * not dated before the last of those that set what it sets or depends on.
   * @returns undefined where there is none yet, or a fact is against that rule
   */
  #upToDate(segment: Segment<S> | undefined, at: number): Checkpoint<S> | undefined {
    const recorded = this.#recorded.size
    const { day = '', checkpoint } = segment ?? {}
    if (!checkpoint) return at === 0 ? { state: this.#fold.initialState, recorded, ends: [] } : undefined
    if (checkpoint.recorded === recorded) return checkpoint
    const since = this.#recorded.slice(checkpoint.recorded).filter(({ occurredOn }) => occurredOn < day)
    if (since.isEmpty()) return { ...checkpoint, recorded }
    const { openedOn } = checkpoint.state
    if (openedOn !== null && since.some(({ occurredOn }) => occurredOn < openedOn)) return undefined
    const overwritten: string[] = []
    const state = this.#fold.evolveAll(checkpoint.state, since, field => overwritten.push(field))
    return overwritten.length > 0 ? undefined : { state, recorded, ends: [] }
  }
}

/**
 * A stream's history before its first event.
 * @param mostInSegment facts that are folded together; other numbers than the usual one are for tests, and change only what it costs
 */
export const historyOf = <S extends Dated>(fold: Fold<S>, mostInSegment: number = usualSegment): StreamHistory<S> =>
  new FoldedHistory(fold, mostInSegment, fold.initialState, '', List(), [], 0)
