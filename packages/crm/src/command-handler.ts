// Load, decide, append; on a genuine conflict reload and decide again.
import {
  decide,
  isRejection,
  type AnyAggregate,
  type Dated,
  type Day,
  type Rejection,
  type StateDefinition,
  type StateOf,
} from '@eventcrm/domain'
import {
  AppendOutcomeUnknown,
  RevisionConflict,
  StoreClosed,
  streamName,
  type Codec,
  type EventStore,
  type Instant,
  type StoredEvent,
} from '@eventcrm/event-store'
import { v4 } from 'uuid'
import type { Calendar } from './calendar.ts'
import { Claims, type Carried, type ClaimMade } from './claims.ts'
import { CommandRejected } from './errors.ts'
import { eventIdOf } from './identity.ts'
import { commandIdsAfter, Turns, type Known } from './stream-cache.ts'
import { later, Streams, type Decided, type Outcome, type StreamOutcome } from './streams.ts'
import {
  checkOptions,
  checkWish,
  checkWishes,
  type CheckedOptions,
  type CheckedWish,
  type CommandOptions,
  type Wish,
} from './wish.ts'

export interface Handling {
  readonly events: EventStore
  readonly codec: Codec
  readonly namespace: string
  readonly clock: () => Date
  readonly actor: string | undefined
  /** The stream whose state fixes the days: the company's. Looked at before each decision. */
  readonly company: StateOf<Dated>
  /** The days of the company in that state. */
  calendarOf(company: Dated): Calendar
  /** The id under which an outside key is claimed. */
  idFor(kind: string, key: string): Promise<string>
  /** Aggregates that hold claims, by kind; each has the commands `claim` and `release`. */
  readonly claims: Readonly<Record<string, AnyAggregate>>
}

/** Attempts at one command. In one process commands take turns; across processes ten in a row are lost only under a storm of writes to one stream. */
const attempts = 10
/** Resends of an append whose outcome stays unknown, before the caller hears of it. */
const resends = 5
const pause = (attempt: number) => new Promise<void>(resolve => setTimeout(resolve, Math.random() * 2 ** attempt))

/** What is to be appended to one stream, and what it will be then. */
interface Draft {
  readonly was: Known
  readonly of: StateDefinition<Dated>
  readonly id: string
  state: Dated
  lastOccurredAt: Instant
  readonly decided: (Decided & { readonly at: Instant; readonly on: Day })[]
}

/** One attempt: what each stream is to get, and what streams have already. */
class Attempt {
  readonly drafts = new Map<string, Draft>()
  /** Streams that are done: they have this command's events. */
  readonly done = new Map<string, StreamOutcome>()
  readonly now: Instant
  /** Whether to read on from what is cached. */
  readonly fresh: boolean
  /** Whether the command may be in a stream already: with an id of the caller's own, or after an earlier attempt. */
  readonly repeated: boolean
  constructor(now: Instant, fresh: boolean, repeated: boolean) {
    this.now = now
    this.fresh = fresh
    this.repeated = repeated
  }
  changesNothing(): boolean {
    for (const { decided } of this.drafts.values()) if (decided.length > 0) return false
    return true
  }
  outcomeOf({ stream, index }: CheckedWish): Outcome {
    const { decided, revision, position } = this.done.get(stream) ?? { decided: [], revision: -1, position: null }
    return { events: decided.filter(({ part }) => part === index).map(({ event }) => event), revision, position }
  }
}

interface Refused {
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

export class CommandHandler {
  readonly #handling: Handling
  readonly #streams: Streams
  readonly #claims: Claims
  readonly #turns = new Turns()
  readonly #companyStream: string
  #closed = false

  constructor(handling: Handling) {
    const { events, codec, namespace, company, claims } = handling
    this.#handling = handling
    this.#streams = new Streams(events, codec)
    this.#companyStream = streamName(namespace, company.of.category, company.id)
    this.#claims = new Claims({
      namespace,
      streams: this.#streams,
      holders: claims,
      idFor: (kind, key) => handling.idFor(kind, key),
      handle: (wish, options) => this.handle(wish, options),
    })
  }

  /** Later commands are refused. */
  close(): void {
    this.#closed = true
  }

  /** One command. */
  async handle(wish: Wish, options: CommandOptions = {}): Promise<Outcome> {
    const given = checkOptions(options, this.#handling.actor)
    const checked = checkWish(wish, 0, this.#handling.namespace)
    const attempt = await this.#turns.take([checked.stream], () => this.#carryOut([checked], given))
    return attempt.outcomeOf(checked)
  }

  /**
   * Commands that belong together, each deciding on what the ones before it will have changed. All are decided before anything
   * is written, so a rejection leaves nothing of any. The events of one stream are written at once; several streams are written one
   * after the other, and sent again with the same command id, what is missing is added.
   * @throws CommandInvalid, CommandRejected with the index of the command at fault
   */
  async handleAll(wishes: readonly Wish[], options: CommandOptions = {}): Promise<readonly Outcome[]> {
    const given = checkOptions(options, this.#handling.actor)
    checkWishes(wishes)
    const checked = wishes.map((wish, index) => checkWish(wish, index, this.#handling.namespace))
    const streams = [...new Set(checked.map(({ stream }) => stream))]
    const attempt = await this.#turns.take(streams, () => this.#carryOut(checked, given))
    return checked.map(wish => attempt.outcomeOf(wish))
  }

  /** The state of an aggregate as the log has it now. */
  async state<S extends Dated>(of: StateDefinition<S>, id: string): Promise<S> {
    const known = await this.#streams.known(of, streamName(this.#handling.namespace, of.category, id), true)
    return known.state as S
  }

  async #carryOut(wishes: readonly CheckedWish[], given: CheckedOptions): Promise<Attempt> {
    if (this.#closed) throw new StoreClosed()
    const commandId = given.commandId ?? v4()
    const options = { ...given, commandId, ...(wishes.length > 1 ? { together: true } : {}) }
    const made: ClaimMade[] = []
    for (let n = 1, fresh = false; ; n++) {
      const attempt = new Attempt(this.#handling.clock().toISOString(), fresh, given.commandId !== undefined || n > 1)
      const refused = await this.#draft(wishes, options, attempt)
      if ((refused || attempt.changesNothing()) && !fresh && attempt.drafts.size > 0) {
        fresh = true // read on before saying no, or nothing
        continue
      }
      if (refused) {
        await this.#giveBack(wishes, attempt, made, options)
        throw new CommandRejected(refused.rejection, refused.index)
      }
      try {
        for (const wish of wishes) await this.#claim(wish, attempt, made, options)
        for (const [stream, draft] of attempt.drafts)
          attempt.done.set(stream, await this.#append(stream, draft, attempt.now, options))
        return attempt
      } catch (error) {
        for (const stream of attempt.drafts.keys()) this.#streams.forget(stream)
        const conflict = error instanceof RevisionConflict
        if (!conflict || n >= attempts) {
          if (conflict || error instanceof CommandRejected) await this.#giveBack(wishes, attempt, made, options)
          throw error
        }
        fresh = true
        await pause(n)
      }
    }
  }

  /** Decides every wish on top of the ones before it. Streams that have the command already are done. */
  async #draft(wishes: readonly CheckedWish[], given: Carried, attempt: Attempt): Promise<Refused | undefined> {
    const { drafts, done, fresh, repeated } = attempt
    for (const wish of wishes) {
      const { stream, of, id, index } = wish
      if (done.has(stream)) continue
      let draft = drafts.get(stream)
      if (!draft) {
        const was = await this.#streams.known(of, stream, fresh)
        const first = repeated ? await this.#streams.outcomeOf(given.commandId, stream, was) : undefined
        if (first) {
          done.set(stream, first)
          continue
        }
        draft = { was, of, id, state: was.state, lastOccurredAt: was.lastOccurredAt, decided: [] }
        drafts.set(stream, draft)
      }
      const rejection = await this.#decide(wish, draft, given, attempt)
      if (rejection) return { rejection, index }
    }
    return undefined
  }

  /** Adds to the draft what the wish comes to, or tells why it comes to nothing. */
  async #decide(wish: CheckedWish, draft: Draft, given: Carried, attempt: Attempt): Promise<Rejection | undefined> {
    const { of, command, values, index, at = given.at } = wish
    const { drafts, now } = attempt
    const context = await this.#contextOf(command.context(values, draft.state), attempt)
    const decideOn = (company: Dated) => {
      const calendar = this.#handling.calendarOf(company)
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
    const drafted = drafts.get(this.#companyStream)?.state
    const company = drafted ?? (await this.#companyNow())
    if (company.openedOn === null && wish.stream !== this.#companyStream) return notFounded
    let decided = decideOn(company)
    // a founding is dated by the time zone that it founds
    if (company.openedOn === null && !isRejection(decided)) decided = decideOn(decided.state)
    if (isRejection(decided)) return decided
    draft.state = decided.state
    if (decided.events.length > 0) draft.lastOccurredAt = later(draft.lastOccurredAt, decided.at)
    for (const event of decided.events) draft.decided.push({ event, part: index, at: decided.at, on: decided.on })
    return undefined
  }

  /** The company as it is; while it has not been founded, somebody else may be about to. */
  async #companyNow(): Promise<Dated> {
    const { of } = this.#handling.company
    const known = await this.#streams.current(of, this.#companyStream, false)
    if (known.revision >= 0) return known.state
    return (await this.#streams.known(of, this.#companyStream, true)).state
  }

  async #contextOf(
    looksAt: Readonly<Record<string, StateOf<Dated>>>,
    { drafts, fresh }: Attempt,
  ): Promise<Readonly<Record<string, Dated>>> {
    const context: Record<string, Dated> = {}
    for (const name in looksAt) {
      const other = looksAt[name]
      if (!other) continue
      // An id of '' names no stream.
      if (other.id === '') context[name] = other.of.initialState
      else {
        const stream = streamName(this.#handling.namespace, other.of.category, other.id)
        context[name] = (drafts.get(stream) ?? (await this.#streams.current(other.of, stream, fresh))).state
      }
    }
    return context
  }

  /** Claims what an accepted command needs. What was claimed by an earlier attempt is claimed again to no effect. */
  async #claim(wish: CheckedWish, { drafts }: Attempt, made: ClaimMade[], given: Carried): Promise<void> {
    const draft = drafts.get(wish.stream)
    if (!draft?.decided.some(({ part }) => part === wish.index)) return
    for (const claim of wish.command.claims(wish.values, draft.was.state)) {
      if (await this.#claims.claim(claim, wish, given)) made.push({ ...claim, stream: wish.stream })
    }
  }

  /** Gives back what was claimed for commands that came to nothing, by this run or by one that ended before it could. */
  async #giveBack(
    wishes: readonly CheckedWish[],
    attempt: Attempt,
    made: readonly ClaimMade[],
    given: Carried,
  ): Promise<void> {
    for (const wish of wishes) {
      const draft = attempt.drafts.get(wish.stream)
      if (!draft || attempt.done.has(wish.stream)) continue
      const used = wish.of.holds(draft.was.state)
      for (const claim of wish.command.claims(wish.values, draft.was.state)) {
        if (used.some(({ kind, key }) => kind === claim.kind && key === claim.key)) continue
        const own = made.some(
          ({ kind, key, stream }) => kind === claim.kind && key === claim.key && stream === wish.stream,
        )
        await this.#claims.giveBack(claim, wish, own ? null : attempt.now, given)
      }
    }
  }

  async #append(stream: string, draft: Draft, now: Instant, given: Carried): Promise<StreamOutcome> {
    const { was, of, id, state, lastOccurredAt, decided } = draft
    if (decided.length === 0) return { decided, revision: was.revision, position: null }
    const {
      actor,
      commandId,
      correlationId = commandId,
      causationId = commandId,
      source = 'api',
      reason,
      together,
    } = given
    const recordedAt = later(now, was.lastRecordedAt)
    const person = of.personOf(state, id)
    const stored: StoredEvent[] = []
    for (const { event, part, at: occurredAt, on: occurredOn } of decided) {
      const envelope = {
        occurredAt,
        occurredOn,
        recordedAt,
        commandId,
        ...(together ? { part } : {}),
        correlationId,
        causationId,
        actor,
        source,
        ...(reason === undefined ? {} : { reason }),
      }
      stored.push(this.#handling.codec.encode(event, eventIdOf(stream, commandId, stored.length), envelope, person))
    }
    const { revision, position } = await this.#send(stream, was, stored)
    // recognised as written before: others may have followed
    if (revision !== was.revision + stored.length) this.#streams.forget(stream)
    else {
      const commandIds = commandIdsAfter(
        was.commandIds,
        stored.map(() => commandId),
      )
      this.#streams.remember(stream, {
        revision,
        state,
        lastOccurredAt,
        lastRecordedAt: recordedAt,
        commandIds,
        readAt: performance.now(),
      })
    }
    return { decided, revision, position }
  }

  /** Appends; while the outcome is unknown, sends the identical batch again. */
  async #send(stream: string, was: Known, stored: readonly StoredEvent[]) {
    for (let resend = 0; ; resend++) {
      try {
        return await this.#handling.events.append(stream, was.revision === -1 ? 'noStream' : was.revision, stored)
      } catch (error) {
        if (!(error instanceof AppendOutcomeUnknown) || resend >= resends) throw error
        await pause(resend)
      }
    }
  }
}
