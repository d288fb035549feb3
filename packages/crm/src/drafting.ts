// What commands would change: the streams they look at are loaded, and each is decided on top of the ones before it.
import { decide, isRejection, type Dated, type Rejection, type StateOf } from '@eventcrm/domain'
import { streamName, type Instant } from '@eventcrm/event-store'
import { Draft, type Attempt } from './attempt.ts'
import type { Calendar } from './calendar.ts'
import type { Carried } from './claims.ts'
import { later, type Streams } from './streams.ts'
import type { CheckedWish } from './wish.ts'

export interface Deciding {
  readonly namespace: string
  /** The stream whose state fixes the days: the company's. Looked at before each decision. */
  readonly company: StateOf<Dated>
  /** The days of the company in that state. */
  calendarOf(company: Dated): Calendar
}

/** What a decision is made on, beside the wish and its own stream. */
interface Circumstances {
  readonly context: StatesLookedAt
  readonly company: Dated
  /** When it happened, if that was said. */
  readonly at: string | undefined
  readonly now: Instant
}
/** States of other streams, by the name that the command knows them by. */
type StatesLookedAt = Readonly<Record<string, Dated>>

export interface Refused {
  readonly rejection: Rejection
  readonly index: number
}

const notFounded: Rejection = {
  code: 'COMPANY_NOT_FOUNDED',
  message:
    'The company comes first, since its time zone fixes the day of every event: createCrm sets it up when given `company`',
  details: {},
}
const inFuture = (at: string, now: Instant): Rejection => ({
  code: 'DATED_IN_FUTURE',
  message: 'Nothing can have happened in the future',
  details: { field: 'at', at, now },
})

export class Drafting {
  readonly #deciding: Deciding
  readonly #streams: Streams
  readonly #companyStream: string

  constructor(deciding: Deciding, streams: Streams) {
    const { namespace, company } = deciding
    this.#deciding = deciding
    this.#streams = streams
    this.#companyStream = streamName(namespace, company.of.category, company.id)
  }

  /** Decides every wish on top of the ones before it. Streams that have the command already are done. */
  async draft(wishes: readonly CheckedWish[], given: Carried, attempt: Attempt): Promise<Refused | undefined> {
    for (const wish of wishes) {
      const { stream, of, index } = wish
      let draft = attempt.drafts.get(stream)
      if (!draft) {
        const known = this.#streams.known(of, stream, attempt.fresh || attempt.repeated)
        const was = known instanceof Promise ? await known : known
        const first = attempt.repeated ? await this.#streams.outcomeOf(given.commandId, stream, was) : undefined
        draft = new Draft(wish, was, first ?? null, attempt.now)
        attempt.drafts.set(stream, draft)
      }
      if (draft.outcome) continue
      const looked = this.#contextOf(wish.command.context(wish.values, draft.state), attempt)
      const context = looked instanceof Promise ? await looked : looked
      const asked = this.#companyIn(attempt)
      const company = asked instanceof Promise ? await asked : asked
      const rejection = this.#decide(wish, draft, { context, company, at: wish.at ?? given.at, now: attempt.now })
      if (rejection) return { rejection, index }
    }
    return undefined
  }

  /** Adds to the draft what the wish comes to, or tells why it comes to nothing. */
  #decide(wish: CheckedWish, draft: Draft, { context, company, at, now }: Circumstances): Rejection | undefined {
    const { of, command, values, stream, index } = wish
    if (company.openedOn === null && stream !== this.#companyStream) return notFounded
    const decideOn = (company: Dated) => {
      const calendar = this.#deciding.calendarOf(company)
      const occurredAt =
        at === undefined
          ? later(now, draft.lastOccurredAt)
          : at.length === 10
            ? calendar.startOf(at)
            : new Date(at).toISOString()
      if (at !== undefined && occurredAt > now) return inFuture(at, now)
      const on = calendar.dayOf(occurredAt)
      const decided = decide(of, command, values, draft.state, context, on)
      return isRejection(decided) ? decided : { ...decided, at: occurredAt, on }
    }
    let decided = decideOn(company)
    // a founding is dated by the time zone that it founds
    if (company.openedOn === null && !isRejection(decided)) decided = decideOn(decided.state)
    if (isRejection(decided)) return decided
    draft.add(decided, index, decided.at, decided.on)
    return undefined
  }

  /** The company as it is; while it has not been founded, somebody else may be about to. */
  #companyIn({ drafts }: Attempt): Dated | Promise<Dated> {
    const drafted = drafts.get(this.#companyStream)
    if (drafted) return drafted.state
    const { of } = this.#deciding.company
    const known = this.#streams.current(of, this.#companyStream, false)
    if (!(known instanceof Promise) && known.revision >= 0) return known.state
    return Promise.resolve(known).then(async ({ state, revision }) =>
      revision >= 0 ? state : (await this.#streams.known(of, this.#companyStream, true)).state,
    )
  }

  /** The other streams that a decision looks at: at once where they are known. */
  #contextOf(
    looksAt: Readonly<Record<string, StateOf<Dated>>>,
    { drafts, fresh }: Attempt,
  ): StatesLookedAt | Promise<StatesLookedAt> {
    const context: Record<string, Dated> = {}
    const reading: Promise<void>[] = []
    for (const name in looksAt) {
      const other = looksAt[name]
      if (!other) continue
      const { of, id } = other
      // An id of '' names no stream.
      if (id === '') {
        context[name] = of.initialState
        continue
      }
      const stream = streamName(this.#deciding.namespace, of.category, id)
      const known = drafts.get(stream) ?? this.#streams.current(of, stream, fresh)
      if (known instanceof Promise) reading.push(known.then(({ state }) => void (context[name] = state)))
      else context[name] = known.state
    }
    return reading.length === 0 ? context : Promise.all(reading).then(() => context)
  }
}
