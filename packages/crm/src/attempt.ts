// One attempt at a command, or at several sent together: what each stream is to get, and what streams have already.
import type { Claim, Dated, Day, Decided as Decision, StateDefinition } from '@eventcrm/domain'
import type { Instant, StoredEvent } from '@eventcrm/event-store'
import type { Known } from './stream-cache.ts'
import { later, type Decided, type Outcome, type StreamOutcome } from './streams.ts'
import type { CheckedWish } from './wish.ts'

/** An event to be appended, and when it happened. */
interface DatedDecision extends Decided {
  readonly at: Instant
  readonly on: Day
}

/** What is to be appended to one stream, and what it will be then. */
export class Draft {
  readonly was: Known
  readonly of: StateDefinition<Dated>
  readonly id: string
  /** When it is written down. */
  readonly recordedAt: Instant
  /** What was decided, as it goes into the store. */
  stored: readonly StoredEvent[] = []
  /** Once the stream has the command's events, or had them before. */
  outcome: StreamOutcome | null
  readonly #decided: DatedDecision[] = []
  #state: Dated
  #lastOccurredAt: Instant

  constructor({ of, id }: CheckedWish, was: Known, outcome: StreamOutcome | null, now: Instant) {
    this.was = was
    this.of = of
    this.id = id
    this.outcome = outcome
    this.recordedAt = later(now, was.lastRecordedAt)
    this.#state = was.state
    this.#lastOccurredAt = was.lastOccurredAt
  }
  get state(): Dated {
    return this.#state
  }
  get lastOccurredAt(): Instant {
    return this.#lastOccurredAt
  }
  get decided(): readonly DatedDecision[] {
    return this.#decided
  }
  add({ events, state }: Decision, part: number, at: Instant, on: Day): void {
    this.#state = state
    if (events.length > 0) this.#lastOccurredAt = later(this.#lastOccurredAt, at)
    for (const event of events) this.#decided.push({ event, part, at, on })
  }
}

/** A claim that a wish needs made. */
export interface NeededClaim {
  readonly claim: Claim
  readonly wish: CheckedWish
}

export class Attempt {
  readonly drafts = new Map<string, Draft>()
  readonly now: Instant
  /** Whether to read on from what is cached. */
  readonly fresh: boolean
  /**
   * Whether the command may be in a stream already, with an id of the caller's own or after an earlier attempt: then a stream is
   * read on before it is decided on.
   */
  readonly repeated: boolean
  constructor(now: Instant, fresh: boolean, repeated: boolean) {
    this.now = now
    this.fresh = fresh
    this.repeated = repeated
  }

  /** Whether something was decided, and came to nothing. */
  changesNothing(): boolean {
    let done = true
    for (const { decided, outcome } of this.drafts.values()) {
      if (decided.length > 0) return false
      if (outcome === null) done = false
    }
    return !done
  }

  /** What accepted commands need. What was claimed by an earlier attempt is claimed again to no effect. */
  claims(wishes: readonly CheckedWish[]): readonly NeededClaim[] {
    const needed: NeededClaim[] = []
    for (const wish of wishes) {
      const draft = this.drafts.get(wish.stream)
      if (!draft?.decided.some(({ part }) => part === wish.index)) continue
      for (const claim of wish.command.claims(wish.values, draft.was.state)) needed.push({ claim, wish })
    }
    return needed
  }

  /** Which of these wishes have events in the log by now. */
  written(wishes: readonly CheckedWish[]): readonly number[] {
    return wishes.filter(wish => this.outcomeOf(wish).events.length > 0).map(({ index }) => index)
  }

  outcomeOf({ stream, index }: CheckedWish): Outcome {
    const { decided, revision, position } = this.drafts.get(stream)?.outcome ?? nothing
    const events = []
    for (const { event, part } of decided) if (part === index) events.push(event)
    return { events, revision, position }
  }
}
const nothing: StreamOutcome = { decided: [], revision: -1, position: null }
