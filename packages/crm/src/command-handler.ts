// Load, decide, append; on a genuine conflict reload and decide again.
import {
  decide,
  isRejection,
  type AnyAggregate,
  type Dated,
  type Rejection,
  type StateDefinition,
  type StateOf,
} from '@eventcrm/domain'
import {
  AppendOutcomeUnknown,
  checkAppendSize,
  RevisionConflict,
  StoreClosed,
  streamName,
  type Codec,
  type EventStore,
  type Instant,
  type StoredEvent,
} from '@eventcrm/event-store'
import { Attempt, Draft } from './attempt.ts'
import type { Calendar } from './calendar.ts'
import { Claims, type Carried, type ClaimMade } from './claims.ts'
import { CommandRejected, SentInPart } from './errors.ts'
import { eventIdOf, newCommandId } from './identity.ts'
import { commandIdsAfter, Turns } from './stream-cache.ts'
import { later, Streams, type Outcome, type StreamOutcome } from './streams.ts'
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

/** What stopped commands sent together, and that some were written, if they were. */
const inPart = (cause: unknown, attempt: Attempt, wishes: readonly CheckedWish[], commandId: string): unknown => {
  const written = attempt.written(wishes)
  return written.length === 0 ? cause : new SentInPart(commandId, written, cause)
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
  /** The options of a command that comes without any. */
  #defaults: CheckedOptions | undefined
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
  async handle(wish: Wish, options?: CommandOptions): Promise<Outcome> {
    const given = this.#optionsOf(options)
    const checked = checkWish(wish, 0, this.#handling.namespace)
    const attempt = await this.#turns.take([checked.stream], () => this.#carryOut([checked], given))
    return attempt.outcomeOf(checked)
  }

  /**
   * Commands that belong together, each deciding on what the ones before it will have changed. All are decided before anything
   * is written, so a rejection leaves nothing of any. The events of one stream are written at once; several streams are written one
   * after the other, and sent again with the same command id, what is missing is added.
   * @throws CommandInvalid, CommandRejected with the index of the command at fault; SentInPart when it was stopped between two
   *   streams; AppendTooLarge when one stream would get more than
   *   a store takes at once
   */
  async handleAll(wishes: readonly Wish[], options?: CommandOptions): Promise<readonly Outcome[]> {
    const given = this.#optionsOf(options)
    checkWishes(wishes)
    const checked = wishes.map((wish, index) => checkWish(wish, index, this.#handling.namespace))
    const streams = checked.map(({ stream }) => stream)
    const attempt = await this.#turns.take(streams, () => this.#carryOut(checked, given))
    return checked.map(wish => attempt.outcomeOf(wish))
  }

  /** The state of an aggregate as the log has it now. */
  async state<S extends Dated>(of: StateDefinition<S>, id: string): Promise<S> {
    const known = await this.#streams.known(of, streamName(this.#handling.namespace, of.category, id), true)
    return known.state as S
  }

  #optionsOf(options: CommandOptions | undefined): CheckedOptions {
    if (options !== undefined) return checkOptions(options, this.#handling.actor)
    return (this.#defaults ??= checkOptions({}, this.#handling.actor))
  }

  async #carryOut(wishes: readonly CheckedWish[], given: CheckedOptions): Promise<Attempt> {
    if (this.#closed) throw new StoreClosed()
    const commandId = given.commandId ?? newCommandId()
    const own = given.commandId !== undefined
    const options: Carried = { ...given, commandId, together: wishes.length > 1, own }
    const made: ClaimMade[] = []
    for (let n = 1, fresh = false; ; n++) {
      const attempt = new Attempt(this.#handling.clock().toISOString(), fresh, own || n > 1)
      const refused = await this.#draft(wishes, options, attempt)
      if (!fresh && (refused || attempt.changesNothing())) {
        fresh = true // read on before saying no, or nothing
        continue
      }
      if (refused) {
        await this.#giveBack(wishes, attempt, made, options)
        throw inPart(new CommandRejected(refused.rejection, refused.index), attempt, wishes, commandId)
      }
      try {
        for (const [stream, draft] of attempt.drafts) draft.stored = this.#encoded(stream, draft, options)
        if (options.together) for (const { stored } of attempt.drafts.values()) checkAppendSize(stored)
        for (const needed of attempt.claims(wishes))
          if (await this.#claims.claim(needed.claim, needed.wish, options))
            made.push({ ...needed.claim, stream: needed.wish.stream })
        for (const [stream, draft] of attempt.drafts) draft.outcome ??= await this.#append(stream, draft, options)
        return attempt
      } catch (error) {
        for (const stream of attempt.drafts.keys()) this.#streams.forget(stream)
        const conflict = error instanceof RevisionConflict
        if (!conflict || n >= attempts) {
          if (conflict || error instanceof CommandRejected) await this.#giveBack(wishes, attempt, made, options)
          throw inPart(error, attempt, wishes, commandId)
        }
        fresh = true
        await pause(n)
      }
    }
  }

  /** Decides every wish on top of the ones before it. Streams that have the command already are done. */
  async #draft(wishes: readonly CheckedWish[], given: Carried, attempt: Attempt): Promise<Refused | undefined> {
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
    const { of } = this.#handling.company
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
      const stream = streamName(this.#handling.namespace, of.category, id)
      const known = drafts.get(stream) ?? this.#streams.current(of, stream, fresh)
      if (known instanceof Promise) reading.push(known.then(({ state }) => void (context[name] = state)))
      else context[name] = known.state
    }
    return reading.length === 0 ? context : Promise.all(reading).then(() => context)
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
      if (!draft || draft.outcome) continue
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

  /** Appends the draft; while the outcome is unknown, sends the identical batch again. */
  async #append(stream: string, draft: Draft, { commandId, own }: Carried): Promise<StreamOutcome> {
    const { was, of, decided, stored } = draft
    if (decided.length === 0) return { decided, revision: was.revision, position: null }
    for (let resend = 0; ; resend++) {
      try {
        const expected = was.revision === -1 ? 'noStream' : was.revision
        const { revision, position } = await this.#handling.events.append(stream, expected, stored)
        // stores recognise events by their ids: the same command may have been decided elsewhere, on something else
        if (own) return await this.#streams.outcomeBehind(of, stream, was, commandId)
        // recognised as written before: others may have followed
        if (revision !== was.revision + stored.length) this.#streams.forget(stream)
        else this.#remember(stream, draft, commandId)
        return { decided, revision, position }
      } catch (error) {
        if (!(error instanceof AppendOutcomeUnknown) || resend >= resends) throw error
        await pause(resend)
      }
    }
  }

  #encoded(
    stream: string,
    { of, id, state, decided, recordedAt }: Draft,
    { actor, commandId, correlationId = commandId, causationId = commandId, source = 'api', reason, together }: Carried,
  ): readonly StoredEvent[] {
    const person = of.personOf(state, id)
    return decided.map(({ event, part, at: occurredAt, on: occurredOn }, i) => {
      const envelope = {
        occurredAt,
        occurredOn,
        recordedAt,
        commandId,
        correlationId,
        causationId,
        actor,
        source,
        ...(together ? { part } : undefined),
        ...(reason === undefined ? undefined : { reason }),
      }
      return this.#handling.codec.encode(event, eventIdOf(stream, commandId, i), envelope, person)
    })
  }

  #remember(stream: string, { was, state, lastOccurredAt, recordedAt, decided }: Draft, commandId: string) {
    this.#streams.remember(stream, {
      revision: was.revision + decided.length,
      state,
      lastOccurredAt,
      lastRecordedAt: recordedAt,
      commandIds: commandIdsAfter(
        was.commandIds,
        decided.map(() => commandId),
      ),
      readAt: performance.now(),
    })
  }
}
